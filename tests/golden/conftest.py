"""The warehouse that all tests of this folder read."""

from __future__ import annotations

from pathlib import Path

import pytest
from warehouse_rows import CASES, run_over_cases


@pytest.fixture(scope="session")
def golden_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run over the inputs of all cases, each in a folder of its own name; the sample articles are one of them."""
    return run_over_cases(CASES, tmp_path_factory.mktemp("golden"))
