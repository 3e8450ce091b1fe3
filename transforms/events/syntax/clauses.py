"""Ways through the dependency parse: who is the subject, the object, the agent of a verb; what is a noun phrase.

What belongs here: grammar alone, no event knowledge. Labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from transforms.events.syntax.labels import Dep, Pos, Tag
from transforms.events.syntax.words import (
    CLAUSE_OPENINGS,
    NO_LEFT_PARTS,
    OBJECT_CONTROL,
    OWNERS,
    RANGE_OPENINGS,
    RELATIVES,
)

_MAX_CLIMB = 6


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause."""
    return token.pos_ in Pos.VERBS


def own_subject(verb: Token) -> Token | None:
    """The subject that stands at the verb itself, a relative pronoun replaced by its antecedent."""
    for child in verb.children:
        if child.dep_ in Dep.ALL_SUBJECTS:
            if child.lower_ in RELATIVES and verb.dep_ == Dep.RELATIVE:
                return verb.head
            if not _is_label(child):
                return child
            if (named := next((word for word in child.rights if word.dep_ == Dep.APPOSITION), None)) is not None:
                return named
    return None


def _is_label(word: Token) -> bool:
    """Whether a colon sets a word apart from its clause: "Lagos: The governor met union leaders"."""
    return word.i + 1 < len(word.doc) and word.nbor().text == ":"


