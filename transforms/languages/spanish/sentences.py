"""Spanish paragraphs and sentences, by rules: the tokenizer of spaCy's `es`, which is part of spaCy itself.

What belongs here: cutting. A trained Spanish model is not needed and not used: the one on the registry is licensed
under the GPL.
"""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from transforms.model import ArticleText, Field, Paragraph
from transforms.parsing import split_paragraphs

_ABBREVIATIONS = frozenset(
    "sr. sra. srta. dr. dra. ing. lic. gral. cnel. tte. cap. arq. prof. gob. pdte. núm. nº. no. av. avda. art. aprox. "
    "ee. uu. s.a. c.a. p. ej. etc. vs. pág. mons. fr. sto. sta. cía. hnos. mr. mrs. st.".split()
)
_CLOSING = "»”\"')]"


class SpanishParser:
    """Paragraphs with documents whose sentences are known."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("es")

    def parse(self, article: ArticleText) -> list[Paragraph]:
        """The paragraphs of the article, title first."""
        fields: tuple[tuple[Field, str], ...] = (("title", article.title), ("body", article.body))
        paragraphs = list[Paragraph]()
        sentences = 0
        for field, text in fields:
            for start, piece in split_paragraphs(text):
                doc = self._nlp.make_doc(piece)
                _mark_sentences(doc)
                paragraphs.append(Paragraph(field, start, piece, doc, len(paragraphs), sentences, piece))
                sentences += sum(1 for _ in doc.sents)
        return paragraphs


def _mark_sentences(doc: Doc) -> None:
    """A sentence ends with its stop, unless that is an abbreviation's or the next word goes on in lower case."""
    starts = True
    for token in doc:
        token.is_sent_start = starts
        starts = False
        if token.i + 1 < len(doc) and _ends(doc, token.i):
            starts = True


def _ends(doc: Doc, i: int) -> bool:
    text = doc[i].text
    following = doc[i + 1].text
    if following in _CLOSING:
        return False
    if text in _CLOSING and i:
        return doc[i - 1].text in (".", "!", "?", "…") and not following[0].islower()
    if not text.endswith((".", "!", "?", "…")) or following[0].islower() or following[0] in ",;:":
        return False
    word = text if len(text) > 1 else f"{doc[i - 1].text}." if i and not doc[i - 1].whitespace_ else text
    return text[-1] != "." or (word.lower() not in _ABBREVIATIONS and not (len(word) == 2 and word[0].isupper()))
