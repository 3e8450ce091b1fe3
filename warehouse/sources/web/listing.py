"""From the addresses that a user names to files to read: pages of lists, and pages that feeds lead to, included.

What belongs here: the order of these steps, and what a manifest says of addresses (`headers`, `pages`, `follow`).
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, cast

import zstandard

from warehouse.sources.field_names import load_field_names
from warehouse.sources.manifest import Manifest
from warehouse.sources.model import Fetching, ManifestRow, ReadLimits, Rejected, SourceFile
from warehouse.sources.read import read_documents
from warehouse.sources.web.addressed import Address, told_headers
from warehouse.sources.web.fetch import Fetched, Fetcher
from warehouse.sources.web.following import has_article, pages_behind
from warehouse.sources.web.kept import KeptFetches
from warehouse.sources.web.page_lists import PageList, Patience, fetch_pages, told_pages

_OF_FETCHING = ("file", "headers", "pages", "follow")
_SHOWN = 3
_YES = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class Asked:
    """An address that a user named, and what the manifest says of it."""

    address: Address  # `said` in it is what its file's rows get, but for the address itself
    pages: PageList | None = None
    follow: bool = False


@dataclass
class Listed:
    """The files behind addresses, and what a run tells of the fetching."""

    files: list[SourceFile] = field(default_factory=list[SourceFile])
    notes: list[str] = field(default_factory=list[str])


def list_addresses(
    urls: Sequence[str], manifests: Sequence[Manifest], fetching: Fetching, limits: ReadLimits
) -> Listed:
    """Fetch what the addresses stand for, into the folder of `fetching`."""
    kept = KeptFetches(fetching.folder or Path(tempfile.mkdtemp(prefix="dateline-")), fetching.remote)
    kept.tidy()
    fetcher = Fetcher(kept, limits, rather_kept=fetching.rather_kept)
    try:
        return list_fetched(urls, manifests, fetcher, limits, follow=fetching.follow)
    finally:
        fetcher.close()


def list_fetched(
    urls: Sequence[str], manifests: Sequence[Manifest], fetcher: Fetcher, limits: ReadLimits, *, follow: bool = False
) -> Listed:
    """As `list_addresses`, by a fetcher.

    What fails is a file with nothing but its reject. Where such an address gave something before, that is listed too,
    so that a server in trouble takes nothing away from a run that codes anew.
    """
    listed = Listed()
    came: Counter[str] = Counter()
    feeds: list[SourceFile] = []
    asked = [one for url in dict.fromkeys(urls) if (one := _asked(url, manifests, fetcher, listed, follow=follow))]
    plain = [one for one in asked if one.pages is None]
    found = dict(
        zip((one.address.url for one in plain), fetcher.fetch_all([one.address for one in plain]), strict=True)
    )
    for one in asked:
        answers = _pages_of(one, fetcher, limits) if one.pages else [found[one.address.url]]
        for answer in answers:
            files = _files_of(answer, one.address, fetcher)
            listed.files.extend(files)
            came[_came(answer)] += 1
            is_followed = one.follow or fetcher.rather_kept
            feeds.extend(file for file in files if is_followed and file.path is not None)
    if feeds:
        _follow(feeds, fetcher, limits, listed, came)
    listed.notes[:0] = _told(came) + _told_damage(fetcher.damaged)
    return listed


def _asked(url: str, manifests: Sequence[Manifest], fetcher: Fetcher, listed: Listed, *, follow: bool) -> Asked | None:
    """An address with what manifests say of it; None where that can't be used, which is told."""
    address = Address(url)
    before = fetcher.known_of(address)
    is_as_before = before is not None and (fetcher.rather_kept or before.is_found)
    row: dict[str, str] = dict(before.said) if before and is_as_before else {}
    if before and before.is_found and fetcher.rather_kept:  # a replay names what nobody else has
        address = replace(address, is_found=True, stamp=before.stamp)
    for manifest in manifests:
        row |= manifest.rows_of(url).get("") or manifest.rows_of(address.shown).get("", {})
    headers = told_headers(_told_value(row["headers"])) if "headers" in row else {}
    pages = told_pages(_told_value(row["pages"])) if "pages" in row else None
    mistake = next((one for one in (headers, pages) if isinstance(one, str)), None)
    if mistake:
        problem = Rejected(address.shown, None, "read", "manifest_invalid", mistake)
        listed.files.append(SourceFile(address.shown, None, "", 0, problems=(problem,)))
        return None
    said = {key: value for key, value in row.items() if key not in _OF_FETCHING}
    wants = row["follow"].lower() in _YES if "follow" in row else follow
    if not pages and not (before and fetcher.rather_kept):
        said = {"url": address.shown, **said}  # the address of a page of a list is that of none of its articles
    address = replace(address, headers=cast(Mapping[str, str], headers), said=said)
    return Asked(address, cast("PageList | None", pages), wants)


