"""What all Spanish readers do with a text before they look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable


def lowered(text: str) -> str:
    """The text in lower case with every letter where it stood; `str.lower` makes two signs of a dotted capital I."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def any_of(forms: Iterable[str]) -> str:
    """A regular expression for any of the words or phrases as a whole, the longest first."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(rf"{re.escape(form)}(?!\w)".replace(r"\ ", r"\s+") for form in ordered) + ")"
