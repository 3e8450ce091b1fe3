"""English: the annotators of `transforms` as a language pack."""

from __future__ import annotations

from transforms.actors import ActorResolver
from transforms.coded_languages import CODED_LANGUAGE
from transforms.dates import DateTagger
from transforms.events import EventCoder
from transforms.events.proposing.scan import TriggerScan
from transforms.known_names import case_restorer
from transforms.languages.pack import LanguagePack, Material
from transforms.parsing import ArticleParser, load_language_model
from transforms.places import PlaceTagger
from transforms.reader import Reader
from transforms.wording import use_words


def build(material: Material) -> LanguagePack:
    """The pack; loads the language model, which takes some seconds."""
    use_words(material.tables)
    nlp, tables = load_language_model(), material.tables
    events, actors = EventCoder(tables, material.reader or Reader.load()), ActorResolver(tables)
    scan = TriggerScan(events.lexicon, actors.names_political_actor)
    restorer = case_restorer(nlp, tables, material.gazetteer_frames)
    parser = ArticleParser(nlp, restorer, needs_parse=scan.finds, needs_entities=has_name)
    return LanguagePack(
        CODED_LANGUAGE, parser, DateTagger(tables), PlaceTagger(material.gazetteer, tables), actors, events
    )


def has_name(text: str) -> bool:
    """Whether a word other than the first has a capital, so that the text may name somebody or some place."""
    return any(word[0].isupper() for word in text.split()[1:] if word)
