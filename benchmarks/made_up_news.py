"""Made-up news in every format that is read: for timing and breaking readers, not the coder.

What belongs here: articles drawn from their number alone, so that any slice of an archive of any size can be made in
flat memory, and how a few of them are written in each format. What is done with the files is for `big_inputs`,
`mutants` and `reading_rates`.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import mailbox
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from functools import cache
from html import escape
from pathlib import Path
from random import Random

import polars as pl
import xlsxwriter
import zstandard

_FIRST_DAY = date(2015, 1, 1)
_SENTENCES = 20_000
_PLACES = (
    "Port Nova",
    "Qalat Sur",
    "Lower Brana",
    "Tell Amar",
    "San Porto",
    "Nyala Hills",
    "Ostrava Bridge",
    "Umm Dir",
)
_WHO = ("Residents", "Two drivers", "The provincial council", "A harbour clerk", "Teachers", "The river police")
_VERBS = ("said", "told reporters", "wrote in a letter", "announced", "denied", "repeated")
_WHAT = (
    "that the road to {place} stayed closed after {number} lorries were stopped at the checkpoint",
    "that {number} families had left {place} since the fighting began near the bridge",
    "that soldiers had shelled the market of {place} and killed {number} people",
    "that the strike of {number} dock workers at {place} would go on until wages were paid",
    "that police arrested {number} protesters who had gathered before the court of {place}",
    "that the talks held at {place} ended without a truce after {number} hours",
)
_WHEN = ("on Monday", "on Friday evening", "late on Sunday", "two days earlier", "last week", "before dawn on Tuesday")
_NAMES = ("Rita Sand", "Olaf Brandt", "Jane Doe", "Nora Quist", "Ole Berg", "Amal Haddad")


@dataclass(frozen=True, slots=True)
class Story:
    """One article."""

    number: int
    title: str
    author: str
    day: date
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its paragraphs, parted by blank lines."""
        return "\n\n".join(self.paragraphs)

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://port.example/{self.day:%Y/%m/%d}/{self.number}"

    @property
    def record(self) -> dict[str, str]:
        """Its fields as a database would export them."""
        return {
            "id": str(self.number),
            "title": self.title,
            "author": self.author,
            "published_at": self.day.isoformat(),
            "source": "The Port Nova Times",
            "url": self.url,
            "text": self.text,
        }

    @property
    def page(self) -> str:
        """Its page, with a menu and a footer around it."""
        told = "".join(f"<p>{escape(one)}</p>" for one in self.paragraphs)
        return (
            f'<!doctype html><html lang="en"><head><title>{escape(self.title)} | The Port Nova Times</title>'
            f'<meta property="article:published_time" content="{self.day}T08:00:00Z">'
            f'<link rel="canonical" href="{self.url}"></head>'
            '<body><nav><a href="/">Home</a> <a href="/w">World</a></nav>'
            f"<article><h1>{escape(self.title)}</h1><p class=byline>By {self.author}</p>{told}</article>"
            "<footer>Copyright The Port Nova Times. All rights reserved.</footer></body></html>"
        )

    @property
    def plain(self) -> str:
        """It as a text file."""
        return f"{self.title}\nBy {self.author}\nPublished: {self.day.day} {self.day:%B %Y}\n\n{self.text}\n"


@cache
def _sentences() -> tuple[str, ...]:
    draw = Random(0)
    made: list[str] = []
    for _ in range(_SENTENCES):
        what = draw.choice(_WHAT).format(place=draw.choice(_PLACES), number=draw.randint(2, 9_000))
        made.append(f"{draw.choice(_WHO)} {draw.choice(_VERBS)} {draw.choice(_WHEN)} {what}.")
    return tuple(made)


