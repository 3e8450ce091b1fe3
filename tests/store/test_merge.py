"""Packages become a warehouse, and the same input always the same one."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.store import (
    Home,
    MergeReport,
    committed_packages,
    known_sources,
    merge_packages,
    open_published,
    publish,
    quarantine_run,
    rebuild,
    write_known_content,
    write_package,
)

DAY = datetime(2021, 8, 9, 6, tzinfo=UTC)
ANALYSTS = ("articles", "events", "event_mentions", "locations", "place_mentions", "entity_mentions", "entities")
STAMPS = {"_run_id", "first_seen_at", "last_seen_at"}


def load(home: Home, run: str, *batches: tuple[Story, ...], days: int = 0, is_published: bool = True) -> MergeReport:
    for number, stories in enumerate(batches):
        moment = DAY + timedelta(days=days, seconds=number)
        write_package(home, f"{run}-{number:03d}", batch(*stories), run_id=run, written_at=moment)
    report = merge_packages(home, run, GROUPING)
    if is_published:
        publish(home)
    return report


def table(home: Home, sql: str) -> pl.DataFrame:
    connection = open_published(home)
    try:
        return connection.sql(sql).pl()
    finally:
        connection.close()


def snapshot(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every row analysts see, without stamps."""
    frames = {name: table(home, f"SELECT * FROM {name} ORDER BY 1, 2") for name in ANALYSTS}
    return {name: frame.select(c for c in frame.columns if c not in STAMPS).rows() for name, frame in frames.items()}


FILLER = "The provincial council met late at night and asked the capital for help while shops stayed shut all day. "
STORIES = [
    Story("alpha", deaths=3, filler=FILLER),
    Story("beta", deaths=5, confidence=0.9, filler=FILLER + "A second reporter adds one closing line to it."),
    Story(
        "gamma", sentences=("Armed men entered Taloqan on Sunday after a long siege, elders said.",), place="Taloqan"
    ),
    Story("delta", sentences=("Armed men reached Kunduz on Sunday night.", "Armed men left Kunduz on Sunday night.")),
    Story("epsilon", actor=None, published=date(2021, 8, 10)),
]


def test_a_first_load_gives_articles_events_and_only_places_in_use(home: Home) -> None:
    frames = batch(*STORIES[:2])
    unused = batch(STORIES[2])["locations"]
    frames["locations"] = pl.concat([frames["locations"], unused])
    write_package(home, "p", frames, run_id="r")
    report = merge_packages(home, "r", GROUPING)
    publish(home)
    assert (report.new_articles, report.duplicate_articles, report.events) == (2, 1, 1)
    assert report.failed_checks == ()
    assert table(home, "SELECT name, mention_count FROM locations").rows() == [("Kunduz", 2)]
    assert table(home, "SELECT mention_count FROM entities").rows() == [(2,)]
    event = table(home, "SELECT article_count, source_count, fatalities_low, fatalities_high, _run_id FROM events")
    assert event.rows() == [(2, 1, 5, 5, "r")]  # beta is the longer of two copies, so its count stands


def test_the_same_input_again_changes_nothing(home: Home) -> None:
    load(home, "r1", tuple(STORIES))
    before = {name: table(home, f"SELECT * FROM {name} ORDER BY 1, 2") for name in ANALYSTS}
    report = load(home, "r2", tuple(STORIES), days=1)
    assert (report.new_articles, report.changed_articles, report.unchanged_articles) == (0, 0, 5)
    for name, frame in before.items():
        assert table(home, f"SELECT * FROM {name} ORDER BY 1, 2").equals(frame), name


def test_nothing_to_merge_is_a_report_of_nothing(home: Home) -> None:
    load(home, "r1", tuple(STORIES))
    report = merge_packages(home, "r2", GROUPING)
    assert (report.packages, report.new_articles, report.events) == (0, 0, table(home, "FROM events").height)


def test_batches_order_and_runs_make_no_difference(tmp_path: Path) -> None:
    wanted: dict[str, list[tuple[object, ...]]] = {}
    for number in range(6):
        stories = list(STORIES)
        random.Random(number).shuffle(stories)
        size = (5, 1, 2, 3, 1, 2)[number]
        batches = [tuple(stories[i : i + size]) for i in range(0, 5, size)]
        home = Home(tmp_path / str(number)).ensure()
        if number % 2:
            for day, one in enumerate(batches):
                load(home, f"r{day}", one, days=day, is_published=day == len(batches) - 1)
        else:
            load(home, "r", *batches)
        wanted = wanted or snapshot(home)
        assert snapshot(home) == wanted, number


