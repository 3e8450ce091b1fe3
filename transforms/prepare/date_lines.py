"""Lines that newsrooms print dates in: "Updated 9 May 2022 | First published 8 May 2022".

What belongs here: which date of a line is the first publication, which an update, and which is neither. Where in a page
or text such a line may stand is for `page_dates` and `layout`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from transforms.prepare.published import Published, dates_in
from transforms.wording import Phrase, listed

DateKind = Literal["published", "updated", "plain", "other"]

LONGEST_DATE_LINE = 240
_LONGEST_BARE = 120  # characters of a line of dates
_MOST_BESIDE, _SHORTEST_WORD = 2, 2  # words of more than two letters beside its dates, such as weekdays
_CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|uhr)?|\b(?:UTC|GMT|[A-Z]{1,3}[DS]?T|WIB)\b", re.IGNORECASE
)
_WEEKDAY = Phrase(r"[,\s]*\b{weekday}\b\.?,?", re.IGNORECASE)
_PROSE_WORDS = 7  # words in small letters, beside those of labels, that make a line a sentence
_UPDATED = Phrase(r"\b{updated_label}\b", re.IGNORECASE)
_PUBLISHED = Phrase(r"\b{published_label}\b", re.IGNORECASE)
#: Words before a date that make it anything but a publication: of the site, of the machine, of another matter.
_OTHER = Phrase(r"©|\(c\)|\b{other_date_label}\b", re.IGNORECASE)
_COPYRIGHT = Phrase(r"©|\(c\)\s*\d|{copyright}", re.IGNORECASE)
_BREAK = re.compile(r"[|·•;/–—()\[\]\n]|\s-\s|[.!?]\s+|,\s+(?=[a-zA-Z])")
_ARTICLE_NOTE = Phrase(r"^\W*{this_article}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[a-zà-ÿ]{2,}")


@dataclass(frozen=True, slots=True)
class LineDate:
    """A date of a line and what the line says that it is; `when` is None where it can be read in two ways."""

    kind: DateKind
    when: Published | None


def read_date_line(line: str) -> list[LineDate]:
    """The dates of a line that newsrooms print dates in; none where the line is a sentence or a copyright notice.

    The label before a date says what it is: "Modified July 9, 2022 10 a.m. · July 8, 2022" is an update and a date
    without a label. A label with a colon that is none of ours ("Next concert: 9 July 2022") makes it another matter's.
    """
    if len(line) > LONGEST_DATE_LINE or _COPYRIGHT.search(line):
        return []
    found = dates_in(line)
    if not found or (is_prose(line) and not _ARTICLE_NOTE.match(line)):
        return []
    ends = [0, *(end for _, end, _ in found)]
    return [LineDate(_kind_of(line[end:start]), when) for end, (start, _, when) in zip(ends, found, strict=False)]


def is_date_line(line: str) -> bool:
    """Whether a line is of dates, their labels and a few words more: "Written: 9 May 2022 / Updated: 10 May 2022"."""
    if len(line) > _LONGEST_BARE or not read_date_line(line):
        return False
    spans = [(start, end) for start, end, _ in dates_in(line)]
    rest = "".join(" " if any(start <= at < end for start, end in spans) else sign for at, sign in enumerate(line))
    rest = _CLOCK.sub(" ", _UPDATED.sub(" ", _PUBLISHED.sub(" ", rest)))
    return len([word for word in _WORD.findall(rest) if len(word) > _SHORTEST_WORD]) <= _MOST_BESIDE


def is_prose(line: str) -> bool:
    """Whether a line is a sentence rather than a line of names, labels and dates."""
    bare = _PUBLISHED.sub(" ", _UPDATED.sub(" ", line))
    return len(_SMALL_WORD.findall(bare)) >= _PROSE_WORDS


def _kind_of(before: str) -> DateKind:
    """What the text between the date before and this one says; the part nearest to the date counts."""
    before = _WEEKDAY.sub(" ", _CLOCK.sub(" ", before))
    parts = [part for part in _BREAK.split(before) if _WORD.search(part)]
    if not parts:
        return "plain"
    label, gap = parts[-1], before[before.rfind(parts[-1]) + len(parts[-1]) :]
    if _WORD.sub("", label) != label and _BREAK.search(gap) and not is_bare_label(label):
        return "plain"
    return kind_of_label(label)


def is_bare_label(label: str) -> bool:
    """Whether a part is a label and nothing else: "Published", parted from its date by a bar."""
    rest = _UPDATED.sub(" ", _PUBLISHED.sub(" ", _OTHER.sub(" ", label)))
    fillers = listed("label_filler")
    return not [word for word in _WORD.findall(rest.lower()) if word not in fillers]


def kind_of_label(label: str) -> DateKind:
    """What a label makes of the date after it; of several the last counts ("Published or updated:")."""
    if _OTHER.search(label):
        return "other"
    marks = [(one.end(), "updated") for one in _UPDATED.finditer(label)]
    marks += [(one.end(), "published") for one in _PUBLISHED.finditer(label)]
    if marks:
        return "updated" if max(marks)[1] == "updated" else "published"
    return "other" if re.search(r":\s*$", label) and _WORD.search(label) else "plain"
