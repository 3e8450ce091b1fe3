"""Files that runs began to read and did not read to their end, and which of their records are in the warehouse.

What belongs here: the notes of such files, kept in the home from the first batch of a file until its row is in the
ledger, and what a run that goes on behind a killed one need not prepare again. A file is read through all the same:
reading costs a twentieth of preparing, and behind the middle of a gzip file one comes by no other way.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from operator import itemgetter

import polars as pl

from warehouse.store.database import frame, open_build
from warehouse.store.home import Home
from warehouse.store.members import files_it_may_be_of

_ROWS_AT_A_TIME = 100_000
_SOURCE_COLUMNS = ("raw_uri", "article_id", "raw_locator", "raw_sha256", "external_id")
SOURCES_OF_READINGS = f"""
    SELECT DISTINCT a.uri, {", ".join(f"s.{name}" for name in _SOURCE_COLUMNS)}
    FROM (SELECT *, unnest({files_it_may_be_of("raw_uri")}) AS file FROM meta.article_sources) s
    JOIN asked_readings a ON s.file = a.uri AND s.run_id = a.run_id
"""
"""What runs brought of files that they began: the frame `asked_readings` (`readings_frame`) says which."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A run that began to read a file: as it was (fingerprint), by which coder and which reader."""

    uri: str
    fingerprint: str
    run_id: str
    versions: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Records of a file, or members of an archive, that are in the warehouse; numbers in ranges, both ends included.

    A file of millions of records takes few ranges: they are cut only where a record was refused. `readings` are those
    that brought them.
    """

    ranges: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict[str, Sequence[tuple[int, int]]])
    whole: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()

    def holds(self, uri: str, number: int | None) -> bool:
        """Whether a document is among them; `number` is None where it is all of its file or member."""
        if number is None:
            return uri in self.whole
        ranges = self.ranges.get(uri, ())
        at = bisect_right(ranges, number, key=itemgetter(0))
        return at > 0 and number <= ranges[at - 1][1]


def note_reading(home: Home, reading: Reading) -> None:
    """Add a note; one that is cut off by a crash is passed over when notes are read."""
    with home.readings.open("a", encoding="utf-8") as notes:
        _ = notes.write(json.dumps(asdict(reading)) + "\n")


def noted_readings(home: Home) -> list[Reading]:
    """All notes, in their order."""
    found: list[Reading] = []
    with suppress(OSError):
        for line in home.readings.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError, TypeError):
                found.append(Reading(**json.loads(line)))
    return found


def forget_readings(home: Home, uris: Collection[str]) -> None:
    """Drop the notes of files that are in the ledger."""
    notes = noted_readings(home)
    left = [note for note in notes if note.uri not in uris]
    if not left:
        home.readings.unlink(missing_ok=True)
    elif len(left) < len(notes):
        aside = home.readings.with_suffix(f".{os.getpid()}.tmp")
        _ = aside.write_text("".join(json.dumps(asdict(note)) + "\n" for note in left), encoding="utf-8")
        _ = aside.replace(home.readings)


def readings_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """Files and runs, to be joined with `meta.article_sources`."""
    schema = {"uri": pl.String(), "run_id": pl.String()}
    return pl.DataFrame([(one.uri, one.run_id) for one in readings], schema=schema, orient="row")


def kept_of(home: Home, readings: Iterable[Reading]) -> Kept:
    """What runs brought of files before they ended early, all but what was refused: that is refused again, and listed.

    Of a record that is a second copy of an article of its file the warehouse has no place; it is prepared again.
    """
    begun = tuple(readings)
    if not begun or not home.build.exists():
        return Kept()
    with open_build(home) as connection:
        _ = connection.register("asked_readings", readings_frame(begun))
        rows = frame(connection, f"WITH kept AS ({_KEPT_ROWS}) {_RANGES}")
    ranges: dict[str, list[tuple[int, int]]] = {}
    for uri, first, last in rows.drop_nulls("first").iter_rows():
        ranges.setdefault(uri, []).append((first, last))
    return Kept(ranges, frozenset(rows.filter(pl.col("first").is_null()).get_column("raw_uri")), begun)


def kept_sources(home: Home, kept: Kept, uris: Collection[str]) -> Iterator[pl.DataFrame]:
    """What earlier runs brought of these files, as rows of `meta.article_sources`, in parts.

    A run that has read such a file to its end lists them as its own. Else a member would look as one that its archive
    no longer has (`gone_files`), and who takes the earlier run out of the lake would not see what the file lacks.
    """
    asked = [one for one in kept.readings if one.uri in uris]
    if not asked:
        return
    with open_build(home) as connection:
        _ = connection.register("asked_readings", readings_frame(asked))
        rows = connection.execute(
            f"SELECT DISTINCT {', '.join(_SOURCE_COLUMNS)} FROM ({SOURCES_OF_READINGS}) ORDER BY ALL"
        )
        for part in rows.to_arrow_reader(_ROWS_AT_A_TIME):
            yield pl.DataFrame(part)


_KEPT_ROWS = f"""
    FROM ({SOURCES_OF_READINGS})
    WHERE (raw_uri, coalesce(raw_locator, '')) NOT IN (
        SELECT (raw_uri, coalesce(raw_locator, '')) FROM meta.rejected_records WHERE raw_uri IS NOT NULL)
"""
_RANGES = """
    , numbered AS (
        SELECT DISTINCT raw_uri, try_cast(regexp_extract(raw_locator, '^record (\\d+)$', 1) AS BIGINT) AS number
        FROM kept WHERE raw_locator IS NULL OR regexp_matches(raw_locator, '^record \\d+$')
    ), placed AS (
        SELECT *, number - row_number() OVER (PARTITION BY raw_uri ORDER BY number) AS island
        FROM numbered WHERE number IS NOT NULL
    )
    SELECT raw_uri, min(number) AS first, max(number) AS last FROM placed GROUP BY raw_uri, island
    UNION ALL SELECT raw_uri, NULL, NULL FROM numbered WHERE number IS NULL
    ORDER BY raw_uri, first
"""
