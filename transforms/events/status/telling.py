"""Tells what an article reports from what it only speaks of: speeches, appeals and commentaries name violence too.

What belongs here: the signs by which a mention is told as news, what each weighs, and what too light a mention becomes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.syntax.clauses import ancestors, is_verbal
from transforms.events.syntax.labels import Dep, Tag
from transforms.events.syntax.words import DETERMINERS
from transforms.model import Paragraph, Status

# Logistic weights, fitted on MUC-4 messages with and without an incident (`benchmarks/fit_telling.py`), where the class
# of the event and who did it took part in the fit and were then left out, since what is news there is not news here.
WEIGHTS = {
    "undetermined": -0.9,  # a noun with neither article, number nor possessor: "bombing of cities"
    "untold": -1.0,  # neither noun nor past nor perfect: "they bomb the people"
    "public": -0.6,  # the victims are people at large: "the population", "peasants"
    "address": -0.8,  # somebody speaks of "us", to "you", or of what must be
    "quoted": -0.5,  # quotation marks in the sentence
    "spoken": -0.5,  # the article is full of "we" and "I"; 1 from one word in thirty
    "countless": -0.85,  # a hundred dead and more
    "toll": 0.5,  # a toll below a hundred
    "dated": 0.5,  # a day or a few
    "local": 0.4,  # a place below a country, in the sentence
}
BASE = 1.0
_LEAST = -0.4  # where one mention in five that falls is news after all
_JUDGED = frozenset({"violence", "abduction", "property"})
_FIRST = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y|[Mm]e)\b")  # not the US
_DENSE = 30.0
_MANY = 100
_DAYS = 2


def speech_share(paragraphs: Sequence[Paragraph]) -> float:
    """How much an article speaks in the first person: 0 not at all, 1 from one word in thirty."""
    words = sum(paragraph.text.count(" ") + 1 for paragraph in paragraphs)
    own = sum(len(_FIRST.findall(paragraph.parsed_text)) for paragraph in paragraphs)
    return min(1.0, _DENSE * own / max(1, words))


def told_status(draft: Draft, spoken: float) -> Status:
    """The draft's own status, or what it is where the article only speaks of it: background, or talk of what may be."""
    if draft.kind.family not in _JUDGED or draft.kind.has("battle") or draft.scene.paragraph.field == "title":
        return draft.status
    signs = signs_of(draft, spoken)
    if not draft.happened or BASE + sum(WEIGHTS[name] * value for name, value in signs.items()) >= _LEAST:
        return draft.status
    return "hypothetical" if signs["untold"] else "historical"


def signs_of(draft: Draft, spoken: float) -> dict[str, float]:
    """How far each sign holds of a draft, 0 to 1."""
    token, place = draft.trigger.token, draft.places[0] if draft.places else None
    counts = [count.best or 0 for count in (draft.fatalities, draft.injured) if count is not None]
    is_noun = draft.trigger.row.pos == "noun"
    is_local = place is not None and not (place.location and place.location.feature_code.startswith("PCL"))
    held = {
        "undetermined": is_noun and not _is_determined(token),
        "untold": not is_noun and not _is_told(token),
        "public": draft.recipient is not None and _is_public(draft, draft.recipient),
        "address": _addresses(draft),
        "quoted": '"' in draft.sentence.text or "“" in draft.sentence.text,
        "countless": draft.fatalities is not None and (draft.fatalities.best or 0) >= _MANY,
        "toll": any(0 < count < _MANY for count in counts),
        "dated": draft.date_from == "text" and draft.date is not None and (draft.date.date_precision or 9) <= _DAYS,
        "local": draft.place_from == "sentence" and is_local,
    }
    return {name: float(value) for name, value in held.items()} | {"spoken": spoken}


def _is_determined(noun: Token) -> bool:
    return any(
        child.lower_ in DETERMINERS or child.dep_ in Dep.DETERMINING for child in noun.lefts
    )  # fmt: skip


def _is_told(verb: Token) -> bool:
    """Whether a verb is in the past or perfect, or a participle beside one that is."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in Dep.AUXILIARIES}
    if verb.tag_ == Tag.PAST or auxiliaries & {"was", "were", "had", "has", "have"}:
        return True
    if verb.tag_ == Tag.PARTICIPLE:
        return not auxiliaries
    if verb.tag_ == Tag.BASE and verb.dep_ == Dep.CONTENT and not auxiliaries:
        return _is_past(verb.head)  # "we saw them bomb the bridge"
    return verb.tag_ == Tag.GERUND and not auxiliaries and any(_is_past(above) for above in ancestors(verb))


def _is_past(token: Token) -> bool:
    return is_verbal(token) and (token.tag_ == Tag.PAST or any(child.tag_ == Tag.PAST for child in token.children))


def _is_public(draft: Draft, victims: Token) -> bool:
    if "public" in draft.scene.lexicon.nouns.get(victims.lower_, ()):  # a merged draft's victims may be of elsewhere
        return True
    return victims.tag_ == Tag.PLURAL and not any(child.dep_ in Dep.ALL_DETERMINING for child in victims.children)


def _addresses(draft: Draft) -> bool:
    words = {token.lower_ for token in draft.sentence}
    modal = bool(words & draft.scene.lexicon.cues["aux", "hypothetical"])
    return (
        modal
        or bool(words & draft.listed("second_person"))
        or _FIRST.search(draft.scene.paragraph.parsed_text) is not None
    )
