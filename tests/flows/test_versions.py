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


def test_corrections_by_hand_code_nothing_anew(code: Path) -> None:
    before = version_now()
    (code / "seeds" / "reference" / "corrections.csv").write_bytes(b"a row")

    assert version_now() == before
