"""Runs that are killed: at random moments, at chosen ones, in order (SIGTERM), and as whole commands.

What belongs here: when to kill, and what of. What must hold afterwards is `bench`.
"""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from pathlib import Path

from benchmarks.faults.bench import Bench, Ended, Fault, timed

_FROM_NOTHING = 0.2  # share of the attempts in a home that does not exist yet


def kill_at_random(bench: Bench, kills: int, seed: random.Random) -> Fault:
    """`kill -9` at any moment of a run, up to three times in a row, now and then in a home's first run; then it heals.

    So runs that heal are killed too.
    """
    with timed(Fault("kill -9 at a random moment of a run, of up to three in a row")) as fault:
        while fault.tried < kills:
            is_first = seed.random() < _FROM_NOTHING
            home = bench.copied(None if is_first else bench.base)
            left = min(seed.randint(1, 3), kills - fault.tried)
            while left:
                left -= 1
                moment = seed.uniform(0, bench.run_seconds)
                code = _kill(bench, home, moment, signal.SIGKILL).code
                wrong = bench.left_whole(home, started_empty=is_first)
                if not left:
                    wanted = bench.fresh if is_first else bench.after
                    wrong += bench.heals(home, wanted, told=False, thoroughly=fault.tried % 4 == 0)
                where = f"{fault.tried + 1}, {'first run' if is_first else 'run'} after {moment:.3f} s"
                fault.judge(where, wrong, struck=code == -signal.SIGKILL)
            bench.discard(home)
    return fault


def _kill(bench: Bench, home: Path, moment: float, number: int, command: str = "run") -> Ended:
    started = bench.start(home, command=command)
    time.sleep(moment)
    started.signal(number)
    return started.end()


def end_in_order(bench: Bench, times: int, seed: random.Random) -> Fault:
    """SIGTERM and Ctrl-C: the run ends by itself, says so, and the next goes on from there."""
    with timed(Fault("SIGTERM or Ctrl-C at a random moment")) as fault:
        for number in range(times):
            home, which = bench.copied(bench.base), signal.SIGTERM if number % 2 else signal.SIGINT
            moment = seed.uniform(0.15, bench.run_seconds)  # before that the interpreter has no handler yet
            ended = _kill(bench, home, moment, which)
            code, said = ended.code, ended.said
            wrong = [] if code in (0, 130, -which) else [f"ended with {code}: {said[-300:]}"]
            wrong += bench.left_whole(home) + bench.heals(home, told=False)
            fault.judge(f"{which.name} after {moment:.3f} s", wrong, struck=code != 0)
            bench.discard(home)
    return fault


def kill_rebuild(bench: Bench, times: int, seed: random.Random) -> Fault:
    """`kill -9` while the warehouse is made anew: readers keep what they have."""
    with timed(Fault("kill -9 at a random moment of a rebuild")) as fault:
        for number in range(times):
            home = bench.copied(bench.reference)
            moment = seed.uniform(0, bench.run_seconds)
            code = _kill(bench, home, moment, signal.SIGKILL, "rebuild").code
            wrong = bench.among(home, [bench.after]) + bench.heals(home)
            fault.judge(f"{number} after {moment:.3f} s", wrong, struck=code == -signal.SIGKILL)
            bench.discard(home)
    return fault


def steps_of_run(bench: Bench) -> list[str]:
    """What a run does to files and databases, in order."""
    told, home = bench.work / "steps.txt", bench.copied(bench.base)
    told.unlink(missing_ok=True)
    assert bench.start(home, steps=str(told)).end().code == 0
    bench.discard(home)
    return told.read_text(encoding="utf-8").splitlines()


def choose_steps(steps: list[str], most: int) -> list[int]:
    """Numbers of steps to die at: half are those that commit, copy or rename, the others fsyncs and statements, evenly.

    A step before which one dies is the step after which one dies of the one before.
    """
    numbered = list(enumerate(steps, start=1))
    telling = [number for number, told in numbered if _kind(told) not in ("sql", "fsync")]
    synced = [number for number, told in numbered if _kind(told) == "fsync"]
    asked = [number for number, told in numbered if _kind(told) == "sql"]
    chosen = _evenly(telling, most * 6 // 10)
    chosen += _evenly(synced, most * 2 // 10)
    return sorted(chosen + _evenly(asked, most - len(chosen)))


def _evenly(numbers: list[int], most: int) -> list[int]:
    return numbers if len(numbers) <= most else [numbers[i * len(numbers) // most] for i in range(most)]


def kill_at_steps(bench: Bench, moments: int) -> tuple[Fault, Counter[str]]:
    """`kill -9` before chosen steps of a run: every commit, checkpoint, copied block, rename and fsync, and
    statements of the merge.
    """
    steps = steps_of_run(bench)
    kinds: Counter[str] = Counter()
    with timed(Fault(f"kill -9 before a chosen one of a run's {len(steps)} steps")) as fault:
        for number in choose_steps(steps, moments):
            home = bench.copied(bench.base)
            ended = bench.start(home, kill_at=number).end()
            wrong = bench.left_whole(home) + bench.heals(home, told=False, thoroughly=number % 4 == 0)
            fault.judge(f"step {number} ({steps[number - 1]})", wrong, struck=ended.code == -signal.SIGKILL)
            kinds[_kind(steps[number - 1])] += 1
            bench.discard(home)
    return fault, kinds


def _kind(step: str) -> str:
    words = step.split()
    return " ".join(words[:2]) if words[0] == "sql" and words[1] in ("BEGIN", "COMMIT", "CHECKPOINT") else words[0]


def kill_in_commits(bench: Bench, times: int, seed: random.Random) -> Fault:
    """`kill -9` some microseconds into a COMMIT or CHECKPOINT, while DuckDB writes its file."""
    steps = steps_of_run(bench)
    commits = [number for number, told in enumerate(steps, start=1) if told.startswith(("sql COMMIT", "sql CHECKP"))]
    with timed(Fault("kill -9 inside a COMMIT or CHECKPOINT")) as fault:
        for attempt in range(times):
            number = commits[attempt % len(commits)]
            home = bench.copied(bench.base)
            ended = bench.start(home, kill_at=number, kill_after=seed.uniform(0, 0.02)).end()
            wrong = bench.left_whole(home) + bench.heals(home, told=False, thoroughly=number % 4 == 0)
            fault.judge(f"step {number} ({steps[number - 1]})", wrong, struck=ended.code == -signal.SIGKILL)
            bench.discard(home)
    return fault


def kill_commands(bench: Bench, times: int, seed: random.Random) -> Fault:
    """`kill -9` of `dateline run` as it is typed, with the language model and two worker processes."""
    with timed(Fault("kill -9 of the whole command, coding in two workers")) as fault:
        for _ in range(times):
            home = bench.copied(bench.base)
            process = bench.command(home, options=("--workers", "2"))
            time.sleep(moment := seed.uniform(0.3, 14.0))
            process.kill()
            _ = process.communicate()
            time.sleep(2.0)  # workers leave with their parent
            wrong = bench.left_whole(home) + bench.heals(home, told=False)
            fault.judge(f"after {moment:.1f} s", wrong, struck=process.returncode == -signal.SIGKILL)
            bench.discard(home)
    return fault
