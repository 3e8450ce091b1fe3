"""The words that stand for a participant.

What belongs here: where a participant's phrase begins and ends. Which noun is a participant is decided in `roles`.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms.events.syntax.clauses import coordinated_phrase, noun_phrase
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.words import ARTICLES

_LONGEST_TAIL = 14  # tokens of what a participant's words are about


def role_span(head: Token, verbal: bool) -> Span:
    """The phrase of a participant without article; longer for what words are about ("plan for the border").

    Dictionaries of actors name them without article (CAMEO, actor coding), and so do we.
    """
    span = _with_name(coordinated_phrase(head))
    if verbal and head.ent_type_ not in Ent.SHORT_NAMES:
        span = head.doc[span.start : _end_of_topic(head, span.end - 1) + 1]
    return _without_article(span)


def _end_of_topic(head: Token, right: int) -> int:
    for child in noun_phrase(head).root.rights:
        if child.dep_ in Dep.TOPIC_PARTS and child.right_edge.i - right < _LONGEST_TAIL and child.i <= right + 1:
            if child.dep_ == Dep.NOUN_CLAUSE and child.tag_ != Tag.PARTICIPLE:
                break
            right = max(right, child.right_edge.i)
    return right


def _with_name(span: Span) -> Span:
    """With the name right behind a role ("the governor Ana Ruiz"), which the parser may take for an apposition."""
    doc = span.doc
    for child in doc[span.end - 1].children:
        is_next = child.left_edge.i == span.end and child.pos_ == Pos.NAME
        if is_next and child.dep_ in Dep.NAME_PARTS and child.ent_type_ in Ent.PERSON_OR_NONE:
            return doc[span.start : child.i + 1]
    return span


def _without_article(span: Span) -> Span:
    start = span.start
    while start < span.root.i and span.doc[start].lower_ in ARTICLES:
        start += 1
    return span.doc[start : span.end]
