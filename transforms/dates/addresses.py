"""Web addresses, mail addresses, paths, file names and hashtags: places in a text where no date is told.

What belongs here: finding them and blanking them out for the scan. `report-2015.pdf` names a file, not a year.
"""

from __future__ import annotations

import re

import polars as pl

_BLANK = "_"  # no part of any word or pattern, and no white space, so that words stay apart as they were
_TRAILING = ".,;:!?'\"”’)]}>"


class Addresses:
    """The compiled search; endings of file names and domains come from `dates/address_endings`."""

    def __init__(self, endings: pl.DataFrame) -> None:
        files, domains = (_any_of(endings.filter(pl.col("kind") == kind)) for kind in ("file", "domain"))
        self._address = re.compile(
            rf"(?:https?|ftp|file|s3|mailto)[:/]+[^\s<>\"]+"  # a scheme
            rf"|(?<![\w@.])www\.[^\s<>\"]+"
            rf"|(?<![\w.])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"  # mail
            rf"|(?<![\w@.-])[a-z0-9][\w-]*(?:\.[\w-]+)*\.(?:{domains})(?:\.[a-z]{{2}})?(?![\w-])(?:[/?:#][^\s<>\"]*)?"
            rf"|(?<![\w.-])[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{{2,}}/[^\s<>\"]+"  # any domain with a path
            rf"|(?<![\w/\\])(?:~|\.{{1,2}})?/[\w.%+~-]+(?:/[\w.%+~-]+)+/?"  # /srv/2015/march
            rf"|(?<!\w)[a-z]:\\[^\s<>\"]+|(?<!\S)\\\\[^\s<>\"]+"  # C:\reports\2015
            rf"|(?<![\w/])[\w.%+~/\\()-]*[\w)]\.(?:{files})(?![\w-])"  # report-2015.pdf
            rf"|(?<![\w&#])[#@]\w+"  # hashtags, handles
        )

    def blanked(self, lowered: str) -> str:
        """The lower-case text of the same length with its addresses blanked out."""
        if not any(mark in lowered for mark in "./#@\\"):
            return lowered
        return self._address.sub(_blank, lowered)


def _blank(found: re.Match[str]) -> str:
    text = found[0]
    kept = len(text) - len(text.rstrip(_TRAILING))
    return _BLANK * (len(text) - kept) + text[len(text) - kept :]


def _any_of(frame: pl.DataFrame) -> str:
    return "|".join(sorted(map(re.escape, frame.get_column("form")), key=lambda form: (-len(form), form)))
