"""Fit the weights of links between reports, and measure links and groups on labels that were not fitted.

usage: python -m benchmarks.fit_links inputs FOLDER
       dateline run FOLDER --home HOME
       python -m benchmarks.fit_links fit HOME [--write]

Labels (`seeds/labels/linking`): `pairs.csv`, pairs of reports drawn over all degrees of likeness, and `stories.csv`,
all reports of some much-told stories, grouped; both judged twice. Where the two passes differ a pair counts half.

A part of the articles is held back from the fit (of the stories every second; of the rest by a digest of the article).
Printed for it: precision and recall of pairs at the threshold, and B-cubed (Bagga and Baldwin 1998) of the groups.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from flows.grouping import common_words
from training.logistic import fit
from transforms.linking.clusters import LEAST, cluster_reports
from transforms.linking.evidence import MEANINGS, SPEAKS, observe_pairs, score_pairs
from transforms.linking.reports import describe_reports
from transforms.reader.heads import Heads
from warehouse.reference import REFERENCE_FOLDER, read_reference_table
from warehouse.schema.reference_tables.events import LINK_WEIGHTS
from warehouse.store.linking import read_profiles

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "seeds" / "labels" / "linking"
SHARED = ROOT.parent / "shared"
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
LINK_WEIGHTS_FILE = REFERENCE_FOLDER / "events" / "link_weights.csv"
STORY_WEIGHT = 0.05  # a pair of a story counts less: a story has many that depend on one another
BY_HAND = {
    "apart": -8.0,
    "days_apart": -8.0,
    "divisions_differ": -1.5,
    "actors_differ": -0.5,
    "speakers_differ": -2.0,
    "words_only": -1.0,
    "same_toll": 0.5,
    "tolls_grow": 0.4,
}
"""Weights that these labels cannot give: in much-told stories places, days and parties differ mostly by misreading, and
hardly any of the drawn pairs lie apart. In an archive of bulletins nothing else tells one attack from the next."""
NEAR = 40  # characters by which a trigger may have moved
Key = tuple[str, str, int, str]


def write_inputs(folder: Path) -> None:
    """The articles that the labels point into, from ../shared, with ids that tell the sets apart."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, prefix, path in (
        ("news_cluster", "nc", SHARED / "gold" / "news_cluster.jsonl"),
        ("guardian", "ng", SHARED / "gold" / "ngec_guardian.jsonl"),
        ("wikinews", "wn", SHARED / "corpus" / "wikinews.jsonl"),
        ("reuters", "re", SHARED / "gold" / "reuters21578.jsonl"),
    ):
        wanted = {article for article in labelled_articles() if article.startswith(prefix)}
        with path.open(encoding="utf-8") as source, (folder / f"{name}.jsonl").open("w", encoding="utf-8") as target:
            for line in source:
                found = json.loads(line)
                article = f"{prefix}-{found['id']}"
                if article in wanted:
                    text = found.get("text") or "\n\n".join(found["paragraphs"])
                    record = {
                        "id": article,
                        "title": found.get("title"),
                        "text": text,
                        "published_at": found.get("date") or found.get("dateline"),
                        "url": found.get("url"),
                        "source": found.get("domain") or name,
                        "dateline": found.get("dateline") if prefix == "re" else None,
                    }
                    target.write(json.dumps({key: value for key, value in record.items() if value}) + "\n")


def labelled_articles() -> set[str]:
    """Every article that a label names."""
    pairs, stories = _rows("pairs.csv"), _rows("stories.csv")
    return {row[f"article_{side}"] for row in pairs for side in "ab"} | {row["article"] for row in stories}


def _rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Archive:
    """A coded archive: its reports, described for comparison, and which report stands at a labelled trigger."""

    def __init__(self, home: Path) -> None:
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
            self.mentions = connection.sql(
                "SELECT m.*, v.vector FROM event_mentions m LEFT JOIN meta.trigger_vectors v USING (event_mention_id)"
            ).pl()
            profiles = read_profiles(connection, "SELECT article_id FROM articles")
            named = connection.sql(
                "SELECT report_id, external_id, field, trigger_start_char, event_type "
                "FROM event_mentions JOIN articles USING (article_id)"
            ).pl()
        first = self.mentions.sort("event_mention_id").unique("report_id", keep="first", maintain_order=True)
        self.reports = describe_reports(first, profiles, common_words())
        self.at: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
        columns = ("external_id", "field", "trigger_start_char", "event_type", "report_id")
        for article, field, start, event_type, report in named.select(columns).iter_rows():
            self.at[(article, field)].append((start, event_type, report))
        self.article_of = dict(named.select("report_id", "external_id").iter_rows())

    def report(self, key: Key) -> str | None:
        """The report at a labelled trigger: the nearest within some characters, of its type if there is one."""
        article, field, start, event_type = key
        near = [
            (event_type != kind, abs(at - start), report)
            for at, kind, report in self.at[(article, field)]
            if abs(at - start) <= NEAR
        ]
        return min(near)[2] if near else None


