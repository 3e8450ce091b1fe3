"""The coder's reference tables, compiled once into look-ups.

What belongs here: tables to dictionaries. What a word means in a sentence is decided in `triggers` and after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from transforms.events.tables.forms import PastForms, noun_forms, verb_forms
from transforms.numbers.quantities import NumberReader
from transforms.numbers.words import NumberWords
from transforms.places.parsed import ParsedPlaceWords

DEEDS = frozenset({"violence", "abduction", "property"})


@dataclass(frozen=True, slots=True, eq=False)  # a class is itself alone
class EventClass:
    """One row of `events/event_classes`."""

    name: str
    family: str
    rank: int
    weight: float
    event_type: str
    event_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root_code: str | None
    quad_class: int | None
    intensity: float | None
    recipient_prepositions: frozenset[str]
    noun_of: str | None
    parties: str | None = None
    type_by: str | None = None
    preposition_order: tuple[str, ...] = ()  # as the table lists them: the surest first
    traits: frozenset[str] = frozenset()

    def has(self, trait: str) -> bool:
        """Whether the class table gives it a trait (`TRAITS` of the table's schema says what each means)."""
        return trait in self.traits

    @property
    def is_deed(self) -> bool:
        """Whether somebody does it to somebody or something: an attack, an abduction, damage."""
        return self.family in DEEDS


NO_EVENT = EventClass("no_event", "none", 0, 0.0, "", None, None, None, None, None, None, frozenset(), None)
"""Class of the frames in which a word tells of nothing: "release a report", "hit out at", "in advance"."""


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """One word of a row of `events/triggers`, and the frame that it needs to tell of an event."""

    pos: str
    kind: EventClass
    before: tuple[str, ...]  # words that stand directly before the anchor
    after: tuple[str, ...]  # words that follow the anchor
    subject: frozenset[str]
    object: frozenset[str]
    governor: frozenset[str]
    prepositions: frozenset[str]
    modifier: frozenset[str]
    needs: frozenset[str]
    actor: str | None
    recipient: str | None
    noun_of: str | None
    lemma: str
    order: int  # among all words of the table
    frame: int  # the row of the table, from 0; -1 where no row stands behind it

    @property
    def preference(self) -> tuple[int, int, int, int, int]:
        """Rows that say it is no event, then by number of words, conditions, listed objects and table order."""
        conditions = any((self.subject, self.object, self.governor, self.prepositions, self.modifier, self.needs))
        words = len(self.before) + len(self.after)
        modal = bool(self.needs & {"refusal", "future", "negated"})
        listed = any(word.startswith("=") for word in self.object)
        return (0 if self.kind is NO_EVENT else 1, -words, -int(conditions) - int(modal), -int(listed), self.order)


@dataclass(frozen=True, slots=True)
class CodeSides:
    """The sides that the codes of the actor tables put somebody on (`events/sides`)."""

    of_interaction: Mapping[int | None, str]
    of_named: Mapping[str, str]  # by the sector of an entity with a name
    of_anybody: Mapping[str, str]  # by the sector of whom a phrase only describes

    @classmethod
    def from_table(cls, table: pl.DataFrame) -> CodeSides:
        """Compile the table."""
        rows = list(table.select("scheme", "code", "side", "holds_for").iter_rows())
        sectors = [(code, side, holds) for scheme, code, side, holds in rows if scheme == "sector"]
        return cls(
            {int(code): side for scheme, code, side, _ in rows if scheme == "interaction"},
            {code: side for code, side, _ in sectors},
            {code: side for code, side, holds in sectors if holds == "anybody"},
        )


@dataclass(slots=True)
class Lexicon:
    """All tables of the event coder in the shape in which they are asked."""

    classes: dict[str, EventClass]
    lists: Mapping[str, frozenset[str]]
    class_pairs: frozenset[frozenset[str]]
    weapons: Mapping[str, EventClass]  # by the sub-type of ACLED's that names the weapon
    triggers: dict[str, list[TriggerRow]]
    sides: dict[str, str]
    code_sides: CodeSides
    nouns: dict[str, frozenset[str]]
    means: dict[str, str]
    effects: dict[str, str]
    light: frozenset[str]
    light_passive: frozenset[str]
    occurrence: frozenset[str]
    telling: frozenset[str]
    blame: Mapping[str, frozenset[str]]
    cues: dict[tuple[str, str], frozenset[str]]
    exclusions: list[tuple[str, str, str]]
    numbers: NumberReader
    toll_patterns: Mapping[str, Sequence[str]]
    patterns: Mapping[str, re.Pattern[str]]
    acled_rules: list[dict[str, str | None]]
    prepositions: dict[str, str]
    place_ties: dict[str, float]
    place_words: ParsedPlaceWords
    base_of: dict[str, str] = field(default_factory=dict[str, str])
    idle_complements: frozenset[str] = frozenset()
    political_sectors: frozenset[str] = frozenset()
    issuing: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    accident_verbs: frozenset[str] = frozenset()
    accident_nouns: frozenset[str] = frozenset()
    craft: frozenset[str] = frozenset()
    join_weights: Mapping[str, float] = field(default_factory=dict[str, float])
    judge_weights: Mapping[str, float] = field(default_factory=dict[str, float])
    reader_classes: Mapping[tuple[str, str | None], EventClass] = field(
        default_factory=dict[tuple[str, "str | None"], EventClass]
    )

    def the(self, trait: str) -> EventClass:
        """The only class with a trait."""
        (found,) = (kind for kind in self.classes.values() if kind.has(trait))
        return found


def compile_lexicon(tables: Mapping[str, pl.DataFrame]) -> Lexicon:
    """Turn the frames of `events/*`, `numbers/*` and `actors/agents` into a `Lexicon`."""
    classes = {row["class"]: _event_class(row) for row in tables["events/event_classes"].iter_rows(named=True)}
    classes[NO_EVENT.name] = NO_EVENT
    irregular = {
        row["verb"]: PastForms(tuple(row["past"].split("|")), tuple(row["participle"].split("|")))
        for row in tables["events/irregular_verbs"].iter_rows(named=True)
    }
    frames = enumerate(tables["events/triggers"].iter_rows(named=True))
    each = ((words, number, frame) for number, frame in frames for words in frame["trigger"].split("|"))
    rows = [_trigger(words, frame, classes, order, number) for order, (words, number, frame) in enumerate(each)]
    triggers = _index_triggers(rows, irregular)
    words = _word_lists(tables["events/words"])
    listed = tables["events/words"].select("list", "value", "word").iter_rows()
    effects = {word: value for kind, value, word in listed if kind == "effect"}
    light = words["light", "verb"]
    cues = _cues(tables["events/status_cues"])
    verbs = {word for key in (light, words["light_passive", "verb"], words["occur", "verb"]) for word in key}
    verbs |= {word for (part, _), found in cues.items() if part == "verb" for word in found}
    base_of = {form: verb for verb in sorted(verbs) for form in verb_forms(verb, irregular)}
    return Lexicon(
        classes=classes,
        lists=_lists(tables["events/word_lists"]),
        class_pairs=frozenset(map(frozenset, tables["events/class_pairs"].select("one", "two").iter_rows())),
        weapons=_weapons(classes.values()),
        triggers=triggers,
        sides=dict(tables["events/participants"].select("noun", "side").iter_rows()),
        code_sides=CodeSides.from_table(tables["events/sides"]),
        nouns=_nouns_by_word(words),
        means={word: value for (kind, value), found in words.items() if kind == "means" for word in sorted(found)},
        effects=effects,
        light=light,
        light_passive=words["light_passive", "verb"],
        occurrence=words["occur", "verb"],
        telling=words["telling", "verb"],
        blame=defaultdict(frozenset, {value: found for (kind, value), found in words.items() if kind == "blame"}),
        cues=cues,
        exclusions=list(tables["events/exclusions"].select("scope", "kind", "phrase").iter_rows()),
        numbers=NumberReader(
            NumberWords.from_table(tables["numbers/words"]),
            sorted(tables["numbers/bounds"].iter_rows(), key=lambda row: -len(row[0])),
            _standing(tables["numbers/contexts"], "after"),
            _standing(tables["numbers/contexts"], "before"),
        ),
        patterns={
            name: re.compile(pattern)
            for name, pattern in tables["events/phrase_patterns"].select("name", "pattern").iter_rows()
        },
        toll_patterns={
            toll: tuple(group.get_column("pattern"))
            for (toll,), group in tables["events/toll_patterns"].group_by("toll", maintain_order=True)
        },
        acled_rules=list(tables["events/acled_rules"].iter_rows(named=True)),
        prepositions={
            word: value for (kind, value), found in words.items() if kind == "place_prep" for word in sorted(found)
        },
        place_words=ParsedPlaceWords.from_tables(tables),
        place_ties=dict(tables["events/place_ties"].select("observation", "weight").iter_rows()),
        base_of=base_of,
        idle_complements=words["complement", "idle"],
        political_sectors=frozenset(sector.upper() for sector in words["sector", "political"]),
        issuing=words["light", "issuing"],
        accident_verbs=words["accident", "verb"],
        accident_nouns=words["accident", "noun"],
        craft=words["accident", "craft"],
        agents=_agent_nouns(tables["actors/agents"]),
        join_weights=dict(tables["events/join_weights"].select("observation", "weight").iter_rows()),
        judge_weights=dict(tables["events/judge_weights"].select("observation", "weight").iter_rows()),
        reader_classes={
            (row["event_type"], row["acled_sub_event_type"]): classes[row["class"]]
            for row in tables["events/reader_classes"].iter_rows(named=True)
        },
    )


def _weapons(kinds: Iterable[EventClass]) -> dict[str, EventClass]:
    """Classes of violence by a sub-type of ACLED's that no other has: it names a weapon, or the kind of force."""
    found: defaultdict[str, list[EventClass]] = defaultdict(list)
    for kind in kinds:
        found[kind.acled_sub_event_type or ""].append(kind)
    return {sub: of[0] for sub, of in found.items() if sub and len(of) == 1 and of[0].family == "violence"}


def _lists(table: pl.DataFrame) -> dict[str, frozenset[str]]:
    """The words of `events/word_lists` by list."""
    found: dict[str, set[str]] = {}
    for name, word in table.select("list", "word").iter_rows():
        found.setdefault(name, set()).add(word)
    return {name: frozenset(words) for name, words in found.items()}


def _standing(contexts: pl.DataFrame, where: str) -> list[str]:
    """The words that tell a number is of other things, by where they stand."""
    return contexts.filter(pl.col("stands") == where).get_column("form").to_list()


def _agent_nouns(agents: pl.DataFrame) -> frozenset[str]:
    """The head nouns of the actor tables' phrases, singular and plural."""
    phrases = [phrase for row in agents.select("phrase", "plural").iter_rows() for phrase in row if phrase]
    return frozenset(phrase.rsplit(" ", 1)[-1].lower() for phrase in phrases)


def _event_class(row: Mapping[str, object]) -> EventClass:
    prepositions = str(row["recipient_prepositions"] or "")
    values = {name: row[name] for name in EventClass.__slots__ if name in row}
    order = tuple(filter(None, prepositions.split(",")))
    values |= {"recipient_prepositions": frozenset(order), "preposition_order": order}
    values["traits"] = _alternatives(str(row["traits"] or ""))
    return EventClass(name=str(row["class"]), **values)  # pyright: ignore[reportArgumentType]


def _alternatives(cell: str | None) -> frozenset[str]:
    return frozenset((cell or "").removeprefix("=").split("|")) - {""}


def _marked(cell: str | None) -> frozenset[str]:
    """Conditions on a noun phrase: `=` before words keeps them apart from categories."""
    if not cell:
        return frozenset()
    return frozenset(f"={word}" for word in cell[1:].split("|")) if cell.startswith("=") else _alternatives(cell)


def _trigger(
    words: str, row: Mapping[str, str | None], classes: Mapping[str, EventClass], order: int, number: int
) -> TriggerRow:
    """The frame of a row for one of the words that share it."""
    parts = [part.split("-") for part in words.split(" ")]
    pos = row["pos"] or "verb"
    if pos == "verb":
        before, anchor, after = parts[0][:-1], parts[0][-1], [word for part in parts[1:] for word in part]
    else:
        flat = [word for part in parts for word in part]
        before, anchor, after = flat[:-1], flat[-1], []
        if "of" in before or "on" in before or "note" in before:
            cut = 1
            before, anchor, after = flat[: cut - 1], flat[cut - 1], flat[cut:]
    return TriggerRow(
        pos=pos,
        kind=classes[row["class"] or ""],
        before=tuple(before),
        after=tuple(after),
        subject=_marked(row["subject"]),
        object=_marked(row["object"]),
        governor=_alternatives(row["governor"]),
        prepositions=_alternatives(row["preposition"]),
        modifier=_alternatives(row["modifier"]),
        needs=_alternatives(row["needs"]),
        actor=row["actor"],
        recipient=row["recipient"],
        noun_of=row["noun_of"] or classes[row["class"] or ""].noun_of,
        lemma=anchor,
        order=order,
        frame=number,
    )


def _index_triggers(rows: list[TriggerRow], irregular: Mapping[str, PastForms]) -> dict[str, list[TriggerRow]]:
    index: defaultdict[str, list[TriggerRow]] = defaultdict(list)
    for row in rows:
        for form in _forms(row, irregular):
            index[form].append(row)
    for found in index.values():
        found.sort(key=lambda row: row.preference)
    return dict(index)


def _forms(row: TriggerRow, irregular: Mapping[str, PastForms]) -> frozenset[str]:
    if row.pos == "verb":
        return verb_forms(row.lemma, irregular)
    return noun_forms(row.lemma) if row.pos == "noun" else frozenset({row.lemma})


def _word_lists(frame: pl.DataFrame) -> defaultdict[tuple[str, str], frozenset[str]]:
    lists: defaultdict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for kind, value, word in frame.select("list", "value", "word").iter_rows():
        lists[kind, value] |= {word}
    return lists


def _nouns_by_word(words: Mapping[tuple[str, str], frozenset[str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for (kind, value), members in words.items():
        if kind == "noun":
            for word in members:
                found[word].add(value)
    return {word: frozenset(values) for word, values in found.items()}


def _cues(frame: pl.DataFrame) -> dict[tuple[str, str], frozenset[str]]:
    cues: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for part, kind, word in frame.select("part", "kind", "word").iter_rows():
        cues[part, kind].add(word)
    return {key: frozenset(words) for key, words in cues.items()}
