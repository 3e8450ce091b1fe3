"""Documents of each format to rows of `articles`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.prepare import ARTICLE_SCHEMA, prepare_documents
from transforms.prepare.front_matter import cut_front_matter
from warehouse.schema.articles import ARTICLES
from warehouse.schema.frames import broken_rules, conform, polars_schema
from warehouse.sources import Document, discover, documents_frame, read_documents
from warehouse.sources.field_names import load_field_names

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
PARAGRAPHS = [
    "Rain cut the only road to Port Nova on Sunday, and the town of nine thousand was left without power.",
    "The mayor asked the army for boats. Forty families had been taken to a school on the hill, she told reporters.",
    "Forecasters expect the river to fall by Wednesday, though more rain was on its way from the coast.",
]
TEXT = "\n\n".join(["Floods Cut Off Port Nova", *PARAGRAPHS])
PAGE = """<!doctype html><html lang="en"><head><title>Floods cut off Port Nova | Harbour Times</title>
<meta property="og:site_name" content="Harbour Times"><link rel="canonical" href="https://harbour.example/floods?utm_x=1">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Floods cut off Port Nova",
"datePublished": "2021-08-09T02:10:00Z", "author": [{"name": "Jane Doe"}, {"name": "John Roe"}]}</script></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Floods cut off Port Nova</h1>
<p>By Jane Doe</p>%s</article><footer><p>© 2021 Harbour Times</p></footer></body></html>""" % "".join(  # noqa: UP031
    f"<p>{one}</p>" for one in PARAGRAPHS
)


def prepared(document: Document) -> dict[str, Any]:
    result = prepare_documents(documents_frame([document]), names=load_field_names())
    assert result.rejected.height == 0, result.rejected.to_dicts()
    return result.articles.row(0, named=True)


def text_document(text: str | bytes, uri: str = "in/floods.txt", kind: Any = "text", **manifest: str) -> Document:
    payload = text.encode() if isinstance(text, str) else text
    return Document(uri, None, kind, "0" * 64, payload=payload, manifest=manifest)


def record_document(number: int = 1, manifest: dict[str, str] | None = None, **record: Any) -> Document:
    return Document("in/a.jsonl", number, "record", "0" * 64, record=record, manifest=manifest or {})


def test_columns_are_those_of_the_table() -> None:
    articles = prepare_documents(documents_frame([text_document(TEXT)])).articles
    table = polars_schema(ARTICLES)
    assert {name: table[name] for name in ARTICLE_SCHEMA} == dict(ARTICLE_SCHEMA)
    assert not broken_rules(conform(articles, ARTICLES), ARTICLES)
    assert prepare_documents(documents_frame([])).articles.schema == ARTICLE_SCHEMA


def test_text_with_manifest() -> None:
    row = prepared(
        text_document(TEXT, file="floods.txt", published_at="2021-08-08", source_name="Wire", url="https://w.example/1")
    )
    assert (row["title"], row["body"]) == ("Floods Cut Off Port Nova", "\n\n".join(PARAGRAPHS))
    assert (row["published_date"], row["published_from"], row["published_precision"]) == (
        date(2021, 8, 8),
        "manifest",
        "day",
    )
    assert (row["external_id"], row["source_name"], row["source_domain"]) == ("floods", "Wire", "w.example")
    assert (row["language"], row["word_count"], row["published_at"]) == ("en", len(row["body"].split()), None)


def test_no_date_is_no_date() -> None:
    row = prepared(text_document(TEXT))
    assert (row["published_date"], row["published_from"]) == (None, "none")


def test_page() -> None:
    row = prepared(text_document(PAGE, "in/p.html", "html", published_at="2021-01-01"))
    assert (row["title"], row["body"], row["authors"]) == (
        "Floods cut off Port Nova",
        "\n\n".join(PARAGRAPHS),
        ["Jane Doe", "John Roe"],
    )
    assert (row["url"], row["source_name"]) == (
        "https://harbour.example/floods",
        "Harbour Times",
    )
    assert (row["published_date"], row["published_from"], row["published_precision"]) == (
        date(2021, 8, 9),
        "html",
        "time",
    )


def test_manifest_dates_a_page_that_says_nothing() -> None:
    page = PAGE.replace('"datePublished": "2021-08-09T02:10:00Z", ', "")
    row = prepared(text_document(page, "in/p.html", "html", published_at="2021-08-08"))
    assert (row["published_date"], row["published_from"]) == (date(2021, 8, 8), "manifest")


def test_markdown_with_front_matter() -> None:
    text = (
        "---\ntitle: Floods cut off Port Nova\nauthor: [Jane Doe, John Roe]\ndate: 2021-08-08\nsection: World\n---\n\n"
    )
    row = prepared(
        text_document(text + "\n\n".join(PARAGRAPHS) + "\n\n* one *item*\n* [two](x)\n", "in/a.md", "markdown")
    )
    assert (row["title"], row["authors"]) == ("Floods cut off Port Nova", ["Jane Doe", "John Roe"])
    assert row["body"] == "\n\n".join([*PARAGRAPHS, "one item", "two"])
    assert (row["published_date"], row["published_from"]) == (date(2021, 8, 8), "metadata")
    assert json.loads(row["metadata"]) == {"section": "World"}


@pytest.mark.parametrize(
    ("matter", "values"),
    [
        ("---\ncountry: NO\ndate: 2021-08-08\nid: 07\nx: ~\n---", {"country": "NO", "date": "2021-08-08", "id": "07"}),
        ("---\ntitle: >\n  No\n  ferry\nauthor:\n  name: J\n---", {"title": "No ferry", "author": {"name": "J"}}),
        ("---\ntitle: 'It''s over'\ntags: ['a, b', c] # two\n---", {"title": "It's over", "tags": ["a, b", "c"]}),
        ("---\ntitle: Ferries: none sail\nauthor: Jane\n---", {"title": "Ferries: none sail", "author": "Jane"}),
        ("---\ntitle: [Wire] Ferries stop\ntags:\n- a\n- b\n---", {"title": "[Wire] Ferries stop", "tags": ["a", "b"]}),
        ("---\na: &x [y, y]\ntitle: T\nb: [*x, *x]\n---", {"a": "&x [y, y]", "title": "T", "b": ["*x", "*x"]}),
        ('+++\ntitle = "T"\ndate = 2021-08-08T10:00:00Z\ndraft = false\nn = 1.50\n[x]\ny = ["z"]\n+++',
         {"title": "T", "date": "2021-08-08T10:00:00+00:00", "draft": "false", "n": "1.50", "x": {"y": ["z"]}}),
        ("+++\ntitle = Bare words\n+++", {"title": "Bare words"}),
        ("---\ntitle: T\nx: " + "[" * 5_000 + "\n---", {"title": "T", "x": "[" * 5_000}),
        ('---\ntitle: "Fair \\ud83c\\udfa1"\nid: "\\ud83c1"\n---', {"title": "Fair \U0001f3a1", "id": "\ufffd1"}),
        ("---\nWords between two rules.\n---", {}),
    ],
)  # fmt: skip
def test_front_matter_is_read_as_texts_and_never_lost(matter: str, values: dict[str, object]) -> None:
    assert cut_front_matter(f"{matter}\nStory.\n") == (values, "Story.\n" if values else f"{matter}\nStory.\n")


@given(st.text(alphabet=":-[]{}&*!|>#'\"?%@,\n\t ab1=", max_size=120))
def test_front_matter_of_any_signs_is_read(matter: str) -> None:
    values, _ = cut_front_matter(f"---\ntitle: T\n{matter}\n---\nStory.")
    assert all(isinstance(key, str) for key in values)


def test_markdown_heading_is_the_title() -> None:
    row = prepared(text_document("# Floods\n\n*By Jane Doe*\n\n" + "\n\n".join(PARAGRAPHS), "in/a.md", "markdown"))
    assert (row["title"], row["authors"], row["body"]) == ("Floods", ["Jane Doe"], "\n\n".join(PARAGRAPHS))


def test_record_is_repaired_not_cut() -> None:
    text = "By Jane Doe\n\nRead more\n\nThe cityâ€™s road\nwas cut."
    row = prepared(
        record_document(
            id=7,
            Title=" Floods\n",
            text=text,
            byline="By Jane Doe, Wire",
            date="Aug 8, 2021",
            source={"name": "Wire"},
            section="World",
        )
    )
    assert row["body"] == "By Jane Doe\n\nRead more\n\nThe city’s road was cut."
    assert (row["title"], row["external_id"], row["authors"], row["source_name"]) == (
        "Floods",
        "7",
        ["Jane Doe"],
        "Wire",
    )
    assert (row["published_from"], json.loads(row["metadata"])) == ("metadata", {"section": "World"})
    assert row["raw_locator"] == "record 1"


@pytest.mark.parametrize("key", ["text", "body", "html", "content"])
def test_record_keys_for_text(key: str) -> None:
    text = "One road was open again.\n\nTwo & three stayed shut."
    value = "<p>One road was open again.</p><p>Two &amp; three stayed shut.</p>" if key == "html" else text
    assert prepared(record_document(**{key: value}))["body"] == text


def test_markup_under_the_key_of_text_is_read_as_markup() -> None:
    row = prepared(record_document(body="Intro<p>One <b>road</b>.</p>Two<br/>three <SRD> were shut."))
    assert row["body"].startswith("Intro\n\nOne road.\n\nTwo\n\nthree")
    assert prepared(record_document(text="Oil Co <SRD> rose."))["body"] == "Oil Co <SRD> rose."


def test_record_with_a_whole_page() -> None:
    row = prepared(record_document(html=PAGE, url="https://harbour.example/2021/08/08/floods", id="p1"))
    assert row["body"] == "\n\n".join(PARAGRAPHS)
    assert row["published_date"] == date(2021, 8, 8)  # 02:10 UTC is the evening before where it was printed


def test_ambiguous_date_stays_open_and_is_kept() -> None:
    row = prepared(record_document(text="The road was shut.", date="03/04/2021"))
    assert (row["published_date"], row["published_from"]) == (None, "none")
    assert json.loads(row["metadata"]) == {"published": "03/04/2021"}


def test_a_date_that_is_none_is_kept_wherever_it_stood() -> None:
    for document in (
        text_document(TEXT, published_at="32/13/2021"),
        text_document("---\ndate: 32/13/2021\n---\nWords of a story.", kind="markdown"),
    ):
        row = prepared(document)
        assert row["published_from"] in ("none", "dateline")
        assert json.loads(row["metadata"])["published"] == "32/13/2021"


def test_values_of_the_wrong_type() -> None:
    row = prepared(record_document(text="The road was shut.", date=20210808, title=True, score=float("nan")))
    assert (row["published_date"], row["title"]) == (date(2021, 8, 8), None)
    assert json.loads(row["metadata"]) == {"title": True, "score": "NaN"}  # not NaN, which JSON does not have


def test_dateline_dates_only_with_a_year() -> None:
    with_year = prepared(record_document(text="SAN LUIS, 3 JAN 90 (RADIO SUR) -- [TEXT] THE ARMY ENTERED THE TOWN."))
    without = prepared(record_document(text="SAN LUIS, Jan 3 (Wire) - The army entered the town."))
    assert (with_year["published_date"], with_year["published_from"]) == (date(1990, 1, 3), "dateline")
    assert (without["published_from"], without["dateline_text"]) == ("none", "SAN LUIS, Jan 3 (Wire)")
    assert without["body"].startswith("SAN LUIS, Jan 3 (Wire) -")


def test_other_languages_are_articles() -> None:
    text = "Les secours ont été envoyés dimanche dans la ville inondée, où neuf mille personnes sont sans électricité."
    assert prepared(record_document(text=text))["language"] == "fr"
    assert prepared(record_document(text="Two killed in blast"))["language"] == "en"
    assert prepared(record_document(text="Сьогодні в місті тривають бої, повідомили у штабі."))["language"] == "uk"


@pytest.mark.parametrize(
    "document",
    [
        record_document(id="x", title="Only a title", text="  "),
        text_document("\n\n \n"),
        text_document("<html><body></body></html>", "in/e.html", "html"),
    ],
)
def test_no_text_is_rejected_with_a_remedy(document: Document) -> None:
    result = prepare_documents(documents_frame([document]))
    assert result.articles.height == 0
    row = result.rejected.row(0, named=True)
    assert (row["stage"], row["rule"], row["raw_uri"]) == ("prepare", "no_text", document.uri)
    assert row["message"]


def test_same_article_from_two_files_has_one_id() -> None:
    first = prepared(record_document(1, text="The road was shut.", url="https://a.example/x?utm_source=z", id=1))
    second = prepared(record_document(2, text="The road was open.", url="http://www.a.example/x", id=2))
    assert first["article_id"] == second["article_id"]
    assert first["content_hash"] != second["content_hash"]


def test_files_of_one_name_in_two_folders_are_two() -> None:
    rows = [
        prepared(text_document(TEXT + folder, f"in/{folder}/1.txt", file=f"{folder}/1.txt", source_name="Wire"))
        for folder in ("2021", "2022")
    ]
    assert rows[0]["article_id"] != rows[1]["article_id"]
    assert {row["external_id"] for row in rows} == {"1"}


def test_batches_and_order_change_nothing() -> None:
    documents = [record_document(number, id=number, text=f"Story {number}. {PARAGRAPHS[0]}") for number in range(8)]
    whole = prepare_documents(documents_frame(documents)).articles.sort("article_id")
    parts = [prepare_documents(documents_frame(documents[at : at + 3])).articles for at in (6, 0, 3)]
    assert pl.concat(parts).sort("article_id").equals(whole)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text", "html", "markdown"]))
def test_any_payload_is_an_article_or_a_reject(payload: bytes, kind: str) -> None:
    result = prepare_documents(documents_frame([text_document(payload, "in/x", kind)]))
    assert result.articles.height + result.rejected.height == 1
    assert result.rejected.filter(pl.col("rule") == "not_readable").height == 0


VALUES = st.none() | st.text(max_size=30) | st.integers() | st.lists(st.text(max_size=8), max_size=2)
KEYS = st.sampled_from(["id", "title", "text", "html", "authors", "date", "url", "source", "language", "other"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_record_is_an_article_or_a_reject(record: dict[str, Any]) -> None:
    result = prepare_documents(documents_frame([record_document(**record)]))
    assert result.articles.height + result.rejected.height == 1
    assert result.rejected.filter(pl.col("rule") == "not_readable").height == 0


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed article is not beside this checkout")
def test_the_seed_article() -> None:
    files = discover([str(SEEDS)])
    documents = [row for file in files for row in read_documents(file) if isinstance(row, Document)]
    (row,) = prepare_documents(documents_frame(documents)).articles.to_dicts()
    assert row["title"].startswith("Taliban Overruns")
    assert row["subtitle"].startswith("Five more")
    assert row["authors"] == ["Jason Ditz"]
    assert row["author_bio"].startswith("Jason Ditz is Senior Editor")
    assert "losses in not" in row["body"]
    assert "Ditz" not in row["body"]
    assert row["subtitle"] not in row["body"]
    assert (row["published_date"], row["published_from"]) == (date(2021, 8, 8), "manifest")
