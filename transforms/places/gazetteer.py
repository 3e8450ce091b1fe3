"""The gazetteer as an index in memory: a name in, candidate places out.

What belongs here: lookup, kept small (arrays and frames; some 130 MB for 640,000 names). What does not: which
candidate is meant (`resolution`).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from transforms.model import Location
from transforms.places.name_index import NameIndex
from warehouse.schema.place_names import normalize_place_name

Kind = Literal["country", "admin1", "admin2", "city", "region"]
_CACHED_NAMES: Final = 20_000
_REPEATED: Final = [
    "feature_class", "feature_code", "iso2", "admin1_code", "admin2_code", "timezone", "name_from"
]  # fmt: skip
"""Columns of few different texts."""
_NEWSPAPER_TOWN: Final = 5_000  # inhabitants
_KINDS: Final[dict[str, Kind]] = {"PCLI": "country", "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean, with what the resolver weighs."""

    place: int  # row of the gazetteer
    quality: int  # 0 main name, 1 curated, 2 alternate, 3 derived
    kind: Kind
    code: str
    iso2: str
    admin1: str  # "AF.10"; empty where there is none
    latitude: float
    longitude: float
    population: int

    @property
    def size(self) -> float:
        """Order of magnitude of the population, 0 to about 10."""
        return math.log10(self.population + 1)


def contains(holder: Candidate, inner: Candidate) -> bool:
    """Whether a country or first-order division holds another place."""
    if holder.place == inner.place:
        return False
    if holder.kind == "country":
        return inner.iso2 == holder.iso2 and inner.kind != "country"
    if holder.kind == "admin1":
        return inner.admin1 == holder.admin1 and inner.kind not in ("country", "admin1")
    return False


