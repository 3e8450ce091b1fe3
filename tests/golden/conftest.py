"""One warehouse for all tests of golden folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from warehouse_rows import golden_cases, run_over_cases

from warehouse.store.home import Home


@pytest.fixture(scope="session")
def golden_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run over the inputs of all cases, each in a folder of its own name."""
    return run_over_cases(golden_cases(), tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="session")
def warehouse(golden_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its published file as an analyst opens it: no settings, no extension."""
    with duckdb.connect(str(Home(golden_home).published), read_only=True) as connection:
        yield connection
