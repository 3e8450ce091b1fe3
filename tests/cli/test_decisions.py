"""`dateline correct` and `dateline withdraw`: what they change is published at once, and what they can't do is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.deciding import correct
from flows.errors import DatelineError, UserMistake
from tests.cli.conftest import coded_article
from warehouse.store import Home, merge_packages, publish, write_package

Dateline = Callable[..., CompletedProcess[str]]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def own_home(tmp_path: Path) -> Path:
    """The article of a1 with its event, and one that tells of nothing."""
    from flows.grouping import grouping

    home = Home(tmp_path / "home")
    frames = coded_article()
    quiet = {"article_id": "a2", "external_id": "quiet", "title": "Nothing", "body": "Nothing.", "language": "en"}
    quiet |= {"published_from": "none", "content_hash": "c2"}
    articles = pl.concat([frames["articles"], pl.DataFrame([quiet])], how="diagonal")
    write_package(home, "by-hand", frames | {"articles": articles}, run_id="20210809T060000-7c1e")
    _ = merge_packages(home, "20210809T060000-7c1e", grouping())
    publish(home)
    return home.root


def rows(home: Path, query: str) -> list[dict[str, object]]:
    return json.loads(call("sql", "--home", home, "--json", query).output)


READ_WITH = """
SELECT settings ->> 'again' AS again FROM meta.runs WHERE settings ->> 'separator' = '==' ORDER BY run_id DESC
"""


def test_files_with_rejects_are_read_again(own_home: Path, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "paper.md").write_text("[Removed]", encoding="utf-8")
    (news / "lyon.txt").write_text("Une grève.\n\nLes dockers du port ont cessé le travail dimanche.", encoding="utf-8")
    assert (
        call(
            "run", news, "--home", own_home, "--no-server", "--workers", 1, "--reject-threshold", 1, "--separator", "=="
        ).exit_code
        == 0
    )
    done = json.loads(call("rejected", "--replay", "--rule", "removed", "--home", own_home, "--json").output)
    assert (done["documents"], done["rejected_again"]) == (1, 1)
    assert [run["again"] for run in rows(own_home, READ_WITH)] == ["true", "false"]  # both with the separator
    assert call("rejected", "--replay", "--rule", "no_such", "--home", own_home).exit_code != 0


def event_of(home: Path) -> str:
    return str(rows(home, "SELECT event_id FROM events")[0]["event_id"])


def test_a_correction_is_published_listed_and_undone(own_home: Path) -> None:
    event = event_of(own_home)
    told = call("correct", "set", event, "injured", 3, "--reason", "a list", "--who", "jd", "--home", own_home)
    assert told.exit_code == 0
    assert f"set {event} injured (not said) → 3\n  applied to {event}\n  a list (jd, " in told.output
    assert rows(own_home, "SELECT injured FROM events") == [{"injured": 3}]
    (listed,) = json.loads(call("correct", "list", "--home", own_home, "--json").output)
    assert (listed["status"], listed["who"]) == ("applied", "jd")
    name = listed["correction_id"]
    undone = json.loads(call("correct", "undo", name, "--reason", "wrong list", "--home", own_home, "--json").output)
    assert [one["status"] for one in undone["corrections"]] == ["undone"]
    assert rows(own_home, "SELECT injured FROM events") == [{"injured": None}]
    assert "1 correction\n" in call("correct", "list", "--home", own_home).output
    messages = [run["message"] for run in json.loads(call("status", "--home", own_home, "--json").output)["runs"]]
    assert messages == [f"correction {name}: undone", f"correction {name}: set {event}"]


def test_a_negative_number_is_a_value(own_home: Path) -> None:
    told = call("correct", "set", event_of(own_home), "intensity", "-7.5", "--reason", "y", "--home", own_home)
    assert told.exit_code == 0
    assert rows(own_home, "SELECT intensity FROM events") == [{"intensity": -7.5}]


def test_a_dropped_event_is_not_shown_and_its_id_says_so(own_home: Path) -> None:
    event = event_of(own_home)
    assert call("correct", "drop", event, "--reason", "a film", "--home", own_home).exit_code == 0
    assert "no events" in call("show", "a1", "--home", own_home).output
    with pytest.raises(UserMistake, match="not there any more"):
        _ = correct(own_home, "drop", [event], reason="again", who="jd")


def test_a_withdrawn_article_leaves_and_comes_back(own_home: Path) -> None:
    before = rows(own_home, "SELECT * EXCLUDE (_run_id) FROM events")
    told = call("withdraw", "a1", "--reason", "a hoax", "--home", own_home)
    assert told.output == "1 article withdrawn; 0 events now\n"
    assert "withdrawn (merge): withdrawn by" in call("rejected", "--home", own_home).output
    assert rows(own_home, "SELECT article_id FROM articles") == [{"article_id": "a2"}]
    told = call("withdraw", "a1", "--undo", "--reason", "it was true", "--home", own_home)
    assert told.output == "1 article brought back; 1 event now\n"
    assert rows(own_home, "SELECT * EXCLUDE (_run_id) FROM events") == before


def test_all_articles_of_a_run_are_withdrawn(own_home: Path) -> None:
    done = call("withdraw", "--run", "20210809T060000-7c1e", "--reason", "wrong feed", "--home", own_home, "--json")
    assert json.loads(done.output)["articles"] == ["a1", "a2"]
    assert rows(own_home, "SELECT article_id FROM articles") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["correct", "set", "x", "injured", "3", "--reason", "y"], "no event 'x'"),
        (["correct", "set", "EVENT", "injurd", "3", "--reason", "y"], "did you mean injured"),
        (["correct", "set", "EVENT", "injured", "few", "--reason", "y"], "'few' is no whole number"),
        (["correct", "set", "EVENT", "status", "true", "--reason", "y"], "it is one of actual, ongoing"),
        (["correct", "set", "EVENT", "location_id", "geonames:1", "--reason", "y"], "no 'geonames:1' in the warehouse"),
        (["correct", "set", "EVENT", "injured", "3", "--reason", " "], "say why"),
        (["correct", "set", "EVENT", "injured", "3"], "Missing option '--reason'"),
        (["correct", "set", "EVENT", "injured", "3", "--resaon", "y", "--reason", "y"], "--resaon"),
        (["correct", "merge", "EVENT", "--reason", "y"], "2 targets or more"),
        (["correct", "split", "e1", "--reason", "y"], "would be left"),
        (["correct", "split", "e9", "--reason", "y"], "no event mention e9"),
        (["correct", "undo", "c9", "--reason", "y"], "no correction c9"),
        (["withdraw", "a9", "--reason", "y"], "no article a9"),
        (["withdraw", "--reason", "y"], "give article_ids"),
        (["withdraw", "--run", "r9", "--reason", "y"], "no run r9"),
        (["withdraw", "a1", "--undo", "--reason", "y"], "a1 is not withdrawn"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(own_home: Path, arguments: list[str], told: str) -> None:
    event = event_of(own_home)
    result = call(*(event if one == "EVENT" else one for one in arguments), "--home", own_home)

    assert result.exit_code != 0
    message = str(result.exception) if isinstance(result.exception, DatelineError) else result.output
    assert told in message
    assert rows(own_home, "SELECT count(*) AS n FROM meta.corrections") == [{"n": 0}]
    assert [one["article_id"] for one in rows(own_home, "SELECT article_id FROM articles ORDER BY 1")] == ["a1", "a2"]


def test_nothing_is_published_yet(dateline: Dateline, tmp_path: Path) -> None:
    done = dateline("withdraw", "a1", "--reason", "y", "--home", tmp_path / "none")
    assert done.returncode == 3
    assert not (tmp_path / "none").exists()
