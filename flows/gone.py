"""Files that a source held before and holds no more: found, entered in the ledger, told; and taken out where asked.

What belongs here: the comparison of a source with the ledger. What it means for articles is in
`warehouse.store.gone_files`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.run_records import RunStamp
from flows.settings import RunSettings
from flows.wording import counted
from warehouse.sources.addresses import without_secrets
from warehouse.sources.discover import printable
from warehouse.sources.remote import is_remote
from warehouse.sources.scopes import Scope, scope_of
from warehouse.store.database import open_build
from warehouse.store.home import Home
from warehouse.store.lake import lake_of
from warehouse.store.ledger import files_of, known_sources, marked_articles, withdrawn_of_run
from warehouse.store.packages import write_package
from warehouse.store.withdrawals import withdraw_articles

_STAMPS = ("run_id", "read_at")


_FEW = 5  # articles that are named in a note


@dataclass(frozen=True, slots=True)
class Gone:
    """Files that are gone from a source, and how many of it were there before, these among them."""

    scope: Scope
    uris: tuple[str, ...]
    before: int

    @property
    def is_most(self) -> bool:
        """Whether more than half is gone at once, as when a disk is missing."""
        return _is_most(len(self.uris), self.before)

    @property
    def source(self) -> str:
        """The source as it is printed."""
        return printable(without_secrets(self.scope.source))


def find_gone(home: Home, sources: Sequence[str], found: Collection[str]) -> list[Gone]:
    """What the ledger has of these sources and is not there any more. Each file is told once, by the first of them.

    A file that is there and was not listed (it is still being written, or belongs to a saved page now) is not gone; nor
    is one that cannot be looked for, in a folder that may not be entered. Where the lake is shared with other machines,
    only what lies on object stores is compared: the ledger has files of their disks too.

    Args:
        home: whose ledger.
        sources: as the user named them.
        found: uris of the files that the run found.
    """
    listed, told = set(found), set[str]()
    is_shared = lake_of(home) is not None
    gone: list[Gone] = []
    for source in dict.fromkeys(sources):
        is_there = source in listed or Path(source).expanduser().is_file()
        scope = None if is_there or (is_shared and not is_remote(source)) else scope_of(source)
        if scope is None:
            continue
        known = [uri for uri, since in files_of(home, scope.beginnings) if since is None and scope.holds(uri)]
        missing = tuple(uri for uri in known if uri not in listed and uri not in told and _is_gone(uri))
        told.update(missing)
        if missing:
            gone.append(Gone(scope, missing, len(known)))
    return gone


def _is_gone(uri: str) -> bool:
    """Whether a file is not there. Of an object store the listing says so."""
    if "://" in uri:
        return True
    try:
        _ = os.lstat(uri)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def write_gone(home: Home, stamp: RunStamp, gone: Sequence[Gone], sequence: int) -> None:
    """Commit to the lake that files are gone; it comes last, when what the run read is in the lake."""
    uris = [uri for one in gone for uri in one.uris]
    if not uris:
        return
    rows = (
        known_sources(home, uris)
        .drop(_STAMPS)
        .with_columns(pl.lit(stamp.started_at).cast(pl.Datetime("us", "UTC")).alias("gone_since"))
    )
    package = f"{stamp.run_id}-gone"
    _ = write_package(home, package, {"source_files": rows}, run_id=stamp.run_id, sequence=sequence)


def gone_notes(home: Home, gone: Sequence[Gone]) -> list[str]:
    """What to tell of each source, when the merge has marked the articles."""
    if not gone:
        return []
    marked = marked_articles(home)
    notes: list[str] = []
    for one in gone:
        uris = set(one.uris)
        articles = len({article_id for article_id, uri in marked if uri in uris})
        are = "is" if len(uris) == 1 else "are"
        their = f"{counted(articles, 'article')} that no other file holds {'is' if articles == 1 else 'are'} marked"
        what = f"{their} (is_withdrawn_at_source)" if articles else "no article stood in them alone"
        half = "; that is more than half of it: is a disk missing?" if one.is_most else ""
        notes.append(f"{counted(len(uris), 'file')} {are} gone from {one.source}: {what}{half}")
    return notes


def find_dropped(home: Home, settings: RunSettings) -> list[str]:
    """The marked articles that files of the run's sources held, where it is to drop such.

    Where most of a source went at once, its articles stay unless `allow_empty` says that this may be: what is withdrawn
    stays away, and a disk comes back. A run long after that asks the same, by when each file was found gone.
    """
    if not settings.drop_gone or not home.build.exists():
        return []
    marked = marked_articles(home)
    scopes = [scope for source in settings.sources if marked and (scope := scope_of(source))]
    scopes = [scope for scope in scopes if any(scope.holds(uri) for _, uri in marked)]
    doubtful = set[str]() if settings.allow_empty else {uri for scope in scopes for uri in _doubtful(home, scope)}
    is_held: dict[str, bool] = {}
    for article_id, uri in marked:
        is_ours = uri not in doubtful and any(scope.holds(uri) for scope in scopes)
        is_held[article_id] = is_held.get(article_id, False) or is_ours
    return sorted(article_id for article_id, is_ours in is_held.items() if is_ours)


def _doubtful(home: Home, scope: Scope) -> list[str]:
    """Files that went with most of their source at once."""
    files = [(uri, since) for uri, since in files_of(home, scope.beginnings) if scope.holds(uri)]
    moments = Counter(since for _, since in files if since is not None)
    most = {
        moment
        for moment, gone in moments.items()
        if _is_most(gone, sum(since is None or since >= moment for _, since in files))
    }
    return [uri for uri, since in files if since in most]


def withdrawn_note(home: Home, run_id: str) -> str | None:
    """What to tell where files are back whose articles were withdrawn meanwhile: those stay away."""
    away = withdrawn_of_run(home, run_id)
    if not away:
        return None
    ids = " ".join(away[:_FEW]) + (" …" if len(away) > _FEW else "")
    was, stays = ("was", "stays") if len(away) == 1 else ("were", "stay")
    return (
        f"{counted(len(away), 'article')} of files that are back {was} withdrawn and {stays} away; "
        f'`dateline withdraw --undo --reason "the file is back" {ids}` brings back'
    )


def _is_most(gone: int, before: int) -> bool:
    """Whether so many of so many files are no usual loss, but as when a disk is missing."""
    return before > 1 and 2 * gone > before


def drop_gone(home: Home, stamp: RunStamp) -> int:
    """Withdraw the articles that the run's settings want out; how many. The next merge takes them out."""
    wanted = find_dropped(home, stamp.settings)
    if wanted:
        with open_build(home) as connection:
            withdraw_articles(
                home,
                connection,
                wanted,
                who="dateline run --drop-gone",
                reason="its file is gone from its source",
                run_id=stamp.run_id,
                made_at=stamp.started_at,
            )
    return len(wanted)
