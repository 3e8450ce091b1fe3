"""Spanish places: runs of capitalised words that the gazetteer or `es/place_names` knows, resolved as English ones are.

What belongs here: which names of a Spanish text are taken for places. Which place a name means is decided by
`transforms.places.resolution` for all languages. A name is taken where a word before it says so ("en", "departamento
de"), in a dateline, or where the table or a country has it; the name of a person is not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from transforms.datelines import read_spanish_dateline
from transforms.languages.spanish.text import any_of, lowered
from transforms.model import ArticleText, Paragraph, PlaceMention
from transforms.places.gazetteer import Candidate, Gazetteer, contains
from transforms.places.lexicon import PlaceLexicon
from transforms.places.resolution import Answer, Context, PlaceResolver, Weights
from transforms.places.sighting import Sighting
from transforms.places.source import locate_source
from warehouse.schema.place_names import normalize_place_name

_OPEN_BELOW = 0.25
_EXACT = 1
_LONGEST = 6  # words of a name, "de" and "la" among them
_KNOWN = 50_000  # inhabitants of a town that a weak word before it is enough for
_CITY = 300_000  # the same where no word shows that it is a place
_CERTAIN, _SHOWN, _WEAK, _BARE = 4.0, 3.0, 2.0, 1.0  # log-odds that the name is a place's, by hand
_STRONG = frozenset({"en", "desde", "hacia", "hasta", "cerca de"})
_WORD = re.compile(r"EE\.\s?UU\.|[^\W\d_][\w'’-]*")
_SMALL = frozenset({"de", "del", "la", "las", "los", "el", "y"})
_BETWEEN = re.compile(r",\s+(?:en\s+)?(?:el\s+|la\s+)?(?:(?:departamento|provincia|estado|región)\s+(?:del?\s+)?)?$")
_GAP = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


class SpanishPlaces:
    """Finds and resolves the places of Spanish articles."""

    def __init__(self, gazetteer: Gazetteer, tables: Mapping[str, pl.DataFrame]) -> None:
        self._gazetteer = gazetteer
        self._lexicon = PlaceLexicon.from_tables(tables)
        self._resolver = PlaceResolver(gazetteer, Weights(), self._lexicon.first_senses)
        self._names: dict[str, str] = {
            normalize_place_name(form): normalize_place_name(name)
            for form, name in tables["es/place_names"].select("form", "name").iter_rows()
        }
        words = tables["es/place_words"]
        kinds = {kind: words.filter(kind=kind).get_column("form").to_list() for kind in ("in", "part", "not")}
        article = r"(?:\s+(?:el|la|los|las))?"
        self._before = {kind: re.compile(rf"(?<!\w)({any_of(forms)}){article}\s+$") for kind, forms in kinds.items()}
        self._features: dict[str, str] = dict(words.filter(kind="part").select("form", "feature").iter_rows())
        codes = dict(tables["places/country_codes"].select("iso3", "iso2").iter_rows())
        self._peoples: dict[str, str] = {
            form: codes[iso3]
            for form, iso3 in tables["es/peoples"].select("form", "country_iso3").iter_rows()
            if iso3 in codes
        }
        self._people = re.compile(rf"(?<!\w){any_of(self._peoples)}")

    def tag(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> list[PlaceMention]:
        """Every place of the article in text order; `location` is None where no candidate was good enough."""
        filed = dateline_end(paragraphs)
        sightings = [
            sighting
            for paragraph in paragraphs
            for sighting in self._in_paragraph(paragraph, filed.get(paragraph.number, 0))
        ]
        for one, following in pairwise(sightings):
            _hold(one, following)
        answers = self._resolver.resolve(sightings, self._context(article, paragraphs))
        return [
            self._mention(one, answer, is_dateline=one.end <= filed.get(one.paragraph.number, 0))
            for one, answer in zip(sightings, answers, strict=True)
        ]

    def _context(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> Context:
        """Adjectives of nations and the source's home."""
        home = locate_source(article.source_domain, article.source_name, self._lexicon, self._gazetteer)
        counts = Counter(
            self._peoples[match[0]]
            for paragraph in paragraphs
            for match in self._people.finditer(lowered(paragraph.text))
        )
        named = {iso2: count**0.5 for iso2, count in counts.items()}
        countries = dict(named)
        if home.country:
            countries[home.country] = countries.get(home.country, 0.0) + Weights().source_country
        divisions = {home.admin1: Weights().source_admin1} if home.admin1 else {}
        return Context(countries, named, divisions, home.country, home.town)

    def _in_paragraph(self, paragraph: Paragraph, dateline: int) -> Iterator[Sighting]:
        words = [_Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(paragraph.text)]
        starts = {paragraph.doc[sentence.start].idx for sentence in paragraph.doc.sents}
        at = 0
        while at < len(words):
            if not words[at].is_capital:
                at += 1
                continue
            run = _run(paragraph.text, words, at)
            length, sighting = self._longest(paragraph, words, at, run, starts, dateline)
            if sighting is not None:
                yield sighting
            at += length

    def _longest(  # noqa: PLR0917 - where in the paragraph
        self, paragraph: Paragraph, words: list[_Word], at: int, run: int, starts: set[int], dateline: int
    ) -> tuple[int, Sighting | None]:
        """The longest place that begins at a word, and how many words to go on by."""
        for length in range(min(run, _LONGEST), 0, -1):
            if not words[at + length - 1].is_capital:
                continue
            start, end = words[at].start, words[at + length - 1].end
            key = normalize_place_name(paragraph.text[start:end])
            named = self._names.get(key)
            candidates = self._gazetteer.find(named or key)
            if not candidates:
                continue
            is_part = _touches(paragraph.text, words, at, length)
            evidence = self._evidence(paragraph.text, start, candidates, named, is_part, start in starts)
            if end <= dateline:
                evidence = _CERTAIN
            if evidence:
                feature = self._feature(paragraph.text, start)
                sighting = Sighting(paragraph, start, end, named or key, candidates, feature=feature)
                sighting.evidence = evidence
                return length, sighting
        is_person = normalize_place_name(words[at].text) in self._lexicon.given_names
        return (run if is_person and run > 1 else 1), None

    def _evidence(  # noqa: PLR0917 - all that may speak for a name
        self,
        text: str,
        start: int,
        candidates: Sequence[Candidate],
        named: str | None,
        is_part: bool,
        opens_sentence: bool,
    ) -> float:
        """How much speaks for a place; 0 where the name is not taken."""
        before = lowered(text[max(0, start - 40) : start])
        is_country = any(c.kind == "country" and c.quality < 2 for c in candidates)
        largest = max((c.population for c in candidates), default=0)
        if self._before["not"].search(before):
            return 0.0
        if is_part:
            return 0.0
        if named or is_country:
            return _CERTAIN
        if self._before["part"].search(before):
            return _CERTAIN
        word = self._before["in"].search(before)
        is_listed = before.endswith(", ") and largest >= _KNOWN
        if word and (word[1] in _STRONG):
            return _SHOWN
        if (word or is_listed) and (largest >= _KNOWN or any(c.kind == "admin1" for c in candidates)):
            return _WEAK
        return _BARE if largest >= _CITY and not opens_sentence else 0.0

    def _feature(self, text: str, start: int) -> str:
        found = self._before["part"].search(lowered(text[max(0, start - 40) : start]))
        return self._features.get(_GAP.sub(" ", found[1])) or "" if found else ""

    def _mention(self, sighting: Sighting, answer: Answer, *, is_dateline: bool) -> PlaceMention:
        candidate = answer.candidate
        belief = 0.1 + 0.9 * answer.belief
        confidence = belief / (1.0 + math.exp(0.5 - sighting.evidence)) if candidate else 0.0
        location = self._gazetteer.location(candidate.place) if candidate and confidence >= _OPEN_BELOW else None
        if location is not None and location.location_precision == _EXACT and not answer.is_clear:
            location = None
        return PlaceMention(
            field=sighting.paragraph.field,
            start_char=sighting.paragraph.start + sighting.start,
            end_char=sighting.paragraph.start + sighting.end,
            text=sighting.text,
            location=location,
            confidence=round(confidence, 3),
            is_dateline=is_dateline,
            role="dateline" if is_dateline else "literal",
            country=self._gazetteer.country(location.country_iso2) if location else None,
        )


