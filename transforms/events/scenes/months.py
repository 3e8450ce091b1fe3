"""March the month and the march: which of them a word is, in raw text and in a parse.

What belongs here: the one place where events tell them apart; it matters to nothing else that tells of events. Where
a date is read, the grammar of dates has decided already (`Scene.is_in_date`); this is for what it left.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.scenes.scene import Scene
from transforms.events.syntax.labels import Ent
from transforms.events.tables.lexicon import Lexicon

_MONTH = "march"


def without_months(text: str, lexicon: Lexicon) -> str:
    """A raw text without what is surely the month: "held since March", but not "the Women's March"."""
    return lexicon.patterns["month_of_march"].sub(" ", text) if "March" in text else text


def without_likely_months(text: str, lexicon: Lexicon) -> str:
    """A raw text without any March that has a capital within its sentence: "the March figure", "the Women's March".

    So much the month and so seldom a march (4 of 317 in articles of news) that a paragraph is not parsed for it alone.
    """
    return lexicon.patterns["likely_march"].sub("", text) if "March" in text else text


def is_month(token: Token, scene: Scene) -> bool:
    """Whether the word is part of a date or the month beside a number: "on march 15", "the 9th of march".

    A capital within what the parser takes for a date shows it too.
    """
    return scene.is_in_date(token.i) or _is_beside_number(token) or (token.ent_type_ == Ent.DATE and token.is_title)


def _is_beside_number(token: Token) -> bool:
    """In text without capitals, where no date may have been read."""
    if token.lower_ != _MONTH:
        return False
    after = token.nbor(1) if token.i + 1 < token.sent.end else None
    return (after is not None and after.like_num) or token.head.like_num or (token.i > 0 and token.nbor(-1).like_num)
