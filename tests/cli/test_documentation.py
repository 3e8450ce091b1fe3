"""docs/running.md holds every command, option, exit code and deployment; what is missing there fails here."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
import typer.main

from flows import cli
from flows.cli import app
from flows.differences import FATES
from flows.errors import ExitCode
from warehouse.schema.render import create_tables
from warehouse.schema.tables import ALL_TABLES
from warehouse.schema.vocabularies import STATUSES

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith(f"| `dateline {name}")]
    assert len(lines) == 1, f"docs/running.md, table of commands: {len(lines)} rows begin with | `dateline {name}"
    options = [
        option
        for parameter in COMMANDS[name].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--home"
    ]

    missing = [option for option in options if f"`{option}" not in lines[0]]
    assert not missing, f"docs/running.md, row of `dateline {name}`: nothing is said of {missing}"


def test_every_module_of_commands_is_registered() -> None:
    modules = {
        path.stem for path in (ROOT / "flows" / "commands").glob("*.py") if "def register(" in path.read_text("utf-8")
    }
    registered = {module.__name__.rpartition(".")[2] for module in cli.ALL}
    assert modules == registered, f"flows/cli.py, ALL: {sorted(modules ^ registered)}"


def test_no_option_is_documented_that_does_not_exist() -> None:
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `dateline "))
    known = {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }

    assert set(re.findall(r"`(--[a-z-]+)`", table)) <= known


def test_every_exit_code_is_documented() -> None:
    section = PAGE.partition("## Exit codes\n")[2].partition("\n## ")[0]
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)}

    assert listed == {code.value for code in ExitCode}


def test_every_fate_of_an_event_that_diff_tells_is_documented() -> None:
    section = PAGE.partition("## Comparing two warehouses\n")[2].partition("\n## ")[0]

    assert [fate for fate in FATES if f"*{fate}*" not in section] == []


def test_what_goes_wrong_is_told_with_figures_that_were_measured() -> None:
    page, *sources = (
        (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("wrong.md", "accuracy.md", "events.md")
    )
    measured = {figure for source in sources for figure in re.findall(r"\d+\.\d\b", source)}
    told = set(re.findall(r"(?<![<>=] )\b\d\d\.\d\b", page))
    assert len(told) > 10
    assert told <= measured
    statuses = page.partition("## Status\n")[2].partition("\n## ")[0]
    assert [status for status in STATUSES if f"| `{status}` |" not in statuses] == []


@pytest.mark.parametrize("name", ["wrong.md", "checks.md"])
def test_the_queries_of_a_page_can_be_asked(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert queries
    with duckdb.connect() as connection:
        for statement in create_tables(ALL_TABLES):
            connection.execute(statement)
        for query in queries:
            connection.execute(query.replace("{rows}", "events"))


def test_every_deployment_is_documented() -> None:
    names = re.findall(r"^  - name: (\w+)$", (ROOT / "prefect.yaml").read_text(encoding="utf-8"), re.MULTILINE)

    assert names
    assert [name for name in names if f"`{name}`" not in PAGE] == []
