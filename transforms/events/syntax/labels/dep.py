"""What a token is to its head.

What belongs here: single labels, then the sets of them that somebody asks for.
"""

from __future__ import annotations

from typing import Final

POSSESSOR: Final = "poss"
PREP_OBJECT: Final = "pobj"
PREPOSITION: Final = "prep"
AUXILIARY: Final = "aux"
CONTENT: Final = "ccomp"
NOUN_CLAUSE: Final = "acl"
APPOSITION: Final = "appos"
ADJECTIVE: Final = "amod"
CONJUNCT: Final = "conj"
SUBJECT: Final = "nsubj"
RELATIVE: Final = "relcl"
OBJECT: Final = "dobj"
ROOT: Final = "ROOT"
NUMERAL: Final = "nummod"
OPEN_CLAUSE: Final = "xcomp"
ADVERB: Final = "advmod"
ATTRIBUTE: Final = "attr"
AGENT: Final = "agent"
DETERMINER: Final = "det"
DATIVE: Final = "dative"
COMPOUND: Final = "compound"
PASSIVE_SUBJECT: Final = "nsubjpass"
OBJECT_PREDICATE: Final = "oprd"
PARATAXIS: Final = "parataxis"
ADVERBIAL: Final = "advcl"
NEGATION: Final = "neg"
PREP_CLAUSE: Final = "pcomp"
PASSIVE_AUXILIARY: Final = "auxpass"
MARK: Final = "mark"
PUNCTUATION: Final = "punct"
EXPLETIVE: Final = "expl"
CLAUSAL_SUBJECT: Final = "csubj"
UNCLEAR: Final = "dep"
PARTICLE: Final = "prt"
COORDINATOR: Final = "cc"
FIRST_COORDINATOR: Final = "preconj"
NOMINAL: Final = "nmod"
CASE: Final = "case"
QUANTIFIER: Final = "quantmod"
PREDETERMINER: Final = "predet"
NOUN_ADVERB: Final = "npadvmod"
ADJECTIVE_COMPLEMENT: Final = "acomp"