def has_passive_marks(verb: Token) -> bool:
    """Whether a passive subject or auxiliary stands at the verb."""
    return any(child.dep_ in Dep.PASSIVE_MARKS for child in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, by its marks, as a bare participle or as the partner of a passive verb."""
    if has_passive_marks(verb):
        return True
    if verb.tag_ not in Tag.PAST_FORMS or any(child.dep_ in Dep.ACTIVE_MARKS for child in verb.children):
        return False
    if verb.dep_ in Dep.ADJUNCT_CLAUSES and verb.tag_ == Tag.PARTICIPLE:
        return _in_range(verb) is None
    return verb.dep_ == Dep.CONJUNCT and is_verbal(verb.head) and is_passive(verb.head)


def logical_subject(verb: Token, depth: int = 0) -> Token | None:
    """The grammatical subject of a clause, inherited where the clause has none of its own.

    Participles, infinitives and coordinated verbs take the subject of the clause they hang on; under verbs that
    control their object ("accused him of killing"), that object.
    """
    found = own_subject(verb)
    if found is not None or depth > _MAX_CLIMB:
        return found
    head, dep = verb.head, verb.dep_
    if dep in Dep.INHERITING and is_verbal(head):
        return None if dep == Dep.CONTENT and verb.tag_ not in Tag.BARE_FORMS else logical_subject(head, depth + 1)
    if dep == Dep.OPEN_CLAUSE:
        if head.pos_ == Pos.ADJECTIVE and is_verbal(head.head):  # "they are ready to talk"
            return logical_subject(head.head, depth + 1)
        controlled = direct_object(head)
        return controlled if controlled is not None else logical_subject(head, depth + 1)
    if dep == Dep.PREP_CLAUSE:
        return _subject_after_preposition(verb, depth)
    if dep in Dep.NOUN_CLAUSES:
        return _subject_of_attribute(verb, depth)
    return None


def _subject_after_preposition(verb: Token, depth: int) -> Token | None:
    above = verb.head.head
    if not is_verbal(above):
        return None
    controlled = direct_object(above)
    if controlled is None and is_passive(above):
        controlled = logical_subject(above, depth + 1)
    if controlled is not None and (above.lemma_ in OBJECT_CONTROL or verb.head.lower_ == "for"):
        return controlled  # "accused them of killing", "jailed two brothers for killing"
    return logical_subject(above, depth + 1)


def _subject_of_attribute(verb: Token, depth: int) -> Token | None:
    infinitive = any(child.lower_ == "to" and child.dep_ == Dep.AUXILIARY for child in verb.children)
    noun = verb.head
    if not infinitive:
        return noun
    owner = next((child for child in noun.lefts if child.dep_ == Dep.POSSESSOR and child.lower_ not in OWNERS), None)
    if owner is not None:
        return owner  # "the president's decision to withdraw"
    if not is_verbal(noun.head):
        return None if noun.pos_ == Pos.NOUN and not noun.ent_type_ else noun
    given = next((child for child in noun.head.children if child.dep_ == Dep.DATIVE), None)
    return given if given is not None else logical_subject(noun.head, depth + 1)


def _in_range(verb: Token) -> Token | None:
    """Such as the sailors in "drowned between forty and fifty sailors", which parsers take for an adverbial."""
    opening = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if opening is None or opening.lower_ not in RANGE_OPENINGS:
        return None
    ends = 0
    for token in verb.doc[verb.i + 2 : verb.i + _WIDEST_RANGE]:
        if token.like_num:
            ends += 1
        elif ends == _ENDS and token.pos_ in Pos.NOUNS:
            return token
        elif token.pos_ not in Pos.IN_RANGE:
            return None
    return None


_WIDEST_RANGE = 9  # words
_ENDS = 2


def direct_object(verb: Token) -> Token | None:
    """The object that stands at the verb, or the antecedent of an object relative clause."""
    for child in verb.children:
        if child.dep_ == Dep.OBJECT:
            return verb.head if child.lower_ in RELATIVES and verb.dep_ == Dep.RELATIVE else child
    if verb.dep_ == Dep.RELATIVE and own_subject(verb) not in (None, verb.head) and not _has_stranded(verb):
        return verb.head
    return _in_range(verb)


def dative(verb: Token) -> Token | None:
    """The indirect object: "gave the envoy a week"."""
    return next((child for child in verb.children if child.dep_ == Dep.DATIVE and child.pos_ != Pos.ADPOSITION), None)


def _has_stranded(verb: Token) -> bool:
    """Whether the clause has its own relative adverb or preposition: "in which", "where", "when"."""
    return any(token.lower_ in CLAUSE_OPENINGS for token in verb.subtree if token.i < verb.i)


def undergoer(verb: Token) -> Token | None:
    """What the verb is done to: its object, in the passive its subject."""
    found = direct_object(verb)
    return logical_subject(verb) if found is None and is_passive(verb) else found


def agents(verb: Token) -> list[Token]:
    """The nouns that "by" brings to a passive."""
    found = [
        child
        for child in verb.children
        if child.dep_ == Dep.AGENT or (child.dep_ == Dep.PREPOSITION and child.lower_ == "by")
    ]
    return [noun for child in found for noun in child.children if noun.dep_ == Dep.PREP_OBJECT]


def prepositional(token: Token, prepositions: frozenset[str]) -> Iterator[tuple[str, Token]]:
    """Preposition and noun for each prepositional phrase that hangs on the token, doubled ones ("out of") included."""
    for child in token.children:
        if child.dep_ not in Dep.PREPOSITIONAL or child.lower_ == "according":
            continue
        for noun in child.children:
            if noun.dep_ == Dep.PREP_OBJECT and child.lower_ in prepositions:
                yield child.lower_, noun
            elif noun.dep_ == Dep.PREPOSITION:
                for inner in noun.children:
                    if inner.dep_ == Dep.PREP_OBJECT and (noun.lower_ in prepositions or child.lower_ in prepositions):
                        yield child.lower_, inner


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in order."""
    found = [token]
    for child in token.children:
        if child.dep_ == Dep.CONJUNCT:
            found.extend(conjuncts(child))
    return found


def noun_phrase(head: Token) -> Span:
    """The noun phrase without relative clauses and loose attributes, with its of-phrase."""
    doc: Doc = head.doc
    left = head.i
    for child in head.lefts:
        if child.dep_ in Dep.LEFT_PARTS or (child.dep_ in Dep.PHRASE_ENDS and child.i > left):
            left = min(left, child.left_edge.i)
    right = _right_edge(head)
    while left < head.i and (doc[left].is_punct or doc[left].lower_ in NO_LEFT_PARTS):
        left += 1
    return doc[left : right + 1]


def _right_edge(head: Token, depth: int = 0) -> int:
    right = head.i
    for child in head.rights:
        if child.dep_ in Dep.NUMBER_PARTS and child.i == right + 1:
            right = child.i
        elif child.dep_ == Dep.APPOSITION and child.pos_ == Pos.NAME and child.left_edge.i == right + 1 == head.i + 1:
            right = child.i  # "the engineer Amal Haddad"
        elif child.dep_ == Dep.PREPOSITION and child.lower_ == "of" and depth < 3:
            for noun in child.children:
                if noun.dep_ == Dep.PREP_OBJECT:
                    right = max(right, _right_edge(noun, depth + 1))
            break
        elif child.dep_ != Dep.PUNCTUATION or not child.is_bracket:
            break
    return right


def coordinated_phrase(head: Token) -> Span:
    """The noun phrases of the head and its partners as one span: "rebels and their allies"."""
    partners = [token for token in conjuncts(head) if token.i >= head.i and not is_verbal(token)]
    spans = [noun_phrase(token) for token in partners] or [noun_phrase(head)]
    last = spans[0]
    for span in spans[1:]:
        if span.start - last.end > 4:
            break
        last = span
    return head.doc[spans[0].start : last.end]


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first, within its sentence."""
    while token.head.i != token.i:
        token = token.head
        yield token


def clause_head(token: Token) -> Token:
    """The verb (or root) of the clause that the token stands in."""
    if is_verbal(token):
        return token
    for above in ancestors(token):
        if is_verbal(above):
            return above
        token = above
    return token
