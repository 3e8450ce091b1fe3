"""What is done in place of spaCy's own loops comes to the same as they do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.attrs import ENT_IOB, ENT_TYPE  # pyright: ignore[reportUnknownVariableType]
from spacy.language import Language
from spacy.tokens import Doc

from transforms import word_vectors
from transforms.entity_decoding import EntityDecoder, can_decode
from transforms.parsing import load_language_model
from transforms.word_forms import WordForms
from transforms.word_vectors import WordVectors, can_encode

TEXTS = (
    "Officials of the Lower Tarvo River Basin Water and Fisheries Management Authority of Northern Keldia met.",
    "On Tuesday, 4 May 2004, 300 men left Port Sudan. Omar\tBashir stayed in the Nile Hotel",
    "There's no hope, let's go: y'all gonna sign it. It did what it had to do, and you saw it. \n It was cold.",
    "SHELLS HIT KALDOR",
    "Paris",
    "He has been told that the dogs that barked have got to be sold before Mr. Lund's wife comes.",
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language_model()


def _piped(nlp: Language, docs: list[Doc], *names: str) -> list[Doc]:
    for name in names:
        component: Any = nlp.get_pipe(name)
        docs = list(component.pipe(docs, batch_size=len(docs)))
    return docs


def _parsed(nlp: Language) -> list[Doc]:
    return _piped(nlp, [nlp.make_doc(text) for text in TEXTS], "tok2vec", "tagger", "parser")


@pytest.mark.parametrize("is_parsed", [False, True])
def test_entities_are_those_of_spacy(nlp: Language, is_parsed: bool) -> None:
    ours, theirs = (_parsed(nlp) if is_parsed else [nlp.make_doc(text) for text in TEXTS] for _ in range(2))
    assert can_decode(nlp.get_pipe("ner"))
    EntityDecoder(nlp.get_pipe("ner")).decode(ours)
    theirs = _piped(nlp, theirs, "ner")
    for one, other in zip(ours, theirs, strict=True):
        assert (one.to_array([ENT_IOB, ENT_TYPE]) == other.to_array([ENT_IOB, ENT_TYPE])).all(), one.text
    assert max(len(entity) for doc in ours for entity in doc.ents) > 4


def test_word_forms_are_those_of_spacy_the_second_time_too(nlp: Language) -> None:
    forms = WordForms(nlp)
    theirs = _piped(nlp, _parsed(nlp), "attribute_ruler", "lemmatizer")
    for _ in range(2):
        ours = _parsed(nlp)
        forms.annotate(ours)
        for one, other in zip(ours, theirs, strict=True):
            assert [(t.pos_, t.lemma_, t.tag_, t.dep_) for t in one] == [
                (t.pos_, t.lemma_, t.tag_, t.dep_) for t in other
            ]


def test_word_forms_of_nothing(nlp: Language) -> None:
    WordForms(nlp).annotate([nlp.make_doc("")])
    EntityDecoder(nlp.get_pipe("ner")).decode([nlp.make_doc("")])


@pytest.mark.parametrize("component", ["tok2vec", "ner"])
def test_word_vectors_are_those_of_spacy(nlp: Language, component: str) -> None:
    pipe: Any = nlp.get_pipe(component)
    model = pipe.model if component == "tok2vec" else pipe.model.layers[0].layers[0]
    docs = [nlp.make_doc(text) for text in TEXTS]
    assert can_encode(model)
    assert not can_encode(pipe.model.layers[-1])
    assert np.allclose(WordVectors(model).of(docs), np.concatenate(model.predict(docs)), atol=1e-4)


@pytest.mark.parametrize("most", [20, 3])
def test_word_vectors_hang_on_nothing_that_was_read_before(
    nlp: Language, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe: Any = nlp.get_pipe("tok2vec")
    docs = [nlp.make_doc(text) for text in TEXTS]
    fresh = [WordVectors(pipe.model).of([doc]) for doc in docs]
    monkeypatch.setattr(word_vectors, "_MOST", most)  # so that words are forgotten, or never kept
    vectors = WordVectors(pipe.model)
    for doc, expected in [*zip(docs, fresh, strict=True)][::-1]:
        assert (vectors.of([doc]) == expected).all()
