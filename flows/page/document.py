"""The page itself: one HTML file that fetches nothing, with the libraries, the map and the data inside.

The order of scripts is the order of `SCRIPTS`. A Content-Security-Policy names each of them by its digest and forbids
all else: no request leaves the page, and no text of an article can run, wherever it stands.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flows.errors import UserMistake
from flows.page.contents import contents
from flows.page.selection import Selection

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (
    *("d3.min.js", "topojson-client.min.js"),
    *("data.js", "filters.js", "facets.js", "timeline.js", "map.js", "table.js", "page.js"),
)
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, slots=True)
class Report:
    """What was written."""

    file: Path
    shown: int
    matching: int
    size: int  # bytes


def write_report(home: Path, file: Path, selection: Selection, made_at: str | None = None) -> Report:
    """Write the page of a home beside FILE and put it in its place in one step.

    Raises:
        NothingPublished: no run has published yet.
        UserMistake: FILE can't be written, or its folder is not there.
    """
    if not file.absolute().parent.is_dir():  # more often a slip than a wish
        raise UserMistake(f"there is no folder {file.parent}")
    held = contents(home, selection, made_at or now_in_words())
    page = document(held).encode(errors="replace")  # a folder's name may be no UTF-8
    about: Any = held["about"]
    try:
        aside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        try:
            _ = aside.write_bytes(page)
            _ = aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise UserMistake(f"{file} can't be written: {error.strerror or error}") from error
    return Report(file, int(about["shown"]), int(about["matching"]), len(page))


def now_in_words() -> str:
    """When a page is made, as it says itself."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def document(held: Mapping[str, object], *, is_served: bool = False) -> str:
    """The page that shows what `contents` gives; one that `dateline ui` serves leads to the query page.

    The template is cut at its marks and joined with the parts, so that nothing is ever looked for in strangers' texts.
    """
    scripts = [asset(name) for name in SCRIPTS]
    style = asset("page.css")
    parts = {
        "policy": _policy(scripts, style),
        "ask": '<p><a href="/query">Ask in SQL</a></p>' if is_served else "",
        "style": f"<style>{style}</style>",
        "world": _data("world", json.loads(asset("world.json"))),
        "data": _data("data", held),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    pieces = re.split(r"<!--(\w+)-->", asset("page.html"))
    return "".join(parts[piece] if number % 2 else piece for number, piece in enumerate(pieces))


def _policy(scripts: list[str], style: str) -> str:
    allowed = " ".join(_digest(script) for script in scripts)
    rules = (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(name: str, value: object) -> str:
    """Values as JSON that no browser takes for markup, whatever texts are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return f'<script type="application/json" id="{name}">{text.translate(_UNSAFE)}</script>'


@cache
def asset(name: str) -> str:
    """A file of `assets/`."""
    return (ASSETS / name).read_text(encoding="utf-8")
