"""Which events a page shows: the filters of `dateline export`, and how many events at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flows.errors import UserMistake, told_to_the_user
from warehouse.store.home import Home
from warehouse.store.questions import QuestionError, shut_in
from warehouse.store.selection import Filters, selecting
from warehouse.store.selection import Selection as Rows

MOST_EVENTS = 10_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The events to show, the newest where there are more."""

    filters: Filters = field(default_factory=Filters)
    most: int = MOST_EVENTS

    def query(self, home: Path) -> str:
        """The SELECT of all events that the filters let through.

        Raises:
            NothingPublished: no run has published yet.
            UserMistake: a country, type or status that there is not.
        """
        with told_to_the_user():
            try:
                with shut_in(Home(home)) as connection:
                    return selecting(connection, Rows("events", filters=self.filters))
            except QuestionError as error:
                raise UserMistake(str(error)) from error

    def words(self) -> str:
        """What was asked for, for the head of the page; nothing where all is shown."""
        asked = self.filters
        parts = (
            ", ".join(asked.countries),
            f"from {asked.first}" if asked.first else "",
            f"to {asked.last}" if asked.last else "",
            ", ".join(asked.types),
            ", ".join(asked.statuses),
            f"confidence at least {asked.min_confidence:g}" if asked.min_confidence else "",
        )
        return "; ".join(part for part in parts if part)