def _told_value(cell: str) -> object:
    """An object that a manifest holds as JSON in a cell."""
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _pages_of(one: Asked, fetcher: Fetcher, limits: ReadLimits) -> list[Fetched | Rejected]:
    def has_records(page: Fetched) -> bool:
        names = load_field_names()
        return any(has_article(found, names) for found in read_documents(_source_file(page, {}), limits))

    patience = Patience(fetcher.most_seconds, fetcher.wished_pause)
    return list(
        fetch_pages(one.address, cast(PageList, one.pages), fetcher.fetch, _opened, has_records, patience=patience)
    )


def _opened(page: Fetched) -> IO[bytes]:
    """The bytes of a page as the server sent them."""
    stream = page.path.open("rb")
    if not page.name.endswith(".zst") or not page.kept.stored.endswith(".zst"):
        return stream
    return cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(stream, closefd=True))


def _files_of(answer: Fetched | Rejected | None, address: Address, fetcher: Fetcher) -> list[SourceFile]:
    if isinstance(answer, Fetched):
        return [_source_file(answer, address.said)]
    if answer is None:
        return []
    failed = SourceFile(answer.uri, None, "", 0, problems=(answer,))
    before = fetcher.kept_of(replace(address, url=answer.uri))
    return [failed, _source_file(before, address.said)] if before else [failed]


def _source_file(found: Fetched, said: ManifestRow) -> SourceFile:
    rows = {"": dict(said)} if said else {}
    kept = found.kept
    return SourceFile(kept.url, found.path, kept.sha256, kept.size, manifest=rows, name=found.name)


def _follow(
    feeds: Sequence[SourceFile], fetcher: Fetcher, limits: ReadLimits, listed: Listed, came: Counter[str]
) -> None:
    """Fetch the pages behind records that are only beginnings; a record whose page was had is not read itself.

    Where nothing is to be fetched, as in a replay, the pages are those that were fetched before.
    """
    wanted: dict[str, Address] = {}
    for feed in feeds:
        for page in pages_behind(read_documents(feed, limits), load_field_names()):
            wanted.setdefault(page.url, page)
    pages = [page for page in wanted.values() if not fetcher.rather_kept or fetcher.kept_of(page)]
    followed: set[str] = set()
    of_pages: list[SourceFile] = []
    for page, answer in zip(pages, fetcher.fetch_all(pages), strict=True):
        files = _files_of(answer, page, fetcher)
        of_pages.extend(files)
        came[_came(answer)] += 1
        followed.update(page.url for file in files if file.path is not None)
    uris = {feed.uri for feed in feeds}
    read = [replace(file, followed=frozenset(followed)) if file.uri in uris else file for file in listed.files]
    listed.files[:] = [*read, *of_pages]


def _came(answer: Fetched | Rejected | None) -> str:
    return answer.came if isinstance(answer, Fetched) else "refused" if answer else "left"


def _told(came: Counter[str]) -> list[str]:
    """What came of the addresses, in a line; nothing where there were none."""
    words = {
        "fetched": "fetched",
        "unchanged": "unchanged at their servers",
        "kept": "kept from before",
        "refused": "not to be had",
        "left": "left for the next run, since their hosts want pauses",
    }
    parts = [f"{came[key]} {text}" for key, text in words.items() if came[key]]
    return [f"addresses: {', '.join(parts)}"] if parts else []


def _told_damage(urls: Sequence[str]) -> list[str]:
    """That kept bytes were no longer those that were fetched; a failing disk shows itself so."""
    if not urls:
        return []
    some = ", ".join(urls[:_SHOWN]) + (", …" if len(urls) > _SHOWN else "")
    return [f"the kept bytes of {len(urls)} addresses were damaged and are had anew ({some}); check the disk"]
