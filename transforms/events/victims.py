"""Counts of people: reads numbers out of phrases, and the killed, wounded, arrested and abducted out of clauses.

What belongs here: numerals, number words, bounds and sums. NULL means that nothing was said: a range whose upper end is
open has no `high` ("at least 20" is low 20, best 20, high None).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.events.clauses import conjuncts, direct_object, is_passive, logical_subject, noun_phrase
from transforms.events.lexicon import Lexicon
from transforms.events.scene import Scene

_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_AGE = re.compile(r"\b\d+[- ](?:year|month|week|day)s?[- ]old\b|\baged? \d+\b|\(\d+\)")
_BETWEEN = re.compile(r"\b(?:between|from) (\S+?) (?:and|to) (\S+)")
_RANGE = re.compile(r"\b(\d+) ?(?:-|–|to|or) ?(\d+)\b")
_MULTIPLIERS = frozenset({"hundred", "thousand", "million", "dozen"})
_ONE = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `high` None is open-ended, `best` None is not said in a number."""

    low: int | None
    best: int | None
    high: int | None

    def __add__(self, other: Count) -> Count:
        return Count(_sum(self.low, other.low), _sum(self.best, other.best), _sum(self.high, other.high, both=True))


def _sum(one: int | None, two: int | None, both: bool = False) -> int | None:
    if one is None or two is None:
        return None if both else (two if one is None else one)
    return one + two


def read_count(phrase: str, lexicon: Lexicon) -> Count | None:
    """The count that a phrase such as "at least two dozen" or "between 5 and 10 soldiers" gives, None if none."""
    text = _AGE.sub(" ", phrase.lower().replace("\u2019", "'"))
    between = _BETWEEN.search(text) or _RANGE.search(text)
    if between:
        low, high = (_plain_number(part, lexicon) for part in between.groups())
        if (
            low is not None
            and high is not None
            and low.best is not None
            and high.best is not None
            and high.best > low.best
        ):
            return Count(low.best, low.best, high.best)  # ACLED: the lower figure of a range
    phrase, bound = next(((words, bound) for words, bound in lexicon.bounds if _has_phrase(text, words)), ("", None))
    number = _plain_number(text.replace(phrase, " ", 1) if phrase else text, lexicon)
    return _bounded(number, bound) if number is not None else None


def _has_phrase(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text) is not None


def _bounded(number: Count, bound: str | None) -> Count:
    best = number.best
    if bound is None or best is None:
        return number
    if bound in ("floor", "above"):
        return Count(best, best, None)
    if bound in ("ceiling", "below"):
        return Count(None, best, best)
    return Count(number.low, best, number.high)


def _plain_number(text: str, lexicon: Lexicon) -> Count | None:
    """The first number of a text: numerals, or number words with their multipliers ("two hundred")."""
    total: Count | None = None
    for word in re.findall(r"[\d,]*\d|[a-z]+(?:-[a-z]+)*", text):
        part = _word_value(word, lexicon)
        if part is None:
            if total is not None and word not in ("and", "of"):
                break
            continue
        total = part if total is None else _joined(total, part, word)
    if total is None or total == Count(None, None, None):
        return None
    return total


def _word_value(word: str, lexicon: Lexicon) -> Count | None:
    if _NUMERAL.fullmatch(word):
        value = int(word.replace(",", ""))
        return Count(value, value, value)
    if word in lexicon.numbers:
        return Count(*lexicon.numbers[word])
    pieces = word.split("-")
    if len(pieces) == 2 and all(piece in lexicon.numbers for piece in pieces):
        return Count(*lexicon.numbers[pieces[0]]) + Count(*lexicon.numbers[pieces[1]])
    return None


def _joined(total: Count, part: Count, word: str) -> Count:
    if total.best is None or part.best is None:
        return total
    if word in _MULTIPLIERS:
        value = total.best * part.best
        return Count(value, value, value)
    if total.best >= 20 and part.best < 100 and total.best % 10 == 0 and part.best < 10:
        return total + part
    if total.best >= 100 and part.best < 100:
        return total + part
    return total