def groups(home: Home) -> list[tuple[object, ...]]:
    """Which mentions are one event, and what its row says, whatever its id."""
    sql = """SELECT list_sort(list(m.event_mention_id)) AS members, e.* EXCLUDE (event_id, _run_id)
             FROM events e JOIN event_mentions m USING (event_id) GROUP BY ALL ORDER BY members"""
    return table(home, sql).rows()


def test_publishing_between_runs_keeps_ids_and_changes_no_group(tmp_path: Path) -> None:
    wanted: list[tuple[object, ...]] = []
    for number in range(6):
        stories = list(STORIES)
        random.Random(number).shuffle(stories)
        home = Home(tmp_path / str(number)).ensure()
        shown: set[object] = set()
        for day, story in enumerate(stories):
            load(home, f"r{day}", (story,), days=day)
            shown |= set(table(home, "SELECT event_id FROM events")["event_id"])
            aliases = dict(table(home, "SELECT alias_id, event_id FROM event_aliases").rows())
            now = set(table(home, "SELECT event_id FROM events")["event_id"])
            assert all(aliases.get(event_id, event_id) in now for event_id in shown)
        wanted = wanted or groups(home)
        assert groups(home) == wanted, number


def test_slices_that_bound_memory_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [Story("alpha", deaths=8, published=date(2021, 8, 9)), Story("beta", deaths=9, filler=FILLER)]
    found: list[tuple[MergeReport, object]] = []
    for number, size in enumerate((20_000, 1, 2)):
        monkeypatch.setattr("warehouse.store.turns.ARTICLES_AT_A_TIME", size)
        monkeypatch.setattr("warehouse.store.derive.ROWS_AT_A_TIME", size)
        home = Home(tmp_path / str(number)).ensure()
        load(home, "r1", (STORIES[0], STORIES[2]))
        report = load(home, "r2", *[(story,) for story in [*STORIES, *changed]], days=1)
        assert (report.new_articles, report.changed_articles, report.unchanged_articles) == (3, 1, 1)
        found.append((report, snapshot(home)))
    assert found[0] == found[1] == found[2]


def test_changed_content_replaces_all_rows_and_keeps_when_it_was_first_seen(home: Home) -> None:
    load(home, "r1", tuple(STORIES))
    other = Story("alpha", sentences=("Armed men entered Taloqan on Sunday morning, he said.",), place="Taloqan")
    report = load(home, "r2", (other,), days=1)
    assert (report.new_articles, report.changed_articles) == (0, 1)
    row = table(home, "SELECT body, first_seen_at, last_seen_at, _run_id FROM articles WHERE external_id = 'alpha'")
    day = DAY.replace(tzinfo=None)
    assert row.row(0) == (other.body, day, day + timedelta(days=1), "r2")
    places = table(home, f"SELECT text FROM place_mentions WHERE article_id = '{other.article_id}'")
    assert places["text"].to_list() == ["Taloqan"]
    assert table(home, "SELECT * FROM event_mentions ANTI JOIN events USING (event_id)").height == 0
    assert table(home, "SELECT * FROM events ANTI JOIN event_mentions USING (event_id)").height == 0


def test_replacing_equals_loading_only_the_newest(tmp_path: Path) -> None:
    changed = Story("alpha", sentences=("Armed men entered Taloqan on Sunday, he said.",), place="Taloqan", deaths=9)
    first, second = Home(tmp_path / "1").ensure(), Home(tmp_path / "2").ensure()
    load(first, "r1", tuple(STORIES))
    load(first, "r2", (changed,), days=1)
    load(second, "r1", (changed, *STORIES[1:]))
    assert snapshot(first) == snapshot(second)


def test_the_last_article_with_an_event_takes_the_event_and_its_place_along(home: Home) -> None:
    load(home, "r1", (STORIES[2],))
    load(home, "r2", (Story("gamma", sentences=("Armed men rested in Kunduz on Sunday.",)),), days=1)
    assert table(home, "SELECT name FROM locations")["name"].to_list() == ["Kunduz"]
    assert table(home, "SELECT DISTINCT location_name FROM events")["location_name"].to_list() == ["Kunduz"]


