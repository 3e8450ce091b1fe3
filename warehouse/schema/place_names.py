"""The one spelling under which a place name is stored and looked up.

What belongs here: the normal form that the gazetteer's builder and its reader must share to the letter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_APOSTROPHES: Final[dict[int, None]] = dict.fromkeys(map(ord, "'’‘`´ʼʻʽʾʿ′ˈ.·ʹʺ\u200b\u00ad"), None)
_LETTERS: Final = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "n"}
)
_WORD: Final = re.compile(r"[^\W_]+")
_SHORT_FORMS: Final = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def normalize_place_name(name: str) -> str:
    """The name without case, accents, apostrophes, full stops, hyphens and a leading article "the".

    Newspapers and gazetteers spell the same place "Sar-e Pul", "Sar-e-Pul" and "Sar e Pul"; "St. Louis" and "Saint
    Louis"; "Kharkiv'" and "Kharkiv". Offsets are not kept: this is a key, never text to show.
    """
    text = name.translate(_APOSTROPHES)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        text = text.casefold().translate(_LETTERS)
    found: list[str] = _WORD.findall(text.casefold())
    words = [_SHORT_FORMS.get(word, word) for word in found]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)
