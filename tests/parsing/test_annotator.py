"""An article that cannot be coded is reported, and never stops the others."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import polars as pl

from transforms.annotator import LONGEST_CODED, Annotator, annotate_articles
from transforms.model import Annotation, ArticleText, Timex


class StubAnnotator:
    """Finds the first word as a date, and breaks on a text that says so."""

    def annotate(self, article: ArticleText) -> Annotation:
        if "break" in article.body:
            raise ValueError("cannot read this")
        word = article.body.split()[0]
        day = date(2024, 5, 1)
        timex = Timex("body", 0, len(word), word, "DATE", "2024-05-01", None, day, day, 1, "absolute")
        return Annotation([timex], [], [], [])


def articles(**bodies: str) -> pl.DataFrame:
    rows = [
        {
            "article_id": key,
            "title": "A title",
            "body": body,
            "language": "fr" if key == "french" else "en",
            "raw_uri": f"{key}.txt",
            "coder_version": "1",
        }
        for key, body in bodies.items()
    ]
    return pl.DataFrame(rows)


def coded(**bodies: str) -> dict[str, pl.DataFrame]:
    return annotate_articles(articles(**bodies), cast(Annotator, cast(Any, StubAnnotator())))


def test_a_failing_article_is_rejected_and_the_others_coded() -> None:
    frames = coded(good="Wednesday came", bad="break it", last="Friday came")
    assert frames["date_mentions"]["article_id"].to_list() == ["good", "last"]
    rejected = frames["rejected_records"].row(0, named=True)
    assert (rejected["article_id"], rejected["rule"], rejected["raw_uri"]) == ("bad", "annotator_failed", "bad.txt")
    assert "cannot read this" in rejected["message"]


def test_a_text_too_long_to_be_an_article_is_stored_but_not_coded() -> None:
    frames = coded(book="word " * (LONGEST_CODED // 5 + 1), good="Wednesday came")
    assert frames["articles"].select("article_id", "coder_version").rows() == [("book", None), ("good", "1")]
    assert frames["date_mentions"]["article_id"].to_list() == ["good"]
    assert frames["rejected_records"]["rule"].to_list() == ["too_long"]


def test_only_english_is_coded() -> None:
    frames = coded(french="Mercredi matin")
    assert frames["articles"].height == 1
    assert frames["date_mentions"].height == 0
    assert frames["rejected_records"].height == 0


def test_identifiers_do_not_depend_on_the_other_articles() -> None:
    together = coded(a="Wednesday came", b="Friday came")["date_mentions"]
    alone = coded(b="Friday came")["date_mentions"]
    assert together.filter(article_id="b")["mention_id"].to_list() == alone["mention_id"].to_list()
