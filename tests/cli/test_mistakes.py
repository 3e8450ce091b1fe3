"""A mistake ends in one message and an exit code that a script can ask; never in a traceback."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from flows.commands.run import command_line
from warehouse.store.home import Home
from warehouse.store.locking import writer_lock

ROOT = Path(__file__).resolve().parent.parent.parent
Dateline = Callable[..., CompletedProcess[str]]


def message_of(done: CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run"], "Missing argument"),
        (["run", "/nowhere"], "/nowhere: no such file or folder; give a file, a folder, a glob in quotes, or a URL"),
        (["run", "/nowhere/*.txt"], "no file matches"),
        (["run", ""], "a source is empty text"),
        (["run", "ftp://example.org/feed"], "URLs may be http://, https://, s3://, gs:// or az://"),
        (["run", ".", "--manifest", "/nowhere.csv"], "no such manifest"),
        (["run", ".", "--batch-size", "0"], "greater than or equal to 1"),
        (["run", ".", "--reject-threshold", "7"], "should be less than or equal"),
        (["nonsense"], "No such command"),
    ],
)
def test_a_wrong_call(dateline: Dateline, tmp_path: Path, arguments: list[str], told: str) -> None:
    assert told in message_of(dateline(*arguments, DATELINE_HOME=str(tmp_path / "home")), 2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sql", "SELEC 1"], "syntax error"),
        (["sql", "SELECT * FROM evnts"], "no table or view is called evnts; did you mean events?"),
        (["sql", "SELECT [1] FROM evnts [/x]"], "[/x]"),
        (["sql", ""], "holds no statement"),
        (["sql", "SELECT 1; SELECT 2"], "holds 2 statements"),
        (["sql", "DELETE FROM events"], "read-only"),
        (["sql", "--json", "--csv", "SELECT 1"], "choose one"),
        (["show", "no such article"], "no article is called"),
        (["show", "[no] such"], "'[no] such'"),
        (["show", " "], "give an article_id"),
        (["show", "march"], "may mean 2 articles"),
        (["export", "events", "events.ods"], "should be .csv, .tsv, .parquet, .jsonl, .xlsx, .geojson"),
        (["export", "evnts", "events.csv"], "no table or view is called 'evnts'"),
        (["export", "events", "/proc/no/events.csv"], "can't be written"),
        (["export", "events", "/proc/events.csv"], "can't be written"),
        (["export", "events", "/dev/null", "--format", "csv"], "dateline sql --csv"),
        (["rebuild", "--without", "nobody"], "has nothing of run nobody"),
    ],
)
def test_a_wrong_question(dateline: Dateline, home: Path, arguments: list[str], told: str) -> None:
    assert told in message_of(dateline(*arguments, DATELINE_HOME=str(home)), 2)


@pytest.mark.parametrize("arguments", [["status"], ["sql", "SELECT 1"], ["show", "x"], ["rejected"], ["rebuild"]])
def test_nothing_is_published_yet(dateline: Dateline, tmp_path: Path, arguments: list[str]) -> None:
    assert "dateline run" in message_of(dateline(*arguments, "--home", tmp_path / "none"), 3)
    assert not (tmp_path / "none").exists()


def test_a_home_that_is_a_file(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "story.txt").write_text("Une histoire.\n\nIl était une fois une petite ville au bord de la mer.")

    assert "give another --home" in message_of(dateline("run", tmp_path / "story.txt", "--home", tmp_path / "file"), 2)


def test_a_home_that_is_held(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Une histoire.\n\nIl était une fois une petite ville au bord de la mer.")
    with writer_lock(Home(tmp_path / "home")):
        done = dateline("run", tmp_path / "story.txt", "--home", tmp_path / "home")
    assert "another run" in message_of(done, 4)


def test_a_run_in_which_all_is_rejected_fails_after_saying_what(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = dateline("run", tmp_path / "empty.txt", "--home", tmp_path / "home", "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["message"].startswith("1 of 1 documents were rejected")


def test_a_server_that_does_not_answer_is_done_without(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Une histoire.\n\nIl était une fois une petite ville au bord de la mer.")
    address = "http://127.0.0.1:9/api"
    done = dateline("run", tmp_path / "story.txt", "--home", tmp_path / "home", PREFECT_API_URL=address)

    assert done.returncode == 0, done.stderr
    assert "running without Prefect" in done.stderr


def test_a_run_without_a_server_imports_neither_prefect_nor_a_model_it_does_not_need(
    dateline: Dateline, tmp_path: Path
) -> None:
    (tmp_path / "story.txt").write_text("Une histoire.\n\nIl était une fois une petite ville au bord de la mer.")
    done = dateline(
        "run", tmp_path / "story.txt", "--home", tmp_path / "home", "--no-server", PYTHONPROFILEIMPORTTIME="1"
    )

    assert done.returncode == 0, done.stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "polars" in imported
    assert not imported & {"prefect", "spacy", "fastapi", "sqlalchemy"}


def test_help_is_quick_because_it_imports_nothing_heavy(dateline: Dateline) -> None:
    done = dateline("--help", PYTHONPROFILEIMPORTTIME="1")

    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "typer" in imported
    assert not imported & {"prefect", "spacy", "polars", "duckdb", "pyarrow"}


def test_an_interrupted_pipe_is_no_error(dateline: Dateline, home: Path) -> None:
    assert dateline("--version").stdout.startswith("dateline ")
    assert dateline("sql", "--home", home, "--csv", "FROM range(3)").stdout == "range\n0\n1\n2\n"
    for question in (["sql", "FROM range(200000)", "--csv"], ["sql", "FROM range(20000)", "--limit", "20000"]):
        command = shlex.join([sys.executable, "-m", "flows.cli", *question, "--home", str(home)])
        piped = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command} | head -1"],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (piped.returncode, piped.stderr) == (0, "")


def test_answers_that_json_and_frames_have_no_type_for(dateline: Dateline, home: Path) -> None:
    done = dateline("sql", "--home", home, "--json", "SELECT 'nan'::DOUBLE AS n, INTERVAL 90 MINUTE AS i, 1 AS \"a b\"")

    assert json.loads(done.stdout) == [{"n": "nan", "i": "01:30:00", "a b": 1}]


def test_a_folder_without_files_is_told(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = dateline("run", tmp_path / "empty", "--home", tmp_path / "home")

    assert done.returncode == 0
    assert "the sources hold no files" in done.stdout


def test_a_manifest_row_without_its_file_fails_no_run(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "manifest.csv").write_text("file,published_at\ngone.txt,2021-08-08\n")
    done = dateline("run", tmp_path / "news", "--home", tmp_path / "home", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rejected"] == 1


def test_what_to_try_next_can_be_typed_as_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "my env" / "bin" / "dateline"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(tmp_path)
    assert command_line("sql", "data") == "'my env/bin/dateline' sql"
    assert command_line("sql", "my data") == "'my env/bin/dateline' sql --home 'my data'"

    monkeypatch.setenv("PATH", str(program.parent))
    assert command_line("sql", "data") == "dateline sql"
