# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline sql`: a question to the published warehouse."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME

if TYPE_CHECKING:
    from warehouse.store.questions import Answer

EPILOG = (
    'Examples: `dateline sql "SELECT event_type, count(*) FROM events GROUP BY ALL"` | '
    '`dateline sql --vertical "FROM events_acled LIMIT 3"` | `dateline sql --csv "FROM events_acled" > events.csv` | '
    '`dateline sql "SHOW ALL TABLES"` | `dateline sql - < question.sql`. A query reads the warehouse and nothing else; '
    "`dateline export` writes files."
)


class _Command(TyperCommand):
    """A command whose query may begin with a comment, which a shell's options begin like."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, query_last(args))


def query_last(words: Sequence[str]) -> list[str]:
    r"""The words of a call with a query that begins with `--` behind the sign that ends the options.

    >>> query_last(["-- how many\nFROM events", "--csv"])
    ['--csv', '--', '-- how many\nFROM events']
    """
    for place, word in enumerate(words):
        if word == "--":
            break
        if word.startswith("--") and (word[2:3].isspace() or "\n" in word):
            return [*words[:place], *words[place + 1 :], "--", word]
    return list(words)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sql", epilog=EPILOG, cls=_Command)(sql)


def sql(  # noqa: PLR0917 - the options are made from the signature
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="One DuckDB statement; `-` reads it from standard input.")
    ],
    home: Home = DEFAULT_HOME,
    limit: Annotated[int, typer.Option(min=1, help="Rows shown on a terminal; --csv and --json give all.")] = 50,
    vertical: Annotated[
        bool, typer.Option("--vertical", help="A column a line instead of a row a line, with whole values.")
    ] = False,
    pager: Annotated[
        bool, typer.Option("--pager/--no-pager", help="Show page by page what is longer than the terminal.")
    ] = True,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")] = False,
) -> None:
    """Ask the published warehouse QUERY and print the rows. Ctrl-C stops it."""
    from flows.asking import asked

    if as_json + as_csv + vertical > 1:
        raise typer.BadParameter("choose one of --json, --csv and --vertical")
    statement = sys.stdin.read() if query == "-" else query
    with asked(home, statement) as answer:
        if as_json:
            _print_json(answer)
        elif as_csv:
            _print_csv(answer)
        else:
            _print_rows(answer, limit, vertical=vertical, pager=pager)


def _print_json(answer: Answer) -> None:
    from flows.console import print_json
    from warehouse.store.questions import rows_of

    print_json([dict(zip(rows.columns, row, strict=True)) for rows in answer.frames() for row in rows_of(rows)])


def _print_csv(answer: Answer) -> None:
    """The rows as `dateline export` writes them to CSV: each value is put into words by DuckDB."""
    from flows.terminal import shown_on_terminal
    from warehouse.schema.render import identifier
    from warehouse.store.export import columns_as_written

    values = columns_as_written(answer.types, "csv")
    written = answer.written([f"CAST({value} AS VARCHAR) AS {identifier(name)}" for name, value in values.items()])
    for number, rows in enumerate(written.frames()):
        sys.stdout.write(shown_on_terminal(rows.write_csv(include_header=number == 0)))


def _print_rows(answer: Answer, limit: int, *, vertical: bool, pager: bool) -> None:
    from flows.pager import page
    from flows.tables import print_table, print_vertical, table_console
    from warehouse.store.questions import rows_of

    console = table_console()
    rows, total = answer.first(limit)
    _ = rows_of(rows)  # a value that can't be shown is told before any is
    with console.capture() as captured:
        (print_vertical if vertical else print_table)(rows, console)
        if total > rows.height:
            left = total - rows.height
            console.print(f"… {left:,} more {'rows' if left > 1 else 'row'}; --limit {total} shows all", style="dim")
        elif not rows.height:
            console.print("no rows", style="dim")
    if pager:
        page(captured.get(), console.height)
    else:
        sys.stdout.write(captured.get())
