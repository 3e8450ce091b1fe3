"""One paragraph with what the other annotators know about it, asked token by token.

What belongs here: whose side a noun is on, whether it is a place, a weapon, a person. Categories are cached, since
each token is asked many times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from spacy.attrs import LEMMA, LOWER, POS
from spacy.symbols import PROPN
from spacy.tokens import Span, Token

from transforms.events.syntax.clauses import conjuncts
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.words import MEMBER_OF
from transforms.events.tables.lexicon import Lexicon
from transforms.model import Entity, Paragraph, PlaceMention, Role, Timex
from transforms.numbers.quantities import Number
from transforms.places.parsed import ParsedPlaces

_UNIFORMED = frozenset({"MIL", "COP"})
_ARMED = frozenset({"state", "rebel"})
_PEOPLE = frozenset({"state", "rebel", "civilian", "protester", "mob"})


def _read_tokens(paragraph: Paragraph) -> tuple[list[str], list[str], list[int]]:
    """Lower-case words, lemmas and the indices of proper nouns, read as one array since token objects are dear."""
    strings = paragraph.doc.vocab.strings
    table = paragraph.doc.to_array([LOWER, LEMMA, POS])
    words = [strings[int(key)] for key in table[:, 0]]
    lemmas = [strings[int(key)].lower() for key in table[:, 1]]
    return words, lemmas, [i for i, pos in enumerate(table[:, 2]) if pos == PROPN]


def side_of_person(sector: str | None) -> str:
    """Whose side a person with a name is on: the state's only in its uniform, whatever office he holds."""
    return "state" if sector in _UNIFORMED else "civilian"


