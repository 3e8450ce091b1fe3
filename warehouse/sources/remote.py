# ruff: noqa: PLC0415 - who reads files of this machine does not need obstore
"""Objects of an object store as source files: `s3://bucket/prefix/`, `gs://…`, `az://…`.

What belongs here: listing a prefix, and bringing an object to a file when it is read. An object is known by what its
store says of its content (ETag and size, else size and time of writing), so what did not change is not fetched again.
The library is the one that a lake on a store uses (obstore); credentials come from the environment, as it reads them.
"""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warehouse.sources.hidden import is_hidden
from warehouse.sources.manifest import MANIFEST_NAMES, Manifest, is_manifest_name, parse_manifest
from warehouse.sources.model import ManifestRow, ReadLimits, Rejected, SourceError, SourceFile
from warehouse.sources.patterns import beginning_of, expression_of, is_pattern

_SCHEMES = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "adl")
_CHUNK = 16 * 1024 * 1024  # bytes of a request, each of which is tried again by itself
_LONGEST_NAME = 80  # characters of an object's name that its file keeps
_REMEDY = {
    "s3": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION (AWS_ENDPOINT_URL for another maker's S3; "
    "AWS_SKIP_SIGNATURE=true for a public bucket)",
    "gs": "GOOGLE_SERVICE_ACCOUNT (the file of a service account's key)",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}
_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}


@dataclass(frozen=True, slots=True)
class RemoteObject:
    """An object to read: its URL, the prefix that it was found below (ending in a slash), and what is known of it.

    A manifest that lies beside the objects asked for, and was not asked for itself, speaks of others too.
    """

    uri: str
    below: str
    size: int
    version: str
    is_beside: bool = False


def is_remote(source: str) -> bool:
    """Whether a source is a prefix or an object of an object store."""
    return urlsplit(source).scheme.lower() in _SCHEMES if "://" in source else False


def list_remote(source: str) -> list[RemoteObject]:
    """The object of this URL, or all objects below it or that fit its pattern; hidden ones and folders are none.

    Raises:
        SourceError: the store can't be used; the message says what to do.
    """
    bucket, key = _parts(source)
    with _told(source):
        found, folder = _find(_store(bucket), key)
    below = f"{bucket}/{folder}/" if folder else f"{bucket}/"
    return [
        RemoteObject(f"{bucket}/{item['path']}", below, int(item["size"]), _version(item), is_beside=is_beside)
        for item, is_beside in found
        if not _is_left_out(str(item["path"]), item["size"])
    ]


def _find(store: Any, key: str) -> tuple[list[tuple[Any, bool]], str]:
    """The objects of a key, prefix or pattern, each with whether it is a manifest beside them; and their folder."""
    folder = key.rpartition("/")[0]
    if key and not key.endswith("/") and (single := _head(store, key)):
        beside = [f"{folder}/{name}" if folder else name for name in MANIFEST_NAMES]
        return [
            (single, False),
            *((one, True) for name in beside if name != key and (one := _head(store, name))),
        ], folder
    whole = key.rstrip("/")
    found = _items(store, whole)
    if found or not is_pattern(whole):
        return [(item, False) for item in found], whole
    fits, folder = expression_of(whole), beginning_of(whole).rpartition("/")[0]
    listed = _items(store, folder)
    fitting = [item for item in listed if fits.fullmatch(item["path"])]
    folders = {item["path"].rpartition("/")[0] for item in fitting}
    beside = [
        item
        for item in listed
        if is_manifest_name(item["path"]) and item["path"].rpartition("/")[0] in folders and item not in fitting
    ]
    return [*((item, False) for item in fitting), *((item, True) for item in beside)], folder


def _is_left_out(path: str, size: int) -> bool:
    """Hidden objects, as hidden files; and what stores keep in place of a folder: an empty object without an ending."""
    names = path.split("/")
    return any(is_hidden(name) for name in names) or (size == 0 and "." not in names[-1])


def remote_files(
    remote: Sequence[RemoteObject], named: tuple[Manifest, set[str]] | None = None
) -> Iterator[SourceFile]:
    """Objects with what manifests say of them: those among them, and one that the user named.

    Args:
        remote: the objects, manifests too.
        named: a manifest whose names are those below the source's prefix, and the names that it was found to speak of,
            which grow.
    """
    lying = {one.uri: parse_manifest(read_remote(one.uri), one.uri) for one in remote if is_manifest_name(one.uri)}
    nearest_last = sorted(lying, key=lambda uri: (uri.count("/"), uri))
    seen: dict[str, set[str]] = {uri: set() for uri in lying}
    for one in remote:
        if one.uri not in lying:
            told = [(lying[uri], uri.rpartition("/")[0] + "/", seen[uri]) for uri in nearest_last]
            yield _with_rows(one, [*told, (named[0], one.below, named[1])] if named else told)
    beside = {one.uri for one in remote if one.is_beside}
    for uri, manifest in lying.items():
        problems = (*manifest.problems, *(() if uri in beside else manifest.unmatched(seen[uri])))
        if problems:
            yield SourceFile(uri, None, manifest.sha256, manifest.size, problems=problems)


