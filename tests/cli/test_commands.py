from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.commands.run import QUERIES

COMMANDS = (
    "run",
    "status",
    "sql",
    "show",
    "rejected",
    "correct",
    "withdraw",
    "diff",
    "export",
    "rebuild",
    "check",
    "doctor",
)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(command: str) -> None:
    result = call(command, "--help")

    assert result.exit_code == 0
    assert f"dateline {command}" in result.output
    assert "Examples" in result.output


def test_the_help_names_the_exit_codes() -> None:
    output = " ".join(call("--help").output.split())
    assert "Exit codes: 0 done (or nothing new), 1 the run failed" in output


def test_sql_prints_a_table(home: Path) -> None:
    output = call("sql", "--home", home, "SELECT title, published_date FROM articles ORDER BY title").output

    assert "Vans burned in Nantes" in output
    assert "2021-08-08" in output


def test_sql_prints_json_and_csv_for_scripts(home: Path) -> None:
    query = "SELECT event_type, date_start FROM events"

    assert json.loads(call("sql", "--home", home, "--json", query).output) == [
        {"event_type": "ASSAULT", "date_start": "2021-08-08"}
    ]
    rows = list(csv.reader(io.StringIO(call("sql", "--home", home, "--csv", query).output)))
    assert rows == [["event_type", "date_start"], ["ASSAULT", "2021-08-08"]]


def test_csv_has_lists_as_json(home: Path) -> None:
    output = call("sql", "--home", home, "--csv", "SELECT ['é', 'b'] AS words").output

    assert list(csv.reader(io.StringIO(output))) == [["words"], ['["é","b"]']]  # as `export` writes it


def test_sql_reads_a_query_from_standard_input(home: Path) -> None:
    result = CliRunner().invoke(app, ["sql", "--home", str(home), "--json", "-"], input="SELECT 1 AS one")

    assert json.loads(result.output) == [{"one": 1}]


def test_the_table_says_what_it_leaves_out(home: Path) -> None:
    assert "2 more rows" in call("sql", "--home", home, "--limit", 1, "FROM articles").output


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_that_a_run_offers_work(home: Path, query: str) -> None:
    assert call("sql", "--home", home, query).exit_code == 0


def test_show_marks_the_text_and_gives_the_proof(home: Path) -> None:
    output = call("show", "--home", home, "vans").output

    assert "NANTES⟨Nantes, FRA⟩, Aug. 8 - Masked men burned[1] two vans on Sunday⟨2021-08-08⟩" in output
    assert "[1] ASSAULT (actual, confidence 0.90)" in output
    assert "Masked men → ?" in output
    assert '2021-08-08 "Sunday" (from text, precision 1)' in output
    assert "Nantes, France (from dateline, precision 1)" in output
    assert "“Masked men burned two vans on Sunday, police said.” (body, sentence 1)" in " ".join(output.split())


@pytest.mark.parametrize("name", ["a1", "vans", "burned in"])
def test_an_article_is_found_by_id_by_its_sources_id_and_by_title(home: Path, name: str) -> None:
    assert json.loads(call("show", "--home", home, "--json", name).output)["article"]["article_id"] == "a1"


def test_show_without_values_leaves_the_text_as_it_is(home: Path) -> None:
    assert "NANTES, Aug. 8 - Masked men" in call("show", "--home", home, "vans", "--no-values").output


def test_rejected_says_what_and_why(home: Path) -> None:
    output = call("rejected", "--home", home).output

    assert "empty.txt" in output
    assert "empty_file (read): the file is empty" in output
    assert json.loads(call("rejected", "--home", home, "--rule", "no_such", "--json").output) == []


def test_status_counts_and_lists_the_runs(home: Path) -> None:
    found = json.loads(call("status", "--home", home, "--json").output)

    assert (found["tables"]["articles"], found["tables"]["events"], found["rejected"]) == (3, 1, 1)
    assert found["runs"][0]["status"] == "completed"
    assert "3 articles" in call("status", "--home", home).output


