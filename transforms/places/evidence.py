"""What speaks for and against one name being used as a place, as a list of named observations.

What belongs here: looking at a name, its neighbours and spaCy's first guess. What does not: adding the observations up;
their weights stand in `seeds/reference/places/evidence.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from transforms.datelines import is_closed_as_dateline
from transforms.model import Paragraph
from transforms.places.gazetteer import Candidate
from transforms.places.lexicon import PlaceLexicon
from transforms.places.scan import Name, Word, starts_sentence

_COMMA: Final = re.compile(r"^\s?[,(]\s?$")
_SPACE: Final = re.compile(r"^[ \u00a0]$|^-$")
_ACRONYM: Final = re.compile(r"^[A-Z]{2,5}$")
_WEAK_PREPOSITIONS: Final = frozenset({"of", "over", "along", "off", "from", "to", "between"})
PLACE_LABELS: Final = frozenset({"GPE", "LOC"})
_LABELS: Final[Mapping[str, str]] = {
    "GPE": "place", "LOC": "place", "FAC": "facility", "PERSON": "person", "ORG": "organisation", "NORP": "people",
}  # fmt: skip
_BETWEEN: Final = frozenset(
    {"in", "the", "of", "a", "an", "capital", "s", "outskirts", "on", "north", "south", "east", "west", "countryside"}
)
_MOST_BETWEEN: Final = 7
_POSSESSIVE: Final = re.compile(r"^['’]s $|^s['’] $")
_LONGEST_OWNER: Final = 5  # words of "the Democratic Republic of Congo"
STRONG: Final = frozenset(
    {"label_place", "before_preposition", "after_feature", "in_container", "dateline", "abbreviation"}
)


@dataclass(slots=True)
class Reading:
    """A paragraph made ready: words, gazetteer names by their first word, spaCy's entities."""

    paragraph: Paragraph
    text: str
    words: list[Word]
    names: dict[int, Name]
    entities: list[tuple[int, int, str]]
    has_entities: bool
    landforms: list[Name]

    def entity_at(self, start: int, end: int) -> tuple[int, int, str] | None:
        """The entity that overlaps a stretch of the text."""
        return next((entity for entity in self.entities if entity[0] < end and start < entity[1]), None)


@dataclass(slots=True)
class Surroundings:
    """A name between its neighbours."""

    reading: Reading
    name: Name

    @property
    def first(self) -> Word:
        """The first word of the name."""
        return self.reading.words[self.name.first]

    @property
    def last(self) -> Word:
        """The last word of the name."""
        return self.reading.words[self.name.last - 1]

    @property
    def before(self) -> Word | None:
        """The word before the name."""
        return self.reading.words[self.name.first - 1] if self.name.first else None

    @property
    def after(self) -> Word | None:
        """The word after the name."""
        words = self.reading.words
        return words[self.name.last] if self.name.last < len(words) else None

    @property
    def starts_sentence_before(self) -> bool:
        """Whether the word before the name has its capital from the beginning of a sentence."""
        return starts_sentence(self.reading.text, self.reading.words, self.name.first - 1)

    @property
    def gap_before(self) -> str:
        """What stands between the name and the word before it."""
        return self.reading.text[self.before.end : self.first.start] if self.before else ""

    @property
    def gap_after(self) -> str:
        """What stands between the name and the word after it, or the end."""
        stop = self.after.start if self.after else len(self.reading.text)
        return self.reading.text[self.last.end : stop]


def observe(around: Surroundings, candidates: Sequence[Candidate], lexicon: PlaceLexicon) -> list[str]:
    """The observations on a name, those of the name itself first."""
    seen = [prior_class(candidates)]
    name = around.name
    if name.last - name.first > 1:
        seen.append("several_words")
    if name.key in lexicon.needs_context and name.key != "us":  # the pronoun is barred by its case
        seen.append("ordinary_word")
    if seen[0] != "prior_country" and _is_acronym(around):
        seen.append("acronym")
    seen.append(_observe_label(around))
    before = _observe_before(around, lexicon)
    if before:
        seen.append(before)
    after = _observe_after(around, lexicon)
    if after:
        seen.append("after_speech_country" if after == "after_speech" and seen[0] == "prior_country" else after)
    if _is_listed(around):
        seen.append("listed")
    if name.first == 0 and is_closed_as_dateline(around.reading.text[around.last.end :]):
        seen.append("dateline")
    return seen


def _is_acronym(around: Surroundings) -> bool:
    """Whether the name is a short word in capitals among words that are not: "WOLA", not "PARIS, March 3"."""
    words, first, last = around.reading.words, around.name.first, around.name.last
    if last - first > 1 or not _ACRONYM.match(around.first.text) or first == 0:
        return False
    beside = words[max(0, first - 2) : first] + words[last : last + 2]
    return not any(word.text.isupper() and len(word.text) > 1 and word.text.isalpha() for word in beside)


