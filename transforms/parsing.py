"""Cuts an article into paragraphs and has spaCy read those that are worth it.

What belongs here: paragraphs, the language model, and which of its components run on which paragraph, since the parse
is nearly all that a run costs. What does not: what is found in a parsed paragraph.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from spacy.language import Language
from spacy.tokens import Doc

from transforms.casing import CaseRestorer, is_all_capitals, is_without_capitals
from transforms.coded_languages import MODEL_PACKAGES
from transforms.entity_decoding import EntityDecoder, can_decode
from transforms.model import ArticleText, EntityMention, Field, Paragraph, PlaceMention, Timex
from transforms.word_forms import WordForms
from transforms.word_vectors import vectors_by

_VECTOR_COMPONENT = "tok2vec"
_PARSE_COMPONENTS = ("tagger", "parser")
_ENTITY_COMPONENT = "ner"
_BATCH_TOKENS = 8_000  # of one article; more cost memory and gain no time
_LONGEST_PIECE = 4000  # characters; a longer paragraph is cut at the ends of sentences, or at a blank where it has none
_LONGEST_WORD = 400  # characters without a blank; the tokenizer peels off a sign at a time and looks at all the rest
_PARAGRAPH = re.compile(r"[^\n]+")
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1}}}")
_WORD_PART = re.compile(rf"\S{{1,{_LONGEST_WORD}}}")
_SENTENCE_GAP = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[]?[A-Z0-9])")
_LIKELY_GAP = re.compile(r"(?<=[.!?])[\"”')\]]*\s+")  # in a text without capitals


def load_language_model() -> Language:
    """The small English pipeline, its matrices multiplied by NumPy's OpenBLAS.

    spaCy's own BLIS takes up to twice as long for the same tokens. OpenBLAS rounds a row by the size of its batch,
    though, so that a batch must never hold more than one article: see `ArticleParser`.

    Raises:
        ModuleNotFoundError: none of the packages that carry it is installed.
    """
    for package in MODEL_PACKAGES:
        if importlib.util.find_spec(package) is not None:
            return _multiplying_by_numpy(importlib.import_module(package).load())
    raise ModuleNotFoundError(f"no English model is installed; install one of {', '.join(MODEL_PACKAGES)}")


def _multiplying_by_numpy(nlp: Language) -> Language:
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None and hasattr(model, "walk") else ():
            node.ops.use_blis = False
    return nlp


def split_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The start and text of each paragraph, long ones cut at the ends of sentences.

    No piece is longer than `_LONGEST_PIECE` and none has a word longer than `_LONGEST_WORD`, so that what costs the
    square of a sentence or a word grows no faster than the text: a line of 100,000 dots comes as 250 pieces.
    """
    for match in _PARAGRAPH.finditer(text):
        for start, piece in _pieces(match.start(), match.group()):
            yield from _bounded(start, piece)


def _pieces(start: int, paragraph: str) -> Iterator[tuple[int, str]]:
    if len(paragraph) <= _LONGEST_PIECE:
        yield start, paragraph
        return
    cut = 0
    for gap in (_LIKELY_GAP if is_without_capitals(paragraph) else _SENTENCE_GAP).finditer(paragraph):
        if gap.end() - cut >= _LONGEST_PIECE // 2:
            yield start + cut, paragraph[cut : gap.end()]
            cut = gap.end()
    if cut < len(paragraph):
        yield start + cut, paragraph[cut:]


def _bounded(start: int, piece: str) -> Iterator[tuple[int, str]]:
    """A piece whose words and length are within bounds, or its parts: no news is cut by this."""
    if len(piece) <= _LONGEST_WORD or (len(piece) <= _LONGEST_PIECE and not _LONG_WORD.search(piece)):
        yield start, piece
        return
    cut = end = 0
    for word in _WORD_PART.finditer(piece):
        if end and (word.end() - cut > _LONGEST_PIECE or word.start() == end or _is_part(word)):
            yield start + cut, piece[cut : word.start()]
            cut = word.start()
        end = word.end()
    yield start + cut, piece[cut:]


def _is_part(word: re.Match[str]) -> bool:
    return word.end() - word.start() == _LONGEST_WORD


