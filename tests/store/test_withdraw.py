"""A withdrawn article leaves with its evidence and stays away; what others tell too is told by them alone."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from decided import (
    AGAIN,
    DAY,
    KUNDUZ,
    TALOQAN,
    apply,
    ask,
    assert_rebuilds_the_same,
    correct,
    event_of,
    frames_of,
    load,
    snapshot,
)
from stories import GROUPING, Story, batch

from warehouse.store import Home, merge_packages, publish, rebuild, write_package
from warehouse.store.database import open_build
from warehouse.store.withdrawals import WithdrawalError, bring_back_articles, withdraw_articles


def withdraw(home: Home, *stories: Story) -> None:
    ids = [story.article_id for story in stories]
    with open_build(home) as connection:
        withdraw_articles(home, connection, ids, who="jd", reason="a hoax", run_id="w1", made_at=DAY)
    apply(home)


def titles(home: Home) -> list[object]:
    return [name for (name,) in ask(home, "SELECT external_id FROM articles ORDER BY 1")]


def test_what_stood_on_it_alone_goes_and_the_rest_is_made_anew(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    load(home, 2, AGAIN)
    kunduz, taloqan = event_of(home, KUNDUZ), event_of(home, TALOQAN)
    withdraw(home, KUNDUZ, TALOQAN)
    assert titles(home) == ["again"]
    assert ask(home, "SELECT event_id, article_count FROM events") == [(kunduz, 1)]
    assert ask(home, "SELECT alias_id, event_id FROM event_aliases") == [(taloqan, None)]
    assert ask(home, "SELECT name FROM locations") == [("Kunduz",)]
    for table in ("event_mentions", "event_numbers", "place_mentions", "entity_mentions", "meta.article_signatures"):
        assert ask(home, f"SELECT DISTINCT article_id FROM {table}") == [(AGAIN.article_id,)], table
    rows = ask(home, "SELECT stage, rule, message, external_id, raw_uri, run_id FROM meta.rejected_records ORDER BY 4")
    assert rows == [
        ("merge", "withdrawn", "withdrawn by jd: a hoax", name, f"in/{name}.txt", "w1")
        for name in ("kunduz", "taloqan")
    ]
    assert_rebuilds_the_same(home)


def test_it_stays_away_when_its_file_is_read_again(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    withdraw(home, KUNDUZ)
    again = frames_of(Story("kunduz", ("Armed men seized the town of Kunduz on Sunday, some residents said.",)))
    ledger = pl.DataFrame({"uri": ["in/kunduz.txt"], "sha256": ["s"]})
    write_package(home, "r2", again | {"source_files": ledger}, run_id="r2", written_at=DAY + timedelta(days=2))
    report = apply(home)
    assert (report.new_articles, report.changed_articles) == (0, 0)
    assert titles(home) == ["taloqan"]
    assert ask(home, "SELECT rule FROM meta.rejected_records") == [("withdrawn",)]
    assert merge_packages(home, "r3", GROUPING).decisions == 0
    assert_rebuilds_the_same(home)


def test_a_copy_of_it_stays_and_counts(home: Home) -> None:
    words = " ".join(f"word{number} says more of what the town saw" for number in range(40))
    first, copy = (Story(name, KUNDUZ.sentences, filler=words) for name in ("first", "copy"))
    load(home, 1, first, copy)
    ((canonical,),) = ask(home, "SELECT external_id FROM articles WHERE is_canonical")
    withdraw(home, first if canonical == "first" else copy)
    assert ask(home, "SELECT external_id, is_canonical FROM articles") == [
        ("copy" if canonical == "first" else "first", True)
    ]
    assert ask(home, "SELECT article_count FROM events") == [(1,)]
    assert_rebuilds_the_same(home)


@pytest.mark.parametrize("edited_first", [True, False])
def test_an_edit_of_its_file_does_not_bring_back_what_it_replaced(home: Home, edited_first: bool) -> None:
    old = Story("old", KUNDUZ.sentences, extra={"raw_uri": "in/a.txt"})
    new = Story("new", AGAIN.sentences, extra={"raw_uri": "in/a.txt"})
    load(home, 1, old, TALOQAN)
    if edited_first:
        load(home, 2, new)
        withdraw(home, new)
    else:
        withdraw(home, old)
        load(home, 2, new)
    assert titles(home) == ["taloqan"] if edited_first else ["new", "taloqan"]
    assert_rebuilds_the_same(home)


def test_undone_it_is_back_after_a_rebuild(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    before = snapshot(home)
    withdraw(home, KUNDUZ)
    bring_back_articles(home, [KUNDUZ.article_id], who="jd", reason="it was true", made_at=DAY + timedelta(days=1))
    rebuild(home, "anew", GROUPING)
    publish(home)
    assert snapshot(home) == before
    with pytest.raises(WithdrawalError, match="is not withdrawn"):
        bring_back_articles(home, [KUNDUZ.article_id], who="jd", reason="again", made_at=DAY)


def test_a_correction_of_its_event_is_told_to_have_no_target(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    correct(home, "set", event_of(home, KUNDUZ), column="injured", value="4")
    correct(home, "merge", event_of(home, KUNDUZ), event_of(home, TALOQAN), after=1)
    withdraw(home, KUNDUZ)
    assert ask(home, "SELECT action, status FROM meta.corrections ORDER BY 1") == [
        ("merge", "target_gone"),
        ("set", "target_gone"),
    ]
    assert_rebuilds_the_same(home)


def test_a_withdrawn_article_is_not_withdrawn_again(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    withdraw(home, KUNDUZ)
    with pytest.raises(WithdrawalError, match="withdrawn already"):
        withdraw(home, KUNDUZ)


def test_an_unknown_article_withdraws_nothing(home: Home) -> None:
    load(home, 1, KUNDUZ)
    with open_build(home) as connection, pytest.raises(WithdrawalError, match="no article nothing"):
        withdraw_articles(home, connection, ["nothing"], who="jd", reason="?", run_id="w", made_at=DAY)
    assert not list(home.withdrawals.glob("*"))
    assert batch(KUNDUZ)["articles"].height == len(titles(home))
