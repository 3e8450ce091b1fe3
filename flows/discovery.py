"""What there is to do: the files behind the sources, less those that were read before by the same coder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.loading import merge_pending
from flows.progress import Progress
from flows.run_records import run_rows
from flows.settings import RunSettings
from flows.spooling import KNOWN_CONTENT
from flows.versions import coder_version
from warehouse.sources import SourceFile, discover
from warehouse.store.home import Home
from warehouse.store.ledger import known_sources, write_known_content


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to read, how many need not be, and whether an earlier run left something to publish."""

    files: Sequence[SourceFile] = ()
    unchanged: int = 0
    unpublished: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the warehouse is up to date."""
        return not self.files and not self.unpublished


def plan_run(settings: RunSettings, home: Home, run_id: str, spool: Path, progress: Progress) -> Plan:
    """Compare the sources with the ledger, and lay out for the workers what content is known.

    A file is known by its digest and what manifests say of it, never by its name or time. What a killed run wrote to
    the lake is merged first, so that it is not coded again.
    """
    found = discover(settings.sources, settings.manifest, downloads=home.root / "downloads")
    recovered = merge_pending(home, run_id)
    if recovered.packages:
        progress.note(f"took over {recovered.packages} packages that an earlier run left unmerged")
    if recovered.decisions:
        progress.note(f"{recovered.decisions} corrections or withdrawals are new, changed or gone")
    files = found if settings.again else files_to_read(found, known_sources(home, [file.uri for file in found]))
    is_changed = bool(recovered.packages or recovered.decisions)
    plan = Plan(files, len(found) - len(files), is_changed or _is_unpublished(home))
    if plan.files:
        spool.mkdir(parents=True, exist_ok=True)
        write_known_content(home, spool / KNOWN_CONTENT)
        progress.note(f"{len(files)} files to read" + (f", {plan.unchanged} known already" if plan.unchanged else ""))
    return plan


def files_to_read(found: Sequence[SourceFile], ledger: pl.DataFrame) -> list[SourceFile]:
    """Those that the ledger does not hold as they are now, read by the present coder."""
    done = ledger.filter(pl.col("coder_version") == coder_version())
    known = set(done.select("uri", "context_sha256").iter_rows())
    return [file for file in found if (file.uri, file.fingerprint) not in known]


def _is_unpublished(home: Home) -> bool:
    """Whether the last run ended before readers got what it merged."""
    runs = run_rows(home)
    ended_early = bool(runs) and runs[0]["status"] in ("crashed", "failed")
    return bool(runs) and (ended_early or not home.published.exists())