def labelled_pairs(archive: Archive) -> tuple[list[tuple[str, str, float, float, bool]], int]:
    """(report, report, worth, weight, held back) of every labelled pair; and how many labels met no report."""
    found: dict[tuple[str, str], tuple[str, str, float, float, bool]] = {}
    lost = 0
    for a, b, worth, weight, held in [*_pair_labels(), *_story_labels()]:
        one, two = archive.report(a), archive.report(b)
        if one is None or two is None or one == two:
            lost += 1
            continue
        first, second = sorted((one, two))
        found.setdefault((first, second), (first, second, worth, weight, held))
    return list(found.values()), lost


def _pair_labels() -> Iterable[tuple[Key, Key, float, float, bool]]:
    for row in _rows("pairs.csv"):
        sides = [(row[f"article_{s}"], row[f"field_{s}"], int(row[f"start_{s}"]), row[f"type_{s}"]) for s in "ab"]
        worths = [float(row[name]) for name in ("first", "second") if row[name]]
        if worths:
            yield sides[0], sides[1], sum(worths) / len(worths), 1.0, is_held(min(side[0] for side in sides))


def _story_labels() -> Iterable[tuple[Key, Key, float, float, bool]]:
    for story, rows in _stories().items():
        for i, one in enumerate(rows):
            for two in rows[i + 1 :]:
                passes = [
                    float(bool(one[name]) and one[name] == two[name]) for name in ("first", "second") if one.get(name)
                ]
                if passes:
                    yield _key(one), _key(two), sum(passes) / len(passes), STORY_WEIGHT, is_held_story(story)


def _stories() -> dict[str, list[dict[str, str]]]:
    stories: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows("stories.csv"):
        stories[row["story"]].append(row)
    return stories


def _key(row: dict[str, str]) -> Key:
    return (row["article"], row["field"], int(row["start"]), row["type"])


def is_held(article: str) -> bool:
    """Whether labels of an article are kept back: of a story's articles as the story, of others two fifths."""
    story = {row["article"]: row["story"] for row in _rows("stories.csv")}.get(article)
    return is_held_story(story) if story else hashlib.sha256(article.encode()).digest()[0] % 5 < 2


def is_held_story(story: str) -> bool:
    """Every second story in the order of their names."""
    return sorted(_stories()).index(story) % 2 == 0


