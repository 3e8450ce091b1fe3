# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Errors that end a command with a message instead of a traceback, and the exit code that each stands for."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

_FULL = ("No space left on device", "os error 28", "Disk quota exceeded", "max_temp_directory_size")
_INTERRUPTED = ("Query interrupted", "INTERRUPT Error")
_LEAST_ROOM = 200_000_000  # for the spool and packages of a few batches


class ExitCode(IntEnum):
    """What a script may rely on; documented in docs/running.md and in `dateline --help`."""

    OK = 0
    RUN_FAILED = 1
    DIFFERENT = 1  # of `dateline diff`, as diff(1) has it
    USER_MISTAKE = 2
    NOTHING_PUBLISHED = 3
    BUSY = 4
    BUG = 70  # sysexits.h EX_SOFTWARE
    INTERRUPTED = 130


class DatelineError(Exception):
    """Something the user should read: what is wrong, where, and what to do about it."""

    exit_code = ExitCode.RUN_FAILED


class UserMistake(DatelineError):
    """The command was given something that it can't use: a missing file, a wrong value, SQL that does not parse."""

    exit_code = ExitCode.USER_MISTAKE


class NothingPublished(DatelineError):
    """The home holds no published warehouse yet."""

    exit_code = ExitCode.NOTHING_PUBLISHED


class HomeBusy(DatelineError):
    """Another run holds the home's lock."""

    exit_code = ExitCode.BUSY


class ChecksFailed(DatelineError):
    """What was built breaks rules that readers rely on, so they keep what they have."""


class RunInterrupted(DatelineError):
    """The user ended the run with Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED


class SetupFailed(DatelineError):
    """A worker could not load what it needs (language model, gazetteer, reference tables): no document's fault."""


@contextmanager
def told_to_the_user(home: Path | None = None) -> Generator[None, None, None]:
    """Turn the warehouse's own errors, whose messages are meant for people, into errors with an exit code.

    So too what any library says of a full disk, where the home is given.
    """
    try:
        yield
    except DatelineError as error:
        if home is not None and is_disk_full(error):
            raise DatelineError(_of_the_full_disk(home)) from error
        raise
    except Exception as error:
        known = DatelineError(_of_the_full_disk(home)) if home and is_disk_full(error) else _known_error(error)
        if known is None:
            raise
        raise known from error


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, or one that it came of, tells of a disk without room, in the words of whichever library."""
    said = str(error)
    full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or any(sign in said for sign in _FULL)
    return full or (error.__cause__ is not None and is_disk_full(error.__cause__))


def _of_the_full_disk(home: Path) -> str:
    """A home needs its build file twice over, once to merge and once to publish, beside what is there."""
    build = home / "build.duckdb"
    needed = 2 * (build.stat().st_size if build.exists() else 0) + _LEAST_ROOM
    return (
        f"the disk of {home} is full: {shutil.disk_usage(home).free / 1e6:.0f} MB are free, a run needs about "
        f"{needed / 1e6:.0f} MB. Make room (`logs/` and `set_aside/` may be emptied), then the same command goes on "
        "from there; the published warehouse is as it was"
    )


def is_interrupt(error: BaseException) -> bool:
    """Whether somebody ended the work: Ctrl-C, also in the words of DuckDB, which hears of it inside a query."""
    return isinstance(error, KeyboardInterrupt) or any(sign in str(error) for sign in _INTERRUPTED)


def _of_the_file_system(error: Exception) -> DatelineError | None:
    """What a file system does not allow, or a disk can't do, in whichever library's words; nothing of other errors."""
    said = " ".join(str(error).split())
    number = error.errno if isinstance(error, OSError) else None
    name = getattr(error, "filename", None)
    where = name or said
    if isinstance(error, PermissionError):
        return UserMistake(f"{name}: {error.strerror}; change its owner or mode, or give another --home")
    if number == errno.EROFS or os.strerror(errno.EROFS) in said:
        return UserMistake(f"{where}: the file system is read-only; mount it for writing, or give another --home")
    if number == errno.EXDEV:
        other = getattr(error, "filename2", None)
        return UserMistake(f"{name} and {other} lie on two file systems; the folders of a home must share one")
    if number == errno.EFBIG or os.strerror(errno.EFBIG) in said:
        return DatelineError(f"{where}: the file may not grow any further; raise the limit (`ulimit -f`) or quota")
    if number == errno.EIO or os.strerror(errno.EIO) in said:
        return DatelineError(f"{where}: the disk can't be read or written there (input/output error)")
    return None


def _known_error(error: Exception) -> DatelineError | None:
    from warehouse.reference import ReferenceTableError
    from warehouse.sources import SourceError
    from warehouse.store.checks.files import CheckFileError
    from warehouse.store.database import SchemaChangedError
    from warehouse.store.home import StoreError, WarehouseBusyError, WarehouseMissingError
    from warehouse.store.publish import ChecksFailedError

    if isinstance(error, SchemaChangedError):
        return DatelineError(
            f"{error}: the next run makes it anew, or `dateline rebuild`; nothing is coded again for it"
        )
    refused = _of_the_file_system(error)
    if refused is not None:
        return refused
    kinds: tuple[tuple[type[Exception], type[DatelineError]], ...] = (
        (WarehouseMissingError, NothingPublished),
        (WarehouseBusyError, HomeBusy),
        (ChecksFailedError, ChecksFailed),
        (CheckFileError, UserMistake),
        (StoreError, DatelineError),
        (SourceError, UserMistake),
        (ReferenceTableError, UserMistake),
    )
    return next((told(str(error)) for kind, told in kinds if isinstance(error, kind)), None)


def describe_error(error: BaseException) -> str:
    """An exception in one line, as it stands in `meta.rejected_records`."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:500] if text else type(error).__name__
