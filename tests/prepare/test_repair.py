"""Characters put right, none lost, and nothing changed twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.prepare.repair import repair_characters, repair_line


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("heavy lossesĀ\xa0 in a week", "heavy losses  in a week"),
        ("The cityâ€™s â€œgreenâ€\x9d zone", "The city’s “green” zone"),
        ("FranÃ§ois HollandÃ©", "François Hollandé"),
        ("seĆ±or PeĆ±a in ZĆ¼rich", "señor Peña in Zürich"),
        ("Ð¡Ð»Ð°Ð²Ð° Ð£ÐºÑ€Ð°Ñ—Ð½Ñ–", "Слава Україні"),
        ("ðŸ˜€ great", "😀 great"),
        ("Tom &amp; Anna &quot;won&quot;", 'Tom & Anna "won"'),
        ("co\u00adoperate, zero\u200bwidth, \ufeffmark", "cooperate, zerowidth, mark"),
        ("infor\u00ad\nmation", "information"),
        ("a\u00a0b\u202fc", "a b c"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("bell\x07 and \x00nul", "bell and nul"),
        ("ﬁnal", "final"),
    ],
)
def test_repairs(broken: str, whole: str) -> None:
    assert repair_characters(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Āgra, Rīga, Žižek and Şırnak",
        "«RĪGĀ» un «Ā»",
        "“Curly” quotes – and dashes — stay… ‘so’ do these",
        "سه‌شنبه در کابل",
        "新华社北京八月八日电",
        "her fiancé—“the best” she knew—was late",
        "5 < 6 and R&D at AT&T",
    ],
)
def test_what_is_whole_is_left_alone(text: str) -> None:
    assert repair_characters(text) == text


@settings(max_examples=300)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_repair_is_idempotent(text: str) -> None:
    once = repair_characters(text)
    assert repair_characters(once) == once


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "Zs", "Po"], exclude_characters="&")))
def test_plain_text_loses_nothing(text: str) -> None:
    assert repair_characters(text) == text


@given(st.text(alphabet="abc éüğšžøñç“”’—–…€\u00a0", max_size=60))
def test_letters_survive(text: str) -> None:
    assert [sign for sign in repair_characters(text) if sign.isalpha()] == [sign for sign in text if sign.isalpha()]


def test_a_title_is_one_line() -> None:
    assert repair_line(" Talks\n resume \t today ") == "Talks resume today"
