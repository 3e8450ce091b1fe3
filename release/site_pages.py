"""What mkdocs needs besides mkdocs.yml: the root's pages as pages of the site, and links out of docs/ as plain text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"README.md": "readme.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
"""Pages of the root, and where the site has them."""

_TO_ROOT = re.compile(r"\]\(\.\./(README|CONTRIBUTING|CHANGELOG)\.md")
_OUT = re.compile(r"\[([^\]]*)\]\(\.\./[^)]*\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the root's pages, their links turned to where the site has the pages."""
    for name, place in PAGES.items():
        text = (ROOT / name).read_text(encoding="utf-8").replace("](docs/", "](")
        for page, other in PAGES.items():
            text = text.replace(f"]({page}", f"]({other}")
        text = re.sub(r"\[([^\]]*)\]\((?:LICENSE|NOTICE|seeds/[^)]*|CITATION.cff|first_look.ipynb)\)", r"\1", text)
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Files of the checkout are no pages of the site: their names stay."""
    markdown = _TO_ROOT.sub(lambda found: f"]({found[1].lower()}.md", markdown)
    return re.sub(r"\[([^\]]*)\]\(first_look\.ipynb\)", r"\1", _OUT.sub(r"\1", markdown))
