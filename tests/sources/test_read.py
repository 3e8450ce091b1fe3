"""Every format, compressed and archived, gives its documents; whatever is damaged gives a reject and nothing else."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import mailbox
import random
import tarfile
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import polars as pl
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_up_news import tarred, zipped
from warehouse.sources import (
    DOCUMENT_SCHEMA,
    Document,
    ReadLimits,
    Rejected,
    discover,
    documents_frame,
    read_documents,
    rejected_frame,
)

ROWS = [
    {"id": "1", "title": "Bridge shut", "text": "The river bridge was shut.\nPolice said so.", "source": "Wire"},
    {"id": "2", "title": "Talks, “resumed”", "text": "Envoys met in the port; no deal.", "source": "Wire"},
]
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Port News</title>
<item><title>Ferry sinks</title><link>https://port.example/1</link><guid>g1</guid>
<pubDate>Sun, 08 Aug 2021 10:00:00 GMT</pubDate><description>&lt;p&gt;A ferry sank.&lt;/p&gt;</description></item>
<item><title>Ferry raised</title><link>https://port.example/2</link><guid>g2</guid>
<description>It was raised.</description></item></channel></rss>"""


def read(path: Path, limits: ReadLimits | None = None) -> tuple[list[Document], list[Rejected]]:
    rows = [row for file in discover([str(path)]) for row in read_documents(file, limits)]
    return [row for row in rows if isinstance(row, Document)], [row for row in rows if isinstance(row, Rejected)]


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def as_csv(rows: list[dict[str, str]], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_parquet(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(rows).write_parquet(out)
    return out.getvalue()


RECORD_FILES = {
    "a.jsonl": "\n".join(json.dumps(row) for row in ROWS),
    "a.json": json.dumps(ROWS, indent=1),
    "wrapped.json": json.dumps({"status": "ok", "articles": ROWS}),
    "concatenated.json": "\n".join(json.dumps(row, indent=1) for row in ROWS),
    "unnamed.txt.gz.data": "\n".join(json.dumps(row) for row in ROWS),
    "a.csv": "\ufeff" + as_csv(ROWS),
    "a.tsv": as_csv(ROWS, "\t"),
    "semicolon.csv": as_csv(ROWS, ";"),
    "a.parquet": as_parquet(ROWS),
    "utf16.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode("utf-16"),
    "utf16.json": json.dumps(ROWS, ensure_ascii=False).encode("utf-16"),
    "utf16.csv": as_csv(ROWS).encode("utf-16"),
    "cp1252.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode("cp1252"),
}
COMPRESS = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
    ".xz": lzma.compress,
}


@pytest.mark.parametrize("ending", COMPRESS)
@pytest.mark.parametrize("name", RECORD_FILES)
def test_records_round_trip(tmp_path: Path, name: str, ending: str) -> None:
    data = RECORD_FILES[name]
    path = put(tmp_path / (name + ending), COMPRESS[ending](data.encode() if isinstance(data, str) else data))
    documents, rejected = read(path)
    assert not rejected
    assert [dict(document.record or {}) for document in documents] == ROWS
    assert all(document.format == "record" and document.record_number for document in documents)


MEMBERS = {
    "inner/a.txt": b"A plain story.",
    "inner/p.html": b"<!doctype html><html><body><p>Page.</p></body></html>",
    "manifest.csv": b"file,published_at\ninner/a.txt,2021-08-08\n",
    "__MACOSX/inner/._a.txt": b"litter",
    "deep/r.jsonl.gz": gzip.compress(json.dumps(ROWS[0]).encode()),
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        ("a.tar.gz", tarred(MEMBERS, "w:gz")),
        ("a.tgz", tarred(MEMBERS, "w:gz")),
        ("a.tar.zst", COMPRESS[".zst"](tarred(MEMBERS))),
    ],
)
def test_archives_give_their_members(tmp_path: Path, name: str, data: bytes) -> None:
    documents, rejected = read(put(tmp_path / name, data))
    assert not rejected
    inner = {document.uri.split("!", 1)[1]: document for document in documents}
    assert set(inner) == {"inner/a.txt", "inner/p.html", "deep/r.jsonl.gz"}
    assert inner["inner/a.txt"].payload == b"A plain story."
    assert inner["inner/a.txt"].manifest["published_at"] == "2021-08-08"
    assert inner["inner/p.html"].format == "html"
    assert inner["deep/r.jsonl.gz"].record == ROWS[0]


