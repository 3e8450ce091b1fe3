"""What holds for any input of the readers, the cutting of texts and what is printed."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.terminal import escaped_json, shown
from transforms.parsing import split_paragraphs as pieces_of
from transforms.prepare.paragraphs import split_paragraphs
from transforms.prepare.repair import repair_characters
from warehouse.schema.record_keys import PLAIN_NAMES, FieldNames
from warehouse.sources import ReadLimits, json_records, structured
from warehouse.sources.addresses import without_secrets
from warehouse.sources.containers import Member

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _member(data: bytes) -> Member:
    return Member("a", "a", "", lambda: io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029"), max_size=30)
TEXTS = st.lists(CELLS, min_size=1, max_size=4).map("\n".join)


@FEW
@given(st.lists(st.tuples(CELLS.filter(str.strip), TEXTS), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_rows_that_a_program_wrote_are_read_whole(rows: list[tuple[str, str]], separator: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([("id", "text"), *rows])
    found = list(structured.read_csv(_member(out.getvalue().encode()), ReadLimits(), PLAIN_NAMES))
    assert [one.values for one in found if isinstance(one, structured.Record)] == [
        {"id": name, "text": text} for name, text in rows
    ]


NO_NAMES = FieldNames.of([])  # a record stays as it is, whatever it holds
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.lists(st.dictionaries(st.text(max_size=8), VALUES, max_size=4), max_size=12)


@FEW
@given(RECORDS, st.integers(1, 40), st.sampled_from([None, 1]), st.booleans())
def test_a_list_is_read_the_same_whatever_the_chunks(
    records: list[dict[str, Any]], chunk: int, indent: int | None, listed: bool
) -> None:
    text = json.dumps(records, indent=indent) if listed else "\n".join(json.dumps(one) for one in records)
    before = json_records._CHUNK, json_records._HEAD
    json_records._CHUNK, json_records._HEAD = chunk, chunk
    try:
        found = list(json_records.read_json(_member(text.encode()), ReadLimits(), NO_NAMES))
    finally:
        json_records._CHUNK, json_records._HEAD = before
    assert [one.values for one in found if isinstance(one, structured.Record)] == records
    assert len(found) == len(records)


def _joined_one_by_one(lines: list[str], words: frozenset[str]) -> str:
    """The rule of hyphens, spelled out without regard to cost."""
    text = lines[0]
    for after in lines[1:]:
        broken = re.search(r"([^\W\d_]+)-$", text)
        if broken is None or not after[:1].isalpha():
            text = f"{text} {after}"
            continue
        second = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", after)
        found = second.group() if second else ""
        whole, hyphened = f"{broken.group(1)}{found}".lower(), f"{broken.group(1)}-{found}".lower()
        text = (text[:-1] if whole in words and hyphened not in words else text) + after
    return text


@settings(max_examples=200)
@given(st.lists(st.text(st.sampled_from("ab- "), min_size=1, max_size=9), min_size=1, max_size=7))
def test_wrapped_lines_are_joined_as_if_one_by_one(lines: list[str]) -> None:
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    text = "\n".join(f"x{line}" if line.startswith("-") else line for line in kept)
    if not text or "-\n" not in text:
        return
    words = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))
    assert split_paragraphs(text) == [" ".join(_joined_one_by_one(text.split("\n"), words).split())]


@FEW
@given(
    st.lists(
        st.sampled_from(["a", "(" * 900, "Rain fell. ", "b" * 500, " ", "\n", "word " * 900, "é" * 401]), max_size=9
    )
)
def test_pieces_are_bounded_and_in_place(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for start, piece in pieces_of(text):
        assert text[start : start + len(piece)] == piece
        assert not text[end:start].strip()
        assert len(piece) <= 4_400
        assert max(map(len, piece.split()), default=0) <= 400
        end = start + len(piece)
    assert not text[end:].strip()


@FEW
@given(st.text(max_size=60))
def test_what_is_shown_has_no_control_signs_and_json_says_the_same(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown(text))
    written = escaped_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(written) == [text]


_PLAIN = st.text(st.sampled_from("abcXYZ019-._~!$&'()*+,;=:%"), min_size=1, max_size=12)


@FEW
@given(_PLAIN, _PLAIN, st.text(st.sampled_from("abc/.-"), max_size=9))
def test_no_password_is_left_in_an_address(name: str, password: str, path: str) -> None:
    assert without_secrets(f"https://{name}:{password}@news.example/{path}") == f"https://news.example/{path}"


@FEW
@given(st.text(st.sampled_from("a\u0301\u0323\u200d\u200b\u00ad é\n&;"), max_size=120))
def test_repaired_text_stays_as_it_is(text: str) -> None:
    once = repair_characters(text)
    assert repair_characters(once) == once
