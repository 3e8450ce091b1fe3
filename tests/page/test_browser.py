"""The page as a browser draws it; left out where there is no Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flows.page.document import write_report
from flows.page.selection import Selection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")


def drawn(file: Path, address: str, profile: Path) -> str:
    """The page's elements after its scripts have run, without the scripts."""
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--window-size=1200,900")
    called = subprocess.run(
        [str(CHROMIUM), *flags, f"--user-data-dir={profile}", "--dump-dom", f"{file.as_uri()}#{address}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return re.sub(r"<script\b.*?</script>", "", called.stdout, flags=re.DOTALL)


@pytest.fixture(scope="module")
def page(home: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("drawn")
    file = write_report(home, folder / "p.html", Selection()).file
    return drawn(file, "country=Yemen&from=2023-04-01&to=2023-05-31&words=sailors&least=0.5&open=1", folder / "profile")


def test_filters_of_the_address_work_together_and_move_everything(page: str) -> None:
    assert re.search(r'id="count"[^>]*>1 of 3 events<', page)
    assert re.findall(r'<tr class="(event[^"]*)"', page) == ["event open"]
    assert re.search(r"<b>9</b><span>deaths, best count \(8 – 9\)", page)
    assert len(re.findall(r'<path class="point quad4 ', page)) == 1  # on the map
    assert re.search(r'<rect class="quad4"', page)  # on the timeline
    assert "Take away the filter Countries: Yemen" in page


def test_an_open_row_shows_the_sentence_in_its_article_and_runs_nothing_of_it(page: str) -> None:
    assert "<mark>Nine sailors <b>died</b> there, the harbour master said.</mark>" in page
    assert "&lt;/script&gt;&lt;script&gt;document.title='taken'" in page
    assert re.search(r'href="https://port.example/1\?a=1&amp;b=2" target="_blank" rel="noopener', page)
    assert "<title>Dateline: events</title>" in page
