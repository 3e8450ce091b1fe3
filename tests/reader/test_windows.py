"""Windows cover what is read, once, in order, at its own offsets."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from transforms.reader.encoder import WEIGHTS_FOLDER
from transforms.reader.windows import CONTEXT_PIECES, WINDOW_PIECES, cut_windows

HEADLINE = "Rebels free nine nurses in Marsil"
LONG = "The envoy met the elders of Dara on Monday. " * 30


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS_FOLDER / "tokenizer.json"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from("ab. \nÉ!?“x"), max_size=300), min_size=1, max_size=6))
def test_each_piece_of_what_is_read_stands_in_one_window(paragraphs: list[str]) -> None:
    windows = list(cut_windows(paragraphs, [True] * len(paragraphs), tokenizer()))
    found = [piece for window in windows for piece in window.pieces if piece is not None]
    wanted = [
        (number, start, end)
        for number, text in enumerate(paragraphs)
        if text.strip()
        for start, end in tokenizer().encode(text, add_special_tokens=False).offsets
    ]
    assert [(piece.paragraph, piece.start, piece.end) for piece in found] == wanted


def test_long_paragraphs_are_cut_at_sentence_ends_and_bounded() -> None:
    windows = list(cut_windows([HEADLINE, LONG], [True, True], tokenizer()))
    assert len(windows) > 2
    assert max(len(window.ids) for window in windows) <= WINDOW_PIECES + CONTEXT_PIECES + 6
    for window in windows[1:]:
        first = next(piece for piece in window.pieces if piece is not None)
        assert LONG[first.start :].startswith("The envoy")


def test_the_headline_is_the_context_of_all_windows_but_its_own() -> None:
    windows = list(cut_windows([HEADLINE, LONG], [True, True], tokenizer()))
    context = tokenizer().encode(HEADLINE, add_special_tokens=False).ids
    assert windows[0].pieces[1] is not None
    for window in windows[1:]:
        assert window.ids[1 : len(context) + 1] == context
        assert window.pieces[1] is None


def test_what_is_not_wanted_is_not_read() -> None:
    windows = list(cut_windows([HEADLINE, "One.", "Two."], [False, False, True], tokenizer()))
    assert {piece.paragraph for window in windows for piece in window.pieces if piece is not None} == {2}