def dateline_end(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Where the dateline of the body ends, by the number of its paragraph; empty where there is none."""
    first = next((paragraph for paragraph in paragraphs if paragraph.field == "body"), None)
    found = read_spanish_dateline(first.text) if first is not None else None
    return {first.number: found.end} if first is not None and found is not None and found.is_sure else {}


def _run(text: str, words: Sequence[_Word], at: int) -> int:
    """How many words the run of names has that begins here: capitals, with "de", "la", "y" between them."""
    last = at
    for i in range(at + 1, min(at + 2 * _LONGEST, len(words))):
        gap = text[words[i - 1].end : words[i].start]
        if gap.strip() or not (words[i].is_capital or words[i].text in _SMALL):
            break
        if words[i].is_capital:
            last = i
    return last - at + 1


def _touches(text: str, words: Sequence[_Word], at: int, length: int) -> bool:
    """Whether a capitalised word stands right beside the name, which is then part of another: "Santiago Peña"."""
    after, before = at + length, at - 1
    is_followed = (
        after < len(words) and words[after].is_capital and text[words[after - 1].end : words[after].start] == " "
    )
    leads = before >= 0 and words[before].is_capital and text[words[before].end : words[at].start] == " "
    return is_followed or (leads and lowered(words[before].text) not in ("en", "de", "el", "la", "los", "las", "desde"))


def _hold(one: Sighting, following: Sighting) -> None:
    """Note that the second name says where the first lies: "Suárez, Cauca", "Buga, en el Valle del Cauca"."""
    if one.paragraph is not following.paragraph:
        return
    between = lowered(one.paragraph.text[one.end : following.start])
    if _BETWEEN.match(between) and any(contains(h, c) for h in following.candidates for c in one.candidates):
        one.container = following.key
        one.container_start = following.start
