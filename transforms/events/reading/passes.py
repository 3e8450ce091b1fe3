"""How a proposal becomes a mention: the passes that fill it, in order, each with the fields that it reads and writes.

What belongs here: the order, and nothing of what a pass does. A pass sees the draft and says which fields have other
values; the draft itself is never changed. The declarations are true (a test records what is read and written), so
passes that touch nothing of one another may stand in either order (another test permutes them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.events.drafts import Changes, Draft
from transforms.events.reading.circumstances import read_aggregate, read_context, read_means
from transforms.events.reading.counting import count_crowd, count_victims
from transforms.events.reading.intentions import read_intent
from transforms.events.reading.naming import (
    cast_parties,
    name_actor,
    name_recipient,
    put_party_for_matter,
)
from transforms.events.reading.recasting import recast
from transforms.events.reading.sides import part_doer_from_victim
from transforms.events.setting.dating import date_draft
from transforms.events.setting.placing import follow_spread, place_draft
from transforms.events.status.attribution import attribution_of
from transforms.events.status.modality import modality_of, told_in_court

GIVEN = frozenset({"trigger", "scene", "sentence", "sentence_number", "is_lead", "by_reader", "read"})
"""What a draft is made with. No pass writes it, so every pass may read it undeclared."""


@dataclass(frozen=True, slots=True)
class Pass:
    """A step that learns something of one mention."""

    run: Callable[[Draft], Changes]
    reads: frozenset[str]
    writes: frozenset[str]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.run.__name__

    def must_precede(self, later: Pass) -> bool:
        """Whether a later pass could see another draft if it came first."""
        return bool(self.writes & (later.reads | later.writes) or self.reads & later.writes)


def read_modality(draft: Draft) -> Changes:
    """Whether the words say that it happened, and whether it was only tried."""
    found = modality_of(draft.trigger, draft.scene.lexicon)
    return {"status": found.status, "attempted": found.attempted}


def read_court(draft: Draft) -> Changes:
    """Of a deed for which somebody answers in court or to an accuser."""
    if draft.status != "actual" or not draft.is_deed:
        return {}
    answered = told_in_court(draft.trigger.token, draft.scene.lexicon)
    return {"status": answered, "is_settled": True} if answered is not None else {}


def read_attribution(draft: Draft) -> Changes:
    """Who says so."""
    return {"attribution": attribution_of(draft.trigger.token, draft.sentence, draft.scene.lexicon)}


def _pass(run: Callable[[Draft], Changes], reads: str, writes: str) -> Pass:
    return Pass(run, frozenset(reads.split()), frozenset(writes.split()))


PASSES: tuple[Pass, ...] = (
    _pass(read_modality, "", "status attempted"),
    _pass(read_court, "status kind", "status is_settled"),
    _pass(cast_parties, "actor recipient", "actor recipient is_cast"),
    _pass(name_actor, "kind actor", "actor actor_role actor_side"),
    _pass(name_recipient, "kind recipient", "recipient_role recipient_side"),
    _pass(part_doer_from_victim, "kind actor_role recipient_role is_cast", "actor actor_role actor_side"),
    _pass(
        count_victims,
        "status attempted kind recipient",
        "fatalities dead civilian_dead injured arrested abducted",
    ),
    _pass(read_means, "recipient", "means"),
    _pass(
        recast,
        "kind actor actor_role actor_side recipient means fatalities injured arrested abducted",
        "kind kinds",
    ),
    _pass(put_party_for_matter, "kind recipient", "recipient recipient_role recipient_side recipient_fits"),
    _pass(read_intent, "status kind actor", "status kind"),
    _pass(count_crowd, "status kind actor actor_side recipient", "participants displaced"),
    _pass(read_context, "kind actor context", "context"),
    _pass(read_aggregate, "kind recipient", "is_aggregate"),
    _pass(place_draft, "kind actor recipient context", "places place_from is_tied container context"),
    _pass(follow_spread, "kind", "places place_from is_tied"),
    _pass(date_draft, "", "date date_from has_own_date is_dated_in_clause"),
    _pass(read_attribution, "", "attribution"),
)

WRITTEN_LATER: Mapping[str, frozenset[str]] = {
    module: frozenset(fields.split())
    for module, fields in (
        ("reading.sentences", "by_reader fatalities is_total injured arrested actor actor_role actor_side"),
        (
            "coder",
            "context status is_summed is_brief actor actor_role actor_side recipient recipient_role recipient_side",
        ),
        ("setting.story", "date date_from container places place_from"),
        ("joining.messages", "recipient recipient_role recipient_side"),
        ("joining.joiner", "echo"),
        ("joining.tolls", "fatalities injured arrested abducted civilian_dead is_total is_summed"),
        (
            "joining.coreference",
            "trigger scene sentence sentence_number kind kinds means context read mentions told_in by_reader is_lead "
            "status attribution actor actor_role actor_side recipient recipient_role recipient_side recipient_fits "
            "places place_from container is_tied is_aggregate date date_from has_own_date displaced participants",
        ),
    )
}
"""What is changed after a mention was read, by module, in the order in which they come.

What its sentence as a whole says, what the article says of it, what it takes over from the story, and what mentions of
one happening tell together.
"""


def fill(draft: Draft, passes: Sequence[Pass] = PASSES) -> Draft:
    """A draft with what all passes learn of it."""
    for step in passes:
        changes = step.run(draft)
        if changes:
            draft = draft.having(**changes)
    return draft


def must_keep(passes: Sequence[Pass]) -> Iterable[tuple[int, int]]:
    """The pairs of passes, by their places, that have to stay in this order."""
    for later, second in enumerate(passes):
        for earlier, first in enumerate(passes[:later]):
            if first.must_precede(second):
                yield earlier, later
