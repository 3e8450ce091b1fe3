"""What a run leaves in the Prefect UI, and prints as Markdown: counts and tables. Text only, no Prefect."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from flows.outcome import BatchResult, RunOutcome

ROWS_SHOWN = 100


def summary_markdown(outcome: RunOutcome) -> str:
    """The run on one page."""
    lines = [
        f"# Run {outcome.run_id}: {outcome.status}",
        "",
        *([f"> {_escaped(outcome.message)}", ""] if outcome.message else []),
        f"{outcome.documents} documents from {outcome.files_read} files in {outcome.seconds:.1f} s "
        f"({outcome.batches} batches, {outcome.workers} workers, peak {outcome.peak_megabytes} MB a process); "
        f"{outcome.files_unchanged} files were known already.",
        "",
        "| articles | count |",
        "|---|---:|",
        *(f"| {name} | {count} |" for name, count in _article_counts(outcome).items()),
    ]
    if outcome.tables:
        lines += ["", f"Published: `{outcome.warehouse}`", "", "| table | rows |", "|---|---:|"]
        lines += [f"| {table} | {rows} |" for table, rows in outcome.tables.items()]
    lines += [f"\n**Check failed:** {_escaped(failed)}" for failed in outcome.failed_checks]
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
        "copies of others": outcome.duplicates,
        "not English (stored, not coded)": outcome.not_english,
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
            "not English": result.not_english,
            "events": result.events,
            "rejected": result.rejected,
            "seconds": round(result.seconds, 2),
            "peak MB": result.peak_megabytes,
        }
        for result in sorted(results, key=lambda result: result.batch)[:ROWS_SHOWN]
    ]
