"""Holds a home that shares a lake with other machines, and brings in what they wrote."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from warehouse.store.home import Home
from warehouse.store.lake import exchange


@contextmanager
def held_with_others(home: Home) -> Generator[None]:
    """The home against other machines, with their records. The caller holds the home's own lock."""
    exchange(home)
    yield
