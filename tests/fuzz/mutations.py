"""Broken copies of good files, through the readers, the preparation and the tagging.

`python tests/fuzz/mutations.py --minutes 20 --seed 7` looks for more by hand; it prints what falls with the seed that
brings it back. Nothing may be raised and nothing take longer than ten seconds.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from flows.ingest import load_fact_words, load_words
from flows.time_limits import processor_limit
from transforms.duplicates import sign_articles
from transforms.limits import OutOfTimeError
from transforms.prepare import prepare_documents
from warehouse.sources import Document, Rejected, discover, documents_frame, read_documents, rejected_frame

SECONDS = 10.0
SAMPLES = Path(__file__).parents[2] / "seeds" / "articles"
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b'"', b"''", b"<", b"</p>", b"<!--", b"<![CDATA[",
    b"]]>", b"&amp;", b"&#x110000;", b"&#0;", b"{", b"[", b"}", b"\\ud800", b"\\u0000", b"---\n", b"1e999",
    b"NaN", b"-1", b"9" * 400, b"%00", b"\xcc\x81" * 90, b"\xe2\x80\x8b" * 90, b"\xe2\x80\xae", b"\x1b[2J",
    b"From a@b.c Mon Aug  9 10:00:00 2021\n", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    b"WARC/1.0\r\n", b"31 February 2021", b"0000-00-00", b"99/99/9999", b"May 2021 " * 40, b"killed " * 90,
    b"(" * 300, b"the " * 90, b"Mr. A. B. C. " * 40, b"$9,999,999,999,999 ", b"\xf0\x9f\x9a\xa8" * 50,
)  # fmt: skip


def samples() -> dict[str, bytes]:
    """Files of every format by their name."""
    found = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.is_file()}
    found["page.warc"] = _as_warc(found["el_fasher_market.html"])
    found["feed.rss.gz"] = gzip.compress(found["east_africa_feed.xml"])
    found["mails.mbox"] = b"From a@b.example Mon Aug  9 10:00:00 2021\n" + found["capitals_newsletter.eml"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/story.txt", found["zaranj_falls.txt"])
        archive.writestr("a/manifest.csv", "file,published_at\nstory.txt,2021-08-07\n")
    found["stored.zip"] = packed.getvalue()
    return found


def _as_warc(page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nContent-Length: %d\r\n\r\n"
    return head % len(answer) + answer + b"\r\n\r\n"


def mutate(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to six things wrong."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        data = chance.choice(_CHANGES)(data, at, to, chance) or b"\n"
    return data[:200_000]


_Change = Callable[[bytes, int, int, random.Random], bytes]
_CHANGES: tuple[_Change, ...] = (
    lambda data, at, to, chance: data[:at] + chance.choice(TOKENS) + data[at:],
    lambda data, at, to, chance: data[:at] + chance.choice(TOKENS) + data[at:],
    lambda data, at, to, chance: data[:at] + chance.choice(TOKENS) * chance.randint(2, 60) + data[at:],
    lambda data, at, to, chance: data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
    lambda data, at, to, chance: data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at:],
    lambda data, at, to, chance: data[:at] + data[min(to, at + 400) :],
    lambda data, at, to, chance: data[:at] + data[at : at + 200] * chance.randint(2, 50) + data[at:],
    lambda data, at, to, chance: data[to:] + data[:at],
    lambda data, at, to, chance: data[:to],
    lambda data, at, to, chance: data.replace(b"\n", chance.choice((b"", b"\r", b"\n\n", b" "))),
    lambda data, at, to, chance: data.replace(b" ", chance.choice((b"", b"\xc2\xa0", b"  ", b"\n"))),
    lambda data, at, to, chance: data.swapcase(),
)


def _limit(size: int) -> AbstractContextManager[None]:
    del size
    return processor_limit(SECONDS)


def try_file(path: Path, *, coding: bool = False) -> tuple[int, int]:
    """Read, prepare and, if asked, code a file; how many articles and how many rejects came of it.

    Raises:
        AssertionError: it took too long, or something was neither read nor rejected.
    """
    with _limit(0):
        rows = [row for file in discover([str(path)]) for row in read_documents(file)]
    documents = [row for row in rows if isinstance(row, Document)]
    refused = rejected_frame([row for row in rows if isinstance(row, Rejected)])
    assert documents or refused.height, "nothing came of it"
    prepared = prepare_documents(documents_frame(documents), _limit)
    assert prepared.articles.height + prepared.rejected.height == len(documents)
    assert "too_slow" not in prepared.rejected.get_column("rule"), "too slow to prepare"
    articles = prepared.articles.unique("article_id", keep="first", maintain_order=True)
    _ = json.dumps(prepared.rejected.to_dicts()), prepared.articles.write_ipc(io.BytesIO())
    _ = sign_articles(articles, load_fact_words(), _limit)
    if coding:
        _code(articles)
    return prepared.articles.height, refused.height + prepared.rejected.height


def _code(articles: object) -> None:
    import polars as pl

    from flows.ingest import load_annotator
    from transforms.annotator import annotate_articles

    assert isinstance(articles, pl.DataFrame)
    versioned = articles.with_columns(pl.lit("en").alias("language"), pl.lit("v").alias("coder_version"))
    frames = annotate_articles(versioned, load_annotator(), _limit)
    failed = frames["rejected_records"].filter(pl.col("rule") != "too_long")
    assert not failed.height, f"not coded: {failed.get_column('message').to_list()}"


def main() -> None:
    """Mutate until the time is up; what falls is kept beside its message."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=1.0)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--coding", action="store_true", help="also run the tagging transforms")
    asked.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "dateline-fuzz")
    options = asked.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    load_words()
    good, tried, fell, seed = samples(), 0, 0, options.seed
    end = time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        seed += 1
        chance = random.Random(seed)
        name = chance.choice(sorted(good))
        path = options.keep / f"{seed}-{name}"
        path.write_bytes(mutate(good[name], chance))
        started = time.process_time()
        try:
            try_file(path, coding=options.coding)
        except (Exception, OutOfTimeError):
            fell += 1
            sys.stdout.write(f"--- {path}\n{traceback.format_exc()[-1500:]}\n")
        else:
            slow = time.process_time() - started
            if slow > SECONDS / 3:
                sys.stdout.write(f"slow: {slow:.1f} s {path}\n")
            else:
                path.unlink()
        tried += 1
        sys.stdout.flush()
    sys.stdout.write(f"{tried} files tried, {fell} fell\n")


if __name__ == "__main__":
    main()
