"""Counts of people: the killed, wounded, arrested and abducted that a clause tells of, each with the words that say so.

What belongs here: whom a number counts, and sums. What a number is, is read in `quantities`. NULL means that nothing
was said: a range whose upper end is open has no `high` ("at least 20" is low 20, best 20, high None).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import conjuncts, direct_object, is_passive, logical_subject
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.words import ONE_PERSON
from transforms.events.tables.lexicon import Lexicon
from transforms.model import Bound, Field
from transforms.numbers.quantities import Number


@dataclass(frozen=True, slots=True)
class Part:
    """A number that counts people, or the words for a single person, and where they stand."""

    low: int | None
    best: int | None
    high: int | None
    field: Field
    start_char: int
    end_char: int
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `high` None is open-ended, `best` None is not said in a number. Its parts add up to it."""

    low: int | None
    best: int | None
    high: int | None
    parts: tuple[Part, ...] = field(default=(), compare=False)

    def __add__(self, other: Count) -> Count:
        return Count(
            _sum(self.low, other.low),
            _sum(self.best, other.best),
            _sum(self.high, other.high, both=True),
            (*self.parts, *other.parts),
        )


def _sum(one: int | None, two: int | None, both: bool = False) -> int | None:
    if one is None or two is None:
        return None if both else (two if one is None else one)
    return one + two


def read_count(phrase: str, lexicon: Lexicon) -> Count | None:
    """The count that a phrase such as "at least two dozen" or "between 5 and 10 soldiers" gives, None if none."""
    number = next(iter(lexicon.numbers.find(phrase)), None)
    return Count(number.low, number.best, number.high) if number is not None else None


def _of_number(number: Number, scene: Scene) -> Count:
    shift, values = scene.paragraph.start, (number.low, number.best, number.high)
    part = Part(*values, scene.paragraph.field, shift + number.start, shift + number.end, number.bound)
    return Count(*values, (part,))


def _ones(value: int, head: Token, scene: Scene) -> Count:
    """So many people by the noun alone: "the mayor", "him", "a couple"."""
    start = min([head.i, *(child.i for child in head.lefts if child.dep_ in Dep.COUNTERLESS)])
    start_char, end_char = scene.paragraph.offsets(head.doc[start : head.i + 1])
    part = Part(value, value, value, scene.paragraph.field, start_char, end_char)
    return Count(value, value, value, (part,))


def count_people(head: Token, scene: Scene) -> Count | None:
    """How many people a noun phrase stands for: its number, 1 for a single person, None for an open plural."""
    counted = counted_before(head, scene)
    plural = head.tag_ in Tag.PLURALS and head.lower_ != "personnel"
    if counted is not None and not (counted.best == 1 and (plural or head.lower_ in scene.listed("collective"))):
        return counted
    if head.lower_ == "couple":
        return _ones(2, head, scene)
    if head.lower_ in scene.listed("body"):
        return _count_bodies(head, scene)
    if head.lower_ in scene.listed("collective"):
        return _members(head, scene)
    if head.lower_ in ONE_PERSON:
        return _ones(1, head, scene)
    single = head.tag_ == Tag.SINGULAR or (
        head.tag_ == Tag.NAME and (head.ent_type_ == Ent.PERSON or "person" in scene.categories(head))
    )
    return (counted or _ones(1, head, scene)) if single and not _is_collective(head, scene) else None


def counted_before(head: Token, scene: Scene) -> Count | None:
    """The number of a noun phrase, which stands before its head or is its head ("dozens of people", "five")."""
    is_number = head.lower_ in scene.listed("measure") or head.pos_ == Pos.NUMERAL
    start, end = head.left_edge.idx, head.idx + (len(head) if is_number else 0)
    found = scene.numbers_between(start, end)
    text = scene.paragraph.parsed_text
    numbers = (one for one in found if not _is_of_owner(one, head) and not _is_article(one, text))
    return next((_of_number(number, scene) for number in numbers), None)


def _is_of_owner(number: Number, head: Token) -> bool:
    """Whether the number is of whom the counted belong to: "two guards' wives"."""
    last = head.doc.char_span(number.start, number.end, alignment_mode="expand")
    return last is not None and any(Dep.POSSESSOR in (token.dep_, token.head.dep_) for token in last)


def _members(head: Token, scene: Scene) -> Count | None:
    """Such as "a family of five", "a group of six men"."""
    if not any(child.lower_ == "of" and child.i == head.i + 1 for child in head.children):
        return None
    found = scene.numbers_between(head.idx + len(head), head.right_edge.idx + len(head.right_edge))
    is_next = found and found[0].start - head.idx - len(head) <= len(" of about ")
    return _of_number(found[0], scene) if is_next else None


def _count_bodies(head: Token, scene: Scene) -> Count | None:
    """Such as "the bodies of two men" are two dead, "the body of a woman" one."""
    for child in head.children:
        if child.lower_ == "of":
            return people_in((partner for noun in child.children for partner in conjuncts(noun)), scene)
    return _ones(1, head, scene) if head.lower_ in scene.listed("corpse") else None


def _is_collective(head: Token, scene: Scene) -> bool:
    return head.lower_ in scene.listed("collective") or head.ent_type_ in Ent.BODIES


def people_in(heads: Iterable[Token], scene: Scene) -> Count | None:
    """The sum over coordinated victims; those without a number add nothing."""
    total: Count | None = None
    for number, head in enumerate(heads):
        if not is_countable(head, scene) or (number > 0 and not _joins_victims(head, scene)):
            continue
        count = _with_listed(head, count_people(head, scene), scene)
        if count is not None:
            total = count if total is None else total + count
    return total


