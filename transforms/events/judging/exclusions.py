"""Keeps out what only sounds like an event: sports, films, markets, illness, accidents, ordinary crime, metaphors.

What belongs here: `events/exclusions` against a sentence. Armed sides, weapons of war and crowds overrule the topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.syntax.clauses import agents, is_passive, is_verbal, logical_subject, prepositional
from transforms.events.syntax.labels import Dep, Pos, Tag
from transforms.events.tables.lexicon import Lexicon
from transforms.model import Paragraph, Role

_WARLIKE = frozenset({"air", "shelling", "suicide", "grenade", "chemical"})
_CROWD = frozenset({"civilian", "protester", "mob"})
_GUARDED = frozenset(
    {"violence", "territory", "abduction", "protest", "riot", "property", "intervention", "arrest", "weapons"}
)
_PHYSICAL = frozenset({"violence", "abduction", "property"})
_TOPICAL = frozenset({"sports", "fiction", "market", "health"})
_ARTICLE_HITS = 3
_BRIEF_HITS = 2
_BRIEF_WORDS = 90


class Exclusions:
    """The compiled phrases, and the topics that an article as a whole is about."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._topics: dict[str, re.Pattern[str]] = {}
        for scope in ("sentence", "clause"):
            kinds = sorted({kind for reach, kind, _ in lexicon.exclusions if reach == scope})
            for kind in kinds:
                phrases = [phrase for reach, name, phrase in lexicon.exclusions if (reach, name) == (scope, kind)]
                self._topics[kind] = re.compile(_any_of(phrases), re.IGNORECASE)
        self._article_topics = {  # for text in lower case, where a search takes a quarter of the time
            kind: re.compile(
                _any_of(
                    phrase.lower() for reach, name, phrase in lexicon.exclusions if name == kind and reach != "clause"
                )
            )
            for kind in sorted(_TOPICAL)
        }

    def article_topics(self, paragraphs: Sequence[Paragraph]) -> frozenset[str]:
        """Topics with at least three hits in the article (two in a brief one), which then cover every sentence."""
        hits: Counter[str] = Counter()
        for paragraph in paragraphs:
            for kind in _TOPICAL:
                hits[kind] += len(set(self._article_topics[kind].findall(paragraph.text.lower())))
        is_brief = sum(paragraph.text.count(" ") for paragraph in paragraphs) <= _BRIEF_WORDS
        needed = _BRIEF_HITS if is_brief else _ARTICLE_HITS
        return frozenset(kind for kind, count in hits.items() if count >= needed)

    def excludes(self, draft: Draft, article_topics: frozenset[str]) -> bool:
        """Whether the draft's sentence is about something else than politics or conflict."""
        if draft.kind.family not in _GUARDED:
            return (
                bool(article_topics & {"sports", "fiction"})
                and draft.kind.family == "verbal"
                and draft.kind.has("meeting")
            )
        text = draft.sentence.text
        if is_accident(draft):
            return True
        if _is_figurative(draft) or any(
            _holds_trigger(found, draft) for found in self._topics["metaphor"].finditer(text)
        ):
            return True
        topics = article_topics | {
            kind for kind, found in self._topics.items() if kind != "metaphor" and found.search(text)
        }
        return any(not _overrules(draft, topic) for topic in topics)

    def is_figure_of_speech(self, draft: Draft) -> bool:
        """Whether the event's own words are a set phrase of other things, or an idea is what acts or suffers."""
        metaphors = self._topics["metaphor"].finditer(draft.sentence.text)
        return _is_figurative(draft) or any(_holds_trigger(found, draft) for found in metaphors)

    def is_plot(self, draft: Draft, article_topics: frozenset[str]) -> bool:
        """Whether a film or a book is retold, which is done in the present: "in the novel, rebels seize the port"."""
        verb = draft.trigger.verb
        is_present = verb is not None and verb.tag_ in Tag.PRESENT_FORMS
        is_fiction = "fiction" in article_topics or self._topics["fiction"].search(draft.sentence.text) is not None
        return is_present and is_fiction


