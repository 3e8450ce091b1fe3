"""What the keys of records are read as, whoever spelled them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from transforms.prepare import prepare_documents
from transforms.prepare.author_names import author_names
from transforms.prepare.field_dates import read_field_date
from transforms.prepare.records import names_in, record_fields
from transforms.prepare.stubs import without_stub_mark
from warehouse.schema.record_keys import FIELDS
from warehouse.sources import Document, documents_frame
from warehouse.sources.field_names import load_field_names

NAMES = load_field_names()
TABLE = Path(__file__).resolve().parents[2] / "seeds" / "reference" / "articles" / "field_names.csv"


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("Date Published", "published"),
        ("dateTimePub", "published"),
        ("article:published_time", "published"),
        ("Publish Date (UTC)", "published"),
        ("fields.webPublicationDate", "published"),
        ("article_published_on", "published"),
        ("date_modified", "updated"),
        ("Newspaper", "source"),
        ("dc:creator", "authors"),
        ("articleBody", "text"),
        ("trail-text", "teaser"),
        ("web_url", "url"),
    ],
)
def test_names_of_keys(key: str, field: str) -> None:
    assert NAMES.read_as(key)[0] == field


@pytest.mark.parametrize("key", ["date_download", "crawled_at", "@timestamp", "seendate", "load_date", "indexed_date"])
def test_the_time_of_a_crawl_is_no_date(key: str) -> None:
    assert NAMES.read_as(key) == ()


def test_each_name_is_read_where_it_stands_alone() -> None:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        table = [(row["field"], row["name"]) for row in csv.DictReader(rows)]
    assert {field for field, _ in table} == set(FIELDS)
    assert all(field in NAMES.fields[NAMES.known(name)] for field, name in table)


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"metadata": {"published": "2022-06-14"}}, "published", "2022-06-14"),
        ({"headline": {"main": "Ferry aground"}}, "title", "Ferry aground"),
        ({"source": [{"name": "Skarvoy Relief"}]}, "source", "Skarvoy Relief"),
        ({"_source": {"title": "A"}, "title": "B"}, "title", "B"),
        ({"source": "https://a.example/1"}, "source", None),
        ({"source": "<a href='x'>An app</a>"}, "source", None),
        ({"media": [{"type": "photo", "title": "A barge"}]}, "source", None),
        ({"date": ["2022-06-14"]}, "published", "2022-06-14"),
        ({"guid": "5", "uri": "https://a.example/1"}, "url", "https://a.example/1"),
        ({"text": "A barge.", "body": "A barge sank off Skarvoy."}, "text", "A barge sank off Skarvoy."),
        ({"body": "Two barges sank off the … [+912 chars]", "text": "A barge sank off Skarvoy twice."}, "text",
         "A barge sank off Skarvoy twice."),
        ({"date": "nan", "pub_date": "2022"}, "published", "2022"),
    ],
)  # fmt: skip
def test_values(record: dict[str, Any], field: str, value: str | None) -> None:
    assert record_fields(record, NAMES).text(field) == value


def test_what_is_not_read_is_kept() -> None:
    fields = record_fields({"fields": {"bodyText": "A barge.", "wordcount": 2}, "date_download": "2023"}, NAMES)
    assert fields.other == {"fields": {"wordcount": 2}, "date_download": "2023"}


def test_a_map_tells_the_only_name_of_a_field() -> None:
    told = NAMES.told('{"date": "Dag"}')
    assert record_fields({"date": "2021-01-01", "dag": "2022-06-14"}, told).text("published") == "2022-06-14"
    assert NAMES.told("no map") is NAMES
    assert NAMES.told({"nothing": "x"}) is NAMES


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Aas, Nils", ["Nils Aas"]),
        ("van der Meer, Jo", ["Jo van der Meer"]),
        ("Aas, Nils; Moe, Kari", ["Nils Aas", "Kari Moe"]),
        ("Aas, N. & Moe, K.", ["N. Aas", "K. Moe"]),
        ("Aas, Nils, and Kari Moe", ["Nils Aas", "Kari Moe"]),
        ("Nils Aas, Kari Moe", ["Nils Aas", "Kari Moe"]),
        ("Nils Aas, Jr.", ["Nils Aas Jr"]),
        ("['Nils Aas', 'Kari Moe']", ["Nils Aas", "Kari Moe"]),
        ("['Nils Aas' 'Kari Moe']", ["Nils Aas", "Kari Moe"]),
        ([{"first_name": "Nils", "last_name": "Aas"}], ["Nils Aas"]),
        ({"original": "By Nils Aas and Kari Moe"}, ["Nils Aas", "Kari Moe"]),
        ("nils@skarvoy.example (Nils Aas)", ["Nils Aas"]),
        ("Aas, Editor", ["Aas"]),
        (3, []),
    ],
)
def test_authors(authors: Any, names: list[str]) -> None:
    fields = record_fields({"author": authors}, NAMES)
    assert author_names(names_in(fields.values.get("authors"))) == names


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ({"original": "2022-06-14T00:00:00+00:00", "created": "2022-06-17"}, date(2022, 6, 14)),
        ({"$date": {"$numberLong": "1655199000000"}}, date(2022, 6, 14)),
        ("20220614T093000Z", date(2022, 6, 14)),
        (20220614093000, date(2022, 6, 14)),
        ("Tue Jun 14 09:30:00 +0000 2022", date(2022, 6, 14)),
        (1655199000000000, date(2022, 6, 14)),
        (44726, date(2022, 6, 14)),
        (19157, None),
        ("05/06/2022", None),
    ],
)
def test_dates(value: Any, day: date | None) -> None:
    read = read_field_date(value)
    assert (read.day if read else None) == day


def test_the_fraction_of_a_day_is_its_time() -> None:
    read = read_field_date("44726,75")
    assert read is not None
    assert read.at == datetime(2022, 6, 14, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rest", "is_stub"),
    [
        ("A barge sank off the … [+1204 chars]", "A barge sank off the", True),
        ("A barge sank [...]", "A barge sank", True),
        ("A barge sank… Read more", "A barge sank", True),
        ("ONLY AVAILABLE IN PAID PLANS", "", True),
        ("A barge sank (+ 300 words)", "A barge sank", True),
        ("A barge sank (300 words more)", "A barge sank", True),
        ("A barge sank (300 words)", "A barge sank (300 words)", False),
        ("A barge sank [300 chars]", "A barge sank", True),
        ("The skipper begged for ... more rope", "The skipper begged for ... more rope", False),
        ("A barge sank ... Continue reading →", "A barge sank", True),
        ("A barge sank [off Skarvoy].", "A barge sank [off Skarvoy].", False),
        ("“We waited ...”", "“We waited ...”", False),
    ],
)
def test_stubs(text: str, rest: str, is_stub: bool) -> None:
    assert without_stub_mark(text) == (rest, is_stub)


@pytest.mark.parametrize(
    ("html", "is_beginning"),
    [
        (
            "<p>{} [&#8230;]</p><p>The post <a href='/'>Barge sinks</a> appeared first on Skarvoy.</p>",
            True,
        ),
        ("{} [&amp;#8230;]", True),
        ("{} ... <a href='/b'>Continue reading</a>", True),
        ("<p>{}.</p><p>The article Barge sinks first appeared in Skarvoy Post</p>", False),
        ("<p>{}.</p>", False),
    ],
)
def test_an_entry_of_a_feed_that_is_a_beginning_is_marked(html: str, is_beginning: bool) -> None:
    text = "A barge with gravel for the new quay sank off Skarvoy early on Tuesday and its crew of three were rescued"
    record = {"id": "b", "title": "Barge sinks", "html": html.format(text)}
    found = prepare_documents(documents_frame([Document("f.xml", 1, "record", "0" * 64, record=record)]), names=NAMES)
    (article,) = found.articles.select("body", "is_truncated").to_dicts()
    assert article == {"body": text if is_beginning else f"{text}.", "is_truncated": is_beginning}
