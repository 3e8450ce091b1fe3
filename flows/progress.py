"""How a run tells what it is doing; the command line, Prefect and the tests each listen in their own way."""

from __future__ import annotations

from typing import Protocol

from flows.outcome import BatchResult


class Progress(Protocol):
    """A listener of one run. Calls come from one thread at a time."""

    def stage(self, name: str) -> None:
        """A stage begins: discover, ingest, merge, group, check, publish."""
        ...

    def note(self, text: str) -> None:
        """Something worth a line."""
        ...

    def planned(self, documents: int) -> None:
        """So many more documents were read and wait to be coded."""
        ...

    def done(self, result: BatchResult) -> None:
        """A batch, or what is left of one, is safe in the lake."""
        ...


class SilentProgress:
    """Hears everything and says nothing."""

    def stage(self, name: str) -> None:
        """Say nothing."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def planned(self, documents: int) -> None:
        """Say nothing."""

    def done(self, result: BatchResult) -> None:
        """Say nothing."""
