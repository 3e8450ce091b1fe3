"""The same articles in every format that is read come out as the same articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.made_up_news import FORMATS, files_in, stories
from transforms.prepare import prepare_documents
from warehouse.sources import Document, discover, documents_frame, read_documents

TOLD = list(stories(2))


@pytest.mark.parametrize("ending", FORMATS)
def test_titles_days_and_texts_are_those_that_were_written(tmp_path: Path, ending: str) -> None:
    for name, data in files_in(ending, TOLD).items():
        (tmp_path / name).write_bytes(data)
    rows = [row for file in discover([str(tmp_path)]) for row in read_documents(file)]
    documents = [row for row in rows if isinstance(row, Document)]
    articles = prepare_documents(documents_frame(documents)).articles.sort("title").to_dicts()
    assert len(rows) == len(documents) == len(TOLD)
    assert [(one["title"], one["published_date"]) for one in articles] == [(one.title, one.day) for one in TOLD]
    assert ["".join(one["body"].split()) for one in articles] == ["".join(one.text.split()) for one in TOLD]
