"""`docs/input.md` names every format, rule and key that the code knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from transforms.prepare.articles import _OF_THE_FILE as MANIFEST_KEYS
from warehouse.schema import record_keys
from warehouse.sources import formats, read
from warehouse.sources.web import manners

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "input.md").read_text(encoding="utf-8")
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("warehouse/sources", "transforms/prepare")
    for path in sorted((ROOT / folder).rglob("*.py"))
)
RULES = set(re.findall(r'"(?:read|prepare)", "([a-z_]+)"', CODE)) | set(
    re.findall(r'(?:BadRecord\([^"]{0,40}|_rejected\(document, |(?:Refusal|_notice|_refused)\(\s*)"([a-z_]+)"', CODE)
)


@pytest.mark.parametrize("ending", sorted(formats._ENDINGS))
def test_endings(ending: str) -> None:
    if ending != ".text":
        assert f"`{ending}`" in TEXT, f"docs/input.md, table of formats: no row has `{ending}`"


def test_every_format_has_a_reader() -> None:
    tables = (read._OF_DATED_RECORDS, read._READERS, read._ONE_DOCUMENT, read._TEXT_OF)
    with_reader = sorted(kind for table in tables for kind in table)
    assert with_reader == sorted(set(get_args(formats.FileFormat)) - {"unsupported"}), (
        "warehouse/sources: each FileFormat of formats.py stands in one table of readers at the head of read.py"
    )
    assert set(formats._ENDINGS.values()) <= set(with_reader)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rules(rule: str) -> None:
    assert f"`{rule}`" in TEXT


@pytest.mark.parametrize("key", sorted({name for _, name in record_keys._PLAIN_NAMES} | set(MANIFEST_KEYS)))
def test_keys(key: str) -> None:
    assert f"`{key}`" in TEXT


def test_the_settings_of_fetching_are_told_with_what_holds_without_them() -> None:
    for name in (manners.CONTACT, manners.SECONDS_BETWEEN, manners.ROBOTS):
        assert f"| `{name}` |" in TEXT, f"docs/input.md tells nothing of {name}"
    pause = f"({manners.Manners().seconds_between:g})"
    assert f"| `{manners.SECONDS_BETWEEN}` | the least pause between two requests to a host {pause} |" in TEXT


def test_rules_were_found() -> None:
    assert {"json_invalid", "no_text", "empty_file", "no_documents", "cookie_wall", "scanned_document"} <= RULES
