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
from dataclasses import dataclass, replace
from pathlib import Path

from warehouse.sources.addresses import is_url, without_secrets
from warehouse.sources.manifest import MANIFEST_NAMES, Manifest, is_manifest_name, read_manifest
from warehouse.sources.model import Fetching, ManifestRow, ReadLimits, Rejected, SourceError, SourceFile
from warehouse.sources.saved_pages import assets_among, refers_to

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Found:
    """A file to read, under the name that rows will carry."""

    path: Path
    uri: str


def discover(
    sources: Sequence[str],
    manifest: Path | None = None,
    *,
    fetching: Fetching | None = None,
    limits: ReadLimits | None = None,
) -> list[SourceFile]:
    """List the files behind `sources`: files, folders (all below them), globs and http(s) URLs.

    Hidden files and folders are skipped, a file named twice is listed once, and the order is that of the uri, so it
    does not depend on the file system. A manifest is listed with its problems only; it has no path to read. What a
    browser saved beside a page is counted at the page.

    Args:
        sources: what the user named.
        manifest: a manifest named by the user; it comes before those found in folders.
        fetching: how URLs are fetched, and where that is kept.
        limits: how much one fetch may bring.

    Raises:
        SourceError: a named file, folder or manifest is not there, or a glob matches nothing.
    """
    limits = limits or ReadLimits()
    urls = [source for source in sources if is_url(source)]
    found = [one for source in sources if not is_url(source) for one in _local_files(source)]
    fetching = fetching or Fetching()
    alone = _without_assets(_unique(found), limits)
    files = _with_manifests(*alone, manifest, urls, is_again=fetching.rather_kept)
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


def with_separator(files: Sequence[SourceFile], separator: str | None) -> list[SourceFile]:
    """Files whose articles are parted by a line that the user named, where no manifest names another.

    It stands where a manifest would have it, so that a file is read again when it is named.
    """
    if not separator:
        return list(files)
    return [
        replace(file, manifest={**file.manifest, "": {"separator": separator, **file.manifest.get("", {})}})
        if file.path is not None
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


def is_pattern(source: str) -> bool:
    """Whether a source names files by a glob."""
    return any(sign in source for sign in "*?[")


def may_be_there(source: str) -> bool:
    """Whether a source can be read as far as one can tell without reading it: URLs and patterns are asked then."""
    return "://" in source or is_pattern(source) or Path(source).expanduser().exists()


def _local_files(source: str) -> Iterator[_Found]:
    path = plain_path(source)
    if path.is_dir():
        yield from (_Found(file, uri_of(file)) for file in _files_below(path))
    elif os.path.lexists(path):
        yield _Found(path, uri_of(path))
    elif is_pattern(source):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise SourceError(f"{printable(source)}: no file matches this pattern; check the folder and the ending")
        for match in matches:
            yield from _local_files(match)
    else:
        known = "; URLs may be http:// or https://" if "://" in source else ""
        message = "no such file or folder; give a file, a folder, a glob in quotes, or a URL"
        raise SourceError(f"{printable(without_secrets(source))}: {message}{known}")


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


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is left alone: dot files and the litter of archivers and desktops."""
    return name.startswith(".") or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


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
    found: Sequence[_Found], passed_over: Counter[str], named: Path | None, urls: Sequence[str], *, is_again: bool
) -> list[SourceFile]:
    """Attach manifest rows; the manifest nearest to a file wins over one further up, a named one over all.

    Rows about `urls` are used where these are fetched. What is read again (`is_again`) is not all that was read, so
    rows about other addresses are none to complain of.
    """
    if named is not None and not named.is_file():
        raise SourceError(f"{named}: no such manifest; it is a .csv or .jsonl file with a column `file`")
    manifests = _manifests_for(found, named)
    articles = [one for one in found if _real(one.path) not in manifests and not _is_manifest(one)]
    addresses = {*urls, *map(without_secrets, urls)}
    seen: dict[Path, set[str]] = {path: set(addresses) for path in manifests}
    if is_again:
        for path, names in seen.items():
            names.update(filter(is_url, manifests[path].rows))
    files = [replace(_source_file(one, manifests, seen, named), passed_over=passed_over[one.uri]) for one in articles]
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
    names = {key.partition("!")[0] for key in manifest.rows}
    return {name for name in names if (path.parent / name).is_file()}


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


def _source_file(
    one: _Found, manifests: dict[Path, Manifest], seen: dict[Path, set[str]], named: Path | None
) -> SourceFile:
    resolved = _real(one.path)
    rows: dict[str, ManifestRow] = {}
    order = sorted(manifests, key=lambda path: (named is not None and path == _real(named), len(path.parts), path))
    for path in order:
        name = _name_below(resolved, path.parent)
        if name is None:
            continue
        for key, row in manifests[path].rows_of(name).items():
            seen[path].add(name)
            rows[key] = {**rows.get(key, {}), **row}
    return replace(hash_file(one.path, one.uri), manifest=rows)


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


def hash_file(path: Path, uri: str) -> SourceFile:
    """The ledger's facts of one file. A file that cannot be opened is left for the reader to reject."""
    digest, size = hashlib.sha256(), 0
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            return SourceFile(uri, None, "", 0, problems=(_no_file(uri, kind),))
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return SourceFile(uri, path, "", 0)
    return SourceFile(uri, path, digest.hexdigest(), size)
