from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from strangers import SAID, TITLE

from flows.errors import NothingPublished, UserMistake
from flows.page.document import ASSETS, SCRIPTS, write_report
from flows.page.selection import Selection
from warehouse.store.selection import Filters

NOW = "2026-03-01 12:00 UTC"


def page_of(home: Path, folder: Path, selection: Selection | None = None) -> str:
    return write_report(home, folder / "p.html", selection or Selection(), NOW).file.read_text(encoding="utf-8")


def data_of(page: str) -> Any:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def test_the_page_holds_events_sentences_and_what_stands_around_them(home: Path, tmp_path: Path) -> None:
    data = data_of(page_of(home, tmp_path))

    assert data["events"]["id"] == ["e2", "e1", "e3"]  # the newest first, those without a date last
    assert data["events"]["best"] == [None, 9, None]
    ((article, before, said, behind, start, end, _),) = data["sentences"][1]
    assert (said, said[start:end], behind) == (SAID, "died", "")
    assert before.endswith("${data} ")
    assert data["articles"][article][1] == " ".join(TITLE.split())
    assert data["about"] | {"shown": 3, "matching": 3, "events": 3, "uncoded": 1} == data["about"]


def test_a_strangers_text_ends_no_script_and_only_web_addresses_are_links(home: Path, tmp_path: Path) -> None:
    page = page_of(home, tmp_path)

    assert "document.title='taken'" in page
    assert "</script><script>document" not in page
    assert "\u2028" not in page
    assert {row[4] for row in data_of(page)["articles"]} == {"https://port.example/1?a=1&b=2", None}


def test_the_page_names_no_address_to_fetch_and_forbids_all_others(home: Path, tmp_path: Path) -> None:
    page = page_of(home, tmp_path)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)

    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(
        r"<(script|link|img|iframe)[^>]+(src|href)=", page.partition('<script type="application/json"')[0]
    )


def test_a_page_that_holds_no_more_keeps_the_newest_and_says_so(home: Path, tmp_path: Path) -> None:
    data = data_of(page_of(home, tmp_path, Selection(Filters(("YEM", "Kenya")), most=1)))

    assert data["events"]["id"] == ["e2"]
    assert data["about"] | {"shown": 1, "matching": 3, "asked": "YEM, Kenya"} == data["about"]


def test_a_selection_of_what_there_is_not_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="no country is called 'Atlantis'"):
        page_of(home, tmp_path, Selection(Filters(("Atlantis",))))


def test_libraries_are_as_their_makers_published_them() -> None:
    page = (ASSETS / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([\w.-]+\.js)` .* SHA-256 `(\w+)`", page, re.MULTILINE))

    assert told == {name: hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() for name in SCRIPTS[:2]}


def test_a_home_without_a_warehouse_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        write_report(tmp_path / "none", tmp_path / "p.html", Selection())

    assert not list(tmp_path.glob("*.html"))


def test_a_page_that_can_not_be_written_is_told_and_makes_no_folders(home: Path, tmp_path: Path) -> None:
    for file, said in ((tmp_path / "no" / "p.html", "there is no folder"), (tmp_path, "can't be written")):
        with pytest.raises(UserMistake, match=said):
            write_report(home, file, Selection())
    assert not (tmp_path / "no").exists()
