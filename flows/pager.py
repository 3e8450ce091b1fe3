"""Text that is longer than the terminal is shown page by page, as git does.

What belongs here: whether there is somebody to turn pages, and the program that shows them (`PAGER`, else `less`).
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys

_LESS = "FRX"
"""As git calls it: no pages for what fits, colours as they are, and the text stays on the screen afterwards."""


def page(text: str, height: int) -> None:
    """Print a text, page by page where it is longer than a terminal of so many lines."""
    command = pager_command() if sys.stdout.isatty() and text.count("\n") >= height else []
    if not command or not _shown_by(command, text):
        sys.stdout.write(text)
        sys.stdout.flush()


def pager_command() -> list[str]:
    """The words of the pager's command; none where none is wanted (`PAGER=cat`, `PAGER=`, a terminal without moves)."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return []
    words = shlex.split(os.environ.get("PAGER", "less"))
    return words if words and words != ["cat"] and shutil.which(words[0]) else []


def _shown_by(command: list[str], text: str) -> bool:
    """Whether a program took the text; Ctrl-C is the program's, which ends a search with it and not itself."""
    try:
        program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            env={"LESS": _LESS, "LV": "-c"} | os.environ,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _ = program.communicate(text)
    except BrokenPipeError:
        _ = program.wait()
    finally:
        _ = signal.signal(signal.SIGINT, before)
    return True
