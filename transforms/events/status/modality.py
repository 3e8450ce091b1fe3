"""Whether an event happened: actual, ongoing, claimed, planned, hypothetical, negated.

What belongs here: auxiliaries, negation and the verbs that an event stands under. `historical` depends on the date and
is decided in `dating`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.events.proposing.triggers import Trigger
from transforms.events.syntax.clauses import ancestors, is_verbal
from transforms.events.syntax.labels import Dep, Pos, Tag
from transforms.events.syntax.words import (
    BE_PRESENT,
    KNOWN_BEFORE,
    NO_SUBJECTS,
    PASSIVE_PRESENT,
    QUESTION_WORDS,
    SUFFERED_BY,
)
from transforms.events.tables.lexicon import Lexicon
from transforms.model import Status

_SEVERITY = ("actual", "ongoing", "claimed", "planned", "hypothetical", "negated")
_MAX_CLIMB = 9


@dataclass(frozen=True, slots=True)
class Modality:
    """The status, and whether it was only tried."""

    status: Status
    attempted: bool = False


def modality_of(trigger: Trigger, lexicon: Lexicon) -> Modality:
    """The status of what a trigger tells, from its own clause outward."""
    known = is_presupposed(trigger)
    found = ["hypothetical"] if _is_asked(trigger.token) and not known else list[str]()
    attempted = False
    if trigger.row.pos == "noun":
        found += _noun_cues(trigger.token, lexicon)
    node = (
        trigger.token if trigger.token.dep_ != Dep.AUXILIARY else trigger.token.head.head
    )  # "said that they must stop"
    for _ in range(_MAX_CLIMB):
        if is_verbal(node):
            found += _clause_cues(node, trigger, lexicon)
        head = node.head
        if head.i == node.i:
            break
        step = _step_cues(node, head, trigger, lexicon)
        if step is None:
            break
        if known and not _brings_about(head, trigger, lexicon):
            found += step if trigger.token.dep_ != Dep.PREP_OBJECT else []
            break
        attempted = attempted or "attempt" in step
        found += step
        node = head
    ranked = [kind for kind in found if kind in _SEVERITY]
    status = max(ranked, key=_SEVERITY.index, default="actual")
    return Modality(_as_status(status), attempted)


def told_in_court(deed: Token, lexicon: Lexicon) -> Status | None:
    """What a deed is for which somebody answers: old where he is punished, claimed where he is only accused.

    Such as "jailed for killing a guard", "guilty of plotting to bomb a station", "blamed the rebels for the raid".
    """
    node = deed
    for _ in range(_COURT_CLIMB):
        above = node.head
        if above.i == node.i:
            return None
        if node.dep_ == Dep.PREPOSITION and node.lower_ in lexicon.lists["for_a_deed"]:
            word = lexicon.base_of.get(above.lower_, above.lemma_.lower())
            parts = ("adjective", "verb") if above.pos_ == Pos.ADJECTIVE else ("verb", "adjective")
            if any(word in lexicon.cues[part, "punished"] for part in parts):
                return "historical"
            if any(word in lexicon.cues[part, "accused"] for part in parts):
                return "claimed"
        node = above
    return None


_COURT_CLIMB = 5


def _is_asked(token: Token) -> bool:
    """Whether a question asks for the event itself, and not for something about what is known to have happened."""
    if not token.sent.text.rstrip("\"'”’ ").endswith("?"):
        return False
    return not any(_is_given(node) for node in (token, *ancestors(token)))


def _is_given(node: Token) -> bool:
    return (
        node.dep_ == Dep.RELATIVE
        or (node.dep_ == Dep.PREPOSITION and node.lower_ in KNOWN_BEFORE)
        or _is_known_clause(node)
    )


def is_presupposed(trigger: Trigger) -> bool:
    """Whether a noun speaks of a deed that the reader is taken to know: "the murder of Ana Reyes", "Reyes' murder".

    What is said of a known deed (it will be investigated, it must not go unpunished) does not make it less of a fact.
    """
    noun = trigger.token
    if trigger.row.pos != "noun":
        return False
    victims = [inner for child in noun.children if child.lower_ in SUFFERED_BY for inner in child.children]
    victims += [child for child in noun.children if child.dep_ == Dep.POSSESSOR]
    return any(_is_particular(victim) for victim in victims)


def _is_particular(victim: Token) -> bool:
    return victim.pos_ == Pos.NAME or any(child.dep_ == Dep.NUMERAL for child in victim.children)


def _brings_about(head: Token, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether the word above is what makes the deed take place, so that its own modality is the deed's."""
    if not is_verbal(head):
        return True
    if trigger.token.dep_ == Dep.PREP_OBJECT:
        return False  # "an inquiry will be held into the murder of ..."
    if trigger.light_verb is not None and head.i == trigger.light_verb.i:
        return True
    return lexicon.base_of.get(head.lower_, head.lemma_.lower()) in lexicon.occurrence


