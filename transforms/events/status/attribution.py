"""Who says so: the source that a sentence names for an event ("police said", "according to residents")."""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms.events.syntax.clauses import ancestors, is_verbal, noun_phrase, own_subject
from transforms.events.tables.lexicon import Lexicon


def attribution_of(token: Token, sentence: Span, lexicon: Lexicon) -> str | None:
    """The words of the text that name the source: subject and verb of saying, or "according to ...".

    Only a verb above the event counts: in "police said they shot him, his father claimed", each has its own.
    """
    speech = lexicon.cues["verb", "speech"]
    for above in ancestors(token):
        if is_verbal(above) and lexicon.base_of.get(above.lower_, "") in speech:
            subject = own_subject(above)
            if subject is not None and subject.i != token.i:
                return f"{noun_phrase(subject).text} {above.text}"
    found = lexicon.patterns["according_to"].search(sentence.text)
    return found.group(0).rstrip(" .,") if found else None
