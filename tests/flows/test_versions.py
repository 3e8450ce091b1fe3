from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import flows.versions
from flows.versions import coder_version


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("transforms/a.py", "seeds/reference/dates/b.csv", "flows/c.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"one\ntwo\n")
    monkeypatch.setattr(flows.versions, "_ROOT", tmp_path)
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    coder_version.cache_clear()
    yield tmp_path
    coder_version.cache_clear()


def version_now() -> str:
    coder_version.cache_clear()
    return coder_version()


@pytest.mark.parametrize("name", ["transforms/a.py", "seeds/reference/dates/b.csv"])
def test_an_edit_of_code_or_table_is_a_new_version(code: Path, name: str) -> None:
    before = version_now()
    (code / name).write_bytes(b"one\nthree\n")

    assert version_now() != before


def test_what_does_not_code_and_line_endings_do_not_matter(code: Path) -> None:
    before = version_now()
    (code / "flows" / "c.py").write_bytes(b"other")
    (code / "transforms" / "a.py").write_bytes(b"one\r\ntwo\r\n")

    assert version_now() == before


def test_a_users_gazetteer_is_part_of_it(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version_now()
    dump = code / "AF.zip"
    dump.write_bytes(b"zip")
    monkeypatch.setenv("DATELINE_GEONAMES", str(dump))
    monkeypatch.setattr(flows.versions, "geonames_dump", lambda: dump)

    assert version_now() != before


def test_corrections_by_hand_and_tables_of_views_code_nothing_anew(code: Path) -> None:
    before = version_now()
    (code / "seeds" / "reference" / "corrections.csv").write_bytes(b"a row")
    (code / "seeds" / "reference" / "views").mkdir()
    (code / "seeds" / "reference" / "views" / "governments.csv").write_bytes(b"a row")  # only views read that folder

    assert version_now() == before


CODE = """'''Reads a wage.'''
RATE = 2


def wage(hours: int) -> str:
    return f"{hours * RATE:>3} francs"
"""


@pytest.mark.parametrize(
    ("written", "is_the_same"),
    [
        ("# a licence\n" + CODE, True),
        (CODE.replace("Reads", "Understands"), True),
        (CODE.replace("RATE = 2", "RATE = 2\n'''Francs an hour.'''"), True),
        (CODE.replace("(hours: int)", "(\n    hours: int,\n)"), True),
        (CODE.replace("RATE = 2", "RATE = (2)  # since May"), True),
        (CODE.replace("RATE = 2", "RATE = 3"), False),
        (CODE.replace("RATE = 2", "RATE = '2'"), False),
        (CODE.replace(" francs", "  francs"), False),
        (CODE.replace(">3", "<3"), False),
        (CODE.replace("hours * RATE", "RATE * hours"), False),
        (CODE + "RATE = (", False),
    ],
)
def test_what_code_does_is_the_version_and_not_how_it_is_written(code: Path, written: str, is_the_same: bool) -> None:
    (code / "transforms" / "a.py").write_text(CODE, encoding="utf-8")
    before = version_now()
    (code / "transforms" / "a.py").write_text(written, encoding="utf-8")

    assert (version_now() == before) is is_the_same


@pytest.mark.parametrize(
    ("written", "is_the_same"),
    [
        (b'"word","sense"\r\n"jour","day"\r\n', True),
        (b"word,sense\njour,days\n", False),
        (b"word,sense\njour,day\nan,year\n", False),
        (b'word,sense\njour,"day "\n', False),
        (b'word,sense\njour,day\nan,""\n', False),
    ],
)
def test_what_stands_in_the_cells_of_a_table_is_the_version(code: Path, written: bytes, is_the_same: bool) -> None:
    table = code / "seeds" / "reference" / "dates" / "b.csv"
    table.write_bytes(b"word,sense\njour,day\n")
    before = version_now()
    table.write_bytes(written)

    assert (version_now() == before) is is_the_same


def test_a_memory_of_digests_that_is_damaged_is_done_without(code: Path) -> None:
    before = version_now()
    (code / "cache" / "code_digests.json").write_bytes(b"{")

    assert version_now() == before
