"""What a dateline is: "KABUL, Afghanistan, Aug. 8 (Reuters) —", where it ends, and which of its words are what.

What belongs here: the form of datelines, the one place to read and extend it; their months and agencies are tables
(`dates/months`, `articles/wording`). Preparation asks it for the text, dates
for the day, places for the span and the words that name where the report was filed, events for where the story begins.
What does not: what the place and the date mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.wording import Phrase

_LONGEST = 140  # characters, the dash included

_LINE_YEAR = r"(?:,?\s+(?:\d{4}|\d{2}(?!\d)))?"
_DATE = (
    r"(?:(?i:{month})\.?\s+\d{1,2}" + _LINE_YEAR + r"|\d{1,2}\s+(?i:{month})\.?" + _LINE_YEAR + r"|"
    r"\d{1,2}\.?\s+(?:de\s+)?(?i:{month_abroad})(?:\s+(?:de\s+)?\d{4})?)"
)
# capitals of any script; the pattern must not ignore case, or they would match anything
_PLACE_WORD = r"[^\W\d_a-z][\w'’.-]*"
_PLACE = _PLACE_WORD + r"(?:(?:[ /-]|\s)(?:" + _PLACE_WORD + r"|{small_word_of_place}|&)){0,4}"
_AGENCY = r"(?:\((?:[^()]{2,40})\)|/?{dateline_agency}/?)"
_DASH = r"\s*(?:--+|[–—]|\s-|-\s|_+\s|:\s(?=[A-Z“\"])|(?<=\d{4})\.\s(?=[A-Z“])|(?P<alone>$))"
# "KABUL, Aug. 8 (Reuters) —"
_PATTERN = Phrase(
    r"^\W{0,2}(?P<text>(?P<place>" + _PLACE + r"(?:,\s+" + _PLACE + r"){0,3}(?:\s+\([^()]{2,30}\)(?=,))?)\)?"
    r"(?:[,.]{0,2}\s+(?P<date>" + _DATE + r"))?,?(?:\s*(?P<agency>" + _AGENCY + r"))?)" + _DASH
)

# a byline that stands before the dateline: "By JANE DOE, Example Press KABUL (EP) —"
_BYLINE = re.compile(
    r"By\s[^\n()]{3,100}?\s(?=(?:[A-Z][A-Z.'’-]+[ ,]+){1,3}(?:[A-Z][\w.]+[ ,]+){0,2}\([^()]{2,30}\)\s*(?:--+|[-–—]))"
)
# a headline that runs on into the text: "Bridge closed for a week. DARA, Mo. (EP) —"
_HEADLINE = re.compile(
    r"[^\n]{20,160}?[^\n\W][.?!]?['\"’”]?\s?[.?!]['\"’”]?\s(?=[A-Z]{2,}[A-Z.'’-]*(?:,?\s[A-Z][\w.'’-]*){0,5}"
    r"(?:\s*\([^()]{2,30}\))?\s*(?:--+|[–—]|\s-\s))"
)
# words in capitals before a dash that are no place
_NOT_PLACES = Phrase("^{no_dateline_place}$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline that a paragraph begins with; offsets are characters of the paragraph."""

    text: str  # without its dash
    place_start: int  # of "KABUL, Afghanistan"
    place_end: int
    date: str | None  # "Aug. 8"
    agency: str | None  # "(Reuters)", "/AP"
    end: int  # where the story begins, behind the dash
    is_sure: bool  # capitals, a date or an agency show it; without them only a place known for one does


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with, None where no words before a dash look like one.

    "Kabul - Three men died" has the form of one, and so has "Reform - what next": neither is sure.
    """
    lead = _BYLINE.match(paragraph) or _HEADLINE.match(paragraph)
    start = lead.end() if lead is not None else 0
    found = _PATTERN.match(paragraph[start : start + _LONGEST])
    if found is None or (found.group("alone") is not None and not (found.group("date") and len(paragraph) < _LONGEST)):
        return None
    bare = re.sub(r"\([^()]*\)", "", found.group("place")).split(",")[0]
    if _NOT_PLACES.match(bare):
        return None
    if lead is not None and not bare.isupper():
        return None
    is_marked = bool(found.group("date") or found.group("agency"))
    if is_marked and not bare[:1].isupper():
        return None
    text, end = found.group("text").strip(), start + found.end()
    rest = paragraph[end : end + 200]
    is_in_capitals = bare.isupper() and len(bare) > 2 and not rest.isupper()
    return Dateline(
        text=text if text.count("(") == text.count(")") else text.replace(")", "", 1),
        place_start=start + found.start("place"),
        place_end=start + found.end("place"),
        date=found.group("date"),
        agency=found.group("agency"),
        end=end + len(rest) - len(rest.lstrip()),
        is_sure=is_marked or is_in_capitals,
    )


# behind a name that opens the paragraph: ", Jordan (Wire) - "
_REST = re.compile(r"^(?:[,/][^()\n–—]{2,40}?)?\s?(?:\([^()]{2,40}\))?\s?(?:--|[-–—])\s")


def is_closed_as_dateline(rest: str) -> bool:
    """Whether what follows a name at the start of a paragraph makes it a dateline, sure or not: " (Wire) - Six"."""
    return _REST.match(rest) is not None


def dateline_of(paragraph: str) -> str | None:
    """The text of a dateline that is sure, without its dash."""
    found = read_dateline(paragraph)
    return found.text if found is not None and found.is_sure else None


# "Bogotá, 12 de marzo. ", "KIEV, 27 ago (EFE).- ", "Lima (Redacción) - "
_SPANISH = Phrase(
    r"^(?P<text>(?P<place>" + _PLACE + r"(?:,\s+" + _PLACE + r"|\s+\([^()\d]{2,30}\))?)"
    r"(?:(?:,|\.-)?\s+(?P<date>(?i:\d{1,2}\s+(?:de\s+)?{month_es}\.?(?:\s+(?:del?\s+)?\d{4})?))"
    r"|(?=\s*\()|(?=\s*\.?\s*[-–—])))(?:,?\s*(?P<agency>\([^()]{2,40}\)))?(?:\s*[.:]?\s*(?:--?|[–—])\s*|[.:]\s+)"
)


def read_spanish_dateline(paragraph: str) -> Dateline | None:
    """The dateline of a Spanish paragraph; a date or an agency must show it, or the form that English knows.

    >>> read_spanish_dateline("Popayán, 12 de marzo. Dos policías murieron").text
    'Popayán, 12 de marzo'
    """
    found = _SPANISH.match(paragraph[:_LONGEST])
    if found is None or not (found["date"] or found["agency"]):
        return read_dateline(paragraph)
    text = paragraph[: found.end("agency") if found["agency"] else found.end("text")]
    return Dateline(
        text, found.start("place"), found.end("place"), found["date"], found["agency"], found.end(), is_sure=True
    )
