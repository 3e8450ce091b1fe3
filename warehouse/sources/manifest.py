"""Reads a manifest: a table beside the files that adds what they do not say, such as the publication date.

What belongs here: `manifest.csv` or `.jsonl` to rows by file name. A manifest is never read as articles.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from warehouse.schema.decoding import decode_bytes
from warehouse.sources.addresses import is_url
from warehouse.sources.model import ManifestRow, Rejected, head_of

MANIFEST_NAMES = ("manifest.csv", "manifest.jsonl")
WAYS = ("map", "date_order", "updated_order")
"""What a row says of how records are read, not of what they are."""


@dataclass(slots=True)
class Manifest:
    """The rows of one manifest by the normalised value of their `file` column, and what was wrong with it."""

    uri: str
    rows: dict[str, ManifestRow] = field(default_factory=dict[str, ManifestRow])
    line_numbers: dict[str, int] = field(default_factory=dict[str, int])
    problems: list[Rejected] = field(default_factory=list[Rejected])
    sha256: str = ""
    size: int = 0
    _members: dict[str, list[str]] | None = None
    _many: list[str] | None = None

    def rows_of(self, name: str) -> dict[str, ManifestRow]:
        """Rows for a file (key "") and for the members inside it (`archive.zip!inner/b.txt`, key `inner/b.txt`)."""
        found: dict[str, ManifestRow] = {}
        if name in self.rows:
            found[""] = self.rows[name]
        elif rows := [self.rows[pattern] for pattern in self._patterns() if fnmatchcase(name, pattern)]:
            # what is said of many files is no name that their keeper gave to one
            found[""] = {key: value for row in reversed(rows) for key, value in row.items() if key != "file"}
        for inner in self._members_by_archive().get(name, ()):
            found[inner] = self.rows[f"{name}!{inner}"]
        return found

    def ways_of(self, name: str) -> dict[tuple[str, str], ManifestRow]:
        """What rows say of how this file's records are read (`WAYS`), by file or pattern and member.

        Example: of `{"file": "*.csv", "map": {"text": "stuk"}}` this is `{("*.csv", ""): {"map": '{"text": "stuk"}'}}`.
        """
        keys = [name] if name in self.rows else [key for key in self._patterns() if fnmatchcase(name, key)]
        rows = {(key, ""): self.rows[key] for key in keys}
        rows |= {(name, inner): self.rows[f"{name}!{inner}"] for inner in self._members_by_archive().get(name, ())}
        return {place: {way: row[way] for way in WAYS if way in row} for place, row in rows.items() if "map" in row}

    def _patterns(self) -> list[str]:
        """The rows that speak of many files, those that are there and those to come."""
        if self._many is None:
            self._many = [key for key in self.rows if any(sign in key for sign in "*?")]
        return self._many

    def _members_by_archive(self) -> dict[str, list[str]]:
        """Made once: a manifest of 100,000 rows is asked as often."""
        if self._members is None:
            self._members = {}
            for key in self.rows:
                for archive in files_it_may_name(key)[:-1]:
                    self._members.setdefault(archive, []).append(key[len(archive) + 1 :])
        return self._members

    def unmatched(self, names: set[str]) -> Iterator[Rejected]:
        """A reject for each row that names no file present: a typing mistake must not lose a date in silence."""
        patterns = set(self._patterns())
        for key, row in self.rows.items():
            is_there = not names.isdisjoint(files_it_may_name(key))
            if is_there or (key in patterns and any(fnmatchcase(name, key) for name in names)):
                continue
            message = f"the row names file {row['file']!r}, which is not there; correct the name or remove the row"
            if key in patterns:
                message = (
                    f"no file fits the pattern {row['file']!r}, which is read from the manifest's own folder (a/*.csv, "
                    "*.csv for all below it); correct it, or leave it for files that are yet to come"
                )
            yield Rejected(
                self.uri, self.line_numbers[key], "read", "manifest_names_no_file", message, json.dumps(dict(row))
            )


def files_it_may_name(key: str) -> list[str]:
    """The files that a row may speak of, itself or of a member in them, since names may hold the mark between the two.

    >>> files_it_may_name("Yahoo! News/week.zip!a.txt")
    ['Yahoo', 'Yahoo! News/week.zip', 'Yahoo! News/week.zip!a.txt']
    """
    return [*(key[:place] for place, sign in enumerate(key) if sign == "!"), key]


def is_manifest_name(name: str) -> bool:
    """Whether a file of this name is a manifest by its name alone."""
    return PurePosixPath(name).name.lower() in MANIFEST_NAMES


def read_manifest(path: Path, uri: str) -> Manifest:
    """Read a manifest from disk; what is wrong with it comes back as its problems."""
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = Rejected(uri, None, "read", "manifest_unreadable", f"cannot read the manifest: {error.strerror}")
        return Manifest(uri, problems=[problem])
    return parse_manifest(data, uri)


def parse_manifest(data: bytes, uri: str) -> Manifest:
    """Parse the bytes of a manifest: JSON lines where it ends in .jsonl, else CSV."""
    manifest = Manifest(uri, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    text = decode_bytes(data).text
    rows = _jsonl_rows(text, manifest) if uri.lower().endswith((".jsonl", ".ndjson")) else _csv_rows(text, manifest)
    for number, row in rows:
        _add_row(manifest, number, row)
    return manifest


def _csv_rows(text: str, manifest: Manifest) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if "file" not in [(name or "").strip().lower() for name in reader.fieldnames or []]:
            message = "the manifest has no column `file`; its first line must name the columns, `file` among them"
            manifest.problems.append(
                Rejected(manifest.uri, 1, "read", "manifest_without_file_column", message, head_of(text))
            )
            return
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        message = f"the manifest is not valid CSV: {error}; put quotes around cells that hold commas or quotes"
        manifest.problems.append(Rejected(manifest.uri, reader.line_num, "read", "manifest_invalid", message))


def _jsonl_rows(text: str, manifest: Manifest) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict) and row.get("file"):
            yield number, row
        else:
            message = "a manifest line must be one JSON object with the key `file`"
            manifest.problems.append(Rejected(manifest.uri, number, "read", "manifest_invalid", message, head_of(line)))


def _add_row(manifest: Manifest, number: int, row: Mapping[Any, Any]) -> None:
    cells = {
        key.strip().lower(): value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in row.items()
        if isinstance(key, str) and value not in (None, "")
    }
    name = normalise_name(cells.get("file", ""))
    if not name:
        if any(cells.values()):
            message = "the row has no file name; fill the column `file`"
            manifest.problems.append(Rejected(manifest.uri, number, "read", "manifest_invalid", message))
        return
    if name in manifest.rows and dict(manifest.rows[name]) != cells:
        message = f"file {name!r} stands more than once with different values; the first row was used"
        manifest.problems.append(Rejected(manifest.uri, number, "read", "manifest_repeats_file", message))
    if name not in manifest.rows:
        manifest.rows[name] = cells
        manifest.line_numbers[name] = number


def normalise_name(name: str) -> str:
    """A manifest's file name with forward slashes and without a leading `./`; an address as it is."""
    name = name.strip()
    if is_url(name):
        return name
    name = name.replace("\\", "/")
    return PurePosixPath(name).as_posix() if name else ""
