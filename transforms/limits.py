"""How long one document may take, as whoever runs the transforms says it, and what is no document's fault.

What belongs here: the word for a document that ran out of its time, and what a limit looks like. What does not: clocks
and signals (`flows.time_limits`); transforms know no clock.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

TOO_SLOW = "too_slow"
"""The rule of rejects that ran out of time."""

Limit = Callable[[int], AbstractContextManager[None]]
"""Given a document's size in bytes or characters, a context in which OutOfTimeError is raised when its time is up."""


class OutOfTimeError(BaseException):
    """The document took longer than a document may.

    No Exception, so that a library that tries something and takes any Exception for "it failed" does not go on with it.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        super().__init__(
            f"it took more than {seconds:.0f} s of processor time, which no article does; see what it is, and cut it"
            " into its articles if it holds several"
        )


def unlimited(size: int) -> AbstractContextManager[None]:
    """No limit."""
    del size
    return nullcontext()


_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EIO)


def is_of_the_machine(error: Exception) -> bool:
    """Whether an error is the machine's, so that every other document would fare the same: no memory, a full disk."""
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _OF_THE_MACHINE)
