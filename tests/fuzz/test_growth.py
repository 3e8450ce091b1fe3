"""No step grows faster than its input: twice the input takes about twice the time, for inputs made to be hard.

Each step reads a hard input at one size and at twice that size; processor time is compared. What is done in under
`QUICK` seconds is fast enough whatever the ratio, so noise of the clock fails nothing; four times the time for twice
the input is the mark of a square.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

from flows.grouping import grouping
from flows.ingest import load_annotator, load_fact_words
from flows.time_limits import processor_limit
from transforms.datelines import dateline_of
from transforms.duplicates import find_candidates, sign_articles
from transforms.families import add_source_families
from transforms.limits import OutOfTimeError
from transforms.model import ArticleText
from transforms.parsing import split_paragraphs as pieces_of
from transforms.prepare.layout import cut_text, is_boilerplate, is_desk_note
from transforms.prepare.listings import is_listing
from transforms.prepare.markdown import read_markdown
from transforms.prepare.markup import text_of_markup, unwrap_markup
from transforms.prepare.not_articles import refusal_of_text
from transforms.prepare.pages import read_page
from transforms.prepare.repair import repair_characters
from warehouse.schema.decoding import decode_bytes
from warehouse.schema.frames import polars_schema
from warehouse.schema.record_keys import PLAIN_NAMES
from warehouse.schema.tables import TABLES
from warehouse.sources import ReadLimits
from warehouse.sources.containers import Member
from warehouse.sources.json_records import read_json

SIZE = 20_000
QUICK = 0.25
MOST = 3.2  # times the time for twice the input; a square has 4
LONGEST = 3.0  # seconds; what takes longer is ended and has failed

UNITS = {
    "letters": "a",
    "capitals": "A",
    "digits": "7",
    "stops": ".",
    "brackets": "(",
    "dashes": "-",
    "blanks": " ",
    "line ends": "\n",
    "tabs": "\t",
    "invisible": "\u200b",
    "joiners": "\u200d",
    "accents": "\u0301\u0323",
    "soft hyphens": "\u00ad\n",
    "garbled": "â€™",
    "entities": "&amp;amp;",
    "short lines": "the men went away and\n",
    "broken words": "cease-\n",
    "wrapped lines": "Troops of the province went to the town of Marzan on\n",
    "paragraphs": "Nobody came.\n\n",
    "one word": "killed ",
    "names": "Mr. John Smith and ",
    "dates": "9 May 2021, ",
    "bylines": "By Ann Roe\n",
    "labels": "Updated 9 May 2021 | ",
    "links": "[a](",
    "quotes in quotes": "> ",
    "lists": "- a\n ",
    "emphasis": "*a ",
    "open tags": "<p>a",
    "half a tag": "<a href=",
    "comments": "<!--",
    "headings": "<h1>a</h1>",
}


def _signed(text: str) -> object:
    body = f"{text} one two three four five six seven eight nine"
    return sign_articles(pl.DataFrame({"article_id": ["a"], "body": [body]}), load_fact_words())


def _page(text: str) -> object:
    return read_page(f"<html><body><h1>Ferry stops</h1><p>The ferry of the island stopped at noon.</p>{text}")


def _linked(text: str) -> object:
    """What a merge does with the texts of two reports; their articles it knows by signatures of one length."""
    steps, schema = grouping(), polars_schema(TABLES["event_mentions"]) | {"vector": pl.Binary()}
    said = {
        "article_id": ["a", "b"],
        "event_mention_id": ["a", "b"],
        "text": [text, f"{text} x"],
        "field": ["body"] * 2,
    }
    said |= {"event_type": ["ASSAULT"] * 2, "status": ["actual"] * 2, "trigger_text": ["killed"] * 2}
    empty = {name: [None, None] for name in schema if name not in said}
    mentions = pl.DataFrame({**said, **empty}, schema_overrides=schema)
    named = mentions.drop("report_id", "event_key").join(steps.identify_reports(mentions), on="event_mention_id")
    about = {"published_at": pl.Datetime(), "published_date": pl.Date(), "main_country": pl.String()}
    articles = pl.DataFrame({"article_id": ["a", "b"], **dict.fromkeys(about)}, schema_overrides=about)
    reports = steps.describe_reports(named, articles)
    one, two = reports.get_column("report_id").to_list()
    return steps.score_pairs(pl.DataFrame({"report_a": [one], "report_b": [two]}), reports)


STEPS: dict[str, Callable[[str], object]] = {
    "decode": lambda text: decode_bytes(text.encode("cp1252", "replace") + b"\xe9"),
    "repair": lambda text: repair_characters(text + "é"),
    "layout": cut_text,
    "dateline": dateline_of,
    "sign": _signed,
    "pieces": lambda text: list(pieces_of(text)),
    "link": _linked,
}
MARKUP_STEPS: dict[str, Callable[[str], object]] = {
    "markdown": read_markdown,
    "markup": lambda text: text_of_markup(unwrap_markup(text)),
    "page": _page,
}
_SMALL = {"markdown": 4_000, "page": 3_000, "markup": 10_000}


def _grown(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _seconds(step: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    with processor_limit(LONGEST):
        _ = step(text)
    return time.process_time() - started


def _is_square(step: Callable[[str], object], unit: str, size: int) -> bool:
    """Measured up to three times, the small one anew each time: what is slow by chance is not so thrice."""
    for _ in range(3):
        twice = _seconds(step, _grown(unit, 2 * size))
        if twice < QUICK or twice < MOST * _seconds(step, _grown(unit, size)):
            return False
    return True


@cache
def _warm(name: str) -> None:
    """The first call loads tables and models."""
    _ = (STEPS | MARKUP_STEPS)[name]("The ferry stopped.")


@pytest.mark.parametrize("name", [*STEPS, *MARKUP_STEPS])
def test_twice_the_input_takes_about_twice_the_time(name: str) -> None:
    _warm(name)
    step = (STEPS | MARKUP_STEPS)[name]
    square: list[str] = []
    for kind, unit in UNITS.items():
        try:
            if _is_square(step, unit, _SMALL.get(name, SIZE)):
                square.append(kind)
        except OutOfTimeError:
            square.append(f"{kind} (no end)")
    assert not square


@pytest.mark.parametrize(
    ("begins", "unit"), [("body {", "a:b; "), ("", "a { b: c; d "), ("", "@import a "), ("p {", " ")]
)
def test_styles_are_looked_for_in_about_twice_the_time(begins: str, unit: str) -> None:
    assert not _is_square(lambda text: refusal_of_text(begins + text), unit, 9_000)


@pytest.mark.parametrize(
    ("begins", "unit", "ends"),
    [
        ("A-B", ",//", "," + "x" * 45),
        ("A-B", ", ", "x!"),
        ("A-B", " (LEAD)  ", "!"),
        ("BC-A", ", 1st Ld", "!"),
        ("a", "/", "!"),
    ],
)
def test_slugs_are_told_in_a_moment(begins: str, unit: str, ends: str) -> None:
    with processor_limit(QUICK):
        for times in range(30):
            _ = is_desk_note(f"{begins}{unit * times}{ends}", "Ferry stops")


@pytest.mark.parametrize("unit", ["9 May ", "Tue, ", "10:15 ", "2021-05-09 "])
def test_dates_of_updates_are_told_in_a_moment(unit: str) -> None:
    with processor_limit(QUICK):
        assert not is_boilerplate(f"Updated {unit * 25}!")


def test_the_links_of_one_block_are_no_square() -> None:
    def read(text: str) -> object:
        return is_listing(f"<html><body><p>A list of them: {text}</p></body></html>", ["A list of them"])

    assert not _is_square(read, "<a href='/a'>one two three four</a> ", 36_000)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["(", "U.S. ", "Police killed 3 people in Kabul. "])
def test_tagging_takes_about_twice_the_time(unit: str) -> None:
    annotator = load_annotator()

    def tag(text: str) -> object:
        return annotator.annotate(ArticleText("a", "Ferry stops", text))

    _ = tag("The ferry stopped.")
    assert not _is_square(tag, unit, 8_000)


def test_texts_on_one_template_are_not_all_compared() -> None:
    """The pairs to compare grow with the texts, not with their square."""
    words = "the daily bulletin of the coast guard says the sea is calm and all ferries of the bay sail at noon"

    def pairs(count: int) -> int:
        bodies = pl.DataFrame({"article_id": [f"{n:05d}" for n in range(count)], "body": [words] * count})
        return find_candidates(sign_articles(bodies, load_fact_words()).bands).height

    assert pairs(400) < 2.2 * pairs(200)


def test_a_json_list_of_small_values_is_no_square() -> None:
    def read(text: str) -> object:
        member = Member("a", "a", "", lambda: io.BufferedReader(io.BytesIO(f"[{text.rstrip(',')}]".encode())))  # type: ignore[arg-type]
        return list(read_json(member, ReadLimits(), PLAIN_NAMES))

    assert not _is_square(read, "{},", 360_000)


def test_agencies_are_looked_for_in_a_moment() -> None:
    article = {"source_domain": None, "source_name": "-" * 300, "authors": ["-" * 300], "body": "-\n\n" * 50_000}
    frame = pl.DataFrame([article | {"dateline_text": None}], schema_overrides={"dateline_text": pl.String})
    from flows.ingest import load_agencies

    agencies = load_agencies()
    started = time.process_time()
    _ = add_source_families(frame, agencies)
    assert time.process_time() - started < 2
