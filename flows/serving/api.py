"""Questions to Prefect's server over HTTP, with what is in the standard library."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from flows.errors import DatelineError


class ServerRefuses(DatelineError):
    """The server answered, and not with what was asked for."""


class ServerBusy(ServerRefuses):
    """The server says that it can't just now."""


BUSY = (429, 502, 503)
PAUSES = (0.3, 1.0, 2.0, 4.0)
"""Seconds between one asking and the next."""


@dataclass(frozen=True, slots=True)
class Api:
    """A Prefect server: `Api("http://127.0.0.1:4200/api").ask("GET", "health")`."""

    url: str
    auth: str | None = None

    def ask(self, method: str, path: str, body: object = None, timeout: float = 20.0) -> Any:
        """The answer's JSON; None for what is not there (404).

        A server that says it is busy (SQLite is locked, for example) is asked again for some seconds, as Prefect's own
        client does.

        Raises:
            ServerRefuses: any other answer that is no success, or none at all.
        """
        for pause in PAUSES:
            try:
                return self._ask_once(method, path, body, timeout)
            except ServerBusy:
                time.sleep(pause)
        return self._ask_once(method, path, body, timeout)

    def _ask_once(self, method: str, path: str, body: object, timeout: float) -> Any:
        request = urllib.request.Request(
            f"{self.url}/{path.lstrip('/')}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"} | self._authorization(),
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            kind = ServerBusy if error.code in BUSY else ServerRefuses
            raise kind(_told(error, method, self.url, path)) from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise ServerRefuses(f"no Prefect server answers at {self.url} ({reason})") from error
        try:
            return json.loads(text) if text else {}
        except ValueError as error:
            raise ServerRefuses(f"{self.url} is no Prefect server: it answers with something else than JSON") from error

    def is_healthy(self) -> bool:
        """Whether the server answers and can reach its store."""
        try:
            return self._ask_once("GET", "health", None, 5) is True
        except ServerRefuses:
            return False

    def _authorization(self) -> dict[str, str]:
        if not self.auth:
            return {}
        return {"Authorization": "Basic " + base64.b64encode(self.auth.encode()).decode()}


def _told(error: urllib.error.HTTPError, method: str, url: str, path: str) -> str:
    if error.code == 401:
        return f"{url} wants authentication; set PREFECT_SERVER_API_AUTH_STRING to its user:password"
    said = error.read().decode(errors="replace")[:500]
    return f"{url} answers {error.code} to {method} {path}: {said}"
