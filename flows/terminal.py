"""What is written for a person to read, made safe for the terminal that shows it.

What belongs here: the lines that commands print; the console itself is in `console`, which loads Rich. Titles, names of
files and texts come from strangers; an escape sequence in one could clear the screen, rename the window or, in some
terminals, type a command. Files and JSON keep every sign as it is.
"""

from __future__ import annotations

import re
import sys

import typer

#: Controls but for line ends and tabs, and the signs that turn the direction of what follows.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: The part of these that JSON leaves as they are.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    r"""A text with its control signs written out: a title with an escape in it shows as `\x1b[2J`."""
    return _UNSAFE.sub(lambda found: ascii(found.group())[1:-1], text)


def escaped_json(text: str) -> str:
    r"""JSON that says the same with control signs as `\u…`."""
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def shown_on_terminal(text: str) -> str:
    """As `shown` where standard output is a terminal; a file or a program gets the text as it is."""
    return shown(text) if sys.stdout.isatty() else text


def say(text: str, *, err: bool = False) -> None:
    """A line for a person, to standard output or error."""
    typer.echo(shown(text), err=err)
