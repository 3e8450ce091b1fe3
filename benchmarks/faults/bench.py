"""Runs to bring down, homes to do it in, and the verdict on what is left.

What belongs here: starting a run (a fork of a process that has everything imported, or a real command), and what must
hold afterwards, whatever the fault. What does not: the faults (`kills`, `hindrances`, `company`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb

from benchmarks.faults.child import Order, carry_out
from benchmarks.faults.stories import CODED, Corpus
from benchmarks.faults.truth import Content, content_of

_PATIENCE = 300.0  # seconds after which a run that heals is taken for hung
_SAID = {"crashed", "completed", "unchanged", "failed"}


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended: its code (negative: the signal that killed it), what it printed, and its seconds."""

    code: int
    said: str
    seconds: float

    @property
    def outcome(self) -> dict[str, object]:
        """What `run --json` printed; nothing where it did not come to that."""
        start = self.said.find("{")
        try:
            return json.JSONDecoder().raw_decode(self.said[start:])[0] if start >= 0 else {}
        except ValueError:
            return {}


@dataclass
class Started:
    """A run at work."""

    process: BaseProcess
    out: Path
    since: float

    def end(self, patience: float = _PATIENCE) -> Ended:
        """Wait for it; one that takes too long is killed, which is told by its code."""
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        said = self.out.read_text(encoding="utf-8", errors="replace") if self.out.exists() else ""
        return Ended(self.process.exitcode or 0, said, time.monotonic() - self.since)

    def signal(self, number: int) -> None:
        """Send it a signal; it may have ended."""
        if self.process.pid and self.process.is_alive():
            os.kill(self.process.pid, number)


@dataclass
class Fault:
    """A row of the table: what was tried, how often it struck, and what did not survive."""

    name: str
    tried: int = 0
    struck: int = 0
    fallen: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def judge(self, where: str, wrong: list[str], *, struck: bool = True) -> None:
        """Count an attempt."""
        self.tried += 1
        self.struck += struck
        if wrong:
            self.fallen.append(f"{where}: {'; '.join(wrong)}")
            print(f"  FELL {self.name}, {self.fallen[-1]}", file=sys.stderr, flush=True)


