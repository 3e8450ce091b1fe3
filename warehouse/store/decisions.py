"""What people decide, kept in the lake: a JSON file for each decision, never changed, so that a rebuild keeps to it.

What belongs here: writing and reading the files. What does not: what a decision does (`corrections`, `withdrawals`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.lake import keep

_ID_DIGITS = 12


def write_decision(home: Home, folder: Path, kind: str, said: Mapping[str, object], made_at: datetime) -> str:
    """Bring a decision to the lake, whole or not at all. The caller holds the writer's lock.

    Returns:
        Its id: a digest of what it says and when.
    """
    moment = made_at.astimezone(UTC)
    record = {"action": kind, **said, "made_at": moment.isoformat()}
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:_ID_DIGITS]
    folder.mkdir(parents=True, exist_ok=True)
    aside = home.ensure().unfinished / f"{digest}.{os.getpid()}.json"
    _ = aside.write_text(json.dumps({"id": digest, **record}, indent=1, ensure_ascii=False), encoding="utf-8")
    fsync_path(aside)
    target = aside.replace(folder / f"{moment:%Y%m%dT%H%M%S%f}-{digest}.json")
    fsync_path(folder)
    keep(home, target)
    return digest


def read_decisions(folder: Path) -> list[dict[str, object]]:
    """The decisions of a folder, the oldest first; `made_at` as a time without a zone, as the warehouse has it."""
    found: list[dict[str, object]] = []
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            record["made_at"] = datetime.fromisoformat(record["made_at"]).astimezone(UTC).replace(tzinfo=None)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"the decision {path} is damaged ({error}): mend it, bring it back from a backup, or delete it, after "
                "which it counts no more"
            ) from error
        found.append(record)
    return found
