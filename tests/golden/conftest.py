"""One warehouse for all tests of golden folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from warehouse_rows import golden_cases, run_over_cases


@pytest.fixture(scope="session")
def golden_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run over the inputs of all cases, each in a folder of its own name."""
    return run_over_cases(golden_cases(), tmp_path_factory.mktemp("golden"))
