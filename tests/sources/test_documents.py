"""Documents of office programs, PDF, spreadsheets, books and web archives give their texts; scans say that they are."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image

from benchmarks.made_up_news import pdf, zipped
from transforms.prepare import prepare_documents
from warehouse.sources import Document, ReadLimits, Rejected, discover, documents_frame, read_documents, sheets
from warehouse.sources import pdf as pdf_reader

TITLE = "Dock workers walk out at Port Nova"
PARAGRAPHS = [
    "Two thousand dock workers at the largest harbour of the country walked out on Sunday over pay, their union said.",
    "Ships waited outside the mole. “Nobody works tonight,” a crane driver told reporters at the gate.",
]


def read(path: Path, data: bytes, limits: ReadLimits | None = None) -> list[Document | Rejected]:
    path.write_bytes(data)
    return [row for file in discover([str(path)]) for row in read_documents(file, limits)]


def packed(parts: dict[str, str]) -> bytes:
    return zipped({name: text.encode() for name, text in parts.items()})


def docx(paragraphs: list[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{one[:9]}</w:t></w:r><w:r><w:t>{one[9:]}</w:t></w:r></w:p>" for one in paragraphs)
    deleted = "<w:p><w:del><w:r><w:delText>Old words.</w:delText></w:r></w:del></w:p>"
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return packed({"word/document.xml": f'<w:document xmlns:w="{name}"><w:body>{body}{deleted}</w:body></w:document>'})


def odt(paragraphs: list[str]) -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    head, *rest = paragraphs
    body = f"<t:h>{head}</t:h>" + "".join(f"<t:p>{one}<t:note>A note.</t:note></t:p>" for one in rest)
    return packed({"content.xml": f'<doc xmlns:t="{name}">{body}</doc>'})


def rtf(paragraphs: list[str]) -> bytes:
    body = "\\par\n".join(one.replace("“", "\\'93").replace("”", "\\u8221 ?") for one in paragraphs)
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title Not this}}" + body + "}").encode("ascii")


def pdf_story() -> bytes:
    lines, at = [(18, 760, TITLE)], 720
    for paragraph in PARAGRAPHS:
        words = paragraph.split()
        for start in range(0, len(words), 8):
            lines.append((11, at, " ".join(words[start : start + 8])))
            at -= 13
        at -= 13
    return pdf([*lines, (9, 30, "Page 1 of 1")])


DOCUMENTS = {
    "story.docx": docx([TITLE, "", *PARAGRAPHS]),
    "story.odt": odt([TITLE, *PARAGRAPHS]),
    "story.rtf": rtf([TITLE, "", *PARAGRAPHS]),
    "story.doc": rtf([TITLE, *PARAGRAPHS]),
    "story.pdf": pdf_story(),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_like_a_text(tmp_path: Path, name: str) -> None:
    rows = read(tmp_path / name, DOCUMENTS[name])
    prepared = prepare_documents(documents_frame([row for row in rows if isinstance(row, Document)]))
    article = prepared.articles.row(0, named=True)
    assert (article["title"], article["body"].split("\n\n")) == (TITLE, PARAGRAPHS)


def test_a_scan_says_that_it_is_one(tmp_path: Path) -> None:
    scan = io.BytesIO()
    Image.new("L", (60, 80)).save(scan, "PDF")
    (row,) = read(tmp_path / "scan.pdf", scan.getvalue())
    assert isinstance(row, Rejected)
    assert row.rule == "scanned_document"


def test_a_pdf_that_ends_its_reader_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(pdf_reader, "_PROGRAM", crash)
    (row,) = read(tmp_path / "story.pdf", DOCUMENTS["story.pdf"])
    assert isinstance(row, Rejected)
    assert (row.rule, "signal 6" in row.message) == ("file_damaged", True)


@pytest.mark.parametrize("name", ["story.docx", "story.odt", "story.pdf", "table.xlsx", "book.epub"])
def test_a_document_that_is_cut_off_costs_itself(tmp_path: Path, name: str) -> None:
    (row,) = read(tmp_path / name, DOCUMENTS.get(name, DOCUMENTS["story.docx"])[:90])
    assert isinstance(row, Rejected)
    assert row.rule == "file_damaged"


def test_a_document_that_expands_like_a_bomb_is_not_read(tmp_path: Path) -> None:
    bomb = packed({"word/document.xml": "<a>" + " " * 3_000_000 + "</a>", "xl/workbook.xml": " " * 3_000_000})
    for name in ("bomb.docx", "bomb.xlsx"):
        (row,) = read(tmp_path / name, bomb, ReadLimits(max_document_bytes=1_000_000))
        assert isinstance(row, Rejected)
        assert row.rule == "size_limit"


def test_an_old_spreadsheet_whose_sectors_lead_in_a_circle_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_MEMORY", 600_000_000)
    counts = struct.pack("<9I", 0, 1, 1, 0, 4096, *[2**32 - 2, 0] * 2)  # the directory is sector 1
    numbers = struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(6) + counts
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + numbers + struct.pack("<I", 0)
    sectors = struct.pack("<128I", 2**32 - 3, 1, *[2**32 - 1] * 126) + bytes(512)
    (row,) = read(tmp_path / "table.xls", head.ljust(512, b"\xff") + sectors)
    assert isinstance(row, Rejected)
    assert row.rule == "file_damaged" and "gave up" in row.message


def test_the_header_of_a_spreadsheet_is_found(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "table.xlsx")
    notes, table = book.add_worksheet("Notes"), book.add_worksheet("Stories")
    notes.write_row(0, 0, ["Made by the desk", 7])
    table.write_row(0, 0, ["Stories of the week"])
    table.write_row(1, 0, ["Content"])
    table.write_row(2, 0, ["id", "Title", "Text", "Date"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, text in enumerate(PARAGRAPHS, start=3):
        table.write_row(row, 0, [row, TITLE, text])
        table.write_number(row, 3, 45356, day)
    book.close()
    rows = [one for file in discover([str(tmp_path / "table.xlsx")]) for one in read_documents(file)]
    prepared = prepare_documents(documents_frame([row for row in rows if isinstance(row, Document)])).articles
    assert prepared.get_column("body").to_list() == PARAGRAPHS
    assert prepared.get_column("external_id").to_list() == ["3", "4"]
    assert [str(one) for one in prepared.get_column("published_date")] == ["2024-03-05", "2024-03-05"]


def test_the_chapters_of_a_book_are_pages(tmp_path: Path) -> None:
    chapter = f"<html><body><h1>{TITLE}</h1>" + "".join(f"<p>{one}</p>" for one in PARAGRAPHS) + "</body></html>"
    book = packed(
        {
            "META-INF/container.xml": '<container><rootfile full-path="o/b.opf"/></container>',
            "o/b.opf": '<package><manifest><item id="n" href="nav.xhtml" properties="nav"/>'
            '<item id="a" href="a%201.xhtml"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="a"/></spine></package>',
            "o/a 1.xhtml": chapter,
        }
    )
    (row,) = read(tmp_path / "paper.epub", book)
    assert isinstance(row, Document)
    assert (row.format, row.payload) == ("html", chapter.encode())


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Archived.</p></html>"


def test_the_older_web_archive_and_one_of_texts(tmp_path: Path) -> None:
    line = b"http://port.example/%d 192.0.2.1 20080430204825 text/html %d\n"
    arc = b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain 5\n1 0 A\n" + line % (1, len(ANSWER)) + ANSWER + b"\n"
    rows = read(tmp_path / "a.arc", arc + line % (2, 7) + ANSWER + b"\n" + line % (3, len(ANSWER)) + ANSWER)
    pages = [row for row in rows if isinstance(row, Document)]
    assert [page.manifest["url"][-1] for page in pages] == ["1", "2", "3"]
    assert all((page.payload or b"").strip() == b"<html><p>Archived.</p></html>" for page in pages)
    text = "\n\n".join([TITLE, *PARAGRAPHS]).encode()
    wet = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://port.example\r\nContent-Type: text/plain\r\n"
    (row,) = read(tmp_path / "a.wet", wet + b"Content-Length: %d\r\n\r\n" % len(text) + text + b"\r\n\r\n")
    assert isinstance(row, Document)
    assert (row.format, row.payload, row.manifest) == ("text", text, {"url": "https://port.example"})


def test_what_is_no_record_of_a_web_archive_is_told_once(tmp_path: Path) -> None:
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(ANSWER) + ANSWER + b"\r\n\r\n"
    rows = read(tmp_path / "a.warc", record + b"\r\n" * 9 + b"stray bytes\nand more\n" + record)
    assert [row.rule if isinstance(row, Rejected) else row.format for row in rows] == ["html", "record_damaged", "html"]


SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://port.example/2021/08/08/walkout
Subject: {title}
Date: Fri, 20 Oct 2023 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
Content-Location: https://port.example/2021/08/08/walkout

<html><body><h1>{title}</h1><p>=E2=80=9CNobody works=E2=80=9D, he said.</p></body></html>
--b
Content-Type: text/html
Content-Location: cid:frame-2

<html><body>Buy shoes</body></html>
--b--
"""


