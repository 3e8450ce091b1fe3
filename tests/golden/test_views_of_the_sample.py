"""Views and macros that answer what is asked often, with the values that the sample articles have."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.slow

HAPPENED = "status IN ('actual', 'ongoing', 'claimed')"
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def ask(warehouse: duckdb.DuckDBPyConnection) -> Ask:
    return lambda query, *values: warehouse.execute(query, list(values)).fetchall()


def test_every_event_that_happened_is_counted_in_one_month(ask: Ask) -> None:
    (counted,) = ask("SELECT sum(events), sum(fatalities_best) FROM events_by_country_month")
    assert [counted] == ask(f"SELECT count(*), sum(fatalities_best) FROM events WHERE {HAPPENED}")
    assert ask("""
        SELECT month, year, acled_event_type, events, events_dated_by_publication, events_with_toll, fatalities_best
        FROM events_by_country_month WHERE country_name = 'Kenya' AND event_type = 'PROTEST'
    """) == [(date(2024, 6, 1), 2024, "Riots", 3, 2, 1, 5)]


def test_a_pair_of_actors_has_a_direction_and_its_deaths(ask: Ask) -> None:
    assert ask("""
        SELECT events, verbal_conflict, material_conflict, first_date, last_date, fatalities_best FROM actor_dyads
        WHERE actor_name = 'Al-Shabaab' AND recipient_name = 'Guards (Uganda)'
    """) == [(1, 0, 1, date(2024, 3, 21), date(2024, 3, 21), 7)]
    assert ask("FROM actor_dyads WHERE recipient_name = 'Al-Shabaab' AND actor_name = 'Guards (Uganda)'") == []
    assert ask("SELECT 1 FROM actor_dyads WHERE actor_name IS NULL OR recipient_name IS NULL") == []


def test_an_article_tells_what_it_reports(ask: Ask) -> None:
    assert ask("""
        SELECT source, published_date, events, events_that_happened, countries, first_date, highest_toll
        FROM articles_with_events WHERE title = 'Militias battle in Tripoli after commander is seized'
    """) == [("Maghreb Wire", date(2023, 8, 15), 7, 6, ["Libya"], date(2019, 1, 1), 27)]
    assert ask("SELECT count(*) FROM articles_with_events") == ask(
        "SELECT count(DISTINCT article_id) FROM event_mentions"
    )


def test_events_of_a_place_its_division_and_its_country(ask: Ask) -> None:
    place = "SELECT admin1_name, country_name, events, admin1_events, country_events FROM places_hierarchy"
    assert ask(f"{place} WHERE location_name = 'Nakuru'") == [("Nakuru", "Kenya", 3, 3, 6)]
    assert ask(f"{place} WHERE location_name = 'Kenya'") == [(None, "Kenya", 0, None, 6)]
    assert ask("SELECT sum(events) FROM places_hierarchy") == ask(
        f"SELECT count(location_id) FROM events WHERE {HAPPENED}"
    )


def test_what_was_left_out_is_told_with_its_words(ask: Ask) -> None:
    (sport,) = ask("""
        SELECT rule, event_type, text, title, context FROM excluded_mentions
        WHERE text = 'surrendered' AND contains(context, 'midfield')
    """)
    assert sport[:4] == ("topic_or_parties", "RETREAT", "surrendered", "United bombard Rovers in seven-goal thriller")
    assert sport[4].startswith("from the first whistle, were shot down by two goals")
    assert (
        ask("SELECT 1 FROM excluded_mentions WHERE NOT contains(context, regexp_replace(text, '\\s+', ' ', 'g'))") == []
    )
    assert ask("SELECT count(*) FROM excluded_mentions") == ask("SELECT count(*) FROM meta.excluded_mentions")


def test_events_near_a_point_leave_out_what_is_only_the_middle_of_a_province(ask: Ask) -> None:
    near = ask("SELECT location_name, where_precision, distance_km FROM events_near(34.53, 69.17, 150)")
    assert {name for name, _, _ in near} >= {"Kabul", "Ghazni"}
    assert max(precision for _, precision, _ in near) <= 2
    assert [km for _, _, km in near] == sorted(km for _, _, km in near)
    assert near[0][2] == pytest.approx(0.298, abs=0.001)  # as the crow flies from 34.53 N 69.17 E to Kabul's point
    wider = ask("SELECT location_name, distance_km FROM events_near(34.53, 69.17, 150, coarsest := 4)")
    assert ("Wardak", 97.954) in wider
    assert ask("FROM events_near(34.53, 69.17, 0.1)") == []


def test_events_between_two_days_overlap_and_say_whether_they_surely_were(ask: Ask) -> None:
    found = ask("SELECT date_start, date_end, is_within FROM events_between('2023-11-05', '2023-11-22')")
    assert (date(2023, 11, 1), date(2023, 11, 30), False) in found
    assert (date(2023, 11, 21), date(2023, 11, 21), True) in found
    assert all(start <= date(2023, 11, 22) and end >= date(2023, 11, 5) for start, end, _ in found)
    assert ask("SELECT count(*) FROM events_between(NULL, NULL)") == ask("SELECT count(date_start) FROM events")
    assert ask("SELECT max(date_start) < '2021-08-01' FROM events_between(NULL, DATE '2021-07-31')") == [(True,)]


def test_a_quote_stands_in_its_article(ask: Ask) -> None:
    (known,) = ask("SELECT event_id FROM events ORDER BY article_count DESC, event_id LIMIT 1")[0]
    quotes = ask(
        "SELECT sentence, title, published_date, url, article_id, field, start_char, end_char FROM quote(?)", known
    )
    assert len(quotes) >= 2
    for sentence, title, published, url, article, field, start, end in quotes:
        text = f"SELECT {field}[{start} + 1:{end}], title, published_date, url FROM articles WHERE article_id = ?"
        assert ask(text, article) == [(sentence, title, published, url)]
    assert ask("SELECT evidence FROM event_evidence WHERE event_id = ?", known) == [(quotes[0][0],)]
    assert ask("FROM quote('no such event')") == []


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("MISRATA", {"Militias battle in Tripoli after commander is seized", "Rival militias clash in Tripoli"}),
        ("judges, Belarusian", {"EU adds nine Belarusian judges to its sanctions list"}),
        ("policias", {"Dos policías mueren en un ataque en Cali"}),
        ("policías", {"Dos policías mueren en un ataque en Cali"}),
        ("هرات", {"آوارگان به هرات رسیدند"}),
        ("misrat", set[str]()),
        ("misrata belarusian", set[str]()),
        ("'; DROP .* (", set[str]()),
        ("…", set[str]()),
        ("", set[str]()),
    ],
)
def test_search_finds_whole_words_without_case_and_accents(ask: Ask, words: str, titles: set[str]) -> None:
    assert {title for (title,) in ask("SELECT title FROM search(?) WHERE found_in = 'article'", words)} == titles


def test_search_ranks_and_leads_to_events(ask: Ask) -> None:
    found = ask("SELECT found_in, text, score FROM search('sanctions Lukashenko')")
    assert found[0][0] == "article"  # a word of it is in the headline
    assert found[1][:2] == (
        "evidence",
        "The European Union imposed sanctions on nine judges from Belarus on Monday for jailing opponents of President "
        "Alexander Lukashenko.",
    )
    assert [score for _, _, score in found] == sorted((score for _, _, score in found), reverse=True)
    (excerpt,) = ask("SELECT text FROM search('misrata') WHERE title LIKE 'Militias%'")[0]
    assert excerpt.startswith("… 27 people had been killed") and excerpt.endswith("the commander …")
    places = ask("SELECT DISTINCT location_name FROM events JOIN search('taliban captured') USING (event_id)")
    assert {("Zaranj",), ("Taloqan",)} <= set(places)


@pytest.mark.parametrize(
    ("name", "others"),
    [("El Geneina", ["Al-Junaynah", "el geneina"]), ("Qamishli", ["Al Qāmishlī"]), ("Mekele", ["Mek'ele"])],
)
def test_an_english_name_finds_the_events_that_other_spellings_find(ask: Ask, name: str, others: list[str]) -> None:
    wanted = ask("SELECT event_id FROM events WHERE location_name = ? ORDER BY 1", name)
    assert wanted
    for spelling in [name, *others]:
        found = "SELECT event_id FROM events JOIN places_named(?) USING (location_id) ORDER BY 1"
        assert ask(found, spelling) == wanted


def test_the_queries_of_the_page_run(ask: Ask) -> None:
    page = (Path(__file__).parents[2] / "docs" / "views.md").read_text(encoding="utf-8")
    queries = [
        query
        for block in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
        for query in block.split(";")
        if query.strip()
    ]
    assert len(queries) > 10
    for query in queries:
        _ = ask(query)


def test_an_index_of_ones_own_is_made_as_the_page_says(
    golden_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _ = pytest.importorskip("duckdb_extension_fts")
    (tmp_path / "data").symlink_to(golden_home)
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "views.md").read_text(encoding="utf-8")
    exec(re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0], {})
    assert "score" in capsys.readouterr().out
