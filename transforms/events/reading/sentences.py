"""The mentions of a sentence: frames and reader propose, passes fill, and the sentence as a whole adds what it says.

What belongs here: what needs more than one mention at a time: tolls that no verb frame gave, totals that correct what
was told before, and who is blamed for a deed of another sentence. What is read of one mention is in `passes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from spacy.tokens import Span

from transforms.events.counts.victims import Count, Part, TollPatterns, placed
from transforms.events.drafts import Changes, Draft
from transforms.events.participants.casting import parties_of_reader
from transforms.events.participants.responsibility import blamed_in
from transforms.events.participants.roles import Participants, participants_of
from transforms.events.proposing.proposals import Proposal, read_at, retyped
from transforms.events.proposing.triggers import find_triggers
from transforms.events.reading.naming import doer
from transforms.events.reading.passes import fill
from transforms.events.scenes.scene import Scene
from transforms.reader.article import ArticleReading

MOST_DEEDS = 50  # in one sentence; where more stand in it, it is no sentence, and reading costs the square of it
_BEARING = frozenset({"violence", "territory", "riot", "protest", "weapons"})
_BLAME_REACH = 3  # paragraphs between a deed and the sentence that says who did it


class SentenceReader:
    """Reads the drafts of a sentence."""

    def __init__(self, tolls: TollPatterns, blaming: frozenset[str]) -> None:
        self._tolls = tolls
        self._blaming = blaming

    def read(self, sentence: Span, number: int, scene: Scene, reading: ArticleReading | None = None) -> list[Draft]:
        """All drafts of a sentence that frames give, in order, not yet merged."""
        drafts: list[Draft] = []
        for trigger in list(islice(find_triggers(sentence, scene), MOST_DEEDS)):
            read = read_at(trigger, scene, reading)
            found = Proposal(retyped(trigger, read, scene, reading), read)
            drafts.append(_draft(found, participants_of(trigger, scene), sentence, number, scene))
        return self._with_loose_tolls(drafts, sentence, scene)

    def propose(self, found: Proposal, sentence: Span, number: int, scene: Scene) -> Draft:
        """The draft of a mention that only the trained reader found, with the parties that it points to."""
        parties = parties_of_reader(found.read, scene, found.trigger.token) if found.read is not None else (None, None)
        return _draft(found, parties, sentence, number, scene).having(by_reader=True)

    def blame(
        self, sentence: Span, drafts: Iterable[Draft], before: Sequence[Draft], scene: Scene
    ) -> tuple[Draft, Draft] | None:
        """The deed of which a sentence says who is behind it, as it was and with its doer.

        It is the sentence's own, else the last one told without a doer.
        """
        if self._blaming.isdisjoint(scene.words):
            return None
        drafts, named = list(drafts), blamed_in(sentence, scene.lexicon)
        if named is None or any(
            draft.actor is not None and draft.actor.i == named.i for draft in drafts if draft.is_deed
        ):
            return None
        number = scene.paragraph.number
        near = [draft for draft in reversed(before) if number - draft.scene.paragraph.number <= _BLAME_REACH]
        deed = next((draft for draft in (*drafts, *near) if draft.is_deed and draft.happened), None)
        if deed is None or deed.actor is not None:
            return None
        return deed, deed.having(**doer(named, scene))

    def corrected(self, drafts: Sequence[Draft], sentence: Span, scene: Scene) -> list[Draft]:
        """The drafts told before, with what a sentence says of the toll as a whole.

        It goes to the last event that had a toll, or could have one.
        """
        bearing = [draft for draft in drafts if draft.kind.family in _BEARING and draft.happened]
        if not bearing:
            return list(drafts)
        total = self._told(self._tolls.total_dead, sentence, scene)
        deadly = next((draft for draft in bearing if draft.fatalities is not None), bearing[0])
        if total is not None:
            return exchanged(drafts, deadly, deadly.having(fatalities=total, is_total=True))
        if deadly.fatalities is None:
            return exchanged(drafts, deadly, deadly.having(fatalities=self._none_died(sentence, scene)))
        return list(drafts)

    def _with_loose_tolls(self, drafts: list[Draft], sentence: Span, scene: Scene) -> list[Draft]:
        """The drafts with tolls that no verb frame gave: of the first event of the sentence that can have victims."""
        draft = next((one for one in drafts if one.kind.family in _BEARING and one.happened), None)
        if draft is None:
            return drafts
        found: dict[str, object] = dict(self._loose_dead(drafts, sentence, scene))
        if all(other.injured is None for other in drafts):
            found["injured"] = self._told(self._tolls.injured, sentence, scene)
        if all(other.arrested is None for other in drafts):
            found["arrested"] = self._told(self._tolls.arrested, sentence, scene)
        return exchanged(drafts, draft, draft.having(**found))

    def _loose_dead(self, drafts: Sequence[Draft], sentence: Span, scene: Scene) -> Changes:
        total, none_died = self._told(self._tolls.total_dead, sentence, scene), self._none_died(sentence, scene)
        if total is not None:
            return {"fatalities": total, "is_total": True}
        if any(other.fatalities is not None for other in drafts):
            return {}
        if none_died is not None:
            return {"fatalities": none_died}
        if any(other.status == "negated" for other in drafts):
            return {}
        return {"fatalities": self._told(self._tolls.dead, sentence, scene)}

    def _told(self, read: Callable[[str, frozenset[int]], Count | None], sentence: Span, scene: Scene) -> Count | None:
        shift = sentence.start_char
        return placed(read(sentence.text, scene.dated_characters(shift)), scene, shift)

    def _none_died(self, sentence: Span, scene: Scene) -> Count | None:
        found = self._tolls.says_none_died(sentence.text)
        if found is None:
            return None
        part = Part(0, 0, 0, scene.paragraph.field, found.start(), found.end())
        return placed(Count(0, 0, 0, (part,)), scene, sentence.start_char)


def exchanged(drafts: Iterable[Draft], old: Draft, new: Draft) -> list[Draft]:
    """The drafts with one of them in another's place."""
    return [new if draft is old else draft for draft in drafts]


def _draft(found: Proposal, parties: Participants, sentence: Span, number: int, scene: Scene) -> Draft:
    trigger, kind = found.trigger, found.trigger.row.kind
    return fill(
        Draft(
            trigger,
            scene,
            sentence,
            number,
            kind,
            kinds=frozenset({kind}),
            read=(found.read,) if found.read is not None else (),
            is_lead=scene.paragraph.field == "title" or number <= 1,
            actor=parties[0],
            recipient=parties[1],
        )
    )