@pytest.mark.parametrize("name", ["walkout.mhtml", "walkout.eml", "walkout.txt"])
def test_a_page_saved_as_one_file(tmp_path: Path, name: str) -> None:
    (row,) = read(tmp_path / name, SAVED.format(title=TITLE).replace("\n", "\r\n").encode())
    assert isinstance(row, Document)
    assert (row.format, row.manifest) == ("html", {"url": "https://port.example/2021/08/08/walkout"})
    assert "“Nobody works”" in (row.payload or b"").decode("utf-8-sig")


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    files = {
        "walk out.html": b"<html><img src='walk%20out_files/a.png'><p>Dockers walked out.</p></html>",
        "walk out_files/css2": b"body{margin:0}",
        "walk out_files/ads/frame.html": b"<html><p>Buy shoes now.</p></html>",
        "other_files/story.txt": b"A folder that no page uses holds stories.",
        "other.html": b"<html><p>It has nothing beside it.</p></html>",
    }
    for name, data in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    found = discover([str(tmp_path / "in")])
    assert [(Path(file.uri).name, file.passed_over) for file in found] == [
        ("other.html", 0),
        ("story.txt", 0),
        ("walk out.html", 2),
    ]
    rows = read(tmp_path / "saved.zip", zipped(files))
    assert sorted(row.uri.partition("!")[2] for row in rows) == ["other.html", "other_files/story.txt", "walk out.html"]