class Gazetteer:
    """Names to candidates. Build it with `from_frames`; it holds no file open and is safe to share between threads."""

    def __init__(self, places: pl.DataFrame, names: pl.DataFrame, countries: pl.DataFrame) -> None:
        # lists would be made anew with every row that is read
        self._places = places.drop("alternate_names").with_columns(pl.col(_REPEATED).cast(pl.Categorical))
        self._spellings = places.get_column("alternate_names")
        self._countries = {row["iso2"]: row for row in countries.iter_rows(named=True)}
        lengths = names.get_column("name").rle().struct.unnest()  # the names are sorted
        distinct = lengths.get_column("value")
        self._index = NameIndex(distinct, np.arange(len(distinct)))
        self._starts = array("I", np.cumsum([0, *lengths.get_column("len")], dtype=np.uint32).tobytes())
        self._place_of = array("I", names.get_column("place").cast(pl.UInt32).to_numpy().tobytes())
        self._quality_of = array("B", names.get_column("quality").cast(pl.UInt8).to_numpy().tobytes())
        self._longest = _longest_by_first_word(distinct)
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._locations: dict[int, Location] = {}
        self._divisions: dict[str, int] = self._index_divisions()
        self._country_rows: dict[str, int] = _country_rows(places)
        self._joined = _joined_names(places, names)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Gazetteer:
        """From the frames of `warehouse.gazetteer.load_gazetteer_frames`: `places`, `names` and `countries`."""
        return cls(frames["places"], frames["names"], frames["countries"])

    def _index_divisions(self) -> dict[str, int]:
        """Row of each division by its code: "AF.10", "US.LA.079"."""
        rows = self._places.filter(pl.col("feature_code").is_in(["ADM1", "ADM2"]) & pl.col("geonameid").is_not_null())
        index: dict[str, int] = {}
        for row in rows.select("place", "feature_code", "iso2", "admin1_code", "admin2_code").iter_rows():
            code = ".".join(part for part in row[2:] if part)
            index.setdefault(code, row[0])
        return index

    def __contains__(self, normal_name: str) -> bool:
        return normal_name in self._index

    def __len__(self) -> int:
        return len(self._index)

    def longest_from(self, first_word: str) -> int:
        """How many words the longest name has that begins with this word (0: none does)."""
        return self._longest.get(first_word) or (1 if first_word in self._index else 0)

    def candidates(self, name: str) -> Sequence[Location]:
        """The places of that name, most populous first; for people, not for the resolver."""
        found = sorted(self.find(normalize_place_name(name)), key=lambda c: (-c.population, c.place))
        return [self.location(candidate.place) for candidate in found]

    def find(self, normal_name: str) -> tuple[Candidate, ...]:
        """The candidates of a name in normal form, best name quality first; empty where the name is unknown."""
        known = self._found.get(normal_name)
        if known is None:
            if len(self._found) >= _CACHED_NAMES:
                self._found.clear()
            known = self._found[normal_name] = self._read(normal_name)
        return known

    def _read(self, normal_name: str) -> tuple[Candidate, ...]:
        row = self._index.get(normal_name)
        if row is None:
            return ()
        start, end = self._starts[row], self._starts[row + 1]
        return tuple(self._candidate(self._place_of[i], self._quality_of[i]) for i in range(start, end))

    def _candidate(self, place: int, quality: int) -> Candidate:
        row = dict(zip(self._places.columns, self._places.row(place), strict=True))
        iso2, code = row["iso2"] or "", row["feature_code"]
        kind = _KINDS.get(code, "city" if row["feature_class"] == "P" else "region")
        admin1 = f"{iso2}.{row['admin1_code']}" if row["admin1_code"] else ""
        return Candidate(
            place, quality, kind, code, iso2, admin1, row["latitude"], row["longitude"], row["population"]
        )  # fmt: skip

    def spell_out(self, joined: str) -> str:
        """The name of a place that a web domain writes without its blanks ("newyork"); empty where there is none."""
        return joined if joined in self._index else self._joined.get(joined, "")

    def location(self, place: int) -> Location:
        """The place as the warehouse's `locations` table shows it."""
        known = self._locations.get(place)
        if known is None:
            if len(self._locations) >= _CACHED_NAMES:
                self._locations.clear()
            known = self._locations[place] = self._describe(place)
        return known

    def _describe(self, place: int) -> Location:
        row = dict(zip(self._places.columns, self._places.row(place), strict=True))
        iso2, admin1, admin2 = row["iso2"], row["admin1_code"], row["admin2_code"]
        country = self._countries.get(iso2 or "", {})
        is_own = row["geonameid"] is None
        return Location(
            location_id=row["location_id"],
            geonameid=row["geonameid"],
            name=row["name"],
            ascii_name=row["ascii_name"],
            feature_class=row["feature_class"],
            feature_code=row["feature_code"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            country_iso2=iso2,
            country_iso3=country.get("iso3"),
            country_name=country.get("name"),
            admin1_code=admin1,
            admin1_name=self._division_name(iso2, admin1),
            admin2_code=admin2,
            admin2_name=self._division_name(iso2, admin1, admin2),
            population=0 if is_own else row["population"],
            timezone=row["timezone"],
            location_precision=row["location_precision"],
            local_name=row["local_name"],
            alternate_names=tuple(self._spellings[place]),
            name_from=row["name_from"],
        )

    def _division_name(self, *codes: str | None) -> str | None:
        if not all(codes):
            return None
        row = self._divisions.get(".".join(code for code in codes if code))
        return None if row is None else self._places.get_column("name")[row]

    def division(self, code: str) -> Candidate | None:
        """The division with that code ("AF.10")."""
        row = self._divisions.get(code)
        return None if row is None else self._candidate(row, 0)

    def country(self, iso2: str | None) -> Location | None:
        """The country with that ISO code, as the warehouse's `locations` table shows it."""
        row = self._country_rows.get(iso2 or "")
        return None if row is None else self.location(row)

    def adjectives(self) -> Mapping[str, str]:
        """Country code by adjective or name of inhabitants, in normal form ("afghan": "AF")."""
        pairs: Iterable[tuple[str, str]] = (
            (normalize_place_name(word), iso2)
            for iso2, row in self._countries.items()
            for word in (row["adjectives"] or "").split("|")
            if word
        )
        return dict(pairs)


def _country_rows(places: pl.DataFrame) -> dict[str, int]:
    """Row of each country by its ISO code."""
    rows = places.filter(pl.col("feature_code") == "PCLI").select("iso2", "place").unique("iso2", keep="first")
    return dict(rows.iter_rows())


def _longest_by_first_word(names: pl.Series) -> NameIndex:
    """The number of words of the longest name by first word, for first words of names of two words and more."""
    several = pl.DataFrame({"name": names}).filter(pl.col("name").str.contains(" ", literal=True))
    first = pl.col("name").str.split_exact(" ", 1).struct.field("field_0").alias("first")
    words = pl.col("name").str.count_matches(" ", literal=True).max() + 1
    longest = several.group_by(first).agg(words.alias("words"))
    return NameIndex(longest.get_column("first"), longest.get_column("words").to_numpy())


def _joined_names(places: pl.DataFrame, names: pl.DataFrame) -> dict[str, str]:
    """Main names of several words by the same without blanks; of divisions, countries and towns with a newspaper."""
    is_known = pl.col("feature_code").is_in(["PCLI", "ADM1"]) | (pl.col("population") >= _NEWSPAPER_TOWN)
    known = places.filter(is_known).select(pl.col("place").cast(names.schema["place"]))
    several = names.filter((pl.col("quality") < 2) & pl.col("name").str.contains(" ", literal=True))
    found = several.join(known, on="place", how="semi", maintain_order="left").get_column("name")
    return dict(zip(found.str.replace_all(" ", "", literal=True).to_list(), found.to_list(), strict=True))