def story(number: int) -> Story:
    """Article `number`: four to eight paragraphs of three sentences, some 2,400 characters."""
    draw, sentences = Random(number), _sentences()
    starts = [draw.randrange(_SENTENCES - 3) for _ in range(4 + draw.randrange(5))]
    paragraphs = tuple(" ".join(sentences[start : start + 3]) for start in starts)
    place = _PLACES[number % len(_PLACES)]
    title = f"Council of {place} meets over report {number:,}"
    return Story(number, title, _NAMES[number % 6], _FIRST_DAY + timedelta(days=number % 3652), paragraphs)


def stories(count: int, first: int = 0) -> Iterator[Story]:
    """Articles, one after the other."""
    return (story(number) for number in range(first, first + count))


def as_jsonl(told: Iterable[Story]) -> Iterator[bytes]:
    """A line an article."""
    return (json.dumps(one.record).encode() + b"\n" for one in told)


def as_json(told: Iterable[Story]) -> Iterator[bytes]:
    """One list of all articles."""
    yield b'{"status": "ok", "articles": ['
    for number, one in enumerate(told):
        yield (b",\n" if number else b"\n") + json.dumps(one.record).encode()
    yield b"\n]}\n"


def as_csv(told: Iterable[Story]) -> Iterator[bytes]:
    """A row an article; its text has line ends in its quotes."""
    for number, one in enumerate(told):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(one.record))
        if not number:
            writer.writeheader()
        writer.writerow(one.record)
        yield out.getvalue().encode()


def as_warc(told: Iterable[Story]) -> Iterator[bytes]:
    """A record an article: its page, as a server gave it."""
    for one in told:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + one.page.encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {one.url}\r\nContent-Length: {len(answer)}\r\n\r\n"
        yield head.encode() + answer + b"\r\n\r\n"


def as_gz_members(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Each part compressed by itself, as crawlers do with records."""
    return (gzip.compress(part, 5) for part in parts)


def _arc(told: Sequence[Story]) -> bytes:
    out = b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain 5\n1 0 A\n"
    for one in told:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + one.page.encode()
        out += f"{one.url} 192.0.2.1 20080430204825 text/html {len(answer)}\n".encode() + answer + b"\n"
    return out


def _wet(told: Sequence[Story]) -> bytes:
    out = b""
    for one in told:
        text = one.plain.encode()
        head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {one.url}\r\nContent-Type: text/plain\r\n"
        out += head.encode() + b"Content-Length: %d\r\n\r\n" % len(text) + text + b"\r\n\r\n"
    return out


def _feed(told: Sequence[Story]) -> bytes:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{one.url}</link><guid>{one.number}</guid>"
        f"<pubDate>{one.day:%a, %d %b %Y} 08:00:00 GMT</pubDate>"
        f"<description>{escape(''.join(f'<p>{escape(p)}</p>' for p in one.paragraphs))}</description></item>"
        for one in told
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Port Nova</title>{items}</channel></rss>'.encode()


def _mail(one: Story) -> bytes:
    message = EmailMessage()
    message["From"] = f"{one.author} <desk@port.example>"
    message["Subject"] = one.title
    message["Date"] = f"{one.day:%a, %d %b %Y} 08:00:00 +0000"
    message["Message-ID"] = f"<m{one.number}@port.example>"
    message.set_content(one.text)
    return bytes(message)


def _mbox(told: Sequence[Story]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "a.mbox")
        for one in told:
            box.add(_mail(one))
        box.close()
        return (Path(folder) / "a.mbox").read_bytes()


def _mhtml(one: Story) -> bytes:
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {one.url}\r\nSubject: {one.title}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        f'Content-Type: text/html; charset="utf-8"\r\nContent-Location: {one.url}\r\n\r\n'
    )
    return (head + one.page + "\r\n--b--\r\n").encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file of some members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    """A tar of some members; `w:gz` compresses it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # pyright: ignore[reportCallIssue, reportArgumentType]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _docx(one: Story) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in one.plain.splitlines())
    return zipped({"word/document.xml": f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'.encode()})


def _odt(one: Story) -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    head, *rest = one.plain.splitlines()
    body = f"<t:h>{escape(head)}</t:h>" + "".join(f"<t:p>{escape(line)}</t:p>" for line in rest)
    return zipped({"content.xml": f'<doc xmlns:t="{name}">{body}</doc>'.encode()})


def _rtf(one: Story) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}" + "\\par\n".join(one.plain.splitlines()) + "}").encode()


def pdf(lines: Sequence[tuple[int, int, str]]) -> bytes:
    """A PDF of one page; each line with its size, its height on the page and its text."""
    shown = "".join(f"BT /F {size} Tf 40 {at} Td ({text}) Tj ET\n" for size, at, text in lines).encode("cp1252")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    return b"%PDF-1.4\n" + objects + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def _pdf(one: Story) -> bytes:
    head = one.plain.splitlines()[1:3]  # byline and date
    lines, at = [(18, 780, one.title), *((11, 760 - 13 * row, line) for row, line in enumerate(head))], 722
    for paragraph in one.paragraphs:
        words = paragraph.split()
        for start in range(0, len(words), 13):
            lines.append((8, at, " ".join(words[start : start + 13])))
            at -= 10
        at -= 10
    return pdf(lines)


def _xlsx(told: Sequence[Story]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Stories")
    for row, values in enumerate([list(told[0].record), *(list(one.record.values()) for one in told)]):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)
    book.close()
    return out.getvalue()


def _ods(told: Sequence[Story]) -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            + "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
            + "</table:table-cell>"
            for value in values
        )
        + "</table:table-row>"
        for values in [list(told[0].record), *(list(one.record.values()) for one in told)]
    )
    names = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Stories">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": kind.encode(), "META-INF/manifest.xml": listed.encode(), "content.xml": content.encode()}
    )


