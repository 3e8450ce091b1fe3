"""A column map that a manifest told is kept for its files, and used by runs that come without the manifest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from french_stories import STORY

from flows.asking import ask
from flows.core import run_pipeline
from flows.settings import RunSettings


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports [x]"
    folder.mkdir()
    write_table(folder / "maart.csv", "Metz", "2024-03-05")
    return folder


def write_table(path: Path, place: str, day: str) -> None:
    path.write_text(f"kop,stuk,dag\nLe budget de {place},{json.dumps(STORY.format(place=place))},{day}\n", "utf-8")


def write_manifest(path: Path, told: object) -> Path:
    path.write_text(json.dumps({"file": "*.csv", "map": told}) + "\n", "utf-8")
    return path


def days(settings: RunSettings) -> list[tuple[str | None, str]]:
    return ask(settings.home, "SELECT title, CAST(published_date AS VARCHAR) FROM articles ORDER BY 2").rows()


def test_a_later_run_reads_columns_as_they_were_told_until_that_is_forgotten(
    settings: RunSettings, exports: Path
) -> None:
    manifest = write_manifest(exports / "columns.jsonl", {"title": "kop", "text": "stuk", "published_at": "dag"})
    asked = replace(settings, sources=(f"{str(exports).replace('[', '[[]')}/*.csv",))
    first = run_pipeline(replace(asked, manifest=manifest))
    assert first.notes == ()
    manifest.unlink()
    write_table(exports / "april.csv", "Lille", "2024-04-02")

    outcome = run_pipeline(asked)

    assert (outcome.new, outcome.rejected, outcome.files_unchanged) == (1, 0, 1)
    assert days(settings) == [("Le budget de Metz", "2024-03-05"), ("Le budget de Lille", "2024-04-02")]
    (note,) = outcome.notes
    assert note.startswith(
        f"{exports}/*.csv: title from kop, text from stuk, published_at from dag, as a manifest told"
    )
    assert len(list((settings.home / "lake" / "column_maps").iterdir())) == 1

    write_manifest(manifest, {})
    run_pipeline(replace(asked, manifest=manifest))
    manifest.unlink()
    write_table(exports / "mei.csv", "Caen", "2024-05-03")
    outcome = run_pipeline(asked)
    assert outcome.new == 0
    assert "as a manifest told" not in " ".join(outcome.notes)


def test_another_map_takes_the_place_of_the_one_before(settings: RunSettings, exports: Path) -> None:
    asked = replace(settings, sources=(str(exports),))
    manifest = write_manifest(exports / "manifest.jsonl", {"title": "kop", "text": "stuk"})
    run_pipeline(asked)
    write_manifest(manifest, {"title": "kop", "text": "stuk", "published_at": "dag"})
    run_pipeline(asked)
    assert days(settings) == [("Le budget de Metz", "2024-03-05")]
    manifest.unlink()
    assert run_pipeline(asked).files_read == 0
