# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline serve`: Prefect's server, UI, schedules and worker with one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Home, Reference
from flows.settings import DEFAULT_HOME
from flows.terminal import say

EPILOG = (
    "Examples: `dateline serve` | `dateline serve --home /srv/dateline --source /srv/news --port 4300` | "
    "`dateline serve --host 0.0.0.0 --database postgresql://prefect@db/prefect` | "
    "`dateline serve --api http://news1:4200/api` (a worker only, for a server elsewhere). "
    "A user:password in PREFECT_SERVER_API_AUTH_STRING is asked of everybody. Ctrl-C or SIGTERM end all of it."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", epilog=EPILOG)(serve)


def serve(  # noqa: PLR0917 - Typer makes the arguments from the signature
    home: Home = DEFAULT_HOME,
    _reference: Reference = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE", help="What the scheduled ingest reads; may be repeated. Default: prefect.yaml's."
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all of this machine's.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of UI and API.")] = 4200,
    database: Annotated[
        str | None,
        typer.Option(
            envvar="PREFECT_API_DATABASE_CONNECTION_URL",
            help="PostgreSQL for Prefect's store: postgresql://user:password@host/name. Default: SQLite.",
        ),
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(help="How browsers reach it, where a proxy gives it another path.")
    ] = None,
    api: Annotated[
        str | None, typer.Option(metavar="URL", help="Start no server; work for the one at URL (http://host:4200/api).")
    ] = None,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Carry out runs here.")] = True,
    notify: Annotated[
        str | None, typer.Option(metavar="URL", help="Webhook that alerts are sent to; kept in a block of Prefect's.")
    ] = None,
    prefect_home: Annotated[
        Path | None, typer.Option(help="Folder of Prefect's store and logs. Default: HOME/prefect.")
    ] = None,
) -> None:
    """Start Prefect's server with UI, schedules, automations and a worker; start it again as often as you like."""
    import os

    from flows.serving.serve import serve as start_and_stay
    from flows.serving.settings import ServeSettings, database_url

    settings = ServeSettings(
        home.expanduser().absolute(),
        host,
        port,
        tuple(source or ()),
        prefect_home,
        database_url(database),
        public_url,
        api,
        os.environ.get("PREFECT_SERVER_API_AUTH_STRING") or os.environ.get("PREFECT_API_AUTH_STRING"),
        worker,
        notify,
    )
    start_and_stay(settings, say)
