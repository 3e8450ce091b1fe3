"""Keeps the built gazetteer as Parquet, named by the content of all it was built from.

What belongs here: when to build, where the files are, and that a half-written gazetteer is never read.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from warehouse.gazetteer.build import build_frames
from warehouse.gazetteer.registry import registry_files
from warehouse.own_tables import REFERENCE_FOLDER, table_files
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables.places import GAZETTEER_TABLES

FRAMES: Final = ("places", "names", "countries")
_CODE: Final = ("build.py", "english.py", "registry.py", "dumps.py", "../schema/place_names.py")


def load_gazetteer_frames(
    cache_folder: Path, report: Callable[[str], None], dump: Path | None = None
) -> dict[str, pl.DataFrame]:
    """The gazetteer's frames (`places`, `names`, `countries`), built when no built one fits the inputs.

    Args:
        cache_folder: where built gazetteers are kept, one folder for each key.
        report: told in a sentence when building starts and ends; building takes some ten seconds.
        dump: a user's GeoNames dump (country file or allCountries.zip), for villages.

    Raises:
        GazetteerError: the dump is missing or is not a GeoNames dump.
    """
    folder = cache_folder / f"gazetteer-{gazetteer_key(dump)}"
    if not folder.is_dir():
        report("building the gazetteer (once; about ten seconds)")
        _build_into(folder, dump)
        report(f"gazetteer built in {folder}")
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES}


def gazetteer_key(dump: Path | None = None) -> str:
    """16 hexadecimal digits that change when any input changes: our tables and code by content, big files by size."""
    digest = hashlib.sha256()
    own = [path for table in GAZETTEER_TABLES for path in table_files(table.path)]
    own += [REFERENCE_FOLDER / "places" / "natural_earth_admin1.parquet"]
    own += [Path(__file__).parent / name for name in _CODE]
    for path in own:
        digest.update(path.name.encode() + path.read_bytes())
    for path in [*registry_files(), *([dump] if dump and dump.is_file() else [])]:
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()[:16]


def _build_into(folder: Path, dump: Path | None) -> None:
    """Write the frames aside and rename the folder when it is whole; a lost race leaves the other's result."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    tables = {table.name: read_reference_table(table) for table in GAZETTEER_TABLES}
    frames = build_frames(tables, REFERENCE_FOLDER / "places" / "natural_earth_admin1.parquet", dump)
    aside = Path(tempfile.mkdtemp(prefix=".gazetteer-", dir=folder.parent))
    try:
        for name in FRAMES:
            frames[name].write_parquet(aside / f"{name}.parquet", compression="zstd")
        aside.replace(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