def count_people(head: Token, scene: Scene) -> Count | None:
    """How many people a noun phrase stands for: its number, 1 for a single person, None for an open plural."""
    phrase = noun_phrase(head)
    counted = read_count(_counting_part(head, phrase), scene.lexicon)
    plural = head.tag_ in ("NNS", "NNPS") and head.lower_ != "personnel"
    if counted is not None and not (counted.best == 1 and plural):
        return counted
    if head.pos_ == "NUM":
        return read_count(head.text, scene.lexicon)
    if head.lower_ == "couple":
        return Count(2, 2, 2)
    if head.lower_ in _BODIES:
        return _count_bodies(head, scene)
    if head.lower_ in ("him", "her", "himself", "he", "she", "one"):
        return Count(1, 1, 1)
    single = head.tag_ == "NN" or (
        head.tag_ == "NNP" and (head.ent_type_ == "PERSON" or "person" in scene.categories(head))
    )
    return Count(1, 1, 1) if single and not _is_collective(head) else None


_BODIES = frozenset({"body", "bodies", "corpse", "corpses", "remains"})


def _count_bodies(head: Token, scene: Scene) -> Count | None:
    """Such as "the bodies of two men" are two dead, "the body of a woman" one."""
    for child in head.children:
        if child.lower_ == "of":
            return people_in((partner for noun in child.children for partner in conjuncts(noun)), scene)
    return Count(1, 1, 1) if head.lower_ in ("body", "corpse") else None


_COLLECTIVE = frozenset(
    "group family crew team police army military people gang unit patrol population community public".split()
)


def _is_collective(head: Token) -> bool:
    return head.lower_ in _COLLECTIVE or head.ent_type_ in ("ORG", "GPE", "NORP")


def _counting_part(head: Token, phrase: Span) -> str:
    """The words before the head; for measure nouns ("dozens of people") those and the noun."""
    end = (
        head.i + 1
        if head.lower_ in ("dozens", "scores", "hundreds", "thousands", "tens", "dozen", "one", "several")
        else head.i
    )
    words = [token.text for token in head.doc[phrase.start : end] if token.dep_ != "poss" and token.head.dep_ != "poss"]
    return " ".join(words)


def people_in(heads: Iterable[Token], scene: Scene) -> Count | None:
    """The sum over coordinated victims; those without a number add nothing."""
    total: Count | None = None
    for head in heads:
        if not is_countable(head, scene):
            continue
        count = count_people(head, scene)
        if count is not None:
            total = count if total is None else total + count
    return total


def is_countable(head: Token, scene: Scene) -> bool:
    """Whether the noun can be somebody: no place, no building, no event."""
    found = scene.categories(head)
    if scene.is_dated(head) or (head.lower_.endswith("ing") and "person" not in found):
        return False  # "on 7 May" hung on a verb of finding; "the killing of two guards and the wounding of others"
    if "person" in found or head.pos_ == "NUM":
        return True
    counted = any(child.dep_ == "nummod" for child in head.children) and head.tag_ in ("NNPS", "NNP", "NNS")
    return head.pos_ in ("NOUN", "PROPN", "PRON") and (not found & _NOBODY or (counted and found <= {"place"}))


_NOBODY = frozenset({"property", "weapon", "place", "base", "money"})


def patients(verb: Token) -> list[Token]:
    """Those whom a verb of killing, wounding or arresting befalls, coordinated ones too."""
    found = direct_object(verb)
    if found is None and not is_passive(verb):
        found = _shared_object(verb)
    if found is None:
        found = logical_subject(verb) if is_passive(verb) or not _has_doer_reading(verb) else None
    if found is None:
        return []
    twins = [child for child in verb.children if child.dep_ == found.dep_ and child.i > found.i]
    return [head for one in (found, *twins) for head in conjuncts(one)]  # "12 guards and 3 Kesh were killed"