def test_a_zip_file_that_is_cut_off_gives_what_it_holds(tmp_path: Path) -> None:
    whole = packed({f"{name}.txt": f"{name}: {PARAGRAPHS[0]}" for name in "abc"})
    streamed = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(streamed), "w", zipfile.ZIP_DEFLATED) as archive:  # pyright: ignore
        for name in "abc":
            archive.writestr(f"{name}.txt", f"{name}: {PARAGRAPHS[0]}")
    for data in (whole, streamed.getvalue()):
        rows = read(tmp_path / "cut.zip", data[: data.index(b"PK\x01\x02") - 25])
        told = [row.rule if isinstance(row, Rejected) else (row.payload or b"")[:2] for row in rows]
        assert told == [b"a:", b"b:", "file_damaged"]


class _Unseekable:
    """A stream that a zip file is written to as it comes, with the sizes behind each member."""

    def __init__(self, out: io.BytesIO) -> None:
        self.write, self.flush = out.write, out.flush


POSTS = [("Dockers walk out", "2021-08-08"), ("Dockers go back", "2021-08-10")]


def test_a_page_of_whole_articles_is_cut(tmp_path: Path) -> None:
    told = "".join(f"<p>{one} {one} {one}</p>" for one in PARAGRAPHS)
    post = "<article><h2><a href='https://port.example/{}'>{}</a></h2><time datetime={}></time>{}</article>"
    posts = "".join(post.format(n, title, day, told) for n, (title, day) in enumerate(POSTS))
    page = f"<!doctype html><html><head><title>Blog</title></head><body>{posts}<aside>{posts}</aside></body></html>"
    rows = read(tmp_path / "blog.html", page.encode())
    articles = prepare_documents(documents_frame([row for row in rows if isinstance(row, Document)])).articles
    assert [(one["title"], str(one["published_date"])) for one in articles.to_dicts()] == POSTS
    assert articles.get_column("url").to_list() == ["https://port.example/0", "https://port.example/1"]
    (row,) = read(tmp_path / "story.html", page.replace(told, told * 6, 1).encode())
    assert isinstance(row, Document)  # an article, with another one shown below it


