"""Places that only the sentence shows, read off its parse: "in Novi Brod", "the village of Dara", "seized Kesh from".

What belongs here: names that the gazetteer lacks, or that nothing took for places, where only a place can stand. They
get no location: what holds them is for the events that lie there. `unlisted` finds those that the words alone show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from spacy.tokens import Token

from transforms.model import Entity, Paragraph, PlaceMention

GUESS_CONFIDENCE = 0.3
_NO_TOPONYMS = frozenset(
    {"DATE", "TIME", "NORP", "EVENT", "LAW", "WORK_OF_ART", "MONEY", "PERCENT", "ORDINAL", "LANGUAGE"}
)
_SITE_ROLES = frozenset({"dobj", "pobj", "nsubjpass", "conj"})


@dataclass(frozen=True, slots=True)
class ParsedPlaceWords:
    """The words that show a place, of `places/unlisted_words`."""

    settlements: frozenset[str]  # "the town of Dara"
    sites: frozenset[str]  # "Dara Hospital"
    site_heads: frozenset[str]  # "in the Dara countryside"
    locatives: frozenset[str]
    site_prepositions: frozenset[str]
    taking: frozenset[str]  # "seized Kesh from the militia"
    falling: frozenset[str]  # "Dara fell"
    striking: frozenset[str]  # "shelled Dara"
    attacking: frozenset[str]  # "attacked Dara", which may be a person too
    attack_on: frozenset[str]  # "the attack on Dara"
    names: frozenset[str]  # given names, surnames, ordinary words: "attacked Johnson"

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> ParsedPlaceWords:
        """From all reference tables by name."""
        words = words_by_role(tables)
        return cls(
            words["settlement"],
            words["site"],
            words["site_head"],
            words["locative"],
            words["locative"] | words["site_preposition"],
            words["taking"],
            words["falling"],
            words["striking"],
            words["attacking"],
            words["attack_on"],
            frozenset(tables["places/given_names"].get_column("name"))
            | frozenset(tables["places/not_places"].get_column("word")),
        )


def words_by_role(tables: Mapping[str, pl.DataFrame]) -> Mapping[str, frozenset[str]]:
    """The words of `places/unlisted_words` by role."""
    groups = tables["places/unlisted_words"].group_by("role")
    return {str(role): frozenset(group.get_column("word")) for (role,), group in groups}


class ParsedPlaces:
    """Finds the names of a parsed paragraph that only a place can be.

    Args:
        words: the words that show a place.
        paragraph: the paragraph, parsed.
        known: the places found before, by token; names that are found are added.
        entities: who acts, by token.
        is_kind: whether a word is a common noun for a building or a settlement.
    """

    def __init__(
        self,
        words: ParsedPlaceWords,
        paragraph: Paragraph,
        known: dict[int, PlaceMention],
        entities: Mapping[int, Entity],
        is_kind: Callable[[Token], bool],
    ) -> None:
        self._words = words
        self._paragraph = paragraph
        self._place_at = known
        self._entity_at = entities
        self._is_kind = is_kind

    def find(self, proper: Sequence[int]) -> Iterator[PlaceMention]:
        """A mention without location for each name that is found among the tokens with these indices."""
        doc = self._paragraph.doc
        for i in proper:
            token = doc[i]
            if i in self._place_at or not self._names_place(token):
                continue
            start = self._name_start(token)
            is_common = token.lower_ in self._words.sites | self._words.site_heads or self._is_kind(token)
            if (start == token.i and is_common) or not doc[start].is_alpha:
                continue
            if not (doc[start].is_title or _is_article(doc[start])):
                continue
            start_char, end_char = self._paragraph.offsets(doc[start : token.i + 1])
            text = self._paragraph.slice(start_char, end_char)
            mention = PlaceMention(self._paragraph.field, start_char, end_char, text, None, GUESS_CONFIDENCE)
            for inner in range(start, token.i + 1):
                self._place_at.setdefault(inner, mention)
            yield mention

    def _names_place(self, token: Token) -> bool:
        if self._is_named_site(token):
            return True
        if self._stands_as_place(token) and not self._is_somebody(token):
            return True
        if self._is_struck(token):
            return True
        first = self._place_at.get(token.head.i) if token.dep_ == "conj" and token.ent_type_ != "PERSON" else None
        return first is not None and first.location is None  # "the villages of Dara, Kesh and Novi Brod"

    def _name_start(self, token: Token) -> int:
        """Where a name that ends with the token begins: its modifiers, and what hyphens join to them."""
        doc, start = self._paragraph.doc, token.i
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

    def _is_named_site(self, token: Token) -> bool:
        """Words that say themselves that they name a place: "the town of Dara", "Dara village", "Dara Hospital"."""
        if token.ent_type_ in _NO_TOPONYMS:
            return False
        if token.dep_ == "compound" and token.head.lower_ in self._words.settlements and token.i == token.head.i - 1:
            return True
        if token.dep_ == "compound" and token.head.lower_ in self._words.site_heads and token.i == token.head.i - 1:
            return token.head.dep_ == "pobj" and token.head.head.lower_ in self._words.site_prepositions
        if token.lower_ in self._words.sites and token.dep_ in _SITE_ROLES:
            return token.i > 0 and token.nbor(-1).pos_ == "PROPN"
        if token.dep_ == "nsubj" and token.head.lower_ in self._words.falling:
            return token.ent_type_ != "PERSON"
        return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in self._words.settlements

    def _stands_as_place(self, token: Token) -> bool:
        """A name after a preposition of place, or an object that the tagger takes for a place."""
        if token.ent_type_ in _NO_TOPONYMS:
            return False
        if token.dep_ == "dobj":
            return token.ent_type_ in ("FAC", "LOC", "GPE") or self._is_taken_from(token)
        if token.dep_ != "pobj" or token.head.lower_ not in self._words.locatives:
            return False
        if token.ent_type_ in ("GPE", "LOC", "FAC", ""):
            return True
        return token.head.lower_ != "at" and (token.ent_type_ == "PERSON" or _is_bare_name(token))

    def _is_struck(self, token: Token) -> bool:
        """A lone name that is attacked and that nobody known bears: "raided Kesh", "the attack on Kesh".

        The tagger calls such villages persons or organisations. A person has a full name or a title when named first.
        """
        if token.ent_type_ in _NO_TOPONYMS or token.lower_ in self._words.names or not _is_lone_name(token):
            return False
        entity = self._entity_at.get(token.i)
        if entity is not None and (entity.wikidata_id or entity.country_iso3 or len(entity.name.split()) > 1):
            return False
        head = token.head
        if token.dep_ == "pobj":
            return head.lower_ == "on" and head.head.lemma_.lower() in self._words.attack_on
        if token.dep_ not in ("dobj", "nsubjpass"):
            return False
        verb = head.lemma_.lower()
        return verb in self._words.striking or (verb in self._words.attacking and token.dep_ == "dobj")

    def _is_taken_from(self, token: Token) -> bool:
        """A name that one side takes from another: "seized Kesh from the militia"; people are taken from places."""
        is_body = token.ent_type_ == "ORG" and not _is_bare_name(token)
        taken = token.head.lemma_.lower() in self._words.taking and not is_body
        return taken and any(child.lower_ == "from" for child in token.head.children)


def _is_lone_name(token: Token) -> bool:
    """One capitalised word with nothing before it, no acronym: neither "Mr Dara" nor "the Guard" nor "NATO"."""
    is_name = token.pos_ == "PROPN" and token.is_title and len(token) > 3
    return is_name and not any(child.dep_ in ("compound", "det", "amod", "poss", "appos") for child in token.children)


def _is_bare_name(token: Token) -> bool:
    """A short name without article and not an acronym, which the tagger took for an organisation: "in Kfar Dor"."""
    return token.ent_type_ == "ORG" and not token.is_upper and not any(child.dep_ == "det" for child in token.children)


def _is_article(token: Token) -> bool:
    """The article of an Arabic name in Latin letters: "al-Qanat", "es-Salam"."""
    return len(token.text) == 2 and token.text[0] in "ae" and token.i + 1 < len(token.doc) and token.nbor(1).text == "-"
