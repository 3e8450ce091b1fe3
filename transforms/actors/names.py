"""Names of persons and organisations that no table knows.

What belongs here: names from the parser's entities where it has them, from capitalised patterns ("Ministry of …",
"Gen. …") where it has not, and acronyms that the article itself introduces. What does not: what a name means beside
other words (`phrases`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import polars as pl
from spacy.tokens import Doc

from transforms.actors.entities import make_entity
from transforms.actors.layers import has_entities
from transforms.actors.lexicon import Hit, Lexicon
from transforms.actors.terms import Term, TermKind
from transforms.model import Entity, EntityClass

_PARTICLE = r"(?:de la|de los|de las|de|del|da|dos|von|van der|van den|van|bin|ben|ibn|al|el|di|du|le|la|y)"
_CAPITALISED = r"[A-Z][\w'’-]*\w|[A-Z]\."
_OF_PERSON = re.compile(r",? (?:\d{1,2},|who\b|aged \d|\(\d\d\))")
_SPEAKS = re.compile(r" (?:said|says|told|recalled|explained|added)\b")
_OF_PLACE = re.compile(r"\b(?:in|near|at|across|throughout) $")
_ACTING = frozenset({"PERSON", "ORG", "NORP"})
_POSSESSIVE = re.compile(r"['’]s?$")
_DETERMINER = "(?i:the|an?|this|that|these|those|all|every|each|another)"
_LIST_MARK = re.compile(r"\s[•·|]\s")
_FOR_OR_AGAINST = re.compile(r"(?i:anti|pro|non|post|pre)-")
_NAME_WORD = r"(?:[A-Z][\w&'’-]*|[A-Z]\.)"
_BRACKETED = re.compile(r"[(\[][\"“']?([A-Z][A-Za-z0-9/-]{1,11})[\"”']?[)\]]")
_REBEL_WORDS = re.compile(
    r"\b(?:Liberation|Guerrillas?|Rebel|Revolutionary (?:Army|Front|Armed|Movement|Command)|Mujahide+n|Resistance|"
    r"Death Squad|Brigades?|Commandos?|Cartel|Jihad|Militia)\b"
)


@dataclass(frozen=True, slots=True)
class _OrganisationWord:
    entity_class: EntityClass
    sector: str | None
    position: str


@dataclass(slots=True)
class ArticleNames:
    """The names that one article has introduced: full names by word, entities by acronym, and what speaks for each."""

    persons: dict[str, str] = field(default_factory=dict)  # word of a name -> the full name
    first_names: dict[str, str] = field(default_factory=dict)
    acronyms: dict[str, Entity] = field(default_factory=dict)
    votes: dict[str, Counter[str]] = field(default_factory=dict)  # name -> labels that the article gives it

    def vote(self, name: str, label: str, weight: int = 1) -> None:
        """Count one occurrence of a name under a label."""
        self.votes.setdefault(name, Counter())[label] += weight

    def label(self, name: str) -> str:
        """What most of the article takes a name for; a word of a person's full name is that person."""
        if name in self.persons or name in self.first_names:
            return "PERSON"
        counts = self.votes.get(name, Counter())
        return min(counts, key=lambda label: (-counts[label], label), default="ORG")

    def learn_persons(self) -> None:
        """Take the full names of persons from the votes, the commonest first."""
        full = [name for name in self.votes if " " in name and self.label(name) == "PERSON"]
        for name in sorted(full, key=lambda name: (-self.votes[name]["PERSON"], name)):
            self.add_person(name)

    def add_person(self, name: str) -> None:
        """Remember a full name under its words; the first full name to bear a word keeps it."""
        words = name.split()
        if len(words) < 2:
            return
        for word in words[1:] if len(words[0]) > 3 else words:
            if len(word) > 2 and word[0].isupper():
                self.persons.setdefault(word, name)
        for first in range(1, len(words) - 1):
            self.persons.setdefault(" ".join(words[first:]), name)
        if len(words[0]) > 2:
            self.first_names.setdefault(words[0], name)

    def full_name(self, name: str) -> str:
        """The full name that a bare surname stands for, else the name itself."""
        return self.persons.get(name) or self.first_names.get(name, name)


