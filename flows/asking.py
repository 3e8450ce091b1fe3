# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""One read-only statement to a published warehouse, its troubles told to the user.

What belongs here: asking. What is asked stands with whoever asks (`published`, `checking`, the page).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import DatelineError, RunInterrupted, UserMistake, told_to_the_user

if TYPE_CHECKING:
    import polars as pl

    from warehouse.store.questions import Answer


def ask(home: Path, query: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """The rows of one read-only statement."""
    import polars as pl

    with asked(home, query, parameters) as answer:
        return pl.concat(answer.frames())


@contextmanager
def asked(home: Path, query: str, parameters: Mapping[str, object] | None = None) -> Generator[Answer]:
    """The answer to one read-only statement, whose rows are read as they are needed.

    Raises:
        UserMistake: it can't be answered.
        RunInterrupted: Ctrl-C.
    """
    from warehouse.store.home import Home
    from warehouse.store.questions import QuestionError, answered

    try:
        with told_to_the_user(), answered(Home(home), query, parameters) as answer:
            yield answer
    except DatelineError as error:
        if isinstance(error.__cause__, QuestionError):
            raise UserMistake(str(error)) from error
        raise
    except KeyboardInterrupt as error:
        raise RunInterrupted("interrupted") from error
