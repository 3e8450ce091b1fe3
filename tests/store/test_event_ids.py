"""Ids of events last: reports join, events unite and part, articles change and leave, all is made anew."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.store import Home, merge_packages, open_published, publish, quarantine_run, rebuild, write_package
from warehouse.store.database import open_build
from warehouse.store.withdrawals import withdraw_articles

DAY = datetime(2021, 8, 9, 6, tzinfo=UTC)


def link_by_sign(pairs: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Reports that share a word with two z are surely one happening, all others hardly."""
    words = {
        report: {word for word in found if word.startswith("zz")}
        for report, found in reports.select("report_id", "words").iter_rows()
    }
    return pairs.select(
        "report_a",
        "report_b",
        pl.Series("probability", [0.99 if words[a] & words[b] else 0.2 for a, b in pairs.iter_rows()], pl.Float64()),
        pl.Series("reasons", [["words"]] * pairs.height, pl.List(pl.String())),
    )


LINKED = replace(GROUPING, score_pairs=link_by_sign)


def story(name: str, signs: str, day: int = 8) -> Story:
    sentence = f"Armed men fought with the police of the {name} district on Sunday, officials said {signs}."
    return Story(name, (sentence,), published=date(2021, 8, day), title=name)


def load(home: Home, run: str, *stories: Story, days: int = 0) -> None:
    write_package(home, run, batch(*stories), run_id=run, written_at=DAY + timedelta(days=days))
    merge_packages(home, run, LINKED)
    publish(home)


def rows(home: Home, sql: str) -> list[tuple[object, ...]]:
    connection = open_published(home)
    try:
        return connection.sql(sql).fetchall()
    finally:
        connection.close()


def events_of(home: Home) -> dict[str, str]:
    """The event of each story."""
    found = rows(home, "SELECT external_id, event_id FROM event_mentions JOIN articles USING (article_id)")
    return {str(name): str(event_id) for name, event_id in found}


def aliases(home: Home) -> dict[object, object]:
    return {alias: event for alias, event, *_ in rows(home, "FROM event_aliases")}


def test_an_earlier_report_that_comes_later_does_not_change_the_id(home: Home) -> None:
    load(home, "r1", story("alpha", "zzone", day=9))
    before = events_of(home)["alpha"]
    load(home, "r2", story("beta", "zzone", day=8), days=1)
    assert events_of(home) == {"alpha": before, "beta": before}
    assert aliases(home) == {}


def united(home: Home) -> dict[str, str]:
    """Two events, published one after the other, that a third report unites; the ids that they had."""
    load(home, "r1", story("alpha", "zzone"))
    load(home, "r2", story("beta", "zztwo"), days=1)
    before = events_of(home)
    load(home, "r3", story("gamma", "zzone zztwo"), days=2)
    return before


def test_of_two_events_that_are_one_the_older_id_stays_and_the_other_becomes_an_alias(home: Home) -> None:
    before = united(home)
    assert before["alpha"] != before["beta"]
    assert set(events_of(home).values()) == {before["alpha"]}
    assert aliases(home) == {before["beta"]: before["alpha"]}
    for known in before.values():
        assert [row[0] for row in rows(home, f"SELECT event_id FROM event('{known}')")] == [before["alpha"]]


def test_what_is_parted_again_has_its_old_ids(home: Home) -> None:
    before = united(home)
    load(home, "r4", story("gamma", "zzthree"), days=3)
    after = events_of(home)
    assert {name: after[name] for name in ("alpha", "beta")} == before
    assert after["gamma"] not in before.values()
    assert aliases(home) == {}


def test_a_rebuild_gives_the_same_ids_and_aliases(home: Home) -> None:
    united(home)
    wanted = events_of(home), rows(home, "FROM event_aliases"), rows(home, "FROM meta.event_ids ORDER BY ALL")
    rebuild(home, "r9", LINKED)
    publish(home)
    assert (events_of(home), rows(home, "FROM event_aliases")) == wanted[:2]
    assert rows(home, "FROM meta.event_ids ORDER BY ALL") == wanted[2]


def test_publishing_again_records_nothing_new(home: Home) -> None:
    united(home)
    files = sorted(home.event_ids.iterdir())
    publish(home)
    assert sorted(home.event_ids.iterdir()) == files
    assert len(files) == 3


def test_an_event_keeps_its_id_when_the_article_it_stands_on_is_coded_anew(home: Home) -> None:
    load(home, "r1", story("alpha", "zzone"))
    before = events_of(home)["alpha"]
    load(home, "r2", replace(story("alpha", "zzone and others"), coder_version="2"), days=1)
    assert events_of(home) == {"alpha": before}


def test_an_event_keeps_its_id_when_the_first_report_of_several_goes(home: Home) -> None:
    """The file of alpha is edited and holds another article."""
    load(home, "r1", story("alpha", "zzone"), story("beta", "zzone", day=9))
    before = events_of(home)["alpha"]
    load(home, "r2", replace(story("gamma", "zztwo"), extra={"raw_uri": "in/alpha.txt"}), days=1)
    after = events_of(home)
    assert set(after) == {"beta", "gamma"}
    assert after["beta"] == before != after["gamma"]


def test_an_id_that_no_article_reports_any_more_is_told_as_gone(home: Home) -> None:
    load(home, "r1", story("alpha", "zzone"))
    load(home, "r2", story("beta", "zztwo"), days=1)
    gone = events_of(home)["beta"]
    quarantine_run(home, "r2")
    rebuild(home, "r3", LINKED)
    publish(home)
    assert aliases(home) == {gone: None}
    assert rows(home, f"FROM event('{gone}')") == []


