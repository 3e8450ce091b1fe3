"""Adds a user's own GeoNames dump (a country file such as AF.zip, or allCountries.zip) to the gazetteer.

What belongs here: GeoNames' tab-separated format (readme.txt of download.geonames.org/export/dump). Registry data ends
at 500 inhabitants; a dump brings the villages, streams and camps.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import polars as pl

from warehouse.gazetteer.registry import is_usable_name

_FIELDS: Final = 19
_ADDED_CODES: Final = ("ADM3", "ADM4", "RGN", "ISL", "MT", "MTS", "STM", "LK", "VAL", "AIRP", "AIRB", "REFC", "DAM")


class GazetteerError(Exception):
    """A gazetteer source is missing or is not what it should be; the message names the file and the remedy."""


@contextmanager
def _open_dump(path: Path) -> Generator[IO[bytes]]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as plain:
            yield plain
        return
    with zipfile.ZipFile(path) as archive:
        members = [name for name in archive.namelist() if name.endswith(".txt") and not name.startswith("readme")]
        if len(members) != 1:
            raise GazetteerError(
                f"{path} holds {members or 'no .txt file'}; it should be a GeoNames dump such as AF.zip"
            )
        with archive.open(members[0]) as inside:
            yield inside


def _dump_rows(path: Path, known: set[int]) -> Iterator[list[str]]:
    with _open_dump(path) as raw:
        for number, line in enumerate(io.TextIOWrapper(raw, encoding="utf-8"), start=1):
            row = line.rstrip("\n").split("\t")
            if len(row) != _FIELDS:
                raise GazetteerError(f"{path}, line {number}: {len(row)} fields; a GeoNames dump has {_FIELDS}")
            if (row[6] == "P" or row[7] in _ADDED_CODES) and int(row[0]) not in known:
                yield row


def read_dump(path: Path, known: set[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The dump's places that the registry data lacks.

    Args:
        path: a .zip of download.geonames.org/export/dump, or its .txt.
        known: geonameids that are in the gazetteer already.

    Returns:
        places and names, as `warehouse.gazetteer.registry.read_cities` gives them, with feature_class and feature_code.

    Raises:
        GazetteerError: the file is missing or has another format.
    """
    if not path.is_file():
        raise GazetteerError(f"{path} is missing; give the path of a GeoNames dump or leave the option out")
    places: list[tuple[object, ...]] = []
    names: list[tuple[int, str]] = []
    for row in _dump_rows(path, known):
        key = int(row[0])
        place = (row[1], float(row[4]), float(row[5]), row[8] or None, row[10] or None, row[11] or None)
        places.append((key, *place, int(row[14] or 0), row[17] or None, row[6], row[7]))
        names.extend((key, name) for name in {row[2], *row[3].split(",")} if name != row[1] and is_usable_name(name))
    schema = {
        "geonameid": pl.Int64, "name": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "iso2": pl.String,
        "admin1_code": pl.String, "admin2_code": pl.String, "population": pl.Int64, "timezone": pl.String,
        "feature_class": pl.String, "feature_code": pl.String,
    }  # fmt: skip
    found = pl.DataFrame(places, schema=schema, orient="row")
    return found, pl.DataFrame(sorted(names), schema={"geonameid": pl.Int64, "text": pl.String}, orient="row")
