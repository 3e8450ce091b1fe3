"""Gives every place the name that analysts type: English where it has one, else GeoNames' own in plain letters.

What belongs here: which source names a place, and the rule for the rest. What does not: under which spellings a place
is found (`build`); the English name decides nothing there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

import polars as pl

from warehouse.schema.place_names import normalize_place_name

_LETTERS: Final = str.maketrans(
    {
        **{"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th"},
        **{
            "Þ": "Th",
            "æ": "ae",
            "Æ": "Ae",
            "œ": "oe",
            "Œ": "Oe",
            "ß": "ss",
            "ə": "a",
            "Ə": "A",
            "ǝ": "a",
            "ħ": "h",
            "Ħ": "H",
        },
        **{"ŋ": "n", "Ŋ": "N", "–": "-", "‐": "-", "‑": "-"},
    }
)
_APOSTROPHES: Final = re.compile("['’‘`´ʼʻʽʾʿ′ˈʹʺ]")
# where the sign stands for a letter that English leaves out (ain, hamza, soft sign, ejective): Qal‘at, Luhans'k
_SILENT_APOSTROPHES: Final = frozenset(
    "AE AF AM AZ BG BH BY DJ DZ EG EH ER ET GE IL IQ IR JO KG KW KZ LB LY MA MR OM PS QA RU SA SD SO SY TJ TM TN UA "
    "YE".split()
)  # fmt: skip
_KIND_BEFORE: Final = re.compile(
    r"^(?:Muhafazat|Wilayat(?:-e| al)?|Ostan-e|Shahrestan-e|Qada'?|Gouvernorat d(?:e |')|Estado d(?:e|o) |"
    r"Provincia d(?:e|el) |Departamento d(?:e|el) |Departement d(?:e la |e l'|es |u |e |')|Region d(?:e la |e |u |es )|"
    r"Province d(?:e la |e |u |es )|(?:Province|State|Region|Governorate|Department|District|County|Emirate) of |"
    r"Canton d(?:e |')|Cercle d(?:e |')|Arrondissement d(?:e |')|Distrito d(?:e|o) |Municipio d(?:e|o) |Kabupaten ) *"
    r"(?=.{3})"
)
_KIND_AFTER: Final = re.compile(
    r"[ -](?:Province|Governorate|Department|State|Region|Oblast'?|District|Prefecture|County|Parish|Canton|Division|"
    r"Voivodeship|Raion|Rayon|Municipality|Emirate|Wilaya|Regency|Peoples|Regional Corporation)$",
    re.IGNORECASE,
)
_KIND_AFTER_COMMA: Final = re.compile(r", (?:Region|Respublika|Republic|Hlavni mesto|Muhafazat|Provincia de)$")
# words that name nothing without their kind: Free State, National Capital Region, Federal District
_KIND_BELONGS: Final = re.compile(
    r"\b(?:Free|Mountain|Capital|National|Federal|Autonomous|Special|Metropolitan|Administrative|Municipal|Urban|Union)$"
)
# their counties and districts are called so in every list
_KIND_STAYS: Final = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})


def plain_english(name: str, iso2: str | None) -> str:
    """The name in the letters of English, as ACLED writes: "Ḩamāh" is Hamah, "Tillabéri" Tillaberi.

    Signs for ain, hamza and the soft sign go, apostrophes that are written in English stay: "Cox’s Bāzār" is
    Cox's Bazar, "Mar’ino" Marino. Letters of other scripts are left as they are.
    """
    if name.isascii() and "'" not in name and "`" not in name:
        return name
    text = _APOSTROPHES.sub("" if iso2 in _SILENT_APOSTROPHES else "'", name).translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.strip(" '")
    return text[:1].upper() + text[1:] if text else name


def without_kind(name: str) -> str:
    """A division's name without the word for its kind: "Cabanas" for Departamento de Cabanas, "Lofa", Lofa County."""
    bare = _KIND_BEFORE.sub("", _KIND_AFTER_COMMA.sub("", name).strip(" -,"))
    bare = bare[:1].upper() + bare[1:]
    cut = _KIND_AFTER.sub("", bare)
    return bare if _KIND_BELONGS.search(cut) or len(cut) < 3 else cut


def name_in_english(
    places: pl.DataFrame, own: pl.DataFrame, regions: pl.DataFrame, earth: pl.DataFrame, spellings: pl.DataFrame
) -> pl.DataFrame:
    """Places with `name` in English, `local_name` as GeoNames has it, and `name_from`, the source of the name.

    The first that knows the place names it: our table of English names, our table of regions ("Crimea" for "Avtonomna
    Respublika Krym"), Natural Earth for first-order divisions, GeoNames in plain letters.

    Args:
        places: with `key`, `geonameid`, `name`, `iso2`, `feature_code`, `is_own`.
        own: the table `places/english_names`.
        regions: keyed regions; their names are English.
        earth: Natural Earth's divisions with `gn_id` and `name_en`.
        spellings: key and text of GeoNames' own names of divisions, which an English name must be one of.
    """
    english = own.select("geonameid", own="name")
    region = regions.select("key", region="name").unique("key", keep="first", maintain_order=True)
    division = _earth_names(earth, places, spellings)
    named = (
        places.join(english, on="geonameid", how="left", maintain_order="left")
        .join(region, on="key", how="left", maintain_order="left")
        .join(division, on="key", how="left", maintain_order="left")
    )
    plain = pl.struct("name", "iso2", "feature_code").map_elements(_plain, return_dtype=pl.String)
    by_table = pl.coalesce("own", "region")
    return named.with_columns(
        name=pl.coalesce(by_table, "earth", plain),
        local_name=pl.when(~pl.col("is_own")).then("name"),
        name_from=pl.when(by_table.is_not_null())
        .then(pl.lit("own"))
        .when(pl.col("earth").is_not_null())
        .then(pl.lit("natural_earth"))
        .otherwise(pl.lit("geonames")),
    ).drop("own", "region", "earth", "is_own")


def _plain(row: Mapping[str, str | None]) -> str:
    name, iso2, code = row["name"] or "", row["iso2"], row["feature_code"]
    plain = plain_english(name, iso2)
    if code == "ADM1" or (code in ("ADM2", "ADM3") and iso2 not in _KIND_STAYS):
        return without_kind(plain)
    return plain


def _earth_names(earth: pl.DataFrame, places: pl.DataFrame, spellings: pl.DataFrame) -> pl.DataFrame:
    """Natural Earth's English names of first-order divisions, where GeoNames knows the place by that name too.

    Some of its rows bear the number of another division ("Western al-Samadania"), so that a name that GeoNames has
    not got is not believed.
    """
    divisions = places.filter(pl.col("feature_code") == "ADM1").select("key", "geonameid", "iso2")
    found = (
        earth.filter((pl.col("gn_id") > 0) & pl.col("name_en").is_not_null())
        .unique("gn_id", keep="first", maintain_order=True)
        .select("name_en", geonameid="gn_id")
        .join(divisions, on="geonameid")
    )
    rows = [
        (key, without_kind(plain_english(name, iso2)))
        for key, name, iso2 in found.select("key", "name_en", "iso2").iter_rows()
    ]
    known = {(key, normalize_place_name(text)) for key, text in spellings.select("key", "text").iter_rows()}
    believed = [(key, name) for key, name in rows if name.isascii() and (key, normalize_place_name(name)) in known]
    return pl.DataFrame(believed, schema={"key": pl.String, "earth": pl.String}, orient="row")