def test_a_new_coder_version_recodes(home: Home) -> None:
    load(home, "r1", tuple(STORIES))
    report = load(home, "r2", (Story("alpha", deaths=4, coder_version="2", filler=FILLER),), days=1)
    assert report.changed_articles == 1
    found = table(
        home,
        "SELECT m.coder_version, m.fatalities_best FROM event_mentions m "
        "JOIN articles a USING (article_id, coder_version) WHERE a.external_id = 'alpha'",
    )
    assert found.rows() == [("2", 4)]


def test_of_two_texts_in_one_run_the_later_published_counts(tmp_path: Path) -> None:
    early = Story("alpha", deaths=1)
    late = Story("alpha", deaths=2, published=date(2021, 8, 9))
    for number, batches in enumerate([((early,), (late,)), ((late,), (early,))]):
        home = Home(tmp_path / str(number)).ensure()
        report = load(home, "r", *batches)
        assert report.new_articles == 1
        assert table(home, "SELECT fatalities_best FROM event_mentions").rows() == [(2,)]


def test_an_id_never_changes_when_more_articles_report_the_event(home: Home) -> None:
    load(home, "r1", (STORIES[0],))
    before = set(table(home, "SELECT event_id FROM events")["event_id"])
    load(home, "r2", tuple(STORIES[1:]), days=1)
    after = table(home, "SELECT event_id, article_count FROM events")
    assert before < set(after["event_id"])
    assert after.filter(pl.col("event_id").is_in(before))["article_count"].to_list() == [4]


def test_aliases_unite_whatever_batch_they_come_in(tmp_path: Path) -> None:
    found: list[list[str]] = []
    for number, aliases in enumerate([(["the Front"], ["NF"]), (["NF"], ["the Front"])]):
        home = Home(tmp_path / str(number)).ensure()
        for part, (story, names) in enumerate(zip(STORIES[:2], aliases, strict=True)):
            frames = batch(story)
            frames["entities"] = frames["entities"].with_columns(pl.lit(names).alias("aliases"))
            write_package(home, f"p{part}", frames, run_id="r", written_at=DAY)
        merge_packages(home, "r", GROUPING)
        publish(home)
        found.append(table(home, "SELECT aliases FROM entities")["aliases"].to_list()[0])
    assert found == [["NF", "the Front"]] * 2


def test_rebuild_gives_the_same_warehouse(home: Home) -> None:
    load(home, "r1", tuple(STORIES[:3]))
    load(home, "r2", (STORIES[3], Story("alpha", deaths=7, coder_version="2", filler=FILLER)), days=1)
    load(home, "r3", (STORIES[4],), days=2)
    before = snapshot(home)
    stamps = table(home, "SELECT article_id, last_seen_at, _run_id FROM articles ORDER BY 1")
    home.build.unlink()
    home.published.unlink()
    rebuild(home, "r4", GROUPING)
    publish(home)
    assert snapshot(home) == before
    assert table(home, "SELECT article_id, last_seen_at, _run_id FROM articles ORDER BY 1").equals(stamps)


def test_a_bad_run_can_be_taken_out(home: Home) -> None:
    load(home, "r1", tuple(STORIES[:2]))
    wanted = snapshot(home)
    load(home, "r2", tuple(STORIES[2:]), days=1)
    assert quarantine_run(home, "r2") == 1
    rebuild(home, "r3", GROUPING)
    publish(home)
    assert snapshot(home) == wanted
    assert [package.run_id for package in committed_packages(home)] == ["r1"]


def test_what_is_known_can_be_skipped(home: Home, tmp_path: Path) -> None:
    def known_content() -> list[tuple[object, ...]]:
        write_known_content(home, tmp_path / "known.parquet")
        return pl.read_parquet(tmp_path / "known.parquet").select("article_id", "coder_version").rows()

    assert known_content() == []
    assert known_sources(home, ["in/a.txt"]).height == 0
    sources = pl.DataFrame({"uri": ["in/a.txt"], "sha256": ["s1"], "size_bytes": [10], "coder_version": ["1"]})
    write_package(home, "p", batch(STORIES[0]) | {"source_files": sources}, run_id="r", written_at=DAY)
    merge_packages(home, "r", GROUPING)
    assert known_content() == [(STORIES[0].article_id, "1")]
    assert known_sources(home, ["in/b.txt"]).height == 0
    ledger = known_sources(home, ["in/a.txt", "in/b.txt"])
    assert ledger.select("uri", "sha256", "coder_version", "run_id").rows() == [("in/a.txt", "s1", "1", "r")]
    assert ledger["read_at"].to_list() == [DAY]


