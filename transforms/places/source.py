"""Where a news source is at home: evidence for names that many places share.

What belongs here: reading a web domain. A local paper writes "Springfield" and means its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transforms.places.gazetteer import Gazetteer
from transforms.places.lexicon import PlaceLexicon

_PAPER_WORDS: Final = (
    "news|newspapers?|times|herald|post|star|tribune|gazette|journal|courier|chronicle|observer|daily|telegraph|mirror|"
    "sun|press|examiner|inquirer|dispatch|sentinel|register|globe|republic|monitor|bulletin|standard|guardian|beacon|"
    "review|record|reporter|advocate|leader|ledger|telegram|citizen|mercury|local|online|today|weekly|argus|echo|mail|"
    "enterprise|democrat|republican|eagle|banner|call|progress|messenger|enquirer|intelligencer|live|life|now|info|city"
)
_PAPER: Final = re.compile(rf"^-?(?:{_PAPER_WORDS}|and)")
_OPENING: Final = re.compile(r"^(?:the|my|thisis|daily|news|go|visit|bc)-?(?=[a-z]{5})")
_GENERAL_ENDINGS: Final = frozenset({"com", "net", "org", "us", "info"})
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Source:
    """What the domain says: country, first-order division ("US.LA"), and the name of a town in it, each maybe empty."""

    country: str = ""
    admin1: str = ""
    town: str = ""


def locate_source(domain: str | None, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> Source:
    """Read a web domain: a source that the table knows, a country's ending, a town before a newspaper's word."""
    parts = (domain or "").lower().removeprefix("www.").split(".")
    if len(parts) < 2:
        return Source()
    country, admin1 = next(
        (known for first in range(len(parts)) if (known := lexicon.sources.get(".".join(parts[first:])))), ("", "")
    )
    if admin1:
        return Source(country, f"{country}.{admin1}")
    town = next((name for part in parts[:-1] if (name := _town_in(part, gazetteer))), "")
    if town and not country and parts[-1] in _GENERAL_ENDINGS:
        country = "US"  # where nearly every local paper under a general ending in English is
    return Source(country, "", town)


def _town_in(label: str, gazetteer: Gazetteer) -> str:
    """The longest town's name that the label begins with, where a newspaper's word follows: "gainesvilletimes"."""
    for text in (label, _OPENING.sub("", label)):
        for end in range(len(text) - 2, _SHORTEST - 1, -1):
            name = text[:end].strip("-").replace("-", " ")
            if _PAPER.match(text[end:]) and any(c.kind in ("city", "admin2") for c in gazetteer.find(name)):
                return name
    return ""
