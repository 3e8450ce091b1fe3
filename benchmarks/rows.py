"""Rows of whole articles against labelled happenings: precision, recall, what is told twice, what confidence means.

usage: python -m benchmarks.rows [--part dev] [--errors N] [--picture docs/images/reliability.svg]

A row is right where it tells of a labelled happening that some coder would make a row, for the first time, with its
type. Recall counts the happenings that surely are rows. Labels lie in `seeds/labels`; texts that are not at hand
are left out. Reader, joiner and judge were not trained on part `dev`. "All" leaves out texts that are one sentence.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.reliability import auc, picture
from flows.settings import gazetteer_cache_folder
from training.labels import read_texts
from training.matching import Happening, Where, article_of, happenings, met
from transforms.annotator import Annotator, build_annotator
from transforms.model import EventMention
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference

_WORDS = frozenset("AGREE CONSULT SUPPORT COOPERATE AID CONCEDE REQUEST ACCUSE REJECT THREATEN SANCTION".split())
_SURELY, _SOME = 2, 1
_OF_A_SENTENCE = 2  # paragraphs, the headline's place included, of a text that is one sentence


def main() -> None:
    """Print the scores of each source and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--errors", type=int, default=0, help="print as many rows that are not right")
    parser.add_argument("--picture", type=Path, help="draw what confidence means, as SVG")
    args = parser.parse_args()
    annotator = build_annotator(read_reference(), load_gazetteer_frames(gazetteer_cache_folder(), lambda _: None))
    counts: dict[str, Counter[str]] = {}
    judged: list[tuple[float, bool]] = []
    shown = 0
    for text in read_texts():
        if text["part"] != args.part or any(mention["row"] is None for mention in text["mentions"]):
            continue
        found, verdicts = _score(text, annotator)
        is_whole = len(text["paragraphs"]) > _OF_A_SENTENCE
        for source in ("all", text["source"]) if is_whole else (text["source"],):
            counts[source] = counts.get(source, Counter()) + found
        judged += [(row.confidence, verdict == "right") for row, verdict in verdicts if is_whole]
        for row, verdict in verdicts:
            if verdict != "right" and shown < args.errors:
                shown += 1
                print(f"{text['id']} {verdict}: {row.event_type} {row.status} «{row.trigger_text}» {row.text[:140]!r}")
    _print_tables(counts)
    print(f"\nAUC of confidence {auc(judged):.3f}")
    if args.picture is not None:
        args.picture.write_text(picture(judged), encoding="utf-8")


def _print_tables(counts: Mapping[str, Counter[str]]) -> None:
    print("| texts | rows | precision | recall | twice | no event | ACLED-typed P / R | words P / R | type | status |")
    print("|---" * 10 + "|")
    for source, count in sorted(counts.items()):
        print(_line(source, count))
    print("\n| texts | actor | recipient | place | date | sub-type |\n|---|---|---|---|---|---|")
    for source, count in sorted(counts.items()):
        shares = (
            _percent(count[part], count[f"asked {part}"]) for part in ("actor", "recipient", "place", "date", "sub")
        )
        print(f"| {source} | {' | '.join(shares)} |")
    print("\n| confidence | rows | right |\n|---|---|---|")
    for tenth in range(10):
        if n := counts["all"][f"tenth {tenth}"]:
            print(f"| {tenth / 10:.1f} | {n} | {_percent(counts['all'][f'right of tenth {tenth}'], n)} |")


def _score(text: Mapping[str, Any], annotator: Annotator) -> tuple[Counter[str], list[tuple[EventMention, str]]]:
    known = happenings(text)
    told: set[Any] = set()
    count: Counter[str] = Counter()
    verdicts: list[tuple[EventMention, str]] = []
    for row in annotator.annotate(article_of(text)).events:
        verdict = _verdict(row, known, told)
        verdicts.append((row, verdict))
        kinds = ["", " acled"] if row.acled_sub_event_type else [""]
        kinds += [" words"] if row.event_type in _WORDS else []
        count.update(f"rows{kind}" for kind in kinds)
        count.update(f"{verdict}{kind}" for kind in kinds)
        tenth = int(row.confidence * 10)
        count.update([f"tenth {tenth}", *([f"right of tenth {tenth}"] if verdict == "right" else [])])
        key = met(Where.of_row(row), known)
        if verdict in ("right", "wrong type") and key is not None:
            happened = {"actual", "ongoing"} if "actual" in known[key].statuses else known[key].statuses
            count.update(["met", *(["status"] if row.status in happened | known[key].statuses else [])])
            count.update(_parts(row, known[key]))
    for key, happening in known.items():
        if happening.row == _SURELY:
            kinds = ["", " acled"] if happening.sub_types else [""]
            kinds += [" words"] if happening.types & _WORDS else []
            count.update(f"wanted{kind}" for kind in kinds)
            count.update(f"found{kind}" for kind in kinds if key in told)
    return count, verdicts


def _parts(row: EventMention, happening: Happening) -> Iterator[str]:
    """Which parts of a row name what the labels name.

    Parties that neither has are not counted, nor places and dates that the happening's own sentences do not name.
    """
    said = {
        "actor": row.actor.text if row.actor is not None else None,
        "recipient": row.recipient.text if row.recipient is not None else None,
        "place": row.place_text,
        "date": row.date_text,
    }
    for part, words in said.items():
        is_party = part in ("actor", "recipient")
        if happening.words.get(part) or (is_party and words is not None):
            yield f"asked {part}"
            if happening.names(part, words):
                yield part
    if row.acled_sub_event_type and happening.sub_types:
        yield "asked sub"
        if row.acled_sub_event_type in happening.sub_types:
            yield "sub"


def _verdict(row: EventMention, known: Mapping[Any, Happening], told: set[Any]) -> str:
    key = met(Where.of_row(row), known)
    if key is None:
        return "no event"
    if key in told:
        return "told twice"
    told.add(key)
    if (known[key].row or 0) < _SOME:
        return "not row-worthy"
    return "right" if row.event_type in known[key].types else "wrong type"


def _line(source: str, count: Counter[str]) -> str:
    rows = count["rows"]
    pairs: Sequence[str] = [
        f"{_percent(count[f'right{kind}'], count[f'rows{kind}'])} / "
        f"{_percent(count[f'found{kind}'], count[f'wanted{kind}'])}"
        for kind in ("", " acled", " words")
    ]
    precision, recall = pairs[0].split(" / ")
    cells = [
        *(source, str(rows), precision, recall, _percent(count["told twice"], rows), _percent(count["no event"], rows)),
        *(pairs[1], pairs[2], _percent(count["right"], count["met"]), _percent(count["status"], count["met"])),
    ]
    return f"| {' | '.join(cells)} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


if __name__ == "__main__":
    main()
