"""Tables about the runs: what was read, what was refused, what was checked."""

from __future__ import annotations

from warehouse.schema.articles import ARTICLE_ID
from warehouse.schema.model import Column, Table
from warehouse.schema.vocabularies import CHECK_OUTCOMES, RUN_STATUSES, SEVERITIES

RUN = Column("run_id", "text", "Identifier of the run.", "20210809T060000-7c1e", nullable=False)


def _count(name: str, description: str) -> Column:
    return Column(name, "integer", description, "20", minimum=0)


RUNS = Table(
    "runs",
    "One row per run.",
    (
        RUN,
        Column(
            "status",
            "text",
            "How it ended; `unchanged` where there was nothing new.",
            "completed",
            nullable=False,
            allowed=RUN_STATUSES,
        ),
        Column("started_at", "timestamp", "Start, UTC.", "2021-08-09T06:00:00Z", nullable=False),
        Column("finished_at", "timestamp", "End, UTC.", "2021-08-09T06:01:12Z"),
        Column("sources", "text_list", "What it was asked to read.", "['seeds/articles']"),
        _count("input_count", "Documents read."),
        _count("new_count", "Articles not known before."),
        _count("changed_count", "Articles whose text or coder version changed."),
        _count("unchanged_count", "Articles left as they were."),
        _count("duplicate_count", "Articles of the run that are copies of another."),
        _count("rejected_count", "Documents refused; each has a row in rejected_records."),
        _count("event_count", "Events in the warehouse after the run."),
        Column("coder_version", "text", "Version of the coder.", "1-3fa9c2d1"),
        Column(
            "versions", "text", "Versions of the program and its libraries, as a JSON object.", '{"dateline": "0.1.0"}'
        ),
        Column("settings", "text", "Settings of the run, as a JSON object.", '{"batch_size": 200}'),
        Column("message", "text", "What the operator should know.", "2 of 22 documents rejected"),
        Column(
            "timings",
            "text",
            "Seconds by stage, as a JSON object; `coding` is what the batches took, all workers together. Publishing,"
            " which comes last, is not among them.",
            '{"discover": 0.4, "coding": 21.3, "ingest": 12.9, "merge": 1.1}',
        ),
    ),
    key=("run_id",),
    schema="meta",
    packaged=False,
)

SOURCE_FILES = Table(
    "source_files",
    "The ledger: one row per file that was read, at its newest content.",
    (
        Column("uri", "text", "Path or URL of the file.", "seeds/articles/kunduz.txt", nullable=False),
        Column(
            "sha256",
            "text",
            "SHA-256 of its bytes.",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            nullable=False,
        ),
        Column(
            "context_sha256",
            "text",
            "Digest of what else decides how it is read, such as its rows of the manifest.",
            "9c1185a5c5e9fc54",
        ),
        Column("size_bytes", "integer", "Size of the file.", "18234", unit="bytes", minimum=0),
        Column("format", "text", "What its documents were: text, html, markdown, record, or several with `+`.", "text"),
        Column("document_count", "integer", "Documents found in it.", "1", minimum=0),
        Column("rejected_count", "integer", "Documents of it that were refused.", "0", minimum=0),
        Column(
            "passed_over_count",
            "integer",
            "Files that are part of a saved page in or beside it (scripts, styles, pictures, frames), and no articles.",
            "12",
            minimum=0,
        ),
        Column("coder_version", "text", "Version of the coder that took it in.", "1-3fa9c2d1"),
        RUN.but(description="The run that read it, or found it gone."),
        Column("read_at", "timestamp", "When it was read, or found gone, UTC.", "2021-08-09T06:00:03Z"),
        Column(
            "gone_since",
            "timestamp",
            "When a run over its source found that it is not there any more, UTC; NULL where it is there.",
            "2021-09-01T06:00:00Z",
        ),
    ),
    key=("uri",),
    schema="meta",
)