def test_export_writes_each_format(home: Path, tmp_path: Path) -> None:
    for ending in ("csv", "parquet", "jsonl"):
        assert call("export", "events", tmp_path / f"events.{ending}", "--home", home).exit_code == 0
    assert pl.read_parquet(tmp_path / "events.parquet").item(0, "event_type") == "ASSAULT"
    assert json.loads((tmp_path / "events.jsonl").read_text())["event_type"] == "ASSAULT"


def test_rebuild_makes_the_same_warehouse(home: Path) -> None:
    query = "SELECT * EXCLUDE (_run_id) FROM events"
    before = call("sql", "--home", home, "--json", query).output

    assert json.loads(call("rebuild", "--home", home, "--json").output)["tables"]["articles"] == 3
    assert call("sql", "--home", home, "--json", query).output == before


def test_a_rebuild_is_a_run_whose_checks_are_kept(home: Path) -> None:
    _ = call("rebuild", "--home", home)

    query = "SELECT DISTINCT r.status, r.message FROM meta.check_results c LEFT JOIN meta.runs r USING (run_id)"
    rows = json.loads(call("sql", "--home", home, "--json", query).output)
    assert rows == [{"status": "completed", "message": "rebuilt from the lake"}]
    listed = json.loads(call("status", "--home", home, "--json").output)["runs"]
    assert listed[0]["message"] == "rebuilt from the lake"


def test_check_looks_at_every_row(home: Path) -> None:
    found = call("check", "--home", home, "--json")
    assert (found.exit_code, [one["severity"] for one in json.loads(found.output)["failed"]].count("error")) == (0, 0)


OWN_CHECK = "-- severity: {}\n-- table: events\n-- why: A test.\n-- remedy: Nothing.\n{}\n"


def test_checks_are_listed_with_severity_and_why(home: Path) -> None:
    listed = json.loads(call("check", "--list", "--home", home, "--json").output)["checks"]
    (dyads,) = [one for one in listed if one["file"] == "self_dyads"]
    assert (dyads["severity"], dyads["check"]) == ("warn", "events: actor and recipient are two")
    assert all(one["why"] and one["remedy"] for one in listed)


def test_a_check_shows_its_rows_and_what_to_do(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "french.sql"
    file.write_text(OWN_CHECK.format("warn", "SELECT event_id FROM {rows} WHERE country_name = 'France'"))
    tried = call("check", file, "--home", home)
    assert (tried.exit_code, "1 row" in tried.output, "What to do: Nothing." in tried.output) == (0, True, True)
    file.write_text(OWN_CHECK.format("fail", "SELECT event_id FROM {rows} WHERE country_name = 'France'"))
    assert call("check", "french", "--checks", tmp_path, "--home", home).exit_code == 1
    assert call("check", "self_dyads", "--home", home, "--json").exit_code == 0


def test_a_mistake_in_a_check_is_told_by_file_and_line(
    home: Path, tmp_path: Path, dateline: Callable[..., CompletedProcess[str]]
) -> None:
    (tmp_path / "slip.sql").write_text(OWN_CHECK.format("warn", "SELECT *\nFROM events\nWHERE latitudo > 0"))
    told = dateline("check", "slip", "--checks", tmp_path, "--home", home)
    assert (told.returncode, told.stderr.count("slip.sql, line 7")) == (2, 1)
    unknown = dateline("check", "nosuch", "--home", home)
    assert (unknown.returncode, "--list" in unknown.stderr) == (2, True)


def test_doctor_finds_what_is_installed(home: Path) -> None:
    findings = {one["subject"]: one for one in json.loads(call("doctor", "--home", home, "--json").output)}

    assert findings["warehouse"]["verdict"] == "ok"
    assert findings["polars"]["found"] == pl.__version__
    assert findings["English model"]["verdict"] == "ok"
    assert all(one["remedy"] for one in findings.values() if one["verdict"] != "ok")
