"""Pages that hold several articles, and pages that only seem to: what is read of them."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from warehouse.sources import Document, discover, read_documents
from warehouse.sources.model import Page, Piece
from warehouse.sources.pieces import split_document
from warehouse.sources.structured import Record

PARAGRAPH = "The harbour office said that no boat may leave before the storm has passed and the pier was looked at."
POST = "<article{3}><h2>{0}</h2><time datetime='2019-08-1{1}'>x</time>{2}</article>"
SHORT, LONG = f"<p>{PARAGRAPH}</p>" * 4, f"<p>{PARAGRAPH}</p>" * 40


def post(title: str, day: int = 1, text: str = SHORT, attributes: str = "") -> str:
    return POST.format(title, day, text, attributes)


def cut(body: str, head: str = "") -> list[object]:
    return list(split_document("html", f"<html><head>{head}</head><body>{body}</body></html>".encode()))


def test_a_page_of_whole_articles_gives_a_page_of_each_with_what_the_site_says_of_itself() -> None:
    site = '<meta charset="utf-8"><meta property="og:site_name" content="Tide Times"><meta name="author" content="A B">'
    pages = cut(f"<main>{post('Ferry aground', 1)}{post('Basin closed “now”', 2)}</main>", site)
    assert [isinstance(page, Page) for page in pages] == [True, True]
    first, second = (page.payload.decode() for page in pages if isinstance(page, Page))
    assert "Tide Times" in first and "Ferry aground" in first and "Basin" not in first
    assert "Basin closed “now”" in second and "A B" not in second


@pytest.mark.parametrize(
    "body",
    [
        post("Ferry") + f"<aside>{post('Other')}</aside>",
        post("Ferry") + f"<div class='comments'>{post('Joe')}</div>",
        post("Ferry") + f"<article><h2><a href='/b'>Basin</a></h2><p>{PARAGRAPH}</p></article>",
        f"<h1>Ferry</h1>{LONG}{post('A')}{post('B')}",
        f"<h1>Ferry</h1><div>{LONG}</div>"
        f"{post('A', attributes=' class=related-card')}{post('B', attributes=' class=card')}",
        post("The story", text=LONG) + post("Shown below it"),
    ],
)
def test_teasers_comments_and_what_stands_beside_a_story_are_no_articles(body: str) -> None:
    (only,) = cut(body)
    assert isinstance(only, Piece)


TIME = '<time datetime="2024-03-05T1{0}:20:00+00:00">1{0}:20</time>'
BLOCK = '<div class="block" id="b-{0}"><p class="when">{1}</p><h2>Mole {0}</h2><div><p>{2}</p></div></div>'
ITEM = '<li class="post-{0}"><article><header><h3>Mole {0}</h3>{1}</header><p>{2}</p></article></li>'
ENTRY = '<section class="entry"><div>{1}</div><div><p>{2}</p><blockquote>{2}</blockquote></div></section>'
AS_IT_HAPPENED = "<h1>Storm on the quay - as it happened</h1><main>{}</main>"


def live(around: str, post: str, hours: tuple[int, ...] = (7, 6, 4, 2)) -> list[object]:
    return cut(around.format("".join(post.format(n, TIME.format(n), f"{PARAGRAPH} No {n}.") for n in hours)))


@pytest.mark.parametrize(
    ("around", "post"),
    [
        (AS_IT_HAPPENED, BLOCK),
        ('<h1>Storm</h1><ol class="live-stream">{}</ol>', ITEM),
        ('<div id="liveblog"><h1>Storm</h1><p>Follow it here.</p>{}</div>', ENTRY),
    ],
)
def test_posts_of_a_live_blog_with_times_in_the_markup(around: str, post: str) -> None:
    read = [one.values for one in live(around, post) if isinstance(one, Record)]
    assert [str(one["published_at"])[11:16] for one in read] == ["17:20", "16:20", "14:20", "12:20"]
    assert [f"No {n}." in str(one["text"]) for n, one in zip((7, 6, 4, 2), read, strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("around", "post", "hours"),
    [
        ("<h1>Storm on the quay, hour by hour</h1><main>{}</main>", BLOCK, (7, 6, 4, 2)),  # nobody calls it live
        ('<h1>Storm - as it happened</h1><div class="comments">{}</div>', BLOCK, (7, 6, 4, 2)),
        (AS_IT_HAPPENED, BLOCK, (6, 7, 2, 4)),  # in no order
        (f"<h1>Storm - as it happened</h1>{LONG}{{}}", BLOCK, (7, 6, 4)),  # beside a story
        (AS_IT_HAPPENED, BLOCK, (7, 6)),
    ],
)
def test_texts_with_times_that_are_no_live_blog(around: str, post: str, hours: tuple[int, ...]) -> None:
    assert [type(one) for one in live(around, post, hours)] == [Piece]


def test_pieces_are_read_in_the_encoding_of_the_whole() -> None:
    text = "Пожар на складе\nОгонь заметили ночью.\n======\nМост закрыт\nДвижение остановлено.\n".encode("cp1251")
    texts = [piece.payload.decode() for piece in split_document("text", text, "======") if isinstance(piece, Piece)]
    assert [one.split("\n")[0] for one in map(str.strip, texts)] == ["Пожар на складе", "Мост закрыт"]


ROWS = 600
TABLE = "title,text,date\n" + "".join(f"Notice {n},{PARAGRAPH} No {n}.,03/02/2024\n" for n in range(ROWS))


def documents(path: Path) -> tuple[int, list[str]]:
    (source,) = discover([str(path)])
    found = list(read_documents(source))
    return sum(isinstance(one, Document) for one in found), [one.rule for one in found if not isinstance(one, Document)]


def test_a_table_in_a_tar_is_read_whole_though_its_dates_are_looked_through_first(tmp_path: Path) -> None:
    path = tmp_path / "tables.tar"
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("./notices.csv")
        entry.size = len(TABLE.encode())
        archive.addfile(entry, io.BytesIO(TABLE.encode()))
    assert documents(path) == (ROWS, [])


def test_what_is_whole_of_a_damaged_table_is_read_though_its_dates_are_looked_through_first(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv.gz"
    packed = gzip.compress(TABLE.encode(), compresslevel=0)
    _ = path.write_bytes(packed[: len(packed) // 2])
    count, rules = documents(path)
    assert count > ROWS // 4
    assert rules == ["file_damaged"]