REJECTED_RECORDS = Table(
    "rejected_records",
    "One row per document or record that was refused, and per article that left because its file now holds another or "
    "it was withdrawn; "
    "nothing is dropped without a row here.",
    (
        Column(
            "rejected_id",
            "text",
            "Stable identifier: where it stood, its content and the rule.",
            "77aa01c3d5e8f264",
            nullable=False,
        ),
        RUN,
        Column("stage", "text", "Where in the run it was refused.", "read", nullable=False),
        Column("rule", "text", "Short name of the rule it broke.", "not_decodable", nullable=False),
        Column(
            "message",
            "text",
            "What is wrong, and what to do.",
            "The file is not a ZIP archive: it ends early",
            nullable=False,
        ),
        Column("raw_uri", "text", "The file it stood in.", "seeds/articles/broken.zip"),
        Column("raw_locator", "text", "Which part of the file.", "line 12"),
        Column(
            "raw_sha256",
            "text",
            "SHA-256 of the file.",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        Column("external_id", "text", "The record's own id, where it could be read.", "a-17"),
        Column("article_id", "text", "The article's id, where it had one already.", "5f2b8c1d9e7a4036"),
        Column(
            "payload", "text", "The record itself or its first part, where that helps.", '{"id": "a-17", "text": ""}'
        ),
        Column("rejected_at", "timestamp", "When it was refused, UTC.", "2021-08-09T06:00:03Z"),
    ),
    key=("rejected_id",),
    schema="meta",
)

ARTICLE_SOURCES = Table(
    "article_sources",
    "One row per file and article that it holds, copies too: what an article leaves the warehouse by when its file is "
    "edited. A file that is one article (raw_locator is NULL) has the article that it held when it was last read.",
    (
        ARTICLE_ID,
        Column(
            "raw_uri",
            "text",
            "Path or URL of the file, or of the member of an archive.",
            "seeds/articles/kunduz.txt",
            nullable=False,
        ),
        Column("raw_locator", "text", "Which part of the file; NULL where it is one article.", "record 12"),
        Column(
            "raw_sha256",
            "text",
            "SHA-256 of the file.",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        Column("external_id", "text", "The article's external_id as this file gives it.", "kunduz"),
        RUN.but(description="The run that read it last.", derived=True),
        Column("read_at", "timestamp", "When that run began to write, UTC.", "2021-08-09T06:00:03Z", derived=True),
    ),
    key=("raw_uri", "article_id"),
    schema="meta",
)

CHECK_RESULTS = Table(
    "check_results",
    "One row per check as of the newest merge, over the whole file: a merge checks the rows that it touched, and the "
    "others keep the result that they had (`failed_rows`).",
    (
        RUN,
        Column("check_name", "text", "Name of the check.", "articles.article_id is unique", nullable=False),
        Column("table_name", "text", "Table that was checked.", "main.articles", nullable=False),
        Column("severity", "text", "A failing `error` stops publishing.", "error", nullable=False, allowed=SEVERITIES),
        Column(
            "outcome",
            "text",
            "`broken` is a check of the analyst's own that could not be asked, `not_asked` one that only "
            "`dateline check` asks.",
            "passed",
            nullable=False,
            allowed=CHECK_OUTCOMES,
        ),
        Column("failing_rows", "integer", "Rows that break the rule.", "0", nullable=False, minimum=0),
        Column("sample", "text", "Keys of some failing rows, as a JSON list.", '["5f2b8c1d9e7a4036"]'),
        Column(
            "message",
            "text",
            "What a failing row tells; of a broken check its file, line and error.",
            "The first day is after the last.",
        ),
        Column("remedy", "text", "What to do about it.", "Read `text`; `dateline correct` mends the event."),
        Column(
            "version",
            "text",
            "Digest of the check's file; NULL of checks that are derived from the declarations.",
            "3fa9c2d1e07b5a64",
        ),
        Column("checked_at", "timestamp", "When it was checked, UTC.", "2021-08-09T06:01:10Z"),
    ),
    key=("check_name",),
    schema="meta",
    packaged=False,
)

FAILED_ROWS = Table(
    "failed_rows",
    "One row per check and row of the warehouse that breaks its rule.",
    (
        Column("check_name", "text", "Name of the check.", "articles.article_id is unique", nullable=False),
        Column("row_key", "text", "Key of the row; the parts of a longer key are joined by `|`.", "5f2b8c1d9e7a4036"),
        Column(
            "scope_id",
            "text",
            "The article, event, file or key that has the row checked again when a run touches it.",
            "5f2b8c1d9e7a4036",
        ),
    ),
    key=("check_name", "row_key"),
    schema="meta",
    packaged=False,
)

PACKAGES = Table(
    "packages",
    "One row per load package of the lake that was merged.",
    (
        Column(
            "package_id",
            "text",
            "Name of the package's folder in the lake.",
            "20210809T060000-7c1e-0001",
            nullable=False,
        ),
        RUN.but(description="The run that wrote it."),
        Column("written_at", "timestamp", "When the package was written, UTC.", "2021-08-09T06:00:40Z"),
        Column(
            "sequence",
            "integer",
            "The run's number in the order in which runs committed to the lake: of two texts of an article the one "
            "with the higher number counts. 0 in packages of versions that had none.",
            "17",
            minimum=0,
        ),
        Column("merged_at", "timestamp", "When it was merged, UTC.", "2021-08-09T06:01:10Z"),
        Column("article_count", "integer", "Articles in it.", "200", minimum=0),
    ),
    key=("package_id",),
    schema="meta",
    packaged=False,
)
