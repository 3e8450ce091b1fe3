"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

# the first example loads what it needs, on a machine that is busy; `HYPOTHESIS_PROFILE=random` looks for new examples
settings.register_profile("dateline", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dateline"))

# as the pipeline has it: one worker a core multiplies matrices faster than threads that wait for one another
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    _ = os.environ.setdefault(_name, "1")

from transforms.wording import WORD_TABLES, use_words  # noqa: E402
from warehouse.reference import REFERENCE_FOLDER, read_reference_table  # noqa: E402
from warehouse.schema.reference_tables import all_reference_tables  # noqa: E402
from warehouse.store import database  # noqa: E402
from warehouse.store.home import Home  # noqa: E402

use_words({name: read_reference_table(all_reference_tables()[name], REFERENCE_FOLDER) for name in WORD_TABLES})


@pytest.fixture(scope="session", autouse=True)
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """The tables of an empty warehouse are made once; a build file that is made anew starts as a copy of that."""
    connect = database._connect
    template = Home(tmp_path_factory.mktemp("empty")).build
    version = database.schema_version()

    def connect_copy(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        if not (read_only or path.exists()) and database.schema_version() == version:
            if path != template and not template.exists():
                with database.open_build(Home(template.parent)):
                    pass
            if path != template:
                _ = shutil.copyfile(template, path)
        return connect(path, read_only=read_only)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_connect", connect_copy)
        yield
