"""Which layers of annotation a document has, asked of its first token.

What belongs here: the questions alone. `Doc.has_annotation` walks the whole document each time, which cost more than
everything else in this package.
"""

from __future__ import annotations

from spacy.tokens import Doc


def has_tags(doc: Doc) -> bool:
    """Whether the tagger has run."""
    return len(doc) > 0 and doc[0].tag != 0


def has_parse(doc: Doc) -> bool:
    """Whether the parser has run."""
    return len(doc) > 0 and doc[0].has_dep()


def has_entities(doc: Doc) -> bool:
    """Whether the entity recogniser has run."""
    return len(doc) > 0 and doc[0].ent_iob != 0
