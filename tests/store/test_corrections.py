"""What people decide about events holds: on each build, when more reports come, and when all is made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from decided import (
    AGAIN,
    DAY,
    KUNDUZ,
    MADE,
    TALOQAN,
    apply,
    ask,
    assert_rebuilds_the_same,
    correct,
    event_of,
    load,
    mention_of,
    snapshot,
    statuses,
)
from stories import GROUPING, Story, batch

from flows.deciding import correct as decide
from flows.errors import UserMistake
from warehouse.own_tables import _InUse
from warehouse.store import Home, merge_packages, write_package
from warehouse.store.corrected_values import CorrectionError, parse_value
from warehouse.store.corrections import Correction, add_correction, read_corrections, undo_correction
from warehouse.store.database import open_build
from warehouse.store.withdrawals import withdraw_articles


def test_a_value_that_was_set_holds_when_more_reports_come_and_in_a_rebuild(home: Home) -> None:
    load(home, 1, KUNDUZ)
    event = event_of(home, KUNDUZ)
    correct(home, "set", event, column="fatalities_best", value="7")
    ask_best = f"SELECT fatalities_best, fatalities_high, article_count FROM events WHERE event_id = '{event}'"
    assert ask(home, ask_best) == [(7, 7, 1)]
    assert ask(home, "SELECT fatalities_best FROM event_mentions") == [(4,)]
    assert ask(home, "SELECT status, applied_to, old_value, value FROM meta.corrections") == [
        ("applied", [event], "4", "7")
    ]
    load(home, 2, AGAIN)
    assert ask(home, ask_best) == [(7, 7, 2)]
    assert_rebuilds_the_same(home)


def test_a_merge_without_anything_new_writes_nothing(home: Home) -> None:
    load(home, 1, KUNDUZ)
    correct(home, "set", event_of(home, KUNDUZ), column="status", value="claimed")
    before = snapshot(home)
    assert merge_packages(home, "again", GROUPING).decisions == 0
    assert snapshot(home) == before


def test_a_place_brings_its_names_and_stays_in_the_locations(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    event = event_of(home, KUNDUZ)
    correct(home, "set", event, column="location_id", value="geonames:1123004")
    names = "location_name, admin1_name, latitude, where_precision, place_text"
    assert ask(home, f"SELECT {names} FROM events WHERE event_id = '{event}'") == [
        ("Taloqan", "Takhar", 36.73, 1, None)
    ]
    load(home, 2, Story("taloqan", ("Armed men entered Kunduz on Sunday, a driver said.",)))
    assert ask(home, "SELECT name FROM locations ORDER BY 1") == [("Kunduz",), ("Taloqan",)]
    assert_rebuilds_the_same(home)


def test_of_two_values_the_later_counts_and_what_changes_nothing_says_so(home: Home) -> None:
    load(home, 1, KUNDUZ)
    event = event_of(home, KUNDUZ)
    correct(home, "set", event, column="injured", value="3")
    correct(home, "set", event, column="injured", value="5", after=1)
    correct(home, "set", event, column="fatalities_best", value="4", after=2)
    assert ask(home, "SELECT injured FROM events") == [(5,)]
    assert [status for _, status in statuses(home)] == ["changes_nothing", "applied", "changes_nothing"]
    assert_rebuilds_the_same(home)


def test_nothing_said_can_be_set(home: Home) -> None:
    load(home, 1, KUNDUZ)
    correct(home, "set", event_of(home, KUNDUZ), column="fatalities_best", value=None)
    assert ask(home, "SELECT fatalities_best FROM events") == [(None,)]


def test_a_dropped_event_goes_with_what_is_told_of_it_later_and_comes_back(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    event, before = event_of(home, KUNDUZ), ask(home, "FROM event_mentions ORDER BY 1")
    name = correct(home, "drop", event)
    assert ask(home, "SELECT location_name FROM events") == [("Taloqan",)]
    assert ask(home, "SELECT count(*) FROM event_mentions") == [(1,)]
    assert ask(home, "SELECT rule, text FROM meta.excluded_mentions") == [("correction", "seized")]
    assert ask(home, f"SELECT event_id FROM event_aliases WHERE alias_id = '{event}'") == [(None,)]
    load(home, 2, AGAIN)
    assert ask(home, "SELECT count(*) FROM events") == [(1,)]
    assert ask(home, "SELECT count(*) FROM meta.excluded_mentions WHERE rule = 'correction'") == [(2,)]
    assert statuses(home) == [("drop", "applied")]
    assert_rebuilds_the_same(home)
    undo_correction(home, name, "jd", "was right", DAY)
    apply(home)
    assert set(before) <= set(ask(home, "FROM event_mentions"))
    assert event_of(home, AGAIN) == event_of(home, KUNDUZ) == event
    assert ask(home, "SELECT count(*) FROM meta.excluded_mentions") == [(0,)]
    assert ask(home, "SELECT count(*) FROM event_aliases") == [(0,)]
    assert statuses(home) == [("drop", "undone")]
    assert_rebuilds_the_same(home)


def test_merged_events_are_one_under_the_older_id_until_it_is_undone(home: Home) -> None:
    load(home, 1, KUNDUZ)
    load(home, 2, TALOQAN)
    kunduz, taloqan = event_of(home, KUNDUZ), event_of(home, TALOQAN)
    name = correct(home, "merge", taloqan, kunduz)
    assert ask(home, "SELECT event_id, article_count FROM events") == [(kunduz, 2)]
    assert ask(home, "SELECT alias_id, event_id FROM event_aliases") == [(taloqan, kunduz)]
    assert ask(home, "SELECT status, applied_to FROM meta.corrections") == [("applied", [kunduz])]
    load(home, 3, AGAIN)
    assert ask(home, "SELECT event_id, article_count FROM events") == [(kunduz, 3)]
    assert_rebuilds_the_same(home)
    undo_correction(home, name, "jd", "no", DAY)
    apply(home)
    assert event_of(home, KUNDUZ) == event_of(home, AGAIN) == kunduz
    assert event_of(home, TALOQAN) == taloqan
    assert ask(home, "SELECT count(*) FROM event_aliases") == [(0,)]
    assert_rebuilds_the_same(home)


def test_a_merge_with_its_mentions_holds_when_the_anchor_of_one_event_leaves(home: Home) -> None:
    third = Story("third", ("Armed men seized much of Kunduz on Sunday, said a trader.",), deaths=4)
    load(home, 1, KUNDUZ, AGAIN, third)
    load(home, 2, TALOQAN)
    all_mentions = "|".join(mention_of(home, story) for story in (KUNDUZ, AGAIN, third, TALOQAN))
    correct(home, "merge", event_of(home, KUNDUZ), event_of(home, TALOQAN), value=all_mentions)
    ((anchor,),) = ask(home, f"SELECT article_id FROM meta.event_ids WHERE event_id = '{event_of(home, AGAIN)}'")
    left = next(story for story in (KUNDUZ, AGAIN, third) if story.article_id == anchor)
    with open_build(home) as connection:
        withdraw_articles(home, connection, [left.article_id], who="jd", reason="?", run_id="w", made_at=DAY)
    apply(home)
    assert ask(home, "SELECT article_count FROM events") == [(3,)]
    assert statuses(home) == [("merge", "applied")]
    assert_rebuilds_the_same(home)


def test_rows_of_a_dropped_event_leave_with_their_article(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    correct(home, "drop", event_of(home, KUNDUZ))
    with open_build(home) as connection:
        withdraw_articles(home, connection, [KUNDUZ.article_id], who="jd", reason="?", run_id="w", made_at=DAY)
    apply(home)
    assert ask(home, "FROM meta.dropped_event_mentions") == []
    assert statuses(home) == [("drop", "target_gone")]
    assert_rebuilds_the_same(home)


def test_a_correction_follows_its_event_under_another_id(home: Home) -> None:
    load(home, 1, KUNDUZ)
    load(home, 2, TALOQAN)
    kunduz, taloqan = event_of(home, KUNDUZ), event_of(home, TALOQAN)
    correct(home, "set", taloqan, column="injured", value="9")
    correct(home, "merge", kunduz, taloqan, after=1)
    assert ask(home, "SELECT event_id, injured FROM events") == [(kunduz, 9)]
    assert ask(home, "SELECT applied_to FROM meta.corrections WHERE action = 'set'") == [([kunduz],)]
    assert_rebuilds_the_same(home)


@pytest.mark.parametrize("names_the_rest", [True, False])
def test_split_mentions_are_an_event_of_their_own(home: Home, names_the_rest: bool) -> None:
    load(home, 1, KUNDUZ, AGAIN)
    whole = event_of(home, KUNDUZ)
    assert event_of(home, AGAIN) == whole
    rest = mention_of(home, KUNDUZ) if names_the_rest else None
    name = correct(home, "split", mention_of(home, AGAIN), value=rest)
    assert event_of(home, KUNDUZ) != event_of(home, AGAIN)
    assert whole in (event_of(home, KUNDUZ), event_of(home, AGAIN))
    assert statuses(home) == [("split", "applied")]
    load(home, 2, Story("third", ("Armed men seized much of Kunduz on Sunday, said a trader.",), deaths=4))
    assert event_of(home, KUNDUZ) != event_of(home, AGAIN)
    assert_rebuilds_the_same(home)
    undo_correction(home, name, "jd", "no", DAY)
    apply(home)
    assert event_of(home, KUNDUZ) == event_of(home, AGAIN) == whole
    assert_rebuilds_the_same(home)


def test_of_a_merge_and_a_split_the_later_counts(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    ids = (event_of(home, KUNDUZ), event_of(home, TALOQAN))
    correct(home, "merge", *ids)
    correct(home, "split", mention_of(home, TALOQAN), value=mention_of(home, KUNDUZ), after=1)
    assert (event_of(home, KUNDUZ), event_of(home, TALOQAN)) == ids
    correct(home, "merge", *ids, after=2)
    assert event_of(home, KUNDUZ) == event_of(home, TALOQAN)
    assert statuses(home) == [("merge", "applied"), ("split", "changes_nothing"), ("merge", "applied")]
    assert_rebuilds_the_same(home)


def test_a_target_that_is_gone_is_told_and_found_again(home: Home) -> None:
    load(home, 1, KUNDUZ, TALOQAN)
    event = event_of(home, KUNDUZ)
    correct(home, "set", event, column="injured", value="2")
    told_anew = batch(Story("kunduz", ("Armed men were said to be in Kunduz, which nobody saw.",)))
    without = told_anew | {"event_mentions": told_anew["event_mentions"].clear()}
    write_package(home, "r2", without, run_id="r2", written_at=DAY + timedelta(days=2))
    apply(home)
    ((status, message),) = ask(home, "SELECT status, message FROM meta.corrections")
    assert (status, message) == ("target_gone", "what it is about is not there any more")
    assert_rebuilds_the_same(home)
    load(home, 3, KUNDUZ)
    assert_rebuilds_the_same(home)


def test_the_table_is_applied_and_a_row_taken_out_is_undone(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(home, 1, KUNDUZ)
    head = "correction_id,action,targets,column,value,reason,who,made_at\n"
    path = tmp_path / "corrections.csv"
    monkeypatch.setattr("warehouse.own_tables._in_use", _InUse(tmp_path))
    path.write_text(f"{head}k1,set,{event_of(home, KUNDUZ)},date_start,2021-08-07,seen,jd,2021-09-01\n")
    assert apply(home).decisions == 1
    assert ask(home, "SELECT date_start FROM events") == [(date(2021, 8, 7),)]
    assert ask(home, "SELECT correction_id, made_in, made_at FROM meta.corrections") == [
        ("k1", "table", datetime(2021, 9, 1))  # noqa: DTZ001
    ]
    with pytest.raises(CorrectionError, match="take its row out"):
        undo_correction(home, "k1", "jd", "no", DAY)
    path.write_text(head)
    apply(home)
    assert ask(home, "SELECT date_start FROM events") == [(date(2021, 8, 8),)]
    assert ask(home, "FROM meta.corrections") == []
    path.write_text(f"{head}k2,set,x,date_start,August,seen,jd,2021-09-01\n")
    with pytest.raises(CorrectionError, match="correction k2: 'August' is no date"):
        read_corrections(home)


def test_turns_and_their_size_make_no_difference(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, story in enumerate((KUNDUZ, TALOQAN, AGAIN)):
        load(home, day, story)
    kunduz, taloqan = event_of(home, KUNDUZ), event_of(home, TALOQAN)
    correct(home, "merge", kunduz, taloqan)
    correct(home, "set", taloqan, column="injured", value="9", after=1)
    correct(home, "split", mention_of(home, AGAIN), after=2)
    correct(home, "drop", event_of(home, AGAIN), after=3)
    for size in (1, 20_000):
        monkeypatch.setattr("warehouse.store.turns.ARTICLES_AT_A_TIME", size)
        assert_rebuilds_the_same(home)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("fatality_best", "3", "did you mean fatalities_best"),
        ("fatalities_best", "many", "is no whole number"),
        ("fatalities_best", "-1", "0 or more"),
        ("event_type", "WAR", "it is one of AGREE"),
        ("event_type", "", "can't be empty"),
        ("date_start", "8 Aug", "is no date as 2021-08-08"),
        ("civilian_targeting", "perhaps", "true or false"),
        ("latitude", "nan", "is no number"),
        ("article_count", "3", "is no coded column"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(column: str, value: str, message: str) -> None:
    with pytest.raises(CorrectionError, match=message):
        parse_value(column, value)


def test_a_merge_takes_two_events(home: Home) -> None:
    with pytest.raises(CorrectionError, match="2 targets or more"):
        add_correction(home, Correction("", "merge", ("a", "a"), None, None, "why", "jd", MADE))


def test_a_split_of_copies_of_one_sentence_says_what_stands_in_its_way(home: Home) -> None:
    copy = replace(KUNDUZ, name="copy")
    load(home, 1, KUNDUZ, copy)
    with pytest.raises(UserMistake, match=f"in {copy.article_id}, are the same sentence.* withdraw that article"):
        _ = decide(home.root, "split", [mention_of(home, KUNDUZ)], reason="another day", who="jd")
    assert ask(home, "SELECT count(*) FROM meta.corrections") == [(0,)]