def fit_signed(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """As `fit`, with the weights of `BY_HAND` held.

    An observation whose weight would have the wrong sign, by `SPEAKS`, is left out, the worst first.
    """
    names = list(MEANINGS)
    out = np.array([BY_HAND.get(name, 0.0) for name in names])
    signs = np.array([SPEAKS.get(name, 0) for name in names])
    kept = np.array([number for number, name in enumerate(names) if name not in BY_HAND])
    given = x @ out
    while True:
        found = fit(x[:, kept], y, weight, given=given)
        wrong = found * signs[kept] * x[:, kept].std(0)
        if wrong.min() >= 0:
            out[kept] = found
            return out
        kept = np.delete(kept, wrong.argmin())


def precision_recall(p: np.ndarray, y: np.ndarray, least: float) -> tuple[float, float, int]:
    """Of pairs both passes agree on: share right of those linked, share linked of those that are one, and how many."""
    sure = (y == 0) | (y == 1)
    linked = p[sure] >= least
    right = y[sure] == 1
    return (
        float((linked & right).sum() / max(1, linked.sum())),
        float((linked & right).sum() / max(1, right.sum())),
        int(sure.sum()),
    )


def b_cubed(groups: dict[str, Any], gold: dict[str, Any]) -> tuple[float, float]:
    """Means over reports: how much of its group is right (precision), how much of its event is in it (recall)."""
    precision: list[float] = []
    recall: list[float] = []
    for report, event in gold.items():
        mine = {other for other in gold if groups[other] == groups[report]}
        true = {other for other, of in gold.items() if of == event}
        precision.append(len(mine & true) / len(mine))
        recall.append(len(mine & true) / len(true))
    return float(np.mean(precision)), float(np.mean(recall))


def measure_stories(archive: Archive, weights: dict[str, float], heads: Heads, *, held: bool, least: float) -> None:
    """B-cubed over the stories of a part, against each pass; and pass against pass."""
    scores: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for story, rows in _stories().items():
        if is_held_story(story) != held:
            continue
        reports = {report: row for row in rows if (report := archive.report(_key(row))) is not None}
        names = sorted(reports)
        pairs = pl.DataFrame(
            [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]],
            schema={"report_a": pl.String(), "report_b": pl.String()},
            orient="row",
        )
        links = score_pairs(pairs, archive.reports, weights, heads).select("report_a", "report_b", "probability").rows()
        groups = cluster_reports(links, {name: frozenset({archive.article_of[name]}) for name in names}, least=least)
        for judged in ("first", "second"):
            gold = {name: reports[name][judged] or name for name in names}
            scores[judged].append((*b_cubed(groups, gold), len(names)))
        passes = [{name: reports[name][judged] or name for name in names} for judged in ("first", "second")]
        scores["first against second"].append((*b_cubed(passes[1], passes[0]), len(names)))
    for judged, found in scores.items():
        size = sum(n for *_, n in found)
        p, r = (sum(value[k] * value[2] for value in found) / size for k in (0, 1))
        print(f"  B-cubed, {judged}: precision {p:.3f}, recall {r:.3f}, F {2 * p * r / (p + r):.3f} of {size} reports")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    _ = parser.add_argument("what", choices=("inputs", "fit", "measure"))
    _ = parser.add_argument("folder", type=Path)
    _ = parser.add_argument("--write", action="store_true", help="write seeds/reference/events/link_weights.csv")
    _ = parser.add_argument("--least", type=float, default=LEAST)
    args = parser.parse_args()
    if args.what == "inputs":
        write_inputs(args.folder)
        return
    archive = Archive(args.folder)
    labelled, lost = labelled_pairs(archive)
    print(f"{len(labelled)} pairs, {lost} labels without a report of their own")
    pairs = pl.DataFrame([row[:2] for row in labelled], schema=["report_a", "report_b"], orient="row")
    y, weight, held = (np.array([row[k] for row in labelled]) for k in (2, 3, 4))
    held = held.astype(bool)
    heads = Heads()
    observed = observe_pairs(pairs, archive.reports, heads).select(list(MEANINGS)).to_numpy()
    if args.what == "fit":
        found = fit_signed(observed[~held], y[~held], weight[~held])
        weights = dict(zip(MEANINGS, found.round(3).tolist(), strict=True))
    else:
        weights = read_weights()
    if args.write:
        write_weights(weights)
    p = 1 / (1 + np.exp(-(observed @ np.array([weights[name] for name in MEANINGS]))))
    for name, part in (("fitted", ~held), ("held back", held)):
        for kind, of in (("drawn pairs", weight == 1.0), ("pairs of stories", weight < 1.0)):
            print(f"{name}, {kind}: " + at_thresholds(p[part & of], y[part & of]))
        measure_stories(archive, weights, heads, held=name == "held back", least=args.least)


def at_thresholds(p: np.ndarray, y: np.ndarray) -> str:
    """Precision and recall at several thresholds."""
    found = [(least, *precision_recall(p, y, least)) for least in THRESHOLDS]
    told = ", ".join(f"from {least} {right:.3f}/{recalled:.3f}" for least, right, recalled, _ in found)
    return f"{found[0][3]}, precision/recall {told}"


def write_weights(weights: dict[str, float]) -> None:
    """Write the table that ships."""
    with LINK_WEIGHTS_FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("observation", "weight", "basis", "meaning"))
        table.writerows(
            (name, value, "by hand" if name in BY_HAND else "fitted", MEANINGS[name]) for name, value in weights.items()
        )


def read_weights() -> dict[str, float]:
    """The weights that ship."""
    return dict(read_reference_table(LINK_WEIGHTS).select("observation", "weight").iter_rows())


if __name__ == "__main__":
    main()
