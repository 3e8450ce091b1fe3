# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""What a run was asked to do, and the defaults of everything it was not asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from transforms.languages.chosen import DEFAULT, PACKED, read_codes, unknown_codes

DEFAULT_HOME = Path("data")
DEFAULT_BATCH_SIZE = 200
"""Articles a batch. A Prefect task costs 10-80 ms and an article about as much, so a task must hold many."""

BATCH_BYTES = 4_000_000
"""Raw bytes after which a batch is closed early, so that long documents do not make a batch that eats the memory."""

PROCESSES = "processes"
DASK = "dask"
"""Runners: worker processes of this machine, a Dask cluster of this process; else the address of a Dask scheduler."""

DEFAULT_REJECT_THRESHOLD = 0.25
DEFAULT_BATCH_TIMEOUT = 900.0


def languages_asked(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The languages that are coded, by `DATELINE_LANGUAGES`: "en,es"; English alone where it says nothing."""
    return read_codes(environment.get("DATELINE_LANGUAGES", DEFAULT))


@dataclass(frozen=True, slots=True)
class RunSettings:
    """One run as the user asked for it; it is kept in `meta.runs.settings` so that the run can be repeated."""

    sources: tuple[str, ...]
    home: Path = DEFAULT_HOME
    manifest: Path | None = None
    batch_size: int = DEFAULT_BATCH_SIZE
    workers: int | None = None  # None: as many as there are cores, or batches
    reject_threshold: float = DEFAULT_REJECT_THRESHOLD  # share of the documents read
    batch_timeout: float = DEFAULT_BATCH_TIMEOUT  # seconds after which a batch's worker is taken for dead
    allow_empty: bool = False  # whether a folder that had files may have none
    drop_gone: bool = False  # whether articles leave whose files are gone from these sources
    settle_seconds: float = 0.0  # since when a file must not have been written to; else the next run reads it
    looks_for_gone: bool = True  # whether files are looked for that the sources held before
    again: bool = False  # read files too that are known as they are
    runner: str = PROCESSES  # or DASK, or the address of a Dask scheduler
    lake: str | None = None  # URL of an object store's folder; None: as the home has it
    lock: str | None = None  # URL of a database whose lock spans machines; None: as the home has it
    ducklake: str | None = None  # URL of the catalog of a copy in DuckLake; None: as the home has it
    separator: str | None = None  # the line that parts the articles of a text
    languages: tuple[str, ...] = field(default_factory=languages_asked)  # coded ones; others are stored and counted
    from_kept: bool = False  # addresses are read as they were fetched before, where they were
    follow: bool = False  # whether the pages of teasers in feeds and answers that were fetched are fetched too

    def mistake(self) -> str | None:
        """What is wrong with the numbers; the shell refuses them itself, a flow's form or a script does not."""
        wrong = (
            ("batch_size", self.batch_size, 1, None),
            ("workers", self.workers, 1, None),
            ("reject_threshold", self.reject_threshold, 0, 1),
            ("batch_timeout", self.batch_timeout, 1, None),
            ("settle_seconds", self.settle_seconds, 0, None),
        )
        for name, value, least, most in wrong:
            if value is not None and not (least <= value and (most is None or value <= most)):
                return f"{name} is {value}; it must be {least} or more" + (f", {most} at most" if most else "")
        if unknown := unknown_codes(self.languages):
            return f"languages has {', '.join(unknown)}; there are readers for {', '.join(PACKED)}"
        return None

    def shown_sources(self) -> list[str]:
        """The sources as they are stored and printed: without passwords, and with what is no UTF-8 written out."""
        from warehouse.sources.addresses import without_secrets
        from warehouse.sources.discover import printable

        return [printable(without_secrets(source)) for source in self.sources]

    def describe(self) -> dict[str, object]:
        """The settings as plain values, for the run record."""
        plain: dict[str, object] = asdict(self)
        plain |= {
            "sources": self.shown_sources(),
            "home": str(self.home),
            "manifest": str(self.manifest) if self.manifest else None,
        }
        return plain


def available_cores() -> int:
    """Cores that this process may use: a container's or a batch system's share, where the machine tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def gazetteer_cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the prepared gazetteer lies: `DATELINE_CACHE`, or the user's cache folder; shared by all homes."""
    from platformdirs import user_cache_path

    chosen = environment.get("DATELINE_CACHE")
    return Path(chosen).expanduser() if chosen else user_cache_path("dateline")


def geonames_dump(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The user's own GeoNames dump (a country file or allCountries.zip), named by `DATELINE_GEONAMES`."""
    named = environment.get("DATELINE_GEONAMES")
    return Path(named).expanduser() if named else None


OWN_TABLES = "DATELINE_REFERENCE"
"""The environment's name for a folder of reference tables of one's own."""


def use_tables(home: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Read the reference tables of one's own: of `DATELINE_REFERENCE`, else of the home's folder `reference`.

    Raises:
        UserMistake: the folder is missing, or a file in it is no table.
    """
    from flows.errors import UserMistake
    from warehouse.own_tables import ReferenceTableError, use_own_tables

    named = environment.get(OWN_TABLES)
    of_home = home / "reference"
    folder = Path(named).expanduser() if named else of_home if of_home.is_dir() else None
    try:
        use_own_tables(folder.absolute() if folder else None)
    except ReferenceTableError as error:
        raise UserMistake(str(error)) from error
