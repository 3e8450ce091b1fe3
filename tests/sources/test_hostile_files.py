"""Files that stand in for others, hang, blow up or lie: each costs a reject and never the run."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import tarfile
import time
from pathlib import Path

import pytest

from warehouse.sources import Document, Rejected, discover, documents_frame, read_documents, rejected_frame

needs_unix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and odd names are a matter of Unix")


def read(*sources: Path) -> tuple[list[Document], list[Rejected]]:
    rows = [row for file in discover([str(one) for one in sources]) for row in read_documents(file)]
    documents = [row for row in rows if isinstance(row, Document)]
    rejected = [row for row in rows if isinstance(row, Rejected)]
    _ = documents_frame(documents), rejected_frame(rejected)  # what can't be stored raises here
    return documents, rejected


def rules(rejected: list[Rejected]) -> list[str]:
    return [one.rule for one in rejected]


@needs_unix
def test_pipes_circles_and_dead_links_cost_a_reject_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ferries stopped on Monday.")
    os.mkfifo(tmp_path / "b.txt")
    os.mkfifo(tmp_path / "manifest.csv")
    (tmp_path / "c.txt").symlink_to(tmp_path / "c.txt")
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "e.txt").symlink_to("/dev/zero")
    documents, rejected = read(tmp_path)
    assert [Path(one.uri).name for one in documents] == ["a.txt"]
    told = {Path(one.uri).name: one.rule for one in rejected}
    assert told == {
        "b.txt": "not_a_file",
        "manifest.csv": "not_a_file",
        "c.txt": "file_unreadable",
        "d.txt": "file_unreadable",
        "e.txt": "not_a_file",
    }


@needs_unix
def test_a_pipe_that_is_named_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "wire.txt")
    assert rules(read(tmp_path / "wire.txt")[1]) == ["not_a_file"]


@needs_unix
def test_a_name_that_is_no_utf8_is_read_and_written_out(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(odd, "wb") as out:  # noqa: PTH123 - no Path has such a name
            out.write(b"Ferries stopped on Monday.")
    except OSError:
        pytest.skip("this file system takes no such names")
    (document,), rejected = read(tmp_path)
    assert document.uri.endswith("/caf\\xe9.txt")
    assert not rejected


def test_names_in_archives_may_be_anything(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "/root/x.txt", "a\x1b[2Jb.txt", "'; DROP TABLE articles; --.txt", "caf\udce9.txt"]
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 26
            archive.addfile(entry, io.BytesIO(b"Ferries stopped on Monday."))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    documents, rejected = read(tmp_path / "a.tar")
    assert len(documents) == len(names)
    assert not rejected
    assert {one.payload for one in documents} == {b"Ferries stopped on Monday."}


def test_a_hole_of_a_terabyte_is_a_bomb(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("holes.txt")
    entry.size, entry.pax_headers = 0, {}
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry.pax_headers = {"GNU.sparse.size": str(10**12), "GNU.sparse.numblocks": "0", "GNU.sparse.map": ""}
        archive.addfile(entry)
    (tmp_path / "a.tar").write_bytes(plain.getvalue())
    documents, rejected = read(tmp_path / "a.tar")
    assert not documents
    assert rules(rejected)[0] in ("size_limit", "file_damaged", "no_documents")


@pytest.mark.parametrize("name", ["a.txt", "a", "a.html", "a.csv", "a.json", "a.jsonl", "a.md", "a.eml", "a.xml"])
@pytest.mark.parametrize("size", [200, 3_000, 60_000])
def test_noise_is_no_article(tmp_path: Path, name: str, size: int) -> None:
    (tmp_path / name).write_bytes(random.Random(size).randbytes(size))
    documents, rejected = read(tmp_path / name)
    assert not documents
    assert rejected


def test_a_text_that_goes_on_as_noise_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Ferries stopped on Monday.\n" * 400 + random.Random(1).randbytes(20_000))
    assert rules(read(tmp_path / "a.txt")[1]) == ["unsupported_format"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "shift-jis", "gb18030", "iso2022_jp"])
def test_text_of_the_world_is_no_noise(tmp_path: Path, encoding: str) -> None:
    text = {"cp1251": "Паромы стоят с понедельника. ", "utf-8": "Fähren stehen still. "}.get(encoding, "船は止まった。")
    (tmp_path / "a.txt").write_bytes((text * 500).encode(encoding))
    assert len(read(tmp_path / "a.txt")[0]) == 1


HEADER = "id,text\n"


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ('2,"Trains ran\n', ["1", *map(str, range(3, 60))]),
        ('2,"Trains ran\n2b,"Trams ran too\n', ["1", *map(str, range(3, 60))]),
        ('2,"Trains ran\n2b,"Trams ran too"\n', ["1", "2b", *map(str, range(3, 60))]),
        ('2,"Trains ran\nand trams too"\n', ["1", "2", *map(str, range(3, 60))]),
        ('2,"Trains ""ran""\n\nand trams too"\n', ["1", "2", *map(str, range(3, 60))]),
        ('2,Trains of 12" gauge ran\n', ["1", "2", *map(str, range(3, 60))]),
    ],
    ids=["unclosed", "two unclosed", "unclosed before closed", "two lines", "doubled", "inch"],
)
def test_a_quote_that_is_not_closed_costs_its_own_row(tmp_path: Path, bad: str, good: list[str]) -> None:
    rest = "".join(f"{number},Ferry {number} sailed\n" for number in range(3, 60))
    (tmp_path / "a.csv").write_text(f"{HEADER}1,Ferries stopped\n{bad}{rest}")
    documents, rejected = read(tmp_path / "a.csv")
    assert [(one.record or {})["id"] for one in documents] == good
    assert len(rejected) == bad.count("\n2b,") + 1 - ("2b" in good) if "2" not in good else not rejected


def test_quotes_that_open_in_every_row_are_read_in_a_moment(tmp_path: Path) -> None:
    """Each would take all the rest for its cell."""
    (tmp_path / "a.csv").write_text(HEADER + '1","Trains ran\n' * 20_000 + "7,Ferry 7 sailed\n")
    started = time.process_time()
    documents, rejected = read(tmp_path / "a.csv")
    assert ([(one.record or {})["id"] for one in documents], len(rejected)) == (["7"], 20_000)
    assert time.process_time() - started < 4


def test_a_link_in_a_circle_is_a_reject_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert (read(tmp_path / "a.txt")[0], len(read(tmp_path / "*.txt")[1])) == ([], 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", '{"text": "Ferries stopped", "a": ' + "[" * 900 + "]" * 900 + "}"),
        ("a.jsonl", '{"text": "Ferries stopped", "a": ' + '{"a":' * 300 + "1" + "}" * 300 + "}"),
        ("a.json", "[" * 100_000),
        ("a.jsonl", '{"a":' * 100_000),
        ("a.json", '{"text": ' + "9" * 5_000 + "}"),
    ],
)
def test_what_is_nested_too_deep_is_rejected(tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_text(data)
    documents, rejected = read(tmp_path / name)
    assert (len(documents), rules(rejected)) == (0, ["json_invalid"])


def test_many_small_values_are_read_in_a_moment(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" + "{}," * 60_000 + json.dumps({"text": "Ferries stopped"}) + "]")
    documents, _ = read(tmp_path / "a.json")
    assert len(documents) == 60_001


def test_a_feed_can_name_no_file_and_no_entity_bomb_goes_off(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("<rss><channel><item><title>Hush</title></item></channel></rss>")
    (tmp_path / "a.rss").write_bytes(os.fsencode(secret))
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    bomb += "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"
    outside = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
    item = "<rss version='2.0'><channel><item><title>T</title><description>{}</description></item></channel></rss>"
    (tmp_path / "b.rss").write_text(bomb + item.format("&j;"))
    (tmp_path / "c.rss").write_text(outside + item.format("&x; said"))
    documents, rejected = read(tmp_path / "a.rss", tmp_path / "b.rss", tmp_path / "c.rss")
    assert "Hush" not in str([one.record for one in documents])
    assert all(len(str(one.record)) < 10_000 for one in documents)
    assert "feed_without_entries" in rules(rejected)


def test_a_page_in_a_web_archive_is_unpacked_to_a_limit(tmp_path: Path) -> None:
    body = gzip.compress(bytes(100 * 1024 * 1024))
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: %d\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(head % len(answer) + answer + b"\r\n\r\n")
    documents, rejected = read(tmp_path / "a.warc")
    assert (documents, rules(rejected)) == ([], ["record_too_large"])


def test_a_mail_in_mails_in_mails_costs_itself_alone(tmp_path: Path) -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))
    one = "From a@b.example Mon Aug  9 10:00:00 2021\nFrom: a@b.example\nSubject: {}\n{}\n\n"
    (tmp_path / "a.mbox").write_text(one.format("Deep", deep) + one.format("Ferries", "\nFerries stopped on Monday."))
    documents, _ = read(tmp_path / "a.mbox")
    assert "Ferries stopped on Monday." in str([one.record for one in documents])
