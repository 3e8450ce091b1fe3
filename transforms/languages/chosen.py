"""Which languages a run codes: what was asked for, and what there are packs for.

What belongs here: one line a language, and codes; a command asks before anything is loaded, so no pack is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from transforms.coded_languages import CODED_LANGUAGE

PACKS = MappingProxyType({CODED_LANGUAGE: "transforms.languages.english", "es": "transforms.languages.spanish"})
"""The module of each language's pack, by the language's code (ISO 639-1); its `build` makes the pack (`registry`)."""
PACKED = tuple(PACKS)
"""Languages that can be coded; all but the first are coded only where a run asks for them."""
DEFAULT = CODED_LANGUAGE


def read_codes(text: str) -> tuple[str, ...]:
    """The codes of a list as it is typed, each once, English first since it is always coded.

    >>> read_codes("es, en")
    ('en', 'es')
    """
    asked = {code.strip().lower() for code in text.split(",")} - {"", CODED_LANGUAGE}
    return (CODED_LANGUAGE, *sorted(asked))


def unknown_codes(codes: Sequence[str]) -> list[str]:
    """Those that no pack is for."""
    return [code for code in codes if code not in PACKED]


def file_version(coder_version: str, codes: Sequence[str]) -> str:
    """What says that a file is known: the coder, and the languages that are coded besides English.

    So a file is read again when a language is switched on or off. Its English articles are known as they are, by the
    coder's version alone; those in the language are not.

    >>> file_version("2-1f", ("en", "es"))
    '2-1f+es'
    """
    return "+".join((coder_version, *(code for code in codes if code != CODED_LANGUAGE)))
