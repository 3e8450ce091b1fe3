"""What notebooks in R do with ACLED's export, done by R itself over `dateline export events_acled`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app

RSCRIPT = shutil.which("Rscript")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(RSCRIPT is None, reason="needs R")]

SCRIPT = r"""
acled <- read.csv(commandArgs(TRUE)[1], encoding = "UTF-8", na.strings = "")
say <- function(question, value) cat(question, "\t", paste(value, collapse = "|"), "\n", sep = "")

say("names", names(acled))
say("classes", sapply(acled[c("year", "iso", "fatalities", "latitude", "timestamp", "actor1", "inter1")], class))

by_type <- as.data.frame(table(year = acled$year, type = acled$event_type), stringsAsFactors = FALSE)
by_type <- subset(by_type, Freq > 0)
for (row in seq_len(nrow(by_type))) say(paste("events", by_type$year[row], by_type$type[row]), by_type$Freq[row])

acled$month <- format(as.Date(acled$event_date), "%Y-%m")
deaths <- aggregate(fatalities ~ country + month, data = acled, FUN = sum)
for (row in seq_len(nrow(deaths))) say(paste("deaths", deaths$country[row], deaths$month[row]), deaths$fatalities[row])

say("rebels", nrow(subset(acled, interaction == "State forces-Rebel group")))
say("alone", nrow(subset(acled, grepl(" only$", interaction))))
say("protests", nrow(acled[startsWith(acled$actor1, "Protesters (") & acled$event_type == "Protests", ]))
say("edges", nrow(subset(acled, !is.na(actor2), select = c(actor1, actor2))))
say("fatalities", sum(acled$fatalities))

complete <- c("event_id_cnty", "event_date", "fatalities", "country", "region", "latitude", "longitude", "location",
              "actor1", "inter1", "interaction", "event_type", "sub_event_type", "notes")
say("incomplete", names(which(colSums(is.na(acled[complete])) > 0)))
say("undated", sum(is.na(as.Date(acled$event_date, format = "%Y-%m-%d"))))
say("twice", anyDuplicated(acled$event_id_cnty))
"""


@pytest.fixture(scope="module")
def said(golden_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What one start of R says of the exported file, by question."""
    folder = tmp_path_factory.mktemp("r")
    export = ["export", "events_acled", str(folder / "acled.csv"), "--home", str(golden_home)]
    exported = CliRunner().invoke(app, export)
    assert exported.exit_code == 0, exported.output
    script = folder / "questions.R"
    _ = script.write_text(SCRIPT, encoding="utf-8")
    command = [str(RSCRIPT), "--vanilla", str(script), str(folder / "acled.csv")]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    r = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, env=env)
    assert r.returncode == 0, r.stderr
    return dict(line.split("\t", 1) for line in r.stdout.splitlines())


def test_columns_have_the_names_and_classes_of_the_export(
    said: Mapping[str, str], warehouse: duckdb.DuckDBPyConnection
) -> None:
    assert said["names"].split("|") == warehouse.sql("FROM events_acled").columns
    assert said["classes"] == "integer|integer|integer|numeric|integer|character|character"


def test_table_of_year_and_type(said: Mapping[str, str], warehouse: duckdb.DuckDBPyConnection) -> None:
    counts = warehouse.execute(
        "SELECT 'events ' || year || ' ' || event_type, count(*)::VARCHAR FROM events_acled GROUP BY ALL"
    ).fetchall()
    assert {name: count for name, count in said.items() if name.startswith("events ")} == dict(counts)


def test_fatalities_by_country_and_month(said: Mapping[str, str], warehouse: duckdb.DuckDBPyConnection) -> None:
    sums = warehouse.execute("""
        SELECT concat_ws(' ', 'deaths', country, strftime(event_date, '%Y-%m')), sum(fatalities)::BIGINT::VARCHAR
        FROM events_acled GROUP BY ALL
    """).fetchall()
    assert {name: deaths for name, deaths in said.items() if name.startswith("deaths ")} == dict(sums)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("rebels", "interaction = 'State forces-Rebel group'"),
        ("alone", "interaction LIKE '% only'"),
        ("protests", "actor1 LIKE 'Protesters (%' AND event_type = 'Protests'"),
        ("edges", "actor2 <> ''"),
    ],
)
def test_subsets(said: Mapping[str, str], warehouse: duckdb.DuckDBPyConnection, question: str, condition: str) -> None:
    expected = warehouse.execute(f"SELECT count(*) FROM events_acled WHERE {condition}").fetchone()
    assert expected is not None and expected[0] > 0
    assert said[question] == str(expected[0])


def test_sums_are_numbers_and_nothing_needed_is_missing(
    said: Mapping[str, str], warehouse: duckdb.DuckDBPyConnection
) -> None:
    (total,) = warehouse.execute("SELECT sum(fatalities)::BIGINT FROM events_acled").fetchone() or (None,)
    assert said["fatalities"] == str(total) != "0"
    assert (said["incomplete"], said["undated"], said["twice"]) == ("", "0", "0")
