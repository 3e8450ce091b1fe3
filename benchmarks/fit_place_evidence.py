"""Fit the weights of `places/evidence.csv` by logistic regression, on data that a shipped model may be trained on.

usage: python -m benchmarks.fit_place_evidence --cache FOLDER [--gold ../shared/gold] [--write]

Three sources, each with the same say: reports made from sentences of our own (`place_reports`); event_location (MIT),
where the labelled places are places, and small names without a label are not, unless a preposition of place stands
before them (the set labels one event's places only, so that larger unlabelled names say nothing); MUC-4 (public
domain), where places of the templates are places, and what lies inside names of people and groups is not.
The features are the recogniser's own observations. A weight is rounded to halves; 1 stands for even odds. Rows that
the table marks as set by hand stay as they are and are part of the sum.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.place_reports import ReportMaker
from transforms.known_names import case_restorer
from transforms.languages.english import has_name
from transforms.model import ArticleText
from transforms.parsing import ArticleParser, load_language_model
from transforms.places import Gazetteer
from transforms.places.lexicon import PlaceLexicon
from transforms.places.recognition import PlaceRecognizer
from transforms.places.sighting import Sighting
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference

EVIDENCE: Final = Path("seeds/reference/places/evidence.csv")
SEED: Final = 20
PENALTY: Final = 10.0  # L2, in examples; the best of 1, 3, 10, 30 and 100 when each source is held out in turn
EVEN_ODDS: Final = 1.0  # the sum at which a name is as likely a place as not
PLACES_KM: Final = 161.0  # within which a place counts as right
_LARGE: Final = 100_000
_PLACE_BEFORE: Final = re.compile(
    r"\b(?:in|near|at|from|of|outside|around|to|between|and)(?: the)? $|, $", re.IGNORECASE
)
_QUOTED: Final = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Example:
    """The observations on one name and whether it is a place."""

    observations: tuple[str, ...]
    is_place: bool
    source: str


class ExampleMaker:
    """Runs the recogniser's observations over labelled texts."""

    def __init__(self, cache: Path, seed: int = SEED) -> None:
        tables, nlp = read_reference(), load_language_model()
        frames = load_gazetteer_frames(cache, print)
        self.gazetteer = Gazetteer.from_frames(frames)
        self._recognizer = PlaceRecognizer(self.gazetteer, PlaceLexicon.from_tables(tables))
        restorer = case_restorer(nlp, tables, frames)
        self.parser = ArticleParser(nlp, restorer, needs_parse=lambda _: False, needs_entities=has_name)
        self.reports = ReportMaker(frames, tables, seed)

    def observe(self, text: str) -> list[Sighting]:
        """Every gazetteer name of a text with what is observed on it."""
        paragraphs = self.parser.parse(ArticleText("", "", text))
        return [sighting for found in self._recognizer.consider_all(paragraphs) for sighting in found]

    def from_reports(self, rounds: int) -> Iterator[Example]:
        """Examples from sentences of our own."""
        for report in self.reports.make(rounds):
            for sighting in self.observe(report.text):
                start, end = _span(sighting)
                is_place = any(start < last and first < end for first, last, _ in report.places)
                yield Example(tuple(sighting.observations), is_place, "own")

    def from_event_location(self, records: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
        """Labelled places, and small unlabelled names that nothing introduces as places."""
        for record in records:
            text = " ".join(record["text"].split())
            labelled = [span["text"] for span in record["spans"] if span["label"] == "LOCATION"]
            for sighting in self.observe(text):
                if sighting.text in labelled:
                    yield Example(tuple(sighting.observations), True, "event_location")
                elif not any(sighting.text in name for name in labelled) and _is_no_place(text, sighting):
                    yield Example(tuple(sighting.observations), False, "event_location")

    def from_muc(self, records: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
        """Places of the templates, and names inside those of people and groups."""
        for record in records:
            places, others = muc_places(record), muc_others(record)
            text = unwrap(record["text"])
            barred = [found.span() for name in others for found in re.finditer(re.escape(name), text)]
            for sighting in self.observe(text):
                start, end = _span(sighting)
                if any(first <= start and end <= last for first, last in barred):
                    yield Example(tuple(sighting.observations), False, "muc4")
                elif sighting.text in places:
                    yield Example(tuple(sighting.observations), True, "muc4")


def main() -> None:
    """Print each weight with its support; with --write, put the rounded ones in the table."""
    args = _arguments()
    maker = ExampleMaker(args.cache)
    examples = [*maker.from_reports(args.rounds)]
    examples += maker.from_event_location(read_records(args.gold / "event_location.jsonl", args.limit))
    examples += maker.from_muc(read_records(args.gold / "muc4.jsonl", args.limit))
    print(Counter((example.source, example.is_place) for example in examples))
    with EVIDENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_hand = {row["observation"]: float(row["weight"]) for row in rows if row["basis"] == "by hand"}
    fitted = fit(examples, [row["observation"] for row in rows], by_hand)
    support = Counter(name for example in examples for name in example.observations)
    held = Counter(name for example in examples if example.is_place for name in example.observations)
    for row in rows:
        name = row["observation"]
        share = held[name] / max(1, support[name])
        print(f"{name:24} {row['weight']:>6} {fitted[name]:6.2f} {support[name]:6} {share:.0%} {row['basis']}")
        if name not in by_hand:
            row["weight"] = str(round(fitted[name] * 2) / 2 + 0.0)
    if args.write:
        write_weights(EVIDENCE, rows)


def fit(examples: Sequence[Example], names: Sequence[str], by_hand: Mapping[str, float]) -> dict[str, float]:
    """Weights by Newton's method; sources weigh the same, and so do places and others within a source."""
    columns = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        for name in example.observations:
            matrix[row, columns[name]] = 1.0
    target = np.array([example.is_place for example in examples], dtype=float)
    sizes = Counter((example.source, example.is_place) for example in examples)
    weight = np.array([len(examples) / len(sizes) / sizes[e.source, e.is_place] for e in examples])
    offset = np.array([by_hand.get(name, 0.0) for name in names])
    free = np.array([name not in by_hand for name in names])
    values = np.where(free, 0.0, offset)
    for _ in range(25):
        share = 1.0 / (1.0 + np.exp(EVEN_ODDS - matrix @ values))
        gradient = matrix[:, free].T @ (weight * (target - share)) - PENALTY * values[free]
        curve = (matrix[:, free].T * (weight * share * (1.0 - share))) @ matrix[:, free]
        values[free] += np.linalg.solve(curve + PENALTY * np.eye(int(free.sum())), gradient)
    return dict(zip(names, values.tolist(), strict=True))


def _is_no_place(text: str, sighting: Sighting) -> bool:
    """Whether an unlabelled name is too small to be taken for a place that the set had no reason to label."""
    known = [c for c in sighting.candidates if c.quality < 2]
    is_large = any(c.kind in ("country", "admin1", "region") or c.population >= _LARGE for c in known)
    return not is_large and _PLACE_BEFORE.search(text[: _span(sighting)[0]]) is None


def _span(sighting: Sighting) -> tuple[int, int]:
    return sighting.paragraph.start + sighting.start, sighting.paragraph.start + sighting.end


def unwrap(text: str) -> str:
    """The message with its hard-wrapped lines joined and a blank line between paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def muc_places(record: Mapping[str, Any]) -> set[str]:
    """The places of a message's templates."""
    return {
        part["name"] for template in record["templates"] for path in template["locations"] for part in path
    }  # fmt: skip


def muc_others(record: Mapping[str, Any]) -> set[str]:
    """The people and groups of a message's templates."""
    slots = ("hum_name", "perp_org")
    lines = [line for template in record["templates"] for slot in slots for line in template[slot]]
    return {name for line in lines for name in _QUOTED.findall(line) if len(name) > 3}


def read_records(path: Path, limit: int) -> Iterator[Mapping[str, Any]]:
    """The first records of a set."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= limit:
                return
            yield json.loads(line)


def write_weights(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write a reference table of observations and their weights in place of what was there."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="where the gazetteer is built or lies")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--rounds", type=int, default=25, help="how often each report of our own is filled")
    parser.add_argument("--limit", type=int, default=4000, help="records of each set")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