def _epub(told: Sequence[Story]) -> bytes:
    items = "".join(f'<item id="i{one.number}" href="{one.number}.xhtml"/>' for one in told)
    spine = "".join(f'<itemref idref="i{one.number}"/>' for one in told)
    return zipped(
        {
            "META-INF/container.xml": b'<container><rootfile full-path="o/b.opf"/></container>',
            "o/b.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>".encode(),
            **{f"o/{one.number}.xhtml": one.page.encode() for one in told},
        }
    )


def _nitf(told: Sequence[Story]) -> bytes:
    (one,) = told
    body = "".join(f"<p>{escape(p)}</p>" for p in one.paragraphs)
    return (
        f'<?xml version="1.0"?><nitf><head><docdata><date.issue norm="{one.day:%Y%m%d}T080000Z"/></docdata></head>'
        f"<body><body.head><hedline><hl1>{escape(one.title)}</hl1></hedline>"
        f"<byline>By {one.author}</byline></body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    ).encode()


def _g2(told: Sequence[Story]) -> bytes:
    items = "".join(
        f'<newsItem guid="urn:a:{one.number}" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
        f"<versionCreated>{one.day}T08:00:00Z</versionCreated></itemMeta><contentMeta>"
        f"<headline>{escape(one.title)}</headline><by>By {one.author}</by></contentMeta><contentSet><inlineXML>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{"".join(f"<p>{escape(p)}</p>" for p in one.paragraphs)}'
        "</body></html></inlineXML></contentSet></newsItem>"
        for one in told
    )
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        f"{items}</itemSet></newsMessage>"
    ).encode()


def _lexis(told: Sequence[Story]) -> bytes:
    return "".join(
        f"\n{number} of {len(told)} DOCUMENTS\n\n\nThe Port Nova Times\n\n"
        f"{one.day:%B} {one.day.day}, {one.day.year}\n\n"
        f"{one.title}\n\nBYLINE: {one.author}\n\nSECTION: WORLD; Pg. 4\n\nLENGTH: 300 words\n\n{one.text}\n\n"
        f"LOAD-DATE: {one.day:%B} {one.day.day}, {one.day.year}\n\nLANGUAGE: ENGLISH\n\n"
        "Copyright 2019 The Port Nova Times\nAll Rights Reserved\n"
        for number, one in enumerate(told, start=1)
    ).encode()


