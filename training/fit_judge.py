"""Fit the weights of the joiner and the judge on labelled texts that the reader did not see, and write their tables.

usage: python -m training.fit_judge FOLDS_FOLDER [--only join|judge]

FOLDS_FOLDER holds readers that were each trained with a part of the texts left out (folders 0, 1, ... as
`training.export` writes them, made with `training.train --fold K/N`): each codes the texts of part `train` that it did
not see. Part `dev` is left for measuring (`benchmarks/rows.py`). Prints how well joiner and judge do when a fifth of
the texts is left out in turn (cross-validation), then writes `seeds/reference/events/join_weights.csv` and
`judge_weights.csv` from all of them.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from flows.settings import gazetteer_cache_folder
from training.folds import part_of_fold
from training.labels import Text, read_texts
from training.logistic import fit
from training.matching import Where, article_of, brief, happenings, met
from transforms.annotator import Annotator, build_annotator
from transforms.events.drafts import Draft
from transforms.events.joining import joiner as joining
from transforms.events.judging import judge as judging
from transforms.reader import Reader
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import REFERENCE_FOLDER, read_reference

FOLDS = 5
WORTH = {2: 1.0, 1: 0.85, 0: 0.0, None: 0.5}  # of a happening's grade
WRONG_TYPE = 0.2  # of its worth remains where the type is wrong


class Labels:
    """The labels of the text that is being coded, and what was observed so far."""

    def __init__(self) -> None:
        self.text = 0
        self.known: dict[Any, Any] = {}
        self.told: set[Any] = set()
        self.pairs: list[tuple[int, dict[str, float], float]] = []
        self.rows: list[tuple[int, dict[str, float], float]] = []

    def key(self, draft: Draft) -> Any | None:
        """The happening that a draft tells of."""
        paragraph = draft.scene.paragraph
        start, end = paragraph.offsets(paragraph.doc[draft.trigger.start : draft.trigger.end])
        return met(
            Where(paragraph.field, start, end, *paragraph.offsets(draft.sentence), draft.kind.event_type), self.known
        )

    def note_pairs(self, drafts: Sequence[Draft], heads: Any) -> None:
        """Every pair of drafts that both tell of labelled happenings."""
        keyed = [(draft, key) for draft in drafts if (key := self.key(draft)) is not None]
        for j, (two, second) in enumerate(keyed):
            for one, first in keyed[:j]:
                if not joining.cannot_join(one, two):
                    observed = joining.observe_pair(one, two, heads)
                    self.pairs.append((self.text, observed, float(first == second)))

    def note_row(self, draft: Draft, observed: dict[str, float]) -> None:
        """What a row is worth: nothing where it tells of nothing, or of what another row told."""
        key = self.key(draft)
        worth = 0.0
        if key is not None and key not in self.told:
            self.told.add(key)
            worth = WORTH[self.known[key].row] * (1.0 if draft.kind.event_type in self.known[key].types else WRONG_TYPE)
        self.rows.append((self.text, observed, worth))


def observe(texts: Sequence[Text], annotator: Annotator, labels: Labels) -> None:
    """Code the texts and note what the joiner and the judge see."""
    join, judge = joining.Joiner.join, judging.Judge.judge

    def noting_join(self: joining.Joiner, drafts: Sequence[Draft]) -> list[Draft]:
        labels.note_pairs(drafts, self.heads)
        return join(self, drafts)

    def noting_judge(self: judging.Judge, draft: Draft, published: date | None) -> judging.Verdict:
        labels.note_row(draft, judging.observe(draft, self.heads, judging.status_of(draft, self.heads, published)))
        return judge(self, draft, published)

    joining.Joiner.join, judging.Judge.judge = noting_join, noting_judge
    try:
        for text in texts:
            labels.text, labels.known, labels.told = labels.text + 1, happenings(text), set()
            annotator.annotate(article_of(text))
    finally:
        joining.Joiner.join, judging.Judge.judge = join, judge


def auc(score: np.ndarray, y: np.ndarray) -> float:
    """Chance that of a good and a bad one the good has the higher score."""
    order = score.argsort().argsort() + 1
    good = y > 0.5
    n, m = good.sum(), (~good).sum()
    return float((order[good].sum() - n * (n + 1) / 2) / max(1, n * m))


def report(name: str, noted: list[tuple[int, dict[str, float], float]], meaning: Callable[[str], str]) -> None:
    """Cross-validate, print, fit on all and write the table."""
    names = list(noted[0][1])
    x = np.array([[observed[key] for key in names] for _, observed, _ in noted])
    y = np.array([worth for *_, worth in noted])
    fold = np.array([text % FOLDS for text, *_ in noted])
    score = np.zeros(len(y))
    for k in range(FOLDS):
        score[fold == k] = x[fold == k] @ fit(x[fold != k], y[fold != k])
    p = 1 / (1 + np.exp(-score))
    print(f"{name}: {len(y)} observed, {y.sum():.0f} right, AUC {auc(score, y):.3f}")
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = p >= least
        share, recalled = y[kept].mean() if kept.any() else 0.0, y[kept].sum() / y.sum()
        print(f"  from {least}: {kept.sum()} kept, {share:.3f} right, {recalled:.3f} of the right ones")
    with (REFERENCE_FOLDER / "events" / f"{name}_weights.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("observation", "weight", "meaning"))
        table.writerows(
            (key, round(float(weight), 3), meaning(key)) for key, weight in zip(names, fit(x, y), strict=True)
        )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--only", choices=("join", "judge"))
    args = parser.parse_args()
    texts = [text for text in read_texts() if all(mention["row"] is not None for mention in text["mentions"])]
    folders = sorted(path for path in args.folds.iterdir() if path.is_dir())
    tables, places = read_reference(), load_gazetteer_frames(gazetteer_cache_folder(), lambda _: None)
    for name in ("join", "judge"):
        if args.only not in (None, name):
            continue
        labels = Labels()
        for number, folder in enumerate(folders):
            unseen = part_of_fold(f"{number}/{len(folders)}", read_texts())
            mine = [text for text in texts if text["id"] in unseen]
            short = [brief(text) for text in mine if len(text["paragraphs"]) > 2]
            observe(mine + short, build_annotator(tables, places, Reader.load(folder)), labels)
        if name == "join":
            report(name, labels.pairs, joining.MEANINGS.__getitem__)
            tables = read_reference()
        else:
            report(name, labels.rows, judging.MEANINGS.__getitem__)


if __name__ == "__main__":
    main()