def _with_listed(head: Token, count: Count | None, scene: Scene) -> Count | None:
    """Adds a list that the parser hung on its first noun: "three guards, a nurse and two pupils" are six.

    Behind a colon or a dash it says who they were: "three guards: a captain and two privates".
    """
    for child in head.children:
        is_listed = child.dep_ == Dep.APPOSITION and child.i > head.i and len(conjuncts(child)) > 1
        is_named = all(one.pos_ == Pos.NAME for one in conjuncts(child))  # "two men, Ali Said and Omar Said,"
        if count is not None and is_listed and not is_named and head.doc[child.left_edge.i - 1].text == ",":
            listed = people_in(conjuncts(child), scene)
            return count if listed is None else count + listed
    return count


def _joins_victims(head: Token, scene: Scene) -> bool:
    """Whether a noun after the first is somebody too: "on Sunday, the eve of the feast" adds nobody."""
    if scene.categories(head) & {"person", "crowd", "armed", "office"} or head.ent_type_ == Ent.PERSON:
        return True
    if head.pos_ in Pos.BARE or head.tag_ in Tag.PLURALS or head.lower_ in scene.lexicon.agents:
        return True
    return any(child.dep_ == Dep.NUMERAL or child.tag_ == Tag.POSSESSIVE for child in head.children)


def is_countable(head: Token, scene: Scene) -> bool:
    """Whether the noun can be somebody: no place, no building, no event."""
    found = scene.categories(head)
    if scene.is_dated(head) or (head.lower_.endswith("ing") and "person" not in found):
        return False  # "on 7 May" hung on a verb of finding; "the killing of two guards and the wounding of others"
    if "person" in found or head.pos_ == Pos.NUMERAL:
        return True
    counted = any(child.dep_ == Dep.NUMERAL for child in head.children) and head.tag_ in Tag.COUNTABLE
    return head.pos_ in Pos.NOMINALS and (not found & _NOBODY or (counted and found <= {"place"}))


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
        if child.dep_ == Dep.CONJUNCT and child.pos_ == Pos.VERB and child.i - verb.i <= 3:
            return direct_object(child)
    return None


def _has_doer_reading(verb: Token) -> bool:
    """Such as "12 killed in blast": no object, past form, so the subject suffers."""
    return verb.tag_ not in Tag.PAST_FORMS


_COUNT = "\ue000(\\d+)\ue001"  # numbers are marked in the text before the patterns look at it
_NP = r"(?: [\w'’-]+){0,5}?"


class TollPatterns:
    """Phrases that give tolls outside the frame of a verb: "12 dead", "the death toll rose to 12", "leaving 3 dead"."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._patterns = {
            toll: [_compiled(pattern) for pattern in patterns] for toll, patterns in lexicon.toll_patterns.items()
        }

    def total_dead(self, sentence: str, dated: Collection[int] = ()) -> Count | None:
        """A toll that stands for all so far and corrects what was said before; `dated` as in `NumberReader.find`."""
        return self._first("total", sentence, dated)

    def dead(self, sentence: str, dated: Collection[int] = ()) -> Count | None:
        """A count of dead anywhere in the sentence."""
        return self._first("dead", sentence, dated)

    def says_none_died(self, sentence: str) -> re.Match[str] | None:
        """Where the sentence says outright that there were no dead: "no one was killed", "without casualties"."""
        found = (pattern.search(sentence) for pattern in self._patterns["none"])
        return min((hit for hit in found if hit is not None), key=lambda hit: hit.start(), default=None)

    def injured(self, sentence: str, dated: Collection[int] = ()) -> Count | None:
        """A count of wounded anywhere in the sentence."""
        return self._first("injured", sentence, dated)

    def arrested(self, sentence: str, dated: Collection[int] = ()) -> Count | None:
        """A count of arrested anywhere in the sentence."""
        return self._first("arrested", sentence, dated)

    def _first(self, toll: str, sentence: str, dated: Collection[int]) -> Count | None:
        numbers = [one for one in self._lexicon.numbers.find(sentence, dated) if not _is_article(one, sentence)]
        marked = _marked(sentence, numbers)
        for pattern in self._patterns[toll]:
            if found := pattern.search(marked):
                number = numbers[int(found.group(1))]
                values = (number.low, number.best, number.high)
                return Count(*values, (Part(*values, "body", number.start, number.end, number.bound),))
        return None


def _compiled(pattern: str) -> re.Pattern[str]:
    """A row of `events/toll_patterns`, in which {count} is a number and {phrase} up to five words."""
    return re.compile(pattern.replace("{count}", _COUNT).replace("{phrase}", _NP), re.IGNORECASE)


def _is_article(number: Number, text: str) -> bool:
    return text[number.start : number.end].lower() in ("a", "an")


def _marked(text: str, numbers: Sequence[Number]) -> str:
    """The text with each number expression replaced by a mark that carries its place in the list."""
    out, position = [], 0
    for i, number in enumerate(numbers):
        out += [text[position : number.start], f"\ue000{i}\ue001"]
        position = number.end
    return "".join([*out, text[position:]])


def placed(count: Count | None, scene: Scene, shift: int) -> Count | None:
    """A count whose parts were found in a sentence, with offsets into the field.

    Args:
        count: from `TollPatterns`.
        scene: the sentence's paragraph.
        shift: the characters of the paragraph before the sentence.
    """
    if count is None:
        return None
    start = scene.paragraph.start + shift
    parts = (
        replace(part, field=scene.paragraph.field, start_char=start + part.start_char, end_char=start + part.end_char)
        for part in count.parts
    )
    return replace(count, parts=tuple(parts))
