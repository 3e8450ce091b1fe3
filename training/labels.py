"""Labelled texts: our labels (`seeds/labels`) put to the texts that they are of.

What belongs here: reading labels and texts. Labels are offsets into a paragraph, codes and the words they point at;
texts of other people's collections are not in this repository and are read from where they lie.

A text is a dictionary: id, part (`train` or `dev`), source, date, paragraphs (the headline first, "" without one) and
mentions. A mention has p (its paragraph), trigger, actor, recipient, date, dead (spans into the paragraph, or None),
places (spans), event_type, acled_sub_event_type, status, head (key of the first mention of its happening) and row (0 no
coder would make the happening a row, 1 some would, 2 surely; None where nobody graded it).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELS_FOLDER = Path(__file__).resolve().parent.parent / "seeds" / "labels"
SHARED_FOLDER = Path(__file__).resolve().parent.parent.parent / "shared"
Text = dict[str, Any]


def read_texts(labels: Path = LABELS_FOLDER, shared: Path = SHARED_FOLDER) -> list[Text]:
    """All labelled texts whose paragraphs are at hand, in the order of their files."""
    paragraphs = dict(_paragraphs(shared))
    texts: list[Text] = []
    for path in sorted(labels.glob("*.jsonl")):
        for record in _records(path):
            found = record.get("paragraphs") or paragraphs.get(record["id"])
            if found is not None:
                texts.append(record | {"paragraphs": found, "mentions": [_spans(m) for m in record["mentions"]]})
    return texts


def _paragraphs(shared: Path) -> Iterator[tuple[str, list[str]]]:
    """Paragraphs by text id of the collections that lie beside the checkout."""
    wikinews = shared / "corpus" / "wikinews.jsonl"
    if wikinews.is_file():
        for record in _records(wikinews):
            yield record["id"], [record["title"], *record["paragraphs"]]
    muc = shared / "gold" / "muc4.jsonl"
    if muc.is_file():
        yield from _messages(muc)
    sentences = shared / "gold" / "event_location.jsonl"
    if sentences.is_file():
        for record in _records(sentences):
            yield f"loc-{record['id']}", ["", " ".join(record["text"].split())]
    for path in sorted((shared / "corpus" / "qasrl_qanom").glob("*.sentences.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            yield from ((row["qasrl_id"], ["", row["sentence"]]) for row in csv.DictReader(lines))


def _messages(path: Path) -> Iterator[tuple[str, list[str]]]:
    """MUC-4 messages, cut at blank lines; the reader's word pieces have no case, so that capitals stay."""
    for record in _records(path):
        cut = (" ".join(part.split()) for part in re.split(r"\n\s*\n", record["text"]))
        yield f"muc-{record['id']}", ["", *(part for part in cut if part)]


def _spans(mention: dict[str, Any]) -> dict[str, Any]:
    """The mention without the words at the end of each span, which are there for readers of the file."""
    bare = mention | {
        key: mention[key] and mention[key][:2] for key in ("trigger", "actor", "recipient", "date", "dead")
    }
    return bare | {"places": [span[:2] for span in mention["places"]]}


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