def _factiva(told: Sequence[Story]) -> bytes:
    return "".join(
        f"{one.title}\n\nBy {one.author}\n300 words\n{one.day.day} {one.day:%B %Y}\n08:00\nThe Port Nova Times\n"
        f"PORTNT\nEnglish\n(c) {one.day.year} The Port Nova Times\n\n{one.text}\n\n"
        f"Document PORTNT0020190812{one.number:09d}\n\n"
        for one in told
    ).encode()


def _parquet(told: Sequence[Story]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame([one.record for one in told]).write_parquet(out)
    return out.getvalue()


def _joined(write: Callable[[Iterable[Story]], Iterator[bytes]]) -> Callable[[Sequence[Story]], dict[str, bytes]]:
    return lambda told: {"a": b"".join(write(told))}


def _whole(write: Callable[[Sequence[Story]], bytes]) -> Callable[[Sequence[Story]], dict[str, bytes]]:
    return lambda told: {"a": write(told)}


def _each(write: Callable[[Story], bytes]) -> Callable[[Sequence[Story]], dict[str, bytes]]:
    return lambda told: {f"a{one.number}": write(one) for one in told}


def _texts(told: Sequence[Story]) -> dict[str, bytes]:
    return {f"{one.number}.txt": one.plain.encode() for one in told}


def _lines(told: Sequence[Story]) -> bytes:
    return b"".join(as_jsonl(told))


_WRITERS: dict[str, Callable[[Sequence[Story]], dict[str, bytes]]] = {
    "txt": _each(lambda one: one.plain.encode()),
    "html": _each(lambda one: one.page.encode()),
    "md": _each(lambda one: f"---\ntitle: {one.title}\ndate: {one.day}\n---\n\n{one.text}\n".encode()),
    "json": _joined(as_json),
    "jsonl": _joined(as_jsonl),
    "csv": _joined(as_csv),
    "parquet": _whole(_parquet),
    "rss": _whole(_feed),
    "eml": _each(_mail),
    "mbox": _whole(_mbox),
    "mhtml": _each(_mhtml),
    "warc": _joined(as_warc),
    "warc.gz": lambda told: {"a": b"".join(as_gz_members(as_warc(told)))},
    "arc": _whole(_arc),
    "wet": _whole(_wet),
    "docx": _each(_docx),
    "odt": _each(_odt),
    "rtf": _each(_rtf),
    "pdf": _each(_pdf),
    "xlsx": _whole(_xlsx),
    "ods": _whole(_ods),
    "epub": _whole(_epub),
    "nitf": _each(lambda one: _nitf([one])),
    "newsml": _whole(_g2),
    "lexis.txt": _whole(_lexis),
    "factiva.txt": _whole(_factiva),
    "jsonl.gz": _whole(lambda told: gzip.compress(_lines(told))),
    "jsonl.bz2": _whole(lambda told: bz2.compress(_lines(told))),
    "jsonl.zst": _whole(lambda told: zstandard.ZstdCompressor().compress(_lines(told))),
    "jsonl.xz": _whole(lambda told: lzma.compress(_lines(told))),
    "zip": _whole(lambda told: zipped(_texts(told))),
    "tar": _whole(lambda told: tarred(_texts(told))),
    "tar.gz": _whole(lambda told: tarred(_texts(told), "w:gz")),
}
FORMATS = tuple(_WRITERS)
"""Endings of the formats that are written; `.xls` and `.xlsb` are not, for want of a writer."""


def files_in(ending: str, told: Sequence[Story]) -> dict[str, bytes]:
    """The articles in a format, as files by their names: one file, or one an article where that is the format's way."""
    return {f"{name}.{ending}": data for name, data in _WRITERS[ending](told).items()}
