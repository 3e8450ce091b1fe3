# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Whether a Prefect server is there to run under.

What belongs here: asking without Prefect. Serving one is `serving`.
"""

from __future__ import annotations

import os

from flows.terminal import say


def server_answers() -> bool:
    """Whether the environment names a Prefect server and something listens there; asked without Prefect."""
    import socket
    from urllib.parse import urlsplit

    try:
        address = urlsplit(os.environ.get("PREFECT_API_URL", ""))
        port = address.port or (443 if address.scheme == "https" else 80)
    except ValueError as error:
        say(f"PREFECT_API_URL is no address ({error}): running without Prefect", err=True)
        return False
    if not address.hostname:
        return False
    try:
        socket.create_connection((address.hostname, port), timeout=1).close()
    except OSError:
        say(f"PREFECT_API_URL names {address.netloc}, where nothing answers: running without Prefect", err=True)
        return False
    return True
