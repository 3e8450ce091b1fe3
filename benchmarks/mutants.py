"""Broken copies of a file of every format that is read: each has to give rows or rejects, in time, in memory.

usage: python -m benchmarks.mutants [--count 1000] [--only FORMAT ...] [--samples FOLDER] [--first 1] [--keep DIR]

The good files are the made-up news of `made_up_news`, those of the tests, and what lies in the folder of `--samples`
(formats by their endings). How they are broken is told in `tests/fuzz/mutations.py`; every other copy of a format that
is packed (DOCX, gzip, ...) is broken inside and packed again. Each goes through reading, preparing and signing in a
process that a crash may end. A copy falls if anything is raised, if neither a row nor a reject comes of it, if it takes
more than ten seconds, or more than 500 MB besides what the process held. Those that fall are kept, with the seed that
brings them back; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import zstandard

from benchmarks.made_up_news import FORMATS, files_in, stories, zipped
from tests.fuzz.mutations import mutate, samples, try_file
from tests.sources.test_documents import DOCUMENTS, SAVED
from tests.sources.test_exports import EXPORTS, page_of
from tests.sources.test_wires_and_xml import ANPA, IPTC, XML
from transforms.limits import OutOfTimeError

_SECONDS, _MEGABYTES = 10.0, 500
_STORIES = 6  # of a file
_MOST_MEMORY = 6 * 1024 * 1024 * 1024
_Change = Callable[[bytes], bytes]


def main() -> None:
    """Try each format, print its row as it ends."""
    args = _arguments()
    if args.child:
        _try_all(args.child, args)
        return
    args.keep.mkdir(parents=True, exist_ok=True)
    print(f"{'format':12}{'tried':>7}{'rows':>7}{'both':>7}{'rejects':>9}{'fell':>6}{'slowest, s':>12}{'most, MB':>10}")
    fallen: list[str] = []
    for name in args.only or sorted(good_files(args.samples)):
        fallen += _print_row(name, _followed(name, args))
    print(*fallen, f"{len(fallen)} fell", sep="\n")
    sys.exit(1 if fallen else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="of each format")
    parser.add_argument("--only", nargs="*", metavar="FORMAT")
    parser.add_argument("--samples", type=Path, help="folder of further good files")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "dateline-mutants")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def good_files(folder: Path | None = None) -> dict[str, dict[str, bytes]]:
    """By format its good files, by their names."""
    found: dict[str, dict[str, bytes]] = {}
    for ending in FORMATS:
        name, data = next(iter(files_in(ending, list(stories(_STORIES))).items()))
        found.setdefault(ending, {})[name] = data
    tested = {
        **samples(),
        **DOCUMENTS,
        "saved.mhtml": SAVED.encode(),
        "iptc.txt": IPTC.encode(),
        "anpa.txt": ANPA.encode(),
        **{f"{name}.txt": text.encode() for name, text in EXPORTS.items()},
        **{f"{name}.html": page_of(text).encode() for name, text in EXPORTS.items()},
        **{f"{name}.xml": text.encode() for name, text in XML.items()},
    }
    given = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()} if folder else {}
    for name, data in {**tested, **given}.items():
        found.setdefault(_format_of(name), {})[name] = data
    return {name: {one: data for one, data in files.items() if data} for name, files in found.items()}


def _format_of(name: str) -> str:
    stem, _, ending = name.partition(".")
    return {**dict.fromkeys(EXPORTS, f"{stem}.{ending}"), "iptc": "iptc7901", "anpa": "anpa"}.get(stem, ending)


def _try_all(name: str, args: argparse.Namespace) -> None:
    """Try the copies of one format in this process, telling of each before it begins and after it ends."""
    good = good_files(args.samples)[name]
    for seed in range(args.first, args.first + args.count):
        path, data = mutant(good, seed)
        path = args.keep / f"{seed}-{path}"
        path.write_bytes(data)
        _say(seed=seed, file=str(path))
        _bound_process()
        told = _tried(path)
        if told["fell"] is None:
            path.unlink()
        _say(**told)


def _bound_process() -> None:
    """What hangs or fills the memory in a library's machine code ends this process, and not the machine."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 60
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def mutant(good: Mapping[str, bytes], seed: int) -> tuple[str, bytes]:
    """The broken copy that a seed stands for."""
    chance = random.Random(seed)
    name = chance.choice(sorted(good))
    change = _inside(good[name], chance) if seed % 2 else None
    return name, change(lambda data: mutate(data, chance)) if change else mutate(good[name], chance)


