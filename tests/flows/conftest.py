"""Fixtures for the tests of runs; no test but the slow ones loads a language model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from french_stories import PLACES, write_story

from flows.jobs import BatchJob
from flows.settings import RunSettings
from warehouse.sources import Document, documents_frame


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder of seven French articles."""
    folder = tmp_path / "stories"
    for place in PLACES:
        write_story(folder, place)
    return folder


@pytest.fixture
def settings(tmp_path: Path, stories: Path) -> RunSettings:
    return RunSettings((str(stories),), home=tmp_path / "home", workers=1)


@pytest.fixture
def job(tmp_path: Path) -> BatchJob:
    """A batch of eight records, numbered from 1."""
    documents = [
        Document("a.jsonl", number, "record", "0" * 64, record={"id": str(number), "text": f"{number}"})
        for number in range(1, 9)
    ]
    spool = tmp_path / "batch.parquet"
    documents_frame(documents).write_parquet(spool)
    return BatchJob("run-0001", str(spool), 0, len(documents), str(tmp_path / "home"), "20210809T060000-7c1e")


@pytest.fixture(scope="module")
def s3_bucket() -> Iterator[str]:
    """The URL of a bucket on an S3 server of this process."""
    boto3 = pytest.importorskip("boto3")
    moto = pytest.importorskip("moto.server")
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patched.setenv("AWS_ALLOW_HTTP", "true")
        patched.setenv("AWS_ACCESS_KEY_ID", "somebody")
        patched.setenv("AWS_SECRET_ACCESS_KEY", "something")
        patched.setenv("AWS_REGION", "us-east-1")
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="news")
        yield "s3://news"
    running.stop()