def _as_status(name: str) -> Status:
    known: dict[str, Status] = {
        "ongoing": "ongoing",
        "claimed": "claimed",
        "planned": "planned",
        "hypothetical": "hypothetical",
        "negated": "negated",
    }
    return known.get(name, "actual")


def _noun_cues(noun: Token, lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    cues = lexicon.cues
    for child in noun.children:
        word = child.lower_
        if (word == "no" and child.dep_ == Dep.DETERMINER) or word in cues["adverb", "negated_noun"]:
            found.append("negated")
        elif word in cues["adverb", "planned"]:
            found.append("planned")
        elif word in cues["adverb", "ongoing"] and child.dep_ == Dep.ADJECTIVE:
            found.append("ongoing")
        elif word in cues["adverb", "hypothetical_noun"] and child.dep_ == Dep.ADJECTIVE:
            found.append("hypothetical")
        elif word in ("alleged", "reported", "suspected") and child.dep_ == Dep.ADJECTIVE:
            found.append("claimed")
    if noun.dep_ == Dep.PREP_OBJECT and noun.head.lower_ == "without":
        found.append("negated")
    return found


def _clause_cues(verb: Token, trigger: Trigger, lexicon: Lexicon) -> list[str]:
    cues, found = lexicon.cues, []
    is_trigger = verb.i == trigger.token.i
    for child in verb.children:
        word = child.lower_
        if child.dep_ == Dep.NEGATION or (child.dep_ == Dep.ADVERB and word in cues["adverb", "negated"]):
            if not (is_trigger and trigger.row.needs & {"negated", "refusal"}):
                found.append("negated")
        elif child.dep_ == Dep.AUXILIARY:
            found += _auxiliary_cue(word, verb, trigger, lexicon)
        elif child.dep_ == Dep.MARK and word in cues["mark", "hypothetical"]:
            found.append("hypothetical")
        elif child.dep_ == Dep.ADVERB:
            found += [kind for kind in ("claimed", "hypothetical") if word in cues["adverb", kind]]
        elif child.dep_ in Dep.SUBJECTS and _is_empty_subject(child):
            found.append("negated")
    if is_trigger and _is_imperative(verb):
        found.append("hypothetical")
    if verb.tag_ == Tag.GERUND and any(c.dep_ == Dep.AUXILIARY and c.lower_ in BE_PRESENT for c in verb.children):
        found.append("ongoing")
    return found


def _is_imperative(verb: Token) -> bool:
    """Such as "Please surrender", "Free the prisoners!": what somebody wants."""
    bare = not any(child.dep_ in Dep.FINITE_MARKS for child in verb.children)
    return verb.tag_ == Tag.BASE and verb.dep_ == Dep.ROOT and bare


def _is_empty_subject(subject: Token) -> bool:
    return subject.lower_ in NO_SUBJECTS or any(
        child.dep_ == Dep.DETERMINER and child.lower_ == "no" for child in subject.children
    )


def _auxiliary_cue(word: str, verb: Token, trigger: Trigger, lexicon: Lexicon) -> list[str]:
    if trigger.row.needs & {"refusal", "obligation"} and verb.i == trigger.token.i:
        return []
    if word in lexicon.cues["aux", "planned"] or (word == "would" and _is_reported(verb, lexicon)):
        return ["planned"]
    return ["hypothetical"] if word in lexicon.cues["aux", "hypothetical"] else []


def _is_reported(verb: Token, lexicon: Lexicon) -> bool:
    """Whether "would" is the "will" of somebody's words in the past: "the ministry said it would free two editors"."""
    head = verb.head
    said = verb.dep_ == Dep.CONTENT and head.tag_ in Tag.PAST_FORMS
    return said and lexicon.base_of.get(head.lower_, head.lemma_.lower()) in lexicon.cues["verb", "speech"]


def _step_cues(node: Token, head: Token, trigger: Trigger, lexicon: Lexicon) -> list[str] | None:
    """What the word above adds; None where it no longer bears on the event."""
    dep = node.dep_
    if _stands_apart(node) or _is_mentioned(node, head, lexicon) or (dep == Dep.CONTENT and _is_set_apart(node, head)):
        return None
    if dep == Dep.PREPOSITION and node.lower_ in lexicon.lists["factual"]:
        return []
    if dep == Dep.PASSIVE_SUBJECT and is_verbal(head):
        return _passive_cues(head, lexicon)
    if dep in Dep.SUBJECTS:
        return [] if is_verbal(head) else None
    if dep == Dep.CONJUNCT:
        return [] if _shares_clause(node) else None
    if not is_verbal(head):
        above = _noun_cues(head, lexicon) if head.pos_ == Pos.NOUN and dep in Dep.NOUN_COMPLEMENTS else []
        return above + _nominal_cues(node, head, lexicon)
    if dep == Dep.ADVERBIAL:
        return _adverbial_cues(node, head)
    return _governor_cues(node, head, trigger, lexicon)


def _stands_apart(node: Token) -> bool:
    """Whether what is said above the node says nothing of whether the event took place."""
    dep = node.dep_
    if dep == Dep.RELATIVE or (dep == Dep.NOUN_CLAUSE and node.tag_ in Tag.NON_FINITE and not _is_finite(node)):
        return True
    if not is_verbal(node) and dep not in Dep.ARGUMENTS and dep not in Dep.OPEN_CLAUSES:
        return True
    if (
        dep == Dep.PREPOSITION
        and node.lower_ == "with"
        and any(child.dep_ == Dep.PREP_CLAUSE for child in node.children)
    ):
        return True  # "with the rebels pushing on, more could be lost"
    return (dep == Dep.PREPOSITION and node.lower_ in KNOWN_BEFORE) or _is_known_clause(node)


def _is_known_clause(node: Token) -> bool:
    """Clauses told as fact whatever the clause above: "asked who killed him", "will not attend, as he was shot at"."""
    if node.dep_ == Dep.CONTENT:
        if any(token.text == ";" for token in node.doc[node.i : node.head.i]):
            return True  # two sentences in one: "Police broke up the march; nobody was hurt"
        return any(child.lower_ in QUESTION_WORDS and child.dep_ in Dep.QUESTION_PARTS for child in node.children)
    return node.dep_ == Dep.ADVERBIAL and _is_past(node)


def _is_past(verb: Token) -> bool:
    return verb.tag_ == Tag.PAST or any(
        child.tag_ == Tag.PAST and child.dep_ in Dep.AUXILIARIES for child in verb.children
    )


def _is_mentioned(node: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Such as "will visit the site of the blast", "did not address the decision to withdraw"."""
    return is_noun_argument(node) and is_verbal(verb) and _base(verb, lexicon) in lexicon.cues["verb", "mention"]


def _base(verb: Token, lexicon: Lexicon) -> str:
    return lexicon.base_of.get(verb.lower_, verb.lemma_.lower())


def _is_set_apart(clause: Token, head: Token) -> bool:
    """A clause of its own before a colon or semicolon: "He was freed: a ransom is thought to have been paid"."""
    return clause.i < head.i and any(token.text in (":", ";") for token in clause.doc[clause.i : head.i])


def _is_finite(clause: Token) -> bool:
    """Whether a clause under a noun is a full one: "reports that two men had been abducted"."""
    return any(child.dep_ in Dep.CLAUSE_MARKS and child.lower_ != "to" for child in clause.children)


def _passive_cues(verb: Token, lexicon: Lexicon) -> list[str]:
    """Such as "a rally is planned for Sunday", "the march was cancelled", "an attack is feared"."""
    base, cues = lexicon.base_of.get(verb.lower_, verb.lemma_.lower()), lexicon.cues
    if base in cues["verb", "negated"]:
        return ["negated"]
    present = any(child.dep_ == Dep.PASSIVE_AUXILIARY and child.lower_ in PASSIVE_PRESENT for child in verb.children)
    ahead = present or any(child.dep_ == Dep.PREPOSITION and child.lower_ == "for" for child in verb.children)
    return [kind for kind in ("planned", "hypothetical") if ahead and base in cues["verb", kind]][:1]


def _shares_clause(node: Token) -> bool:
    return not any(child.dep_ in Dep.SUBJECTS for child in node.children)


def _nominal_cues(node: Token, head: Token, lexicon: Lexicon) -> list[str]:
    """Such as "a plan to attack", "threats of war", "attempts to seize"."""
    if head.pos_ not in Pos.CUES:
        return []
    word = head.lemma_.lower()
    if head.pos_ == Pos.ADJECTIVE and node.dep_ in Dep.COMPLEMENTS:
        return [kind for kind in ("planned", "hypothetical", "negated") if word in lexicon.cues["adjective", kind]][:1]
    if node.dep_ in Dep.PASSED_ON:
        for kind in ("planned", "hypothetical", "claimed", "negated"):
            if word in lexicon.cues["noun", kind]:
                return [kind]
        if word in lexicon.cues["noun", "attempt"]:
            return ["attempt", "hypothetical"]
    auxiliaries = {child.lower_ for child in node.children if child.dep_ == Dep.AUXILIARY}
    if node.dep_ == Dep.NOUN_CLAUSE and "to" in auxiliaries and "have" not in auxiliaries:
        return ["hypothetical"]
    return []


def _adverbial_cues(node: Token, head: Token) -> list[str]:
    """An infinitive of purpose is not yet a fact; "it took a day for them to seize it" is one."""
    infinitive = any(child.dep_ == Dep.AUXILIARY and child.lower_ == "to" for child in node.children)
    if not infinitive:
        return []
    expletive = any(child.dep_ == Dep.SUBJECT and child.lower_ == "it" for child in head.children)
    if head.lemma_ == "take" and expletive:
        return []
    return (
        []
        if head.lemma_ in ("go", "return", "come") and any(c.lower_ == "on" for c in head.children)
        else ["hypothetical"]
    )


def _is_infinitive(node: Token) -> bool:
    auxiliaries = {child.lower_ for child in node.children if child.dep_ == Dep.AUXILIARY}
    return "to" in auxiliaries and "have" not in auxiliaries  # "were among those to have fled" is told as fact


def _governor_cues(node: Token, head: Token, trigger: Trigger, lexicon: Lexicon) -> list[str]:
    base = lexicon.base_of.get(head.lower_, head.lemma_.lower())
    cues = lexicon.cues
    if base in cues["verb", "summons"] and node.dep_ == Dep.OBJECT and _is_gathering(node, lexicon):
        return ["planned"]
    if (
        trigger.light_verb is not None
        and head.i == trigger.light_verb.i
        and base not in ("plan", "prevent", "foil", "thwart", "threaten")
    ):
        return []
    kinds = [kind for kind in ("negated", "claimed", "planned", "hypothetical") if base in cues["verb", kind]]
    if base in cues["verb", "opinion"] and _tells_of_past(node):
        return ["claimed"]
    if base in cues["verb", "attempt"]:
        return ["attempt", "hypothetical"]
    if node.dep_ == Dep.CONTENT and head.tag_ != Tag.BASE and base in cues["verb", "speech"] and "negated" not in kinds:
        return ["claimed"] if "claimed" in kinds else []
    if base in ("be", "is", "was", "are", "were", "have") and node.dep_ == Dep.OPEN_CLAUSE and _is_infinitive(node):
        return ["hypothetical"]  # "the aim is to kill"
    if is_noun_argument(node) and base not in cues["verb", "of_things"]:
        return []
    if head.lower_ == "going" and node.dep_ == Dep.OPEN_CLAUSE:
        return ["planned"]
    if base in cues["verb", "ongoing"] and node.dep_ == Dep.OPEN_CLAUSE:
        return ["ongoing"]
    return kinds[:1]


def _tells_of_past(clause: Token) -> bool:
    """Such as "is believed to have died", "they think that he was shot"."""
    auxiliaries = {child.lower_ for child in clause.children if child.dep_ in Dep.AUXILIARIES}
    if "to" in auxiliaries:
        return "have" in auxiliaries
    return clause.tag_ == Tag.PAST or bool(auxiliaries & {"was", "were", "had", "have", "has"})


def _is_gathering(noun: Token, lexicon: Lexicon) -> bool:
    """Such as "called another march": those who call it want it to come."""
    return noun.lemma_.lower() in lexicon.cues["noun", "gathering"]


def is_noun_argument(node: Token) -> bool:
    """Whether the node is a noun phrase under the verb, so that the verb bears on a thing and not on a clause."""
    return node.dep_ in Dep.NOMINAL_PLACES
