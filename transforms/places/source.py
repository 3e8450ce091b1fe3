"""Where a news source is at home: evidence for names that many places share.

What belongs here: reading a web domain and a source's name. A local paper writes "Springfield" and means its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from transforms.places.gazetteer import Candidate, Gazetteer
from transforms.places.lexicon import PlaceLexicon
from warehouse.schema.place_names import normalize_place_name

_OPENING: Final = re.compile(r"^(?:the|my|daily|news|visit|go)-?(?=[a-z]{4})")
_GENERAL_ENDINGS: Final = frozenset({"com", "net", "org", "us", "info"})
_SHORTEST: Final = 4  # letters of a name in a domain: "ohio"
_TOWN: Final = 10_000  # inhabitants; smaller towns rarely have a paper, and their names are in too many words
_CITY: Final = 100_000  # the same for the name of a source, where any word may be a village
_KNOWN_ABROAD: Final = 1_000_000
_LONGEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Source:
    """What a source says: country, first-order division ("US.LA"), and the name of a town in it, each maybe empty."""

    country: str = ""
    admin1: str = ""
    town: str = ""


def locate_source(domain: str | None, name: str | None, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> Source:
    """Read a web domain, then the source's name: a national source or ending, a division, a country, a town in it."""
    parts = (domain or "").lower().removeprefix("www.").split(".")
    known = ".".join(parts) if len(parts) > 1 else ""
    listed = next((lexicon.sources[end] for end in _endings(known) if end in lexicon.sources), ("", "", ""))
    if listed[1] or listed[2] or (known and known in lexicon.sources):
        return Source(*listed)
    country = listed[0]
    found = next((source for part in parts[:-1] if (source := _read_label(part, country, lexicon, gazetteer))), None)
    found = found or _read_name(name or "", country, lexicon, gazetteer) or Source(country)
    if found.town and not found.country and parts[-1] in _GENERAL_ENDINGS:
        return Source(_country_of_town(gazetteer.find(found.town)), "", found.town)
    return found


def _endings(domain: str) -> Iterator[str]:
    """The domain and what is left of it without its first parts: "news.bbc.co.uk", "bbc.co.uk", "co.uk", "uk"."""
    while domain:
        yield domain
        domain = domain.partition(".")[2]


def _read_label(label: str, country: str, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> Source | None:
    """The longest name that the label is made of, but for a newspaper's words: "gainesvilletimes", "timesunion"."""
    code = _read_code(label, lexicon) if country in ("", "US") else ""
    if code:
        return Source(code[:2], code)
    for text in dict.fromkeys((label, _OPENING.sub("", label))):
        for name in _names_in(text, lexicon):
            spelled = gazetteer.spell_out(name)
            source = _read_place(spelled, country, _TOWN, lexicon, gazetteer) if spelled else None
            if source:
                return source
    return None


def _read_code(label: str, lexicon: PlaceLexicon) -> str:
    """The American state whose postal code a newspaper's words follow: "wvgazette", "njherald"."""
    words = label[2:].strip("-")
    return lexicon.postal_codes.get(label[:2].upper(), "") if words in lexicon.paper_words else ""


def _names_in(label: str, lexicon: PlaceLexicon) -> Iterator[str]:
    """Beginnings and ends of a label that leave nothing or a newspaper's word, the longest first."""
    for length in range(len(label), _SHORTEST - 1, -1):
        rest = label[length:].strip("-")
        if not rest or any(rest.startswith(word) for word in lexicon.paper_words):
            yield label[:length].strip("-").replace("-", " ")
        if label[:-length].strip("-").removesuffix("of").removesuffix("in") in lexicon.paper_words:
            yield label[-length:].strip("-").replace("-", " ")


def _read_name(name: str, country: str, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> Source | None:
    """A place among the capitalised words of a source's name: "The Daily Nation (Kenya)", "Chicago Tribune"."""
    words = [word for word in re.findall(r"[^\W_]+", name) if word[0].isupper()]
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            key = normalize_place_name(" ".join(words[first : first + length]))
            source = _read_place(key, country, _CITY, lexicon, gazetteer)
            if source:
                return source
    return None


def _read_place(name: str, country: str, smallest: int, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> Source | None:
    """What a name says of a source: divisions and countries before towns, those of a known country before others."""
    if name in lexicon.never or name in lexicon.needs_context or name in lexicon.paper_words:
        return None
    inside = [c for c in gazetteer.find(name) if c.quality < 2 and (not country or c.iso2 == country)]
    towns = [c for c in inside if c.kind == "city" and c.population >= smallest]
    largest = max((c.population for c in towns), default=0)
    is_capital = any(c.code == "PPLC" for c in towns)  # "The Washington Times"
    divisions = [c for c in inside if c.kind == "admin1" and c.population > 2 * largest and not is_capital]
    if any(c.kind == "country" for c in inside):
        if not country and any(c.iso2 == "US" for c in towns):
            return Source("", "", name)  # "lebanonpost.com" may be of Lebanon, Ohio: what it writes of tells
        return Source(next(c.iso2 for c in inside if c.kind == "country"))
    if divisions:
        division = max(divisions, key=lambda c: (c.population, -c.place))
        return Source(division.iso2, division.admin1)
    return Source(country, "", name) if towns else None


def _country_of_town(candidates: Sequence[Candidate]) -> str:
    """Where a source under a general ending is that bears a town's name.

    Nearly every local paper in English under a general ending is of the United States; not so where a city that is
    known abroad has the name and no city of the United States.
    """
    towns = [c for c in candidates if c.kind == "city" and c.quality < 2]
    largest = max(towns, key=lambda c: (c.population, -c.place))
    american = max((c.population for c in towns if c.iso2 == "US"), default=-1)
    is_american = american >= _CITY or (american >= 0 and largest.population < _KNOWN_ABROAD)
    if not is_american and american >= _TOWN:
        return ""  # "theparisnews.com" may be of Paris, Texas: what it writes of tells
    return "US" if is_american else largest.iso2
