# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline ui`: report and queries in the browser of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.options import Home
from flows.settings import DEFAULT_HOME
from flows.terminal import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "ui",
        epilog="Examples: `dateline ui` | `dateline ui --home /srv/dateline --port 8500 --open`. It listens on "
        "127.0.0.1 alone and changes nothing; Ctrl-C ends it.",
    )(ui)


def ui(
    home: Home = DEFAULT_HOME,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8400,
    launch: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Show the page of `dateline report` and take queries on 127.0.0.1, until Ctrl-C."""
    import signal

    from flows.asking import ask
    from flows.page.serving import ADDRESS, run_until_stopped, serve

    _ = ask(home, "SELECT 1")  # whether there is a warehouse
    server = serve(home, port)
    address = f"http://{ADDRESS}:{server.port}"
    say(f"map, timeline, table  {address}/\nqueries               {address}/query\nCtrl-C ends it.")
    if launch:
        typer.launch(address)
    _ = signal.signal(signal.SIGTERM, signal.default_int_handler)
    run_until_stopped(server)