AUXILIARIES: Final = frozenset({AUXILIARY, PASSIVE_AUXILIARY})
NOUN_PARTS: Final = frozenset({ADJECTIVE, COMPOUND, NOMINAL, POSSESSOR})  # before a noun, its owner among them
MODIFIERS: Final = frozenset({ADJECTIVE, COMPOUND, NOMINAL})  # before a noun
UNDERGOERS: Final = frozenset({OBJECT, PASSIVE_SUBJECT})
PARTICIPANTS: Final = frozenset({OBJECT, SUBJECT, PREP_OBJECT})  # of active clauses
ALL_PARTICIPANTS: Final = frozenset({OBJECT, SUBJECT, PASSIVE_SUBJECT, PREP_OBJECT})
COUNTED: Final = frozenset(
    {CONJUNCT, OBJECT, SUBJECT, PASSIVE_SUBJECT, PREP_OBJECT}
)  # where a bare number stands for people
COMPLEMENTS: Final = frozenset({CONTENT, OPEN_CLAUSE})
COMPLETING: Final = frozenset({CONTENT, PREP_CLAUSE, OPEN_CLAUSE})  # what a verb or its preposition asks for
OPEN_CLAUSES: Final = frozenset({NOUN_CLAUSE, ADVERBIAL, CONTENT, PREP_CLAUSE, OPEN_CLAUSE})
PASSED_ON: Final = frozenset(
    {NOUN_CLAUSE, CONTENT, PREP_CLAUSE, PREP_OBJECT, PREPOSITION, OPEN_CLAUSE}
)  # through which a noun's status reaches what hangs on it
SUBJECTS: Final = frozenset({SUBJECT, PASSIVE_SUBJECT})
ALL_SUBJECTS: Final = frozenset({CLAUSAL_SUBJECT, SUBJECT, PASSIVE_SUBJECT})  # clauses among them
NOUN_CLAUSES: Final = frozenset({NOUN_CLAUSE, RELATIVE})
ADJUNCT_CLAUSES: Final = frozenset({NOUN_CLAUSE, ADVERBIAL})
BACKGROUND_CLAUSES: Final = frozenset({NOUN_CLAUSE, ADVERBIAL, PREP_CLAUSE, RELATIVE})
TOLD: Final = frozenset({ROOT, ADVERBIAL, CONTENT, CONJUNCT})  # clauses that tell
LINKED_CLAUSES: Final = frozenset({ADVERBIAL, CONTENT, CONJUNCT, OPEN_CLAUSE})
INHERITING: Final = frozenset(
    {ADVERBIAL, CONTENT, CONJUNCT, UNCLEAR}
)  # clauses that take their subject from the one above
OTHER_CLAUSES: Final = frozenset({ADVERBIAL, CONTENT, CONJUNCT, PARATAXIS, RELATIVE})
ADVERBIALS: Final = frozenset({ADVERBIAL, OPEN_CLAUSE})
AT_A_GATHERING: Final = frozenset(
    {ADVERBIAL, COMPOUND, OBJECT, SUBJECT, PASSIVE_SUBJECT, PREP_OBJECT}
)  # what names the occasion of violence
COUNTERLESS: Final = frozenset({ADJECTIVE, COMPOUND, DETERMINER, POSSESSOR})
DESCRIBING: Final = frozenset({ADJECTIVE, COMPOUND, DETERMINER, NUMERAL, POSSESSOR})  # a noun with none of them is bare
WITHIN_TRIGGER: Final = frozenset(
    {ADJECTIVE, COMPOUND, DETERMINER, NUMERAL}
)  # of the trigger's own phrase: roadside bomb
BORROWED: Final = frozenset({ADJECTIVE, COMPOUND, PREP_OBJECT, POSSESSOR})
OBJECTS: Final = frozenset({DATIVE, OBJECT, PREP_OBJECT})
PREDICATE_OBJECTS: Final = frozenset({ATTRIBUTE, OBJECT})
ADDRESSES: Final = frozenset({DATIVE, PREPOSITION})
DENIALS: Final = frozenset({COORDINATOR, NEGATION, FIRST_COORDINATOR})
NOUN_DENIALS: Final = frozenset({DETERMINER, NEGATION, FIRST_COORDINATOR})
PARTICLES: Final = frozenset({PREPOSITION, PARTICLE})
ATTRIBUTIVE: Final = frozenset({NOUN_CLAUSE, ADJECTIVE})
VERB_MARKS: Final = frozenset({ADVERB, AUXILIARY, DETERMINER, NEGATION})
CLAUSE_PARTS: Final = frozenset({AGENT, OBJECT, SUBJECT, PASSIVE_SUBJECT, PREPOSITION})
INNER_PARTS: Final = frozenset({AGENT, OBJECT, SUBJECT, PREPOSITION})
PLAIN_PARTS: Final = frozenset({ADJECTIVE, DETERMINER})
NOMINAL_PLACES: Final = frozenset({APPOSITION, ATTRIBUTE, UNCLEAR, OBJECT, OBJECT_PREDICATE, PREP_OBJECT, PREPOSITION})
FINITE_MARKS: Final = frozenset({AUXILIARY, PASSIVE_AUXILIARY, CLAUSAL_SUBJECT, SUBJECT, PASSIVE_SUBJECT})
CLAUSE_MARKS: Final = frozenset({AUXILIARY, MARK, SUBJECT, PASSIVE_SUBJECT})
QUESTION_PARTS: Final = frozenset({ADVERB, SUBJECT})
DETERMINING: Final = frozenset({NUMERAL, POSSESSOR})
ALL_DETERMINING: Final = frozenset({DETERMINER, NUMERAL, POSSESSOR})
PASSIVE_MARKS: Final = frozenset({PASSIVE_AUXILIARY, PASSIVE_SUBJECT})
PREPOSITIONAL: Final = frozenset(
    {ADVERB, AGENT, DATIVE, PREPOSITION, PARTICLE}
)  # what can bring a noun with a preposition
NUMBER_PARTS: Final = frozenset({CASE, COMPOUND, NUMERAL})
ACTIVE_MARKS: Final = frozenset({AUXILIARY, OBJECT, SUBJECT})
PHRASE_ENDS: Final = frozenset({PREPOSITION, PUNCTUATION})
TOPIC_PARTS: Final = frozenset({NOUN_CLAUSE, PREPOSITION})
NAME_PARTS: Final = frozenset({APPOSITION, NOMINAL})
PREDICATES: Final = frozenset({ATTRIBUTE, CONTENT, OBJECT_PREDICATE, OPEN_CLAUSE})
ALL_NOUN_PARTS: Final = frozenset({ADJECTIVE, APPOSITION, COMPOUND, NOMINAL, POSSESSOR})
BEFORE_NOUN: Final = frozenset({ADJECTIVE, COMPOUND, NOMINAL, NOUN_ADVERB, NUMERAL})
PHRASE_PARTS: Final = frozenset({ADJECTIVE, APPOSITION, COMPOUND, CONJUNCT, NOMINAL, NUMERAL, POSSESSOR})
SUBORDINATE: Final = frozenset({CONTENT, PARATAXIS})
REACHED: Final = frozenset(
    {COMPOUND, DATIVE, OBJECT, PREP_OBJECT, PREPOSITION}
)  # what a verb governs that is no subject
REPORTED: Final = frozenset({NOUN_CLAUSE, ADVERBIAL, CONTENT, PARATAXIS, PREP_CLAUSE})
NOUN_COMPLEMENTS: Final = frozenset({NOUN_CLAUSE, CONTENT, PREPOSITION})
ARGUMENTS: Final = frozenset(
    {
        ADJECTIVE_COMPLEMENT,
        APPOSITION,
        ATTRIBUTE,
        CONJUNCT,
        UNCLEAR,
        OBJECT,
        SUBJECT,
        PASSIVE_SUBJECT,
        OBJECT_PREDICATE,
        PREP_OBJECT,
        PREPOSITION,
    }
)
LEFT_PARTS: Final = frozenset(
    {ADVERB, ADJECTIVE, COMPOUND, DETERMINER, NOMINAL, NOUN_ADVERB, NUMERAL, POSSESSOR, PREDETERMINER, QUANTIFIER}
)  # of a noun phrase
