"""What there is to do: the files behind the sources, less those that were read before by the same coder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.errors import DatelineError
from flows.loading import merge_pending
from flows.progress import Progress
from flows.settings import RunSettings
from flows.spooling import KNOWN_CONTENT, KNOWN_REJECTS
from flows.versions import coder_version
from flows.wording import counted
from transforms.languages.chosen import DEFAULT, file_version
from warehouse.sources import SourceFile, discover
from warehouse.sources.discover import plain_path, with_separator
from warehouse.store.home import Home
from warehouse.store.ledger import files_read_below, known_sources, write_known_content, write_known_rejects
from warehouse.store.merge import MergeReport
from warehouse.store.publication import is_published
from warehouse.store.sequence import next_run


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to read, how many need not be, and whether readers lack what was built."""

    files: Sequence[SourceFile] = ()
    unchanged: int = 0
    unpublished: bool = False
    sequence: int = 0  # the run's number in the order of runs
    recovered: MergeReport = field(default_factory=MergeReport)  # what killed runs had written and this one merged

    @property
    def is_empty(self) -> bool:
        """Whether the warehouse is up to date."""
        return not self.files and not self.unpublished


def plan_run(  # noqa: PLR0917 - what a run has
    settings: RunSettings, home: Home, run_id: str, spool: Path, progress: Progress, tell: Callable[[str], None]
) -> Plan:
    """Compare the sources with the ledger, and lay out for the workers what content is known.

    A file is known by its digest and what manifests say of it, never by its name or time. What a killed run wrote to
    the lake is merged first, so that it is not coded again. `tell` hears what the outcome should say too.
    """
    found = with_separator(
        discover(settings.sources, settings.manifest, downloads=home.root / "downloads"), settings.separator
    )
    recovered = merge_pending(home, run_id)
    if recovered.packages:
        tell(f"took over {counted(recovered.packages, 'package')} that an earlier run left unmerged")
    if recovered.decisions:
        tell(f"corrections and withdrawals that are new, changed or gone: {recovered.decisions}")
    if not settings.allow_empty:
        _refuse_emptied(settings.sources, [file.uri for file in found], home)
    files = found
    if not settings.again:
        files = files_to_read(found, known_sources(home, [file.uri for file in found]), settings.languages)
    following = next_run(home)
    plan = Plan(files, len(found) - len(files), not is_published(home), following.sequence, recovered)
    if plan.files:
        warning = following.clock_warning(datetime.now(UTC))
        if warning:
            tell(warning)
        spool.mkdir(parents=True, exist_ok=True)
        write_known_content(home, spool / KNOWN_CONTENT)
        write_known_rejects(home, [file.uri for file in files], spool / KNOWN_REJECTS)
        known = f", {plan.unchanged} known already" if plan.unchanged else ""
        progress.note(f"{counted(len(files), 'file')} to read{known}")
        if assets := sum(file.passed_over for file in files):
            progress.note(f"{counted(assets, 'file')} of saved pages passed over")
    return plan


def _refuse_emptied(sources: Sequence[str], found: Sequence[str], home: Home) -> None:
    """A folder that had files and has none is more often a mount that is missing than the end of the news.

    Raises:
        DatelineError: a source is such a folder.
    """
    for source in sources:
        path = plain_path(source)
        below = "" if path == Path() else f"{path.as_posix().rstrip('/')}/"
        if "://" in source or not path.is_dir() or any(uri.startswith(below) for uri in found):
            continue
        read = files_read_below(home, below)
        if read:
            raise DatelineError(
                f"{source} holds no files, but {read} were read from it before: is it mounted? Where it is emptied on "
                "purpose, run with --allow-empty"
            )


def files_to_read(
    found: Sequence[SourceFile], ledger: pl.DataFrame, languages: Sequence[str] = (DEFAULT,)
) -> list[SourceFile]:
    """Those that the ledger does not hold as they are now, read by the present coder for the same languages."""
    done = ledger.filter(pl.col("coder_version") == file_version(coder_version(), languages))
    known = set(done.select("uri", "context_sha256").iter_rows())
    return [file for file in found if (file.uri, file.fingerprint) not in known]