def fates(home: Home) -> tuple[dict[str, str], dict[object, object], list[tuple[object, ...]]]:
    """The event of each story, what ids that events had lead to, and on what each id stands."""
    anchors = rows(home, "SELECT event_id, external_id FROM meta.event_ids LEFT JOIN articles USING (article_id)")
    return events_of(home), aliases(home), sorted(anchors, key=str)


ARCHIVES = {
    "others report it": ["alpha zzone", "beta zzone", "gamma zzone zztwo"],
    "it came apart": ["alpha zzone zztwo", "beta zzone", "gamma zztwo", "delta zztwo"],
    "nobody else reports it": ["alpha zzone", "beta zztwo"],
    "it was united with an older one": ["beta zzone", "alpha zztwo", "gamma zzone zztwo", "delta zztwo"],
    "an older one was united with it": ["alpha zzone", "beta zztwo", "gamma zzone zztwo"],
}


@pytest.mark.parametrize("reports", ARCHIVES.values(), ids=ARCHIVES)
def test_leaving_a_run_out_gives_the_ids_that_withdrawing_its_article_gives(tmp_path: Path, reports: list[str]) -> None:
    stories = [story(*report.split(" ", 1), day=3 + number) for number, report in enumerate(reports)]
    archive, by_withdrawing = Home(tmp_path / "archive").ensure(), Home(tmp_path / "withdrawn")
    for number, one in enumerate(stories):
        load(archive, f"r-{one.name}", one, days=number)
    published = set(events_of(archive).values()) | set(aliases(archive))
    shutil.copytree(archive.root, by_withdrawing.root)

    left_out = story("alpha", "")
    with open_build(by_withdrawing) as connection:
        said = {"who": "jd", "reason": "a hoax", "run_id": "w", "made_at": DAY}
        withdraw_articles(by_withdrawing, connection, [left_out.article_id], **said)
    merge_packages(by_withdrawing, "w", LINKED)
    publish(by_withdrawing)
    quarantine_run(archive, "r-alpha")
    rebuild(archive, "r9", LINKED)
    publish(archive)
    found = fates(archive)
    assert found == fates(by_withdrawing)
    assert published <= {*found[0].values(), *found[1]}

    rebuild(archive, "r10", LINKED)  # the lake now has it all
    publish(archive)
    assert fates(archive) == found


def test_an_alias_whose_report_leaves_still_leads_to_its_event(home: Home) -> None:
    before = united(home)
    load(home, "r4", replace(story("delta", "zzthree"), extra={"raw_uri": "in/beta.txt"}), days=3)
    assert aliases(home) == {before["beta"]: before["alpha"]}


def test_a_rebuild_without_the_old_build_tells_ids_as_gone(home: Home) -> None:
    load(home, "r1", story("alpha", "zzone"))
    load(home, "r2", story("beta", "zzone"), days=1)
    lost = events_of(home)["alpha"]
    quarantine_run(home, "r1")
    home.build.write_bytes(b"no database")
    home.published.unlink()
    rebuild(home, "r3", LINKED)
    publish(home)
    assert aliases(home) == {lost: None}


def test_a_lake_of_which_nothing_is_left_still_tells_its_ids_as_gone(home: Home) -> None:
    load(home, "r1", story("alpha", "zzone"))
    gone = events_of(home)["alpha"]
    quarantine_run(home, "r1")
    rebuild(home, "r2", LINKED)
    publish(home)
    assert aliases(home) == {gone: None}


def test_ids_follow_from_the_reports_where_nothing_was_published(tmp_path: Path) -> None:
    stories = [
        story("alpha", "zzone"),
        story("beta", "zzone"),
        story("gamma", "zztwo"),
        story("delta", "zztwo", day=10),
    ]
    found: list[dict[str, str]] = []
    for number, order in enumerate(([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1])):
        home = Home(tmp_path / str(number)).ensure()
        for at, index in enumerate(order):
            write_package(home, f"p{at}", batch(stories[index]), run_id="r", written_at=DAY + timedelta(seconds=at))
            if number:
                merge_packages(home, "r", LINKED)
        merge_packages(home, "r", LINKED)
        publish(home)
        found.append(events_of(home))
    assert found[0] == found[1] == found[2]
    assert len(set(found[0].values())) == 2


def test_two_events_of_one_key_have_two_ids(home: Home) -> None:
    """One type, place and day, and yet two happenings: the earlier has the key, the other an id of its own."""
    load(home, "r1", story("alpha", "zzone"), story("beta", "zztwo", day=9))
    keys = {
        str(name): key
        for name, key in rows(
            home, "SELECT external_id, event_key FROM event_mentions JOIN articles USING (article_id)"
        )
    }
    ids = events_of(home)
    assert keys["alpha"] == keys["beta"]
    assert ids["alpha"] == keys["alpha"] != ids["beta"]


def test_links_say_why_reports_are_one(home: Home) -> None:
    united(home)
    found = rows(home, "SELECT probability, reasons FROM event_links ORDER BY probability DESC")
    assert found == [(0.99, ["words"]), (0.99, ["words"]), (0.2, ["words"])]


def test_values_say_which_report_gave_them(home: Home) -> None:
    one, two = story("alpha", "zzone"), story("beta", "zzone", day=9)
    load(home, "r1", replace(one, deaths=3), replace(two, deaths=5, extra={"source_family": "example.org"}))
    found = rows(
        home,
        "SELECT value, is_taken, source_count, len(event_mention_ids), rule <> '' FROM event_values "
        "WHERE column_name = 'fatalities_best' ORDER BY value",
    )
    assert found == [("3", False, 1, 1, True), ("5", True, 1, 1, True)]
