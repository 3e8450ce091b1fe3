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

from transforms.actors.discourse import Discourse
from transforms.actors.lexicon import Hit, Lexicon
from transforms.actors.names import ArticleNames, NameFinder, merge_hits
from transforms.actors.phrases import read_phrases
from transforms.actors.readings import Reading
from transforms.actors.roles import RoleResolver
from transforms.actors.terms import (
    Term,
    agent_terms,
    country_terms,
    entity_terms,
    read_countries,
    read_persons,
)
from transforms.model import ArticleText, EntityMention, Paragraph, PlaceMention, Role

_MENTIONED_CIVILIANS = frozenset(
    "civilians villagers residents tribesmen activists lawyers settlers rioters protesters demonstrators".split()
)


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
            *agent_terms(tables),
        ]
        self._lexicon = Lexicon(terms, tables["actors/common_words"].get_column("word").to_list())
        self._names = NameFinder(tables, self._lexicon)

    def mentions(
        self, article: ArticleText, paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention]
    ) -> ActorMap:
        """Read all of an article's paragraphs; a parse and entities help but are not needed."""
        readings = self._read(paragraphs, places)
        discourse = Discourse(paragraphs, readings, places, self._countries)
        roles = RoleResolver(readings, discourse, self._offices, article.published_date)
        mentions = [
            mention
            for paragraph in paragraphs
            for reading in readings[paragraph.number]
            if (mention := _mention(paragraph, reading)) is not None
        ]
        return ActorMap(mentions, roles)

    def _read(self, paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention]) -> dict[int, list[Reading]]:
        names = ArticleNames()
        found: list[tuple[Paragraph, list[Hit], list[tuple[int, int, str]]]] = []
        for paragraph in paragraphs:
            hits = self._lexicon.scan(paragraph.doc.text, paragraph.text.isupper())
            taken = _place_spans(paragraph, places)
            candidates = [span for span in self._names.candidates(paragraph) if not _is_inside(span, taken)]
            self._names.read_acronyms(paragraph.doc.text, names)
            for start, end, label in candidates:
                if label == "PERSON":
                    names.add_person(paragraph.doc.text[start:end])
            found.append((paragraph, hits, candidates))
        return {
            paragraph.number: self._read_paragraph(paragraph, hits, candidates, names)
            for paragraph, hits, candidates in found
        }

    def _read_paragraph(
        self, paragraph: Paragraph, hits: list[Hit], candidates: list[tuple[int, int, str]], names: ArticleNames
    ) -> list[Reading]:
        text = paragraph.doc.text
        spans = [(start, end, self._term(text[start:end], label, names)) for start, end, label in candidates]
        spans.extend(_recalled(text, names, self._names))
        merged = [hit for hit in merge_hits(hits, spans) if _is_noun(paragraph, hit)]
        return read_phrases(text, merged, self._countries)

    def _term(self, name: str, label: str, names: ArticleNames) -> Term:
        if label == "PERSON":
            name = names.full_name(name)
        elif name in names.acronyms:
            return Term("entity", entity=names.acronyms[name])
        entity = self._names.entity(name, label)
        return Term("person" if entity.entity_class == "person" else "entity", entity=entity)


def _recalled(text: str, names: ArticleNames, finder: NameFinder) -> list[tuple[int, int, Term]]:
    """Surnames and acronyms that the article has introduced, wherever they stand."""
    known = [*names.persons, *names.acronyms]
    if not known:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in sorted(known, key=len, reverse=True))})\b")
    spans: list[tuple[int, int, Term]] = []
    for match in pattern.finditer(text):
        word = match.group()
        if word in names.acronyms:
            spans.append((*match.span(), Term("entity", entity=names.acronyms[word])))
        else:
            spans.append((*match.span(), Term("person", entity=finder.entity(names.persons[word], "PERSON"))))
    return spans


def _place_spans(paragraph: Paragraph, places: Sequence[PlaceMention]) -> list[tuple[int, int]]:
    """The paragraph's literal places, as offsets into its text."""
    return [
        (place.start_char - paragraph.start, place.end_char - paragraph.start)
        for place in places
        if place.field == paragraph.field and place.role != "metonym" and place.location is not None
    ]


def _is_inside(span: tuple[int, int, str], places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in places)


def _is_noun(paragraph: Paragraph, hit: Hit) -> bool:
    """Whether a role noun is one here, where the tagger has spoken: not "to force", "a major attack"."""
    if hit.term.kind != "agent" or not paragraph.doc.has_annotation("TAG"):
        return True
    span = paragraph.doc.char_span(hit.start, hit.end, alignment_mode="expand")
    if span is None:
        return True
    return span[-1].tag_[:2] in {"NN", "CD", "DT", "PD", "NF"} or (
        span[-1].tag_ in {"JJ", "RB"} and span[-1].dep_ in {"nsubj", "dobj", "pobj", "nsubjpass"}
    )


def _mention(paragraph: Paragraph, reading: Reading) -> EntityMention | None:
    """A row of `entity_mentions`: names, composed organs, nationalities and civilians by role; nothing that is open."""
    if reading.entity is None or not _is_mentioned(reading):
        return None
    start, end = paragraph.start + reading.core_start, paragraph.start + reading.core_end
    return EntityMention(paragraph.field, start, end, paragraph.slice(start, end), reading.entity)


def _is_mentioned(reading: Reading) -> bool:
    if reading.kind in {"entity", "person", "organ", "adjective", "people"}:
        return True
    if reading.kind == "state":
        return False
    agent = reading.agent
    if agent is None or agent.kind not in {"civilian", "protest", "riot"}:
        return False
    return agent.sector != "CVL" or agent.phrase in _MENTIONED_CIVILIANS
