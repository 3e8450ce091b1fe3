"""What disks, files and documents do to a run: full, read-only, unreadable, growing, poisonous.

What belongs here: making it so. As root a small file system of its own is mounted; where that is not allowed, these
attempts are left out, and the limit on the size of files stands for a full disk.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.bench import Bench, Ended, Fault, timed
from benchmarks.faults.poisoned import POISONS
from benchmarks.faults.stories import french, write_english, write_french
from benchmarks.faults.truth import Content, content_of

_ROOMY = 200_000_000
_RECORDS = 60


@contextmanager
def _small_disk(folder: Path, size: int) -> Generator[bool]:
    """A file system of so many bytes on a folder; whether it was allowed."""
    made = _mounted("-t", "tmpfs", "-o", f"size={size}", "none", str(folder))
    try:
        yield made
    finally:
        if made:
            _ = subprocess.run(["umount", "-l", str(folder)], check=True)


def _mounted(*how: str) -> bool:
    return subprocess.run(["mount", *how], check=False, capture_output=True).returncode == 0


def _size(folder: Path) -> int:
    return sum((path.stat().st_blocks * 512) for path in folder.rglob("*"))


def _well_told(ended: Ended) -> list[str]:
    """A hindrance is the user's to mend: exit code 1 or 2 and a message, and no word of a bug of ours."""
    if ended.code in (0, 1, 2) and "Traceback" not in ended.said and "bug" not in ended.said:
        return []
    return [f"told as code {ended.code}: {ended.said[-400:]}"]


def fill_disk(bench: Bench, times: int) -> Fault:
    """A disk with room for nothing up to nearly all that the run writes."""
    used = _size(bench.base)
    needed = 2 * _size(bench.reference)
    with timed(Fault("full disk")) as fault:
        for number in range(times):
            folder = bench.folder("disk")
            size = used + 100_000 + needed * number // times
            with _small_disk(folder, size) as made:
                if not made:
                    return fault
                home = folder / "home"
                _ = shutil.copytree(bench.base, home)
                ended = bench.start(home).end()
                wrong = _well_told(ended) + bench.left_whole(home)
                _ = _mounted("-o", f"remount,size={_ROOMY}", str(folder))
                wrong += bench.heals(home, told=False)
                fault.judge(f"{size - used} bytes free", wrong, struck=ended.code != 0)
    return fault


def limit_files(bench: Bench, times: int) -> Fault:
    """Files that can't grow beyond a size (`ulimit -f`), as on a full disk or beyond a quota."""
    largest = (bench.reference / "build.duckdb").stat().st_size
    with timed(Fault("files that may not grow (`ulimit -f`)")) as fault:
        for number in range(times):
            home = bench.copied(bench.base)
            limit = 2_000 + largest * number // times
            ended = bench.start(home, largest_file=limit).end()
            wrong = _well_told(ended) + bench.left_whole(home) + bench.heals(home, told=False)
            fault.judge(f"at most {limit} bytes", wrong, struck=ended.code != 0)
            bench.discard(home)
    return fault


def forbid_writing(bench: Bench) -> Fault:
    """A home, or a part of it, on a file system that is mounted read-only."""
    with timed(Fault("read-only home, lake or packages")) as fault:
        for part in ("", "lake", "lake/packages", "published"):
            home = bench.copied(bench.base)
            place = home / part
            place.mkdir(exist_ok=True)
            if not (_mounted("--bind", str(place), str(place)) and _mounted("-o", "remount,bind,ro", str(place))):
                return fault
            try:
                ended = bench.start(home).end()
                wrong = _well_told(ended) + bench.left_whole(home)
                if not part:
                    asked = bench.start(home, command="status").end()
                    wrong += [] if asked.code == 0 else [f"status ends with {asked.code}: {asked.said[-300:]}"]
            finally:
                _ = subprocess.run(["umount", "-l", str(place)], check=True)
            fault.judge(f"{part or 'all'} read-only", wrong + bench.heals(home, told=False), struck=ended.code != 0)
            bench.discard(home)
    return fault


def give_unreadable(bench: Bench) -> Fault:
    """Files that can't be read among others: they cost themselves, and are read once they can be."""
    with timed(Fault("unreadable files among others, later mended")) as fault:
        for kind in (
            "no such target",
            "an error of the disk",
            "a circle",
            "a pipe",
            *(() if os.geteuid() == 0 else ("not allowed",)),
        ):
            sources, home = bench.folder("sources"), bench.copied(None)
            for name in ("Ghent", "Liege"):
                write_french(sources, name)
            _spoil(sources / "namur.txt", kind)
            ended = bench.start(home, sources).end()
            wrong = _has(home, {"Le budget de Ghent est voté", "Le budget de Liege est voté"}, ended)
            (sources / "namur.txt").unlink()
            write_french(sources, "Namur")
            wrong += _as_anew(bench, home, sources)
            fault.judge(kind, wrong)
            bench.discard(home)
    return fault


def _spoil(path: Path, kind: str) -> None:
    if kind == "no such target":
        path.symlink_to("nothing")
    elif kind == "an error of the disk":
        path.symlink_to("/proc/self/mem")  # reading its beginning is an input/output error
    elif kind == "a circle":
        path.symlink_to(path.name)
    elif kind == "a pipe":
        os.mkfifo(path)
    else:
        _ = path.write_text("Secret\n\nNobody may read this.\n", encoding="utf-8")
        path.chmod(0)


def _has(home: Path, titles: set[str], ended: Ended) -> list[str]:
    content = content_of(home / "warehouse.duckdb")
    missing = titles - set(content.titles if content else ())
    return [f"{sorted(missing)} missing, code {ended.code}: {ended.said[-300:]}"] if missing else []


