"""What else is at the home, or at the clock: a second run, readers, a client that writes, a wrong time.

What belongs here: others, and their timing. What must hold afterwards is `bench`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.faults.bench import Bench, Ended, Fault, timed
from benchmarks.faults.stories import french, write_french
from benchmarks.faults.truth import content_of

_BUSY = 4
_HOUR = 3600.0


def run_twice(bench: Bench, times: int, seed: random.Random) -> Fault:
    """Two runs over one home: one is told that it is held, or they come one after the other."""
    with timed(Fault("two runs at once")) as fault:
        for _ in range(times):
            home = bench.copied(bench.base)
            first = bench.start(home)
            time.sleep(apart := seed.uniform(0, bench.run_seconds / 2))
            second = bench.start(home)
            ended = [first.end(), second.end()]
            codes = sorted(one.code for one in ended)
            wrong = (
                []
                if codes in ([0, 0], [0, _BUSY])
                else [f"codes {codes}: {ended[0].said[-200:]} {ended[1].said[-200:]}"]
            )
            wrong += bench.among(home, [bench.after]) + bench.heals(home, told=False)
            fault.judge(f"{apart:.3f} s apart", wrong, struck=codes != [0, 0])
            bench.discard(home)
    return fault


def turn_clock(bench: Bench, times: int, seed: random.Random) -> Fault:
    """Runs under a clock that jumps by hours and years: the text that was read last is what is held."""
    with timed(Fault("clock that jumps back and forth by up to ten years")) as fault:
        sources, home = bench.folder("sources"), bench.copied(None)
        write_french(sources, "Ghent")
        told = ""
        for number in range(times):
            told = f"C'était la séance numéro {number}."
            write_french(sources, "Liege", f" {told}")
            row = {"id": "council", "source": "gazette", "title": "Le conseil", "text": f"{french('Namur')} {told}"}
            _ = (sources / "feed.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
            jump = seed.choice((-1, 1)) * seed.choice((1, 24, 24 * 365, 24 * 3650)) * _HOUR * seed.uniform(0.5, 1)
            ended = bench.start(home, sources, clock=jump).end()
            fault.judge(f"{number}, {jump / _HOUR:.0f} hours", _holds_latest(home, told, ended))
        rebuilt = bench.start(home, command="rebuild").end()
        fault.judge("rebuilt", _holds_latest(home, told, rebuilt))
    return fault


def _holds_latest(home: Path, told: str, ended: Ended) -> list[str]:
    content = content_of(home / "warehouse.duckdb")
    rows = content.rows["articles"] if content else []
    latest = [row for row in rows if told in row]
    if ended.code or len(rows) != 3 or len(latest) != 2:
        return [f"code {ended.code}, {len(rows)} articles, {len(latest)} of them as told last: {ended.said[-300:]}"]
    return []


def publish_beside_readers(bench: Bench, times: int, seed: random.Random) -> Fault:
    """Runs that publish, a third of them killed, while two readers read everything in a loop."""
    sources, home = bench.folder("sources"), bench.copied(bench.base)
    readers = [_reader(home) for _ in range(2)]
    allowed = {bench.before.digest}
    with timed(Fault("publications beside two readers, a third of them killed")) as fault:
        for number in range(times):
            write_french(sources, f"Ville{number}")
            run = bench.start(home, bench.stories, sources)
            if number % 3 == 2:
                time.sleep(seed.uniform(0.2, bench.run_seconds))
                run.signal(9)
                _ = run.end()
                run = bench.start(home, bench.stories, sources)
            ended = run.end()
            content = content_of(home / "warehouse.duckdb")
            if content:
                allowed.add(content.digest)
            fault.judge(str(number), [] if ended.code == 0 else [f"code {ended.code}: {ended.said[-300:]}"])
        for reader in readers:
            told = json.loads(reader.communicate("")[0])
            wrong = list(told["wrong"]) + [
                f"saw {one}, which was never published" for one in set(told["seen"]) - allowed
            ]
            fault.judge(f"a reader that read {told['times']} times", wrong)
            print(f"  read {told['times']} times, {len(told['seen'])} states", file=sys.stderr)
    return fault


def _reader(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.faults.reader", str(home / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


_CLIENT = """
import duckdb, os, sys
client = duckdb.connect(sys.argv[1])
delete = lambda: client.execute("DELETE FROM event_mentions; DELETE FROM articles WHERE title LIKE '%Brest%'")
{}
"""
_CLIENTS = {
    "writes and closes": "delete(); client.close()",
    "writes and crashes": "delete(); os._exit(1)",
    "holds it open and writes afterwards": "print('open', flush=True); input(); delete(); client.close()",
    "writes, holds it open and crashes": "delete(); print('open', flush=True); input(); os._exit(1)",
    "writes all the while": "print('open', flush=True)\nwhile True: client.execute('UPDATE articles SET body = body')",
}


def publish_beside_client(bench: Bench, times: int) -> Fault:
    """A client that has the published file open for writing: nothing of what it writes is in what comes next."""
    with timed(Fault("a client that writes to the published file")) as fault:
        for kind, code in list(_CLIENTS.items()) * times:
            home = bench.copied(bench.base)
            client = subprocess.Popen(
                [sys.executable, "-c", _CLIENT.format(code), str(home / "warehouse.duckdb")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            _ = client.stdout.readline() if "open" in code and client.stdout else client.wait()
            ended = bench.start(home).end()
            if "while True" in code:
                client.kill()
            _ = client.communicate("\n")
            wrong = [] if ended.code == 0 else [f"code {ended.code}: {ended.said[-300:]}"]
            wrong += bench.among(home, [bench.after]) + bench.heals(home, told=False)
            fault.judge(kind, wrong)
            bench.discard(home)
    return fault
