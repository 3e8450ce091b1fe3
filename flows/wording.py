"""Numbers with their nouns, as people write them.

What belongs here: words about counts that more than one page or command shows.
"""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it is not one.

    >>> counted(1, "file"), counted(0, "document"), counted(3, "batch")
    ('1 file', '0 documents', '3 batches')
    """
    ending = "" if number == 1 else "es" if noun.endswith("ch") else "s"
    return f"{number} {noun}{ending}"
