"""What a run leaves in Prefect: its name, tags, labels, log lines, artifacts and events.

What belongs here: what is told to Prefect's server about a run of ours, by whichever flow. What the pages say is
made in `flows.artifacts`, without Prefect.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from prefect import get_run_logger
from prefect.artifacts import create_image_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.runtime import deployment, flow_run

from flows.artifacts import (
    ROWS_SHOWN,
    artifact_key,
    batch_rows,
    failure_markdown,
    home_name,
    log_line,
    reject_rows,
    run_title,
    summary_markdown,
    trend_rows,
)
from flows.checking import last_findings
from flows.errors import ChecksFailed, DatelineError, describe_error
from flows.outcome import BatchResult, RunOutcome
from flows.page.drawing import data_uri, picture_of
from flows.published import run_rejects
from flows.run_records import run_rows
from flows.serving.dead_runs import own_labels
from flows.wording import counted
from warehouse.store.home import Home
from warehouse.store.publication import held

RUNS_IN_TREND = 30
MOST_LETTERS = 150


def key(part: str, home: str) -> str:
    """The artifact key of this deployment and this home: `dateline-ingest-data-3f2a-summary`."""
    return artifact_key(str(deployment.name or ""), home, part)


def say_which_process() -> None:
    """Label the run with its process, by which `dateline serve` tells later whether it lives."""
    run_id = flow_run.id
    if run_id:
        with contextlib.suppress(Exception), get_client(sync_client=True) as client:  # no run fails for a label
            client.update_flow_run_labels(run_id, dict(own_labels()))


def name_run(title: str, tags: Sequence[str] = ()) -> None:
    """Give the run a name that says what came of it, and tags to filter by."""
    run_id = flow_run.id
    if not run_id:
        return
    kept = sorted({*(flow_run.tags or ()), "dateline", *tags})
    with contextlib.suppress(Exception), get_client(sync_client=True) as client:
        client.update_flow_run(run_id, name=title[:MOST_LETTERS], tags=kept)


def tell(event: str, home: str, message: str, **facts: object) -> None:
    """Emit an event about a home: `dateline.published`, `dateline.rejects.high`, `.checks.failed`, `dateline.late`."""
    where = str(Path(home).expanduser().absolute())
    resource = {"prefect.resource.id": f"dateline.home.{home_name(where)}", "prefect.resource.name": where}
    _ = emit_event(event, resource=resource, payload={"home": where, "message": message, **facts})


def report_outcome(outcome: RunOutcome, results: Sequence[BatchResult]) -> None:
    """All that is left of a run that came to its end."""
    get_run_logger().info(log_line(outcome))
    name_run(run_title(outcome), _tags(outcome))
    description = f"Run {outcome.run_id} over {outcome.home}"
    if outcome.status == "unchanged":
        # without a key, on the run's own page: what the last run that did something left stays in front
        create_markdown_artifact(summary_markdown(outcome), description=description)
        return
    home = outcome.home
    create_markdown_artifact(summary_markdown(outcome), key=key("summary", home), description=description)
    create_table_artifact(batch_rows(results), key=key("batches", home), description="The batches of the run")
    rejects = reject_rows(run_rejects(Path(home), outcome.run_id, ROWS_SHOWN))
    create_table_artifact(
        rejects, key=key("rejects", home), description=f"{outcome.rejected} rejected; rule and reason first"
    )
    findings = last_findings(Path(home))
    create_table_artifact(
        findings, key=key("checks", home), description=f"{counted(len(findings), 'check')} found something"
    )
    leave_trend(home)
    picture = picture_of(Path(home), outcome.run_id)
    if picture:
        create_image_artifact(data_uri(picture), key=key("events", home), description=_picture_words(home))
    _tell_of(outcome)


def _picture_words(home: str) -> str:
    """What the picture shows, and where the page to look into is."""
    page = Path(home).absolute() / "exports" / "report.html"
    where = f"last night's page: {page}" if page.exists() else "`dateline report` makes a page to look into"
    return f"Events that happened, the run's in colour, earlier ones grey; {where}"


def leave_trend(home: str) -> None:
    """The last runs over the home, the newest first."""
    rows = trend_rows(run_rows(Home(Path(home))), RUNS_IN_TREND)
    create_table_artifact(
        rows, key=key("trend", home), description=f"{counted(len(rows), 'run')} that read something, the newest first"
    )


def report_failure(home: str, what: str, error: Exception | str) -> None:
    """A run that did not come to its end leaves word too, and an event where checks hold back what it built."""
    message = str(error) if isinstance(error, (DatelineError, str)) else describe_error(error)
    name_run(f"failed: {message}", ["failed"])
    create_markdown_artifact(
        failure_markdown(what, home, message), key=key("failure", home), description="The last failure"
    )
    if isinstance(error, ChecksFailed):
        tell("dateline.checks.failed", home, message)


def _tags(outcome: RunOutcome) -> list[str]:
    tags = [outcome.status]
    return [*tags, "rejects"] if outcome.rejected else tags


def _tell_of(outcome: RunOutcome) -> None:
    facts = {"run": outcome.run_id, "documents": outcome.documents, "rejected": outcome.rejected}
    if outcome.tables and held(Home(Path(outcome.home))) is None:
        told = f"{outcome.new} new and {outcome.changed} changed articles, {outcome.tables.get('events', 0)} events now"
        tell("dateline.published", outcome.home, told, tables=dict(outcome.tables), **facts)
    if outcome.status == "failed":
        tell("dateline.rejects.high", outcome.home, outcome.message, **facts)
    errors = [check for check in outcome.failed_checks if check.startswith("error")]  # of a home that is held back
    if errors:
        tell("dateline.checks.failed", outcome.home, "; ".join(errors)[:1000], **facts)
