"""The grammar tables: every pattern matches its example, and the shortcuts of the scan lose nothing."""

from __future__ import annotations

import re

import pytest

from transforms.dates import DateTagger
from transforms.dates.grammar import Grammar
from transforms.dates.lexicon import Lexicon
from transforms.dates.prefixes import LENGTH, Prefixes, key_of
from transforms.dates.tagger import lowercase


@pytest.fixture(scope="module")
def grammar(tables: dict) -> Grammar:
    return Grammar(Lexicon.from_tables(tables), tables)


def test_every_pattern_matches_its_example_from_a_start_that_the_scan_tries(grammar: Grammar, tables: dict) -> None:
    examples = {row["name"]: row["example"] for row in tables["dates/patterns"].iter_rows(named=True)}
    lost = []
    for pattern in grammar.patterns:
        if pattern.name not in examples:
            continue
        text = f"so {lowercase(examples[pattern.name])}"
        starts = grammar.starts(text)
        if not any(pattern.regex.fullmatch(text, start) for start in starts):
            lost.append(pattern.name)
    assert not lost


def test_every_macro_matches_its_example(tables: dict) -> None:
    macros = Lexicon.from_tables(tables).macros()
    for row in tables["dates/macros"].iter_rows(named=True):
        assert re.fullmatch(f"(?:{macros[row['name']]})", lowercase(row["example"])), row["name"]


def test_first_characters_never_rule_out_a_match(grammar: Grammar, tables: dict) -> None:
    examples = [row["example"].lower() for row in tables["dates/patterns"].iter_rows(named=True)]
    for pattern in grammar.patterns:
        prefixes = Prefixes(pattern.regex.pattern)
        for text in examples:
            if pattern.regex.match(text):
                assert prefixes.allow(key_of(text[:LENGTH])), (pattern.name, text)


def test_an_unknown_rule_is_named(tables: dict) -> None:
    broken = dict(tables)
    frame = tables["dates/patterns"]
    broken["dates/patterns"] = frame.with_columns(rule=frame["rule"].replace("weekend", "no_such_rule"))
    with pytest.raises(LookupError, match="no_such_rule"):
        DateTagger(broken)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twenty-four", 24),
        ("two hundred and ten", 210),
        ("2 1/2", 2.5),
        ("1,200", 1200),
        ("a couple of", 2),
        ("several", None),
        ("a few", None),
        ("three thousand", 3000),
    ],
)
def test_numbers(tables: dict, words: str, number: float | None) -> None:
    assert Lexicon.from_tables(tables).number(words) == number


@pytest.mark.parametrize(
    ("words", "year"),
    [("1996", 1996), ("nineteen ninety-six", 1996), ("two thousand and one", 2001), ("146 bc", -145), ("1 b.c.", 0)],
)
def test_years(tables: dict, words: str, year: int) -> None:
    assert Lexicon.from_tables(tables).year(words) == year
