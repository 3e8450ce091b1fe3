"""What is asked of a spaCy document: which layers it has, and which tokens stand between two offsets.

What belongs here: the questions alone. `Doc.has_annotation` walks the whole document each time, which cost more than
everything else in this package.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span


def has_tags(doc: Doc) -> bool:
    """Whether the tagger has run."""
    return len(doc) > 0 and doc[0].tag != 0


def has_parse(doc: Doc) -> bool:
    """Whether the parser has run."""
    return len(doc) > 0 and doc[0].has_dep()


def has_entities(doc: Doc) -> bool:
    """Whether the entity recogniser has run."""
    return len(doc) > 0 and doc[0].ent_iob != 0


def tokens_between(doc: Doc, start: int, end: int) -> Span | None:
    """The tokens that two offsets touch; None where there are none (an offset may lie on a blank)."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span if span is not None and len(span) > 0 else None
