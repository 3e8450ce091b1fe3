"""Prefixes of an object store as sources: listed, fetched where new or changed, told where they can't be had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from french_stories import STORY

from flows.asking import ask
from flows.core import run_pipeline
from flows.errors import DatelineError
from flows.settings import RunSettings
from warehouse.sources import SourceError, SourceFile, discover
from warehouse.sources.remote import fetch_remote, list_remote

pytest.importorskip("obstore")


def told(place: str) -> bytes:
    return f"Le budget de {place} est voté\n\n{STORY.format(place=place)}\n".encode()


@pytest.fixture
def bucket(s3_bucket: str) -> Any:
    boto3 = pytest.importorskip("boto3")
    held = boto3.resource("s3", region_name="us-east-1").Bucket(s3_bucket.removeprefix("s3://"))
    yield held
    held.objects.delete()


def put(bucket: Any, **texts: bytes) -> None:
    for name, text in texts.items():
        bucket.put_object(Key=f"daily/{name}.txt", Body=text)


def uris(settings: RunSettings) -> list[str]:
    return ask(settings.home, "SELECT raw_uri FROM articles ORDER BY 1").get_column("raw_uri").to_list()


def test_only_new_and_changed_objects_of_a_prefix_are_read(
    bucket: Any, settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(bucket, lille=told("Lille"), metz=told("Metz"), **{"n° 1 [a]+b%20": told("Caen")})
    bucket.put_object(Key="daily/", Body=b"")
    bucket.put_object(Key="daily/.hidden.txt", Body=told("Vichy"))
    bucket.put_object(Key="daily/manifest.csv", Body=b"file,published_at\nmetz.txt,2024-03-05\n")
    bucket.put_object(Key="dailies/elsewhere.txt", Body=told("Tours"))
    asked = replace(settings, sources=("s3://news/daily",))

    outcome = run_pipeline(asked)

    assert (outcome.new, outcome.rejected) == (3, 0)
    names = [uri.removeprefix("s3://news/daily/") for uri in uris(settings)]
    assert names == ["lille.txt", "metz.txt", "n° 1 [a]+b%20.txt"]
    dated = ask(settings.home, "SELECT raw_uri FROM articles WHERE CAST(published_date AS VARCHAR) = '2024-03-05'")
    assert dated.rows() == [("s3://news/daily/metz.txt",)]
    assert not list(settings.home.rglob("*lille*"))

    fetched: list[str] = []

    def fetch(file: SourceFile, folder: Path) -> SourceFile:
        fetched.append(file.uri)
        return fetch_remote(file, folder)

    monkeypatch.setattr("flows.spooling.fetch_remote", fetch)
    assert run_pipeline(asked).status == "unchanged"
    put(bucket, metz=told("Reims"), nice=told("Nice"))
    bucket.Object("daily/lille.txt").delete()
    outcome = run_pipeline(asked)
    assert (outcome.files_read, outcome.files_gone) == (2, 1)
    assert fetched == ["s3://news/daily/metz.txt", "s3://news/daily/nice.txt"]
    marked = ask(settings.home, "SELECT raw_uri FROM articles WHERE is_withdrawn_at_source").rows()
    assert marked == [("s3://news/daily/lille.txt",)]


def test_a_pattern_and_one_object_are_sources_too(bucket: Any) -> None:
    put(bucket, lille=told("Lille"), metz=told("Metz"))
    assert [one.uri for one in list_remote("s3://news/daily/m*.txt")] == ["s3://news/daily/metz.txt"]
    assert [one.uri for one in list_remote("s3://news/**/l*")] == ["s3://news/daily/lille.txt"]
    assert [one.uri for one in list_remote("s3://news/daily/metz.txt")] == ["s3://news/daily/metz.txt"]
    bucket.put_object(Key="daily/manifest.csv", Body=b"file,source_name\nmetz.txt,Est\nlille.txt,Nord\n")
    for source in ("s3://news/daily/metz.txt", "s3://news/daily/m*.txt"):
        (file,) = discover([source])
        assert (file.uri, file.manifest[""]["source_name"]) == ("s3://news/daily/metz.txt", "Est")


def test_what_is_wrong_is_told_with_its_remedy(
    bucket: Any, settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DatelineError, match="s3://news/none/: no object below it; check bucket and prefix"):
        run_pipeline(replace(settings, sources=("s3://news/none/",)))
    with pytest.raises(DatelineError, match="no such bucket; check its name"):
        run_pipeline(replace(settings, sources=("s3://no-such-bucket/a",)))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(SourceError, match="credentials come from the environment: AWS_ACCESS_KEY_ID"):
        list_remote("s3://news/daily")


def test_a_large_object_comes_in_parts(bucket: Any, settings: RunSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.sources.remote._CHUNK", 100)
    put(bucket, lille=told("Lille"))
    assert run_pipeline(replace(settings, sources=("s3://news/daily/lille.txt",))).new == 1