def test_a_refused_article_that_is_coded_later_has_its_events_and_no_refusal(home: Home) -> None:
    """The file that brings it then may be another than the one in which it could not be coded."""
    whole = batch(STORIES[0])
    bare = {"articles": whole["articles"].with_columns(coder_version=pl.lit(None, pl.String))}
    refused = {"article_id": STORIES[0].article_id, "stage": "annotate", "rule": "too_slow", "message": "no end"}
    refusing = bare | {"rejected_records": pl.DataFrame([refused])}
    asked = "SELECT (SELECT count(*) FROM events) > 0, (SELECT list(rule) FROM meta.rejected_records)"
    refused_again = (False, ["too_slow"])
    for day, (frames, told) in enumerate([(refusing, refused_again), (whole, (True, None)), (refusing, refused_again)]):
        write_package(home, f"p{day}", frames, run_id=f"r{day}", written_at=DAY + timedelta(days=day))
        for merge in (merge_packages, rebuild):
            _ = merge(home, f"r{day}", GROUPING)
            publish(home)
            assert table(home, asked).row(0) == told


def test_a_file_read_anew_puts_its_old_refusals_out_of_date(home: Home) -> None:
    source = pl.DataFrame({"uri": ["in/a.zip"], "sha256": ["s1"]})
    bad = {"stage": ["read"] * 2, "rule": ["broken"] * 2, "message": ["cannot be read"] * 2}
    refused = pl.DataFrame(bad | {"raw_uri": ["in/a.zip!x.txt", "in/b.txt"]})
    frames = {"source_files": source, "rejected_records": refused}
    write_package(home, "p1", frames, run_id="r1", written_at=DAY)
    assert merge_packages(home, "r1", GROUPING).rejected_records == 2
    publish(home)
    rows = table(home, "SELECT raw_uri, run_id, rejected_at FROM meta.rejected_records ORDER BY 1").rows()
    assert rows == [(uri, "r1", DAY.replace(tzinfo=None)) for uri in ("in/a.zip!x.txt", "in/b.txt")]
    frames = {"source_files": source.with_columns(pl.lit("s2").alias("sha256"))}
    write_package(home, "p2", frames, run_id="r2", written_at=DAY + timedelta(days=1))
    merge_packages(home, "r2", GROUPING)
    publish(home)
    assert table(home, "SELECT raw_uri FROM meta.rejected_records")["raw_uri"].to_list() == ["in/b.txt"]
    rebuild(home, "r3", GROUPING)
    assert table(home, "SELECT raw_uri FROM meta.rejected_records")["raw_uri"].to_list() == ["in/b.txt"]


def test_a_file_read_anew_leaves_the_refusals_of_one_whose_name_begins_with_its_own(home: Home) -> None:
    source = pl.DataFrame({"uri": ["in/Goal", "in/Goal!.csv"], "sha256": ["s1", "s2"]})
    refused = pl.DataFrame({"stage": ["read"], "rule": ["broken"], "message": ["x"], "raw_uri": ["in/Goal!.csv"]})
    write_package(home, "p1", {"source_files": source, "rejected_records": refused}, run_id="r1", written_at=DAY)
    anew = {"source_files": source[:1].with_columns(pl.lit("s3").alias("sha256"))}
    write_package(home, "p2", anew, run_id="r2", written_at=DAY + timedelta(days=1))
    for merge in (merge_packages, rebuild):
        _ = merge(home, "r2", GROUPING)
        publish(home)
        assert table(home, "SELECT raw_uri FROM meta.rejected_records")["raw_uri"].to_list() == ["in/Goal!.csv"]
    write_package(home, "p3", {"source_files": source[1:]}, run_id="r3", written_at=DAY + timedelta(days=2))
    for merge in (merge_packages, rebuild):
        _ = merge(home, "r3", GROUPING)
        publish(home)
        assert table(home, "FROM meta.rejected_records").height == 0


@pytest.mark.parametrize("column", ["duplicate_group_id", "is_canonical", "first_seen_at", "_run_id"])
def test_derived_columns_are_always_filled(home: Home, column: str) -> None:
    load(home, "r1", tuple(STORIES))
    assert table(home, f"SELECT * FROM articles WHERE {column} IS NULL").height == 0
