"""What there is to do: the files behind the sources, less those that were read before by the same coder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.errors import DatelineError, UserMistake
from flows.gone import Gone, find_dropped, find_gone
from flows.loading import merge_pending
from flows.progress import Progress
from flows.remembering import with_remembered_maps
from flows.settings import RunSettings
from flows.spooling import KNOWN_CONTENT, KNOWN_REJECTS
from flows.versions import coder_version, reading_version
from flows.wording import counted
from transforms.languages.chosen import DEFAULT, file_version
from warehouse.sources import SourceFile, discover
from warehouse.sources.addresses import is_url
from warehouse.sources.digests import KnownDigests
from warehouse.sources.discover import plain_path, with_separator
from warehouse.sources.model import Fetching, LeftAlone
from warehouse.sources.remote import is_remote
from warehouse.sources.scopes import scope_of
from warehouse.store.home import Home
from warehouse.store.lake import lake_of
from warehouse.store.ledger import (
    files_read_below,
    files_that_lack_articles,
    known_sources,
    write_known_content,
    write_known_rejects,
)
from warehouse.store.merge import MergeReport
from warehouse.store.publication import is_published
from warehouse.store.readings import Kept, Reading, kept_of, noted_readings
from warehouse.store.sequence import next_run

_FEW = 3  # files that are named in a note


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to read, how many need not be, and whether readers lack what was built."""

    files: Sequence[SourceFile] = ()
    unchanged: int = 0
    gone: Sequence[Gone] = ()  # files that the sources held before
    back: int = 0  # files that were gone
    unpublished: bool = False
    drops: bool = False  # whether articles are to leave whose files were found gone before
    sequence: int = 0  # the run's number in the order of runs
    kept: Kept = field(default_factory=Kept)  # of the files, what a run that ended early brought
    recovered: MergeReport = field(default_factory=MergeReport)  # what killed runs had written and this one merged

    @property
    def is_empty(self) -> bool:
        """Whether the warehouse is up to date."""
        return not (self.files or self.gone or self.drops or self.unpublished)


def plan_run(  # noqa: PLR0917 - what a run has
    settings: RunSettings, home: Home, run_id: str, spool: Path, progress: Progress, tell: Callable[[str], None]
) -> Plan:
    """Compare the sources with the ledger, and lay out for the workers what content is known.

    A file is known by its digest and what manifests say of it, never by its name or time. What a killed run wrote to
    the lake is merged first, so that it is not coded again. `tell` hears what the outcome should say too.
    """
    rather_kept = settings.again or settings.from_kept
    fetching = Fetching(home.fetched, lake_of(home), settings.follow, rather_kept, tell)
    left, digests = LeftAlone(), KnownDigests.load(home.digests)
    found = with_separator(
        discover(
            settings.sources,
            settings.manifest,
            fetching=fetching,
            settled_before=time.time() - settings.settle_seconds if settings.settle_seconds else None,
            left=left,
            digests=digests,
        ),
        settings.separator,
    )
    digests.save()
    for note in _notes_of_left(left):
        tell(note)
    found = with_remembered_maps(home, found, datetime.now(UTC), tell)
    if settings.follow and not any(map(is_url, settings.sources)):
        tell("--follow is for feeds and APIs that are named by their addresses; none of the sources is one")
    recovered = merge_pending(home, run_id)
    if recovered.packages:
        tell(f"took over {counted(recovered.packages, 'package')} that an earlier run left unmerged")
    if recovered.decisions:
        tell(f"corrections and withdrawals that are new, changed or gone: {recovered.decisions}")
    if not settings.allow_empty:
        _refuse_emptied(settings.sources, [*left.uris, *(file.uri for file in found)], home)
    ledger = known_sources(home, [file.uri for file in found])
    whole = ledger.filter(pl.col("uri").is_in(files_that_lack_articles(home)).not_())
    files = found if settings.again else files_to_read(found, whole, settings.languages)
    gone = find_gone(home, settings.sources, [file.uri for file in found]) if settings.looks_for_gone else []
    following = next_run(home)
    begun = [] if settings.again else _begun(home, files, settings.languages)
    plan = Plan(
        files,
        len(found) - len(files),
        gone,
        ledger.get_column("gone_since").count(),
        not is_published(home),
        bool(find_dropped(home, settings)),
        following.sequence,
        kept_of(home, begun),
        recovered,
    )
    if plan.files:
        warning = following.clock_warning(datetime.now(UTC))
        if warning:
            tell(warning)
        spool.mkdir(parents=True, exist_ok=True)
        write_known_content(home, spool / KNOWN_CONTENT, begun)
        write_known_rejects(home, [file.uri for file in files], spool / KNOWN_REJECTS)
        known = f", {plan.unchanged} known already" if plan.unchanged else ""
        progress.note(f"{counted(len(files), 'file')} to read{known}")
        if assets := sum(file.passed_over for file in files):
            progress.note(f"{counted(assets, 'file')} of saved pages passed over")
    return plan


