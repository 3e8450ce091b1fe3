"""Finds the files that the named sources stand for, and what manifests say about them.

What belongs here: paths, globs, folders, URLs to a sorted list of `SourceFile`. What is inside a file is for `read`.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from warehouse.sources.addresses import is_url, without_secrets
from warehouse.sources.digests import KnownDigests
from warehouse.sources.hidden import is_hidden, is_unfinished
from warehouse.sources.manifest import MANIFEST_NAMES, Manifest, files_it_may_name, is_manifest_name, read_manifest
from warehouse.sources.model import Fetching, LeftAlone, ManifestRow, ReadLimits, Rejected, SourceError, SourceFile
from warehouse.sources.patterns import is_pattern
from warehouse.sources.remote import RemoteObject, is_remote, list_remote, remote_files
from warehouse.sources.saved_pages import assets_among, refers_to

_CHUNK = 1024 * 1024
_AHEAD = 3600.0  # seconds: a file of a later time than that is no file that is being written


@dataclass(frozen=True, slots=True)
class _Found:
    """A file to read, under the name that rows will carry."""

    path: Path
    uri: str


@dataclass(frozen=True, slots=True)
class _Named:
    """What the user named besides files: a manifest, and URLs, which are used where these are fetched.

    What is read again is not all that was read, so rows about other addresses are none to complain of.
    """

    manifest: Path | None
    urls: Sequence[str]
    is_again: bool

    def addresses_in(self, manifest: Manifest) -> set[str]:
        """The addresses of a manifest that are as they should be."""
        asked = {*self.urls, *map(without_secrets, self.urls)}
        return asked | set(filter(is_url, manifest.rows)) if self.is_again else asked


def discover(
    sources: Sequence[str],
    manifest: Path | None = None,
    *,
    fetching: Fetching | None = None,
    limits: ReadLimits | None = None,
    settled_before: float | None = None,
    left: LeftAlone | None = None,
    digests: KnownDigests | None = None,
) -> list[SourceFile]:
    """List the files behind `sources`: files, folders (all below them), globs, http(s) URLs, prefixes of object stores.

    Hidden files and folders are skipped, a file named twice is listed once, and the order is that of the uri, so it
    does not depend on the file system. A manifest is listed with its problems only; it has no path to read. What a
    browser saved beside a page is counted at the page. An object of a store is listed without its bytes
    (`remote.fetch_remote`).

    Args:
        sources: what the user named.
        manifest: a manifest named by the user; it comes before those found in folders.
        fetching: how URLs are fetched, and where that is kept.
        limits: how much one fetch may bring.
        settled_before: the time (seconds since 1970) after which a file must not have been written to; it is left to a
            later run otherwise, as is one that changes while its digest is made.
        left: what grows by the files that are left alone.
        digests: those that earlier runs have made; it grows by what this one makes.

    Raises:
        SourceError: a named file, folder or manifest is not there, or a glob matches nothing.
    """
    limits, left, fetching = limits or ReadLimits(), left or LeftAlone(), fetching or Fetching()
    urls = [source for source in sources if is_url(source)]
    found: list[_Found] = []
    remote: dict[str, RemoteObject] = {}
    for source in (one for one in sources if not is_url(one)):
        if is_remote(source):
            remote |= {one.uri: one for one in list_remote(source)}
        else:
            found.extend(_local_files(source, left))
    settled = [one for one in _unique(found) if _is_settled(one, settled_before, left)]
    named = _Named(manifest, urls, fetching.rather_kept)
    files = _with_manifests(*_without_assets(settled, limits), named, list(remote.values()), digests or KnownDigests())
    growing = {file.uri for file in files if is_changing(file)}
    left.unsettled += sorted(growing)
    files = [file for file in files if file.uri not in growing]
    if urls:
        files += _fetched_files(urls, manifest, fetching, limits)
    return sorted(files, key=lambda file: file.uri)


def _fetched_files(
    urls: Sequence[str], manifest: Path | None, fetching: Fetching, limits: ReadLimits
) -> list[SourceFile]:
    """The files behind URLs. Only the manifest that the user named can speak of them."""
    from warehouse.sources.web.listing import list_addresses  # noqa: PLC0415 - httpx costs a run without URLs too much

    manifests = [read_manifest(manifest, uri_of(manifest))] if manifest is not None else []
    listed = list_addresses(urls, manifests, fetching, limits)
    for note in listed.notes:
        fetching.tell(note)
    return listed.files


def is_changing(file: SourceFile) -> bool:
    """Whether a file has another size than when its digest was made: somebody writes to it, or cut it short.

    What was fetched is kept under a name of the lake's, compressed, and nobody writes to it.
    """
    if file.name:
        return False
    try:
        return bool(file.path and file.sha256 and not file.version and file.path.stat().st_size != file.size)
    except OSError:
        return False


def _is_settled(one: _Found, before: float | None, left: LeftAlone) -> bool:
    """Whether nobody has written to a file lately; a clock that is ahead of the disk's by years does not matter."""
    try:
        if before is None or not before < one.path.stat().st_mtime < before + _AHEAD:
            return True
    except OSError:
        return True
    left.unsettled.append(one.uri)
    return False


