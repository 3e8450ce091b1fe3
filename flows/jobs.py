"""A batch as a worker gets it: where its documents wait, which of them are meant, where its package goes.

Every place is told as an absolute path or a URL, so that a batch can be done by another process, or by another machine
that has the same storage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from transforms.languages.chosen import DEFAULT


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Rows `[first, first + documents)` of one spool file; plain values only, so that it travels as JSON."""

    name: str
    spool: str  # Parquet file of raw documents
    first: int
    documents: int
    home: str
    run_id: str
    coder_version: str = ""  # as the run found it, so that all its articles carry one version
    sequence: int = 0  # the run's number in the order of runs
    lake: str = ""  # URL of the store that the package goes to; empty: the home's own lake
    reference: str = ""  # folder of tables of one's own; empty: ours alone
    known: str = ""  # Parquet file of the content that the warehouse holds, which need not be coded again
    languages: str = DEFAULT  # codes of what is coded, with commas between them

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> BatchJob:
        """Read what `as_dict` wrote."""
        return cls(**values)  # pyright: ignore[reportArgumentType]

    def halves(self) -> tuple[BatchJob, BatchJob]:
        """The two halves of a batch that died, to find the document that killed it."""
        middle = self.documents // 2
        return (
            replace(self, name=f"{self.name}a", documents=middle),
            replace(self, name=f"{self.name}b", first=self.first + middle, documents=self.documents - middle),
        )

    @property
    def home_folder(self) -> Path:
        """The home as a path."""
        return Path(self.home)
