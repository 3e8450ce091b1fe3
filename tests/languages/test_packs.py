"""Each language pack has its line in `chosen.PACKS`, and each line a module that builds it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from transforms import languages
from transforms.languages.chosen import PACKS

FOLDER = Path(languages.__file__).parent


def test_each_package_has_its_line_and_each_line_its_module() -> None:
    packages = {f"transforms.languages.{found.parent.name}" for found in FOLDER.glob("*/__init__.py")}
    assert not packages - set(PACKS.values()), f"chosen.py, PACKS: no line for {packages - set(PACKS.values())}"
    assert [code for code, module in PACKS.items() if find_spec(module) is None] == []
