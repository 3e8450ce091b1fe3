"""Fit the weights of `events/place_ties.csv` on event_location (MIT), which a shipped model may be trained on.

usage: python -m benchmarks.fit_place_ties --cache FOLDER [--gold ../shared/gold] [--write]

The set labels, for one verb of a sentence, the place where it happened, or none. Each of our drafts at such a verb
is one choice among the places of its sentence and "none of them"; the model is a conditional logit, so that a weight
is a change in log odds against "none". Sources whose annotators named a place in under a fifth of their sentences
are left out: what they passed over says nothing. A sentence without a place counts a little more than one with, so
that the two kinds of error come out alike. Prints a five-fold cross-validation by sentence, then each weight with
its support; rows that the table marks as set by hand stay as they are.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.fit_place_evidence import write_weights
from transforms.annotator import Annotator, build_annotator
from transforms.events.drafts import Draft
from transforms.events.reading import sentences
from transforms.events.reading.passes import fill
from transforms.events.setting.placing import places_of
from transforms.events.setting.tying import observe
from transforms.model import ArticleText
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference

TIES: Final = Path("seeds/reference/events/place_ties.csv")
PENALTY: Final = 1.0  # L2, in examples
FOLDS: Final = 5
STEPS: Final = 400
_REACH: Final = 3  # characters between our trigger and the labelled verb
_LABELLED_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Choice:
    """A draft's places as observations, which of them are right, and whether the gold names a place at all."""

    text: str
    observed: tuple[Mapping[str, float], ...]
    is_right: tuple[bool, ...]
    has_place: bool


class DraftRecorder:
    """Runs the annotator and keeps the drafts of each text as they are placed."""

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator
        self._drafts: list[Draft] = []
        sentences.fill = self._record

    def _record(self, draft: Draft) -> Draft:
        filled = fill(draft)
        self._drafts.append(filled)
        return filled

    def drafts(self, text: str) -> list[Draft]:
        """The drafts of a text, before any are merged."""
        self._drafts.clear()
        self._annotator.annotate(ArticleText("", "", text))
        return list(self._drafts)

    def choices(self, records: Iterable[Mapping[str, Any]]) -> Iterator[Choice]:
        """One choice for each labelled verb at which we have a draft."""
        for record in records:
            text = " ".join(record["text"].split())
            verb = _verb_start(record)
            for draft in self.drafts(text):
                start, _ = draft.scene.paragraph.offsets(draft.sentence.doc[draft.trigger.start : draft.trigger.end])
                if abs(start - verb) <= _REACH and draft.scene.paragraph.field == "body":
                    yield _choice(draft, record)
                    break


def _choice(draft: Draft, record: Mapping[str, Any]) -> Choice:
    places = places_of(draft)
    gold = [fold(name) for name in record["location"]]
    observed = tuple(observe(place, draft, [other for other in places if other is not place]) for place in places)
    return Choice(record["text"], observed, tuple(_is_one_of(place.text, gold) for place in places), bool(gold))


def _verb_start(record: Mapping[str, Any]) -> int:
    """Where the verb stands once runs of white space are single blanks."""
    start = next(span["start"] for span in record["spans"] if span["label"] == "VERB")
    return len(" ".join(record["text"][:start].split())) + (record["text"][:start].split() != [])


