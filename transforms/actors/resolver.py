"""Finds everybody who acts in an article.

What belongs here: the order of the steps over an article, and which phrases become rows of `entity_mentions`. What does
not: each step (`lexicon`, `names`, `phrases`, `discourse`, `roles`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from spacy.tokens import Span

from transforms.actors.cues import names_political_actor
from transforms.actors.discourse import Discourse
from transforms.actors.layers import has_tags, tokens_between
from transforms.actors.lexicon import Hit, Lexicon
from transforms.actors.names import ArticleNames, NameFinder, is_inside, merge_hits
from transforms.actors.namesakes import Namesakes, frame_of
from transforms.actors.phrases import Gaps, in_country, read_phrases
from transforms.actors.readings import Reading
from transforms.actors.roles import RoleResolver
from transforms.actors.terms import (
    Term,
    agent_terms,
    country_terms,
    entity_terms,
    people_terms,
    read_countries,
    read_persons,
)
from transforms.model import ArticleText, EntityMention, Paragraph, PlaceMention, Role
from transforms.numbers.words import NumberWords
from transforms.parsing import by_paragraph

_NOUN_TAGS = frozenset({"NN", "CD", "DT", "PD", "NF"})
_NOUN_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})


@dataclass(slots=True)
class ActorMap:
    """What is known about the actors of one article: their mentions, and who any noun phrase means."""

    mentions: list[EntityMention]
    _roles: RoleResolver

    def role(self, paragraph: Paragraph, span: Span) -> Role:
        """Resolve a noun phrase (a head with its subtree); of joined actors the first, with the text whole."""
        return self._roles.role(paragraph, span)

    def roles(self, paragraph: Paragraph, span: Span) -> list[Role]:
        """Resolve each of the actors that a phrase joins ("X and Y")."""
        return self._roles.roles(paragraph, span)


@dataclass(slots=True)
class _Draft:
    """A paragraph with the forms and the spans of names found in it, before they are read."""

    paragraph: Paragraph
    text: str
    hits: list[Hit]
    spans: list[tuple[int, int]]
    places: list[tuple[int, int]]


class ActorResolver:
    """Knows the tables; makes an `ActorMap` of an article."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Build the lexicon of all tables under `actors/`."""
        self._countries = read_countries(tables)
        self._offices, person_terms = read_persons(tables)
        terms = [
            *entity_terms(tables),
            *person_terms,
            *country_terms(tables, self._countries),
            *people_terms(tables),
            *agent_terms(tables),
        ]
        self._lexicon = Lexicon(terms, tables["actors/common_words"].get_column("word").to_list())
        self._gaps = Gaps.of(NumberWords.from_table(tables["numbers/words"]))
        self._names = NameFinder(tables, self._lexicon)
        famous = tables["actors/famous_acronyms"].get_column("acronym").to_list()
        self._namesakes = Namesakes(self._offices, famous)

    def names_political_actor(self, text: str) -> bool:
        """Whether the text names somebody who acts in politics or war; cheap, for texts that are not parsed yet."""
        return names_political_actor(text, self._lexicon)

    def mentions(
        self, article: ArticleText, paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention]
    ) -> ActorMap:
        """Read all of an article's paragraphs; a parse and entities help but are not needed."""
        readings = self._read(paragraphs, places, article.published_date.year if article.published_date else None)
        discourse = Discourse(paragraphs, readings, places, self._countries)
        roles = RoleResolver(readings, discourse, self._offices, article.published_date)
        metonyms = {(place.field, place.start_char) for place in places if place.role == "metonym"}
        mentions = [
            mention
            for paragraph in paragraphs
            for reading in readings[paragraph.number]
            if _is_mentioned(reading, (paragraph.field, paragraph.start + reading.core_start) in metonyms)
            if (mention := self._mention(paragraph, reading, discourse)) is not None
        ]
        return ActorMap(mentions, roles)

    def _read(
        self, paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention], year: int | None
    ) -> dict[int, list[Reading]]:
        """The actor phrases of each paragraph, by its number: names are learnt from all before any is read."""
        names = ArticleNames()
        drafts: list[_Draft] = []
        placed = by_paragraph(places, paragraphs)
        for number, paragraph in enumerate(paragraphs):
            text = paragraph.parsed_text
            hits = self._lexicon.scan(text, paragraph.text.isupper())
            taken = _place_spans(paragraph, placed[number])
            spans = self._names.candidates(paragraph.doc, text, names, taken)
            self._names.read_acronyms(text, names)
            drafts.append(_Draft(paragraph, text, hits, spans, taken))
        names.learn_persons()
        recalled = _recall_pattern(names)
        frame = frame_of(year, ((draft.text, draft.hits) for draft in drafts), places)
        for draft in drafts:
            draft.hits = self._namesakes.settle(draft.text, draft.hits, frame)
        return {draft.paragraph.number: self._read_draft(draft, names, recalled) for draft in drafts}

    def _read_draft(self, draft: _Draft, names: ArticleNames, recalled: re.Pattern[str] | None) -> list[Reading]:
        text, paragraph = draft.text, draft.paragraph
        known = [match.span() for match in recalled.finditer(text)] if recalled else []
        spans = [*draft.spans, *(span for span in known if not is_inside(span, draft.places))]
        named = [(start, end, term) for start, end in spans if (term := self._term(text[start:end], names)) is not None]
        hits = [hit for hit in draft.hits if not self._is_namesake(text[hit.start : hit.end], hit, names)]
        merged = [hit for hit in merge_hits(hits, named) if _is_noun(paragraph, hit)]
        return read_phrases(text, merged, self._countries, self._gaps)

    def _is_namesake(self, word: str, hit: Hit, names: ArticleNames) -> bool:
        """Whether the article has given a surname that the tables know to somebody else ("Jeb Bush … Bush")."""
        full = names.persons.get(word)
        if full is None or hit.term.kind != "person":
            return False
        return all(term.entity != hit.term.entity for term in self._lexicon.meanings(full))

    def _term(self, name: str, names: ArticleNames) -> Term | None:
        """What a name of the article stands for; None where the article takes it for no actor."""
        if name in names.acronyms:
            return Term("entity", entity=names.acronyms[name])
        label = names.label(name)
        if label not in {"PERSON", "ORG", "NORP"}:
            return None
        entity = self._names.entity(names.full_name(name) if label == "PERSON" else name, label)
        if entity.entity_class == "nationality":
            return Term("people", entity=entity)
        return Term("person" if entity.entity_class == "person" else "entity", entity=entity)

    def _mention(self, paragraph: Paragraph, reading: Reading, discourse: Discourse) -> EntityMention | None:
        """A row of `entity_mentions`: a name, a composed organ, a nationality, civilians by role; nothing left open.

        A capital makes a bare organ a name ("the Supreme Court"), that of the country spoken of.
        """
        if (
            reading.is_capitalised
            and reading.entity is None
            and reading.agent is not None
            and reading.agent.kind == "organ"
        ):
            country = discourse.country_at(paragraph.number)
            reading = in_country(reading, reading.agent, country) if country and reading.agent.organ else reading
        if reading.entity is None:
            return None
        core = paragraph.text[reading.core_start : reading.core_end]
        title = self._names.title_length(core) if reading.kind == "person" else 0
        start, end = paragraph.start + reading.core_start + title, paragraph.start + reading.core_end
        return EntityMention(paragraph.field, start, end, paragraph.slice(start, end), reading.entity)