def with_separator(files: Sequence[SourceFile], separator: str | None) -> list[SourceFile]:
    """Files whose articles are parted by a line that the user named, where no manifest names another.

    It stands where a manifest would have it, so that a file is read again when it is named.
    """
    if not separator:
        return list(files)
    return [
        replace(file, manifest={**file.manifest, "": {"separator": separator, **file.manifest.get("", {})}})
        if file.path is not None or file.version
        else file
        for file in files
    ]


def plain_path(source: str) -> Path:
    """A source's path without detours, so that `news/../news` and `news` name the same files in the ledger.

    A detour by way of a link to a folder leads elsewhere, and stays.
    """
    path = Path(source).expanduser()
    plain = Path(os.path.normpath(path))
    return plain if _real(plain) == _real(path) else path


def may_be_there(source: str) -> bool:
    """Whether a source can be read as far as one can tell without reading it: URLs and patterns are asked then."""
    return "://" in source or is_pattern(source) or Path(source).expanduser().exists()


def _local_files(source: str, left: LeftAlone) -> Iterator[_Found]:
    path = plain_path(source)
    if path.is_dir():
        yield from _whole((_Found(file, uri_of(file)) for file in _files_below(path)), left)
    elif os.path.lexists(path):
        yield _Found(path, uri_of(path))
    elif is_pattern(source):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise SourceError(f"{printable(source)}: no file matches this pattern; check the folder and the ending")
        for match in matches:
            yield from _whole(_local_files(match, left), left)
    else:
        known = "; URLs may be http://, https://, s3://, gs:// or az://" if "://" in source else ""
        message = "no such file or folder; give a file, a folder, a glob in quotes, or a URL"
        raise SourceError(f"{printable(without_secrets(source))}: {message}{known}")


def _whole(found: Iterable[_Found], left: LeftAlone) -> Iterator[_Found]:
    """Files but for those whose names say that they are not yet whole. One that the user names is read."""
    for one in found:
        if is_unfinished(one.path.name):
            left.unfinished.append(one.uri)
        else:
            yield one


def _files_below(folder: Path) -> Iterator[Path]:
    """Linked folders are followed, each once, and never upwards. One that can't be listed is left to the reader,
    which rejects what it can't open.
    """
    root = _real(folder)
    seen: set[Path] = set()
    closed: list[Path] = []
    for parent, folders, names in os.walk(folder, followlinks=True, onerror=lambda error: closed.append(_place(error))):
        real = _real(Path(parent))
        if real in seen or (real != root and root.is_relative_to(real)):
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        yield from (Path(parent) / name for name in sorted(names) if not is_hidden(name))
    yield from closed


def _place(error: OSError) -> Path:
    return Path(str(error.filename))


def uri_of(path: Path) -> str:
    """The name of a file as rows carry it."""
    return printable(path.as_posix())


