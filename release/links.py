"""Finds links between our Markdown pages that lead nowhere: `python -m release.links` prints them.

A test holds that there are none. Files and headings are looked up, addresses of the web are not asked.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_RULE_OF_ANCHORS = re.compile(r"[^\w\- ]")


def our_pages() -> list[Path]:
    """Markdown pages of the checkout; sample articles and cases of tests are no pages."""
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.splitlines() if not name.startswith(("seeds/articles/", "tests/"))]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def broken_links(pages: list[Path]) -> Iterator[str]:
    """`docs/input.md: places.md#rivers`, for each link whose file or heading is not there."""
    for page in pages:
        for link in links(page):
            target, _, anchor = unquote(link).partition("#")
            path = (page.parent / target).resolve() if target else page
            if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
                yield f"{page.relative_to(ROOT)}: {link}"


def links(page: Path) -> Iterator[str]:
    """Where a page's links and pictures lead, save addresses of the web."""
    for token in _tokens(page):
        for child in token.children or []:
            link = str(child.attrGet("href") or child.attrGet("src") or "")
            if link and not _ELSEWHERE.match(link):
                yield link


@cache
def anchors(page: Path) -> frozenset[str]:
    """A page's headings as links name them: `## Exit codes` is `exit-codes`; a second one is `exit-codes-1`."""
    tokens = _tokens(page)
    found: list[str] = []
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(child.content for child in content.children or [])
            plain = _RULE_OF_ANCHORS.sub("", text.strip().lower()).replace(" ", "-")
            again = sum(1 for one in found if re.fullmatch(rf"{re.escape(plain)}(-\d+)?", one))
            found.append(f"{plain}-{again}" if again else plain)
    return frozenset(found)


@cache
def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    broken = list(broken_links(our_pages()))
    sys.stdout.write("".join(f"{line}\n" for line in broken))
    sys.exit(bool(broken))