LIVE = "https://port.example/live/{}"
STATED = '<script type="application/ld+json">{}</script><h1>Walkout, live</h1>'
PRINTED = '<section id="post-{0}"><time datetime="2024-03-05T1{0}:20Z">1{0}:20</time><p>{1} {0}.</p></section>'


def stated_blog(page: str, site: str | None, **of_post: str) -> str:
    updates = [
        {"articleBody": f"{PARAGRAPHS[0]} {page}{n}"}
        | {key: text.format(page=page, n=n) for key, text in of_post.items()}
        for n in range(3)
    ]
    return STATED.format(json.dumps({"@type": "LiveBlogPosting", "publisher": site, "liveBlogUpdate": updates}))


def printed_blog(page: str, site: str | None) -> str:
    posts = "".join(PRINTED.format(n, f"{PARAGRAPHS[0]} {page}") for n in range(3))
    named = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<link rel="canonical" href="{LIVE.format(page)}">{named}<h1>Walkout, live</h1><main>{posts}</main>'


@pytest.mark.parametrize("site", ["Port Gazette", None])
@pytest.mark.parametrize(
    ("blog", "has_address"),
    [
        (printed_blog, True),
        (partial(stated_blog, url=LIVE.format("{page}#at-{n}")), True),
        (partial(stated_blog, url=LIVE.format("{page}"), **{"@id": "#at-{n}"}), True),
        (partial(stated_blog, url=LIVE.format("{page}/{n}")), True),
        (partial(stated_blog, url=LIVE.format("{page}")), False),
    ],
)
def test_posts_that_share_an_address_or_have_the_ids_of_another_blogs_stay_apart(
    tmp_path: Path, blog: Callable[[str, str | None], str], has_address: bool, site: str | None
) -> None:
    rows: list[object] = []
    for page in ("a", "b"):
        rows += read(tmp_path / f"{page}.html", f"<html><body>{blog(page, site)}</body></html>".encode())
    articles = prepare_documents(documents_frame([row for row in rows if isinstance(row, Document)])).articles
    assert articles.get_column("article_id").n_unique() == 6
    assert articles.get_column("url").is_not_null().all() == has_address


def test_a_live_blog_gives_its_posts(tmp_path: Path) -> None:
    updates = [
        {"headline": title, "datePublished": f"{day}T10:00:00Z", "articleBody": PARAGRAPHS[0]} for title, day in POSTS
    ]
    blog = json.dumps({"@type": "LiveBlogPosting", "headline": "Walkout, live", "liveBlogUpdate": updates})
    page = f'<html><head><script type="application/ld+json">{blog}</script></head><body><h1>Walkout</h1></body></html>'
    rows = read(tmp_path / "live.html", page.encode())
    articles = prepare_documents(documents_frame([row for row in rows if isinstance(row, Document)])).articles
    assert [(one["title"], str(one["published_date"])) for one in articles.to_dicts()] == POSTS
