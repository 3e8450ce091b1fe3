"""The event coder: an article's parse, dates, places and actors to its events, one a happening.

What belongs here: the order of the steps and the building of the result. Each step has a module of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, cast

import polars as pl

from transforms.actors import ActorMap
from transforms.events.confidence import confidence_of
from transforms.events.coreference import drop_aggregates, drop_echoes, merge_article, merge_sentence
from transforms.events.dating import carries_on, is_historical
from transforms.events.drafts import Draft
from transforms.events.exclusions import Exclusions
from transforms.events.lexicon import Lexicon, compile_lexicon
from transforms.events.parties import has_parties
from transforms.events.placing import fall_back
from transforms.events.protests import mentions_protest
from transforms.events.reading import SentenceReader
from transforms.events.responsibility import blaming_words
from transforms.events.scene import Scene
from transforms.events.specificity import is_sum, stands_alone
from transforms.events.subtypes import acled_types
from transforms.events.telling import speech_share, told_status
from transforms.events.victims import TollPatterns
from transforms.model import ArticleText, Entity, EventMention, Paragraph, PlaceMention, Timex

_PlaceFrom = Literal["sentence", "article", "dateline", "country", "none"]
_DateFrom = Literal["text", "published", "none"]
_RECENT = 20  # drafts told last, among which "responsibility was claimed" can find its deed
_PLACELESS = frozenset({"agreement", "ceasefire"})
_CIVIL = ("civilian", "protester")


class EventCoder:
    """Codes the events of articles. Built once from the reference tables; holds no state between articles."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._lexicon: Lexicon = compile_lexicon(tables)
        effects = {
            word: value
            for kind, value, word in tables["events/words"].select("list", "value", "word").iter_rows()
            if kind == "effect"
        }
        self._reader = SentenceReader(TollPatterns(self._lexicon), effects, blaming_words(self._lexicon))
        self._exclusions = Exclusions(self._lexicon)

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
    ) -> list[EventMention]:
        """The article's events in reading order, coreferent mentions merged.

        Paragraphs without a parse are passed over: the scan found nothing in them.
        """
        scenes = _scenes(paragraphs, self._lexicon, dates, places, actors)
        topics = self._exclusions.article_topics(paragraphs)
        drafts: list[Draft] = []
        for scene in scenes:
            drafts.extend(self._read_paragraph(scene, actors, topics, drafts))
        _inherit(drafts, places)
        _mark_background(drafts, article.published_date, dates)
        merged = merge_article(drop_echoes(drop_aggregates(drafts)))
        told = [draft for draft in merged if stands_alone(draft)]
        spoken = speech_share(paragraphs)
        for draft in told:
            draft.status = told_status(draft, spoken)
        mentions = [mention for draft in told for mention in self._finish(draft, article)]
        return sorted(
            mentions, key=lambda mention: (mention.field != "title", mention.trigger_start_char, mention.start_char)
        )

    def _read_paragraph(
        self, scene: Scene, actors: ActorMap, topics: frozenset[str], before: list[Draft]
    ) -> list[Draft]:
        paragraph = scene.paragraph
        context = {"protest_context"} if mentions_protest(paragraph.text) else set[str]()
        found: list[Draft] = []
        for number, sentence in enumerate(paragraph.doc.sents, start=paragraph.first_sentence_number):
            drafts = self._reader.read(sentence, number, scene, actors)
            for draft in drafts:
                draft.context |= context
            self._reader.correct(found, sentence)
            self._reader.blame(sentence, drafts, [*before[-_RECENT:], *found], scene, actors)
            found += merge_sentence(
                [draft for draft in drafts if not self._exclusions.excludes(draft, topics) and has_parties(draft)]
            )
        return found

    def _finish(self, draft: Draft, article: ArticleText) -> list[EventMention]:
        whole = _mention(draft, article, self._lexicon)
        if len(draft.places) < 2 or draft.kind.family != "territory":
            return [whole]
        return [_at_place(whole, place) for place in draft.places]


def _scenes(
    paragraphs: Sequence[Paragraph],
    lexicon: Lexicon,
    dates: Sequence[Timex],
    places: Sequence[PlaceMention],
    actors: ActorMap,
) -> list[Scene]:
    entities: defaultdict[str, list[tuple[int, int, Entity]]] = defaultdict(list)
    for mention in actors.mentions:
        entities[mention.field].append((mention.start_char, mention.end_char, mention.entity))
    return [
        Scene(
            paragraph,
            lexicon,
            [place for place in places if _inside(place, paragraph)],
            [timex for timex in dates if _inside(timex, paragraph)],
            {
                (start, end): entity
                for start, end, entity in entities[paragraph.field]
                if paragraph.start <= start and end <= paragraph.start + len(paragraph.text)
            },
        )
        for paragraph in paragraphs
        if paragraph.doc.has_annotation("DEP")
    ]


def _inside(mention: PlaceMention | Timex, paragraph: Paragraph) -> bool:
    end = paragraph.start + len(paragraph.text)
    return mention.field == paragraph.field and paragraph.start <= mention.start_char and mention.end_char <= end


