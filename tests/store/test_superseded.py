"""An edited file brings its article anew and takes the old one out; nothing else does."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.store import Home, MergeReport, merge_packages, open_published, publish, rebuild, write_package

DAY = datetime(2021, 8, 9, 6, tzinfo=UTC)
TABLES = ("articles", "events", "event_mentions", "place_mentions", "entity_mentions", "locations", "entities")
SOURCES = ("meta.article_sources", "meta.rejected_records", "meta.article_signatures")


def held(story: str, uri: str, locator: str | None = None) -> Story:
    """A story as the file of that name holds it; the sentence tells the texts apart."""
    place = "Taloqan" if sum(map(ord, story)) % 2 else "Kunduz"
    sentence = f"Armed men entered {place} on Sunday, said {story} who saw it."
    return Story(story, (sentence,), place, extra={"raw_uri": uri, "raw_locator": locator, "external_id": uri})


def known(story: Story) -> pl.DataFrame:
    """What a batch says of an article that it leaves out since the warehouse has it."""
    return pl.DataFrame({"article_id": [story.article_id], "raw_uri": [story.extra["raw_uri"]]})


def load(home: Home, day: int, *batches: Story | dict[str, pl.DataFrame]) -> MergeReport:
    for number, one in enumerate(batches):
        moment = DAY + timedelta(days=day, seconds=number)
        frames = batch(one) if isinstance(one, Story) else one
        write_package(home, f"r{day}-{number:03d}", frames, run_id=f"r{day}", written_at=moment)
    return merge_packages(home, f"r{day}", GROUPING)


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    publish(home)
    connection = open_published(home)
    try:
        return connection.sql(sql).pl().rows()
    finally:
        connection.close()


def stored(home: Home) -> dict[str, object]:
    """Names of the stories in the warehouse, and the file that each is said to be from."""
    names = {Story(name).article_id: name for name in ("old", "new", "other", "third")}
    return {names[str(key)]: uri for key, uri in ask(home, "SELECT article_id, raw_uri FROM articles")}


def snapshot(home: Home) -> dict[str, list[tuple[object, ...]]]:
    return {name: ask(home, f"SELECT * EXCLUDE (_run_id) FROM {name} ORDER BY ALL") for name in TABLES[:2]} | {
        name: ask(home, f"SELECT * FROM {name} ORDER BY ALL") for name in (*TABLES[2:], *SOURCES)
    }


def test_an_edited_file_replaces_its_article_and_says_so(home: Home) -> None:
    load(home, 1, held("old", "a.txt"))
    report = load(home, 2, held("new", "a.txt"))
    assert (report.new_articles, report.changed_articles, report.superseded_articles) == (0, 1, 1)
    assert report.rejected_records == 0
    assert stored(home) == {"new": "a.txt"}
    for name in ("event_mentions", "place_mentions", "entity_mentions", "meta.article_signatures"):
        assert ask(home, f"SELECT DISTINCT article_id FROM {name}") == [(Story("new").article_id,)], name
    assert ask(home, "SELECT count(*) FROM events") == [(1,)]
    rows = ask(home, "SELECT stage, rule, raw_uri, article_id, run_id, message FROM meta.rejected_records")
    assert [row[:-1] for row in rows] == [("merge", "superseded", "a.txt", Story("old").article_id, "r2")]
    assert Story("new").article_id in str(rows[0][-1])


def test_a_copy_in_another_file_keeps_the_article(home: Home) -> None:
    load(home, 1, held("old", "a.txt"), held("old", "z.zip!b.txt"))
    assert stored(home) == {"old": "a.txt"}
    load(home, 2, held("new", "a.txt"))
    assert stored(home) == {"new": "a.txt", "old": "z.zip!b.txt"}
    assert ask(home, "SELECT external_id FROM articles WHERE raw_uri = 'z.zip!b.txt'") == [("z.zip!b.txt",)]
    assert ask(home, "SELECT * FROM meta.rejected_records") == []
    report = load(home, 3, held("third", "z.zip!b.txt"))
    assert report.superseded_articles == 1
    assert stored(home) == {"new": "a.txt", "third": "z.zip!b.txt"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_text_that_moves_to_another_file_stays(home: Home, order: tuple[int, int]) -> None:
    load(home, 1, held("old", "a.txt"))
    moved = {"article_sources": known(held("old", "b.txt"))}
    parts = [held("new", "a.txt"), moved]
    load(home, 2, *(parts[number] for number in order))
    assert stored(home) == {"new": "a.txt", "old": "b.txt"}


def test_two_files_that_swap_their_texts_lose_nothing(home: Home) -> None:
    load(home, 1, held("old", "a.txt"), held("new", "b.txt"))
    swapped = [{"article_sources": known(held("new", "a.txt"))}, {"article_sources": known(held("old", "b.txt"))}]
    report = load(home, 2, *swapped)
    assert report.superseded_articles == 0
    assert stored(home) == {"old": "b.txt", "new": "a.txt"}


def test_records_that_drop_out_stay_and_keep_what_files_held(home: Home) -> None:
    load(home, 1, held("old", "feed.xml", "record 1"), held("other", "b.txt"))
    load(home, 2, held("new", "feed.xml", "record 1"), held("other", "feed.xml", "record 2"))
    load(home, 3, held("third", "b.txt"))
    assert set(stored(home)) == {"old", "new", "other", "third"}
    assert ask(home, "SELECT * FROM meta.rejected_records") == []


def test_a_new_text_that_was_not_stored_supersedes_nothing(home: Home) -> None:
    load(home, 1, held("old", "a.txt"))
    load(home, 2, {"article_sources": known(held("new", "a.txt"))})
    assert stored(home) == {"old": "a.txt"}


def test_an_edit_that_is_undone_leaves_no_record_of_the_first_text(home: Home) -> None:
    load(home, 1, held("old", "a.txt"))
    load(home, 2, held("new", "a.txt"))
    load(home, 3, held("old", "a.txt"))
    assert stored(home) == {"old": "a.txt"}
    assert ask(home, "SELECT article_id, run_id FROM meta.rejected_records") == [(Story("new").article_id, "r3")]


def test_reading_the_file_anew_keeps_the_record(home: Home) -> None:
    load(home, 1, held("old", "a.txt"))
    load(home, 2, held("new", "a.txt"))
    ledger = pl.DataFrame({"uri": ["a.txt"], "sha256": ["s"]})
    load(home, 3, {"source_files": ledger, "article_sources": known(held("new", "a.txt"))})
    assert ask(home, "SELECT rule FROM meta.rejected_records") == [("superseded",)]


def histories() -> list[list[Story]]:
    """Five runs over three files, one of them a feed, each in a fixed order of texts."""
    chooser = random.Random(7)
    names = ("old", "new", "other", "third")
    return [
        [
            held(chooser.choice(names), "a.txt"),
            held(chooser.choice(names), "b.txt"),
            held(chooser.choice(names), "feed.xml", f"record {run}") if run % 2 else held("other", "c.txt"),
        ]
        for run in range(5)
    ]


def test_order_and_size_of_batches_and_turns_make_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: dict[str, list[tuple[object, ...]]] = {}
    for number, size in enumerate((20_000, 1, 2)):
        monkeypatch.setattr("warehouse.store.turns.ARTICLES_AT_A_TIME", size)
        home = Home(tmp_path / str(number)).ensure()
        for day, stories in enumerate(histories()):
            random.Random(number * 10 + day).shuffle(stories)
            load(home, day, *stories)
        found = {
            "articles": sorted(stored(home)),
            "rejects": ask(home, "SELECT * FROM meta.rejected_records ORDER BY 1"),
        }
        wanted = wanted or found  # pyright: ignore[reportAssignmentType]
        assert found == wanted


def test_rebuild_gives_the_same_warehouse(home: Home) -> None:
    for day, stories in enumerate(histories()):
        load(home, day, *stories)
    before = snapshot(home)
    assert len(before["meta.rejected_records"]) > 0
    rebuild(home, "r9", GROUPING)
    assert snapshot(home) == before


def test_a_kill_between_two_turns_loses_no_superseding(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, 1, held("old", "a.txt"), held("other", "b.txt"))
    monkeypatch.setattr("warehouse.store.turns.ARTICLES_AT_A_TIME", 1)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.store.merge.settle_sources", killed)
    with pytest.raises(KeyboardInterrupt):
        load(home, 2, held("new", "a.txt"), held("third", "b.txt"))
    monkeypatch.undo()
    report = merge_packages(home, "r3", GROUPING)
    assert (report.packages, report.superseded_articles) == (1, 2)
    assert stored(home) == {"new": "a.txt", "third": "b.txt"}
