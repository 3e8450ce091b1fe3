"""A feed of teasers, followed over several runs, from the server to the published tables."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from french_stories import STORY

from flows.asking import ask
from flows.core import run_pipeline
from flows.occasions import readings_so_far
from flows.rebuilding import rebuild_warehouse
from flows.settings import RunSettings
from warehouse.sources.addresses import ALLOW_LOCAL


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Newsroom:
    """A site that is a folder, and a feed of some of its pages."""

    folder: Path
    server: ThreadingHTTPServer
    edition: int = 1_700_000_000

    @property
    def feed(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/feed.xml"

    def publish(self, *places: str) -> None:
        items = ""
        for place in places:
            page = f"<html><body><h1>Le budget de {place}</h1><p>{STORY.format(place=place)}</p></body></html>"
            (self.folder / f"{place}.html").write_text(page, encoding="utf-8")
            link = self.feed.replace("feed.xml", f"{place}.html")
            items += f"<item><title>Le budget de {place}</title><link>{link}</link><guid>{place}</guid></item>"
        feed = f'<rss version="2.0"><channel><title>Le Courrier</title>{items}</channel></rss>'
        (self.folder / "feed.xml").write_text(feed, encoding="utf-8")
        self.edition += 1
        os.utime(self.folder / "feed.xml", (self.edition, self.edition))  # servers tell the time in seconds

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    monkeypatch.setenv(ALLOW_LOCAL, "1")
    monkeypatch.setenv("DATELINE_SECONDS_BETWEEN_REQUESTS", "0")
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    room = Newsroom(folder, server)
    yield room
    room.close()


def titles(home: Path) -> list[str]:
    rows = ask(home, "SELECT title, external_id, source_name FROM articles ORDER BY ALL").iter_rows()
    return [f"{title} ({own_id}, {source})" for title, own_id, source in rows]


def test_a_followed_feed_grows_and_what_falls_out_of_it_stays(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = RunSettings((newsroom.feed,), home=tmp_path / "home", workers=1, follow=True)
    newsroom.publish("Lille", "Metz")
    first = run_pipeline(settings)
    assert (first.new, first.rejected, list(first.notes)) == (2, 0, ["addresses: 3 fetched"])

    second = run_pipeline(settings)
    assert second.status == "unchanged"
    assert list(second.notes) == ["addresses: 1 unchanged at their servers, 2 kept from before"]

    newsroom.publish("Metz", "Nancy")
    third = run_pipeline(settings)
    assert (third.new, third.changed, third.rejected) == (1, 0, 0)
    assert list(third.notes) == ["addresses: 2 fetched, 1 kept from before"]
    found = [f"Le budget de {place} ({place}, Le Courrier)" for place in ("Lille", "Metz", "Nancy")]
    assert titles(settings.home) == found

    rebuild_warehouse(settings.home)
    newsroom.close()
    readings = readings_so_far(settings.home)
    assert [(one.sources, one.follow) for one in readings] == [
        ((newsroom.feed,), True),
        (tuple(newsroom.feed.replace("feed.xml", f"{place}.html") for place in ("Lille", "Metz", "Nancy")), False),
    ]
    again = run_pipeline(replace(settings, sources=readings[1].sources, again=True))  # though the server is gone
    assert (again.rejected, again.new, again.changed) == (0, 0, 0)
    assert titles(settings.home) == found
