"""What a run leaves in the Prefect UI, and prints as Markdown: counts and tables. Text only, no Prefect."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flows.outcome import BatchResult, RunOutcome
from flows.wording import counted

ROWS_SHOWN = 100


def home_name(home: str) -> str:
    """A home as a name of letters and digits that no other home on the machine has.

    >>> home_name("/srv/dateline")
    'dateline-254d'
    """
    path = Path(home).expanduser().absolute()
    return f"{_slug(path.name) or 'home'}-{hashlib.sha256(str(path).encode()).hexdigest()[:4]}"


def artifact_key(deployment: str, home: str, part: str) -> str:
    """Under what the UI keeps the history of an artifact: deployment, home, what it is.

    >>> artifact_key("ingest", "/srv/dateline", "summary")
    'dateline-ingest-dateline-254d-summary'
    """
    return "-".join(("dateline", _slug(deployment) or "run", home_name(home), part))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def run_title(outcome: RunOutcome) -> str:
    """What the UI lists a run as when it has ended: what came of it."""
    if outcome.status == "unchanged":
        return f"nothing new, {counted(outcome.files_unchanged, 'file')} known"
    rejected = f", {outcome.rejected} rejected" if outcome.rejected else ""
    rejected += f", {outcome.rejected_again} rejected as before" if outcome.rejected_again else ""
    failed = "failed: " if outcome.status == "failed" else ""
    return f"{failed}{outcome.new} new, {outcome.changed} changed{rejected} from {counted(outcome.files_read, 'file')}"


def log_line(outcome: RunOutcome) -> str:
    """The run in one line of the log: what came in, what was refused, what there is now, and where."""
    tables = ", ".join(f"{count} {name}" for name, count in outcome.tables.items())
    return (
        f"{outcome.status}: {counted(outcome.documents, 'document')}, {outcome.new} new, {outcome.changed} changed, "
        f"{outcome.unchanged} known, {outcome.rejected} rejected in {outcome.seconds:.1f} s; "
        f"{f'{tables}; ' if tables else ''}warehouse {outcome.warehouse or 'not published'}"
    )


def failure_markdown(what: str, home: str, message: str) -> str:
    """A run that ended early, on one page."""
    return "\n".join(
        [
            f"# {what[:1].upper()}{what[1:]}: failed",
            "",
            *(f"> {_escaped(line)}" for line in message.splitlines() or [""]),
            "",
            f"Home: `{home}`. The published warehouse is as it was; what was coded is kept, and the next run goes on "
            "from there. `dateline doctor` looks at the installation, `dateline status` at the home.",
        ]
    )


def reject_rows(rejects: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Rejects with the reason first, those of one rule together."""
    order = ("rule", "message", "raw_uri", "raw_locator", "stage")
    rows = [{name: row.get(name) for name in order} for row in rejects]
    return sorted(rows, key=lambda row: str(row["rule"]))


def trend_rows(runs: Sequence[Mapping[str, object]], most: int) -> list[dict[str, object]]:
    """The last runs that read something, the newest first, from their records."""
    kept = [run for run in runs if run.get("status") not in ("unchanged", "running") and run.get("input_count")]
    return [
        {
            "run": run["run_id"],
            "status": run["status"],
            "documents": run.get("input_count"),
            "new": run.get("new_count"),
            "changed": run.get("changed_count"),
            "rejected": run.get("rejected_count"),
            "events in all": run.get("event_count"),
            "seconds": _seconds(run),
        }
        for run in kept[:most]
    ]


def _seconds(run: Mapping[str, object]) -> float | None:
    try:
        start, end = (datetime.fromisoformat(str(run[name])) for name in ("started_at", "finished_at"))
    except (KeyError, ValueError):
        return None
    return round((end - start).total_seconds(), 1)


def summary_markdown(outcome: RunOutcome) -> str:
    """The run on one page."""
    lines = [
        f"# Run {outcome.run_id}: {outcome.status}",
        "",
        *([f"> {_escaped(outcome.message)}", ""] if outcome.message else []),
        f"{counted(outcome.documents, 'document')} from {counted(outcome.files_read, 'file')} "
        f"in {outcome.seconds:.1f} s ({counted(outcome.batches, 'batch')}, {counted(outcome.workers, 'worker')}, "
        f"peak {outcome.peak_megabytes} MB a process); {counted(outcome.files_unchanged, 'file')} known already.",
        "",
        "| articles | count |",
        "|---|---:|",
        *(f"| {name} | {count} |" for name, count in _article_counts(outcome).items()),
    ]
    if outcome.tables:
        lines += ["", f"Published: `{outcome.warehouse}`", "", "| table | rows |", "|---|---:|"]
        lines += [f"| {table} | {rows} |" for table, rows in outcome.tables.items()]
    if outcome.failed_checks:
        lines += ["", "What the checks found (`dateline check NAME` shows the rows and what to do):", ""]
        lines += [f"- {_escaped(failed)}" for failed in outcome.failed_checks]
    lines += [f"\n{_escaped(note)}" for note in outcome.notes]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """A text that may quote strangers' file names, so that a page shows it and does not take it for markup."""
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", html.escape(" ".join(text.split()), quote=False))


def _article_counts(outcome: RunOutcome) -> dict[str, int]:
    return {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "copied from others": outcome.duplicates,
        "in other languages (stored, not coded)": outcome.other_languages,
        "rejected": outcome.rejected,
        "rejected as before": outcome.rejected_again,
    }


def batch_rows(results: Sequence[BatchResult]) -> list[dict[str, object]]:
    """The run table: a row for each batch, by name."""
    return [
        {
            "batch": result.batch,
            "documents": result.documents,
            "articles": result.articles,
            "unchanged": result.unchanged,
            "other languages": result.other_languages,
            "events": result.events,
            "rejected": result.rejected,
            "seconds": round(result.seconds, 2),
            "peak MB": result.peak_megabytes,
        }
        for result in sorted(results, key=lambda result: result.batch)[:ROWS_SHOWN]
    ]
