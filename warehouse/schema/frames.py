"""Frame schemas rendered from the declarations, and the checks every frame passes before it is written.

What belongs here: Polars and Arrow dtypes, casting a frame to its table, and row rules that follow from a column's
declaration. What does not: SQL (see `render`).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import pyarrow as pa

from warehouse.schema.model import Column, ColumnType, Table

_POLARS: dict[ColumnType, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us", "UTC"),
    "text_list": pl.List(pl.String()),
    "bytes": pl.Binary(),
}
_ARROW: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "text_list": pa.list_(pa.string()),
    "bytes": pa.binary(),
}


class FrameError(Exception):
    """A frame does not fit its table; the message names table, column, count and what was expected."""


def polars_schema(table: Table, *, with_derived: bool = True) -> pl.Schema:
    """Column names and Polars dtypes; without the columns that the merge fills in if `with_derived` is False."""
    return pl.Schema({c.name: _POLARS[c.type] for c in table.columns if with_derived or not c.derived})


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema with nullability and each column's description as field metadata."""
    return pa.schema(
        [
            pa.field(c.name, _ARROW[c.type], nullable=c.nullable, metadata={"description": c.description})
            for c in table.columns
        ]
    )


def empty_frame(table: Table) -> pl.DataFrame:
    """A frame of no rows with the table's columns."""
    return pl.DataFrame(schema=polars_schema(table))


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give a frame its table's columns, order and dtypes; columns that are not there become NULL.

    Derived columns are dropped: the merge fills them in.

    Raises:
        FrameError: a column is unknown, a required one is missing, or a value cannot be cast.
    """
    unknown = [name for name in frame.columns if name not in table.column_names]
    if unknown:
        raise FrameError(f"{table.qualified_name} has no column {', '.join(unknown)}; it has {table.column_names}")
    wanted = polars_schema(table, with_derived=False)
    missing = [c.name for c in table.columns if c.name in wanted and not c.nullable and c.name not in frame.columns]
    if missing:
        raise FrameError(f"the frame for {table.qualified_name} lacks the required column {', '.join(missing)}")
    try:
        return frame.select(_fitted(name, dtype, frame) for name, dtype in wanted.items())
    except pl.exceptions.PolarsError as error:
        raise FrameError(f"the frame for {table.qualified_name} does not fit its columns: {error}") from error


def _fitted(name: str, dtype: pl.DataType, frame: pl.DataFrame) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, dtype=dtype).alias(name)
    if isinstance(dtype, pl.Datetime) and getattr(frame.schema[name], "time_zone", None) is None:
        return pl.col(name).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return pl.col(name).cast(dtype)


def broken_rules(frame: pl.DataFrame, table: Table) -> list[str]:
    """What rows of a conformed frame break of their declaration: one message per rule, with count and an example."""
    messages = [
        _broken(frame, table, column, rule, bad)
        for column in table.columns
        for rule, bad in _rules(column)
        if column.name in frame.columns
    ]
    repeated = frame.filter(pl.struct(table.key).is_duplicated())
    if repeated.height:
        messages.append(f"{table.qualified_name}: {repeated.height} rows share a key, such as {repeated.row(0)[:2]}")
    return [message for message in messages if message]


def _broken(frame: pl.DataFrame, table: Table, column: Column, rule: str, bad: pl.Expr) -> str:
    rows = frame.filter(bad)
    if not rows.height:
        return ""
    example = rows.select(*table.key, column.name).row(0)
    return f"{table.qualified_name}.{column.name}: {rows.height} rows {rule}, such as {example}"


def _rules(column: Column) -> Iterable[tuple[str, pl.Expr]]:
    value = pl.col(column.name)
    if not column.nullable:
        yield "are empty where a value is required", value.is_null()
    if column.allowed:
        yield f"are not one of {list(column.allowed)}", value.is_not_null() & ~value.is_in(list(column.allowed))
    if column.minimum is not None:
        yield f"are below {column.minimum:g}", value < column.minimum
    if column.maximum is not None:
        yield f"are above {column.maximum:g}", value > column.maximum
    if column.type == "number":
        yield "are not finite", value.is_not_null() & ~value.is_finite()


def broken_spans(mentions: pl.DataFrame, articles: pl.DataFrame, table: Table) -> list[str]:
    """Mentions whose text is not what stands between their offsets: one message per span of the table."""
    texts = articles.select("article_id", "title", "body")
    joined = mentions.join(texts, on="article_id", how="left", coalesce=True)
    source = pl.when(pl.col("field") == "title").then(pl.col("title")).otherwise(pl.col("body"))
    messages: list[str] = []
    for start, end, text in table.spans:
        there = source.str.slice(pl.col(start), pl.col(end) - pl.col(start))
        bad = joined.filter(pl.col(text).is_not_null() & there.ne_missing(pl.col(text)))
        if bad.height:
            example = bad.select(*table.key, "article_id", "field", start, end, text, there.alias("stored")).row(0)
            messages.append(
                f"{table.qualified_name}: {bad.height} rows where {text} is not at {start}, such as {example}"
            )
    return messages