def _is_listed(around: Surroundings) -> bool:
    """Whether the name stands in a row with another gazetteer name: "Taloqan, Kunduz and Zaranj"."""
    words, name, names = around.reading.words, around.name, around.reading.names
    last = name.last
    if around.gap_after == ", " and last in names:
        return True
    if last + 1 < len(words) and words[last].text in ("and", "or") and last + 1 in names:
        return True
    before = name.first - 1
    if before > 0 and words[before].text in ("and", "or"):
        before -= 1
    return before >= 0 and any(
        n in names and names[n].last == before + 1 for n in range(max(0, before - 3), before + 1)
    )


def prior_class(candidates: Sequence[Candidate]) -> str:
    """What best the name can be: countries and big cities nearly always are meant as places."""
    best, label = -1.0, "prior_alternate"
    for candidate in candidates:
        if candidate.quality > 2 and candidate.kind == "city":
            continue
        known = candidate.quality < 2
        if candidate.kind in ("country", "admin1", "region"):
            rank, found = (9.0, f"prior_{candidate.kind}") if known else (4.0, "prior_alternate_large")
        else:
            size = int(min(6, max(2, candidate.size)))
            rank, found = (float(size), f"prior_size_{size}") if known else (size - 2.5, "prior_alternate")
            if not known and size >= 5:
                found = "prior_alternate_large"
        if rank > best:
            best, label = rank, found
    return label


def _observe_label(around: Surroundings) -> str:
    reading = around.reading
    if not reading.has_entities:
        return "label_unread"
    start, end = around.first.start, around.last.end
    entity = reading.entity_at(start, end)
    if entity is None:
        return "label_none"
    kind = _LABELS.get(entity[2], "other")
    if is_whole(reading.text, entity[0], entity[1], start, end):
        return f"label_{kind}"
    if kind == "organisation" and start - entity[0] <= 4:
        return "label_organisation_head"
    return f"label_{kind}_part"


