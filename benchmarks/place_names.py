"""Where the names of first-order divisions come from, country by country, and whether others know them by these.

usage: python -m benchmarks.place_names [--against RECORDS.jsonl ...] [--countries SY YE ...]

`--against` takes records with `country` and `admin1`, such as ACLED's; it prints which of their names we show to the
letter, which are only among our spellings ("~") and which we lack ("-"; often former units).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import polars as pl

from flows.settings import gazetteer_cache_folder, geonames_dump
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.schema.place_names import normalize_place_name
from warehouse.schema.vocabularies import NAME_SOURCES

CONFLICT: Final = (
    "SY YE AF IQ UA MM SD SS SO ET NG ML BF NE TD CF CD MZ CM LY PS IL LB IR PK IN BD PH TH ID CO MX BR HT VE HN GT SV "
    "EC PE KE UG BI RW EG TN DZ TR AZ AM GE RU LK NP ZA ZW BJ TG GN MR"
).split()
_OTHER_COUNTRY_NAMES: Final = {"Bosnia and Herzegovina": "BA", "Curacao": "CW", "Ivory Coast": "CI"}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, nargs="*", default=[])
    parser.add_argument("--countries", nargs="*", default=CONFLICT)
    args = parser.parse_args()
    frames = load_gazetteer_frames(gazetteer_cache_folder(), print, geonames_dump())
    divisions = _divisions(frames["places"])
    _print_sources(divisions, args.countries)
    if args.against:
        _print_agreement(divisions, frames["countries"], args.against)


def _divisions(places: pl.DataFrame) -> pl.DataFrame:
    """First-order divisions; those of Iraq's Kurdistan are of second order in the registry, without a code of it."""
    code = pl.col("feature_code")
    return places.filter((code == "ADM1") | ((code == "ADM2") & pl.col("admin2_code").is_null()))


def _print_sources(divisions: pl.DataFrame, countries: list[str]) -> None:
    listed = divisions.filter(pl.col("iso2").is_in(countries))
    counts = Counter(listed.select("iso2", "name_from").iter_rows())
    for iso2 in countries:
        print(iso2, *(f"{source} {counts[iso2, source]}" for source in NAME_SOURCES))
    for title, frame in (("these countries", listed), ("the world", divisions)):
        total = Counter(frame.get_column("name_from").to_list())
        print(f"{title}: {frame.height} divisions,", *(f"{source} {total[source]}" for source in NAME_SOURCES))


def _print_agreement(divisions: pl.DataFrame, countries: pl.DataFrame, files: list[Path]) -> None:
    shown: dict[str, set[str]] = defaultdict(set)
    known: dict[str, set[str]] = defaultdict(set)
    for iso2, name, others in divisions.select("iso2", "name", "alternate_names").iter_rows():
        shown[iso2].add(name)
        known[iso2].update(normalize_place_name(spelling) for spelling in (name, *others))
    iso2_of = dict(countries.select("name", "iso2").iter_rows()) | _OTHER_COUNTRY_NAMES
    verdicts: Counter[str] = Counter()
    events: Counter[str] = Counter()
    for (country, name), count in sorted(_names_of(files).items()):
        iso2 = iso2_of.get(country, "")
        verdict = "=" if name in shown[iso2] else "~" if normalize_place_name(name) in known[iso2] else "-"
        verdicts[verdict] += 1
        events[verdict] += count
        if verdict != "=":
            print(verdict, country, "|", name)
    print("names:", dict(verdicts), "records:", dict(events))


def _names_of(files: list[Path]) -> Counter[tuple[str, str]]:
    records = (json.loads(line) for file in files for line in file.open(encoding="utf-8"))
    return Counter((record["country"], record["admin1"]) for record in records if record.get("admin1"))


if __name__ == "__main__":
    main()