def test_zip_in_zip_and_manifest_by_member(tmp_path: Path) -> None:
    put(tmp_path / "o.zip", zipped({"i.zip": zipped({"x/b.txt": b"Deep story."})}))
    put(tmp_path / "manifest.csv", "file,title\no.zip!i.zip!x/b.txt,Deep\n")
    documents, rejected = read(tmp_path)
    assert not rejected
    assert documents[0].uri.endswith("o.zip!i.zip!x/b.txt")
    assert documents[0].manifest["title"] == "Deep"


@pytest.mark.parametrize("name", ["f.xml", "f.rss", "f.txt", "feed"])
def test_feed_entries(tmp_path: Path, name: str) -> None:
    documents, rejected = read(put(tmp_path / name, FEED))
    assert not rejected
    first = documents[0].record or {}
    assert (first["id"], first["title"], first["source"], first["url"]) == (
        "g1",
        "Ferry sinks",
        "Port News",
        "https://port.example/1",
    )
    assert first["html"] == "<p>A ferry sank.</p>"
    assert "2021" in first["published_at"]
    assert len(documents) == 2


def mail(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jane Doe <jane@example.org>"
    message["Subject"] = f"Storm nears coast {number}"
    message["Date"] = "Sun, 08 Aug 2021 10:00:00 +0200"
    message["Message-ID"] = f"<m{number}@example.org>"
    message.set_content("From the harbour, winds rose.\n\nFrom here they fell – “calm”.\n")
    return message


def test_mail_and_mailbox(tmp_path: Path) -> None:
    put(tmp_path / "one.eml", bytes(mail(1)))
    box = mailbox.mbox(str(tmp_path / "all.mbox"))
    for number in (2, 3):
        box.add(mail(number))
    box.close()
    documents, rejected = read(tmp_path)
    assert not rejected
    records = [document.record or {} for document in documents]
    assert [record["id"] for record in records] == ["m2@example.org", "m3@example.org", "m1@example.org"]
    assert all(record["authors"] == ["Jane Doe"] for record in records)
    assert records[0]["text"].split("\n")[2] == "From here they fell – “calm”."


def test_web_archive_gives_pages_with_their_address(tmp_path: Path) -> None:
    page = b"<html><body><p>Archived.</p></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1f1c6ae6-1111-4a5e-9a7b-000000000001>\r\n"
        b"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: https://a.example/x\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    )
    documents, rejected = read(put(tmp_path / "a.warc.gz", gzip.compress(head + http + b"\r\n\r\n")))
    assert not rejected
    assert (documents[0].payload, documents[0].manifest) == (page, {"url": "https://a.example/x"})


def test_content_wins_over_a_wrong_ending(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "<!DOCTYPE html><html><p>x</p></html>")
    put(tmp_path / "b.txt", gzip.compress(b"Plain."))
    put(tmp_path / "c", "Just words.")
    put(tmp_path / "d.md", "# Head\n\nText")
    documents, rejected = read(tmp_path)
    assert not rejected
    assert [document.format for document in documents] == ["html", "text", "text", "markdown"]
    assert documents[1].payload == b"Plain."


GOOD = json.dumps(ROWS[0])
DAMAGED = {
    "empty.txt": (b"", "empty_file", 0),
    "picture.jpg": (b"\xff\xd8\xff\xe0" + bytes(40), "unsupported_format", 0),
    "binary.txt": (bytes(range(256)) * 4, "unsupported_format", 0),
    "cut.json.gz": (gzip.compress(json.dumps(ROWS * 2000).encode())[:-40], "file_damaged", None),
    "notgz.txt.gz": (b"not gzip at all", "file_damaged", 0),
    "bad.zip": (b"PK\x03\x04" + b"x" * 50, "file_damaged", 0),
    "bad.parquet": (b"PAR1" + b"x" * 50 + b"PAR1", "file_damaged", 0),
    "line.jsonl": (f"{GOOD}\n{{broken\n{GOOD}".encode(), "json_invalid", 2),
    "list.jsonl": (f"[1,2]\n{GOOD}".encode(), "record_not_object", 1),
    "open.json": (b"[" + GOOD.encode() + b"," + GOOD.encode(), "json_invalid", 2),
    "numbers.csv": (b"year,count\n2020,1\n2021,2\n", "no_text_column", 0),
    "ragged.csv": (b"id,text\n1,fine\n2,a,b,c\n3,fine\n", "csv_invalid", 2),
    "page.rss": (b"<html>", "feed_without_entries", 0),
    "none.json": (b"[]", "no_documents", 0),
    "none.zip": (zipped({}), "empty_file", 0),
    "nul.csv": (b"id,text\n1,a\x00b\n2,fine\n", None, None),
    "deep.json": (b"[" * 100_000, "json_invalid", 0),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_told_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    data, rule, good = DAMAGED[name]
    documents, rejected = read(put(tmp_path / name, data))
    if rule is not None:
        assert [row.rule for row in rejected] == [rule]
        assert rejected[0].stage == "read"
        assert rejected[0].message
    if good is not None:
        assert len(documents) == good
    assert documents or rejected
    assert rejected_frame(rejected).height == len(rejected)


def test_one_bad_member_leaves_the_others(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"Good.", "b.txt.gz": b"\x1f\x8b damaged", "c.txt": b"Also good."})
    documents, rejected = read(put(tmp_path / "a.zip", data))
    assert [document.payload for document in documents] == [b"Good.", b"Also good."]
    assert [row.uri.split("!")[1] for row in rejected] == ["b.txt.gz"]


def test_encrypted_zip_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"Secret words."}))
    data[6] |= 1  # flag of the local header
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 1
    _, rejected = read(put(tmp_path / "a.zip", bytes(data)))
    assert [row.rule for row in rejected] == ["encrypted"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.txt.gz", gzip.compress(b"a" * 30_000_000)),
        ("bomb.zip", zipped({"a.jsonl": b"{}\n" * 10_000_000})),
        ("nested.zip", zipped({"b.txt.gz": gzip.compress(b"b" * 30_000_000)})),
    ],
)
def test_decompression_bombs_are_stopped(tmp_path: Path, name: str, data: bytes) -> None:
    limits = ReadLimits(max_document_bytes=1_000_000, max_expansion_ratio=50)
    documents, rejected = read(put(tmp_path / name, data), limits)
    assert rejected[-1].rule in ("size_limit", "file_too_large")
    assert all(len(document.payload or b"") <= 1_000_000 for document in documents)