class NameFinder:
    """Finds names in paragraphs."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], lexicon: Lexicon) -> None:
        """Take the words that show an organisation from `actors/organisation_words`."""
        self._lexicon = lexicon
        rows: Iterable[dict[str, Any]] = tables["actors/organisation_words"].iter_rows(named=True)
        self._words = {
            row["word"]: _OrganisationWord(cast(EntityClass, row["entity_class"]), row["sector"], row["position"])
            for row in rows
        }
        self._not_actors = frozenset(tables["actors/not_actors"].get_column("word").to_list())
        self._facilities = frozenset(word for word, rule in self._words.items() if rule.position == "facility")
        titles: list[str] = tables["actors/titles"].get_column("title").to_list()
        title = "|".join(re.escape(text) for text in sorted(titles, key=lambda text: (-len(text), text)))
        self._leading = re.compile(rf"^(?:(?:{_DETERMINER}|{title})\s+)+")
        self._titled_name = re.compile(
            rf"\b(?:(?:{title}) )+((?:(?:{_CAPITALISED})(?: {_PARTICLE})? |al-|Al-)*[A-Z][\w'’-]*[a-z\w])"
        )
        heads = "|".join(word for word, rule in self._words.items() if rule.position in {"head", "any"})
        lasts = "|".join(word for word, rule in self._words.items() if rule.position in {"last", "any"})
        self._organisation = re.compile(
            rf"\b(?:(?:{heads}) (?:of|for|on) (?:the )?{_NAME_WORD}(?:(?: and| of| for| the)* {_NAME_WORD}){{0,5}}"
            rf"|{_NAME_WORD}(?: {_NAME_WORD}| of| for| and){{0,5}} (?:{lasts})\b"
            rf"(?:,? Inc\.?| Ltd\.?| (?:of|for) (?:the )?{_NAME_WORD}(?:(?: and| of| the)* {_NAME_WORD}){{0,4}})?)"
        )

    def candidates(
        self, doc: Doc, text: str, names: ArticleNames, places: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[int, int]]:
        """Spans of a document's text that may be names, in order; they may overlap. Their labels go to `names`.

        What lies inside a place is none, and does not vote.
        """
        found: list[tuple[int, int, str, int]] = []
        if has_entities(doc):
            found.extend((ent.start_char, ent.end_char, ent.label_, 1) for ent in doc.ents)
        found.extend((*match.span(1), "PERSON", 2) for match in self._titled_name.finditer(text))
        found.extend((*match.span(), "ORG", 2) for match in self._organisation.finditer(text))
        spans: set[tuple[int, int]] = set()
        for start, end, label, weight in found:
            span = self._trimmed(text, start, end, label)
            if span is None or is_inside(span, places):
                continue
            if not self._lexicon.is_agent(text[span[0] : span[1]]):
                names.vote(text[span[0] : span[1]], label, weight)
                self._vote_by_context(text, *span, names)
                if label in _ACTING:
                    spans.add(span)
        return sorted(spans)

    def title_length(self, name: str) -> int:
        """How many characters of a name are titles ("Pope " of "Pope Francis"), none where no name would be left."""
        match = self._leading.match(name)
        return match.end() if match and match.end() < len(name) else 0

    def _trimmed(self, text: str, start: int, end: int, label: str) -> tuple[int, int] | None:
        span = _trim(text, start, end, self._leading)
        if span is None:
            return None
        name = text[span[0] : span[1]]
        if label == "PERSON" and re.search(r"\d|[/@]", name):
            return None
        words = name.split()
        is_place = len(words) > 1 and words[-1] in self._facilities
        if label in _ACTING and (is_place or name in self._not_actors or _FOR_OR_AGAINST.match(name)):
            return None
        return span

    def _vote_by_context(self, text: str, start: int, end: int, names: ArticleNames) -> None:
        """Let the words around a name speak: an age or "who" after it for a person, "in" before it for a place."""
        name = text[start:end]
        if name.isupper() or self._rule(name) is not None:
            return
        if _OF_PERSON.match(text, end):
            names.vote(name, "PERSON", 2)
        elif _SPEAKS.match(text, end):
            names.vote(name, "PERSON")
        if _OF_PLACE.search(text, max(0, start - 12), start):
            names.vote(name, "GPE")

    def entity(self, name: str, label: str) -> Entity:
        """The entity that a name stands for: the tables' where they know it, else one of its own."""
        for term in self._lexicon.meanings(name):
            if term.entity is not None and (label != "PERSON" or term.kind == "person"):
                return term.entity
        if label == "PERSON":
            return make_entity(name, "person")
        if label == "NORP":
            return make_entity(name, "nationality")
        rule = self._rule(name)
        country = self._country(name)
        if _REBEL_WORDS.search(name) and (rule is None or rule.entity_class != "government"):
            return make_entity(name, "armed_group", country, "REB", 2)
        if rule is None:
            return make_entity(name, "organisation", country)
        return make_entity(
            name, rule.entity_class, country, rule.sector, 1 if rule.entity_class == "government" else None
        )

    def _country(self, name: str) -> str | None:
        """The one country that the name itself has in it ("Ministry of Health of Peru")."""
        found = {hit.term.country.iso3 for hit in self._lexicon.scan(name) if hit.term.country}
        return found.pop() if len(found) == 1 else None

    def _rule(self, name: str) -> _OrganisationWord | None:
        words = name.split()
        for word in (words[-1], *words):
            if (rule := self._words.get(word.rstrip(".,"))) is not None:
                return rule
        return None

    def read_acronyms(self, text: str, names: ArticleNames) -> None:
        """Learn what the article introduces: "Popular Front for X (PFX)", "PFX [Popular Front for X]"."""
        for match in _BRACKETED.finditer(text):
            acronym = match.group(1)
            if acronym in names.acronyms or not acronym[1:2].isupper():
                continue
            if (expansion := _expansion(text[: match.start()].rstrip(), acronym)) is None:
                continue
            known = [term.entity for term in self._lexicon.meanings(expansion) if term.entity]
            names.acronyms[acronym] = known[0] if known else self.entity(expansion, "ORG")


