"""One paragraph with what the other annotators know about it, asked token by token.

What belongs here: whose side a noun is on, whether it is a place, a weapon, a person. Categories are cached, since
each token is asked many times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.attrs import LEMMA, LOWER, POS
from spacy.symbols import PROPN
from spacy.tokens import Token

from transforms.events.clauses import conjuncts
from transforms.events.lexicon import Lexicon
from transforms.events.quantities import Number
from transforms.model import Entity, Paragraph, PlaceMention, Timex

_INTER_SIDES = {1: "state", 2: "rebel", 3: "rebel", 4: "rebel", 5: "mob", 6: "protester", 7: "civilian", 8: "state"}
_SECTOR_SIDES = {
    "MIL": "state",
    "COP": "state",
    "GOV": "state",
    "SPY": "state",
    "REB": "rebel",
    "UAF": "rebel",
    "PRM": "rebel",
    "CRM": "rebel",
    "SEP": "rebel",
    "INS": "rebel",
    "RAD": "rebel",
    "CVL": "civilian",
    "JUD": "state",
    "LEG": "state",
}
_ARMED = frozenset({"state", "rebel"})
_PEOPLE = frozenset({"state", "rebel", "civilian", "protester", "mob"})
_MODIFIERS = frozenset({"compound", "amod", "poss", "nmod", "appos"})
_PERSON_PRONOUNS = frozenset(
    "he she they him her them who we us himself themselves someone everyone anyone nobody".split()
)


_FALLING = frozenset({"fell", "fall", "falls", "fallen"})
_LOCATIVES = frozenset({"in", "at", "near", "outside", "inside", "around"})
_SITE_PREPOSITIONS = _LOCATIVES | {"on", "onto", "through", "across", "along", "over", "of", "toward", "towards", "to"}
_SETTLEMENTS = frozenset(
    (
        "town village city district suburb neighborhood neighbourhood hamlet province township settlement commune "
        "towns villages cities districts suburbs neighborhoods neighbourhoods hamlets townships settlements"
    ).split()
)
_NO_TOPONYMS = frozenset(
    {
        "DATE",
        "TIME",
        "PERSON",
        "NORP",
        "EVENT",
        "LAW",
        "WORK_OF_ART",
        "MONEY",
        "PERCENT",
        "ORDINAL",
        "LANGUAGE",
    }
)


_SITES = frozenset(
    (
        "suburb street airport hospital mountain mountains hill hills bridge square camp highway district road "
        "avenue junction crossing quarter valley island islands river lake forest prison stadium university "
        "mosque market station barracks base dam refinery plaza park roundabout hotel port mall heights "
        "peninsula beach castle gorge forests farms canal plant strait checkpoint outpost village town city "
        "neighborhood area"
    ).split()
)
_TAKING = frozenset({"seize", "capture", "take", "retake", "recapture", "wrest", "reclaim", "liberate", "conquer"})
_SITE_ROLES = frozenset({"dobj", "pobj", "nsubjpass", "conj"})


_SITE_HEADS = frozenset(
    (
        "axis farm farms front frontline sector area region countryside residence home camp crossing checkpoint road "
        "street base airport hospital suburb neighborhood quarter valley mountain mountains hills forest refinery "
        "junction airbase airfield gorge plateau river bridge highway peninsula"
    ).split()
)


def _is_named_site(token: Token) -> bool:
    """Words that say themselves that they name a place: "the town of Dara", "Dara village", "Dara Hospital"."""
    if token.ent_type_ in _NO_TOPONYMS - {"PERSON"}:
        return False
    if token.dep_ == "compound" and token.head.lower_ in _SETTLEMENTS and token.i == token.head.i - 1:
        return True
    if token.dep_ == "compound" and token.head.lower_ in _SITE_HEADS and token.i == token.head.i - 1:
        return token.head.dep_ == "pobj" and token.head.head.lower_ in _SITE_PREPOSITIONS
    if token.lower_ in _SITES and token.dep_ in _SITE_ROLES:
        return token.i > 0 and token.nbor(-1).pos_ == "PROPN"
    if token.dep_ == "nsubj" and token.head.lower_ in _FALLING:
        return token.ent_type_ != "PERSON"
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _SETTLEMENTS


def _stands_as_place(token: Token) -> bool:
    """A name after a preposition of place, or an object that the tagger takes for a place."""
    if token.ent_type_ in _NO_TOPONYMS - {"PERSON"}:
        return False
    if token.dep_ == "dobj":
        return token.ent_type_ in ("FAC", "LOC", "GPE") or _is_taken_from(token)
    if token.dep_ != "pobj" or token.head.lower_ not in _LOCATIVES:
        return False
    if token.ent_type_ in ("GPE", "LOC", "FAC", ""):
        return True
    return token.head.lower_ != "at" and (token.ent_type_ == "PERSON" or _is_bare_name(token))


def _is_taken_from(token: Token) -> bool:
    """A name that one side takes from another: "seized Kesh from the militia"; people are taken from places."""
    taken = token.head.lemma_.lower() in _TAKING and token.ent_type_ != "ORG"
    return taken and any(child.lower_ == "from" for child in token.head.children)


def _is_bare_name(token: Token) -> bool:
    """A short name without article and not an acronym, which the tagger took for an organisation: "in Kfar Dor"."""
    return token.ent_type_ == "ORG" and not token.is_upper and not any(child.dep_ == "det" for child in token.children)


def _is_article(token: Token) -> bool:
    """The article of an Arabic name in Latin letters: "al-Qanat", "es-Salam"."""
    return len(token.text) == 2 and token.text[0] in "ae" and token.i + 1 < len(token.doc) and token.nbor(1).text == "-"


def _read_tokens(paragraph: Paragraph) -> tuple[list[str], list[str], list[int]]:
    """Lower-case words, lemmas and the indices of proper nouns, read as one array since token objects are dear."""
    strings = paragraph.doc.vocab.strings
    table = paragraph.doc.to_array([LOWER, LEMMA, POS])
    words = [strings[int(key)] for key in table[:, 0]]
    lemmas = [strings[int(key)].lower() for key in table[:, 1]]
    return words, lemmas, [i for i, pos in enumerate(table[:, 2]) if pos == PROPN]


class Scene:
    """A paragraph, its places, dates and entities by token, and the categories of its nouns."""

    def __init__(
        self,
        paragraph: Paragraph,
        lexicon: Lexicon,
        places: Sequence[PlaceMention],
        dates: Sequence[Timex],
        entities: Mapping[tuple[int, int], Entity],
    ) -> None:
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
        self._add_unknown_toponyms()
        self._dated: frozenset[int] | None = None
        self._numbers: list[Number] | None = None
        self._sides: dict[int, str | None] = {}
        self._categories: dict[int, frozenset[str]] = {}

    def _add_unknown_toponyms(self) -> None:
        """Names that the gazetteer lacks where only a place can stand: "in Novi Brod", "the village of Dara"."""
        doc = self.paragraph.doc
        for i in self.proper:
            token = doc[i]
            if i in self._place_at or not self._names_place(token):
                continue
            start = self._name_start(token)
            bare_kind = start == token.i and (token.lower_ in _SITES | _SITE_HEADS or self._is_kind(token))
            if bare_kind or not doc[start].is_alpha or not (doc[start].is_title or _is_article(doc[start])):
                continue
            start_char, end_char = self.paragraph.offsets(doc[start : token.i + 1])
            text = self.paragraph.slice(start_char, end_char)
            mention = PlaceMention(self.paragraph.field, start_char, end_char, text, None, 0.3)
            self.places.append(mention)
            for inner in range(start, token.i + 1):
                self._place_at.setdefault(inner, mention)

    def _is_kind(self, token: Token) -> bool:
        """Whether the word is a common noun for a building or a settlement, capital or not: "stormed the Temple"."""
        kinds = self.lexicon.nouns.get(token.lower_, frozenset())
        return bool(kinds & {"place", "settlement", "spot"}) or self.lexicon.sides.get(token.lower_) == "property"

    def _names_place(self, token: Token) -> bool:
        if _is_named_site(token):
            return True
        if _stands_as_place(token) and not self._is_somebody(token):
            return True
        first = self._place_at.get(token.head.i) if token.dep_ == "conj" and token.ent_type_ != "PERSON" else None
        return first is not None and first.location is None  # "the villages of Dara, Kesh and Novi Brod"

    def _name_start(self, token: Token) -> int:
        """Where a name that ends with the token begins: its modifiers, and what hyphens join to them."""
        doc, start = self.paragraph.doc, token.i
        while start > token.sent.start and start - 1 not in self._place_at:
            before = doc[start - 1]
            joined = not before.whitespace_ and (before.text == "-" or doc[start].text == "-")
            belongs = before.pos_ in ("PROPN", "PUNCT", "X") and before.head.i in range(start, token.i + 1)
            if not (joined or belongs):
                break
            start -= 1
        return start

    def _is_somebody(self, token: Token) -> bool:
        entity = self._entity_at.get(token.i)
        if entity is None or (token.dep_ == "pobj" and entity.entity_class == "person"):
            return False
        unknown = entity.entity_class == "organisation" and entity.country_iso3 is None and entity.wikidata_id is None
        return not (unknown and _is_bare_name(token))

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
        if own is not None and not (token.pos_ == "PROPN" and token.i in self._entity_at):
            return own
        return self._side_of_entity(token) or own

    def _side_of_parts(self, token: Token) -> str | None:
        parts = [child for child in token.children if child.dep_ in _MODIFIERS]
        parts += [noun for child in token.children if child.lower_ in ("of", "from") for noun in child.children]
        for part in parts:
            found = self._side_of_entity(part) if part.pos_ == "PROPN" else None
            found = found or self.lexicon.sides.get(part.lower_) or self._side_of_entity(part)
            if found in _ARMED or found in ("protester", "mob"):
                return found
        if any(self.lexicon.sides.get(part.lower_) == "civilian" for part in parts if part.dep_ == "pobj"):
            return "civilian"
        return None

    def _side_of_entity(self, token: Token) -> str | None:
        entity = self._entity_at.get(token.i)
        if entity is None:
            return None
        if entity.entity_class == "person":
            return "state" if entity.sector in ("MIL", "COP") else "civilian"
        if entity.acled_inter in _INTER_SIDES:
            return _INTER_SIDES[entity.acled_inter]
        if entity.entity_class in ("armed_group", "government"):
            return "rebel" if entity.entity_class == "armed_group" else "state"
        return _SECTOR_SIDES.get(entity.sector or "")

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
            found.add("crowd") if token.tag_ in ("NNS", "NNPS") or side != "civilian" else None
        if self._is_person(token, side):
            found.add("person")
        if token.i in self._place_at:
            found |= {"state"} if self._is_country(token) and side is None else set()
            found.add("place")
        if token.ent_type_ in ("GPE", "LOC", "FAC") and side is None:
            found.add("place")
        if token.pos_ == "PROPN":
            found.add("named")
        if not found & {"person", "place"} or side == "property":
            found.add("thing")
        return found

    def _is_person(self, token: Token, side: str | None) -> bool:
        if side in _PEOPLE or token.lower_ in _PERSON_PRONOUNS or token.ent_type_ == "PERSON":
            return token.i not in self._place_at or side is not None
        return token.pos_ == "NUM" and token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "conj")

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
