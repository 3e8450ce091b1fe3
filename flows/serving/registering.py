"""What Prefect's server needs to know of us: work pool, deployments, notification block, automations; each once.

What belongs here: making what is missing, and renewing what this version declares otherwise. What people changed in the
UI (a paused schedule, other parameters, a filled-in block) stays as long as the declaration is the same.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from flows.errors import DatelineError, UserMistake
from flows.serving.api import Api
from flows.serving.settings import CODE_FOLDER, POOL, ServeSettings

DEPLOYMENTS = CODE_FOLDER / "prefect.yaml"
AUTOMATIONS = CODE_FOLDER / "flows" / "automations.yaml"
BLOCK, BLOCK_TYPE = "dateline-notify", "custom-webhook"
TO_FILL_IN = "https://fill-in.invalid/webhook"
PATIENCE = 300
"""Seconds that one of Prefect's own commands may take."""

RETIRED = ("dateline - mark runs whose heartbeat stopped",)
"""Automations that earlier versions made; `flows.serving.dead_runs` does their work."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What there is now."""

    deployments: tuple[str, ...]
    renewed: tuple[str, ...]
    automations: int
    notifies: bool


def register(settings: ServeSettings, api: Api, environment: Mapping[str, str]) -> Registered:
    """See to it that all is there.

    Raises:
        DatelineError: Prefect refuses something.
    """
    _make_pool(api, environment)
    wanted = declared_deployments(settings)
    renewed = _deploy(wanted, settings, api, environment)
    block, notifies = _notification_block(api, settings.notify)
    automations = _register_automations(api, block, notifies=notifies, is_new_address=settings.notify is not None)
    return Registered(tuple(str(one["name"]) for one in wanted), renewed, automations, notifies)


def declared_deployments(settings: ServeSettings, file: Path = DEPLOYMENTS) -> list[dict[str, Any]]:
    """The deployments of prefect.yaml with this home, these sources and a version that says what they hold.

    Raises:
        UserMistake: there is no such file.
    """
    if not file.is_file():
        raise UserMistake(f"{file} is missing: `dateline serve` deploys what is declared there; install dateline again")
    wanted: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["deployments"]
    for one in wanted:
        parameters = one.setdefault("parameters", {})
        parameters["home"] = str(settings.home.expanduser().absolute())
        if settings.sources and "sources" in parameters:
            parameters["sources"] = [_absolute(source) for source in settings.sources]
        one["version"] = _digest([one, str(CODE_FOLDER)])
    return wanted


def _absolute(source: str) -> str:
    """A path as the worker finds it, whose folder is that of our packages."""
    return source if "://" in source else str(Path(source).expanduser().absolute())


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def _make_pool(api: Api, environment: Mapping[str, str]) -> None:
    if api.ask("GET", f"work_pools/{POOL}") is None:
        _prefect(environment, "work-pool", "create", "--type", "process", POOL)


def _deploy(
    wanted: Sequence[dict[str, Any]], settings: ServeSettings, api: Api, environment: Mapping[str, str]
) -> tuple[str, ...]:
    """Deploy what is missing or declared otherwise than when it was deployed; their names."""
    there = {one["name"]: one.get("version") for one in api.ask("POST", "deployments/filter", {}) or []}
    names = [str(one["name"]) for one in wanted if there.get(one["name"]) != one["version"]]
    if names:
        made = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8")) | {"deployments": list(wanted)}
        file = settings.folder / "deployments.yaml"
        file.write_text(yaml.safe_dump(made, sort_keys=False, allow_unicode=True), encoding="utf-8")
        chosen = [part for name in names for part in ("--name", name)]
        _prefect(environment, "deploy", *chosen, "--prefect-file", str(file))
    return tuple(names)


def _prefect(environment: Mapping[str, str], *arguments: str) -> None:
    """One command of Prefect's own.

    Raises:
        DatelineError: it failed, with its last words, or did not end.
    """
    command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            cwd=CODE_FOLDER,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise DatelineError(f"`prefect {' '.join(arguments[:2])}` did not end within {PATIENCE} s") from error
    if done.returncode:
        words = (done.stdout + done.stderr).strip().splitlines()[-15:]
        raise DatelineError(f"`prefect {' '.join(arguments[:2])}` failed:\n" + "\n".join(words))


def _notification_block(api: Api, address: str | None) -> tuple[str, bool]:
    """The id of the block that alerts are sent through, made where it is missing, and whether it was filled in."""
    found = api.ask("GET", f"block_types/slug/{BLOCK_TYPE}/block_documents/name/{BLOCK}")
    if found is None:
        kind = _block_type(api)
        schemas = api.ask("POST", "block_schemas/filter", {"block_schemas": {"block_type_id": {"any_": [kind["id"]]}}})
        found = api.ask(
            "POST",
            "block_documents/",
            {
                "name": BLOCK,
                "block_type_id": kind["id"],
                "block_schema_id": schemas[0]["id"],
                "data": {
                    "name": "dateline",
                    "url": address or TO_FILL_IN,
                    "method": "POST",
                    # what Slack, Mattermost, Teams and most others take
                    "json_data": {"text": "{{subject}}\n{{body}}"},
                },
            },
        )
    elif address and found["data"].get("url") != address:
        api.ask("PATCH", f"block_documents/{found['id']}", {"data": {"url": address}, "merge_existing_data": True})
        found["data"]["url"] = address
    return str(found["id"]), found["data"].get("url") != TO_FILL_IN


def _block_type(api: Api, patience: float = 60.0) -> dict[str, Any]:
    """The server registers its own types in its first seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = api.ask("GET", f"block_types/slug/{BLOCK_TYPE}")
        if found is not None:
            return found
        time.sleep(0.5)
    raise DatelineError(f"Prefect's server knows no block type {BLOCK_TYPE}")


def _register_automations(api: Api, block: str, *, notifies: bool, is_new_address: bool) -> int:
    """Make or renew each automation of the file; the number of them.

    They are switched off until the block has an address. Whether one is on is the user's choice from then on.
    """
    wanted = declared_automations(block)
    known = _known_automations(api)
    for name in RETIRED:
        for one in known.get(name, []):
            api.ask("DELETE", f"automations/{one['id']}")
    for one in wanted:
        found = known.get(one["name"], [])
        for double in found[1:]:
            api.ask("DELETE", f"automations/{double['id']}")
        if not found:
            api.ask("POST", "automations/", one | {"enabled": one["enabled"] and notifies})
            continue
        there = found[0]
        if set(there.get("tags") or []) != set(one["tags"]):
            api.ask("PUT", f"automations/{there['id']}", one | {"enabled": there["enabled"]})
        if is_new_address and one["enabled"] and not there["enabled"]:
            api.ask("PATCH", f"automations/{there['id']}", {"enabled": True})
    return len(wanted)


def declared_automations(block: str, file: Path = AUTOMATIONS) -> list[dict[str, Any]]:
    """The automations of the file, with the block to notify and a tag that says what they hold."""
    wanted: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["automations"]
    for one in wanted:
        for action in one["actions"]:
            action["block_document_id"] = block
        one["tags"] = ["dateline", f"dateline:{_digest(one)}"]
    return wanted


def _known_automations(api: Api) -> dict[str, list[dict[str, Any]]]:
    known: dict[str, list[dict[str, Any]]] = {}
    for one in api.ask("POST", "automations/filter", {"limit": 200}) or []:
        known.setdefault(str(one["name"]), []).append(one)
    return known
