"""How sure a coding is, 0 to 1, and at the same time what an article is chiefly about.

What belongs here: the class's own weight and what in the text adds to or takes from it.
"""

from __future__ import annotations

from itertools import pairwise

from transforms.events.drafts import Draft

_STATUS = {
    "actual": 0.0,
    "ongoing": 0.0,
    "claimed": -0.06,
    "planned": -0.2,
    "hypothetical": -0.3,
    "negated": -0.25,
    "historical": -0.3,
}
# How often codings of a given score had the type that a human coder gave (measured on sentences and notes with one
# coded event each, where a second event that did happen counts as wrong: the low end is stricter than the truth).
_SHARE_RIGHT = (
    (0.0, 0.05),
    (0.55, 0.30),
    (0.65, 0.50),
    (0.85, 0.60),
    (0.90, 0.72),
    (0.95, 0.82),
    (1.0, 0.88),
    (1.1, 0.95),
)
_SUBORDINATE = frozenset({"relcl", "advcl", "acl", "pcomp"})


def confidence_of(draft: Draft) -> float:
    """The class's weight, more where the frame is full and the event leads the article, less where it is aside."""
    value = draft.kind.weight + _STATUS[draft.status]
    value += _frame(draft) + _position(draft)
    if draft.fatalities is not None and (draft.fatalities.best or 0) > 0:
        value += 0.03
    if draft.mentions > 1:
        value += 0.02
    return round(_calibrated(value), 3)


def _calibrated(score: float) -> float:
    """The share right for a score, between the measured points; it rises throughout, so the ranking stays."""
    if score <= _SHARE_RIGHT[0][0]:
        return _SHARE_RIGHT[0][1]
    for (low, share), (high, next_share) in pairwise(_SHARE_RIGHT):
        if score <= high:
            return share + (next_share - share) * (score - low) / (high - low)
    return _SHARE_RIGHT[-1][1]


def _frame(draft: Draft) -> float:
    value = 0.0
    if draft.actor is None:
        value -= 0.04
    if draft.recipient is None:
        value -= 0.02
    value += {"sentence": 0.03, "article": 0.0, "dateline": 0.0}.get(draft.place_from, -0.02)
    return value


def _position(draft: Draft) -> float:
    value = 0.0
    if draft.is_lead:
        value += 0.04
    verb = draft.trigger.verb
    if verb is not None and verb.dep_ in _SUBORDINATE:
        value -= 0.03
    return value
