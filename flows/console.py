# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""What people see: a progress bar where there is a terminal, lines where there is none, JSON where a script asks."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.table import Column

from flows.outcome import BatchResult
from flows.terminal import escaped_json, shown

STAGES = {
    "discover": "Looking for what is new",
    "ingest": "Coding articles",
    "merge": "Merging",
    "publish": "Publishing",
}
SECONDS_BETWEEN_LINES = 10.0


class Console(RichConsole):
    """Rich's console, whose own colours and moves pass and nobody else's."""

    def _render_buffer(self, buffer: Iterable[Segment]) -> str:
        return super()._render_buffer(
            segment if segment.control else Segment(shown(segment.text), segment.style) for segment in buffer
        )


def print_json(value: Mapping[str, object] | list[dict[str, object]]) -> None:
    """One JSON document on standard output; dates and the like as text, NaN and infinity, which JSON lacks, too."""
    text = json.dumps(_finite(value), ensure_ascii=False, indent=2, default=str)
    sys.stdout.write(escaped_json(text) + "\n")


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list | tuple) else value


class BarProgress:
    """A live bar on a terminal. It writes to standard error, so that standard output stays the answer."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=12),
            MofNCompleteColumn(table_column=Column(no_wrap=True, min_width=7)),
            TimeElapsedColumn(table_column=Column(no_wrap=True, min_width=7)),
            TextColumn("{task.fields[counts]}"),
            console=console,
            transient=True,
        )
        self._task = self.bar.add_task("Starting", total=None, counts="")
        self._counts = BatchResult("all")
        self._planned = 0

    def stage(self, name: str) -> None:
        """Show the stage; counts stay."""
        self.bar.update(self._task, description=STAGES.get(name, name))

    def note(self, text: str) -> None:
        """A line above the bar."""
        self.console.print(text, highlight=False, markup=False)

    def planned(self, documents: int) -> None:
        """The bar grows as the reader goes on: an archive's size in documents is known only at its end."""
        self._planned += documents
        self.bar.update(self._task, total=self._planned)

    def done(self, result: BatchResult) -> None:
        """Move the bar by a batch."""
        self._counts = _add(self._counts, result)
        self.bar.update(self._task, completed=self._counts.documents, counts=_counts_text(self._counts))


class LineProgress:
    """Plain lines for logs and pipes: each stage, and the counts every ten seconds."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._counts = BatchResult("all")
        self._planned = 0
        self._last = time.monotonic()

    def stage(self, name: str) -> None:
        """A line per stage."""
        self.console.print(STAGES.get(name, name), highlight=False)

    def note(self, text: str) -> None:
        """The note as it is."""
        self.console.print(text, highlight=False, markup=False)

    def planned(self, documents: int) -> None:
        """Remember how many there are."""
        self._planned += documents

    def done(self, result: BatchResult) -> None:
        """A line when some time went by."""
        self._counts = _add(self._counts, result)
        if time.monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            line = f"  {self._counts.documents} of {self._planned} documents; {_counts_text(self._counts)}"
            self.console.print(line, highlight=False)


@contextmanager
def shown_progress(quiet: bool = False) -> Generator[BarProgress | LineProgress, None, None]:
    """A bar on a terminal, lines elsewhere, nothing where `quiet`."""
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal or quiet:
        yield LineProgress(console)
        return
    progress = BarProgress(console)
    with progress.bar:
        yield progress


def _add(counts: BatchResult, more: BatchResult) -> BatchResult:
    from flows.outcome import total

    return total((counts, more))


def _counts_text(counts: BatchResult) -> str:
    text = f"{counts.articles} articles, {counts.events} events"
    if counts.unchanged:
        text += f", {counts.unchanged} unchanged"
    return text + (f", {counts.rejected} rejected" if counts.rejected else "")
