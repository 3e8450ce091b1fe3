"""Files that are gone from a folder or an archive: their articles stay, marked, until they are back or taken out."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from french_stories import STORY, write_jsonl, write_story

from flows.asking import ask
from flows.core import run_pipeline
from flows.occasions import Reading, readings_of_rejects
from flows.rebuilding import rebuild_warehouse
from flows.settings import RunSettings
from warehouse.sources.scopes import scope_of


def marked(settings: RunSettings) -> set[str]:
    rows = ask(settings.home, "SELECT title FROM articles WHERE is_withdrawn_at_source").iter_rows()
    return {title.split()[3] for (title,) in rows}


def told(place: str) -> str:
    return f"Le budget de {place} est voté\n\n{STORY.format(place=place)}\n"


def pack(archive: Path, **texts: str) -> None:
    with zipfile.ZipFile(archive, "w") as packed:
        for name, text in texts.items():
            packed.writestr(f"{name}.txt", text)
        packed.writestr("more.jsonl", '{"title": "Le budget de Vichy est voté", "text": "Le maire a parlé hier."}')


def state(settings: RunSettings) -> pl.DataFrame:
    return ask(settings.home, "SELECT article_id, raw_uri, is_withdrawn_at_source FROM articles ORDER BY 1")


def test_an_article_is_marked_while_its_file_is_away(settings: RunSettings, stories: Path) -> None:
    run_pipeline(settings)
    lyon, away = stories / "lyon.txt", stories.parent / "away.txt"
    lyon.rename(away)

    outcome = run_pipeline(settings)

    assert (outcome.status, outcome.files_gone, outcome.new) == ("completed", 1, 0)
    assert outcome.notes == (
        f"1 file is gone from {stories}: 1 article that no other file holds is marked (is_withdrawn_at_source)",
    )
    assert marked(settings) == {"Lyon"}
    assert run_pipeline(settings).status == "unchanged"
    before = state(settings)
    rebuild_warehouse(settings.home)
    assert state(settings).equals(before)

    away.rename(lyon)
    outcome = run_pipeline(settings)

    assert (outcome.unchanged, outcome.notes) == (1, ("1 article no longer marked as gone: a file holds them again",))
    assert marked(settings) == set()
    before = state(settings)
    rebuild_warehouse(settings.home)
    assert state(settings).equals(before)


def test_a_renamed_file_and_a_copy_elsewhere_mark_nothing(settings: RunSettings, stories: Path) -> None:
    write_story(stories / "copies", "Lyon")
    run_pipeline(settings)
    (stories / "brest.txt").rename(stories / "moved.txt")
    (stories / "lyon.txt").unlink()

    outcome = run_pipeline(settings)

    assert outcome.notes == (f"2 files are gone from {stories}: no article stood in them alone",)
    assert marked(settings) == set()
    (stories / "moved.txt").unlink()
    run_pipeline(settings)
    assert marked(settings) == {"Brest"}


def test_a_member_that_left_its_archive_is_gone_and_one_that_is_refused_is_not(
    settings: RunSettings, tmp_path: Path
) -> None:
    archive = tmp_path / "week.zip"
    asked = replace(settings, sources=(str(archive),))

    pack(archive, lille=told("Lille"), metz=told("Metz"), caen=told("Caen"))
    run_pipeline(asked)
    pack(archive, lille=told("Lille"), metz="")

    outcome = run_pipeline(asked)

    assert marked(settings) == {"Caen"}
    assert outcome.notes == ("1 article marked: no file or archive holds them any more",)
    before = state(settings)
    rebuild_warehouse(settings.home)
    assert state(settings).equals(before)
    archive.write_bytes(archive.read_bytes()[:200])  # of one that is cut off nobody can tell what it has lost
    run_pipeline(asked)
    assert marked(settings) == set()


def test_names_may_hold_the_mark_that_parts_an_archive_from_its_member(settings: RunSettings, stories: Path) -> None:
    """`Goal! News/lyon.txt` is no member of `Goal`."""
    folder = stories / "Goal! News"
    folder.mkdir()
    for name in ("lyon.txt", "brest.txt", "nancy.txt"):
        (stories / name).rename(folder / name)
    broken, archive = folder / "broken!.jsonl", folder / "week!.zip"
    broken.write_text("{", encoding="utf-8")
    pack(archive, metz=told("Metz"), toul=told("Toul"))
    run_pipeline(settings)
    assert readings_of_rejects(settings.home) == [Reading((str(broken),))]

    (folder / "lyon.txt").unlink()
    pack(archive, metz=told("Metz"))
    write_jsonl(broken, [{"text": STORY.format(place="Pau")}])
    outcome = run_pipeline(settings)

    assert outcome.files_gone == 1
    assert marked(settings) == {"Lyon", "Toul"}
    assert readings_of_rejects(settings.home) == []
    before = state(settings)
    rebuild_warehouse(settings.home)
    assert state(settings).equals(before)
    assert run_pipeline(replace(settings, drop_gone=True)).notes[-1].startswith("2 articles withdrawn")


def test_what_is_gone_leaves_where_that_is_asked_for_but_not_a_whole_disk(settings: RunSettings, stories: Path) -> None:
    run_pipeline(settings)
    lyon = (stories / "lyon.txt").read_text("utf-8")
    (stories / "lyon.txt").unlink()
    run_pipeline(settings)

    assert run_pipeline(replace(settings, drop_gone=True)).tables["articles"] == 6
    (stories / "lyon.txt").write_text(lyon, "utf-8")
    (note,) = run_pipeline(settings).notes
    assert "1 article of files that are back was withdrawn and stays away" in note
    (stories / "brest.txt").unlink()
    outcome = run_pipeline(replace(settings, drop_gone=True))

    assert outcome.tables["articles"] == 5
    assert outcome.notes[-1] == "1 article withdrawn with what stood on it alone (--drop-gone)"
    assert run_pipeline(replace(settings, drop_gone=True)).status == "unchanged"
    for file in stories.glob("*.txt"):
        file.unlink()
    write_story(stories, "Tours")
    outcome = run_pipeline(replace(settings, drop_gone=True))
    assert (outcome.tables["articles"], len(marked(settings))) == (6, 5)
    assert "is a disk missing?" in outcome.notes[0]
    assert run_pipeline(replace(settings, drop_gone=True)).status == "unchanged"
    assert run_pipeline(replace(settings, drop_gone=True, allow_empty=True)).tables["articles"] == 1


@pytest.mark.parametrize(
    ("source", "uri", "is_held"),
    [
        ("/news", "/news/a/b.txt", True),
        ("/news/", "/newspaper/b.txt", False),
        ("/news/*.txt", "/news/a.txt", True),
        ("/news/*.txt", "/news/a/b.txt", False),
        ("/news/**/*.txt", "/news/b.txt", True),
        ("/news/**/*.txt", "/news/a/c/b.txt", True),
        ("/news/202[0-3]-*", "/news/2021-08/b.txt", True),
        ("/news/202[!0-3]", "/news/2021", False),
        (".", "a.txt", True),
        (".", "/elsewhere/a.txt", False),
        (".", "https://example.org/a", False),
        ("s3://bucket/news/", "s3://bucket/news/a.txt", True),
    ],
)
def test_a_source_stands_for_its_files(source: str, uri: str, is_held: bool) -> None:
    scope = scope_of(source)
    assert scope is not None
    assert scope.holds(uri) == is_held


def test_nothing_is_gone_from_an_address() -> None:
    assert scope_of("https://example.org/feed.xml") is None
