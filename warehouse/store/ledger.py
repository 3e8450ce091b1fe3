"""What was read and done before: lets a run skip what it knows, and records what it did.

What belongs here: questions to the build file that a run asks before it works, and the record of the run itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.schema.frames import empty_frame, polars_schema
from warehouse.schema.render import quoted
from warehouse.schema.tables import TABLES
from warehouse.store.database import frame, open_build, rows_with
from warehouse.store.home import Home, fsync_path
from warehouse.store.lake import keep
from warehouse.store.members import files_it_may_be_of
from warehouse.store.newest import RANKED_BY
from warehouse.store.readings import SOURCES_OF_READINGS, Reading, readings_frame

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
    timings: Mapping[str, float] = field(default_factory=dict)

    def as_row(self) -> dict[str, object]:
        """The row, with JSON where the table holds JSON."""
        row = asdict(self)
        row["sources"] = list(self.sources)
        row["versions"] = json.dumps(dict(self.versions), sort_keys=True)
        row["settings"] = json.dumps(dict(self.settings), sort_keys=True, default=str)
        row["timings"] = json.dumps(dict(self.timings))
        return row


def write_known_content(home: Home, path: Path, begun: Sequence[Reading] = ()) -> None:
    """Write a Parquet file of every article in the build file.

    A run need not annotate an article that is here with the same content_hash and coder_version; one that could not be
    coded has no version. The rows go from file to file, so a large archive takes no memory. Where a run goes on with
    files that another began, the articles of these say by which of two texts of one article is taken too (`newest`),
    and where such a file has it (`begun_uri`, `begun_locator`).
    """
    if not _exists(home):
        empty_frame(TABLES["articles"]).select(_CONTENT).write_parquet(path)
        return
    with open_build(home) as connection:
        asked = f"SELECT {', '.join(_CONTENT)} FROM articles"
        if begun:
            _ = connection.register("asked_readings", readings_frame(begun))
            asked = f"""
                SELECT {", ".join(dict.fromkeys((*_CONTENT, *RANKED_BY)))}, begun_uri, begun_locator
                FROM articles LEFT JOIN (
                    SELECT article_id, raw_uri AS begun_uri, raw_locator AS begun_locator FROM ({SOURCES_OF_READINGS})
                ) USING (article_id)"""
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


def files_that_lack_articles(home: Home) -> set[str]:
    """Files of the ledger that hold an article which is nowhere: the run that coded it was taken out of the lake.

    Another run may have read such a file since, or a copy, and found the article known.
    """
    if not _exists(home) or not home.quarantine.is_dir():
        return set()
    with open_build(home) as connection:
        rows = connection.execute(f"""
            SELECT DISTINCT uri FROM (
                SELECT unnest({files_it_may_be_of("raw_uri")}) AS uri FROM meta.article_sources
                ANTI JOIN articles USING (article_id)
                ANTI JOIN (FROM meta.rejected_records WHERE rule IN ('withdrawn', 'superseded')) USING (article_id)
            ) SEMI JOIN meta.source_files USING (uri)
        """).fetchall()
    return {str(uri) for (uri,) in rows}


def files_read_below(home: Home, folder: str) -> int:
    """How many files of the ledger lie below a folder, by their uri; `folder` ends with a slash."""
    if not _exists(home):
        return 0
    with open_build(home) as connection:
        row = connection.execute(
            "SELECT count(*) FROM meta.source_files WHERE starts_with(uri, ?)", [folder]
        ).fetchone()
    return int(row[0]) if row else 0


def files_of(home: Home, beginnings: Sequence[str]) -> list[tuple[str, datetime | None]]:
    """Files of the ledger whose uri begins with one of these texts, and since when each is gone; None if it is not."""
    if not _exists(home):
        return []
    with open_build(home) as connection:
        return connection.execute(
            """SELECT uri, gone_since FROM meta.source_files
               WHERE list_bool_or([starts_with(uri, b) FOR b IN $1]) ORDER BY uri""",
            [list(beginnings)],
        ).fetchall()


def marked_articles(home: Home) -> list[tuple[str, str]]:
    """Articles that are marked as gone from their source, each with every file that held it: (article_id, uri)."""
    with open_build(home) as connection:
        return connection.execute(f"""
            SELECT DISTINCT article_id, f.uri FROM (
                SELECT article_id, unnest({files_it_may_be_of("s.raw_uri")}) AS uri
                FROM articles JOIN meta.article_sources s USING (article_id) WHERE is_withdrawn_at_source
            ) JOIN meta.source_files f USING (uri) ORDER BY ALL
        """).fetchall()


def withdrawn_of_run(home: Home, run_id: str) -> list[str]:
    """Articles that the files of a merged run hold, and that stay away since they were withdrawn."""
    with open_build(home) as connection:
        found = connection.execute(
            """SELECT DISTINCT article_id FROM meta.rejected_records WHERE rule = 'withdrawn' AND article_id IN
               (SELECT article_id FROM meta.article_sources WHERE run_id = ?) ORDER BY ALL""",
            [run_id],
        ).fetchall()
    return [article_id for (article_id,) in found]


_SAID_OF_REJECTS = "split_part(raw_uri, '!', 1) AS uri, stage, rule, message, payload, count(*) AS records"


def write_known_rejects(home: Home, uris: Sequence[str], path: Path) -> None:
    """Write a Parquet file of what was refused of these files, or of members of them, before, and how often."""
    with open_build(home) as connection:
        _ = connection.register("asked_files", pl.DataFrame({"uri": uris}, schema={"uri": pl.String()}))
        asked = f"""SELECT {_SAID_OF_REJECTS} FROM meta.rejected_records
                    WHERE split_part(raw_uri, '!', 1) IN (SELECT split_part(uri, '!', 1) FROM asked_files)
                    GROUP BY ALL"""
        _ = connection.execute(f"COPY ({asked}) TO {quoted(str(path))} (FORMAT parquet)")


def count_rejected_again(home: Home, run_id: str, known: Path) -> int:
    """How many documents a merged run has refused just as an earlier run had, by the file of `write_known_rejects`.

    Where a record stands in its file is not asked: in a feed it moves. Of records that read alike no more are known
    than there were. What is wrong with manifests is no document.
    """
    with open_build(home) as connection:
        row = connection.execute(
            f"""WITH refused AS (
                    SELECT {_SAID_OF_REJECTS} FROM meta.rejected_records
                    WHERE run_id = ? AND stage <> 'merge' AND NOT starts_with(rule, 'manifest_') GROUP BY ALL
                )
                SELECT sum(least(r.records, k.records))
                FROM refused r JOIN read_parquet({quoted(str(known))}) k
                ON r.uri = k.uri AND r.stage = k.stage AND r.rule = k.rule
                   AND r.message IS NOT DISTINCT FROM k.message AND r.payload IS NOT DISTINCT FROM k.payload""",
            [run_id],
        ).fetchone()
    return int(row[0] or 0) if row else 0


def _exists(home: Home) -> bool:
    return home.build.exists() or home.published.exists()


def _with_zone(rows: pl.DataFrame) -> pl.DataFrame:
    """Times as frames hold them: the warehouse keeps UTC without a zone."""
    return rows.with_columns(pl.selectors.datetime(time_zone=None).dt.replace_time_zone("UTC"))


def record_run(home: Home, record: RunRecord) -> None:
    """Keep the record of a run in the lake and in the build file, in place of an earlier one of the same run.

    The published warehouse shows it after the next `publish`. The caller holds the writer's lock.
    """
    keep_run(home, record)
    show_run(home, record)


def show_run(home: Home, record: RunRecord) -> None:
    """Put a run's row into the build file, for the readers of what is published next."""
    with open_build(home) as connection:
        write_run_rows(connection, [record.as_row()])


