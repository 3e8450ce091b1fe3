"""Bytes to text: every encoding that news comes in, and no letter lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.schema.decoding import decode_bytes

STORY = "“Žižek” said the café in Rīga – 3 € a cup – wasn’t open."
RUSSIAN = "Вчера в столице прошли переговоры о прекращении огня, сообщили в министерстве иностранных дел. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    assert decode_bytes(STORY.encode(encoding)).text == STORY


def test_western_bytes_are_cp1252_not_a_guess() -> None:
    assert decode_bytes(b"He said \x93no\x94 \x96 caf\xe9").text == "He said “no” – café"


def test_cyrillic_bytes_are_guessed() -> None:
    assert decode_bytes(RUSSIAN.encode("cp1251")).text == RUSSIAN


@pytest.mark.parametrize("head", ['<meta charset="windows-1251">', '<?xml version="1.0" encoding="windows-1251"?>'])
def test_a_page_may_declare_its_charset(head: str) -> None:
    page = head + "<p>Да</p>"
    assert decode_bytes(page.encode("cp1251"), is_page=True).text == page


def test_a_declared_latin_1_is_read_as_browsers_do() -> None:
    assert decode_bytes(b'<meta charset="iso-8859-1"><p>\x93x\x94</p>', is_page=True).text.endswith("<p>“x”</p>")


@given(st.text())
def test_utf8_is_never_changed(text: str) -> None:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return
    if not text.startswith("\ufeff"):
        assert decode_bytes(data).text == text


@given(st.binary())
def test_any_bytes_give_text(data: bytes) -> None:
    decoded = decode_bytes(data)
    assert isinstance(decoded.text, str)
    decoded.text.encode("utf-8", "strict")
