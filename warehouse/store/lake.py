# ruff: noqa: PLC0415 - what a home without such a lake does not need is not imported
"""A lake on an object store: packages are committed there by any machine, and merged by the one that holds the lock.

The home's own folder `lake` is then a copy: `fetch_packages` brings what other machines committed, `keep` takes records
there as they are written, `exchange` makes good what a kill left out. So merging and rebuilding read local files, as
ever.

In the store a package is `packages/<id>/<attempt>/<table>.parquet`, many files, and `packages/<id>/package.json`, which
is written last and only if it is not there: that is the commit. Two machines that do one batch each have their own
attempt, and the manifest names the one that counts.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Container, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.sharing import sharing_of

MANIFEST = "package.json"
_PACKAGES = "packages"
_QUARANTINE = "quarantine"
_RECORDS = ("runs", "event_ids", "corrections", "withdrawals", "column_maps")
_ENDINGS = (".json", ".parquet")
_AT_A_TIME = 8  # packages that are fetched beside one another


class Store:
    """The few things that are asked of an object store, by keys below its URL."""

    def __init__(self, url: str) -> None:
        """Connect: `s3://bucket/folder` and the like with the environment's credentials, or `file:///folder`."""
        try:
            from obstore.store import from_url
        except ImportError as error:
            raise StoreError(f"a lake at {url} needs obstore: install dateline with its extra `store`") from error
        self.url = url
        with self._told():
            self._store: Any = from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)

    def holds(self, key: str) -> bool:
        """Whether there is such an object."""
        import obstore

        with self._told():
            try:
                _ = obstore.head(self._store, key)
            except FileNotFoundError:
                return False
        return True

    def read(self, key: str) -> bytes | None:
        """The object's bytes, None where there is none."""
        import obstore

        with self._told():
            try:
                return obstore.get(self._store, key).bytes().to_bytes()
            except FileNotFoundError:
                return None

    def write(self, key: str, content: bytes | Path) -> None:
        """Put an object, in place of what was there."""
        import obstore

        with self._told():
            _ = obstore.put(self._store, key, content)

    def create(self, key: str, content: bytes) -> bool:
        """Put an object if there is none of that key; whether it was put."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with self._told():
            try:
                _ = obstore.put(self._store, key, content, mode="create")
            except AlreadyExistsError:
                return False
        return True

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder."""
        import obstore

        with self._told():
            found = obstore.list_with_delimiter(self._store, folder)
        return [str(name).rpartition("/")[2] for name in found["common_prefixes"]]

    def files(self, folder: str) -> list[str]:
        """The names of the objects in a folder, not those of folders below."""
        import obstore

        with self._told():
            found = obstore.list_with_delimiter(self._store, folder)
        return [str(item["path"]).rpartition("/")[2] for item in found["objects"]]

    def delete(self, key: str) -> None:
        """Remove an object, where it is there."""
        import obstore

        with self._told(), suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def move(self, key: str, target: str) -> None:
        """Give an object another key."""
        import obstore

        with self._told():
            obstore.rename(self._store, key, target)

    def remove(self, folder: str) -> None:
        """Remove all objects below a folder."""
        import obstore

        with self._told():
            keys = [str(item["path"]) for page in obstore.list(self._store, folder) for item in page]
            for key in keys:
                obstore.delete(self._store, key)

    @contextmanager
    def _told(self) -> Generator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except FileNotFoundError as error:
            raise StoreError(f"the lake {self.url}: no such bucket or object: {_first_line(error)}") from error
        except (BaseError, OSError, ValueError) as error:
            raise StoreError(f"the lake {self.url} can't be used: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:300]


@lru_cache(maxsize=8)
def open_store(url: str) -> Store:
    """The store at a URL, connected once a process."""
    return Store(url)


def lake_of(home: Home) -> Store | None:
    """The store that holds the home's lake, None where its own folder does."""
    url = sharing_of(home).lake
    return open_store(url) if url else None


def holds_package(store: Store, package_id: str) -> bool:
    """Whether such a package is committed."""
    return store.holds(f"{_PACKAGES}/{package_id}/{MANIFEST}")


def send_package(store: Store, package_id: str, folder: Path) -> None:
    """Commit a finished folder of files as a package; where another machine was first, its files stay and ours go."""
    attempt = secrets.token_hex(8)
    place = f"{_PACKAGES}/{package_id}"
    for path in sorted(folder.glob("*.parquet")):
        store.write(f"{place}/{attempt}/{path.name}", path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | {"attempt": attempt}
    if not store.create(f"{place}/{MANIFEST}", json.dumps(manifest, indent=1).encode()):
        store.remove(f"{place}/{attempt}")


def fetch_packages(home: Home, leaving_out: Container[str] = ()) -> None:
    """Bring packages that the store has and the home has not; each is there whole or not at all."""
    store = lake_of(home)
    if store is None:
        return
    _ = home.ensure()
    wanted = [
        name
        for name in store.folders(_PACKAGES)
        if name not in leaving_out and not (home.packages / name / MANIFEST).is_file()
    ]
    with ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="fetch") as threads:
        _ = list(threads.map(partial(_fetch, home, store), wanted))


def _fetch(home: Home, store: Store, package_id: str) -> None:
    told = store.read(f"{_PACKAGES}/{package_id}/{MANIFEST}")
    if told is None:  # another machine is writing it, or died at it
        return
    aside = home.unfinished / f"{package_id}.{os.getpid()}.fetched"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    manifest = json.loads(told)
    place = f"{_PACKAGES}/{package_id}/{manifest['attempt']}"
    remedy = (
        f"bring it back from a backup, or move {_PACKAGES}/{package_id}/{MANIFEST} to {_QUARANTINE}/{package_id}/ in "
        "the store, which takes the package out of the lake"
    )
    for table in manifest["rows"]:
        _fetch_file(store, f"{place}/{table}.parquet", aside / f"{table}.parquet", remedy)
    _write_file(aside / MANIFEST, told)
    fsync_path(aside)
    target = home.packages / package_id
    shutil.rmtree(target, ignore_errors=True)  # a folder without a manifest is none
    _ = aside.rename(target)
    fsync_path(target.parent)


def _fetch_file(store: Store, key: str, path: Path, remedy: str = "bring it back from a backup") -> None:
    content = store.read(key)
    if content is None:
        raise StoreError(f"the lake {store.url} lacks {key}, which it says it has: {remedy}")
    _write_file(path, content)


def _write_file(path: Path, content: bytes) -> None:
    _ = path.write_bytes(content)
    fsync_path(path)


def set_package_aside(home: Home, package_id: str) -> None:
    """Take a package out of the store's lake, as was done in the home: without its manifest it is none.

    One that is out already, since a kill came between store and home, is left as it is.
    """
    store = lake_of(home)
    if store is not None and holds_package(store, package_id):
        store.move(f"{_PACKAGES}/{package_id}/{MANIFEST}", f"{_QUARANTINE}/{package_id}/{MANIFEST}")


def keep(home: Home, path: Path) -> None:
    """Take a record that was written to the home's lake to the store, in place of an earlier one of its name."""
    store = lake_of(home)
    if store is not None:
        store.write(f"{path.parent.name}/{path.name}", path)


def drop_record(home: Home, path: Path) -> None:
    """Remove a record from the home's lake, and from the store, from which it would come back."""
    path.unlink(missing_ok=True)
    store = lake_of(home)
    if store is not None:
        store.delete(f"{path.parent.name}/{path.name}")


def exchange(home: Home) -> None:
    """Bring records that other machines wrote, and take there what a kill left here. The caller holds the lock.

    A home that gets its lake now brings in what it has: its packages are committed there first. Where another home has
    written to the lake as we do (merged, published, corrected), `others_wrote` says so until ours is made anew: which
    ids it published is history that merging packages does not give.
    """
    store = lake_of(home)
    if store is None:
        return
    _ = home.ensure()
    joined = home.root / "lake" / ".joined"
    if not joined.is_file():
        _send_all(home, store)
        _ = joined.write_text(store.url, encoding="utf-8")
    for name in _RECORDS:
        _exchange_records(home, store, name)
    _take_out_with_others(home, store)


def others_wrote(home: Home) -> bool:
    """Whether the home lacks what another one merged or decided; a rebuild has it."""
    return _others(home).is_file()


def note_rebuilt(home: Home) -> None:
    """The home has all that the lake has."""
    _others(home).unlink(missing_ok=True)


def _others(home: Home) -> Path:
    return home.root / "lake" / ".others"


def _send_all(home: Home, store: Store) -> None:
    """Commit what the home has and the store lacks, but for packages that another machine took out of the lake."""
    taken_out = set(store.folders(_QUARANTINE))
    for folder in sorted(home.packages.iterdir()):
        is_missing = folder.name not in taken_out and not holds_package(store, folder.name)
        if is_missing and (folder / MANIFEST).is_file():
            send_package(store, folder.name, folder)


def _take_out_with_others(home: Home, store: Store) -> None:
    """Packages that another machine took out of the lake leave the home's copy of it too."""
    out = [name for name in store.folders(_QUARANTINE) if (home.packages / name).is_dir()]
    out = [name for name in out if not holds_package(store, name)]  # not those that were brought back
    if out:
        _others(home).touch()  # before any goes, so that a kill between two does not hide it
    for name in out:
        home.quarantine.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(home.quarantine / name, ignore_errors=True)
        _ = (home.packages / name).rename(home.quarantine / name)


def _exchange_records(home: Home, store: Store, name: str) -> None:
    """Both ways, by name. Where any come, that is noted before the first, so that a kill does not hide it."""
    folder = home.root / "lake" / name
    folder.mkdir(parents=True, exist_ok=True)
    here = {path.name for path in folder.iterdir() if path.suffix in _ENDINGS}
    there = set(store.files(name))
    if there - here:
        _others(home).touch()
    for missing in sorted(there - here):
        aside = home.unfinished / f"{missing}.{os.getpid()}.fetched"
        _fetch_file(store, f"{name}/{missing}", aside)
        _ = aside.replace(folder / missing)
    for missing in sorted(here - there):
        store.write(f"{name}/{missing}", folder / missing)


def share_file(store: Store, path: Path, key: str) -> str:
    """Lend a file of a run to other machines; its URL, which `opened` reads. The run removes it (`end_sharing`)."""
    store.write(f"spool/{key}", path)
    return f"{store.url}/spool/{key}"


def end_sharing(store: Store, folder: str) -> None:
    """Remove what a run lent."""
    store.remove(f"spool/{folder}")


def opened(place: str) -> str | BytesIO:
    """What Polars can read: a local path as it is, the bytes of what `share_file` lent."""
    url, lent, key = place.partition("/spool/")
    if "://" not in place or not lent:
        return place
    content = open_store(url).read(f"spool/{key}")
    if content is None:
        raise StoreError(f"{place} is not there any more: its run has ended")
    return BytesIO(content)
