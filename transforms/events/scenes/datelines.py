"""Where the story of a paragraph begins, behind its dateline.

What belongs here: the dateline as events ask for it. What one looks like is `transforms.datelines`, which place was
named in it the place annotator's.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.datelines import read_dateline
from transforms.events.scenes.scene import Scene


def is_dateline(token: Token, scene: Scene) -> bool:
    """Whether the word is of the story's dateline, which no clause is about."""
    place = scene.place(token)
    return place is not None and place.is_dateline


def story_start(scene: Scene) -> int:
    """The character of the paragraph at which its story begins: 0, or behind the dateline of the body.

    "TUNIS, May 3 (Wire) - Six guards" begins at "Six": place and date before it tell where and when the report was
    filed, not what happened.
    """
    paragraph = scene.paragraph
    if paragraph.field != "body" or paragraph.start > 0:
        return 0
    found = read_dateline(paragraph.text)
    if found is None:
        return 0
    is_located = any(place.is_dateline and place.start_char < found.end for place in scene.places)
    return found.end if found.is_sure or is_located else 0
