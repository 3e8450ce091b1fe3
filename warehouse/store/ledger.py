"""What was read and done before: lets a run skip what it knows, and records what it did.

What belongs here: questions to the build file that a run asks before it works, and the record of the run itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.schema.frames import empty_frame, polars_schema
from warehouse.schema.render import quoted
from warehouse.schema.tables import TABLES
from warehouse.store.database import frame, open_build, rows_with
from warehouse.store.home import Home, fsync_path
from warehouse.store.lake import keep

_CONTENT = ("article_id", "content_hash", "coder_version")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A row of `meta.runs`."""

    run_id: str
    status: str
    started_at: datetime
    finished_at: datetime | None = None
    sources: tuple[str, ...] = ()
    input_count: int | None = None
    new_count: int | None = None
    changed_count: int | None = None
    unchanged_count: int | None = None
    duplicate_count: int | None = None
    rejected_count: int | None = None
    event_count: int | None = None
    coder_version: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    message: str | None = None

    def as_row(self) -> dict[str, object]:
        """The row, with JSON where the table holds JSON."""
        row = asdict(self)
        row["sources"] = list(self.sources)
        row["versions"] = json.dumps(dict(self.versions), sort_keys=True)
        row["settings"] = json.dumps(dict(self.settings), sort_keys=True, default=str)
        return row


def write_known_content(home: Home, path: Path) -> None:
    """Write a Parquet file of every article in the build file: article_id, content_hash, coder_version.

    A run need not annotate an article that is here with the same content_hash and coder_version. The rows go from file
    to file, so a large archive takes no memory.
    """
    if not _exists(home):
        empty_frame(TABLES["articles"]).select(_CONTENT).write_parquet(path)
        return
    with open_build(home) as connection:
        asked = f"SELECT {', '.join(_CONTENT)} FROM articles"
        _ = connection.execute(f"COPY ({asked}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")


def known_sources(home: Home, uris: Sequence[str]) -> pl.DataFrame:
    """Rows of the ledger `meta.source_files` about these files, by uri.

    A file that is here with the same digests and coder_version can be skipped.
    """
    if not _exists(home):
        return empty_frame(TABLES["source_files"])
    with open_build(home) as connection:
        _ = connection.register("asked_files", pl.DataFrame({"uri": uris}, schema={"uri": pl.String()}))
        found = rows_with("meta.source_files", "uri", "SELECT uri FROM asked_files")
        return _with_zone(frame(connection, f"{found} ORDER BY uri"))


def _exists(home: Home) -> bool:
    return home.build.exists() or home.published.exists()


def _with_zone(rows: pl.DataFrame) -> pl.DataFrame:
    """Times as frames hold them: the warehouse keeps UTC without a zone."""
    return rows.with_columns(pl.selectors.datetime(time_zone=None).dt.replace_time_zone("UTC"))


def record_run(home: Home, record: RunRecord) -> None:
    """Keep the record of a run in the lake and in the build file, in place of an earlier one of the same run.

    The published warehouse shows it after the next `publish`. The caller holds the writer's lock.
    """
    _ = home.ensure()
    text = json.dumps(_plain(record.as_row()), indent=1, ensure_ascii=False)
    aside = home.unfinished / f"{record.run_id}.{os.getpid()}.json"
    _ = aside.write_text(text, encoding="utf-8")
    fsync_path(aside)
    keep(home, aside.replace(home.runs / f"{record.run_id}.json"))
    with open_build(home) as connection:
        write_run_rows(connection, [record.as_row()])


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for name, value in row.items()
    }


def load_runs(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Bring all records of runs from the lake into a build file that is made anew."""
    rows: list[dict[str, object]] = []
    for path in sorted(home.runs.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        for name in ("started_at", "finished_at"):
            row[name] = datetime.fromisoformat(row[name]) if row[name] else None
        rows.append(row)
    write_run_rows(connection, rows)


def write_run_rows(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, object]]) -> None:
    """Put rows into `meta.runs`, in place of those with the same run_id."""
    if not rows:
        return
    table = TABLES["runs"]
    _ = connection.register("run_rows", pl.DataFrame(rows, schema=polars_schema(table)))
    _ = connection.execute("BEGIN")
    _ = connection.execute("DELETE FROM meta.runs WHERE run_id IN (SELECT run_id FROM run_rows)")
    _ = connection.execute("INSERT INTO meta.runs BY NAME SELECT * FROM run_rows")
    _ = connection.execute("COMMIT")
    _ = connection.unregister("run_rows")