def shown_run(home: Home, run_id: str) -> RunRecord | None:
    """A run's row in the build file."""
    with open_build(home) as connection:
        rows = _with_zone(frame(connection, f"SELECT * FROM meta.runs WHERE run_id = {quoted(run_id)}")).to_dicts()
    if not rows:
        return None
    row: dict[str, Any] = dict(rows[0])
    row |= {name: json.loads(row[name] or "{}") for name in ("versions", "settings", "timings")}
    row["sources"] = tuple(row["sources"] or ())
    return RunRecord(**row)


def keep_run(home: Home, record: RunRecord) -> None:
    """Put a run's record into the lake, whole or not at all: from then on the run counts as what it says."""
    _ = home.ensure()
    text = json.dumps(_plain(record.as_row()), indent=1, ensure_ascii=False)
    aside = home.unfinished / f"{record.run_id}.{os.getpid()}.json"
    _ = aside.write_text(text, encoding="utf-8")
    fsync_path(aside)
    keep(home, aside.replace(home.runs / f"{record.run_id}.json"))


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for name, value in row.items()
    }


def load_runs(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Bring all records of runs from the lake into a build file that is made anew."""
    rows = [row for path in sorted(home.runs.glob("*.json")) if (row := read_run(path)) is not None]
    for row in rows:
        for name in ("started_at", "finished_at"):
            row[name] = datetime.fromisoformat(str(row[name])) if row[name] else None
    write_run_rows(connection, rows)


def read_run(path: Path) -> dict[str, object] | None:
    """The record of a run as the lake has it; None where it can't be read, since no work hangs on it."""
    with suppress(OSError, ValueError):
        row = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(row, dict) and {"run_id", "status", "started_at", "finished_at"} <= set(row):
            return row
    return None


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
