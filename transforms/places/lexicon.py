"""The word lists that recognition asks, read once from the reference tables.

What belongs here: tables to sets. The tables are `seeds/reference/places/*.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from transforms.places.parsed import words_by_role
from warehouse.schema.place_names import normalize_place_name


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """Words by what they tell about the name beside them, all in lower case."""

    never: frozenset[str]
    needs_context: frozenset[str]
    given_names: frozenset[str]
    before: frozenset[str]
    features: Mapping[str, str]  # word to the GeoNames code it asks for
    organisations: frozenset[str]
    facilities: frozenset[str]
    titles: frozenset[str]
    speech: frozenset[str]
    compass: frozenset[str]
    clubs: frozenset[str]
    division_offices: frozenset[str]
    place_heads: frozenset[str]
    division_words: frozenset[str]
    landforms_last: frozenset[str]
    landforms_first: frozenset[str]
    paper_words: frozenset[str]
    abbreviations: Mapping[str, str]  # "calif" to "US.CA"
    postal_codes: Mapping[str, str]  # "CA" to "US.CA"
    sources: Mapping[str, tuple[str, str, str]]  # web or top-level domain to country, division ("US.OH"), town
    unlisted: Mapping[str, frozenset[str]]  # words by what they show of a name that the gazetteer lacks
    country_words: Mapping[str, str]  # "sheriff's office" to the country that has it
    weights: Mapping[str, float]  # of observations
    first_senses: Mapping[str, tuple[str, str]]  # name to country and first-order division ("US.SC", or empty)

    def weigh(self, observations: Iterable[str]) -> float:
        """The sum of the observations' weights."""
        return sum(self.weights[observation] for observation in observations)

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> PlaceLexicon:
        """From all reference tables by name."""
        context = tables["places/context_words"]
        words = {role: frozenset(group.get_column("word")) for (role,), group in context.group_by("role")}
        features = context.filter(pl.col("role") == "feature")
        barred = tables["places/not_places"]
        short = list(tables["places/admin_abbreviations"].iter_rows(named=True))
        return cls(
            never=frozenset(barred.filter(pl.col("kind") == "never").get_column("word")),
            needs_context=frozenset(barred.filter(pl.col("kind") == "context").get_column("word")),
            given_names=frozenset(tables["places/given_names"].get_column("name")),
            before=words["before"],
            features=dict(features.select("word", "feature_code").iter_rows()),
            organisations=words["organisation"],
            facilities=words["facility"],
            titles=words["title"],
            speech=words["speech"],
            compass=words["compass"],
            clubs=words["club"],
            division_offices=words["division_office"],
            place_heads=words["place_head"],
            division_words=words["division_word"],
            landforms_last=words["landform_last"],
            landforms_first=words["landform_first"],
            paper_words=words["paper"],
            abbreviations={
                normalize_place_name(form): f"{row['iso2']}.{row['admin1_code']}"
                for row in short
                for form in (row["short_forms"] or "").split("|")
                if form
            },
            postal_codes={r["postal_code"]: f"{r['iso2']}.{r['admin1_code']}" for r in short if r["postal_code"]},
            sources={
                row["domain"]: (row["iso2"], _division_code(row), row["town"] or "")
                for row in tables["places/news_sources"].iter_rows(named=True)
            },
            first_senses={
                row["name"]: (row["iso2"], _division_code(row))
                for row in tables["places/first_senses"].iter_rows(named=True)
            },
            unlisted=words_by_role(tables),
            country_words=dict(tables["places/country_words"].select("word", "iso2").iter_rows()),
            weights=dict(tables["places/evidence"].select("observation", "weight").iter_rows()),
        )


def _division_code(row: Mapping[str, str | None]) -> str:
    """The code of the first-order division of a row ("US.OH"), empty where it has none."""
    return f"{row['iso2']}.{row['admin1_code']}" if row["admin1_code"] else ""
