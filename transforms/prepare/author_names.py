"""The authors of a record, out of the texts that name them.

What belongs here: telling "Sand, Rita", one person as catalogues write her, from "Rita Sand, Olaf Brandt", two. What
bylines carry besides names is for `layout.split_authors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from transforms.prepare.layout import split_authors
from transforms.prepare.phrases import AGENCY, BEFORE_NAMES, DESK, NOT_AUTHORS, ORGANISATION, ROLE
from transforms.wording import Phrase

_MAIL_FIRST: Final = re.compile(r"^\s*\S+@\S+\s*\(([^()]+)\)\s*$")  # as RSS has authors
_ADDRESS: Final = re.compile(r"\s*<[^<>\s]*@[^<>\s]*>|\s*\([^()]*\)(?=\s*(?:$|[;|&]))")  # "(Example Wire)" after a name
_BETWEEN: Final = re.compile(r"\s*(?:;|\||\n|\s/\s)\s*")
_SUFFIX: Final = re.compile(r",\s*(Jr|Sr|II|III|IV)\b")
_AND: Final = Phrase(r"\s*,?\s+{between_names}\s+", re.IGNORECASE)
_WORD: Final = r"[^\W\d_]+(?:['’\-][^\W\d_]+)*"
_FAMILY: Final = Phrase(r"(?:{name_particle}\s+){0,3}" + _WORD, re.IGNORECASE)
_GIVEN: Final = re.compile(rf"(?:{_WORD}|[^\W\d_]\.(?:-?[^\W\d_]\.)*)\.?(?:\s+(?:{_WORD}|[^\W\d_])\.?){{0,2}}")
_NO_NAME: Final = Phrase(r"{no_person}\.?", re.IGNORECASE)
_SHORTEST_IN_CAPITALS: Final = 4


def author_names(texts: Iterable[str]) -> list[str]:
    """Names out of the texts of one record, each once, given names first.

    "Sand, Rita; van den Berg, Olaf" gives Rita Sand and Olaf van den Berg.
    """
    plain = (BEFORE_NAMES.sub("", _ADDRESS.sub(" ", _MAIL_FIRST.sub(r"\1", text))) for text in texts)
    named = [name for text in plain for part in _BETWEEN.split(text) for name in _names_of(part)]
    return list(dict.fromkeys(named))


def _names_of(text: str) -> list[str]:
    """A citation turns the first name only: "Sand, Rita, and Olaf Brandt"."""
    text = _SUFFIX.sub(r" \1", text)
    first, *others = _AND.split(text)
    turned = _turned(first)
    if turned is None:
        return split_authors(text)
    rest = [_turned(other) for other in others]
    if all(rest):
        return turned + [name for names in rest for name in names or ()]
    return turned + split_authors(" and ".join(others)) if f"{first}, " in text else split_authors(text)


def _turned(text: str) -> list[str] | None:
    """The names in "Family, Given" or in "Family, Given, Family, Given"; None where it is written otherwise."""
    parts = [" ".join(part.split()) for part in text.strip(" ,").split(",")]
    if len(parts) < 2 or len(parts) % 2:
        return None
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    if not all(_is_turned(family, given, alone=len(pairs) == 1) for family, given in pairs):
        return None
    return [f"{given} {family}" for family, given in pairs]


def _is_turned(family: str, given: str, *, alone: bool) -> bool:
    """Whether two parts are a family name and given names: a full name before a comma stands in a list of such."""
    if not (_FAMILY.fullmatch(family) and _GIVEN.fullmatch(given)) or (" " in given and not alone):
        return False
    if any(map(_names_nobody, (family, given))):
        return False
    if family.isupper() and given.isupper() and len(family) <= _SHORTEST_IN_CAPITALS and "." not in given:
        return False
    return family.rsplit(maxsplit=1)[-1][:1].isupper() and given[:1].isupper()


def _names_nobody(part: str) -> bool:
    """Whether a part is an agency, a publisher, a desk, an office or a degree."""
    if _NO_NAME.fullmatch(part) or NOT_AUTHORS.match(part) or ROLE.fullmatch(f" {part}"):
        return True
    return bool(AGENCY.fullmatch(part) or ORGANISATION.search(part) or DESK.search(part))
