"""What a batch and a run have to say when they are over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Literal

RunStatus = Literal["completed", "unchanged", "failed"]  # as in `meta.runs.status`


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Counts of one batch; small and plain, since it travels between processes and through Prefect."""

    batch: str
    documents: int = 0  # read
    articles: int = 0  # written to the lake
    unchanged: int = 0  # known with the same content and coder
    other_languages: int = 0  # than the run codes: stored, not coded
    rejected: int = 0
    events: int = 0  # event mentions
    seconds: float = 0.0
    peak_megabytes: int = 0
    package: str | None = None  # the lake package, where one was written
    isolated: tuple[str, ...] = ()  # messages of documents that killed a worker

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> BatchResult:
        """Read what `as_dict` wrote, after it went through JSON."""
        known = {item.name: values[item.name] for item in fields(cls) if item.name in values}
        isolated = known.get("isolated")
        known["isolated"] = tuple(str(text) for text in isolated) if isinstance(isolated, list | tuple) else ()
        return cls(**known)  # pyright: ignore[reportArgumentType]


def total(results: Iterable[BatchResult]) -> BatchResult:
    """The sum of the counts; the largest peak; no package."""
    kept = list(results)
    return BatchResult(
        "all",
        documents=sum(result.documents for result in kept),
        articles=sum(result.articles for result in kept),
        unchanged=sum(result.unchanged for result in kept),
        other_languages=sum(result.other_languages for result in kept),
        rejected=sum(result.rejected for result in kept),
        events=sum(result.events for result in kept),
        seconds=sum(result.seconds for result in kept),
        peak_megabytes=max((result.peak_megabytes for result in kept), default=0),
        isolated=tuple(message for result in kept for message in result.isolated),
    )


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """All that a run has to report, whoever asks: the terminal, a script (`--json`), Prefect's artifacts."""

    run_id: str
    status: RunStatus
    home: str
    warehouse: str | None  # the published file
    files_read: int = 0
    files_unchanged: int = 0
    files_gone: int = 0  # that the sources held before
    batches: int = 0
    workers: int = 1
    documents: int = 0
    articles: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    other_languages: int = 0
    rejected: int = 0
    rejected_again: int = 0  # as by an earlier run, of files that were read again; not among `rejected`
    seconds: float = 0.0
    peak_megabytes: int = 0
    message: str = ""
    failed_checks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what it did besides: mended, took over, moved out of the way
    tables: Mapping[str, int] = field(default_factory=dict[str, int])  # rows of the published tables

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)
