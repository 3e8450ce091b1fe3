"""Whether a text is about a protest at all: what decides between a crowd's violence and a mob's, force and murder.

What belongs here: whether a text or a noun tells of a gathering. Who did what in it is decided in `rows.acled`.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.scenes.months import without_months
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.labels import Pos
from transforms.events.tables.lexicon import Lexicon


def mentions_protest(text: str, lexicon: Lexicon) -> bool:
    """Whether the text tells of a gathering; the month of March is none."""
    return lexicon.patterns["gathering"].search(without_months(text, lexicon)) is not None


def is_gathering(noun: Token, scene: Scene) -> bool:
    """Whether a noun stands for a gathering: "at the rally", "during a sit-in"."""
    if noun.pos_ not in Pos.NOUNS and noun.lower_ != "in":
        return False
    word = noun.doc[max(noun.i - 2, 0) : noun.i + 1].text.lower() if noun.lower_ == "in" else noun.lemma_.lower()
    return word in scene.listed("gathering")
