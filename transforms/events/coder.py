"""The event coder: an article's parse, dates, places and actors to its events, one a happening.

What belongs here: the order of the steps and the building of the result. Each step has a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
from transforms.events.reading.sentences import MOST_DEEDS, SentenceReader
from transforms.events.rows.layout import excluded, rows_of
from transforms.events.scenes.protests import mentions_protest
from transforms.events.scenes.scene import Scene
from transforms.events.setting.dating import carries_on, is_historical
from transforms.events.setting.placing import fall_back, is_country, surest
from transforms.events.setting.tying import is_where_told
from transforms.events.status.sums_over_time import is_sum
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
_NOT_ALONE = frozenset({"death", "violence_word"})  # words that only say again what another tells of
_PLACELESS = frozenset({"agreement", "ceasefire"})


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
        kept = {id(draft) for draft in after}
        self.left_out += [excluded(draft, rule) for draft in before if id(draft) not in kept]


class EventCoder:
    """Codes the events of articles. Built once from the reference tables; holds no state between articles.

    Args:
        tables: the reference tables by name.
        trained: the trained reader; None to see what the frames alone find, all of it and joined by readable signs.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], trained: Reader | None) -> None:
        self._trained = trained
        self._lexicon: Lexicon = compile_lexicon(tables)
        effects = {
            word: value
            for kind, value, word in tables["events/words"].select("list", "value", "word").iter_rows()
            if kind == "effect"
        }
        self._reader = SentenceReader(TollPatterns(self._lexicon), effects, blaming_words(self._lexicon))
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
        for scene in _scenes(paragraphs, self._lexicon, dates, places, actors):
            story.drafts += self._read_paragraph(scene, story)
        _inherit(story.drafts, places)
        _mark_background(story.drafts, article.published_date, dates)
        particular = drop_echoes(drop_aggregates(story.drafts))
        story.leave_out("sum_or_echo", story.drafts, particular)
        bare = fold_messages(particular)
        story.leave_out("words_of_a_protest", particular, bare)
        merged = self._joiner.join(bare)
        told = [draft for draft in merged if stands_alone(draft) or self._is_seen(draft)]
        story.leave_out("not_told_of_itself", merged, told)
        spoken = speech_share(paragraphs)
        is_brief = sum(paragraph.text.count(" ") + 1 for paragraph in paragraphs) <= _BRIEF_WORDS
        events: list[EventMention] = []
        for draft in told:
            draft.status, draft.is_brief = told_status(draft, spoken), is_brief
            verdict = self._judge.judge(draft, article.published_date)
            draft.status = verdict.status
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
        context = {"protest_context"} if mentions_protest(paragraph.text) else set[str]()
        proposals = list(propose(scene, story.reading)) if story.reading is not None else []
        found: list[Draft] = []
        for number, sentence in enumerate(paragraph.doc.sents, start=paragraph.first_sentence_number):
            drafts = self._reader.read(sentence, number, scene, story.actors, story.reading)
            taken = [draft.trigger for draft in drafts]
            drafts += [
                self._reader.propose(proposal, sentence, number, scene, story.actors)
                for proposal in islice((one for one in proposals if one.stands_in(sentence)), MOST_DEEDS)
                if not any(map(proposal.overlaps, taken)) and proposal.trigger.token.i not in scene.idle
            ]
            for draft in drafts:
                draft.context |= context
            self._reader.correct(found, sentence, scene)
            self._reader.blame(sentence, drafts, [*story.drafts[-_RECENT:], *found], scene, story.actors)
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
        if self._trained is None or draft.kind.name in _NOT_ALONE:
            return False
        own = self._trained.heads.types.index(draft.kind.event_type)
        return any(float(read.types[own]) >= _SURE for read in draft.read)


def _scenes(
    paragraphs: Sequence[Paragraph],
    lexicon: Lexicon,
    dates: Sequence[Timex],
    places: Sequence[PlaceMention],
    actors: ActorMap,
) -> list[Scene]:
    placed, dated = by_paragraph(places, paragraphs), by_paragraph(dates, paragraphs)
    named = by_paragraph(actors.mentions, paragraphs)
    return [
        Scene(
            paragraph,
            lexicon,
            placed[number],
            dated[number],
            {(mention.start_char, mention.end_char): mention.entity for mention in named[number]},
        )
        for number, paragraph in enumerate(paragraphs)
        if paragraph.doc.has_annotation("DEP")
    ]


