"""The packs by their language, each built when the first article of the language comes.

What belongs here: the building alone; which module is a language's says `chosen`. A module is imported when its pack is
built, since English brings a model.
"""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from transforms.languages.chosen import PACKS
from transforms.languages.pack import LanguagePack, Material


class _PackModule(Protocol):
    """What a pack's module offers."""

    def build(self, material: Material) -> LanguagePack: ...


def build_pack(code: str, material: Material) -> LanguagePack:
    """The pack of a language.

    Raises:
        KeyError: there is none.
    """
    return cast("_PackModule", importlib.import_module(PACKS[code])).build(material)
