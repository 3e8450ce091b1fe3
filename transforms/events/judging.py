"""Whether a coder would make a row of a merged event, how sure that is, and whether it happened.

What belongs here: what is observed of an event, by frames and by the trained reader, and the weighing of it. The
weights are `events/judge_weights`, fitted by `training/fit_judge.py` on labelled texts that the reader did not see.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from transforms.events.drafts import Draft
from transforms.model import Status
from transforms.reader.heads import Heads

LEAST = 0.38  # from this probability on an event is published
LEAST_OF_FULL = 0.19  # where the frame names an actor that is known, a place below a country, and ACLED has such events
LEAST_OF_BRIEF = 0.12  # in a text of some 60 words, which is there because something happened
LEAST_OF_BRIEF_WORDS = 0.05  # of an act of words there
_OLD = timedelta(days=14)
_ALONE = -2.0
_UNREAD = -2.0  # log odds where the reader did not see the words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a merged event."""

    probability: float
    status: Status
    rule: str | None  # what drops it; None where it is published


MEANINGS = {
    "base": "always",
    "unread": "the reader did not see the words",
    "event": "log odds by the reader that the words tell of an event",
    "type": "log odds by the reader that they tell of an event of the coded type",
    "some_coders": "log odds by the reader that some coders make it a row",
    "surely": "log odds by the reader that surely a coder makes it a row",
    "first": "log odds by the reader that it is told here for the first time",
    "by_reader": "no frame fits; the reader alone found it",
    "echo": "probability that an event told before is this one, where that did not suffice to join them",
    "retold": "logarithm of the mentions joined",
    "lead": "told in the headline or the first sentences",
    "title": "told in the headline",
    "brief": "the whole text has no more than some 60 words",
    "main_clause": "told in the main clause of its sentence",
    "aside": "told in a relative, adverbial or participial clause",
    "first_sentence": "told in the headline or, without one, in the first sentence",
    "no_actor": "no actor is named",
    "no_recipient": "no recipient is named, and it is no protest, which needs none",
    "placed": "a place in its sentence is tied to it",
    "dated": "a date is tied to it",
    "counted": "victims or the arrested are counted",
    "happened": "the frame takes it for a fact",
    "background": "old, or only spoken of, by its date and the way it is told",
    "read_old": "log odds by the reader that it is long past",
    "read_unreal": "log odds by the reader that it only may be, or is called for",
    "planned": "planned, all in all",
    "denied": "denied, all in all",
    "unreal": "only possible or called for, all in all",
    "old": "long past, all in all",
    "company": "log odds by the reader that surely a coder makes a row of the article's other events, the best of them",
    "number": "logarithm of the events told before it",
    "aggregate": "a sum or a pattern",
    "quoted": "quotation marks in its sentence",
    "violence": "violence, as the frame or the reader classes it",
    "protest": "a protest",
    "words": "an act of words",
    "in_field": "of a kind that ACLED codes",
    "arrest": "arrests, bans, seizures",
    "forces": "moves of forces, drills, alerts",
    "known_actor": "the actor is known by name",
    "local": "a place below a country in its sentence",
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
        score = sum(self._weights.get(name, 0.0) * value for name, value in observed.items())
        probability = 1 / (1 + math.exp(-score))
        if probability >= _least(draft):
            return Verdict(probability, status, None)
        return Verdict(probability, status, "reader" if observed["event"] < 0 else "not_row_worthy")


def _least(draft: Draft) -> float:
    """What an event has to reach; a brief report that names the weapons need not convince the reader at all."""
    if draft.by_reader:
        return LEAST
    if draft.is_brief:
        words = draft.kind.family == "verbal"
        return 0.0 if draft.means else LEAST_OF_BRIEF_WORDS if words else LEAST_OF_BRIEF
    if draft.status == "negated" and draft.kind.acled_sub_event_type == "Agreement":
        return 0.0  # that there is no ceasefire is news of its own
    return LEAST_OF_FULL if _is_full(draft) else LEAST


def _is_full(draft: Draft) -> bool:
    """Whether the frame alone says who, what and where."""
    known = draft.actor_role is not None and draft.actor_role.entity is not None
    location = draft.places[0].location if draft.places and draft.place_from == "sentence" else None
    is_local = location is not None and not location.feature_code.startswith("PCL")
    return known and is_local and draft.kind.acled_sub_event_type is not None


def observe(draft: Draft, heads: Heads, status: Status) -> dict[str, float]:
    """What is seen of a merged event; probabilities as log odds, best of its mentions."""
    read = draft.read
    seen = np.mean([one.status for one in read], axis=0) if read else np.full(len(heads.statuses), 1e-3)
    event_type = draft.kind.event_type
    location = draft.places[0].location if draft.places and draft.place_from == "sentence" else None
    own = heads.types.index(draft.kind.event_type)
    counts = (draft.fatalities, draft.injured, draft.arrested, draft.abducted)
    return {
        "base": 1.0,
        "unread": float(not read),
        "event": max((_log_odds(one.is_event) for one in read), default=_UNREAD),
        "type": max((_log_odds(float(one.types[own])) for one in read), default=_UNREAD),
        "some_coders": max((_log_odds(float(one.row[0])) for one in read), default=_UNREAD),
        "surely": max((_log_odds(float(one.row[1])) for one in read), default=_UNREAD),
        "first": max((_log_odds(one.first) for one in read), default=0.0),
        "by_reader": float(draft.by_reader),
        "echo": draft.echo,
        "retold": math.log(draft.mentions),
        "lead": float(draft.is_lead),
        "title": float(draft.scene.paragraph.field == "title"),
        "brief": float(draft.is_brief),
        "main_clause": float(_heads_sentence(draft)),
        "aside": float((draft.trigger.verb or draft.trigger.token).dep_ in _ASIDE),
        "first_sentence": float(draft.sentence_number == 0),
        "no_actor": float(draft.actor is None),
        "no_recipient": float(draft.recipient is None and draft.kind.family not in _NEEDS_NOBODY),
        "placed": float(draft.place_from == "sentence"),
        "dated": float(draft.date_from == "text"),
        "counted": float(any(count is not None for count in counts)),
        "happened": float(draft.happened),
        "background": float(draft.status == "historical"),
        "read_old": _log_odds(float(seen[heads.statuses.index("historical")])),
        "read_unreal": _log_odds(float(seen[heads.statuses.index("hypothetical")])),
        "planned": float(status == "planned"),
        "denied": float(status == "negated"),
        "unreal": float(status == "hypothetical"),
        "old": float(status == "historical"),
        "company": draft.company,
        "number": math.log1p(draft.number),
        "aggregate": float(draft.is_aggregate),
        "quoted": float(any(mark in draft.sentence.text for mark in ('"', "“", "``"))),
        "violence": float(event_type == "ASSAULT"),
        "protest": float(event_type == "PROTEST"),
        "words": float(draft.kind.family == "verbal"),
        "in_field": float(draft.kind.acled_sub_event_type is not None),
        "arrest": float(event_type == "COERCE"),
        "forces": float(event_type == "MOBILIZE"),
        "known_actor": float(draft.actor_role is not None and draft.actor_role.entity is not None),
        "local": float(location is not None and not location.feature_code.startswith("PCL")),
    }


def note_company(drafts: Sequence[Draft], heads: Heads | None) -> None:
    """Note of each event of an article how many were told before it and how sure the reader is of the others."""
    if heads is None:
        return
    grades = [max((_log_odds(float(one.row[1])) for one in draft.read), default=_UNREAD) for draft in drafts]
    for i, draft in enumerate(drafts):
        draft.number = i
        draft.company = max((grade for k, grade in enumerate(grades) if k != i), default=_ALONE)


_NEEDS_NOBODY = frozenset({"protest", "riot"})
_ASIDE = frozenset({"relcl", "advcl", "acl", "pcomp", "xcomp"})


def _heads_sentence(draft: Draft) -> bool:
    verb = draft.trigger.verb or draft.trigger.token
    return verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")


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
    ("actual", "claimed"): 0.8,
    ("actual", "negated"): 0.8,
}


def _log_odds(p: float) -> float:
    p = min(max(p, 0.001), 0.999)
    return math.log(p / (1 - p))
