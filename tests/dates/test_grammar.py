"""The grammar tables: every pattern matches its example, and the shortcuts of the scan lose nothing."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from transforms.dates import DateTagger
from transforms.dates.context import Context, Reading
from transforms.dates.grammar import Candidate, Grammar
from transforms.dates.lexicon import Lexicon
from transforms.dates.prefixes import LENGTH, Prefixes, key_of
from transforms.dates.tagger import lowercase
from transforms.model import ArticleText, Paragraph


@pytest.fixture(scope="module")
def grammar(tables: dict) -> Grammar:
    return Grammar(Lexicon.from_tables(tables), tables)


def test_every_pattern_matches_its_example_from_a_start_that_the_scan_tries(grammar: Grammar, tables: dict) -> None:
    examples = {row["name"]: row["example"] for row in tables["dates/patterns"].iter_rows(named=True)}
    lost = {}
    for pattern in grammar.patterns:
        if pattern.name not in examples:
            continue
        text = f"so {lowercase(examples[pattern.name])}"
        if any(pattern.regex.fullmatch(text, start) for start in grammar.starts(text)):
            continue
        fits = pattern.regex.fullmatch(text, len("so "))
        lost[pattern.name] = "put a word of it into `heads`: it is never tried" if fits else "it does not match"
    assert not lost, f"patterns.csv, of their own examples: {lost}"


CARRIERS = (
    "It ended {}.",
    "On 8 August 2021 it rained, then on {} it ended.",
    "Ten died {} the vote.",
    "They will meet {} at the gate.",
)
"""Sentences about a pattern's example: a day is told or not, it is past or to come, and something follows or not."""


def test_no_pattern_stands_below_one_that_always_takes_its_example(
    tagger: DateTagger, tables: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, str]] = []
    plain = DateTagger._read

    def noting(self: DateTagger, candidate: Candidate, context: Context) -> list[Reading]:
        found = plain(self, candidate, context)
        if found:
            read.append((candidate.pattern.name, candidate.match[0]))
        return found

    monkeypatch.setattr(DateTagger, "_read", noting)
    taken = {}
    for row in tables["dates/patterns"].iter_rows(named=True):
        read.clear()
        for carrier in CARRIERS:
            text = carrier.format(row["example"])
            tagger.tag(ArticleText("a", "", text, date(2021, 9, 10)), [Paragraph("body", 0, text, Doc(Vocab()), 0)])
        before = {name for name, words in read if words == lowercase(row["example"])} - {row["name"]}
        if before and row["name"] not in {name for name, _ in read}:
            taken[row["name"]] = sorted(before)
    assert not taken, f"patterns.csv: no text is left to these, a line above takes it: {taken}"


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


def test_a_pattern_without_the_groups_that_its_rule_reads_is_named(tables: dict) -> None:
    broken, frame = dict(tables), tables["dates/patterns"]
    bare = pl.when(pl.col("name") == "weekend").then(pl.lit("weekday")).otherwise("rule").alias("rule")
    broken["dates/patterns"] = frame.with_columns(bare)
    text = "It ended at the weekend."
    paragraphs = [Paragraph("body", 0, text, Doc(Vocab()), 0)]
    with pytest.raises(LookupError, match="row weekend: the rule weekday asks"):
        DateTagger(broken).tag(ArticleText("a", "", text, date(2021, 9, 10)), paragraphs)


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