def _shared_object(verb: Token) -> Token | None:
    """Such as "killed and wounded five": the object stands at the partner."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i - verb.i <= 3:
            return direct_object(child)
    return None


def _has_doer_reading(verb: Token) -> bool:
    """Such as "12 killed in blast": no object, past form, so the subject suffers."""
    return verb.tag_ not in ("VBN", "VBD")


_NONE_DIED = re.compile(
    r"\b(?:nobody|no[ -]one|none of \w+|no (?:people|person|civilians|soldiers|one)) "
    r"(?:(?:was|were|is|has been|have been|had been) (?:\w+ or )?killed|died|has died|have died)\b"
    r"|\b(?:without|no|zero) (?:\w+ )?(?:casualties|fatalities|deaths|loss of life)\b",
    re.IGNORECASE,
)
_BEFORE_COUNT = r"(?:at least |more than |over |up to |as many as |about |around |some |nearly |almost |no )?"
_COUNT = rf"({_BEFORE_COUNT}(?:\d[\d,]*|{{words}})(?:[ -](?:{{words}}))*)"
_NP = r"(?: [\w'’-]+){0,5}?"


class TollPatterns:
    """Phrases that give tolls outside the frame of a verb: "12 dead", "the death toll rose to 12", "leaving 3 dead"."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = "|".join(sorted((word for word in lexicon.numbers if word not in _ONE), key=len, reverse=True))
        count = _COUNT.replace("{words}", words)
        self._lexicon = lexicon
        self._totals = [
            re.compile(
                rf"^\W*(?:total(?: of)? |a total of |in total,? )?{count} (?:reported |total |confirmed )?"
                r"(?:fatalit(?:y|ies)|deaths?)\W*$",
                re.IGNORECASE,
            ),
            re.compile(
                rf"\b(?:total (?:number of )?(?:fatalities|deaths)|fatalities|deaths):? (?:of )?{count}\b",
                re.IGNORECASE,
            ),
            re.compile(rf"\b(?:a )?total of {count} (?:fatalities|deaths)\b", re.IGNORECASE),
            re.compile(rf"\b(?:fatalities|deaths|toll)\b[^.;]{{0,25}}? coded (?:as|at|to) {count}", re.IGNORECASE),
            re.compile(
                rf"\b(?:death )?toll\b[^.;]{{0,60}}?\b(?:to|at|of|was|is|reached|hit|stands at) {count}\b",
                re.IGNORECASE,
            ),
            re.compile(
                rf"\bnumber of (?:[\w-]+ ){{0,2}}?(?:killed|dead|deaths|fatalities)\b[^.;]{{0,80}}? "
                rf"(?:is|was|at|to|reached) {count}\b",
                re.IGNORECASE,
            ),
        ]
        self._dead = [
            re.compile(rf"\b(?:leaving|left|leaves|leave) {count}{_NP} dead\b", re.IGNORECASE),
            re.compile(rf"\b{count}{_NP} (?:dead|deaths|fatalities|lives)\b", re.IGNORECASE),
            re.compile(
                rf"\b{count}{_NP} (?:was|were|have been|had been|has been|are|is) (?:reportedly |also )?killed\b",
                re.IGNORECASE,
            ),
            re.compile(rf"\b{count} killed\b", re.IGNORECASE),
            re.compile(rf"\b(?:kill|kills|killed|killing) {count}\b", re.IGNORECASE),
            re.compile(rf"\bdeaths? of {count}\b", re.IGNORECASE),
        ]
        self._injured = [
            re.compile(rf"\b{count}{_NP} (?:wounded|injured|injuries)\b", re.IGNORECASE),
            re.compile(
                rf"\b(?:wound|wounds|wounded|wounding|injure|injures|injured|injuring) {count}\b", re.IGNORECASE
            ),
        ]
        self._shared = re.compile(
            r"\b(?:fatalit|deaths?|toll)[^.;]{0,20}? (?:split|shared|divided)"
            rf"[^.;]{{0,30}}? {count} [^.;]{{0,12}}?events",
            re.IGNORECASE,
        )
        self._arrested = [re.compile(rf"\b{count}{_NP} (?:arrested|detained|arrests)\b", re.IGNORECASE)]

    def total_dead(self, sentence: str) -> Count | None:
        """A toll that stands for all so far and corrects what was said before."""
        return self._first(self._totals, sentence)

    def shared_among(self, sentence: str) -> int | None:
        """Among how many events a toll is said to be shared out."""
        found = self._shared.search(sentence)
        count = read_count(found.group(1), self._lexicon) if found else None
        return count.best if count is not None else None

    def dead(self, sentence: str) -> Count | None:
        """A count of dead anywhere in the sentence."""
        return self._first(self._dead, sentence)

    def says_none_died(self, sentence: str) -> bool:
        """Whether the sentence says outright that there were no dead: "no one was killed", "without casualties"."""
        return _NONE_DIED.search(sentence) is not None

    def injured(self, sentence: str) -> Count | None:
        """A count of wounded anywhere in the sentence."""
        return self._first(self._injured, sentence)

    def arrested(self, sentence: str) -> Count | None:
        """A count of arrested anywhere in the sentence."""
        return self._first(self._arrested, sentence)

    def _first(self, patterns: list[re.Pattern[str]], sentence: str) -> Count | None:
        for pattern in patterns:
            found = pattern.search(sentence)
            if found:
                return read_count(found.group(1), self._lexicon)
        return None
