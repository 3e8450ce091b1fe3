"""The names that case restoring goes by, drawn from the gazetteer and the actor tables.

What belongs here: which rows of which table give names, and which of their words are always names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language

from transforms.casing import CaseRestorer, word_lists
from warehouse.schema.month_names import rows_read_in

_TOWN = 30_000  # inhabitants; smaller places lend their names to too many ordinary words
_GROUP_TABLES = ("actors/armed_groups", "actors/organisations")


def case_restorer(
    nlp: Language, tables: Mapping[str, pl.DataFrame], gazetteer_frames: Mapping[str, pl.DataFrame]
) -> CaseRestorer:
    """A case restorer that knows the larger places, all countries and their peoples, groups and organisations."""
    verbs, nouns = word_lists(nlp)
    groups = [name for table in _GROUP_TABLES for name in _names(tables[table], "name", "aliases", "other_spellings")]
    places = _town_names(gazetteer_frames["places"], set(tables["places/regions"]["name"].to_list()))
    countries = list(_names(tables["actors/countries"], "name", "aliases", "adjectives", "people"))
    ordinary = {word.upper() for word in tables["actors/common_words"]["word"].to_list()}
    return CaseRestorer(
        names={*places, *(name for name in [*groups, *countries] if " " in name)},
        verbs=verbs,
        nouns=nouns,
        proper={name for name in countries if name.isalpha() and name.lower() not in STOP_WORDS}
        | calendar_names(tables),
        acronyms={name for name in [*groups, *countries] if _is_acronym(name)} - ordinary,
    )


def calendar_names(tables: Mapping[str, pl.DataFrame]) -> set[str]:
    """Months and weekdays that are no other word: not May and March, which also are verbs, nor "sat" and "sun"."""
    months, weekdays = rows_read_in(tables["dates/months"], "text", "en"), tables["dates/weekdays"]
    is_verb = pl.col("also").eq_missing("verb")
    return {*months.filter(~is_verb).get_column("form"), *weekdays.filter(~pl.col("ambiguous")).get_column("form")}


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha()


def _town_names(places: pl.DataFrame, regions: set[str]) -> set[str]:
    """GeoNames' own names and those of our regions; English names of divisions are ordinary words ("Northern")."""
    is_known = (pl.col("population") >= _TOWN) | pl.col("feature_class").is_in(["A", "L"])
    known = places.filter(is_known)
    names = {name for column in ("local_name", "ascii_name") for name in known[column].drop_nulls().to_list()}
    names |= regions.intersection(known["name"].to_list())
    return {name for name in names if not name.lower().startswith("the ")}  # "the villages" are none in Florida


def _names(table: pl.DataFrame, *columns: str) -> Iterator[str]:
    """Every name in the columns, whose cells may hold several with a bar between them."""
    for column in columns:
        for cell in table[column].drop_nulls().to_list():
            yield from cell.split("|")
