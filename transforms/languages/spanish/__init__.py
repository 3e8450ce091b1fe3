"""Spanish: rules over the tables `es/*`, without a trained model."""

from __future__ import annotations

from transforms.languages.pack import LanguagePack, Material
from transforms.languages.spanish.actors import SpanishActors
from transforms.languages.spanish.dates import SpanishDates
from transforms.languages.spanish.events import SpanishEvents
from transforms.languages.spanish.numbers import Numbers
from transforms.languages.spanish.places import SpanishPlaces
from transforms.languages.spanish.sentences import SpanishParser
from transforms.wording import use_words

CODE = "es"


def build(material: Material) -> LanguagePack:
    """The pack; takes a second."""
    use_words(material.tables)
    tables, numbers = material.tables, Numbers(material.tables)
    return LanguagePack(
        CODE,
        SpanishParser(),
        SpanishDates(tables, numbers),
        SpanishPlaces(material.gazetteer, tables),
        SpanishActors(tables),
        SpanishEvents(tables, numbers),
    )