def test_long_lines_are_skipped_not_held(tmp_path: Path) -> None:
    data = f'{GOOD}\n{{"text": "{"x" * 50_000}"}}\n{GOOD}\n'
    documents, rejected = read(put(tmp_path / "a.jsonl", data), ReadLimits(max_document_bytes=10_000))
    assert ([document.record_number for document in documents], rejected[0].record_number) == ([1, 3], 2)


def test_a_member_named_outside_of_its_archive_is_read(tmp_path: Path) -> None:
    documents, rejected = read(put(tmp_path / "a.zip", zipped({"../../up.txt": b"Read.", "../.hidden": b"Not."})))
    assert ([document.payload for document in documents], rejected) == ([b"Read."], [])
    assert not (tmp_path.parent / "up.txt").exists()


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    data = b"core"
    for _ in range(8):
        data = zipped({"n.zip": data})
    _, rejected = read(put(tmp_path / "n.zip", data))
    assert [row.rule for row in rejected] == ["nested_too_deep"]


def test_frame_has_its_schema_and_keeps_values(tmp_path: Path) -> None:
    when = datetime(2021, 8, 8, 10)  # noqa: DTZ001 - as Parquet files have it
    out = io.BytesIO()
    pl.DataFrame({"text": ["Words."], "published_at": [when], "tags": [["a", "b"]]}).write_parquet(out)
    put(tmp_path / "a.parquet", out.getvalue())
    put(tmp_path / "b.txt", "Words.")
    documents, _ = read(tmp_path)
    frame = documents_frame(documents)
    assert frame.schema == DOCUMENT_SCHEMA
    record = json.loads(frame["record"][0])
    assert record == {"text": "Words.", "published_at": "2021-08-08T10:00:00", "tags": ["a", "b"]}
    assert documents_frame([]).schema == DOCUMENT_SCHEMA


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=8), JSON_VALUES, min_size=1), min_size=1, max_size=6))
def test_any_json_list_is_split_into_its_objects(tmp_path_factory: pytest.TempPathFactory, rows: list[dict]) -> None:
    rows = [{"text": "t", **row} for row in rows]
    path = put(tmp_path_factory.mktemp("j") / "a.json", json.dumps(rows, ensure_ascii=True))
    documents, rejected = read(path)
    assert not rejected
    assert [dict(document.record or {}) for document in documents] == rows


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([*RECORD_FILES, "x.txt", "x.html", "x.eml", "x.mbox", "x.rss", "x.zip",
                                                 "x.tar", "x.gz", "x.warc", "x.tar.bz2", "x.zst"]))  # fmt: skip
