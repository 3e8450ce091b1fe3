"""Characters put right: mojibake, entities, invisible signs, odd spaces.

What belongs here: repairs inside a line that hold for any text. How lines make paragraphs is for `paragraphs`.
"""

from __future__ import annotations

import re
import unicodedata

import ftfy

_TEXT_CONFIG = ftfy.TextFixerConfig(uncurl_quotes=False, explain=False)
_NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
_SOFT_BREAK = re.compile("\u00ad[ \t]*\n[ \t]*")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# the joiners carry meaning in Arabic and Indic scripts and in emoji, never beside a Latin letter
_STRAY_JOINER = re.compile(
    "(?<=[A-Za-z0-9 \n.,])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]+(?=[A-Za-z0-9 \n.,]|$)"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# letters of other scripts; emoji are none
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufaff\U00010000-\U0001cfff\U00020000-\U0010ffff]")
_MARKS_RUN = re.compile(r"[^\w\s]{31,}")
_MOST_MARKS = 30  # on one letter, as Unicode's stream-safe text has it (UAX 15); more make normalising quadratic
_PUNCTUATION = "–—‘’“”„…«»\u00a0"  # may stand beside a letter in whole text, unlike other signs of garbled text
_FALSE_ALARMS = 4  # signs; a word in another script has more
_ROUNDS = 4


def repair_characters(text: str) -> str:
    """Undo what earlier programs did to the characters; line ends become a newline, and nothing else is cut.

    Repeated until nothing changes: text that was garbled twice needs two rounds, and running it again is a no-op.
    """
    for _ in range(_ROUNDS):
        repaired = _repair_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def repair_line(text: str) -> str:
    """A title, name or other one-line value, repaired and on one line."""
    return " ".join(repair_characters(text).split())


def _repair_once(text: str) -> str:
    if text.isascii() and "&" not in text:
        return _CONTROL.sub("", _LINE_BREAK.sub("\n", text))
    text = _MARKS_RUN.sub(_thin_out, text.replace("\u2029", "\n\n"))
    text = _NON_ASCII_RUN.sub(_undo_baltic, text)
    text = _undo_mojibake(text)
    text = _LINE_BREAK.sub("\n", text.replace("\u2029", "\n\n"))
    text = _SOFT_BREAK.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _STRAY_JOINER.sub("", text)
    text = _CONTROL.sub("", text)
    return unicodedata.normalize("NFC", _ODD_SPACE.sub(" ", text))


def _thin_out(found: re.Match[str]) -> str:
    """A run of signs without the marks that are piled on one letter beyond all use."""
    kept: list[str] = []
    piled = 0
    for sign in found.group():
        piled = piled + 1 if unicodedata.combining(sign) else 0
        if piled <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _undo_mojibake(text: str) -> str:
    """What ftfy repairs, but for its one kind of false alarm in news.

    An accented letter between a dash and a quote ("her fiancé—“the") reads as the bytes of a single letter of another
    script. Text that was in that script gives many.
    """
    fixed = ftfy.fix_text(text, _TEXT_CONFIG)
    strange = set(_NOT_LATIN.findall(fixed)) - set(text)
    if not strange or len(_NOT_LATIN.findall(fixed)) > _FALSE_ALARMS:
        return fixed
    return ftfy.fix_text(text, _TEXT_CONFIG._replace(fix_encoding=False))


def _undo_baltic(found: re.Match[str]) -> str:
    """UTF-8 that was read as cp1257, as a no-break space that became A-macron and a space.

    ftfy leaves it alone because the letter alone could be Latvian. The bytes cannot be: the whole run of non-ASCII
    signs is valid UTF-8 only where it was UTF-8. Capitals before it are the one chance for a true letter.
    """
    run = found.group()
    before = found.string[found.start() - 1 : found.start()]
    if before.isupper() or len(run) < 2 or run.isalpha():
        return run
    try:
        fixed = run.encode("cp1257").decode("utf-8")
    except UnicodeError:
        return run
    made_a_letter = any(sign.isalpha() for sign in fixed) and any(sign in _PUNCTUATION for sign in run)
    return run if made_a_letter or _NOT_LATIN.search(fixed) or _CONTROL.search(fixed) else fixed