def _recall_pattern(names: ArticleNames) -> re.Pattern[str] | None:
    """Finds the surnames and acronyms that the article has introduced, wherever they stand."""
    known = sorted({*names.persons, *names.acronyms}, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b") if known else None


def _place_spans(paragraph: Paragraph, places: Sequence[PlaceMention]) -> list[tuple[int, int]]:
    """The paragraph's literal places, as offsets into its text."""
    return [
        (place.start_char - paragraph.start, place.end_char - paragraph.start)
        for place in places
        if place.role != "metonym"
    ]


def _is_noun(paragraph: Paragraph, hit: Hit) -> bool:
    """Whether a role noun is one here, where the tagger has spoken: not "to force", "a major attack"."""
    if hit.term.kind != "agent" or not has_tags(paragraph.doc):
        return True
    span = tokens_between(paragraph.doc, hit.start, hit.end)
    if span is None:
        return True
    last = span[-1]
    if last.tag_[:2] in _NOUN_TAGS or last.dep_ in _NOUN_ROLES:
        return True
    return last.tag_ == "JJ" and hit.term.agent is not None and hit.term.agent.kind == "armed"


def _is_mentioned(reading: Reading, is_metonym: bool) -> bool:
    """Whether a phrase is a row: a state only where a place's name stands for its government ("Washington said")."""
    if reading.kind == "state":
        return is_metonym
    if reading.kind != "agent":
        return True
    agent = reading.agent
    if agent is None or agent.kind == "organ":
        return agent is not None and reading.is_capitalised and "generic" not in agent.traits
    is_role = agent.kind in {"civilian", "protest", "riot"}
    if "building" in agent.traits:
        return False
    return is_role and (agent.sector != "CVL" or "mentioned" in agent.traits)