def test_no_bytes_make_the_reader_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    documents, rejected = read(put(tmp_path_factory.mktemp("b") / name, data))
    assert documents or rejected


def test_a_manifest_url_is_that_of_one_record_only(tmp_path: Path) -> None:
    put(tmp_path / "one.json", json.dumps(ROWS[0]))
    put(tmp_path / "two.jsonl", RECORD_FILES["a.jsonl"])
    rows = "one.json,https://a.example/1,2021-08-08\ntwo.jsonl,https://a.example/2,2021-08-09\n"
    put(tmp_path / "manifest.csv", "file,url,published_at\n" + rows)
    documents, _ = read(tmp_path)
    assert [document.manifest.get("url") for document in documents] == ["https://a.example/1", None, None]
    assert [document.manifest["published_at"] for document in documents] == ["2021-08-08", "2021-08-09", "2021-08-09"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_that_is_too_long_costs_itself(tmp_path: Path, encoding: str) -> None:
    lines = [json.dumps({"id": "1", "text": "word " * 900}), json.dumps(ROWS[0])]
    documents, rejected = read(put(tmp_path / "a.jsonl", "\n".join(lines).encode(encoding)), ReadLimits(2000))
    assert [row.rule for row in rejected] == ["record_too_large"]
    assert [document.record for document in documents] == [ROWS[0]]


def test_a_large_list_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    record = json.dumps({"text": "word " * 2000})
    with path.open("w") as out:
        out.write("[" + ",".join(record for _ in range(4000)) + "]")
    tracemalloc.start()
    count = sum(1 for file in discover([str(path)]) for _ in read_documents(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert path.stat().st_size > 39_000_000
    assert peak < 20_000_000


def archived(number: int, off: int) -> bytes:
    """A record of a web archive whose stated length is `off` bytes from the true one."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Page %d.</p></html>" % number
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/%d\r\nContent-Length: %d\r\n\r\n"
        % (number, len(http) + off)
        + http
        + b"\r\n\r\n"
    )


@pytest.mark.parametrize("off", [-30, -1, 1, 4, 90, 10**12])
@pytest.mark.parametrize("wrong", [0, 1])
def test_a_wrong_length_loses_no_other_page(tmp_path: Path, off: int, wrong: int) -> None:
    data = b"".join(archived(number, off if number == wrong else 0) for number in range(3))
    documents, _ = read(put(tmp_path / "a.warc", data))
    pages = [document.payload or b"" for document in documents]
    assert {0, 1, 2} - {wrong} <= {number for number in range(3) if any(b"Page %d." % number in one for one in pages)}


def test_a_web_archive_whose_beginning_is_damaged_gives_its_other_pages(tmp_path: Path) -> None:
    data = b"".join(archived(number, 0) for number in range(3))
    documents, rejected = read(put(tmp_path / "a.warc", b"XX" + data[2:]))
    assert [page.manifest["url"][-1] for page in documents] == ["1", "2"]
    assert [row.rule for row in rejected] == ["record_damaged"]
    documents, rejected = read(put(tmp_path / "b.warc", b"No record is in this file.\nNone."))
    assert (documents, [row.rule for row in rejected]) == ([], ["file_damaged"])


@pytest.mark.parametrize(
    "data", [b"id,text\n1,Snow\x00 fell\n2,Rain fell\n", b"id,text\n1,Snow fell\n2,Rain fell\n\x00\x00"]
)
def test_a_stray_nul_loses_no_row(tmp_path: Path, data: bytes) -> None:
    documents, rejected = read(put(tmp_path / "a.csv", data))
    assert not rejected
    assert [(document.record or {})["text"] for document in documents] == ["Snow fell", "Rain fell"]


def test_an_entry_with_both_dates(tmp_path: Path) -> None:
    entry = "<entry><id>a</id><title>T</title><summary>Snow.</summary>%s<updated>2018-09-21T10:00:00Z</updated></entry>"
    both = entry % "<published>2018-03-04T10:00:00Z</published>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{both}{entry % ""}</feed>'
    documents, _ = read(put(tmp_path / "a.atom", feed))
    said = [((one.record or {})["published_at"][:10], (one.record or {})["updated_at"][:10]) for one in documents]
    assert said == [("2018-03-04", "2018-09-21"), ("2018-09-21", "2018-09-21")]


def numbers(documents: list[Document]) -> list[int]:
    return [int(page.manifest["url"][-1]) for page in documents]


@pytest.mark.parametrize("harm", ["flip", "cut out", "stray bytes", "no magic"])
def test_a_damaged_member_of_a_gzip_file_costs_itself_alone(tmp_path: Path, harm: str) -> None:
    filling = [random.Random(number).randbytes(30_000).hex().encode() + b"\r\n" for number in range(4)]
    members = [gzip.compress(archived(number, 0) + filling[number]) for number in range(4)]
    at = len(members[1]) // 2
    members[1] = {
        "flip": members[1][:at] + bytes([members[1][at] ^ 4]) + members[1][at + 1 :],
        "cut out": members[1][:at],
        "stray bytes": members[1] + b"stray \x1f\x8b\x08 bytes",
        "no magic": b"\0" + members[1][1:],
    }[harm]
    documents, rejected = read(put(tmp_path / "a.warc.gz", b"".join(members)))
    assert set(numbers(documents)) >= {0, 2, 3}
    assert [row.rule for row in rejected].count("file_damaged") == 1
    assert "damaged from byte" in next(row.message for row in rejected if row.rule == "file_damaged")


def test_damage_that_makes_sense_to_the_end_of_the_file_takes_no_other_member(tmp_path: Path) -> None:
    texts = [" ".join(str(random.Random(n).random()) for n in range(count)) for count in (5, 60, 5)]
    members = [gzip.compress(json.dumps({"id": n, "text": text}).encode() + b"\n") for n, text in enumerate(texts)]
    for cut in range(9, 19):
        harmed = [members[0], members[1][:-cut], *members[2:]]
        documents, rejected = read(put(tmp_path / f"{cut}.jsonl.gz", b"".join(harmed)))
        assert [row.record["id"] for row in documents if row.record] == [0, 2], cut
        assert [row.rule for row in rejected] == ["file_damaged"]


def test_a_wrong_checksum_of_the_last_member_takes_nothing_of_it(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"".join(b'{"text": "Ferries stop %d."}\n' % number for number in range(9))))
    packed[-6] ^= 1
    documents, rejected = read(put(tmp_path / "a.jsonl.gz", bytes(packed)))
    assert (len(documents), [row.rule for row in rejected]) == (9, ["file_damaged"])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, zstandard.ZstdCompressor().compress, lzma.compress])
def test_what_stands_before_a_cut_is_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    def cut(parts: list[bytes]) -> bytes:
        packed = [pack(part) for part in parts]
        return b"".join(packed)[: -len(packed[-1]) // 2]

    documents, rejected = read(put(tmp_path / "a.warc.x", cut([archived(number, 0) for number in range(3)])))
    assert (numbers(documents), rejected[-1].rule) == ([0, 1], "file_damaged")
    lines = [json.dumps({"title": f"T{n}", "text": f"Ferries stop {n}."}).encode() + b"\n" for n in range(3)]
    documents, rejected = read(put(tmp_path / "b.jsonl.x", cut(lines)))
    assert [row.record["title"] for row in documents if row.record] == ["T0", "T1"]
    assert rejected[-1].rule == "file_damaged"


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_web_archive_with_a_dictionary_of_its_own(tmp_path: Path, is_packed: bool) -> None:
    records = [archived(number, 0) for number in range(9)]
    words = zstandard.train_dictionary(300, [archived(number, 0) for number in range(2_000)])
    packed = zstandard.ZstdCompressor().compress(words.as_bytes()) if is_packed else words.as_bytes()
    frame = b"\x5d\x2a\x4d\x18" + len(packed).to_bytes(4, "little") + packed
    frames = [zstandard.ZstdCompressor(dict_data=words).compress(record) for record in records]
    documents, rejected = read(put(tmp_path / "a.warc.zst", frame + b"".join(frames)))
    assert (numbers(documents), rejected) == (list(range(9)), [])
    bomb = zstandard.ZstdCompressor().compress(bytes(40_000_000))
    frame = b"\x5d\x2a\x4d\x18" + len(bomb).to_bytes(4, "little") + bomb
    documents, rejected = read(put(tmp_path / "a.warc.zst", frame + b"".join(frames)))
    assert (documents, [row.rule for row in rejected]) == ([], ["size_limit"])
    documents, rejected = read(put(tmp_path / "a.warc.zst", frame[:50]))
    assert (documents, [row.rule for row in rejected]) == ([], ["file_damaged"])


def test_a_damaged_record_takes_nothing_of_the_one_before(tmp_path: Path) -> None:
    harmed = archived(1, 0).replace(b"WARC/1.0", b"WA\xff\x001.0")
    documents, rejected = read(put(tmp_path / "a.warc", archived(0, 0) + harmed + archived(2, 0)))
    assert [page.payload for page in documents] == [b"<html><p>Page %d.</p></html>" % number for number in (0, 2)]
    assert [row.rule for row in rejected] == ["record_damaged"]


@pytest.mark.parametrize(
    ("fields", "body", "found"),
    [
        (b"", b"<!DOCTYPE html><p>Page.", True),
        (b"", b"%PDF-1.7", False),
        (b"Content-Type: text/html\r\nContent-Encoding: deflate\r\n", zlib.compress(b"Page.", wbits=-15), True),
        (b"Content-Type: text/html\r\nContent-Encoding: zstd\r\n", zstandard.compress(b"Page."), True),
        (b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n", b"Page.", True),
        (b"Content-Type: text/html\r\nContent-Encoding: gz\xeep\r\n", b"Page.", True),
        (b"X: %s\r\n" % (b"y" * 70_000) + b"X: y\r\n" * 120 + b"Content-Type: text/html\r\n", b"Page.", True),
        (b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", b"5\r\nPage.\r\n0\r\n\r\n", True),
    ],
)  # fmt: skip
def test_answers_in_a_web_archive(tmp_path: Path, fields: bytes, body: bytes, found: bool) -> None:
    answer = b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n" + body
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nContent-Length: %d\r\n\r\n"
    documents, rejected = read(put(tmp_path / "a.warc", record % len(answer) + answer + b"\r\n\r\n" + archived(2, 0)))
    assert (numbers(documents), rejected) == ([1, 2] if found else [2], [])
    assert b"Page" in (documents[0].payload or b"")
    answer = answer.replace(b"HTTP", bytes(4))
    documents, rejected = read(put(tmp_path / "b.warc", record % len(answer) + answer + b"\r\n\r\n" + archived(2, 0)))
    assert (numbers(documents), [row.rule for row in rejected]) == ([2], ["record_damaged"])


def test_a_tar_gives_no_file_with_a_hole_where_a_gzip_member_is_damaged(tmp_path: Path) -> None:
    files = {f"{number}.txt": random.Random(number).randbytes(9_000).hex() for number in range(4)}
    data = tarred({name: text.encode() for name, text in files.items()})
    packed = [bytearray(gzip.compress(data[at : at + 5_000])) for at in range(0, len(data), 5_000)]
    packed[5][len(packed[5]) // 2] ^= 4  # in the second file
    documents, rejected = read(put(tmp_path / "a.tar.gz", b"".join(packed)))
    assert [(one.payload or b"").decode() for one in documents] == [files["0.txt"]]
    assert [row.rule for row in rejected] == ["file_damaged"]


@pytest.mark.parametrize("folder", ["", "long name " * 15 + "/"])
@pytest.mark.parametrize("harm", ["flip", "cut in a header", "cut before the end"])
def test_a_damaged_header_of_a_tar_costs_its_file_alone(tmp_path: Path, harm: str, folder: str) -> None:
    data = tarred({f"{folder}{number}.txt": f"Ferries stop {number}. ".encode() * 30 for number in range(4)})
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        bodies = [entry.offset_data for entry in archive]  # each behind its header
    harmed = {
        "flip": data[: bodies[1] - 362] + b"\xff" + data[bodies[1] - 361 :],
        "cut in a header": data[: bodies[3] - 412],
        "cut before the end": data[: bodies[3] + 1024],
    }[harm]
    documents, rejected = read(put(tmp_path / "a.tar", harmed))
    found = {"flip": [0, 2, 3], "cut in a header": [0, 1, 2], "cut before the end": [0, 1, 2, 3]}[harm]
    assert [int(one.uri[-5]) for one in documents] == found
    assert [row.rule for row in rejected] == (["file_damaged"] if len(found) < 4 else [])
