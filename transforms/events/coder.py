"""The event coder: an article's parse, dates, places and actors to its events, one a happening.

What belongs here: the order of the steps and the building of the result. Each step has a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

from transforms.actors import ActorMap
from transforms.events.counts.victims import TollPatterns
from transforms.events.drafts import Draft
from transforms.events.joining.coreference import drop_aggregates, drop_echoes, merge_sentence
from transforms.events.joining.joiner import Joiner
from transforms.events.joining.messages import fold_messages
from transforms.events.judging.exclusions import Exclusions, is_accident, is_only_party
from transforms.events.judging.judge import Judge
from transforms.events.judging.parties import has_parties
from transforms.events.judging.specificity import stands_alone
from transforms.events.participants.responsibility import blaming_words
from transforms.events.proposing.proposals import propose
from transforms.events.reading.sentences import MOST_DEEDS, SentenceReader, exchanged
from transforms.events.reading.sides import part_sides
from transforms.events.rows.layout import excluded, rows_of
from transforms.events.scenes.protests import mentions_protest
from transforms.events.scenes.scene import Scene
from transforms.events.setting.story import inherited
from transforms.events.status.background import background
from transforms.events.status.telling import speech_share, told_status
from transforms.events.tables.lexicon import Lexicon, compile_lexicon
from transforms.model import (
    ArticleText,
    EventMention,
    ExcludedMention,
    Paragraph,
    PlaceMention,
    Timex,
)
from transforms.parsing import by_paragraph
from transforms.reader import Reader
from transforms.reader.article import ArticleReading

_RECENT = 20  # drafts told last, among which "responsibility was claimed" can find its deed
_BRIEF_WORDS = 60
_SURE = 0.8  # the reader's probability of a type from which on what a frame lacks does not count


@dataclass(frozen=True, slots=True)
class CodedEvents:
    """The events of an article, and the mentions that were left out, each with the rule that dropped it."""

    events: Sequence[EventMention]
    excluded: Sequence[ExcludedMention]


@dataclass(slots=True)
class _Story:
    """What has been read of an article so far."""

    actors: ActorMap
    topics: frozenset[str]
    reading: ArticleReading | None
    drafts: list[Draft] = field(default_factory=list[Draft])
    left_out: list[ExcludedMention] = field(default_factory=list[ExcludedMention])

    def leave_out(self, rule: str, before: Sequence[Draft], after: Sequence[Draft]) -> None:
        """Note the drafts that a rule took away."""
        kept = {id(draft.trigger) for draft in after}
        self.left_out += [excluded(draft, rule) for draft in before if id(draft.trigger) not in kept]


class EventCoder:
    """Codes the events of articles. Built once from the reference tables; holds no state between articles.

    Args:
        tables: the reference tables by name.
        trained: the trained reader; None to see what the frames alone find, all of it and joined by readable signs.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], trained: Reader | None) -> None:
        self._trained = trained
        self._lexicon: Lexicon = compile_lexicon(tables)
        self._reader = SentenceReader(TollPatterns(self._lexicon), blaming_words(self._lexicon))
        self._exclusions = Exclusions(self._lexicon)
        self._joiner = Joiner(self._lexicon.join_weights, trained.heads if trained is not None else None)
        self._judge = Judge(self._lexicon.judge_weights, trained.heads if trained is not None else None)

    @property
    def lexicon(self) -> Lexicon:
        """The compiled tables, for the scan that decides what is parsed."""
        return self._lexicon

    def code(
        self,
        article: ArticleText,
        paragraphs: Sequence[Paragraph],
        dates: Sequence[Timex],
        places: Sequence[PlaceMention],
        actors: ActorMap,
    ) -> CodedEvents:
        """The article's events in reading order, coreferent mentions merged, and what was left out.

        Paragraphs without a parse are passed over: the scan found nothing in them.
        """
        if not any(paragraph.doc.has_annotation("DEP") for paragraph in paragraphs):
            return CodedEvents([], [])
        story = _Story(actors, self._exclusions.article_topics(paragraphs), self._read(paragraphs))
        for scene in scenes_of(paragraphs, self._lexicon, dates, places, actors):
            found = self._read_paragraph(scene, story)  # may name the doer of what was told before
            story.drafts += found
        drafts = [
            draft.having(**background(draft, article.published_date, dates))
            for draft in inherited(story.drafts, places)
        ]
        particular = drop_echoes(drop_aggregates(drafts))
        story.leave_out("sum_or_echo", drafts, particular)
        bare = fold_messages(particular)
        story.leave_out("words_of_a_protest", particular, bare)
        merged = [draft.having(**part_sides(draft)) for draft in self._joiner.join(bare)]
        told = [draft for draft in merged if stands_alone(draft) or self._is_seen(draft)]
        story.leave_out("not_told_of_itself", merged, told)
        spoken = speech_share(paragraphs)
        is_brief = sum(paragraph.text.count(" ") + 1 for paragraph in paragraphs) <= _BRIEF_WORDS
        events: list[EventMention] = []
        for merged_draft in told:
            draft = merged_draft.having(status=told_status(merged_draft, spoken), is_brief=is_brief)
            verdict = self._judge.judge(draft, article.published_date)
            draft = draft.having(status=verdict.status)
            if verdict.rule is None:
                events += rows_of(draft, article, self._lexicon, verdict.probability)
            else:
                story.left_out.append(excluded(draft, verdict.rule, verdict.probability))
        events.sort(key=lambda row: (row.field != "title", row.trigger_start_char, row.start_char))
        return CodedEvents(events, story.left_out)

    def _read(self, paragraphs: Sequence[Paragraph]) -> ArticleReading | None:
        """The trained reader over what was parsed; empty without one."""
        if self._trained is None:
            return None
        texts = [paragraph.parsed_text for paragraph in paragraphs]
        return self._trained.read(texts, [paragraph.doc.has_annotation("DEP") for paragraph in paragraphs])

    def _read_paragraph(self, scene: Scene, story: _Story) -> list[Draft]:
        paragraph = scene.paragraph
        context = frozenset({"protest_context"} if mentions_protest(paragraph.text, self._lexicon) else ())
        proposals = list(propose(scene, story.reading)) if story.reading is not None else []
        found: list[Draft] = []
        for number, sentence in enumerate(paragraph.doc.sents, start=paragraph.first_sentence_number):
            drafts = self._reader.read(sentence, number, scene, story.reading)
            taken = [draft.trigger for draft in drafts]
            drafts += [
                self._reader.propose(proposal, sentence, number, scene)
                for proposal in islice((one for one in proposals if one.stands_in(sentence)), MOST_DEEDS)
                if not any(map(proposal.overlaps, taken)) and proposal.trigger.token.i not in scene.idle
            ]
            drafts = [draft.having(context=draft.context | context) for draft in drafts]
            found = self._reader.corrected(found, sentence, scene)
            blamed = self._reader.blame(sentence, drafts, [*story.drafts[-_RECENT:], *found], scene)
            if blamed is not None:
                drafts, found = exchanged(drafts, *blamed), exchanged(found, *blamed)
                story.drafts = exchanged(story.drafts, *blamed)
            kept = [
                draft for draft in drafts if self._is_kept(draft, story.topics) and not is_only_party(draft, drafts)
            ]
            story.leave_out("topic_or_parties", drafts, kept)
            found += merge_sentence(kept)
        return found

    def _is_kept(self, draft: Draft, topics: frozenset[str]) -> bool:
        if draft.by_reader or self._is_seen(draft):
            is_told = not self._exclusions.is_figure_of_speech(draft) and not self._exclusions.is_plot(draft, topics)
            return is_told and not is_accident(draft)
        return not self._exclusions.excludes(draft, topics) and has_parties(draft)

    def _is_seen(self, draft: Draft) -> bool:
        """Whether the reader surely sees an event of the draft's type, so that rules about its frame need not hold."""
        if self._trained is None or draft.kind.has("vague"):
            return False
        own = self._trained.heads.types.index(draft.kind.event_type)
        return any(float(read.types[own]) >= _SURE for read in draft.read)


def scenes_of(
    paragraphs: Sequence[Paragraph],
    lexicon: Lexicon,
    dates: Sequence[Timex],
    places: Sequence[PlaceMention],
    actors: ActorMap,
) -> list[Scene]:
    """The parsed paragraphs, each with its own places, dates and entities."""
    placed, dated = by_paragraph(places, paragraphs), by_paragraph(dates, paragraphs)
    named = by_paragraph(actors.mentions, paragraphs)
    return [
        Scene(
            paragraph,
            lexicon,
            placed[number],
            dated[number],
            {(mention.start_char, mention.end_char): mention.entity for mention in named[number]},
            who=actors.role,
        )
        for number, paragraph in enumerate(paragraphs)
        if paragraph.doc.has_annotation("DEP")
    ]
