"""Decides from the raw words whether a paragraph can tell of an event, so that the rest need not be parsed.

What belongs here: what of a trigger's frame can be seen without a parse. What does not: whether the words do tell of
an event, which `triggers` decides on the parse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache

from transforms.events.scenes.months import without_likely_months
from transforms.events.tables.lexicon import NO_EVENT, Lexicon, TriggerRow

# events between states and parties; every company also meets, agrees, offers and rejects
POLITICAL_FAMILIES = frozenset({"verbal", "strategic"})
# "Kunduz fell": names nobody, and must be read all the same
_TERRITORY = "territory"
_PROTEST = "protest"
_WORD = re.compile(r"[a-zà-öø-ÿ]+")


@dataclass(frozen=True, slots=True)
class Clue:
    """What must stand in a paragraph beside a trigger word."""

    words: frozenset[str]  # all of them
    one_of: tuple[frozenset[str], ...]  # a word of each
    needs_actor: bool  # and somebody who acts in politics or war
    crowd_suffices: bool = False  # or a word for those who march and strike: workers, students, residents


class TriggerScan:
    """The triggers by surface form with the clues that each needs.

    Args:
        lexicon: the compiled tables of the event coder.
        names_political_actor: whether a text names a state, its organs, an armed group, people by nation and the like.
    """

    def __init__(self, lexicon: Lexicon, names_political_actor: Callable[[str], bool]) -> None:
        self._lexicon = lexicon
        self._clues = {form: _clues(rows) for form, rows in lexicon.triggers.items()}
        self._forms = frozenset(form for form, clues in self._clues.items() if clues)
        self._crowds = frozenset(word for word, kinds in lexicon.nouns.items() if "crowd" in kinds)
        self._names_political_actor = names_political_actor

    def finds(self, text: str) -> bool:
        """Whether any trigger stands in the text with the clues that it needs."""
        words = set(_WORD.findall(without_likely_months(text, self._lexicon).lower()))
        clues = [clue for form in words & self._forms for clue in self._clues[form] if _is_met(clue, words)]
        crowd = not self._crowds.isdisjoint(words)
        if any(not clue.needs_actor or (crowd and clue.crowd_suffices) for clue in clues):
            return True
        return bool(clues) and self._names_political_actor(text)


def _clues(rows: list[TriggerRow]) -> tuple[Clue, ...]:
    """The clues of a form's rows without repetition; one that asks for nothing makes all others needless."""
    clues = {_clue(row) for row in rows if row.kind is not NO_EVENT}
    bare = Clue(frozenset(), (), needs_actor=False)
    return (bare,) if bare in clues else tuple(sorted(clues, key=repr))


def _clue(row: TriggerRow) -> Clue:
    named = (_named_words(condition) for condition in (row.subject, row.object))
    return Clue(
        words=frozenset({*row.before, *row.after}),
        one_of=tuple(condition for condition in named if condition),
        needs_actor=row.kind.family in POLITICAL_FAMILIES or (_is_conditional(row) and row.kind.family != _TERRITORY),
        crowd_suffices=row.kind.family == _PROTEST,
    )


def _is_conditional(row: TriggerRow) -> bool:
    """Whether the word is an ordinary one, which tells of an event only in a certain frame (to take, to hold)."""
    return bool(row.subject or row.object or row.governor or row.prepositions or row.modifier or row.needs)


@cache  # most rows share their conditions
def _named_words(condition: frozenset[str]) -> frozenset[str]:
    """The words that a condition lists, in any number; empty where it also allows a whole category of nouns."""
    if not all(word.startswith("=") for word in condition):
        return frozenset()
    words = {word[1:].rsplit(" ", 1)[-1] for word in condition}
    return frozenset(words | {f"{word}s" for word in words} | {word.removesuffix("s") for word in words})


def _is_met(clue: Clue, words: Set[str]) -> bool:
    return clue.words <= words and all(words & choice for choice in clue.one_of)