def fold(text: str) -> str:
    """Lower-case words without accents and signs."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain.lower()).strip()


def _is_one_of(text: str, gold: Sequence[str]) -> bool:
    ours = fold(text)
    return bool(ours) and any(name and (name in ours or ours in name) for name in gold)


class TieModel:
    """The conditional logit: one row a place, choices numbered, "none of them" at a sum of 0."""

    def __init__(
        self, choices: Sequence[Choice], names: Sequence[str], by_hand: Mapping[str, float], none_weight: float
    ) -> None:
        columns = {name: number for number, name in enumerate(names)}
        self.rows = np.zeros((sum(len(choice.observed) for choice in choices), len(names)))
        self.choice_of = np.repeat(np.arange(len(choices)), [len(choice.observed) for choice in choices])
        for row, observed in zip(self.rows, (one for choice in choices for one in choice.observed), strict=True):
            for name, value in observed.items():
                row[columns[name]] = value
        self.start = np.array([by_hand.get(name, 0.0) for name in names])
        self.is_free = np.array([name not in by_hand for name in names])
        self.is_right = np.array([right for choice in choices for right in choice.is_right])
        self.has_place = np.array([choice.has_place for choice in choices])
        self.reachable = np.array([any(choice.is_right) for choice in choices])
        self.weight = np.where(self.has_place, np.where(self.reachable, 1.0, 0.0), none_weight)
        digests = [hashlib.md5(choice.text.encode(), usedforsecurity=False).hexdigest() for choice in choices]
        self.fold = np.array([int(digest, 16) % FOLDS for digest in digests])

    def fit(self, train: np.ndarray) -> np.ndarray:
        """The weights, by gradient descent with Adam's step sizes."""
        values = self.start.copy()
        mean, spread = np.zeros_like(values), np.zeros_like(values)
        for step in range(1, STEPS + 1):
            slope = self._slope(values, train)
            mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope * slope
            values -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
        return values

    def _slope(self, values: np.ndarray, train: np.ndarray) -> np.ndarray:
        odds = np.exp(np.clip(self.rows @ values, -30, 30))
        total = 1.0 + np.bincount(self.choice_of, odds, len(self.weight))
        share = odds / total[self.choice_of]
        right = np.bincount(self.choice_of, share * self.is_right, len(self.weight))
        target = share * self.is_right / np.maximum(right, 1e-9)[self.choice_of]
        say = (self.weight * train)[self.choice_of]
        return (self.rows.T @ ((share - target) * say) + PENALTY * values) * self.is_free

    def accuracy(self, score: np.ndarray) -> tuple[float, float]:
        """Share of labelled places found, and of sentences without one that we leave without."""
        best = np.full(len(self.weight), -np.inf)
        np.maximum.at(best, self.choice_of, score)
        hit = np.zeros(len(self.weight), bool)
        np.logical_or.at(hit, self.choice_of, (score == best[self.choice_of]) & self.is_right & (score > 0))
        return float(hit[self.has_place].mean()), float((best <= 0)[~self.has_place].mean())

    def cross_validate(self) -> tuple[float, float]:
        """The accuracy on sentences that the weights have not seen."""
        score = np.zeros(len(self.rows))
        for number in range(FOLDS):
            held = self.fold == number
            score[held[self.choice_of]] = (self.rows @ self.fit(~held))[held[self.choice_of]]
        return self.accuracy(score)


def read_records(path: Path, limit: int) -> list[Mapping[str, Any]]:
    """The records of the sources that label places, one a verb."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:limit]]
    records = [record for record in records if any(span["label"] == "VERB" for span in record["spans"])]
    totals = Counter(record["source"] for record in records)
    labelled = Counter(record["source"] for record in records if record["location"])
    kept = [record for record in records if labelled[record["source"]] >= _LABELLED_SHARE * totals[record["source"]]]
    return list({(record["text"], _verb_start(record)): record for record in kept}.values())


def main() -> None:
    """Print accuracy and weights; with --write, put the weights, rounded to tenths, in the table."""
    args = _arguments()
    annotator = build_annotator(read_reference(), load_gazetteer_frames(args.cache, print))
    fit_table(annotator, args.gold / "event_location.jsonl", args.limit, args.none_weight, args.write)


def fit_table(annotator: Annotator, gold: Path, limit: int, none_weight: float, write: bool) -> None:
    """Fit, report and perhaps write the table."""
    choices = list(DraftRecorder(annotator).choices(read_records(gold, limit)))
    with TIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_hand = {row["observation"]: float(row["weight"]) for row in rows if row["basis"] == "by hand"}
    model = TieModel(choices, [row["observation"] for row in rows], by_hand, none_weight)
    print(
        f"{len(choices)} choices; cross-validated: found {{:.1%}}, rightly none {{:.1%}}".format(
            *model.cross_validate()
        )
    )
    values = model.fit(np.ones(len(choices), bool))
    print("fitted on all: found {:.1%}, rightly none {:.1%}".format(*model.accuracy(model.rows @ values)))
    for row, value, column in zip(rows, values.tolist(), model.rows.T, strict=True):
        print(f"{row['observation']:18} {row['weight']:>6} {value:6.2f} {np.count_nonzero(column):6}")
        row["weight"] = str(round(value, 1) + 0.0)
    if write:
        write_weights(TIES, rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="where the gazetteer is built or lies")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--limit", type=int, default=10_000, help="records read")
    parser.add_argument("--none-weight", type=float, default=1.3, help="what a sentence without a place counts")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
