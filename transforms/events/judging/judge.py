"""Whether a coder would make a row of a merged event, how sure that is, and whether it happened.

What belongs here: what is observed of an event, by frames and by the trained reader, and the weighing of it. The
weights are `events/judge_weights`, fitted by `training/fit_judge.py` on labelled texts that the reader did not see.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from transforms.events.drafts import Draft
from transforms.events.tables.weighing import log_odds, probability
from transforms.model import Role, Status
from transforms.reader.heads import Heads

LEAST = 0.38  # from this probability on an event is published
LEAST_OF_FULL = 0.19  # where the frame names an actor that is known, a place below a country, and ACLED has such events
LEAST_OF_BRIEF = 0.12  # in a text of some 60 words, which is there because something happened
LEAST_OF_BRIEF_WORDS = 0.05  # of an act of words there; on single sentences of politics the reader is too strict
_OLD = timedelta(days=14)
_UNREAD = -2.0  # log odds where the reader did not see the words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a merged event."""

    probability: float
    status: Status
    rule: str | None  # what drops it; None where it is published


MEANINGS = {
    "base": "always",
    "event": "log odds by the reader that the words tell of an event",
    "type": "log odds by the reader that they tell of an event of the coded type",
    "some_coders": "log odds by the reader that some coders make it a row",
    "first": "log odds by the reader that it is told here for the first time",
    "by_reader": "no frame fits; the reader alone found it",
    "echo": "probability that an event told before is this one, where that did not suffice to join them",
    "retold": "logarithm of the mentions joined",
    "lead": "told in the headline or the first sentences",
    "brief": "the whole text has no more than some 60 words",
    "placed": "a place in its sentence is tied to it",
    "background": "old, or only spoken of, by its date and the way it is told",
    "read_unreal": "log odds by the reader that it only may be, or is called for",
    "denied": "denied, all in all",
    "unreal": "only possible or called for, all in all",
    "old": "long past, all in all",
    "violence": "violence, as the frame or the reader classes it",
    "known_actor": "the actor is known by name",
}


class Judge:
    """Weighs what is observed of an event."""

    def __init__(self, weights: Mapping[str, float], heads: Heads | None) -> None:
        self._weights = weights
        self.heads = heads

    def judge(self, draft: Draft, published: date | None) -> Verdict:
        """The verdict on a merged event."""
        if self.heads is None:
            return Verdict(draft.kind.weight, draft.status, None)
        status = status_of(draft, self.heads, published)
        observed = observe(draft, self.heads, status)
        p = probability(self._weights, observed)
        if p >= _least(draft):
            return Verdict(p, status, None)
        return Verdict(p, status, "reader" if observed["event"] < 0 else "not_row_worthy")


def _least(draft: Draft) -> float:
    """What an event has to reach; a brief report that names the weapons need not convince the reader at all."""
    if draft.by_reader:
        return LEAST
    if draft.is_brief:
        if draft.means:
            return 0.0
        return LEAST_OF_BRIEF_WORDS if draft.kind.family == "verbal" else LEAST_OF_BRIEF
    if draft.status == "negated" and draft.kind.acled_sub_event_type == "Agreement":
        return 0.0  # that there is no ceasefire is news of its own
    return LEAST_OF_FULL if _is_full(draft) else LEAST


def _is_full(draft: Draft) -> bool:
    """Whether the frame alone says who, what and where."""
    known = _is_known(draft.actor_role)
    location = draft.places[0].location if draft.places and draft.place_from == "sentence" else None
    is_local = location is not None and not location.feature_code.startswith("PCL")
    return known and is_local and draft.kind.acled_sub_event_type is not None


def _is_known(role: Role | None) -> bool:
    return role is not None and role.entity is not None


def observe(draft: Draft, heads: Heads, status: Status) -> dict[str, float]:
    """What is seen of a merged event; probabilities as log odds, best of its mentions."""
    read = draft.read
    unreal = heads.statuses.index("hypothetical")
    own = heads.types.index(draft.kind.event_type)
    return {
        "base": 1.0,
        "event": max((log_odds(one.is_event) for one in read), default=_UNREAD),
        "type": max((log_odds(float(one.types[own])) for one in read), default=_UNREAD),
        "some_coders": max((log_odds(float(one.row[0])) for one in read), default=_UNREAD),
        "first": max((log_odds(one.first) for one in read), default=0.0),
        "by_reader": float(draft.by_reader),
        "echo": draft.echo,
        "retold": math.log(draft.mentions),
        "lead": float(draft.is_lead),
        "brief": float(draft.is_brief),
        "placed": float(draft.place_from == "sentence"),
        "background": float(draft.status == "historical"),
        "read_unreal": log_odds(float(np.mean([one.status[unreal] for one in read])) if read else 0.0),
        "denied": float(status == "negated"),
        "unreal": float(status == "hypothetical"),
        "old": float(status == "historical"),
        "violence": float(draft.kind.event_type == "ASSAULT"),
        "known_actor": float(_is_known(draft.actor_role)),
    }


def status_of(draft: Draft, heads: Heads, published: date | None) -> Status:
    """The reader's word on whether it happened, where it read it; that it goes on is the frames' to say.

    What lies two weeks and more before the news is old, and nothing else is, where the text dates it; a report of a few
    sentences is about it all the same.
    """
    if not draft.read or draft.is_settled or draft.sentence.text.rstrip("\"'”’ ").endswith("?"):
        return draft.status
    weights = np.mean([one.status for one in draft.read], axis=0)
    read, sure = heads.statuses[int(weights.argmax())], float(weights.max())
    day = draft.date.date_end if draft.date_from == "text" and draft.date is not None else None
    if read == "historical" and (published is None or (day is not None and published - day < _OLD)):
        return "actual" if draft.status == "historical" else draft.status
    if read in ("actual", "claimed") and published is not None and day is not None and published - day >= _OLD:
        return draft.status if draft.is_brief else "historical"
    if sure < _NEEDED.get((draft.status, read), 0.0):
        return draft.status
    return read  # pyright: ignore[reportReturnType]


# how sure the reader has to be to overrule the frame; where not listed, its likeliest word counts
_NEEDED = {
    ("ongoing", "actual"): 2.0,
    ("historical", "actual"): 2.0,
    ("negated", "actual"): 0.97,
    ("negated", "claimed"): 2.0,
    ("hypothetical", "claimed"): 0.97,
    ("planned", "actual"): 0.97,
    ("hypothetical", "actual"): 0.97,
    ("actual", "historical"): 0.8,
    ("actual", "planned"): 0.8,
    ("actual", "claimed"): 0.8,
    ("actual", "negated"): 0.8,
}
