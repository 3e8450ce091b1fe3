"""docs/ways.md: its exports and its Python run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[2] / "docs" / "ways.md").read_text(encoding="utf-8")
EXPORTS = sorted(set(re.findall(r"^\.venv/bin/dateline (export [^#\n]+)", PAGE, re.MULTILINE)))


def test_the_page_has_an_export_for_each_kind_of_tool() -> None:
    endings = {Path(shlex.split(command)[2]).suffix for command in EXPORTS}
    assert endings >= {".csv", ".xlsx", ".gpkg"}


@pytest.mark.parametrize("command", EXPORTS)
def test_an_export_is_made(golden_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_HOME", str(golden_home))
    made = CliRunner().invoke(app, shlex.split(command))
    assert made.exit_code == 0, made.output
    (path,) = tmp_path.iterdir()
    assert path.name in command
    assert path.is_dir() or path.stat().st_size > 0


def test_its_python_gives_a_frame(golden_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(golden_home)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0], names)
    events = names["events"]
    assert isinstance(events, pl.DataFrame)
    assert not events.is_empty()
