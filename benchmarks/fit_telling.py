"""Fit the weights of `transforms/events/status/telling.py` by logistic regression on MUC-4 messages (public domain).

usage: python -m benchmarks.fit_telling --cache FOLDER [--gold ../shared/gold] [--limit N]

An event in a message without any template is one that the message only speaks of; an event whose sentence names a
person, a target, a perpetrator or a place of a template is news; others are left out. The class of the event and the
sides take part in the fit as covariates and are left out of the weights: MUC-4 counts no fighting between armies.
Prints the weights and how well each tenth of the messages is told apart by those of the other nine.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.fit_place_evidence import read_records, unwrap
from transforms.annotator import Annotator, build_annotator
from transforms.events import coder
from transforms.events.drafts import Draft
from transforms.events.status.telling import BASE, WEIGHTS, signs_of
from transforms.model import ArticleText, Status
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference

PENALTY: Final = 3.0  # L2, in examples
FOLDS: Final = 10
_JUDGED: Final = frozenset({"violence", "abduction", "property"})
_BATTLES: Final = frozenset({"fight", "offensive"})
_QUOTED: Final = re.compile(r'"([^"]+)"')
_SLOTS: Final = ("hum_name", "hum_desc", "phys_tgt", "perp_individual", "perp_org")


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of one event, its covariates, whether it is news, and which message it is from."""

    signs: Mapping[str, float]
    covariates: tuple[str, ...]
    is_news: bool
    message: int


class Listener:
    """Stands in for the coder's own judgement, lets every draft pass and notes what it saw."""

    def __init__(self) -> None:
        self.heard: list[tuple[Draft, float]] = []

    def __call__(self, draft: Draft, spoken: float) -> Status:
        """Note a draft and leave its status."""
        if draft.happened and draft.kind.family in _JUDGED and draft.kind.name not in _BATTLES:
            self.heard.append((draft, spoken))
        return draft.status


def examples_of(annotator: Annotator, records: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """The labelled events of the messages."""
    listener = Listener()
    coder.told_status = listener
    for number, record in enumerate(records):
        listener.heard.clear()
        annotator.annotate(ArticleText("", "", unwrap(record["text"])))
        names = template_names(record)
        for draft, spoken in listener.heard:
            named = any(name in draft.sentence.text for name in names)
            if named or not record["templates"]:
                yield Example(signs_of(draft, spoken), _covariates(draft), named, number)


def template_names(record: Mapping[str, Any]) -> set[str]:
    """What the templates of a message name."""
    lines = [line for template in record["templates"] for slot in _SLOTS for line in template[slot]]
    finer = [path[-1]["name"] for template in record["templates"] for path in template["locations"] if len(path) > 1]
    return {name for line in lines for name in _QUOTED.findall(line) if len(name) > 3} | set(finer)


def _covariates(draft: Draft) -> tuple[str, ...]:
    return (f"class {draft.kind.name}", f"by {draft.actor_side}", f"on {draft.recipient_side}")


def fit(examples: Sequence[Example], covariates: Sequence[str]) -> dict[str, float]:
    """Weights of signs and covariates, with the base under an empty name, by Newton's method."""
    names = [*WEIGHTS, *covariates, ""]
    matrix = np.array([_row(example, names) for example in examples])
    target = np.array([example.is_news for example in examples], dtype=float)
    penalty = np.array([PENALTY if name else 0.01 for name in names])
    values = np.zeros(len(names))
    for _ in range(25):
        share = 1.0 / (1.0 + np.exp(-matrix @ values))
        gradient = matrix.T @ (target - share) - penalty * values
        values += np.linalg.solve((matrix.T * (share * (1.0 - share))) @ matrix + np.diag(penalty), gradient)
    return dict(zip(names, values.tolist(), strict=True))


def _row(example: Example, names: Sequence[str]) -> list[float]:
    held = set(example.covariates) | {""}
    return [example.signs[name] if name in example.signs else float(name in held) for name in names]


def cross_validate(examples: Sequence[Example], covariates: Sequence[str]) -> float:
    """Share of pairs of news and no news that weights from other messages put in order, by the signs alone."""
    scores: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([example for example in examples if example.message % FOLDS != fold], covariates)
        held_out = [example for example in examples if example.message % FOLDS == fold]
        scores += [(sum(weights[n] * v for n, v in example.signs.items()), example.is_news) for example in held_out]
    news, others = ([score for score, is_news in scores if is_news is wanted] for wanted in (True, False))
    right = sum(np.mean(np.array(others) < score) for score in news)
    return float(right / len(news))


def main() -> None:
    """Print the fitted weights beside those in use."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="where the gazetteer lies or is to lie")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--limit", type=int, default=10_000)
    args = parser.parse_args()
    annotator = build_annotator(read_reference(), load_gazetteer_frames(args.cache, print))
    report(list(examples_of(annotator, read_records(args.gold / "muc4.jsonl", args.limit))))


def report(examples: Sequence[Example]) -> None:
    """Print the number of examples, the weights and the cross-validated order."""
    print(Counter(example.is_news for example in examples))
    support = Counter(name for example in examples for name in example.covariates)
    covariates = sorted(name for name, count in support.items() if count >= 10)
    fitted = fit(examples, covariates)
    mean = sum(fitted[name] * support[name] for name in covariates) / len(examples)
    for name, used in WEIGHTS.items():
        held = sum(example.signs[name] > 0 for example in examples)
        print(f"{name:14} used {used:6.2f}  fitted {fitted[name]:6.2f}  holds of {held}")
    print(f"{'base':14} used {BASE:6.2f}  fitted {fitted[''] + mean:6.2f}")
    print(f"pairs in the right order, cross-validated: {cross_validate(examples, covariates):.3f}")


if __name__ == "__main__":
    main()