class Scene:
    """A paragraph, its places, dates and entities by token, and the categories of its nouns."""

    def __init__(
        self,
        paragraph: Paragraph,
        lexicon: Lexicon,
        places: Sequence[PlaceMention],
        dates: Sequence[Timex],
        entities: Mapping[tuple[int, int], Entity],
        *,
        who: Callable[[Paragraph, Span], Role] | None = None,
    ) -> None:
        self._who = who
        self.paragraph = paragraph
        self.words, self.lemmas, self.proper = _read_tokens(paragraph)
        self.lexicon = lexicon
        self.means_at = self._find_means()
        self.idle: set[int] = set()  # tokens of words that stand in a frame which tells of nothing
        self.dates = list(dates)
        self.places = list(places)
        self.entities = entities
        self._place_at = self._by_token(places)
        self._entity_at = self._entities_by_token()
        unlisted = ParsedPlaces(lexicon.place_words, paragraph, self._place_at, self._entity_at, self._is_kind)
        self.places.extend(unlisted.find(self.proper))
        self._dated: frozenset[int] | None = None
        self._numbers: list[Number] | None = None
        self._sides: dict[int, str | None] = {}
        self._categories: dict[int, frozenset[str]] = {}

    def listed(self, name: str) -> frozenset[str]:
        """The words of a list of `events/word_lists`."""
        return self.lexicon.lists[name]

    def _is_kind(self, token: Token) -> bool:
        """Whether the word is a common noun for a building or a settlement, capital or not: "stormed the Temple"."""
        kinds = self.lexicon.nouns.get(token.lower_, frozenset())
        return bool(kinds & {"place", "settlement", "spot"}) or self.lexicon.sides.get(token.lower_) == "property"

    def _by_token(self, mentions: Sequence[PlaceMention]) -> dict[int, PlaceMention]:
        found: dict[int, PlaceMention] = {}
        for mention in mentions:
            for i in self.tokens_between(mention.start_char, mention.end_char):
                found.setdefault(i, mention)
        return found

    def _entities_by_token(self) -> dict[int, Entity]:
        found: dict[int, Entity] = {}
        for (start, end), entity in self.entities.items():
            for i in self.tokens_between(start, end):
                found.setdefault(i, entity)
        return found

    def tokens_between(self, start_char: int, end_char: int) -> range:
        """Indices of the tokens that two offsets of the field enclose."""
        shift = self.paragraph.start
        span = self.paragraph.doc.char_span(start_char - shift, end_char - shift, alignment_mode="expand")
        return range(span.start, span.end) if span is not None else range(0)

    def is_in_date(self, index: int) -> bool:
        """Whether the token is part of a time expression: "march 15" is no march."""
        if self._dated is None:
            spans = (self.tokens_between(timex.start_char, timex.end_char) for timex in self.dates)
            self._dated = frozenset(i for span in spans for i in span)
        return index in self._dated

    def numbers_between(self, start: int, end: int) -> list[Number]:
        """The number expressions that end between two characters of the paragraph; none that a date holds."""
        if self._numbers is None:
            self._numbers = self.lexicon.numbers.find(self.paragraph.parsed_text, self.dated_characters())
        return [number for number in self._numbers if start < number.end <= end]

    def dated_characters(self, start: int = 0) -> frozenset[int]:
        """The characters of the paragraph that are part of a date, counted from one of them."""
        shift = self.paragraph.start + start
        return frozenset(
            i - shift
            for timex in self.dates
            if timex.timex_type != "DURATION"
            for i in range(timex.start_char, timex.end_char)
        )

    def place(self, token: Token) -> PlaceMention | None:
        """The toponym that the token is part of."""
        return self._place_at.get(token.i)

    def is_dated(self, token: Token) -> bool:
        """Whether the token is part of a date."""
        start = self.paragraph.start + token.idx
        return any(timex.start_char <= start < timex.end_char for timex in self.dates)

    def entity(self, token: Token) -> Entity | None:
        """The entity that the token is part of."""
        return self._entity_at.get(token.i)

    def role(self, phrase: Span) -> Role:
        """Who a noun phrase means in the article; only its words where nobody was told who is who."""
        return self._who(self.paragraph, phrase) if self._who is not None else Role(phrase.text)

    def side(self, token: Token) -> str | None:
        """Whose side the noun phrase with this head is on: state, rebel, civilian, protester, mob, property."""
        if token.i not in self._sides:
            self._sides[token.i] = None  # ends loops over odd parses
            self._sides[token.i] = self._find_side(token)
        return self._sides[token.i]

    def _find_side(self, token: Token) -> str | None:
        word = token.lower_
        nouns = self.lexicon.nouns.get(word, frozenset())
        own = self.lexicon.sides.get(f"{self.words[token.i - 1]} {word}") if token.i > 0 else None
        own = own or self.lexicon.sides.get(word)
        if own is None and word.endswith("s"):
            own = self.lexicon.sides.get(word[:-1])
        if "generic" in nouns or own is None:
            borrowed = self._side_of_parts(token)
            if borrowed is not None:
                return borrowed
        if own is not None and not (token.pos_ == Pos.NAME and token.i in self._entity_at):
            return own
        return self._side_of_entity(token) or own

    def _side_of_parts(self, token: Token) -> str | None:
        parts = [child for child in token.children if child.dep_ in Dep.ALL_NOUN_PARTS]
        parts += [noun for child in token.children if child.lower_ in MEMBER_OF for noun in child.children]
        for part in parts:
            found = self._side_of_entity(part) if part.pos_ == Pos.NAME else None
            found = found or self.lexicon.sides.get(part.lower_) or self._side_of_entity(part)
            if found in _ARMED or found in ("protester", "mob"):
                return found
        if any(self.lexicon.sides.get(part.lower_) == "civilian" for part in parts if part.dep_ == Dep.PREP_OBJECT):
            return "civilian"
        return None

    def _side_of_entity(self, token: Token) -> str | None:
        entity = self._entity_at.get(token.i)
        if entity is None:
            return None
        if entity.entity_class == "person":
            return side_of_person(entity.sector)
        by_code = self.lexicon.code_sides.of_interaction.get(entity.acled_inter)
        if by_code is not None:
            return by_code
        if entity.entity_class in ("armed_group", "government"):
            return "rebel" if entity.entity_class == "armed_group" else "state"
        return self.lexicon.code_sides.of_named.get(entity.sector or "")

    def categories(self, token: Token) -> frozenset[str]:
        """What the noun phrase with this head is, in the words that `events/triggers` uses for its conditions."""
        if token.i not in self._categories:
            self._categories[token.i] = frozenset(self._find_categories(token))
        return self._categories[token.i]

    def _find_categories(self, token: Token) -> set[str]:
        found = set(self.lexicon.nouns.get(token.lower_, ()))
        if token.lemma_ != token.lower_:
            found |= self.lexicon.nouns.get(token.lemma_.lower(), frozenset())
        side = self.side(token)
        if side is not None:
            found.add(side)
        if side in _ARMED:
            found.add("armed")
            found -= {"crowd"} if side == "rebel" else set()  # "members of the militia"
        if side in ("mob", "protester", "civilian"):
            found.add("crowd") if token.tag_ in Tag.PLURALS or side != "civilian" else None
        if self._is_person(token, side):
            found.add("person")
        if token.i in self._place_at:
            found |= {"state"} if self._is_country(token) and side is None else set()
            found.add("place")
        if token.ent_type_ in Ent.PLACES and side is None:
            found.add("place")
        if token.pos_ == Pos.NAME:
            found.add("named")
        if not found & {"person", "place"} or side == "property":
            found.add("thing")
        return found

    def _is_person(self, token: Token, side: str | None) -> bool:
        if side in _PEOPLE or token.lower_ in self.listed("person_pronoun") or token.ent_type_ == Ent.PERSON:
            return token.i not in self._place_at or side is not None
        return token.pos_ == Pos.NUMERAL and token.dep_ in Dep.COUNTED

    def _is_country(self, token: Token) -> bool:
        location = self._place_at[token.i].location
        return location is not None and location.feature_code.startswith("PCL")

    def matches(self, token: Token | None, conditions: frozenset[str]) -> bool:
        """Whether a noun phrase (or one coordinated with it) has one of the categories or is one of the words."""
        if not conditions:
            return True
        if token is None:
            return False
        return any(self._matches_one(partner, conditions) for partner in conjuncts(token))

    def _matches_one(self, token: Token, conditions: frozenset[str]) -> bool:
        if self.categories(token) & conditions:
            return True
        words = {"=" + token.lower_, "=" + token.lemma_.lower()}
        previous = token.nbor(-1).lower_ if token.i > token.sent.start else ""
        if previous == "-":
            words.add("=" + self.paragraph.doc[max(token.i - 2, 0) : token.i + 1].text.lower())  # "sit-in"
        return bool((words | {f"={previous} {token.lower_}"}) & conditions)

    def means_of(self, token: Token) -> str | None:
        """The kind of weapon that the word is, two-word names included."""
        return self.means_at.get(token.i)

    def _find_means(self) -> dict[int, str]:
        means, found = self.lexicon.means, dict[int, str]()
        previous = ""
        for i, word in enumerate(self.words):
            kind = means.get(f"{previous} {word}") or means.get(word)
            if kind is not None:
                found[i] = kind
            previous = word
        return found
