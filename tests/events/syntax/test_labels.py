"""The parser's labels are named in one module, and are labels that the model gives."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import pytest

import transforms.events
from tests.events.conftest import language_model
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag

ATTRIBUTES = frozenset({"dep_", "pos_", "tag_", "ent_type_"})
ROOMS = Path(str(transforms.events.__path__[0]))


def words_compared(path: Path) -> list[str]:
    """The words that a module writes out where it compares a label."""
    compared = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Compare))
    return [
        leaf.value
        for node in compared
        if any(isinstance(part, ast.Attribute) and part.attr in ATTRIBUTES for part in (node.left, *node.comparators))
        for leaf in ast.walk(node)
        if isinstance(leaf, ast.Constant)
        and isinstance(leaf.value, str)
        and leaf.value.isupper() | leaf.value.islower()
    ]


def test_no_other_module_writes_labels_out() -> None:
    assert {path.name: words for path in ROOMS.rglob("*.py") if (words := words_compared(path))} == {}


@pytest.mark.slow
def test_labels_are_those_of_the_model() -> None:
    nlp = language_model()
    given = {
        Dep: {*nlp.get_pipe("parser").labels, "ROOT", "dep"},
        Tag: set(nlp.get_pipe("tagger").labels),
        Ent: {*nlp.get_pipe("ner").labels, ""},
    }
    for kind, labels in given.items():
        assert single(kind) <= labels
    assert all(nlp.vocab.strings[label] for label in single(Pos))


def single(kind: ModuleType) -> set[str]:
    return {value for name, value in vars(kind).items() if name.isupper() and isinstance(value, str)}
