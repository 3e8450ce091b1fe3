"""A home of its own for each test of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.store import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ensure()