def is_whole(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Whether an entity is no longer than the name, but for an article, a possessive or a word in lower case."""
    left, right = text[first:start].strip(), text[end:last].strip()
    return (left.lower() in ("", "the") or left.islower()) and (right in ("", "'s", "’s", ".", "'") or right.islower())


def _observe_before(around: Surroundings, lexicon: PlaceLexicon) -> str:
    before, gap = around.before, around.gap_before
    if before is None:
        return "first_word"
    if gap.strip() == "," and before.is_name_like:
        return "before_comma_name"
    if before.text.lower() in lexicon.titles and gap in (" ", ". "):
        return "before_title"
    if not _SPACE.match(gap):
        return "first_word" if starts_sentence(around.reading.text, around.reading.words, around.name.first) else ""
    return _observe_neighbour(before, around, lexicon)


def _observe_neighbour(before: Word, around: Surroundings, lexicon: PlaceLexicon) -> str:
    """What a word says that stands right before the name, the most telling first."""
    lower = before.text.lower()
    number = around.name.first
    kinds = (
        ("before_given_name", lower in lexicon.given_names and before.is_name_like),
        ("before_club", lower in lexicon.clubs and before.is_name_like),
        ("before_compass", lower in lexicon.compass),
        ("before_name_of", lower == "of" and number > 1 and _is_of_title(around, lexicon)),
        ("before_weak_preposition", lower in lexicon.before and lower in _WEAK_PREPOSITIONS),
        ("before_preposition", lower in lexicon.before),
        ("before_preposition", lower == "the" and _is_after_preposition(around, lexicon)),
        ("before_the", lower == "the"),
        ("before_name", before.is_name_like and not around.starts_sentence_before),
    )
    return next((kind for kind, holds in kinds if holds), "")


def _is_after_preposition(around: Surroundings, lexicon: PlaceLexicon) -> bool:
    """Whether "in the" or the like stands before the name: "across the Sahel"."""
    number = around.name.first - 2
    return number >= 0 and around.reading.words[number].text.lower() in lexicon.before - _WEAK_PREPOSITIONS


def _is_of_title(around: Surroundings, lexicon: PlaceLexicon) -> bool:
    """Whether "of" ties the name to a capitalised noun: "Bank of", but neither "City of" nor "President of"."""
    head = around.reading.words[around.name.first - 2]
    lower = head.text.lower()
    return head.is_name_like and lower not in lexicon.place_heads and lower not in lexicon.titles


def _observe_after(around: Surroundings, lexicon: PlaceLexicon) -> str:
    after, gap = around.after, around.gap_after
    if after is not None and gap in ("'s ", "’s ") and after.is_name_like and _names_thing(after, lexicon):
        return "after_organisation"  # "Eva's Village" is named for somebody
    if after is None or not _SPACE.match(gap):
        return "after_possessive" if gap[:2] in ("'s", "’s") else ""
    lower = after.text.lower()
    if lower in lexicon.features and gap != "-":
        return "after_feature"
    if not after.is_name_like:
        return "after_speech" if lower in lexicon.speech else ""
    kind = _observe_run(around, lexicon)
    if kind:
        return kind
    return "after_known_name" if around.name.last in around.reading.names else "after_name"


def _names_thing(word: Word, lexicon: PlaceLexicon) -> bool:
    lower = word.text.lower()
    return lower in lexicon.organisations or lower in lexicon.facilities or lexicon.features.get(lower) == "PPL"


def _observe_run(around: Surroundings, lexicon: PlaceLexicon) -> str:
    """What the capitalised words after the name make of it: "Adelaide Magistrates Court", "Sydney Harbour Bridge"."""
    words, text = around.reading.words, around.reading.text
    for number in range(around.name.last, min(around.name.last + 5, len(words))):
        word = words[number]
        gap = text[words[number - 1].end : word.start]
        if gap not in (" ", "-", " & ") or not (word.is_name_like or word.text in ("of", "and", "for")):
            return ""
        lower = word.text.lower()
        if lower in lexicon.organisations:
            return "after_organisation" if number == around.name.last else "after_organisation_far"
        if lower in lexicon.facilities:
            return "after_facility" if number == around.name.last else "after_facility_far"
    return ""


def _innermost(reading: Reading, outer: Name) -> Name:
    """The name that the outer one owns, where one follows: "in Cameroon's Far North region"."""
    words, number = reading.words, outer.last
    owned = reading.names.get(number)
    if owned is None or not _POSSESSIVE.match(reading.text[words[number - 1].end : words[number].start]):
        return outer
    return owned


def owner_name(around: Surroundings) -> Name | None:
    """The name right before, where it owns this one: "Mali's Kayes", "Nigeria's Borno state"."""
    reading, first = around.reading, around.name.first
    if not _POSSESSIVE.match(around.gap_before):
        return None
    owners = (reading.names.get(number) for number in range(max(0, first - _LONGEST_OWNER), first))
    return next((owner for owner in owners if owner is not None and owner.last == first), None)


def feature_before(around: Surroundings, lexicon: PlaceLexicon) -> str:
    """The GeoNames code that a word tied to the name asks for: "the province of Kunduz"; empty without one.

    What holds a district is a division: "Dara district, Kunduz", "Dara district in Kunduz".
    """
    words, first = around.reading.words, around.name.first
    if first < 2:
        return ""
    before = words[first - 1].text.lower()
    if around.gap_before == ", " and lexicon.features.get(before) == "ADM2":
        return "ADM1"
    link, head = before, words[first - 2].text.lower()
    if around.gap_before != " " or link not in ("of", "in"):
        return ""
    code = lexicon.features.get(head, "")
    if link == "in":
        return "ADM1" if code == "ADM2" else ""
    return code


def has_bare_article(around: Surroundings) -> bool:
    """Whether "the" belongs to the name, which is no town then: "in the Valley.", but neither "the Lyon talks"."""
    before, first = around.before, around.first
    if before is None or before.text not in ("the", "The") or around.gap_before != " ":
        return False
    return first.text.lower() != "the" and (around.after is None or around.gap_after[:1] in tuple(".,;:!?)"))


def container_name(around: Surroundings, lexicon: PlaceLexicon) -> Name | None:
    """The next name, where what stands between says that it holds this one.

    "Paris, Texas"; "Tripoli, northern Lebanon"; "Taloqan, the capital of Takhar"; "Gao in the north of Mali". A word
    that says what the name is may stand first: "the Kayes region of Mali", "Yala province, Thailand".
    """
    words, reading = around.reading.words, around.reading
    number, opening = around.name.last, around.gap_after
    has_feature = number < len(words) and opening == " " and words[number].text.lower() in lexicon.features
    if has_feature:
        stop = words[number + 1].start if number + 1 < len(words) else len(reading.text)
        number, opening = number + 1, reading.text[words[number].end : stop]
    if number >= len(words) or not (
        _COMMA.match(opening) or words[number].text == "in" or (has_feature and words[number].text == "of")
    ):
        return None
    while number < min(len(words), around.name.last + _MOST_BETWEEN):
        if number in reading.names:
            return _innermost(reading, reading.names[number])
        lower = words[number].text.lower()
        if not (lower in _BETWEEN or lower in lexicon.compass or lower in lexicon.features):
            return None
        number += 1
    return None
