"""The same articles give the same rows, whatever the batch size, the order of the sources or the number of workers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.asking import ask
from flows.core import run_pipeline
from flows.settings import RunSettings

pytestmark = pytest.mark.slow

ARTICLES = Path(__file__).resolve().parent.parent.parent / "seeds" / "articles"
CHOSEN = (
    "zaranj_falls.txt",
    "quetta_blast_meridian.txt",
    "quetta_blast_courier.txt",
    "quetta_toll_corrected.txt",
    "sheberghan_dostum.md",
    "tripoli_lebanon_clash.txt",
    "tripoli_libya_militias.txt",
    "herald_august_briefs.jsonl",
    "liban_manifestation_fr.txt",
    "broken_records.jsonl",
    "empty.txt",
    "manifest.csv",
)
TABLES = (
    "articles",
    "events",
    "event_mentions",
    "place_mentions",
    "date_mentions",
    "entity_mentions",
    "entities",
    "locations",
    "meta.rejected_records",
    "meta.source_files",
)
STAMPS = ("_run_id", "run_id", "first_seen_at", "last_seen_at", "rejected_at", "read_at")
VARIANTS = {
    "one article a batch": {"batch_size": 1, "workers": 1},
    "three articles a batch, two workers": {"batch_size": 3, "workers": 2},
    "all in a batch, sources reversed": {"batch_size": 50, "workers": 1, "reverse": True},
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("articles")
    for name in CHOSEN:
        shutil.copy(ARTICLES / name, folder / name)
    return tuple(str(folder / name) for name in CHOSEN if name != "manifest.csv")


def tables_of(settings: RunSettings) -> dict[str, pl.DataFrame]:
    run_pipeline(settings)
    return {name: ask(settings.home, f"SELECT * FROM {name} ORDER BY ALL") for name in TABLES}


def unstamped(frame: pl.DataFrame) -> pl.DataFrame:
    kept = frame.drop(*STAMPS, strict=False)
    return kept.sort([name for name, dtype in kept.schema.items() if not dtype.is_nested()], nulls_last=True)


@pytest.fixture(scope="module")
def expected(sources: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return tables_of(RunSettings(sources, home=tmp_path_factory.mktemp("expected"), workers=1))


def test_there_is_something_to_compare(expected: dict[str, pl.DataFrame]) -> None:
    assert {name: frame.height for name, frame in expected.items() if not frame.height} == {}
    assert expected["events"].height >= 10


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_nothing_depends_on_how_the_run_was_cut(
    sources: tuple[str, ...], expected: dict[str, pl.DataFrame], tmp_path: Path, variant: str
) -> None:
    how = dict(VARIANTS[variant])
    ordered = tuple(reversed(sources)) if how.pop("reverse", False) else sources
    found = tables_of(replace(RunSettings(ordered, home=tmp_path / "home"), **how))

    for name, frame in expected.items():
        assert unstamped(found[name]).to_dicts() == unstamped(frame).to_dicts(), name


def test_a_run_over_known_articles_with_another_order_of_coming_in_gives_the_same(
    sources: tuple[str, ...], expected: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    """Half of the sources today, the other half tomorrow."""
    home = tmp_path / "home"
    run_pipeline(RunSettings(sources[len(sources) // 2 :], home=home, workers=1))
    found = tables_of(RunSettings(sources, home=home, workers=1))

    for name, frame in expected.items():
        assert unstamped(found[name]).to_dicts() == unstamped(frame).to_dicts(), name
