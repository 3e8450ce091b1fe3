"""What a run over a home's past reads: files of given days, sources of earlier runs, files with rejects.

What belongs here: lists of sources, without Prefect. Who runs them is `flows.upkeep` and the command line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flows.asking import ask
from flows.errors import UserMistake
from flows.run_records import run_rows
from warehouse.sources.addresses import HIDDEN
from warehouse.sources.discover import may_be_there
from warehouse.sources.patterns import is_pattern
from warehouse.store.home import Home
from warehouse.store.members import files_it_may_be_of

_CODES = re.compile("%[Ymdjy]")
_REJECTED = f"""
WITH refused AS (
    SELECT raw_uri, max(run_id) AS run_id FROM meta.rejected_records
    WHERE raw_uri IS NOT NULL AND rule NOT IN ('superseded', 'withdrawn', 'manifest_names_no_file')
        AND (rule = $rule OR $rule IS NULL) AND (run_id = $run OR $run IS NULL) GROUP BY ALL
),
of_files AS (
    SELECT raw_uri, max_by(uri, length(uri)) AS uri
    FROM (SELECT raw_uri, unnest({files_it_may_be_of("raw_uri")}) AS uri FROM refused)
    SEMI JOIN meta.source_files USING (uri) GROUP BY raw_uri
)
SELECT coalesce(uri, raw_uri) AS file, max(run_id) AS run_id FROM refused LEFT JOIN of_files USING (raw_uri)
GROUP BY ALL ORDER BY ALL
"""
_ADDRESSES = """
SELECT uri FROM meta.source_files WHERE uri LIKE 'http://%' OR uri LIKE 'https://%' ORDER BY uri
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Sources that one run reads as they were read before: by that manifest and separator, teasers followed or not."""

    sources: tuple[str, ...]
    manifest: str | None = None
    separator: str | None = None
    follow: bool = False


_AsTold = tuple[str | None, str | None, bool]  # the manifest, the separator, whether teasers were followed


def sources_of_days(patterns: Sequence[str], first: date, last: date) -> tuple[list[str], int]:
    """The files of each day, from patterns with the day in them; and for how many days there were none.

    >>> sources_of_days(["https://news.example/%Y-%m-%d.xml"], date(2024, 2, 29), date(2024, 3, 1))
    (['https://news.example/2024-02-29.xml', 'https://news.example/2024-03-01.xml'], 0)

    Raises:
        UserMistake: the days are the wrong way round, or a pattern does not say where the day stands.
    """
    if last < first:
        raise UserMistake(f"the last day, {last}, is before the first, {first}")
    undated = [pattern for pattern in patterns if not _CODES.search(pattern)]
    if undated:
        raise UserMistake(f"{undated[0]} does not say where the day stands; write it as archive/%Y/%m/%d/*.jsonl.gz")
    found: dict[str, None] = {}
    empty = 0
    for day in _days(first, last):
        there = [source for pattern in patterns if _is_there(source := _of_day(pattern, day))]
        empty += not there
        found.update(dict.fromkeys(there))
    return list(found), empty


def _of_day(pattern: str, day: date) -> str:
    """Other signs of per cent, as in URLs, stay."""
    return _CODES.sub(lambda code: day.strftime(code.group()), pattern)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _is_there(source: str) -> bool:
    """A URL is asked when it is read."""
    path = Path(source).expanduser()
    if is_pattern(source) and "://" not in source and not path.exists():
        return any(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    return may_be_there(source)


def readings_so_far(root: Path) -> list[Reading]:
    """All that earlier runs over the home read, what was told alike together; what is gone is left out.

    Runs whose packages were taken out of the lake stay out, and URLs with a key in them, which is not stored. Pages
    that feeds led to come last: they are named nowhere but in the ledger, and most are in their feeds no more.
    """
    home = Home(root)
    left_out = {path.name.rpartition("-")[0] for path in home.quarantine.glob("*")}
    kept: dict[_AsTold, dict[str, None]] = {}
    for run in reversed(run_rows(home)):
        if any(package.startswith(str(run["run_id"])) for package in left_out):
            continue
        told = _as_told(run)
        sources = run.get("sources")
        named = [str(one) for one in sources] if isinstance(sources, list) else []
        there = [one for one in named if HIDDEN not in one and _is_there(one)]
        if told[0] is None or Path(told[0]).is_file():
            kept.setdefault(told, {}).update(dict.fromkeys(there))
    named = {source for sources in kept.values() for source in sources}
    pages = [uri for uri in _addresses_read(home) if uri not in named and HIDDEN not in uri] if kept else []
    if pages:
        kept.setdefault((None, None, False), {}).update(dict.fromkeys(pages))
    return [Reading(tuple(sources), *told) for told, sources in kept.items() if sources]


def _addresses_read(home: Home) -> list[str]:
    """The addresses of the ledger that have something in the lake."""
    if not home.fetched.is_dir():
        return []
    return [str(uri) for (uri,) in ask(home.root, _ADDRESSES).iter_rows()]


def _as_told(run: Mapping[str, object]) -> _AsTold:
    settings = run.get("settings")
    return _told(settings, "manifest"), _told(settings, "separator"), _told(settings, "follow") is not None


def _told(settings: object, name: str) -> str | None:
    """One of a run's settings, which its record holds as JSON."""
    found = json.loads(settings) if isinstance(settings, str) else settings
    value = found.get(name) if isinstance(found, dict) else None
    return str(value) if value else None


def readings_of_rejects(
    root: Path, rule: str | None = None, run: str | None = None, manifest: str | None = None
) -> list[Reading]:
    """Files and URLs that hold a record which was refused, as they lie there now, each read as the run did last.

    Articles that were withdrawn, or left because their file was edited, are listed with the rejects; none was refused.
    Nor is anything wrong with a manifest's file whose row names another.

    Args:
        root: the home.
        rule: only rejects of this rule.
        run: only rejects of this run.
        manifest: the one that is used in place of those of the runs.

    Raises:
        UserMistake: the manifest of such a run is gone.
    """
    runs = {str(one["run_id"]): _as_told(one) for one in run_rows(Home(root))}
    kept: dict[_AsTold, list[str]] = {}
    for file, last in ask(root, _REJECTED, {"rule": rule, "run": run}).iter_rows():
        if HIDDEN not in file and _is_there(file):
            own, separator, follow = runs.get(last, (None, None, False))
            kept.setdefault((manifest or own, separator, follow), []).append(file)
    gone = next((own for own, _, _ in kept if own and not Path(own).is_file()), None)
    if gone and not manifest:
        raise UserMistake(f"the manifest {gone} that they were read with is gone; --manifest names another")
    return [Reading(tuple(files), *told) for told, files in kept.items()]