def _expansion(before: str, acronym: str) -> str | None:
    """The words right before a bracketed acronym whose capitals spell it, small words skipped."""
    letters = [char for char in acronym.upper() if char.isalpha()]
    words = before.split()[-3 * len(letters) - 2 :]
    taken: list[str] = []
    for word in reversed(words):
        taken.insert(0, word)
        initials = [part[0].upper() for part in re.split(r"[\s-]+", " ".join(taken)) if part[:1].isupper()]
        if initials == letters and word[0].isupper():
            return " ".join(taken).strip("\"'“”,")
        if len(initials) > len(letters) or word[-1] in ".;:)":
            return None
    return None


def _trim(text: str, start: int, end: int, leading: re.Pattern[str]) -> tuple[int, int] | None:
    """A name's span without article, title, possessive and brackets; None where no name is left."""
    while (match := leading.match(text[start:end])) is not None:
        start += match.end()
    if (mark := _LIST_MARK.search(text, start, end)) is not None:
        end = mark.start()
    while end > start and (match := _POSSESSIVE.search(text[start:end])) is not None:
        end = start + match.start()
    while start < end and text[start] in " \"'“”‘’([-,.":
        start += 1
    while start < end and text[end - 1] in " \"'“”‘’)]-,":
        end -= 1
    name = text[start:end]
    for opening, closing in (("(", ")"), ("[", "]")):
        if opening in name and closing not in name:
            end = start + len(name.split(opening)[0].rstrip())
            name = text[start:end]
    if len(name) < 2 or not any(char.isupper() for char in name) or "\n" in name:
        return None
    return start, end


def is_inside(span: tuple[int, int], places: Sequence[tuple[int, int]]) -> bool:
    """Whether a span lies inside one of the places."""
    return any(start <= span[0] and span[1] <= end for start, end in places)


def merge_hits(hits: Sequence[Hit], spans: Sequence[tuple[int, int, Term]]) -> list[Hit]:
    """Known forms and found names together, in order and apart: of two that overlap the wider, a tie to the table."""
    merged: list[Hit] = list(hits)
    for start, end, term in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        inside = [hit for hit in merged if hit.start < end and start < hit.end]
        if any(hit.start < start or hit.end > end for hit in inside):
            continue
        if inside and term.kind == "people":
            continue
        if inside and (_covers(inside, start, end) or _is_phrase_of(inside, start, end)):
            continue
        merged = [hit for hit in merged if hit not in inside]
        merged.append(Hit(start, end, (term,)))
    return sorted(merged, key=lambda hit: hit.start)


def _covers(inside: Sequence[Hit], start: int, end: int) -> bool:
    return any(hit.start == start and hit.end == end for hit in inside)


def _is_phrase_of(inside: Sequence[Hit], start: int, end: int) -> bool:
    """Whether the span is nothing but an adjective with a role noun ("Israeli Police"), which says more apart."""
    covered = sum(hit.end - hit.start for hit in inside)
    kinds: set[TermKind] = {hit.term.kind for hit in inside}
    return len(inside) > 1 and "agent" in kinds and covered + len(inside) - 1 >= end - start
