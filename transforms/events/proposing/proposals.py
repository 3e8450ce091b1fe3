"""Mentions that the trained reader finds and no frame does: from its spans to triggers.

What belongs here: where a found span stands in the parse, and which class the reader gives it. Parties, place, date and
numbers are then read as for any other trigger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span

from transforms.events.proposing.triggers import Trigger
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.labels import Pos
from transforms.events.tables.lexicon import EventClass, Lexicon, TriggerRow
from transforms.reader.article import ArticleReading, ReadMention

LEAST_EVENT = 0.5  # the reader's probability from which on a span is looked at
OTHER_TYPE = 0.6  # share of what is an event to the reader, from which on another type than the frame's is taken


@dataclass(frozen=True, slots=True)
class Proposal:
    """A trigger, by a frame or by the reader, and what the reader says of it."""

    trigger: Trigger
    read: ReadMention | None

    def stands_in(self, sentence: Span) -> bool:
        """Whether the trigger stands in the sentence."""
        return sentence.start <= self.trigger.start < sentence.end

    def overlaps(self, other: Trigger) -> bool:
        """Whether another trigger has a word of it."""
        return self.trigger.start < other.end and other.start < self.trigger.end


def propose(scene: Scene, reading: ArticleReading) -> Iterator[Proposal]:
    """What the reader takes for events in a paragraph, in order, whether or not a frame found it too."""
    doc, number = scene.paragraph.doc, scene.paragraph.number
    for start, end in reading.found_in(number, LEAST_EVENT):
        span = doc.char_span(start, end, alignment_mode="expand")
        read = reading.at(number, start, end)
        if span is None or read is None or span.root.pos_ in Pos.NO_EVENTS:
            continue
        head = span.root
        kind = class_of(read, reading, scene.lexicon)
        if kind.family == "territory":
            continue  # of which place only a frame can say: "losing ground" takes none
        pos = Pos.OF_TRIGGERS.get(head.pos_, "noun")
        row = TriggerRow(pos, kind, *_NO_FRAME, None, None, kind.noun_of, head.lemma_.lower(), -1, -1)
        yield Proposal(Trigger(row, head, span.start, span.end), read)


def retyped(trigger: Trigger, read: ReadMention | None, scene: Scene, reading: ArticleReading | None) -> Trigger:
    """The trigger as the frame classes it, or as the reader does where it is sure of another type."""
    own, kind = trigger.row, trigger.row.kind
    if read is None or reading is None or kind.type_by == "frame" or kind.family == "territory":
        return trigger
    of_reader = class_of(read, reading, scene.lexicon)
    share = float(read.types[1:].max()) / max(read.is_event, 1e-6)
    is_sure = read.is_event >= LEAST_EVENT and share >= OTHER_TYPE
    if not is_sure or of_reader.event_type == kind.event_type or of_reader.family == "territory":
        return trigger
    return replace(trigger, row=replace(own, kind=of_reader))


def read_at(trigger: Trigger, scene: Scene, reading: ArticleReading | None) -> ReadMention | None:
    """What the reader says of a trigger that a frame found."""
    if reading is None:
        return None
    span = scene.paragraph.doc[trigger.start : trigger.end]
    return reading.at(scene.paragraph.number, span.start_char, span.end_char)


_NO_FRAME = (
    (),
    (),
    frozenset[str](),
    frozenset[str](),
    frozenset[str](),
    frozenset[str](),
    frozenset[str](),
    frozenset[str](),
)


def class_of(read: ReadMention, reading: ArticleReading, lexicon: Lexicon) -> EventClass:
    """The class for the likeliest type, by its likeliest sub-type where the table has one for it."""
    event_type = reading.heads.types[1 + int(read.types[1:].argmax())]
    sub_type = reading.heads.sub_types[int(read.sub_type.argmax())]
    found = lexicon.reader_classes.get((event_type, sub_type))
    return found if found is not None else lexicon.reader_classes[event_type, None]
