"""What is left where a service gives only the beginning of a text.

What belongs here: the marks that say so, and taking them off.
"""

from __future__ import annotations

import re
from typing import Final

_UNIT: Final = r"(?:char(?:acter)?|word)s?"  # "(300 words)" alone may be of the text itself
_MARKS: Final = re.compile(  # [+4748 chars], [...], … Read more
    r"\s*(?:…|\.\.\.)?\s*(?:"
    rf"[\[(]\s*(?:\+\s*\d[\d,. ]*(?:more\s+)?{_UNIT}|\d[\d,. ]*(?:more\s+{_UNIT}|{_UNIT}\s+more))\s*[\])]"
    r"|\[\s*\d[\d,. ]*(?:chars?|characters?)\s*\]"
    r"|\[\s*(?:…|\.\.\.|&hellip;|&#8230;)\s*\]"  # [...]
    r"|(?:…|\.\.\.)\s*(?:(?:read|see) more|continue reading|(?:read )?(?:the )?full story|more)\W*"
    r")\s*$",
    re.IGNORECASE,
)
_WITHHELD: Final = re.compile(
    r"\W*(?:only available in (?:paid|professional|corporate)\b.{0,40}|(?:content )?(?:removed|unavailable)|"
    r"(?:this )?(?:story|article|content) (?:is )?(?:only )?(?:for|available to) (?:paying )?(?:subscribers|members)\b"
    r".{0,20})\W*",
    re.IGNORECASE,
)
_LONGEST_MARK: Final = 80


def without_stub_mark(text: str) -> tuple[str, bool]:
    """A text without the mark that it goes on elsewhere, and whether it had one.

    "Two ferries collided off the … [+812 chars]" gives "Two ferries collided off the", True. What stands for a text
    that is withheld ("ONLY AVAILABLE IN PAID PLANS") gives "", True.
    """
    tail = text[-_LONGEST_MARK:]
    found = _MARKS.search(tail)
    if found is not None:
        return text[: len(text) - len(tail) + found.start()].rstrip(), True
    if len(text) < _LONGEST_MARK and _WITHHELD.fullmatch(text.strip()):
        return "", True
    return text, False
