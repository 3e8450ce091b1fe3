"""Options that more than one command takes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from flows.settings import OWN_TABLES


def _told_to_all(folder: Path | None) -> None:
    """The folder goes into the environment, for worker processes, Prefect's and ourselves."""
    if folder is not None:
        os.environ[OWN_TABLES] = str(folder.expanduser().absolute())


Home = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="DATELINE_HOME",
        help="Folder that holds the lake, the build file and the published warehouse.duckdb.",
        show_default=True,
    ),
]
Reference = Annotated[
    None,
    typer.Option(
        "--reference",
        envvar=OWN_TABLES,
        metavar="DIR",
        parser=Path,
        callback=_told_to_all,
        help="Folder of reference tables of your own, before those that come with it. Default: HOME/reference.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script instead of text for a person.")]