def is_accident(draft: Draft) -> bool:
    """Deaths and damage that a thing or nature brings: "plunged off the road, killing", "fire destroyed", "sank"."""
    harms = draft.kind.event_type == "ASSAULT" or draft.kind.family == "property"
    if not harms or draft.means - {"air"} or _has_doer(draft):
        return False
    lexicon, verb = draft.scene.lexicon, draft.trigger.verb
    if verb is None:
        return False
    above = verb.head if verb.dep_ in Dep.LINKED_CLAUSES and is_verbal(verb.head) else None
    base = lexicon.base_of.get(above.lower_, above.lemma_.lower()) if above is not None else ""
    subject = logical_subject(verb) if not is_passive(verb) else next(iter(agents(verb)), None)
    cause = subject is not None and _accident_words(subject) & lexicon.accident_nouns
    inside = (
        [noun for _, noun in prepositional(verb, lexicon.lists["in_accident"])]
        if is_passive(verb) or subject is None
        else []
    )
    happened_in = any({noun.lower_, noun.lemma_.lower()} & lexicon.accident_nouns for noun in inside)
    return bool(cause) or happened_in or (base in lexicon.accident_verbs and above is not None)


def _accident_words(subject: Token) -> set[str]:
    """The noun, and what stands before a name: "Storm Eowyn", "Typhoon Haiyan"."""
    before = [child.lower_ for child in subject.lefts if child.dep_ == Dep.COMPOUND and subject.pos_ == Pos.NAME]
    return {subject.lower_, subject.lemma_.lower(), *before}


def _has_doer(draft: Draft) -> bool:
    """Whether somebody armed, or a crowd, is told to act; a helicopter of the army that crashed is no doer."""
    if draft.actor is None:
        return False
    if _accident_words(draft.actor) & (draft.scene.lexicon.accident_nouns | draft.scene.lexicon.craft):
        return False
    return bool(draft.scene.categories(draft.actor) & {"armed", "person", "state", "crowd"})


def _holds_trigger(phrase: re.Match[str], draft: Draft) -> bool:
    """Whether the phrase is the event's own words: a trade war elsewhere in the sentence undoes no killing."""
    doc, start = draft.sentence.doc, draft.sentence.start_char
    own = [draft.trigger.token, *draft.trigger.token.children]
    own += [doc[i] for i in range(draft.trigger.start, draft.trigger.end)]
    return any(phrase.start() + start < token.idx + len(token) and token.idx < phrase.end() + start for token in own)


def _is_figurative(draft: Draft) -> bool:
    """Violence that an idea does or suffers: "the crisis exploded", "attacked the plan", "an explosion of joy"."""
    if draft.kind.family not in _PHYSICAL or draft.fatalities is not None:
        return False
    suffers = draft.recipient is not None and "abstract" in draft.scene.categories(draft.recipient)
    acts = draft.recipient is None and draft.actor is not None and "abstract" in draft.scene.categories(draft.actor)
    of = [inner for child in draft.trigger.token.children if child.lower_ == "of" for inner in child.children]
    return suffers or acts or any("abstract" in draft.scene.categories(noun) for noun in of)


def _any_of(phrases: Iterable[str]) -> str:
    return r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b"


def _overrules(draft: Draft, topic: str) -> bool:
    """Whether sides and weapons show that a sentence is about conflict in spite of the topic's words."""
    if draft.means & (_WARLIKE - {"air"} if topic == "sports" else _WARLIKE) and topic != "fiction":
        return True
    if _is_armed_group(draft.actor_role) or _is_armed_group(draft.recipient_role):
        return True
    if draft.kind.family in ("protest", "riot", "intervention"):
        return draft.actor_side in _CROWD or topic in ("crime", "health")
    if topic == "fiction":
        return False
    sides = (draft.actor_side, draft.recipient_side)
    if topic == "crime":
        return "state" in sides
    if topic == "sports":
        country = draft.actor is not None and draft.scene.place(draft.actor) is not None
        return draft.actor_side == "rebel" or (draft.actor_side == "state" and not country)
    return "rebel" in sides or "state" in sides


def _is_armed_group(role: Role | None) -> bool:
    return (
        role is not None
        and role.entity is not None
        and role.entity.entity_class == "armed_group"
        and role.sector != "CRM"
    )


def is_only_party(draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether a noun for forces takes part in another event of the sentence: "the patrol came under fire"."""
    if draft.kind.event_type != "MOBILIZE" or draft.trigger.row.pos != "noun":
        return False
    parties = [party.i for other in others for party in (other.actor, other.recipient) if party is not None]
    return draft.trigger.token.i in parties