def _with_rows(one: RemoteObject, told: Sequence[tuple[Manifest, str, set[str]]]) -> SourceFile:
    """An object with the rows of manifests, the last of which counts most, each with its folder."""
    rows: dict[str, ManifestRow] = {}
    ways: dict[tuple[str, str], ManifestRow] = {}
    for manifest, folder, seen in told:
        name = one.uri.removeprefix(folder)
        if name == one.uri:
            continue
        for key, row in manifest.rows_of(name).items():
            seen.add(name)
            rows[key] = {**rows.get(key, {}), **row}
        for (key, member), row in manifest.ways_of(name).items():
            ways[glob.escape(folder) + (glob.escape(key) if key == name else key), member] = row
    return SourceFile(one.uri, None, "", one.size, rows, version=one.version, ways=ways)


def fetch_remote(file: SourceFile, folder: Path, limits: ReadLimits | None = None) -> SourceFile:
    """The object as a file of its own name in `folder`, with its digest; a part at a time, so of any size.

    What can't be had is told as a problem of the file, which is then not entered in the ledger and tried again.
    """
    limits = limits or ReadLimits()
    name = file.uri.rpartition("/")[2][-_LONGEST_NAME:]
    target = folder / hashlib.sha256(file.uri.encode()).hexdigest()[:16] / name
    digest, size = hashlib.sha256(), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as aside:
            for part in _parts_of(file.uri):
                digest.update(part)
                size += len(part)
                if size > limits.max_fetch_bytes:
                    raise SourceError(f"{file.uri}: larger than {limits.max_fetch_bytes} bytes; cut it into several")
                _ = aside.write(part)
    except SourceError as error:
        target.unlink(missing_ok=True)
        problem = Rejected(file.uri, None, "read", "fetch_failed", str(error))
        return replace(file, path=None, sha256="", problems=(*file.problems, problem))
    return replace(file, path=target, sha256=digest.hexdigest(), size=size)


def read_remote(uri: str) -> bytes:
    """A small object as a whole: a manifest."""
    return b"".join(_parts_of(uri))


def _parts_of(uri: str) -> Iterator[bytes]:
    """The object's bytes, all of one version: where it is written meanwhile, that is an error.

    Raises:
        SourceError: the store can't give it.
    """
    bucket, key = _parts(uri)
    with _told(uri):
        import obstore

        store = _store(bucket)
        found = obstore.head(store, key)
        tag = {"if_match": found["e_tag"]} if found.get("e_tag") else {}
        for start in range(0, found["size"], _CHUNK):
            asked: Any = {"range": (start, min(start + _CHUNK, found["size"])), **tag}
            yield obstore.get(store, key, options=asked).bytes().to_bytes()


def _parts(source: str) -> tuple[str, str]:
    """The bucket's URL and the key, which may hold any signs."""
    scheme, _, rest = source.partition("://")
    bucket, _, key = rest.partition("/")
    return f"{scheme}://{bucket}", key


def _store(bucket: str) -> Any:
    try:
        from obstore.store import from_url
    except ImportError as error:
        raise SourceError(f"{bucket}: to read it, install dateline with its extra `store` (obstore)") from error
    return from_url(bucket, retry_config=_RETRIES)


def _head(store: Any, key: str) -> Any | None:
    import obstore

    try:
        return obstore.head(store, key)
    except FileNotFoundError:
        return None


def _items(store: Any, prefix: str) -> list[Any]:
    import obstore

    return [item for page in obstore.list(store, prefix or None) for item in page]


def _version(item: Any) -> str:
    """What tells one content of an object from another, as its store says it."""
    tag = item.get("e_tag") or item.get("version")
    return f"{tag} {item['size']}" if tag else f"{item['last_modified']} {item['size']}"


@contextmanager
def _told(source: str) -> Generator[None]:
    try:
        from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
    except ImportError as error:
        raise SourceError(f"{source}: to read it, install dateline with its extra `store` (obstore)") from error
    try:
        yield
    except FileNotFoundError as error:
        raise SourceError(f"{source}: no such bucket or object; check its name and AWS_REGION") from error
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise SourceError(f"{source}: the store refuses access; {_credentials(source)}") from error
    except (BaseError, OSError, ValueError) as error:
        if "NoSuchBucket" in str(error) or "404 Not Found" in str(error):
            raise SourceError(f"{source}: no such bucket; check its name and AWS_REGION") from error
        said = str(error).strip().partition("\n")[0][:200]
        raise SourceError(f"{source}: the store can't be used: {said}; {_credentials(source)}") from error


def _credentials(source: str) -> str:
    scheme = urlsplit(source).scheme.lower()
    kind = "s3" if scheme.startswith("s3") else "gs" if scheme == "gs" else "az"
    return f"credentials come from the environment: {_REMEDY[kind]}"
