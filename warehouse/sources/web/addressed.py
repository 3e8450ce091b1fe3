"""An address with what it takes to ask for it; secrets are names of environment variables until it is asked.

What belongs here: filling in `$NAME`, and taking the value out again of all that is kept or told.
"""

from __future__ import annotations

import os
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from warehouse.sources.addresses import VARIABLE, without_secrets
from warehouse.sources.model import ManifestRow

_IN_QUERY = re.compile(r"(?<==)\$\{?([A-Z][A-Z0-9_]*)\}?(?=[&#;]|$)")
_SHORTEST_SECRET = 6  # signs; what is shorter is no secret, and stands in texts by chance
_SECRET_HEADER = re.compile(r"auth|key|token|secret|password|cookie|signature", re.IGNORECASE)


class MissingSecretError(ValueError):
    """The environment lacks what an address or header names."""


@dataclass(frozen=True, slots=True)
class Address:
    """`Address("https://api.example/news?key=$NEWS_KEY", {"X-Account": "$ACCOUNT"})`, as a user named it.

    `is_found` says that we came upon it ourselves, `said` what is known of it then, as a row of a manifest, and `stamp`
    what the entry of a feed says of its last change.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    is_found: bool = False
    stamp: str | None = None
    said: ManifestRow = field(default_factory=dict[str, str])

    @property
    def shown(self) -> str:
        """As it is stored and printed; `$NAME` stays, so that it can be asked for again."""
        return without_secrets(self.url)

    @property
    def host(self) -> str:
        """The host with its port, in lower case; nothing where the address is none."""
        try:
            return urllib.parse.urlsplit(self.url).netloc.rpartition("@")[2].lower()
        except ValueError:
            return ""

    @property
    def variables(self) -> frozenset[str]:
        """The names of variables in the address and its headers."""
        told = (self.url, *self.headers.values())
        return frozenset(name for text in told for name in VARIABLE.findall(text))

    def filled(self, environment: Mapping[str, str] = os.environ) -> Filled:
        """With the values of the environment.

        Raises:
            MissingSecretError: a variable is not set.
        """
        secrets: dict[str, str] = {}

        def value(found: re.Match[str]) -> str:
            name = found.group(1)
            if not environment.get(name):
                raise MissingSecretError(f"the environment has no {name}, which the address or its headers name")
            secrets[name] = environment[name]
            return environment[name]

        url = _IN_QUERY.sub(lambda found: urllib.parse.quote(value(found), safe=""), self.url)
        headers = {name: VARIABLE.sub(value, text) for name, text in self.headers.items()}
        return Filled(url, headers, secrets)


@dataclass(frozen=True, slots=True)
class Filled:
    """An address as it is asked for."""

    url: str
    headers: Mapping[str, str]
    secrets: Mapping[str, str]  # by their names

    def masks(self) -> Iterator[tuple[str, str]]:
        """Each value, as it is and as it stands in URLs, and the name that is put in its place; long ones first."""
        secrets = [one for one in self.secrets.items() if len(one[1]) >= _SHORTEST_SECRET]
        for name, value in sorted(secrets, key=lambda one: -len(one[1])):
            for form in dict.fromkeys((value, urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value))):
                yield form, f"${name}"

    def masked(self, text: str) -> str:
        """A text without the values."""
        for value, name in self.masks():
            text = text.replace(value, name)
        return text


def told_headers(told: object) -> dict[str, str] | str:
    """The headers that a manifest tells; what is wrong with them in words where they can't be used.

    A key that stands in the manifest itself would lie about in a file: only names of variables are taken for it.
    """
    if not isinstance(told, Mapping) or not all(isinstance(value, str) for value in told.values()):
        return 'headers must be an object of texts, as {"api-key": "$NEWS_KEY"}'
    for name, value in told.items():
        if _SECRET_HEADER.search(str(name)) and not VARIABLE.search(str(value)):
            return f"the header {name} holds a secret; export it as a variable and write its name, as $NEWS_KEY"
    return {str(name): str(value) for name, value in told.items()}
