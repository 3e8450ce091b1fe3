"""What a run over a home's past reads: files of given days, sources of earlier runs, files with rejects.

What belongs here: lists of sources, without Prefect. Who runs them is `flows.upkeep` and the command line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flows.errors import UserMistake
from flows.published import ask
from flows.run_records import run_rows
from warehouse.sources.addresses import HIDDEN
from warehouse.sources.discover import is_pattern, may_be_there
from warehouse.store.home import Home

_CODES = re.compile("%[Ymdjy]")
_REJECTED = """
SELECT DISTINCT raw_uri FROM meta.rejected_records
WHERE raw_uri IS NOT NULL AND (rule = $rule OR $rule IS NULL AND rule NOT IN ('superseded', 'withdrawn'))
ORDER BY raw_uri
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Sources that one run reads with the manifest and the separator they were read with."""

    sources: tuple[str, ...]
    manifest: str | None = None
    separator: str | None = None


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
    """All that earlier runs over the home read, each manifest's and separator's together; what is gone is left out.

    Runs whose packages were taken out of the lake stay out, and URLs with a key in them, which is not stored.
    """
    home = Home(root)
    left_out = {path.name.rpartition("-")[0] for path in home.quarantine.glob("*")}
    kept: dict[tuple[str | None, str | None], dict[str, None]] = {}
    for run in reversed(run_rows(home)):
        if any(package.startswith(str(run["run_id"])) for package in left_out):
            continue
        settings = run.get("settings")
        manifest, separator = _told(settings, "manifest"), _told(settings, "separator")
        sources = run.get("sources")
        named = [str(one) for one in sources] if isinstance(sources, list) else []
        there = [one for one in named if HIDDEN not in one and _is_there(one)]
        if manifest is None or Path(manifest).is_file():
            kept.setdefault((manifest, separator), {}).update(dict.fromkeys(there))
    return [Reading(tuple(sources), *told) for told, sources in kept.items() if sources]


def _told(settings: object, name: str) -> str | None:
    """One of a run's settings, which its record holds as JSON."""
    found = json.loads(settings) if isinstance(settings, str) else settings
    value = found.get(name) if isinstance(found, dict) else None
    return str(value) if value else None


def files_with_rejects(root: Path, rule: str | None = None) -> list[str]:
    """Files and URLs that hold a record which was refused, as they lie there now.

    Articles that were withdrawn, or left because their file was edited, are listed with the rejects; none was refused.
    """
    rows = ask(root, _REJECTED, {"rule": rule}).to_series().to_list()
    files = dict.fromkeys(str(uri).partition("!")[0] for uri in rows)
    return [uri for uri in files if _is_there(uri)]
