"""What is left where a service gives only the beginning of a text.

What belongs here: the marks that say so, and taking them off.
"""

from __future__ import annotations

import re
from typing import Final

from transforms.wording import Phrase

_MARKS: Final = Phrase(  # [+4748 chars], [...], … Read more; "(300 words)" alone may be of the text itself
    r"\s*(?:…|\.\.\.)?\s*(?:"
    r"[\[(]\s*(?:\+\s*\d[\d,. ]*(?:{more}\s+)?{unit_of_length}|"
    r"\d[\d,. ]*(?:{more}\s+{unit_of_length}|{unit_of_length}\s+{more}))\s*[\])]"
    r"|\[\s*\d[\d,. ]*{unit_in_brackets}\s*\]"
    r"|\[\s*(?:…|\.\.\.|&hellip;|&#8230;)\s*\]"  # [...]
    r"|(?:…|\.\.\.)\s*{cut_off}\W*"
    r")\s*$",
    re.IGNORECASE,
)
_WITHHELD: Final = Phrase(r"\W*{text_withheld}\W*", re.IGNORECASE)
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