class Bench:
    """The folder of the bench: stories, a home before the second run, and what it must hold after it."""

    def __init__(self, work: Path, corpus: Corpus = CODED) -> None:
        self.work = work
        self.stories = work / "stories"
        self.recorded = work / "coded.pickle"
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["benchmarks.faults.warm"])
        self._number = 0
        self.before, self.after = self._make_homes(corpus)

    @cached_property
    def fresh(self) -> Content:
        """What the first run of a home brings."""
        return self._undisturbed(self.copied(None))

    def _make_homes(self, corpus: Corpus) -> tuple[Content, Content]:
        """Two runs that nothing happens to; their articles are coded once, for all that follow."""
        corpus.write_before(self.stories)
        self.base = self.work / "base"
        before = self._undisturbed(self.base)
        corpus.write_after(self.stories)
        self.reference = self.copied(self.base)
        after = self._undisturbed(self.reference)
        assert list(after.titles) == corpus.given, f"an undisturbed run holds {after.titles}"
        trial = self.copied(self.base)
        ended = self.start(trial).end()
        assert ended.code == 0, ended.said
        self.run_seconds = ended.seconds
        replayed = content_of(trial / "warehouse.duckdb")
        assert replayed and replayed.digest == after.digest, replayed and replayed.differences(after)
        return before, after

    def _undisturbed(self, home: Path) -> Content:
        ended = self.start(home, records=True).end()
        content = content_of(home / "warehouse.duckdb")
        assert ended.code == 0 and content, ended.said
        return content

    def folder(self, name: str) -> Path:
        """A fresh folder."""
        self._number += 1
        made = self.work / f"{name}-{self._number}"
        made.mkdir()
        return made

    def copied(self, home: Path | None) -> Path:
        """A home of its own for an attempt; without one to copy, a place where none is yet."""
        target = self.folder("home") / "home"
        if home:
            _ = shutil.copytree(home, target)
        return target

    def start(
        self, home: Path, *sources: Path, command: str = "run", options: tuple[str, ...] = (), **fault: object
    ) -> Started:
        """A run in a process of its own, with a fault (`Order`)."""
        self._number += 1
        out = self.work / f"said-{self._number}.txt"
        asked = (command, "--home", str(home), "--json", *options)
        if command == "run":
            workers = () if "--workers" in options else ("--workers", "1")
            asked += (*workers, "--batch-size", "3", "--no-server", *map(str, sources or (self.stories,)))
        order = replace(Order(asked, str(out), str(self.recorded)), **fault)  # type: ignore[arg-type]
        process = self._context.Process(target=carry_out, args=(order,))
        process.start()
        return Started(process, out, time.monotonic())

    def command(self, home: Path, *sources: Path, options: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """The command as a user types it: a new interpreter, the language model, worker processes."""
        asked = ["run", "--home", str(home), "--json", "--no-server", "--batch-size", "3", *options]
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *asked, *map(str, sources or (self.stories,))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def left_whole(self, home: Path, *, started_empty: bool = False) -> list[str]:
        """What readers have now is what they had, or what the run was to bring; never a part."""
        return self.among(home, [None, self.fresh] if started_empty else [self.before, self.after])

    def among(self, home: Path, allowed: list[Content | None]) -> list[str]:
        """Whether the published file is whole and in one of the states."""
        try:
            found = content_of(home / "warehouse.duckdb")
        except (duckdb.Error, AssertionError) as error:
            return [f"the published file is not whole: {error}"]
        if any((found and found.digest) == (one and one.digest) for one in allowed):
            return []
        near = next((one for one in allowed if one), None)
        return [f"readers see a part: {found and near and found.differences(near)}"]

    def heals(
        self,
        home: Path,
        expected: Content | None = None,
        *sources: Path,
        told: bool = True,
        thoroughly: bool = True,
    ) -> list[str]:
        """The next run ends well, with all that was given, once; says what became of the one before; and then, where
        it is looked at thoroughly, there is nothing new. Returns what is wrong.
        """
        wanted = expected or self.after
        healed = self.start(home, *sources).end()
        if healed.code:
            return [f"the next run ended with {healed.code}: {healed.said[-500:]}"]
        wrong = self.among(home, [wanted])
        wrong += self.clutter(home)
        records = [json.loads(path.read_text(encoding="utf-8")) for path in (home / "lake" / "runs").glob("*.json")]
        states = [record["status"] for record in sorted(records, key=lambda record: record["started_at"])]
        if set(states) - _SAID:
            wrong.append(f"runs are said to be {states}")
        if told and len(states) < 2:
            wrong.append(f"the run that was brought down left no word: {states}")
        if not thoroughly:
            return wrong
        again = self.start(home, *sources).end()
        if again.code or again.outcome.get("status") != "unchanged":
            wrong.append(f"the run after that is {again.outcome.get('status')}, code {again.code}: {again.said[-300:]}")
        return wrong + self.among(home, [wanted])

    def clutter(self, home: Path) -> list[str]:
        """Half-written files that nobody cleared away."""
        left = {
            *home.glob(".warehouse.*.tmp"), *home.glob(".build.*.tmp*"), *home.glob(".published.*.tmp"),
            *(home / "lake").glob("*/*.tmp"), *(home / "lake").glob("*/.*.tmp"),
            *(home / "lake" / "unfinished").glob("*"), *(home / "published").glob(".*"),
        }  # fmt: skip
        return [f"left lying: {', '.join(sorted(path.name for path in left))}"] if left else []

    def discard(self, home: Path) -> None:
        """Room for the next attempt."""
        shutil.rmtree(home.parent, ignore_errors=True)


@contextmanager
def timed(fault: Fault) -> Generator[Fault]:
    """A row of the table as it comes about."""
    started = time.monotonic()
    print(f"{fault.name} ...", file=sys.stderr, flush=True)
    yield fault
    fault.seconds = time.monotonic() - started
    survived = fault.tried - len(fault.fallen)
    print(f"  {fault.tried} tried, {survived} survived, {fault.seconds:.0f} s", file=sys.stderr, flush=True)
