"""The parser's labels by what they mean to us: the one place that knows those of spaCy's English models.

What belongs here: labels (ClearNLP, Penn, OntoNotes), one module a kind, not what one says of an event. A model
with other labels needs other values here. They are modules because a token is asked thousands of times a text, and
Python finds a name in a module five times as fast as in a class.
"""

from __future__ import annotations

from transforms.events.syntax.labels import dep as Dep
from transforms.events.syntax.labels import ent as Ent
from transforms.events.syntax.labels import pos as Pos
from transforms.events.syntax.labels import tag as Tag

__all__ = ["Dep", "Ent", "Pos", "Tag"]
