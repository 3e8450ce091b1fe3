"""What the machine can't do is no document's fault: it goes up to the run instead of becoming a reject."""

from __future__ import annotations

import errno

import polars as pl
import pytest

from transforms.limits import is_of_the_machine
from transforms.prepare import articles
from warehouse.sources import Document, documents_frame


@pytest.fixture
def documents() -> pl.DataFrame:
    return documents_frame(
        [Document("a.txt", None, "text", "0" * 64, payload=b"Harbour reopens\n\nThe harbour reopened.")]
    )


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EIO])
def test_a_full_disk_rejects_no_document(documents: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(articles, "_article_row", fails)
    with pytest.raises(OSError, match="no room"):
        articles.prepare_documents(documents)


def test_other_errors_are_the_documents(documents: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOENT, "not there")

    monkeypatch.setattr(articles, "_article_row", fails)
    (reject,) = articles.prepare_documents(documents).rejected.iter_rows(named=True)
    assert reject["rule"] == "not_readable"
    assert not is_of_the_machine(ValueError("not a number"))
