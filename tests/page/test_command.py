from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import NothingPublished, UserMistake


def call(*arguments: object) -> str:
    """What the command says; its errors are raised, as `main` gets them."""
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False).stderr


def test_the_command_says_what_it_wrote(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "kenya.html"

    said = call("report", file, "--home", home, "--country", "Kenya", "--limit", 1)

    assert said.startswith(f"{file} holds 1 event, the newest of 2; --limit or filters choose others (")
    assert [one.name for one in file.parent.iterdir()] == ["kenya.html"]


def test_a_selection_without_events_makes_a_page_that_says_so(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.html"

    said = call("report", file, "--home", home, "--status", "negated")

    assert said.startswith(f"{file} holds 0 events; the page says why there are none")


def test_a_home_where_nothing_is_published_is_told(tmp_path: Path) -> None:
    for command in ("report", "ui"):
        with pytest.raises(NothingPublished):
            call(command, "--home", tmp_path / "none")


def test_options_choose_the_events(home: Path, tmp_path: Path) -> None:
    options = ("--from", "2023-04", "--to", "2023", "--type", "assault", "--status", "actual", "--min-confidence", 0.7)

    said = call("report", tmp_path / "p.html", "--home", home, *options)

    assert " holds 1 event (" in said


@pytest.mark.parametrize("name", ["p.pdf", "/dev/stdout", "."])
def test_the_page_goes_to_an_html_file(home: Path, name: str) -> None:
    with pytest.raises(UserMistake, match=r"ends in \.html"):
        call("report", name, "--home", home)
