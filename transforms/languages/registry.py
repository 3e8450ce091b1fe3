"""The packs by their language, each built when the first article of the language comes.

What belongs here: one line a language. A pack's module is imported when it is built, since English brings a model.
"""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import Protocol, cast

from transforms.languages.pack import LanguagePack, Material

_MODULES = MappingProxyType({"en": "transforms.languages.english", "es": "transforms.languages.spanish"})


class _PackModule(Protocol):
    """What a pack's module offers."""

    def build(self, material: Material) -> LanguagePack: ...


def build_pack(code: str, material: Material) -> LanguagePack:
    """The pack of a language.

    Raises:
        KeyError: there is none.
    """
    return cast("_PackModule", importlib.import_module(_MODULES[code])).build(material)
