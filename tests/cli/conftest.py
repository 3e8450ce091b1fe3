"""A home with a small warehouse: articles of ours, one event written by hand, no language model."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.core import run_pipeline
from flows.settings import RunSettings
from warehouse.store.home import Home
from warehouse.store.packages import write_package

ROOT = Path(__file__).resolve().parent.parent.parent
BODY = "NANTES, Aug. 8 - Masked men burned two vans on Sunday, police said.\n\nNobody was hurt."
Completed = subprocess.CompletedProcess[str]


def span(word: str) -> dict[str, object]:
    start = BODY.index(word)
    return {"field": "body", "start_char": start, "end_char": start + len(word), "text": word}


def coded_article() -> dict[str, pl.DataFrame]:
    """An article with a date, a place and an event, as a batch would write it."""
    sentence = "Masked men burned two vans on Sunday, police said."
    trigger = span("burned")
    event = span(sentence) | {
        "event_mention_id": "e1",
        "article_id": "a1",
        "sentence_number": 1,
        "trigger_text": "burned",
        "trigger_start_char": trigger["start_char"],
        "trigger_end_char": trigger["end_char"],
        "event_type": "ASSAULT",
        "status": "actual",
        "confidence": 0.9,
        "actor_text": "Masked men",
        "date_start": date(2021, 8, 8),
        "date_end": date(2021, 8, 8),
        "date_precision": 1,
        "date_text": "Sunday",
        "date_from": "text",
        "location_id": "geonames:2990969",
        "location_name": "Nantes",
        "country_name": "France",
        "where_precision": 1,
        "place_from": "dateline",
    }
    article = {
        "article_id": "a1",
        "external_id": "vans",
        "title": "Vans burned in Nantes",
        "body": BODY,
        "language": "en",
        "published_date": date(2021, 8, 8),
        "published_from": "metadata",
        "content_hash": "c1",
        "coder_version": "1-test",
    }
    timex = {"timex_type": "DATE", "timex_value": "2021-08-08", "date_start": date(2021, 8, 8)}
    location = {
        "location_id": "geonames:2990969",
        "name": "Nantes",
        "latitude": 47.2,
        "longitude": -1.55,
        "country_iso3": "FRA",
        "location_precision": 1,
    }
    place = {"mention_id": "p1", "article_id": "a1", "location_id": "geonames:2990969", "is_dateline": True}
    return {
        "articles": pl.DataFrame([article]),
        "date_mentions": pl.DataFrame([span("Sunday") | timex | {"mention_id": "d1", "article_id": "a1"}]),
        "place_mentions": pl.DataFrame([span("NANTES") | place]),
        "locations": pl.DataFrame([location]),
        "event_mentions": pl.DataFrame([event]),
    }


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    stories = folder / "stories"
    stories.mkdir()
    for place in ("Lyon", "Lille"):
        text = (
            f"Le marché de {place}\n\nLe nouveau marché couvert de {place} ouvre ses portes samedi, a dit la mairie.\n"
        )
        (stories / f"{place.lower()}.txt").write_text(text, encoding="utf-8")
    (stories / "empty.txt").write_bytes(b"")
    root = folder / "home"
    write_package(Home(root), "by-hand", coded_article(), run_id="20210809T060000-7c1e")
    run_pipeline(RunSettings((str(stories),), home=root, workers=1))
    return root


@pytest.fixture
def dateline() -> Callable[..., Completed]:
    """The command as a user starts it, in a process of its own."""

    def call(*arguments: object, **environment: str) -> Completed:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATELINE_"))}
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *map(str, arguments)],
            env=clean | {"PYTHONPATH": str(ROOT)} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return call
