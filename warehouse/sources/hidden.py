"""Names of files that are left alone wherever they lie: hidden ones, litter, and what is still being written.

What belongs here: names alone. What a browser saved beside a page is for `saved_pages`.
"""

from __future__ import annotations


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is left alone: dot files and the litter of archivers and desktops."""
    return name.startswith(".") or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".opdownload", ".swp")


def is_unfinished(name: str) -> bool:
    """Whether a program gives such a name to a file while it writes it, and another when it is whole."""
    return name.lower().endswith(_UNFINISHED) or name.startswith("~$")
