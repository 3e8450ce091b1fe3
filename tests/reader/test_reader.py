"""The trained reader: what it says of a text depends on the text alone, and it sees the plain cases."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from transforms.reader import Reader
from transforms.reader.article import ArticleReading, ReadMention

ROOT = Path(__file__).resolve().parents[2]
BOMB = ["", "A car bomb exploded outside the mint in Dara on Monday, killing nine soldiers."]
MATCH = ["", "The striker fired a late winner as Dara beat Marsil in the cup on Monday."]


@cache
def trained() -> Reader:
    return Reader.load()


def read(paragraphs: list[str]) -> ArticleReading:
    return trained().read(paragraphs, [bool(text) for text in paragraphs])


def mention(paragraphs: list[str], words: str) -> ReadMention:
    start = paragraphs[1].index(words)
    found = read(paragraphs).at(1, start, start + len(words))
    assert found is not None
    return found


def test_distributions_add_up() -> None:
    found = mention(BOMB, "exploded")
    for values in (found.types, found.status, found.sub_type):
        assert values.sum() == pytest.approx(1, abs=1e-4)
    parts = [[share for _, share in found.parts.shares(part)] for part in trained().heads.roles]
    assert [sum(shares) for shares in zip(*parts, strict=True)] == pytest.approx([1.0] * len(parts[0]), abs=1e-4)
    assert ((found.row >= 0) & (found.row <= 1)).all()


def test_a_bombing_is_an_event_and_a_goal_is_none() -> None:
    bomb, goal = mention(BOMB, "exploded"), mention(MATCH, "fired")
    assert trained().heads.types[int(bomb.types.argmax())] == "ASSAULT"
    assert trained().heads.statuses[int(bomb.status.argmax())] == "actual"
    assert bomb.is_event > 0.5 > goal.is_event
    assert bomb.row[1] > goal.row[1]


def test_it_points_to_the_victims() -> None:
    start = BOMB[1].index("nine soldiers")
    assert mention(BOMB, "killing").part_share("recipient", start, start + len("nine soldiers")) > 0.3


def test_other_paragraphs_of_the_batch_change_nothing() -> None:
    """A window is read alone: what is read before or after it must not move a digit."""
    first = mention(BOMB, "exploded")
    read(MATCH)
    again = mention(BOMB, "exploded")
    assert np.array_equal(first.types, again.types)
    assert np.array_equal(first.side, again.side)


def test_what_was_not_read_has_no_word() -> None:
    assert read(["", "It rained.", BOMB[1]]).at(7, 0, 3) is None


def test_onnxruntime_sends_nothing() -> None:
    """Its builds report to their makers unless the variable is set before they are loaded."""
    trained()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    loads = re.compile(r"^\s*(import|from) onnxruntime", re.MULTILINE)
    folders = [ROOT / name for name in ("flows", "transforms", "warehouse")]
    files = [file for folder in folders for file in folder.rglob("*.py") if loads.search(file.read_text("utf-8"))]
    assert [file.name for file in files] == ["quiet_runtime.py"]