def _inherit(drafts: Sequence[Draft], places: Sequence[PlaceMention]) -> None:
    """Places and dates for drafts whose sentence has none: from the story so far, then the dateline, the country."""
    dateline = next((place for place in places if place.is_dateline and place.location is not None), None)
    country = next((place for place in places if is_country(place)), None)
    recent: PlaceMention | None = None
    carried: Draft | None = None
    paragraph = -1
    for draft in drafts:
        number = draft.scene.paragraph.number
        if number != paragraph:
            carried = None if number > 1 else carried
            paragraph = number
        if draft.date is not None and draft.date_from == "text":
            carried = draft if draft.happened or carried is None else carried
        elif carried is not None and carries_on(carried, draft):
            draft.date, draft.date_from = carried.date, "text"
        if draft.places and draft.places[0].location is None and draft.container is None:
            draft.container = _certain(draft, recent, dateline, country)
        if draft.places and draft.places[0].location is not None:
            recent = draft.places[0]
        elif not draft.places and draft.kind.family != "verbal" and draft.kind.name not in _PLACELESS:
            told = recent or _nearby(draft, only_sentence=_opens_report(draft, dateline))
            story = None if "here" in draft.context and dateline is not None else told
            fall_back(draft, story, dateline, country or surest(_where_told(draft)))


def _opens_report(draft: Draft, dateline: PlaceMention | None) -> bool:
    """Whether it is told in the dateline's own paragraph, where the dateline says where things happen."""
    return dateline in draft.scene.places


def _certain(
    draft: Draft, recent: PlaceMention | None, dateline: PlaceMention | None, country: PlaceMention | None
) -> PlaceMention | None:
    """Where a place that no gazetteer has lies for certain, by its paragraph, else the story, dateline, country."""
    beside = [place for place in _ranked(draft) if not is_country(place)]
    for places in (beside, [recent], [dateline], [country]):
        found = surest([place for place in places if place is not None])
        if found is not None or len(places) > 1:
            return found
    return None


def _nearby(draft: Draft, *, only_sentence: bool = False) -> PlaceMention | None:
    """The nearest place below a country in the sentence, else in the paragraph, that is meant literally."""
    shift = draft.scene.paragraph.start
    start, end = draft.sentence.start_char + shift, draft.sentence.end_char + shift
    return next(
        (
            place
            for place in _ranked(draft)
            if place.location is not None
            and place.location.feature_class != "L"
            and not is_country(place)
            and (not only_sentence or start <= place.start_char < end)
        ),
        None,
    )


def _where_told(draft: Draft) -> list[PlaceMention]:
    """The towns where the event was told of, which make its country likely."""
    return [place for place in draft.scene.places if is_where_told(place, draft.trigger.token, draft.scene)]


def _ranked(draft: Draft) -> list[PlaceMention]:
    """The places of the paragraph that are meant literally, those of the draft's sentence first, then by nearness."""
    shift = draft.scene.paragraph.start
    start, end = draft.sentence.start_char + shift, draft.sentence.end_char + shift
    at = shift + draft.trigger.token.idx
    found = [
        (not start <= place.start_char < end, abs(place.start_char - at), place)
        for place in draft.scene.places
        if place.role in ("literal", "modifier")
        and place.location is not None
        and not is_where_told(place, draft.trigger.token, draft.scene)
    ]
    return [place for _, _, place in sorted(found, key=lambda item: item[:2])]


def _mark_background(drafts: Sequence[Draft], published: date | None, dates: Sequence[Timex]) -> None:
    """Set apart what lies long before the news, or is summed up over years: nothing told as news is joined to it."""
    for draft in drafts:
        timex = draft.date if draft.date_from == "text" else None
        draft.is_summed = is_sum(draft, published)
        if draft.happened and (is_historical(timex, published, dates) or draft.is_summed):
            draft.status = "historical"
