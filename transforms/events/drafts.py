"""The record of a mention: what one trigger tells, and after joining what several tell of one happening.

What belongs here: the fields, and what follows from them alone. The record is never changed: whoever learns more of a
mention makes another (`having`). Who fills which field, and in what order, stands in `reading.passes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.events.counts.victims import Count
from transforms.events.proposing.triggers import Trigger
from transforms.events.scenes.scene import Scene
from transforms.events.tables.lexicon import EventClass
from transforms.model import PlaceMention, Role, Status, Timex
from transforms.reader.article import ReadMention

Changes = Mapping[str, object]
"""Fields of a draft by name with other values; empty where nothing was learnt."""


@dataclass(frozen=True, eq=False)
class Draft:
    """What one trigger tells, and after merging what several tell of one happening. `kind` is the most specific."""

    trigger: Trigger
    scene: Scene
    sentence: Span
    sentence_number: int
    kind: EventClass
    status: Status = "actual"
    is_settled: bool = False  # the frame alone decides whether it happened, as for a deed that is judged in court
    attempted: bool = False
    attribution: str | None = None
    actor: Token | None = None
    recipient: Token | None = None
    actor_side: str | None = None
    recipient_side: str | None = None
    actor_role: Role | None = None
    recipient_role: Role | None = None
    recipient_fits: bool = True  # the recipient is somebody, or a thing that force is used on, and no matter of words
    is_cast: bool = False  # no frame says who acts; if anybody does, the reader says so
    kinds: frozenset[EventClass] = frozenset()  # of all mentions merged
    means: frozenset[str] = frozenset()
    places: tuple[PlaceMention, ...] = ()
    container: PlaceMention | None = None  # lends its location to a place that the gazetteer does not know
    place_from: str = "none"
    date: Timex | None = None
    date_from: str = "none"
    fatalities: Count | None = None
    is_total: bool = False
    is_summed: bool = False  # its count is one over months or years, which no one happening has
    dead: frozenset[int] = frozenset()  # token indices of the victims that were counted, pronouns left out
    injured: Count | None = None
    arrested: Count | None = None
    abducted: Count | None = None
    displaced: Count | None = None
    participants: Count | None = None
    civilian_dead: bool = False
    is_aggregate: bool = False
    mentions: int = 1
    told_in: frozenset[int] = frozenset()  # other sentences that tell of it
    read: tuple[ReadMention, ...] = ()  # what the reader says of each mention merged
    by_reader: bool = False  # only the reader found it
    is_lead: bool = False  # told in the headline or the first sentences
    echo: float = 0.0  # how probable an event told before is this one, where that did not suffice to join them
    is_brief: bool = False  # the article is but a few sentences
    is_tied: bool = False  # its place hangs on its own clause
    is_dated_in_clause: bool = False
    has_own_date: bool = False
    context: frozenset[str] = frozenset()

    def having(self, **changes: object) -> Draft:
        """The same mention with other values of some fields.

        As `dataclasses.replace`, which takes ten times as long over this many fields.
        """
        if not changes.keys() <= self.__dict__.keys():
            raise TypeError(f"no field of a draft: {', '.join(sorted(changes.keys() - self.__dict__.keys()))}")
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, **changes)
        return other

    @property
    def happened(self) -> bool:
        """Whether the text tells it as something that took place."""
        return self.status in ("actual", "ongoing", "claimed")

    @property
    def is_deed(self) -> bool:
        """Whether somebody does it to somebody or something: an attack, an abduction, damage."""
        return self.kind.is_deed

    def listed(self, name: str) -> frozenset[str]:
        """The words of a list of `events/word_lists`."""
        return self.scene.listed(name)

    def had(self, trait: str) -> bool:
        """Whether any of the mentions merged has a trait."""
        return any(kind.has(trait) for kind in self.kinds)

    @property
    def sentences(self) -> set[int]:
        """The numbers of all sentences that tell of it."""
        return {self.sentence_number, *self.told_in}


def same_entity(one: Role | None, two: Role | None) -> bool:
    """Whether two parties are known to be one entity."""
    if one is None or two is None or one.entity is None or two.entity is None:
        return False
    return one.entity.entity_id == two.entity.entity_id