def _inherit(drafts: Sequence[Draft], places: Sequence[PlaceMention]) -> None:
    """Places and dates for drafts whose sentence has none: from the story so far, then the dateline, the country."""
    dateline = next((place for place in places if place.is_dateline and place.location is not None), None)
    country = next(
        (place for place in places if place.location is not None and place.location.feature_code.startswith("PCL")),
        None,
    )
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
            draft.container = _nearby(draft) or recent or dateline or country
        if draft.places and draft.places[0].location is not None:
            recent = draft.places[0]
        elif not draft.places and draft.kind.family != "verbal" and draft.kind.name not in _PLACELESS:
            story = None if "here" in draft.context and dateline is not None else recent or _nearby(draft)
            fall_back(draft, story, dateline, country)


def _nearby(draft: Draft) -> PlaceMention | None:
    """The nearest place below a country in the sentence, else in the paragraph, that is meant literally."""
    shift = draft.scene.paragraph.start
    start, end = draft.sentence.start_char + shift, draft.sentence.end_char + shift
    at = shift + draft.trigger.token.idx
    found = [
        (not start <= place.start_char < end, abs(place.start_char - at), place)
        for place in draft.scene.places
        if place.role in ("literal", "modifier")
        and place.location is not None
        and place.location.feature_class != "L"
        and not place.location.feature_code.startswith("PCL")
    ]
    return min(found, key=lambda item: item[:2])[2] if found else None


def _mark_background(drafts: Sequence[Draft], published: date | None, dates: Sequence[Timex]) -> None:
    """Set apart what lies long before the news, or is summed up over years: nothing told as news is joined to it."""
    for draft in drafts:
        timex = draft.date if draft.date_from == "text" else None
        if draft.happened and (is_historical(timex, published, dates) or is_sum(draft, published)):
            draft.status = "historical"


def _mention(draft: Draft, article: ArticleText, lexicon: Lexicon) -> EventMention:
    paragraph, kind = draft.scene.paragraph, draft.kind
    acled, sub = acled_types(draft, lexicon)
    start, end = paragraph.offsets(draft.sentence)
    trigger_span = paragraph.doc[draft.trigger.start : draft.trigger.end]
    trigger_start, trigger_end = paragraph.offsets(trigger_span)
    place = draft.places[0] if draft.places else None
    location = place.location if place is not None else None
    if location is None and draft.container is not None:
        location = draft.container.location
    dated = _dated(draft, article.published_date)
    return EventMention(
        field=paragraph.field,
        start_char=start,
        end_char=end,
        text=paragraph.slice(start, end),
        sentence_number=draft.sentence_number,
        trigger_text=paragraph.slice(trigger_start, trigger_end),
        trigger_start_char=trigger_start,
        trigger_end_char=trigger_end,
        event_type=kind.event_type,
        event_mode=kind.event_mode,
        acled_event_type=acled,
        acled_sub_event_type=sub,
        cameo_root_code=kind.cameo_root_code,
        quad_class=kind.quad_class,
        intensity=kind.intensity,
        status=draft.status,
        confidence=confidence_of(draft),
        actor=draft.actor_role,
        recipient=draft.recipient_role,
        civilian_targeting=_targets_civilians(draft, acled),
        attribution=draft.attribution,
        date_start=dated[0],
        date_end=dated[1],
        date_precision=dated[2],
        date_text=draft.date.text if draft.date is not None and dated[3] == "text" else None,
        date_from=dated[3],
        location=location,
        place_text=place.text if place is not None else None,
        where_precision=location.location_precision if location is not None else None,
        place_from=cast("_PlaceFrom", draft.place_from),
        fatalities_low=draft.fatalities.low if draft.fatalities else None,
        fatalities_best=draft.fatalities.best if draft.fatalities else None,
        fatalities_high=draft.fatalities.high if draft.fatalities else None,
        injured=draft.injured.best if draft.injured else None,
        arrested=draft.arrested.best if draft.arrested else None,
        abducted=draft.abducted.best if draft.abducted else None,
    )


def _dated(draft: Draft, published: date | None) -> tuple[date | None, date | None, int | None, _DateFrom]:
    timex = draft.date if draft.date_from == "text" else None
    if draft.status == "planned" and _is_past(timex, published):
        return None, None, None, "none"
    if timex is not None and timex.date_start is not None:
        return timex.date_start, timex.date_end, timex.date_precision, "text"
    if timex is None and published is not None and draft.happened:
        return published, published, 1, "published"
    return None, None, None, "none"


def _is_past(timex: Timex | None, published: date | None) -> bool:
    """Whether a plan's only date lies behind the news: it then says when the plan was made."""
    return timex is not None and timex.date_end is not None and published is not None and timex.date_end < published


def _targets_civilians(draft: Draft, acled: str | None) -> bool:
    if draft.kind.event_type != "ASSAULT":
        return False
    return acled == "Violence against civilians" or draft.civilian_dead or draft.recipient_side in _CIVIL


def _at_place(mention: EventMention, place: PlaceMention) -> EventMention:
    """The same event at one of its places; tolls are the whole's and stay with the first place only."""
    precision = place.location.location_precision if place.location is not None else None
    recipient = replace(mention.recipient, text=place.text) if mention.recipient is not None else None
    if mention.place_text == place.text:
        return replace(mention, recipient=recipient)
    return replace(
        mention,
        location=place.location,
        place_text=place.text,
        where_precision=precision,
        recipient=recipient,
        fatalities_low=None,
        fatalities_best=None,
        fatalities_high=None,
        injured=None,
    )
