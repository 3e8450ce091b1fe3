"""Who is said to be behind a deed: "claimed by", "attributed to", "blamed for", "accused of", "the work of".

What belongs here: the ways English has of naming a doer away from the verb of the deed. The words are the list `blame`
of `events/words`. That somebody denies a deed, or that nobody has claimed it, names no doer.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from transforms.events.syntax.clauses import agents, ancestors, direct_object, is_passive, is_verbal, logical_subject
from transforms.events.syntax.labels import Dep, Pos, Tag
from transforms.events.syntax.words import BEHIND, MODALS, NEGATIONS, NOBODY, UNNAMED, WORK_OF
from transforms.events.tables.forms import verb_forms
from transforms.events.tables.lexicon import Lexicon

_MAX_CLIMB = 3


def blamed_for(deed: Token, lexicon: Lexicon) -> Token | None:
    """Whoever the sentence says is behind the deed that a noun or a verb in -ing names."""
    found = next(_named_in_attributes(deed, lexicon), None)
    node = deed
    for _ in range(_MAX_CLIMB):
        if found is not None or node.head.i == node.i:
            break
        found = _named_above(node, lexicon)
        node = node.head
    return found if found is not None and _is_somebody(found) else None


def blaming_words(lexicon: Lexicon) -> frozenset[str]:
    """The forms one of which a sentence must have for `blamed_in` to find anything in it."""
    nouns, verbs = lexicon.blame["noun"], lexicon.blame["verb_to"] | lexicon.blame["verb_for"]
    return nouns | {form for verb in verbs for form in verb_forms(verb, {})}


def blamed_in(sentence: Span, lexicon: Lexicon) -> Token | None:
    """Whoever a sentence names as behind a deed that it does not name itself: "The rebels claimed responsibility"."""
    words = lexicon.blame
    for token in sentence:
        lemma = token.lemma_.lower()
        found = None
        if lemma in words["noun"] and not is_verbal(token):
            found = _claimant(token, lexicon)
        elif lemma in words["verb_to"] and (_is_deed(_patient(token), lexicon) or token.dep_ == Dep.NOUN_CLAUSE):
            found = _after(token, "to")
        elif lemma in words["verb_for"] and is_verbal(token) and not _is_negated(token):
            found = _patient(token)
        if found is not None and _is_somebody(found):
            return found
    return None


def _named_in_attributes(deed: Token, lexicon: Lexicon) -> Iterator[Token]:
    """Such as "the raid attributed to X", "that was carried out by X", "for which X claimed credit"."""
    for clause in deed.children:
        if clause.dep_ not in Dep.NOUN_CLAUSES or _is_negated(clause):
            continue
        lemma = clause.lemma_.lower()
        if lemma in lexicon.blame["verb_to"] and (found := _after(clause, "to")) is not None:
            yield found
        elif lemma in lexicon.blame["doing"] and (by := next(iter(agents(clause)), None)) is not None:
            yield by
        elif lemma in lexicon.blame["claiming"] and _names_claim(direct_object(clause), lexicon):
            yield from _subject(clause)


def _named_above(node: Token, lexicon: Lexicon) -> Token | None:
    """What the word above a deed makes of it; the deed hangs on it by a preposition, or is its subject or object."""
    head, words = node.head, lexicon.blame
    lemma = head.lemma_.lower()
    if node.dep_ == Dep.PREPOSITION and node.lower_ in BEHIND and head.dep_ in Dep.UNDERGOERS:
        verb = head.head  # the parser hangs the phrase on the object: "accused [the militia of the murder]"
        accusing = words["verb_for"] | words["verb_of"]
        if is_verbal(verb) and verb.lemma_.lower() in accusing and not _is_negated(verb):
            return head
    if node.dep_ == Dep.PREPOSITION and not _is_negated(head):
        if node.lower_ == "for":
            return _before_for(head, lexicon)
        if node.lower_ in WORK_OF and lemma in words["verb_of"] and is_verbal(head):
            return _patient(head)
        if node.lower_ == "in" and (lemma in words["verb_in"] or head.lower_ in words["verb_in"]):
            return _patient(head) if is_passive(head) else next(_subject(head), None)
    if lemma in words["verb_to"] and node.dep_ in Dep.UNDERGOERS and not _is_negated(head):
        return _after(head, "to") or _after(head, "on")
    if lemma == "be" and node.dep_ == Dep.SUBJECT and not _is_negated(head):
        return _owner_of_work(head, lexicon)
    return _after(head, "on") if lemma in words["verb_for"] and node.dep_ in Dep.UNDERGOERS else None


def _before_for(head: Token, lexicon: Lexicon) -> Token | None:
    """Such as "claimed responsibility for", "is responsible for", "blamed X for", "those behind"."""
    lemma = head.lemma_.lower()
    if lemma in lexicon.blame["noun"] and not is_verbal(head):
        return _claimant(head, lexicon)
    if lemma in lexicon.blame["adjective"]:
        verb = head.head
        if head.dep_ == Dep.OBJECT_PREDICATE or (is_verbal(verb) and verb.lemma_.lower() == "hold"):
            return None if _is_negated(verb) else _patient(verb)
        return next(_subject(verb), None) if is_verbal(verb) and not _is_negated(verb) else None
    return _patient(head) if lemma in lexicon.blame["verb_for"] and is_verbal(head) else None


def _claimant(noun: Token, lexicon: Lexicon) -> Token | None:
    """Who claims, accepts or is given the responsibility that the noun names."""
    verb = noun.head
    if not is_verbal(verb) or _is_negated(verb) or verb.lemma_.lower() not in lexicon.blame["claiming"]:
        return None
    if noun.dep_ == Dep.PASSIVE_SUBJECT:
        return next(iter(agents(verb)), None)
    return next(_subject(verb), None) if noun.dep_ in Dep.PREDICATE_OBJECTS else None


def _owner_of_work(verb: Token, lexicon: Lexicon) -> Token | None:
    for child in verb.children:
        if child.dep_ == Dep.ATTRIBUTE and child.lemma_.lower() in lexicon.blame["work"]:
            return _after(child, "of")
    return None


def _names_claim(noun: Token | None, lexicon: Lexicon) -> bool:
    return noun is not None and noun.lemma_.lower() in lexicon.blame["noun"]


def _is_deed(noun: Token | None, lexicon: Lexicon) -> bool:
    return noun is not None and noun.lemma_.lower() in lexicon.blame["deed"]


def _patient(verb: Token) -> Token | None:
    if not is_verbal(verb):
        return None
    found = direct_object(verb)
    if found is None and verb.dep_ == Dep.NOUN_CLAUSE and verb.tag_ == Tag.PARTICIPLE:
        return verb.head
    return found if found is not None or not is_passive(verb) else next(_subject(verb), None)


def _subject(verb: Token) -> Iterator[Token]:
    found = logical_subject(verb)
    if found is not None and not any(child.dep_ == Dep.AUXILIARY and child.lower_ in MODALS for child in verb.children):
        yield found


def _after(token: Token, preposition: str) -> Token | None:
    for child in token.children:
        if child.lower_ == preposition and child.dep_ in Dep.ADDRESSES:
            return next((noun for noun in child.children if noun.dep_ == Dep.PREP_OBJECT), None)
    return None


def _is_negated(verb: Token) -> bool:
    chain = [verb, *(above for above in ancestors(verb) if above.dep_ in Dep.COMPLEMENTS and above.i < verb.i)][:2]
    return any(child.lower_ in NEGATIONS and child.dep_ in Dep.DENIALS for v in chain for child in v.lefts)


def _is_somebody(token: Token) -> bool:
    if token.lower_ in NOBODY or token.pos_ not in Pos.NOMINALS:
        return False
    if token.lower_ in UNNAMED:
        return False
    return not any(child.lower_ in NOBODY and child.dep_ in Dep.NOUN_DENIALS for child in token.children)
