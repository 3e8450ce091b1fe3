"""A file that is edited between two runs, from the files on disk to the published tables."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

from french_stories import STORY, write_jsonl

from flows.asking import ask
from flows.core import run_pipeline
from flows.settings import RunSettings


def told(place: str) -> str:
    return f"Le budget de {place} est voté\n\n{STORY.format(place=place)}\n"


def holders(settings: RunSettings) -> dict[str, str]:
    rows = ask(settings.home, "SELECT title, raw_uri FROM articles").iter_rows()
    return {title.split()[3]: Path(uri).name for title, uri in rows}


def test_an_edited_file_leaves_one_article_and_a_record(settings: RunSettings, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    asked = replace(settings, sources=(str(file),))
    file.write_text(told("Lille"), encoding="utf-8")
    run_pipeline(asked)
    file.write_text(told("Metz"), encoding="utf-8")

    outcome = run_pipeline(asked)

    assert (outcome.status, outcome.new, outcome.changed, outcome.rejected) == ("completed", 0, 1, 0)
    assert holders(settings) == {"Metz": "news.txt"}
    rejects = ask(settings.home, "SELECT stage, rule, payload FROM meta.rejected_records")
    assert rejects.rows() == [("merge", "superseded", "Le budget de Lille est voté")]


def test_a_text_stays_that_a_member_of_an_archive_or_a_new_file_holds(settings: RunSettings, tmp_path: Path) -> None:
    first, second = tmp_path / "in" / "one.txt", tmp_path / "in" / "two.txt"
    first.parent.mkdir()
    asked = replace(settings, sources=(str(first.parent),))
    first.write_text(told("Lille"), encoding="utf-8")
    second.write_text(told("Reims"), encoding="utf-8")
    with zipfile.ZipFile(first.parent / "all.zip", "w") as archive:
        archive.writestr("lille.txt", told("Lille"))
    run_pipeline(asked)
    first.write_text(told("Metz"), encoding="utf-8")
    second.rename(first.parent / "three.txt")
    second.write_text(told("Caen"), encoding="utf-8")

    outcome = run_pipeline(asked)

    assert (outcome.new, outcome.changed, outcome.rejected) == (2, 0, 0)
    assert holders(settings) == {
        "Lille": "all.zip!lille.txt",
        "Metz": "one.txt",
        "Caen": "two.txt",
        "Reims": "three.txt",
    }


def test_records_that_drop_out_of_a_feed_stay(settings: RunSettings, tmp_path: Path) -> None:
    source = tmp_path / "feed.jsonl"
    asked = replace(settings, sources=(str(source),))
    for place in ("Lille", "Metz"):
        write_jsonl(source, [{"title": f"Le budget de {place} est voté", "text": STORY.format(place=place)}])
        run_pipeline(asked)
    assert set(holders(settings)) == {"Lille", "Metz"}