def printable(name: str) -> str:
    """A name of a file as text that can be stored: bytes that are no UTF-8 are written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unique(found: Iterable[_Found]) -> list[_Found]:
    by_path: dict[Path, _Found] = {}
    for one in sorted(found, key=lambda one: one.uri):
        by_path.setdefault(_real(one.path), one)
    return list(by_path.values())


def _without_assets(found: Sequence[_Found], limits: ReadLimits) -> tuple[list[_Found], Counter[str]]:
    """Leave out what belongs to saved pages, and count it for each page."""
    by_uri = {one.uri: one for one in found}

    def is_used(page: str, folder: str) -> bool:
        try:
            with by_uri[page].path.open("rb") as stream:
                return refers_to(stream.read(limits.max_document_bytes), folder)
        except OSError:
            return False

    assets = assets_among(by_uri, is_used)
    return [one for one in found if one.uri not in assets], Counter(assets.values())


def _with_manifests(
    found: Sequence[_Found],
    passed_over: Counter[str],
    asked: _Named,
    remote: Sequence[RemoteObject],
    digests: KnownDigests,
) -> list[SourceFile]:
    """Attach manifest rows; the manifest nearest to a file wins over one further up, a named one over all."""
    named = asked.manifest
    if named is not None and not named.is_file():
        raise SourceError(f"{named}: no such manifest; it is a .csv or .jsonl file with a column `file`")
    manifests = _manifests_for(found, named)
    articles = [one for one in found if _real(one.path) not in manifests and not _is_manifest(one)]
    seen: dict[Path, set[str]] = {path: asked.addresses_in(manifest) for path, manifest in manifests.items()}
    files = [
        replace(
            _with_manifest_rows(hash_file(one.path, one.uri, digests), one, manifests, seen, named),
            passed_over=passed_over[one.uri],
        )
        for one in articles
    ]
    files += remote_files(remote, (manifests[_real(named)], seen[_real(named)]) if named else None)
    for path, manifest in sorted(manifests.items()):
        problems = (*manifest.problems, *manifest.unmatched(seen[path] | _present(path, manifest)))
        if problems:
            files.append(SourceFile(manifest.uri, None, manifest.sha256, manifest.size, problems=problems))
    return files


def _is_manifest(one: _Found) -> bool:
    return is_manifest_name(one.path.name) and one.path.is_file()


def _real(path: Path) -> Path:
    """Where a path leads in the end; a link that leads in a circle stays as it is, where `Path.resolve` raises."""
    return Path(os.path.realpath(path))


def _present(path: Path, manifest: Manifest) -> set[str]:
    """Files that a manifest names and that are there, though this run was not asked to read them."""
    names = {name for key in manifest.rows for name in files_it_may_name(key)}
    there = {name for name in names if (path.parent / name).is_file()}
    for pattern in (name for name in names - there if is_pattern(name) and not name.startswith("/")):
        with suppress(OSError, ValueError):
            there |= {one.relative_to(path.parent).as_posix() for one in islice(path.parent.glob(pattern), 1)}
    return there


def _manifests_for(found: Sequence[_Found], named: Path | None) -> dict[Path, Manifest]:
    """Every manifest that stands beside a found file or in a folder above it that was itself searched."""
    paths: dict[Path, str] = {}
    for one in found:
        if _is_manifest(one):
            paths[_real(one.path)] = one.uri
    for folder in sorted({one.path.parent for one in found}):
        for beside in (folder / name for name in MANIFEST_NAMES):
            if beside.is_file():
                paths.setdefault(_real(beside), uri_of(beside))
    if named is not None:
        paths[_real(named)] = uri_of(named)
    return {path: read_manifest(path, uri) for path, uri in sorted(paths.items())}


def _with_manifest_rows(
    file: SourceFile, one: _Found, manifests: dict[Path, Manifest], seen: dict[Path, set[str]], named: Path | None
) -> SourceFile:
    resolved = _real(one.path)
    rows: dict[str, ManifestRow] = {}
    ways: dict[tuple[str, str], ManifestRow] = {}
    order = sorted(manifests, key=lambda path: (named is not None and path == _real(named), len(path.parts), path))
    for path in order:
        name = _name_below(resolved, path.parent)
        if name is None:
            continue
        for key, row in manifests[path].rows_of(name).items():
            seen[path].add(name)
            rows[key] = {**rows.get(key, {}), **row}
        for (key, member), row in manifests[path].ways_of(name).items():
            ways[_said_of(path.parent, key, is_pattern=key != name), member] = row
    return replace(file, manifest=rows, ways=ways)


def _said_of(folder: Path, key: str, *, is_pattern: bool) -> str:
    """The files that a row speaks of, as a pattern of absolute paths."""
    return f"{glob.escape(folder.as_posix())}/{key if is_pattern else glob.escape(key)}"


def _name_below(path: Path, folder: Path) -> str | None:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else None


def _no_file(uri: str, kind: int) -> Rejected:
    """A pipe, device or socket: who reads it may wait for ever, or never come to an end."""
    named = next((name for is_one, name in _KINDS if is_one(kind)), "no regular file")
    message = f"it is {named} and no file, and is not read; write what it holds into a file"
    return Rejected(uri, None, "read", "not_a_file", message)


_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


def hash_file(path: Path, uri: str, known: KnownDigests) -> SourceFile:
    """The ledger's facts of one file. A file that cannot be opened is left for the reader to reject."""
    digest, size = hashlib.sha256(), 0
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return SourceFile(uri, None, "", 0, problems=(_no_file(uri, found.st_mode),))
        if (made := known.of(found)) and os.access(path, os.R_OK):
            return SourceFile(uri, path, made, found.st_size)
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return SourceFile(uri, path, "", 0)
    if size == found.st_size:
        known.note(found, digest.hexdigest())
    return SourceFile(uri, path, digest.hexdigest(), size)