class ArticleParser:
    """Turns an article into paragraphs with spaCy documents.

    Each component runs over the paragraphs of one article at a time, so that what is read in an article depends on
    nothing but the article: float rounding, and with it a close decision, may change with the size of a batch.

    Args:
        nlp: the English pipeline.
        restorer: gives text in capitals, or without any, its case back before it is parsed.
        needs_parse: whether a paragraph's text may hold an event.
        needs_entities: whether a paragraph's text may hold a name.
    """

    def __init__(
        self,
        nlp: Language,
        restorer: CaseRestorer,
        needs_parse: Callable[[str], bool],
        needs_entities: Callable[[str], bool],
    ) -> None:
        self._nlp = nlp
        self._restorer = restorer
        self._needs_parse = needs_parse
        self._needs_entities = needs_entities
        self._parse = [
            _setting_vectors(nlp.get_pipe(_VECTOR_COMPONENT)),
            *(_piping(nlp.get_pipe(name)) for name in _PARSE_COMPONENTS),
            WordForms(nlp).annotate,
        ]
        entities = cast(Any, nlp.get_pipe(_ENTITY_COMPONENT))
        self._find_entities: Callable[[list[Doc]], None] = (
            EntityDecoder(entities).decode if can_decode(entities) else _piping(entities)
        )

    def parse(self, article: ArticleText) -> list[Paragraph]:
        """The paragraphs of the article, title first."""
        paragraphs = list(self._paragraphs(article))
        eventful = [p.doc for p in paragraphs if self._needs_parse(p.parsed_text)]
        named = [p.doc for p in paragraphs if self._needs_entities(p.parsed_text)]
        for batch in _batches(eventful):
            for annotate in self._parse:
                annotate(batch)
        for batch in _batches(named):
            self._find_entities(batch)
        return _with_sentence_numbers(paragraphs)

    def _paragraphs(self, article: ArticleText) -> Iterator[Paragraph]:
        fields: tuple[tuple[Field, str], ...] = (("title", article.title), ("body", article.body))
        number = 0
        for field, text in fields:
            is_caseless = is_all_capitals(text) or is_without_capitals(text)
            for start, paragraph in split_paragraphs(text):
                readable = self._restorer.restore(paragraph) if is_caseless else paragraph
                yield Paragraph(field, start, paragraph, self._nlp.make_doc(readable), number, readable=readable)
                number += 1


def _setting_vectors(component: Any) -> Callable[[list[Doc]], None]:
    """The vectors of words, put where tagger and parser look for them."""
    vectors_of = vectors_by(component.model)

    def annotate(batch: list[Doc]) -> None:
        filled: list[Any] = [doc for doc in batch if len(doc)]
        if not filled:
            return
        vectors = vectors_of(filled)
        start = 0
        for doc in filled:
            doc.tensor = vectors[start : start + len(doc)]
            start += len(doc)

    return annotate


def _piping(component: Any) -> Callable[[list[Doc]], None]:
    """The component over a batch at a time."""

    def annotate(batch: list[Doc]) -> None:
        for _ in component.pipe(batch, batch_size=len(batch)):
            pass

    return annotate


def _batches(docs: list[Doc]) -> Iterator[list[Doc]]:
    """The documents in runs of a bounded number of tokens."""
    batch: list[Doc] = []
    tokens = 0
    for doc in docs:
        if batch and tokens + len(doc) > _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(doc)
        tokens += len(doc)
    if batch:
        yield batch


def _with_sentence_numbers(paragraphs: list[Paragraph]) -> list[Paragraph]:
    out: list[Paragraph] = []
    sentences = 0
    for paragraph in paragraphs:
        out.append(replace(paragraph, first_sentence_number=sentences))
        is_parsed = paragraph.doc.has_annotation("SENT_START")
        sentences += sum(1 for _ in paragraph.doc.sents) if is_parsed else 1
    return out


Mention = TypeVar("Mention", PlaceMention, Timex, EntityMention)


def by_paragraph(mentions: Iterable[Mention], paragraphs: Sequence[Paragraph]) -> defaultdict[int, list[Mention]]:
    """The mentions that stand wholly in each paragraph, in their order; one look at each, however many paragraphs."""
    starts: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, paragraph in enumerate(paragraphs):
        starts[paragraph.field].append((paragraph.start, number))
    found: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        at = bisect_right(starts[mention.field], (mention.start_char, len(paragraphs))) - 1
        if at < 0:
            continue
        number = starts[mention.field][at][1]
        if mention.end_char <= paragraphs[number].start + len(paragraphs[number].text):
            found[number].append(mention)
    return found
