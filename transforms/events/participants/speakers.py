"""Who speaks in reported words: "we will not leave, the general said".

What belongs here: from the pronoun of a speaker to the speaker.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import ancestors, is_verbal, logical_subject


def speaker_of(actor: Token, scene: Scene) -> Token:
    """Whoever says it, for a pronoun in reported words that means nobody named before; else the pronoun."""
    for verb in ancestors(actor):
        base = scene.lexicon.base_of.get(verb.lower_, verb.lemma_.lower())
        if is_verbal(verb) and base in scene.lexicon.cues["verb", "speech"]:
            speaker = logical_subject(verb)
            if speaker is not None and speaker.i != actor.i and speaker.lower_ not in scene.listed("first_person"):
                return speaker
    return actor
