"""Runs that Prefect lists as running and whose process is gone: they would hold their deployment's place for ever.

What belongs here: telling them, and marking them. A run says in its labels which process of which machine it is
(`flows.report`); only where that process is gone, on this machine, it is marked. So no run that lives is ever marked,
however long it is silent and whatever events the server has lost.
"""

from __future__ import annotations

import os
import socket
from typing import Any

from flows.serving.api import Api
from flows.serving.children import is_alive, started_at

HOST, PROCESS = "dateline.host", "dateline.process"
MESSAGE = "Its process is gone: it was killed, or the machine went down. The next run takes over what it had coded."
_MOST = 200


def own_labels() -> dict[str, str]:
    """What a run says of itself: `{"dateline.host": "news1", "dateline.process": "4711-88192"}`."""
    pid = os.getpid()
    return {HOST: socket.gethostname(), PROCESS: f"{pid}-{started_at(pid) or ''}"}


def is_dead(labels: dict[str, Any], host: str) -> bool:
    """Whether the process that the labels name is of this machine and gone.

    >>> is_dead({"dateline.host": "another", "dateline.process": "1-1"}, "this")
    False
    """
    pid, _, start = str(labels.get(PROCESS, "")).partition("-")
    if labels.get(HOST) != host or not pid.isdigit():
        return False
    return not is_alive(int(pid)) or (bool(start) and started_at(int(pid)) != start)


def mark_dead_runs(api: Api) -> list[str]:
    """Mark them as crashed; their names."""
    wanted = {"flow_runs": {"state": {"type": {"any_": ["RUNNING", "CANCELLING"]}}}, "limit": _MOST}
    host = socket.gethostname()
    dead = [run for run in api.ask("POST", "flow_runs/filter", wanted) or [] if is_dead(run.get("labels") or {}, host)]
    for run in dead:
        state = {"type": "CRASHED", "name": "Crashed", "message": MESSAGE}
        api.ask("POST", f"flow_runs/{run['id']}/set_state", {"state": state, "force": False})
    return [str(run["name"]) for run in dead]
