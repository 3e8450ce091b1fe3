"""The time that one document may take: enough for any article on a slow machine, and an end for what has none.

What belongs here: the clock behind `transforms.limits`. Processor time is counted, not the clock on the wall, so that a
machine that is busy or asleep rejects nothing. In the main thread a signal ends the work, also inside a regular
expression; in other threads it ends between two steps of the interpreter. What hangs inside a library's own machine
code is ended with its worker process (`flows.workers`).
"""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

from transforms.limits import OutOfTimeError

_AGAIN = 1.0  # seconds after which a limit that something swallowed strikes again
_LOOKS = 0.25  # seconds between two looks at another thread's clock
_LEAST, _MOST = 30.0, 300.0
_CHARACTERS_A_SECOND = 1_500  # a tenth of what a slow machine codes
_BYTES_A_SECOND = 500_000


def document_limit(size: int) -> AbstractContextManager[None]:
    """For preparing or coding a document of so many characters: 30 s, and up to five minutes for long ones."""
    return processor_limit(min(_MOST, _LEAST + size / _CHARACTERS_A_SECOND))


def reading_limit(size: int) -> AbstractContextManager[None]:
    """For reading on to the next record of a file of so many bytes; an archive may have to be read through."""
    return processor_limit(2 * _LEAST + size / _BYTES_A_SECOND)


@contextmanager
def processor_limit(seconds: float) -> Generator[None, None, None]:
    """Raise OutOfTimeError in the block once it has used so much processor time."""
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        with _by_signal(seconds):
            yield
    else:
        with _by_watcher(seconds):
            yield


@contextmanager
def _by_signal(seconds: float) -> Generator[None, None, None]:
    def strike(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise OutOfTimeError(seconds)

    before = signal.signal(signal.SIGPROF, strike)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _by_watcher(seconds: float) -> Generator[None, None, None]:
    thread = threading.get_ident()
    clock = _clock_of(thread)
    end = clock() + seconds
    over, lock = threading.Event(), threading.Lock()

    def watch() -> None:
        while not over.wait(_LOOKS):
            with lock:
                if clock() > end and not over.is_set():
                    _raise_in(thread, _out_of_time(seconds))

    threading.Thread(target=watch, name="time limit", daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
            _raise_in(thread, None)  # take back what did not strike in time


def _clock_of(thread: int) -> Callable[[], float]:
    """The processor time of a thread where the system tells it, else the time that went by."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)


def _out_of_time(seconds: float) -> type[OutOfTimeError]:
    """An exception that is raised from outside comes as a class and is made without arguments."""

    class Struck(OutOfTimeError):
        def __init__(self) -> None:
            super().__init__(seconds)

    return Struck


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)
