"""Whether a text names somebody who acts in politics or war, told from its words alone.

What belongs here: which meanings of a form count. What does not: who is meant, which takes the whole article.
"""

from __future__ import annotations

from transforms.actors.lexicon import Lexicon
from transforms.actors.terms import Term

# companies, the press, unions and private people act in other news as well
_UNPOLITICAL_SECTORS = frozenset({"BUS", "MED", "LAB", "CVL", None})
_POLITICAL_KINDS = frozenset({"organ", "member", "armed", "political", "protest", "riot", "criminal"})


def names_political_actor(text: str, lexicon: Lexicon) -> bool:
    """Whether the text names a country or its people, a state body, an armed group, a party or a leader."""
    return any(_is_political(hit.term) for hit in lexicon.scan(text, text.isupper()))


def _is_political(term: Term) -> bool:
    if term.agent is not None:
        return term.agent.kind in _POLITICAL_KINDS
    if term.entity is not None:
        return term.entity.sector not in _UNPOLITICAL_SECTORS
    return term.country is not None