def _as_anew(bench: Bench, home: Path, sources: Path) -> list[str]:
    """The next run over sources that have come to rest brings the texts that a fresh home gets of them, and only them.

    Rejects are the same too, but those of the merge, which say that a text took the place of an earlier one.
    """
    fresh = bench.copied(None)
    ended = bench.start(fresh, sources).end()
    expected = content_of(fresh / "warehouse.duckdb")
    bench.discard(fresh)
    healed = bench.start(home, sources).end()
    found = content_of(home / "warehouse.duckdb")
    if not expected or not found:
        return [f"nothing is published: {ended.said[-300:]} {healed.said[-300:]}"]
    again = bench.start(home, sources).end().outcome.get("status")
    wrong = [] if again == "unchanged" else [f"the run after that is {again}"]
    if healed.code or found.texts != expected.texts or _refused(found) != _refused(expected):
        wrong.append(f"code {healed.code}: {found.differences(expected)} {healed.said[-200:]}")
    return wrong


def _refused(content: Content) -> list[str]:
    return [row for row in content.rows["rejected_records"] if "'merge', 'superseded'" not in row]


def grow_files(bench: Bench, times: int, seed: random.Random) -> Fault:
    """A feed and an article that another program goes on writing while they are read, also half a line."""
    with timed(Fault("files that are written while they are read")) as fault:
        for number in range(times):
            sources, home = bench.folder("sources"), bench.copied(None)
            write_french(sources, "Ghent")
            pause = seed.uniform(0.002, 2 * bench.run_seconds / _RECORDS)
            writer = threading.Thread(target=_write_slowly, args=(sources, pause))
            writer.start()
            during = [bench.start(home, sources).end() for _ in range(2)]
            writer.join()
            wrong = [f"code {one.code}: {one.said[-300:]}" for one in during if one.code not in (0, 1)]
            wrong += _as_anew(bench, home, sources)
            fault.judge(f"{number}, a record every {pause:.3f} s", wrong)
            bench.discard(home)
    return fault


def _write_slowly(sources: Path, pause: float) -> None:
    with (sources / "feed.jsonl").open("w", encoding="utf-8") as feed, (sources / "long.txt").open("w") as article:
        _ = article.write("Le budget de Mons est voté\n\n")
        for number in range(_RECORDS):
            line = json.dumps({"id": f"r{number}", "title": f"Budget {number}", "text": f"{french('Mons')} {number}."})
            for half in (line[: len(line) // 2], line[len(line) // 2 :] + "\n"):
                _ = feed.write(half)
                feed.flush()
                time.sleep(pause / 2)
            _ = article.write(f"{french('Mons')} {number}.\n")
            article.flush()


def change_files(bench: Bench, times: int, seed: random.Random) -> Fault:
    """Files that go, come back, are replaced and cut off while they are read."""
    with timed(Fault("files that go, come and are replaced while they are read")) as fault:
        for number in range(times):
            sources, home = bench.folder("sources"), bench.copied(None)
            names = [f"Ville{i}" for i in range(12)]
            for name in names:
                write_french(sources, name)
            over = threading.Event()
            other = threading.Thread(target=_meddle, args=(sources, names, over, random.Random(seed.random())))
            other.start()
            during = [bench.start(home, sources).end() for _ in range(2)]
            over.set()
            other.join()
            for name in names:
                write_french(sources, name, f" Voté, {name}.")
            wrong = [f"code {one.code}: {one.said[-300:]}" for one in during if one.code not in (0, 1)]
            fault.judge(str(number), wrong + _as_anew(bench, home, sources))
            bench.discard(home)
    return fault


def _meddle(sources: Path, names: list[str], over: threading.Event, seed: random.Random) -> None:
    while not over.wait(0.003):
        name, act = seed.choice(names), seed.randrange(4)
        path = sources / f"{name.lower()}.txt"
        if act == 0:
            path.unlink(missing_ok=True)
        elif act == 1:
            write_french(sources, name, f" {seed.random()}.")
        elif act == 2 and path.exists():
            os.truncate(path, seed.randrange(1 + path.stat().st_size))
        else:
            aside = sources.parent / "aside"
            aside.mkdir(exist_ok=True)
            write_french(aside, name, f" {seed.random()}.").replace(path)


def poison(bench: Bench, *, few: bool) -> Fault:
    """Documents that bring their worker process down, among others in its batch: only they are lost, and said."""
    with timed(Fault("documents that crash, leave, hang, raise or fill the memory of a worker")) as fault:
        for name in ["segfault"] if few else POISONS:
            sources, home = bench.folder("sources"), bench.copied(bench.base)
            for place in ("Ghent", "Liege", "Namur", "Mons"):
                write_french(sources, place)
            write_english(sources, "poison", f"Poison {name} in Kandahar")
            environment = {"FAULTS_RECORDED": str(bench.recorded)}
            ended = bench.start(
                home,
                bench.stories,
                sources,
                options=("--workers", "2", "--batch-timeout", "12"),
                worker="benchmarks.faults.poisoned",
                environment=environment,
            ).end()
            content = content_of(home / "warehouse.duckdb")
            wrong = _has(home, {*bench.after.titles, "Le budget de Mons est voté"}, ended)
            rejected = [row for row in (content.rows["rejected_records"] if content else ()) if "poison.txt" in row]
            if ended.code or len(rejected) != 1:
                wrong.append(f"code {ended.code}, {len(rejected)} rejects of it: {ended.said[-300:]}")
            fault.judge(name, wrong)
            bench.discard(home)
    return fault