def _inside(data: bytes, chance: random.Random) -> Callable[[_Change], bytes] | None:
    """How to break what is packed in a file; None where nothing is."""
    if data.startswith(b"PK\x03\x04"):
        return lambda change: _zip_changed(data, change, chance)
    for magic, unpack, pack in (
        (b"\x1f\x8b", gzip.decompress, gzip.compress),
        (b"BZh", bz2.decompress, bz2.compress),
        (b"\xfd7zXZ", lzma.decompress, lzma.compress),
        (b"\x28\xb5\x2f\xfd", zstandard.decompress, zstandard.compress),
    ):
        if data.startswith(magic):
            with suppress(Exception):  # a sample that is cut off by itself
                unpacked = unpack(data)
                return lambda change, unpacked=unpacked, pack=pack: pack(change(unpacked))
    return None


def _zip_changed(data: bytes, change: _Change, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, content in sorted(members.items()) if content])
    return zipped({**members, name: change(members[name])})


def _tried(path: Path) -> dict[str, Any]:
    held, started = _memory("VmRSS"), time.process_time()
    with suppress(OSError):
        _ = Path("/proc/self/clear_refs").write_text("5")  # the highest is counted anew
    try:
        documents, rejects = try_file(path)
        fell = None
    except (Exception, OutOfTimeError):
        documents = rejects = 0
        fell = traceback.format_exc()[-1500:]
    seconds, grown = time.process_time() - started, _memory("VmHWM") - held
    if fell is None and (seconds > _SECONDS or grown > _MEGABYTES):
        fell = "too slow" if seconds > _SECONDS else "too large"
    return {"documents": documents, "rejects": rejects, "fell": fell, "seconds": seconds, "megabytes": grown}


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _followed(name: str, args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """What a child tells of its copies; where it dies of one, another goes on behind it."""
    first, last = args.first, args.first + args.count
    while first < last:
        command = [sys.executable, "-m", "benchmarks.mutants", "--child", name, "--first", str(first)]
        command += ["--count", str(last - first), "--keep", str(args.keep)]
        command += ["--samples", str(args.samples)] if args.samples else []
        begun: dict[str, Any] = {}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            for line in child.stdout or ():
                told = json.loads(line)
                if "seed" in told:
                    begun = told
                else:
                    yield begun | told
                    first = begun["seed"] + 1
                    begun = {}
        if child.returncode and not begun:
            sys.exit(f"{name}: the child ended with {child.returncode} before it began")
        if begun:
            ended = {"documents": 0, "rejects": 0, "seconds": 0.0, "megabytes": 0}
            yield begun | ended | {"fell": f"the process ended with {child.returncode}"}
            first = begun["seed"] + 1


def _print_row(name: str, tried: Iterator[dict[str, Any]]) -> list[str]:
    counts: Counter[str] = Counter()
    slowest, most, fallen = 0.0, 0, list[str]()
    for one in tried:
        kind = "fell" if one["fell"] else ("both" if one["rejects"] else "rows") if one["documents"] else "rejects"
        counts[kind] += 1
        slowest, most = max(slowest, one["seconds"]), max(most, one["megabytes"])
        if one["fell"]:
            fallen.append(f"--- {name}, seed {one['seed']}: {one['file']}\n{one['fell']}")
    print(
        f"{name:12}{counts.total():>7}{counts['rows']:>7}{counts['both']:>7}{counts['rejects']:>9}{counts['fell']:>6}"
        f"{slowest:>12.1f}{most:>10}",
        flush=True,
    )
    return fallen


if __name__ == "__main__":
    main()
