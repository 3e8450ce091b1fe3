"""What a home shares with other machines: a lake on an object store, a lock that they all see, a copy.

What belongs here: the file in the home that says so, written once, by the first run that is told. What does not: how a
store is spoken to (`lake`) or a lock is held (`machine_lock`). A home that shares nothing has no such file.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.packs import pack_folders

LAKE_SCHEMES = ("s3", "gs", "az", "file")
DATABASE_SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Sharing:
    """`Sharing("s3://news/dateline", "postgresql://loader@db.internal/locks", "6f1d…")`."""

    lake: str | None = None  # URL of the folder that holds packages and records; None: the home's own `lake`
    lock: str | None = None  # database whose lock is held besides the home's own
    ducklake: str | None = None  # database of the catalog of a copy in DuckLake
    key: str = ""  # what is locked, where homes share no lake

    @property
    def locked_thing(self) -> str:
        """What one writer at a time holds: the lake, whichever home it is written from."""
        return self.lake or self.key


def sharing_of(home: Home) -> Sharing:
    """What the home's file says."""
    try:
        found = json.loads(home.sharing.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Sharing()
    except ValueError as error:
        raise StoreError(
            f"{home.sharing} is damaged: {error}; delete it and give --lake, --lock and --ducklake again"
        ) from error
    return Sharing(found.get("lake"), found.get("lock"), found.get("ducklake"), found.get("key", ""))


def agree(home: Home, lake: str | None = None, lock: str | None = None, ducklake: str | None = None) -> None:
    """Write down what a run was told to share; what the home shares already can't be changed in passing.

    Raises:
        StoreError: no such kind of URL, one with a password, another than the home has, or a store for packs.
    """
    known = sharing_of(home)
    wanted = replace(
        known,
        lake=_checked("lake", lake, known.lake),
        lock=_checked("lock", lock, known.lock),
        ducklake=_checked("ducklake", ducklake, known.ducklake),
    )
    if wanted == known:
        return
    if wanted.lake and pack_folders(home):
        raise StoreError("this home's lake has packs, and a store holds no packs: `dateline compact --undo` first")
    wanted = replace(wanted, key=known.key or secrets.token_hex(8))
    aside = home.ensure().unfinished / f"sharing.{wanted.key}.json"
    _ = aside.write_text(json.dumps(asdict(wanted), indent=1), encoding="utf-8")
    fsync_path(aside)
    _ = aside.replace(home.sharing)


def _checked(what: str, told: str | None, known: str | None) -> str | None:
    if not told:
        return known
    url = told.rstrip("/")
    schemes = LAKE_SCHEMES if what == "lake" else DATABASE_SCHEMES
    parts = urlsplit(url)
    if parts.scheme not in schemes:
        raise StoreError(f"{told}: no URL of a {what}; these begin with {', '.join(s + '://' for s in schemes)}")
    if parts.password is not None:
        raise StoreError(f"the {what}'s URL has a password, which would be kept in the home; give it by environment")
    if known and url != known:
        raise StoreError(f"this home's {what} is {known}, not {url}; give another --home, or leave the option out")
    return url
