"""Hold the confidence of place mentions against how many of them are right, on data that may be trained on.

usage: python -m benchmarks.place_confidence --cache FOLDER [--gold ../shared/gold]

Reports of our own (`place_reports`, other fillings than those of the fit): right within 161 km of the place that was
filled in. MUC-4: right where the country is that of the message's templates, for names that the templates have; names
inside those of people and groups are wrong.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.fit_place_evidence import PLACES_KM, ExampleMaker, muc_others, muc_places, read_records, unwrap
from benchmarks.place_reports import Filling
from transforms.model import ArticleText, PlaceMention
from transforms.places import PlaceTagger
from transforms.wording import use_words
from warehouse.reference import read_reference

SEED: Final = 21
Judged = tuple[float, bool]  # confidence, and whether the mention is right


class Judge:
    """Tags labelled texts and says of each mention that the labels speak of whether it is right."""

    def __init__(self, cache: Path) -> None:
        self._maker = ExampleMaker(cache, SEED)
        tables = read_reference()
        use_words(tables)
        self._tagger = PlaceTagger(self._maker.gazetteer, tables)

    def _tag(self, text: str) -> Sequence[PlaceMention]:
        article = ArticleText("", "", text)
        return [m for m in self._tagger.tag(article, self._maker.parser.parse(article)) if m.confidence > 0]

    def reports(self, rounds: int) -> Iterator[Judged]:
        """Mentions of reports of our own."""
        for report in self._maker.reports.make(rounds):
            for mention in self._tag(report.text):
                filled = [f for start, end, f in report.places if start < mention.end_char and mention.start_char < end]
                yield mention.confidence, bool(filled) and _is_near(mention, filled[0])

    def muc(self, records: Iterable[Mapping[str, Any]]) -> Iterator[Judged]:
        """Mentions of MUC-4 that the templates speak of."""
        for record in records:
            places, text = muc_places(record), unwrap(record["text"])
            barred = [found.span() for name in muc_others(record) for found in re.finditer(re.escape(name), text)]
            for mention in self._tag(text):
                country = (mention.location.country_name or "").upper() if mention.location else ""
                if any(first <= mention.start_char and mention.end_char <= last for first, last in barred):
                    yield mention.confidence, False
                elif mention.text in places:
                    yield mention.confidence, country in places


def _is_near(mention: PlaceMention, filled: Filling) -> bool:
    place = mention.location
    if place is None:
        return False
    across = (place.longitude - filled.longitude) * math.cos(math.radians(filled.latitude))
    return 111.2 * math.hypot(place.latitude - filled.latitude, across) < PLACES_KM


def main() -> None:
    """Print how often mentions are right, by tenths of confidence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="where the gazetteer is built or lies")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--limit", type=int, default=300, help="records of MUC-4")
    args = parser.parse_args()
    judge = Judge(args.cache)
    _print("own reports", [*judge.reports(args.rounds)])
    _print("MUC-4", [*judge.muc(read_records(args.gold / "muc4.jsonl", args.limit))])


def _print(source: str, judged: Sequence[Judged]) -> None:
    print(f"{source}: {len(judged)} mentions")
    gap = 0.0
    for tenth in range(10):
        inside = [(belief, right) for belief, right in judged if min(9, int(belief * 10)) == tenth]
        if inside:
            said = sum(belief for belief, _ in inside) / len(inside)
            true = sum(right for _, right in inside) / len(inside)
            gap += abs(said - true) * len(inside) / len(judged)
            print(f"  {tenth / 10:.1f}: {len(inside):6} mentions, confidence {said:.2f}, right {true:.2f}")
    print(f"  mean gap {gap:.3f}")


if __name__ == "__main__":
    main()
