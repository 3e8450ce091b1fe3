"""What news services, search engines and chats answer becomes articles, whatever is wrapped around them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from transforms.prepare import prepare_documents
from warehouse.sources import Document, discover, documents_frame, read_documents
from warehouse.sources.field_names import load_field_names
from warehouse.sources.unread_keys import UnreadKeys

STORY = "A ferry with forty passengers ran aground off Skarvoy on Monday, the coastguard said. All were brought ashore."
HTML = f"<p>{STORY}</p>"
WHEN = "2022-06-14T09:30:00Z"
LINK = "https://skarvoy.example/ferry"
SERVICES: dict[str, Any] = {
    "Event Registry": {"articles": {"page": 1, "results": [
        {"uri": "71", "url": LINK, "title": "Ferry aground", "body": STORY, "date": "2022-06-15", "dateTimePub": WHEN,
         "source": {"uri": "skarvoy.example", "title": "Skarvoy Times"}}]}},
    "one article of Event Registry": {"71": {"info": {"url": LINK, "title": "Ferry aground", "body": STORY,
                                                      "dateTimePub": WHEN}},
                                     "72": {"info": {"title": "B", "body": "B"}}},
    "Guardian": {"response": {"status": "ok", "total": 1, "results": [
        {"id": "w/1", "webTitle": "Ferry aground", "webUrl": LINK, "webPublicationDate": WHEN,
         "fields": {"bodyText": STORY, "trailText": "Ferry", "lastModified": "2022-06-16T09:30:00Z"}}]}},
    "one item of the Guardian": {"response": {"status": "ok", "content": {
        "webTitle": "Ferry aground", "webUrl": LINK, "webPublicationDate": WHEN, "fields": {"body": HTML}}}},
    "New York Times": {"status": "OK", "response": {"docs": [
        {"web_url": LINK, "lead_paragraph": STORY, "headline": {"main": "Ferry aground", "kicker": None},
         "pub_date": "2022-06-14T09:30:00+0000", "byline": {"original": "By Nils Aas"}, "_id": "nyt://article/1"}]}},
    "ReliefWeb": {"totalCount": 1, "data": [{"id": "9", "fields": {
        "title": "Ferry aground", "body": f"**{STORY}**", "body-html": HTML, "url": LINK,
        "date": {"created": "2022-06-17T00:00:00+00:00", "original": "2022-06-14T00:00:00+00:00"},
        "source": [{"name": "Skarvoy Relief", "shortname": "SR"}], "language": [{"code": "en"}]}}]},
    "newsdata": {"status": "success", "results": [
        {"article_id": "x", "title": "Ferry aground", "link": LINK, "creator": ["Nils Aas"],
         "pubDate": "2022-06-14 09:30", "description": STORY, "content": "ONLY AVAILABLE IN PAID PLANS"}]},
    "Elasticsearch": {"took": 2, "hits": {"total": {"value": 1}, "hits": [
        {"_index": "n", "_id": "e", "_source": {"headline": "Ferry aground", "body": STORY, "url": LINK,
                                               "@timestamp": "2023-01-01", "metadata": {"published": "2022-06-14"}}}]}},
    "WordPress": [{"id": 5, "date": "2022-06-14T09:30:00", "link": LINK, "title": {"rendered": "Ferry aground"},
                   "content": {"rendered": HTML}, "author": 3, "_embedded": {"author": [{"name": "Nils Aas"}]}}],
    "JSON Feed": {"version": "https://jsonfeed.org/version/1.1", "title": "Skarvoy Times", "items": [
        {"id": "1", "url": LINK, "title": "Ferry aground", "content_html": HTML, "date_published": WHEN}]},
    "ninjs": {"uri": "urn:1", "type": "text", "headline": "Ferry aground", "body_text": STORY, "firstcreated": WHEN,
              "versioncreated": "2022-06-15T09:30:00Z", "link": LINK, "subject": [{"name": "shipping"}]},
    "news-please": {"title": "Ferry aground", "maintext": STORY, "date_publish": "2022-06-14 09:30:00", "url": LINK,
                    "date_download": "2023-02-02 00:00:00", "date_modify": None, "source_domain": "skarvoy.example"},
    "a table of pandas": {"title": {"0": "Ferry aground"}, "text": {"0": STORY}, "date": {"0": "2022-06-14"},
                          "link": {"0": LINK}},
}  # fmt: skip

GIVE_A_BEGINNING = ("New York Times", "newsdata")


def articles(folder: Path, name: str, content: str | bytes) -> list[dict[str, Any]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = [one for file in discover([str(path)]) for one in read_documents(file)]
    documents = [one for one in found if isinstance(one, Document)]
    return prepare_documents(documents_frame(documents), names=load_field_names()).articles.to_dicts()


@pytest.mark.parametrize("service", SERVICES)
def test_answers_of_services(tmp_path: Path, service: str) -> None:
    article = articles(tmp_path, "answer.json", json.dumps(SERVICES[service]))[0]
    assert (article["title"], article["published_date"], article["url"]) == ("Ferry aground", date(2022, 6, 14), LINK)
    assert article["body"] == STORY
    assert article["is_truncated"] == (service in GIVE_A_BEGINNING)


def test_answers_one_a_line(tmp_path: Path) -> None:
    pages = [{"data": [{"id": str(n), "text": f"{STORY} {n}", "created_at": WHEN}], "meta": {}} for n in (1, 2)]
    lines = "\n".join(json.dumps(page) for page in pages)
    assert [one["external_id"] for one in articles(tmp_path, "pages.jsonl", lines)] == ["1", "2"]


def test_a_chat(tmp_path: Path) -> None:
    text = ["A ferry ran aground off ", {"type": "bold", "text": "Skarvoy"}, " on Monday."]
    posts = [{"id": 1, "date": WHEN, "text": ""}, {"id": 2, "date": WHEN, "text": text}]
    found = articles(tmp_path, "result.json", json.dumps({"name": "Skarvoy alerts", "messages": posts}))
    assert [(one["body"], one["source_name"]) for one in found] == [
        ("A ferry ran aground off Skarvoy on Monday.", "Skarvoy alerts")
    ]


def test_an_archive_of_posts(tmp_path: Path) -> None:
    posts = [{"tweet": {"id_str": "4", "full_text": STORY, "created_at": "Tue Jun 14 09:30:00 +0000 2022"}}]
    found = articles(tmp_path, "tweets.js", f"window.YTD.tweets.part0 = {json.dumps(posts)}")
    assert [(one["body"], one["published_date"]) for one in found] == [(STORY, date(2022, 6, 14))]


def test_an_article_with_comments_is_one(tmp_path: Path) -> None:
    article = {"title": "Ferry aground", "text": STORY, "comments": [{"title": "Oh", "text": "Oh.", "date": WHEN}] * 3}
    assert len(articles(tmp_path, "a.json", json.dumps(article))) == 1


@pytest.mark.parametrize(
    ("broken", "left"),
    [
        (('"title": "T 2",', '"title": "T 2"'), [0, 1, 3, 4]),
        (('"title": "T 0",', '"title": "T 0'), [1, 2, 3, 4]),
        (('"n": [{"a": 4}]}]', '"n": [{"a": 4}]},]'), [0, 1, 2, 3, 4]),
        (('"n": [{"a": 1}]', '"n": [NaN]'), [0, 1, 2, 3, 4]),
        (('"T 3"', '"T\n3"'), [0, 1, 2, 3, 4]),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_broken_record_costs_itself(tmp_path: Path, broken: tuple[str, str], left: list[int], wrapped: bool) -> None:
    records = [{"id": n, "title": f"T {n}", "text": f"{STORY} {n} {{", "n": [{"a": n}]} for n in range(5)]
    content = json.dumps(records).replace(*broken)
    content = '{"status": "ok", "response": {"docs": %s}}' % content if wrapped else content  # noqa: UP031
    assert [int(one["external_id"]) for one in articles(tmp_path, "a.json", content)] == left


def test_numbers_that_no_machine_holds_end_nothing(tmp_path: Path) -> None:
    content = '[{"text": "Snow fell."}, {"text": "Rain fell.", "n": 1e9999999999}, {"text": "Hail fell.", "n": %s}]'
    assert [one["body"] for one in articles(tmp_path, "a.json", content % ("9" * 5000))][:2] == [
        "Snow fell.",
        "Rain fell.",
    ]


TABLE = 'id;title;text;date\n1;A;"Two barges sank, the harbour said.";14/06/2022\n2;B;"They, too, sank.";05/06/2022\n'
TABLES = {
    "a.csv": TABLE,
    "sep.csv": "sep=;\r\n" + TABLE,
    "above.csv": "Barges, an export\n\n" + TABLE,
    "above2.csv": "Barges;;;\n" + TABLE.replace("\n", ";;\n"),
    "mac.csv": TABLE.replace("\n", "\r"),
    "b.txt": TABLE,
    "tabs.txt": TABLE.replace(";", "\t").encode("utf-16"),
    "lines.txt": "\n".join(
        json.dumps({"title": t, "text": x, "date": d})
        for t, x, d in [
            ("A", "Two barges sank, the harbour said.", "14/06/2022"),
            ("B", "They, too, sank.", "05/06/2022"),
        ]
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_as_programs_write_them(tmp_path: Path, name: str) -> None:
    found = [(one["title"], one["published_date"]) for one in articles(tmp_path, name, TABLES[name])]
    assert found == [("A", date(2022, 6, 14)), ("B", date(2022, 6, 5))]


@pytest.mark.parametrize(
    "text",
    [
        "Title, text, source\n\nThe accord was signed. It holds, he said, for a year.",
        "{Editor: names changed}\n\nTwo barges sank.",
        "Text, date: what the title of a table says\n\nIt says, he wrote, little.",
    ],
)
def test_prose_is_no_table(tmp_path: Path, text: str) -> None:
    assert len(articles(tmp_path, "a.txt", text)) == 1


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("05/06/2022", "14/06/2022"), date(2022, 6, 5)),
        (("05/06/2022", "06/14/2022"), date(2022, 5, 6)),
        (("5.6.22 10:00", "14.6.22 10:00"), date(2022, 6, 5)),
        (("05/06/2022", "07/06/2022"), None),
        (("05/06/2022", "14/06/2022", "06/14/2022"), None),
        (("44726", "44727"), date(2022, 6, 14)),
        (("44726.5", ""), date(2022, 6, 14)),
        (("19157", "19158"), None),
    ],
)
def test_a_column_shows_the_order_of_its_dates(tmp_path: Path, dates: tuple[str, ...], first: date | None) -> None:
    rows = "".join(f"{number},Barge {number} sank.,{day}\n" for number, day in enumerate(dates))
    assert articles(tmp_path, "a.csv", "id,text,date\n" + rows)[0]["published_date"] == first


@pytest.mark.parametrize("file", ["a.csv", "*.csv", "a.*"])
def test_a_manifest_names_columns(tmp_path: Path, file: str) -> None:
    (tmp_path / "a.csv").write_text("nr,kop,stuk,dag\n1,A,Two barges sank.,05/06/2022\n")
    said = {"file": file, "map": {"title": "kop", "text": "stuk", "date": "dag"}, "date_order": "day_first"}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(said))
    found = [one for file in discover([str(tmp_path)]) for one in read_documents(file)]
    assert all(isinstance(one, Document) for one in found)
    documents = [one for one in found if isinstance(one, Document)]
    row = prepare_documents(documents_frame(documents), names=load_field_names()).articles.row(0, named=True)
    assert (row["title"], row["body"], row["published_date"]) == ("A", "Two barges sank.", date(2022, 6, 5))


def test_a_pattern_that_fits_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two barges sank.")
    (tmp_path / "manifest.csv").write_text("file,source_name\n*.htm,Skarvoy Times\n*.txt,Bay News\n", "utf-16")
    (problem,) = [one for file in discover([str(tmp_path)]) for one in file.problems]
    assert problem.rule == "manifest_names_no_file"
    assert "no file fits the pattern '*.htm'" in problem.message
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("Two barges sank.")
    (tmp_path / "b.htm").write_text("Two barges sank.")  # there, though the next run is not asked to read it
    files = discover([str(tmp_path / "a.txt")])
    assert [(file.manifest[""]["source_name"], file.problems) for file in files] == [("Bay News", ())]


def test_keys_that_are_not_read_are_told() -> None:
    unread = UnreadKeys(load_field_names())
    for number in range(3):
        unread.count({"text": STORY, "dag": "2022-06-14", "crawl": "2023-01-01", "n": number})
    (note,) = unread.notes("a.csv")
    assert note.startswith("a.csv: 3 of 3 records have `dag`, which looks like a date")
    unread = UnreadKeys(load_field_names())
    unread.count({"text": STORY, "date": "2022-06-14", "dag": "2022-06-14"})
    assert not list(unread.notes("a.csv"))
