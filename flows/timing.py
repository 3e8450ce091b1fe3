"""How long the stages of a run took: a listener between the run and whoever else listens.

What belongs here: the clock. Where its seconds are kept is in `flows.run_records`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flows.outcome import BatchResult
from flows.progress import Progress

CODING = "coding"
"""Beside the stages: what the batches took, all workers together."""


@dataclass
class StageClock:
    """Seconds by stage, in the order of the stages; of the stage at work, those until now."""

    now: Callable[[], float] = time.perf_counter
    _ended: dict[str, float] = field(default_factory=dict[str, float])
    _stage: str = ""
    _since: float = 0.0

    def begin(self, stage: str) -> None:
        """A stage begins, and the one before it ends."""
        self._pass()
        self._stage = stage

    def add(self, name: str, seconds: float) -> None:
        """Seconds that were measured elsewhere."""
        self._ended[name] = self._ended.get(name, 0.0) + seconds

    def seconds(self) -> dict[str, float]:
        """What each took so far, to a hundredth."""
        self._pass()
        return {name: round(seconds, 2) for name, seconds in self._ended.items()}

    def _pass(self) -> None:
        """Count the time until now for the stage at work."""
        moment = self.now()
        if self._stage:
            self.add(self._stage, moment - self._since)
        self._since = moment


class TimedProgress:
    """Hands everything on to another listener and has a clock time it."""

    def __init__(self, listener: Progress, clock: StageClock) -> None:
        self._listener, self._clock = listener, clock

    def stage(self, name: str) -> None:
        """A stage begins."""
        self._clock.begin(name)
        self._listener.stage(name)

    def note(self, text: str) -> None:
        """Something worth a line."""
        self._listener.note(text)

    def planned(self, documents: int) -> None:
        """So many more documents wait to be coded."""
        self._listener.planned(documents)

    def done(self, result: BatchResult) -> None:
        """A batch is done."""
        self._clock.add(CODING, result.seconds)
        self._listener.done(result)
