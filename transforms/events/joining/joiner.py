"""One event for one happening over the whole article: pairs of mentions are weighed, and joined where it is likely.

What belongs here: what is observed of a pair, the weighing (`events/join_weights`, fitted by `training/fit_judge.py` on
labelled texts), and the walk over the article. What the joined draft keeps of each is decided in `coreference`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

from transforms.events.drafts import Draft, same_entity
from transforms.events.joining.coreference import merged, told_apart
from transforms.events.joining.pairs import (
    actors_agree,
    befell_others,
    dates_agree,
    is_explicit,
    is_near,
    may_join,
    places_agree,
    same_role,
    told_alike,
    tolls_agree,
)
from transforms.events.joining.retelling import is_once_only, points_back, share_named_victim, share_victim
from transforms.events.tables.weighing import log_odds, probability
from transforms.reader.heads import Heads

LEAST = 0.35  # a happening told twice does more harm than two told as one
_UNREAD = 0.0  # log odds where the reader did not see one of them


MEANINGS = {
    "base": "always",
    "read_same": "log odds by the reader that both tell of one happening, the best of their mentions",
    "same_type": "one PLOVER type",
    "same_class": "one class of event",
    "may_join": "classes that can be sides of one happening",
    "rules_join": "every readable sign is in favour",
    "told_alike": "both told as facts, or both not",
    "same_word": "one word for the deed",
    "same_place": "both name a place, and the places agree",
    "same_date": "both name a date, and the dates agree",
    "actors_clash": "two different actors",
    "recipients_clash": "two different recipients",
    "same_actor": "one actor",
    "same_recipient": "one recipient",
    "tolls_clash": "two different tolls",
    "befell_others": "others suffered, or another thing was hit",
    "shared_victim": "the same person or people suffered",
    "points_back": "the later points back: 'the explosion'",
    "separate_word": "the later begins with 'another', 'elsewhere' and the like",
    "same_sentence": "both stand in one sentence",
    "from_title": "the earlier stands in the headline",
    "distance": "logarithm of one and the paragraphs between",
    "verbal": "an act of words",
}


_MOST_READ = 100  # mentions of one happening that a further one is compared with
_LOOK_BACK = 800  # happenings; a live report of a whole day tells of some 300


class Joiner:
    """Weighs pairs of mentions, the earlier first."""

    def __init__(self, weights: Mapping[str, float], heads: Heads | None) -> None:
        self._weights = weights
        self.heads = heads

    def join(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Merge the drafts of an article, in reading order, into one a happening: each with the likeliest before it.

        Only the last `_LOOK_BACK` before it are weighed: all pairs of a text of 8,000 deeds would take hours.
        """
        kept: list[Draft] = []
        for draft in drafts:
            first = max(0, len(kept) - _LOOK_BACK)
            scored = [(self.probability(other, draft), -i, other) for i, other in enumerate(kept[first:])]
            best = max(scored, key=lambda item: item[:2], default=None)
            if best is None or best[0] < LEAST:
                kept.append(draft.having(echo=best[0] if best is not None else 0.0))
                continue
            one = best[2]
            together = one.sentence.start_char == draft.sentence.start_char and one.scene is draft.scene
            kept[first - best[1]] = merged(one, draft, same_sentence=together)
        return kept

    def probability(self, one: Draft, two: Draft) -> float:
        """How probable it is that both tell of one happening; 0 where they cannot."""
        if cannot_join(one, two):
            return 0.0
        if self.heads is None:
            return float(rules_join(one, two))
        if _is_taken_once(one, two):
            return 1.0
        observed = observe_pair(one, two, self.heads)
        return probability(self._weights, observed)


def cannot_join(one: Draft, two: Draft) -> bool:
    """Two places, two days, two kinds of act or two sets of victims that are told apart are two happenings."""
    if one.kind.event_type != two.kind.event_type and not may_join(one, two):
        return True
    if not places_agree(one, two) or not dates_agree(one, two):
        return not share_named_victim(one, two)
    if one.sentence_number == two.sentence_number:
        return told_apart(one, two)
    return one.is_summed and not two.is_summed  # the toll of a year does not take in the attack told after it


def _is_taken_once(one: Draft, two: Draft) -> bool:
    """Whether both tell of one place that one side took: it is taken once a day."""
    if one.kind.name != two.kind.name or one.kind.family != "territory" or not told_alike(one, two):
        return False
    taken = ({place.location.location_id for place in draft.places if place.location} for draft in (one, two))
    return bool(set.intersection(*taken)) and actors_agree(one, two)


def observe_pair(one: Draft, two: Draft, heads: Heads) -> dict[str, float]:
    """What is seen of two mentions."""
    distance = two.scene.paragraph.number - one.scene.paragraph.number
    first_words = {token.lower_ for token in two.sentence[:8]}
    same_type = one.kind.event_type == two.kind.event_type
    return {
        "base": 1.0,
        "read_same": _read_same(one, two, heads),
        "same_type": float(same_type),
        "same_class": float(one.kind.name == two.kind.name),
        "may_join": float(may_join(one, two)),
        "rules_join": float(rules_join(one, two)),
        "told_alike": float(told_alike(one, two)),
        "same_word": float(one.trigger.token.lemma_.lower() == two.trigger.token.lemma_.lower()),
        "same_place": float(is_explicit(one) and is_explicit(two)),
        "same_date": float(one.date_from == "text" and two.date_from == "text"),
        "actors_clash": float(not actors_agree(one, two)),
        "recipients_clash": float(not same_role(one.recipient_role, two.recipient_role)),
        "same_actor": float(same_entity(one.actor_role, two.actor_role)),
        "same_recipient": float(same_entity(one.recipient_role, two.recipient_role)),
        "tolls_clash": float(not tolls_agree(one, two)),
        "befell_others": float(befell_others(one, two)),
        "shared_victim": float(share_victim(one, two) or share_named_victim(one, two)),
        "points_back": float(points_back(two)),
        "separate_word": float(bool(first_words & one.listed("separate")) and one.sentence.start != two.sentence.start),
        "same_sentence": float(one.sentence_number == two.sentence_number),
        "from_title": float(one.scene.paragraph.field == "title"),
        "distance": math.log1p(max(0, distance)),
        "verbal": float(two.kind.family == "verbal"),
    }


def _read_same(one: Draft, two: Draft, heads: Heads) -> float:
    """The reader's log odds, by the likeliest pair of the first mentions that each was made of."""
    pairs = product(one.read[:_MOST_READ], two.read[:_MOST_READ])
    return max((log_odds(heads.same(a.side, b.side)) for a, b in pairs), default=_UNREAD)


def rules_join(one: Draft, two: Draft) -> bool:
    """Whether every readable sign is in favour."""
    if not told_alike(one, two):
        return False
    if may_join(one, two) and is_once_only(one, two) and share_named_victim(one, two):
        return True
    if not may_join(one, two) or not places_agree(one, two) or not dates_agree(one, two):
        return False
    if not actors_agree(one, two):
        return False
    if one.kind.family == "verbal":
        return one.kind.name == two.kind.name and same_role(one.recipient_role, two.recipient_role)
    first_words = {token.lower_ for token in two.sentence[:8]}
    if first_words & one.listed("separate") and one.sentence.start != two.sentence.start:
        return False
    return tolls_agree(one, two) and not befell_others(one, two) and is_near(one, two)
