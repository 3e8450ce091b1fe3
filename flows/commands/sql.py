# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline sql`: a question to the published warehouse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME

if TYPE_CHECKING:
    import polars as pl

EPILOG = (
    'Examples: `dateline sql "SELECT event_type, count(*) FROM events GROUP BY ALL"` | '
    '`dateline sql --csv "FROM events_acled" > events.csv` | `dateline sql "SHOW ALL TABLES"` | '
    "`echo 'FROM articles LIMIT 5' | dateline sql -`. The warehouse is open read-only."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sql", epilog=EPILOG)(sql)


def sql(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="One DuckDB statement; `-` reads it from standard input.")
    ],
    home: Home = DEFAULT_HOME,
    limit: Annotated[int, typer.Option(min=1, help="Rows shown in the table on a terminal; files get all.")] = 50,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")] = False,
) -> None:
    """Ask the published warehouse QUERY and print the rows."""
    from flows.published import ask

    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    rows = ask(home, sys.stdin.read() if query == "-" else query)
    if as_json:
        from flows.console import print_json

        print_json(rows.to_dicts())
    elif as_csv:
        from flows.terminal import shown_on_terminal

        sys.stdout.write(shown_on_terminal(_as_csv(rows)))
    else:
        print_table(rows, limit)


def _as_csv(rows: pl.DataFrame) -> str:
    """CSV has no lists: they are written as JSON text."""
    import json

    import polars as pl

    nested = [name for name, dtype in rows.schema.items() if dtype.is_nested()]
    texts = {
        name: [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in rows[name].to_list()
        ]
        for name in nested
    }
    return rows.with_columns(pl.Series(name, values, dtype=pl.String()) for name, values in texts.items()).write_csv()


def print_table(rows: pl.DataFrame, limit: int) -> None:
    """Rows as a table as wide as the terminal; long texts are folded."""
    from rich.table import Table
    from rich.text import Text

    from flows.console import Console

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, dtype in rows.schema.items():
        table.add_column(Text(name), justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in rows.head(limit).iter_rows():
        table.add_row(*(Text(_cell(value), style="dim" if value is None else "") for value in row))
    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe has no edge to fold at
        console.width = 10_000
    console.print(table)
    if rows.height > limit:
        console.print(f"… {rows.height - limit} more rows; --limit {rows.height} shows all", style="dim")
    elif not rows.height:
        console.print("no rows", style="dim")


def _cell(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    return text if len(text) <= 300 else text[:299] + "…"