def _begun(home: Home, files: Sequence[SourceFile], languages: Sequence[str]) -> list[Reading]:
    """Files that an earlier run began to read as they are now, by the reader and coder of now, and did not finish."""
    notes = noted_readings(home)
    if not notes:
        return []
    now = {file.uri: file.fingerprint for file in files}
    version = file_version(reading_version(), languages)
    return [one for one in notes if now.get(one.uri) == one.fingerprint and one.versions == version]


def _notes_of_left(left: LeftAlone) -> Iterator[str]:
    """What is said of files that are not read now."""
    if left.unsettled:
        number = counted(len(left.unsettled), "file")
        yield f"{number} still being written, left for the next run: {_few(left.unsettled)}"
    if left.unfinished:
        number = counted(len(left.unfinished), "file")
        yield f"{number} unfinished by name (.part, .tmp and the like), passed over: {_few(left.unfinished)}"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_FEW]) + (", …" if len(names) > _FEW else "")


def _refuse_emptied(sources: Sequence[str], found: Sequence[str], home: Home) -> None:
    """A folder that had files and has none is more often a mount that is missing than the end of the news.

    Raises:
        DatelineError: a source is such a folder.
    """
    for source in sources:
        path = plain_path(source)
        below = "" if path == Path() else f"{path.as_posix().rstrip('/')}/"
        if is_remote(source):
            _refuse_emptied_prefix(source, found)
            continue
        if "://" in source or not path.is_dir() or any(uri.startswith(below) for uri in found):
            continue
        read = files_read_below(home, below)
        if read:
            raise DatelineError(
                f"{source} holds no files, but {read} were read from it before: is it mounted? Where it is emptied on "
                "purpose, run with --allow-empty"
            )


def _refuse_emptied_prefix(source: str, found: Sequence[str]) -> None:
    """A store has no folders: a prefix that holds nothing is a slip of the pen as often as an empty one.

    Raises:
        UserMistake: there is no object below it.
    """
    scope, whole = scope_of(source), source.rstrip("/")
    if scope and not any(uri == whole or uri.startswith(f"{whole}/") or scope.holds(uri) for uri in found):
        raise UserMistake(
            f"{source}: no object below it; check bucket and prefix. Where it is emptied on purpose, run with "
            "--allow-empty"
        )


def files_to_read(
    found: Sequence[SourceFile], ledger: pl.DataFrame, languages: Sequence[str] = (DEFAULT,)
) -> list[SourceFile]:
    """Those that the ledger does not hold as they are now, read by the present coder for the same languages; one that
    was gone is read.
    """
    version = file_version(coder_version(), languages)
    done = ledger.filter(pl.col("coder_version") == version, pl.col("gone_since").is_null())
    known = set(done.select("uri", "context_sha256").iter_rows())
    return [file for file in found if (file.uri, file.fingerprint) not in known]
