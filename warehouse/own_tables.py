"""Reference tables of one's own: a folder whose files take the place of ours (`seeds/reference`), or are added to them.

What belongs here: which folder is in use, and which files make a table. Reading and checking is `warehouse.reference`.

In the folder `actors/armed_groups.csv` takes the place of ours, and `actors/armed_groups.add.csv` is added to it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from warehouse.schema.reference_tables import all_reference_tables

REFERENCE_FOLDER = Path(__file__).resolve().parent.parent / "seeds" / "reference"
ADDED = ".add.csv"
"""How the name of a file ends whose rows are added to a table of ours."""


class ReferenceTableError(Exception):
    """A reference table is missing or breaks its declaration; the message names file, line, column and the rule."""


@dataclass(slots=True)
class _InUse:
    """The folder of one's own, and whether tables were read: what one process reads comes from one folder."""

    folder: Path | None = None
    is_read: bool = False


_in_use = _InUse()


def use_own_tables(folder: Path | None) -> None:
    """Read the tables of this folder besides ours from now on; None for ours alone.

    Raises:
        ReferenceTableError: it is no folder, a file in it is no table, or this process has read other tables already.
    """
    if folder == _in_use.folder:
        return
    if _in_use.is_read:
        before = _in_use.folder or REFERENCE_FOLDER
        raise ReferenceTableError(f"this process has read the tables of {before} already; start another for {folder}")
    if folder is not None:
        _refuse_strange_files(folder)
    _in_use.folder = folder


def own_tables() -> Path | None:
    """The folder of one's own that is in use."""
    return _in_use.folder


def note_reading() -> None:
    """Tables were read: from now on the folder stays."""
    _in_use.is_read = True


def table_files(path: str) -> list[Path]:
    """The files that make the table of a path: its rows, then those that are added.

    `table_files("en/actors/titles")` -> `[seeds/reference/en/actors/titles.csv, mine/en/actors/titles.add.csv]`
    """
    ours, own = REFERENCE_FOLDER / f"{path}.csv", _in_use.folder
    if own is None:
        return [ours]
    replaced, added = own / f"{path}.csv", own / f"{path}{ADDED}"
    return [replaced if replaced.is_file() else ours, *([added] if added.is_file() else [])]


def own_files() -> dict[str, Path]:
    """The files of the folder of one's own by their names in it: `en/actors/titles.add.csv`."""
    folder = _in_use.folder
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.csv"))} if folder else {}


def _refuse_strange_files(folder: Path) -> None:
    """A file that no table is made of would be ignored in silence, as a misspelled name is."""
    if not folder.is_dir():
        raise ReferenceTableError(f"{folder} is no folder of reference tables")
    known = {table.path for table in all_reference_tables().values()}
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".csv"):
        name = path.relative_to(folder).as_posix().removesuffix(".csv").removesuffix(".add")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]}.csv?" if near else ""
            raise ReferenceTableError(f"{path}: there is no reference table {name}{hint}")
