"""How well Spanish is read, on articles of our own with labels: `python -m benchmarks.spanish [--errors]`.

What belongs here: reading the marked articles of `tests/languages/es`, and counting. `[el martes](d:2024-03-12)` is
a date (`d:?` one that has no days), `[Cali](p:3.45,-76.53)` and `[Chile](p:CL)` are places, `[…](x)` neither, and
`{ASSAULT k3}` says that the sentence before it tells of such an event, with three dead.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from transforms.languages.pack import LanguagePack
from transforms.languages.spanish.events import SpanishCoded
from transforms.model import ArticleText, Field, Location, Paragraph

ARTICLES = Path(__file__).resolve().parent.parent / "tests" / "languages" / "es"
PARTS = ("develop", "held")
NEAR_KM = 161.0
UNLABELLED = ("negated", "hypothetical")  # what did not happen has no label
_MARK = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<label>[^()]*)\)|\s?\{(?P<type>[A-Z]+)(?: k(?P<killed>\d+))?\}")


@dataclass(slots=True)
class Gold:
    """What one article says; spans are `(field, start, end)`."""

    article: ArticleText
    dates: dict[tuple[Field, int, int], tuple[date, date] | None] = field(default_factory=dict)
    places: dict[tuple[Field, int, int], str] = field(default_factory=dict)
    events: list[tuple[Field, int, str, int | None]] = field(default_factory=list)  # field, offset, type, killed


@dataclass(slots=True)
class Score:
    """Right, found and labelled ones of one kind."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        """Share of the found ones that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the labelled ones that were found."""
        return self.right / self.labelled if self.labelled else 0.0


def read_part(part: str) -> list[Gold]:
    """The articles of a part with their labels."""
    lines = (ARTICLES / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_unmarked(json.loads(line)) for line in lines]


def _unmarked(record: Mapping[str, Any]) -> Gold:
    texts = dict[str, str]()
    gold = Gold(ArticleText("", "", ""))
    for name in ("title", "body"):
        where, marked, out, at = cast("Field", name), record[name], "", 0
        for mark in _MARK.finditer(marked):
            out += marked[at : mark.start()]
            at = mark.end()
            if mark["type"]:
                killed = int(mark["killed"]) if mark["killed"] else None
                gold.events.append((where, len(out.rstrip()) - 1, mark["type"], killed))
                continue
            span = (where, len(out), len(out) + len(mark["text"]))
            out += mark["text"]
            kind, _, value = mark["label"].partition(":")
            if kind == "d":
                days = [date.fromisoformat(day) for day in value.split("/")] if value != "?" else []
                gold.dates[span] = (days[0], days[-1]) if days else None
            elif kind == "p":
                gold.places[span] = value
        texts[name] = out + marked[at:]
    published = date.fromisoformat(record["published"])
    gold.article = ArticleText(record["id"], texts["title"], texts["body"], published, "day", language="es")
    return gold


def measure(golds: Sequence[Gold], pack: LanguagePack) -> tuple[dict[str, Score], list[str]]:
    """The scores by kind, and a line for each error."""
    scores = {kind: Score() for kind in ("dates", "places", "killed", "types")}
    errors = list[str]()
    for gold in golds:
        for kind, found, labelled in _compared(gold, pack):
            right = found & labelled
            scores[kind].right += right.total()
            scores[kind].found += found.total()
            scores[kind].labelled += labelled.total()
            errors += [f"{gold.article.article_id} {kind} found {one}" for one in found - right]
            errors += [f"{gold.article.article_id} {kind} missed {one}" for one in labelled - right]
    return scores, errors


def _compared(gold: Gold, pack: LanguagePack) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    article = gold.article
    paragraphs = pack.parser.parse(article)
    dates = pack.dates.tag(article, paragraphs)
    places = pack.places.tag(article, paragraphs)
    coded = pack.events.code(article, paragraphs, dates, places, pack.actors.mentions(article, paragraphs, places))

    def text_of(span: tuple[Field, int, int]) -> str:
        whole = article.title if span[0] == "title" else article.body
        return whole[span[1] : span[2]]

    found: Counter[Any] = Counter((t.text, _days(t.date_start, t.date_end)) for t in dates if t.date_start is not None)
    labelled: Counter[Any] = Counter((text_of(s), _days(*days)) for s, days in gold.dates.items() if days is not None)
    yield "dates", found, labelled
    spans = {(p.field, p.start_char, p.end_char): p.location for p in places if p.location is not None}
    found = Counter(
        (text_of(span), gold.places[span] if _is_there(location, gold.places.get(span)) else location.name)
        for span, location in spans.items()
    )
    yield "places", found, Counter((text_of(span), value) for span, value in gold.places.items())
    deaths = {event.fatalities_best for event in coded.events} - {None}
    yield "killed", Counter(deaths), Counter({killed for *_, killed in gold.events} - {None})
    told = cast("SpanishCoded", coded).told_in
    pairs = zip(coded.events, told, strict=True)
    types = {(n, event.event_type) for event, numbers in pairs if event.status not in UNLABELLED for n in numbers}
    gold_types = {(_sentence(paragraphs, where, at), kind) for where, at, kind, _ in gold.events}
    yield "types", Counter(types), Counter(gold_types)


def _days(start: date | None, end: date | None) -> str:
    return f"{start}" if start == end else f"{start}/{end}"


def _sentence(paragraphs: Sequence[Paragraph], where: Field, at: int) -> int:
    """The running number of the sentence at an offset."""
    for paragraph in paragraphs:
        if paragraph.field == where:
            for i, sentence in enumerate(paragraph.doc.sents):
                start, end = paragraph.offsets(sentence)
                if start <= at < end:
                    return paragraph.first_sentence_number + i
    return -1


def _is_there(location: Location, label: str | None) -> bool:
    """Whether a location is the labelled country or lies within 161 km of the labelled point; a division is wide."""
    if label is None:
        return False
    if "," not in label:
        return location.country_iso2 == label and location.feature_code in ("PCLI", "PCLD", "PCL", "RGN")
    latitude, longitude = map(float, label.split(","))
    north = (location.latitude - latitude) * 111.2
    east = (location.longitude - longitude) * 111.2 * math.cos(math.radians(latitude))
    return math.hypot(north, east) <= (3 * NEAR_KM if location.feature_code == "ADM1" else NEAR_KM)


def spanish_pack() -> LanguagePack:
    """The pack over the reference tables and the gazetteer of this machine."""
    from flows.settings import gazetteer_cache_folder  # noqa: PLC0415 - tests bring a pack of their own
    from transforms.languages.pack import Material  # noqa: PLC0415
    from transforms.languages.spanish import build  # noqa: PLC0415
    from transforms.places import Gazetteer  # noqa: PLC0415
    from warehouse.gazetteer import load_gazetteer_frames  # noqa: PLC0415
    from warehouse.reference import read_reference  # noqa: PLC0415

    frames = load_gazetteer_frames(gazetteer_cache_folder(), print)
    return build(Material(read_reference(), frames, Gazetteer.from_frames(frames)))


def main() -> None:
    """Print precision and recall of both parts."""
    parser = argparse.ArgumentParser(description="How well Spanish is read.")
    parser.add_argument("--errors", action="store_true", help="list the errors of the articles that rules came from")
    asked = parser.parse_args()
    pack = spanish_pack()
    for part in PARTS:
        scores, errors = measure(read_part(part), pack)
        for kind, score in scores.items():
            counts = f"{score.right:4} right of {score.found:4} found and {score.labelled:4} labelled"
            print(f"{part:8} {kind:7} P {100 * score.precision:5.1f}  R {100 * score.recall:5.1f}  {counts}")
        if asked.errors and part == "develop":
            print("\n".join(errors))


if __name__ == "__main__":
    main()
