"""Whether a later mention speaks of what was told before: the same victim, the same target, "the explosion".

What belongs here: identity of those whom it befell, and words that only point back. Whether classes, places, dates and
actors of two mentions agree is the business of `coreference`.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.syntax.clauses import ancestors, conjuncts, is_verbal, logical_subject, noun_phrase
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.role_spans import role_span
from transforms.events.syntax.words import POINTING
from transforms.model import Role


def share_named_victim(one: Draft, two: Draft) -> bool:
    """The same named person suffers in both; who is killed is killed once."""
    if one.kind.family == "verbal" or one.recipient is None or two.recipient is None:
        return False
    if _same_person(one.recipient_role, two.recipient_role):
        return True
    return bool(_surnames(one) & _last_names(two) or _last_names(one) & _surnames(two))


def share_victim(one: Draft, two: Draft) -> bool:
    """The same person by name, or a definite phrase with the noun of those told before: "the two nuns", "the mayor"."""
    if share_named_victim(one, two):
        return True
    if one.recipient is None or two.recipient is None or not one.is_deed or not two.is_deed:
        return False
    words = _words_of(two)
    if words & one.listed("other") or not _is_definite(two):
        return False
    nouns = _nouns(two) - one.listed("anyone")
    return bool(nouns) and bool(nouns & _all_nouns(one)) and _counts_agree(one, two)


def victims_differ(one: Draft, two: Draft) -> bool:
    """Two named persons, or the dead counted and named anew ("a guard" after "six nuns"), suffered in two events."""
    if one.kind.family == "verbal":
        return False
    if one.scene.paragraph.number == two.scene.paragraph.number:
        return False
    return _are_others(one, two) or _are_counted_anew(one, two)


def _are_others(one: Draft, two: Draft) -> bool:
    a, b = one.recipient_role, two.recipient_role
    if a is None or b is None or a.entity is None or b.entity is None:
        return False
    people = a.entity.entity_class == b.entity.entity_class == "person"
    return people and a.entity.entity_id != b.entity.entity_id


def _are_counted_anew(one: Draft, two: Draft) -> bool:
    if one.recipient is None or two.recipient is None or one.recipient_side != two.recipient_side:
        return False
    if _counts_agree(one, two) or _is_definite(two):
        return False
    words, before = _all_nouns(two), _all_nouns(one)
    return not words & one.listed("anyone") and not before & one.listed("anyone") and words.isdisjoint(before)


def is_once_only(one: Draft, two: Draft) -> bool:
    """Whether what befell a named person can have happened only once: a killing, an abduction."""
    return one.had("mortal") and two.had("mortal")


def points_back(draft: Draft) -> bool:
    """A definite noun ("the explosion", "today's attack"), or what the bomb told before did ("the bomb went off")."""
    token = draft.trigger.token
    if draft.trigger.row.pos == "noun":
        return (
            token.tag_ == Tag.SINGULAR
            and _is_known(token)
            and not any(child.lower_ in draft.listed("other") for child in token.lefts)
        )
    subject = logical_subject(token) if draft.trigger.row.pos == "verb" else None
    if subject is None or draft.scene.means_of(subject) is None or subject.tag_ != Tag.SINGULAR:
        return False
    return _is_known(subject)


def _is_known(noun: Token) -> bool:
    return any(
        child.lower_ in POINTING or (child.dep_ == Dep.POSSESSOR and child.ent_type_ in Ent.TIMES)
        for child in noun.lefts
    )


def targets_differ(one: Draft, two: Draft) -> bool:
    """Two attacks, each on somebody or something with a name, and no word of the names is the same."""
    a, b = _target_names(one), _target_names(two)
    return bool(a and b) and a.isdisjoint(b)


def _target_names(draft: Draft) -> frozenset[str]:
    if draft.recipient is None or draft.kind.family == "verbal":
        return frozenset()
    words = [token for head in _heads(draft) for token in noun_phrase(head) if token.pos_ == Pos.NAME]
    return frozenset(token.lower_ for token in words if token.is_alpha and len(token) > 2)


def is_dated_by_report(draft: Draft) -> bool:
    """Whether the date is that of the telling: "the police said on Monday that he had been shot"."""
    if draft.date is None or draft.date_from != "text":
        return False
    scene = draft.scene
    tokens = scene.tokens_between(draft.date.start_char, draft.date.end_char)
    if not tokens or not draft.sentence.start <= tokens[0] < draft.sentence.end:
        return False
    own = {draft.trigger.token.i} | ({draft.trigger.light_verb.i} if draft.trigger.light_verb is not None else set())
    for above in ancestors(scene.paragraph.doc[tokens[0]]):
        if above.i in own:
            return False
        if is_verbal(above):
            return _tells(above, draft)
    return False


def _tells(verb: Token, draft: Draft) -> bool:
    lexicon = draft.scene.lexicon
    laying_blame = lexicon.blame["claiming"] | lexicon.blame["verb_to"] | lexicon.blame["verb_for"]
    if verb.lemma_.lower() in lexicon.cues["verb", "speech"] | laying_blame:
        return True
    return any(row.kind.family == "verbal" for row in lexicon.triggers.get(verb.lower_, ()) if row.pos == "verb")


def _same_person(one: Role | None, two: Role | None) -> bool:
    if one is None or two is None or one.entity is None or two.entity is None:
        return False
    return one.entity.entity_class == "person" and one.entity.entity_id == two.entity.entity_id


def _surnames(draft: Draft) -> frozenset[str]:
    """Last words of the personal names among those whom it befell, partners and appositions included."""
    return _last_words(draft, [head for head in _heads(draft) if _can_be_person(draft, head)])


def _last_names(draft: Draft) -> frozenset[str]:
    """Last words of all names among them: a bare surname is often taken for a town."""
    return _last_words(draft, _heads(draft))


def _last_words(draft: Draft, heads: list[Token]) -> frozenset[str]:
    words = (head.lower_.removesuffix("'s") for head in heads if head.pos_ == Pos.NAME)
    return frozenset(word for word in words if len(word) > 2 and word not in draft.listed("name_part"))


def _can_be_person(draft: Draft, head: Token) -> bool:
    entity = draft.scene.entity(head)
    if entity is not None and entity.entity_class in ("person", "organisation", "armed_group", "government"):
        return entity.entity_class == "person"
    return head.ent_type_ == Ent.PERSON or (head.ent_type_ == Ent.NONE and draft.scene.place(head) is None)


def _heads(draft: Draft) -> list[Token]:
    if draft.recipient is None:
        return []
    heads = conjuncts(draft.recipient)
    return heads + [child for head in heads for child in head.children if child.dep_ == Dep.APPOSITION]


def _nouns(draft: Draft) -> frozenset[str]:
    return frozenset(head.lemma_.lower() for head in _heads(draft) if head.pos_ == Pos.NOUN)


def _all_nouns(draft: Draft) -> frozenset[str]:
    """Nouns of the phrases and titles before names: "Justice Minister Amal Haddad" is a minister."""
    heads = _heads(draft)
    words = [token for head in heads for token in noun_phrase(head) if token.pos_ in Pos.NOUNS]
    return frozenset(token.lemma_.lower() for token in words)


def _words_of(draft: Draft) -> frozenset[str]:
    assert draft.recipient is not None
    return frozenset(token.lower_ for token in role_span(draft.recipient, False))


def _is_definite(draft: Draft) -> bool:
    assert draft.recipient is not None
    return any(
        child.lower_ in draft.listed("definite") or child.dep_ == Dep.POSSESSOR for child in draft.recipient.lefts
    )


def _counts_agree(one: Draft, two: Draft) -> bool:
    a, b = one.fatalities, two.fatalities
    return a is None or b is None or a.best is None or b.best is None or a.best == b.best
