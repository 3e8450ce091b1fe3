"""Brings runs down and looks at what is left: `python -m benchmarks.faults [--kills 200] [--quick] [--only WORD]`.

After each attempt the published file must be whole, and in the state before or after; the next run must end well, hold
every article that was given once, and equal a run that nothing happened to; and the run after that must find nothing
new. Prints a table, and what fell; the exit code is 1 where anything did. Takes about
half an hour; `--quick` some three minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.faults import company, hindrances, kills, served
from benchmarks.faults.bench import Bench, Fault


def trials(bench: Bench, arguments: argparse.Namespace) -> dict[str, Callable[[], Fault]]:
    """Every fault by a word."""
    few = arguments.quick

    def seed(word: str) -> random.Random:
        """One for each, so that the same moments are tried with `--only`."""
        return random.Random(f"{arguments.seed} {word}")

    return {
        "random": lambda: kills.kill_at_random(bench, 3 if few else arguments.kills, seed("random")),
        "chosen": lambda: _told_kinds(bench, 4 if few else arguments.moments),
        "commit": lambda: kills.kill_in_commits(bench, 2 if few else 12, seed("commit")),
        "signal": lambda: kills.end_in_order(bench, 2 if few else 12, seed("signal")),
        "rebuild": lambda: kills.kill_rebuild(bench, 1 if few else 10, seed("rebuild")),
        "command": lambda: kills.kill_commands(bench, 0 if few else 5, seed("command")),
        "disk": lambda: hindrances.fill_disk(bench, 2 if few else 12),
        "limit": lambda: hindrances.limit_files(bench, 1 if few else 6),
        "readonly": lambda: hindrances.forbid_writing(bench),
        "unreadable": lambda: hindrances.give_unreadable(bench),
        "growing": lambda: hindrances.grow_files(bench, 1 if few else 5, seed("growing")),
        "changing": lambda: hindrances.change_files(bench, 1 if few else 5, seed("changing")),
        "poison": lambda: hindrances.poison(bench, few=few),
        "two": lambda: company.run_twice(bench, 1 if few else 10, seed("two")),
        "clock": lambda: company.turn_clock(bench, 3 if few else 10, seed("clock")),
        "readers": lambda: company.publish_beside_readers(bench, 2 if few else 12, seed("readers")),
        "client": lambda: company.publish_beside_client(bench, 1 if few else 2),
        "server": lambda: served.lose_and_find(bench, "server", 0 if few else arguments.servers, seed("server")),
        "worker": lambda: served.lose_and_find(bench, "worker", 0 if few else arguments.workers, seed("worker")),
    }


def _told_kinds(bench: Bench, moments: int) -> Fault:
    fault, kinds = kills.kill_at_steps(bench, moments)
    print("  " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()), file=sys.stderr)
    return fault


def table(faults: Sequence[Fault]) -> str:
    """The faults as Markdown."""
    rows = [f"| {one.name} | {one.tried} | {one.struck} | {one.tried - len(one.fallen)} |" for one in faults]
    return "\n".join(["| fault | tried | struck | survived |", "|---|---|---|---|", *rows])


def main() -> int:
    """Try all faults, or those that were named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    _ = parser.add_argument("--kills", type=int, default=200, help="at random moments (200)")
    _ = parser.add_argument("--moments", type=int, default=60, help="at chosen steps (60)")
    _ = parser.add_argument("--servers", type=int, default=3, help="times that Prefect's server is lost and back (3)")
    _ = parser.add_argument("--workers", type=int, default=3, help="times that Prefect's worker is lost and back (3)")
    _ = parser.add_argument("--seed", type=int, default=1)
    _ = parser.add_argument("--quick", action="store_true", help="one or two of each")
    _ = parser.add_argument("--only", nargs="*", default=[], help="words such as random, chosen, disk, readers")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        bench = Bench(Path(folder))
        print(f"a run takes {bench.run_seconds:.2f} s", file=sys.stderr)
        tried = [
            try_it()
            for word, try_it in trials(bench, arguments).items()
            if arguments.only in ([], [word]) or word in arguments.only
        ]
    print(table(tried))
    for fault in tried:
        for fallen in fault.fallen:
            print(f"- {fault.name}: {fallen}")
    print(f"\n{sum(fault.tried for fault in tried)} attempts in {sum(fault.seconds for fault in tried):.0f} s")
    return 1 if any(fault.fallen for fault in tried) else 0


if __name__ == "__main__":
    sys.exit(main())
