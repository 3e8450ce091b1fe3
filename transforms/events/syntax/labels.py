"""The parser's labels by what they mean to us: the one place that knows those of spaCy's English models.

What belongs here: single labels (ClearNLP, Penn, OntoNotes) and the sets of them that somebody asks for. What a label
says of an event does not. A model with other labels needs other values here.
"""

from __future__ import annotations

from typing import Final


class Dep:
    """What a token is to its head."""

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
    DESCRIBING: Final = frozenset(
        {ADJECTIVE, COMPOUND, DETERMINER, NUMERAL, POSSESSOR}
    )  # a noun with none of them is bare
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
    NOMINAL_PLACES: Final = frozenset(
        {APPOSITION, ATTRIBUTE, UNCLEAR, OBJECT, OBJECT_PREDICATE, PREP_OBJECT, PREPOSITION}
    )
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


class Pos:
    """Coarse parts of speech."""

    NAME: Final = "PROPN"
    PRONOUN: Final = "PRON"
    NOUN: Final = "NOUN"
    ADJECTIVE: Final = "ADJ"
    NUMERAL: Final = "NUM"
    VERB: Final = "VERB"
    AUXILIARY: Final = "AUX"
    ADPOSITION: Final = "ADP"
    DETERMINER: Final = "DET"
    PUNCTUATION: Final = "PUNCT"
    COORDINATOR: Final = "CCONJ"
    PARTICLE: Final = "PART"
    SUBORDINATOR: Final = "SCONJ"
    SPACE: Final = "SPACE"

    NOUNS: Final = frozenset({NOUN, NAME})
    NOMINALS: Final = frozenset({NOUN, PRONOUN, NAME})
    BARE: Final = frozenset({NUMERAL, PRONOUN})
    NAMING: Final = frozenset({PRONOUN, NAME})
    OPENING: Final = frozenset({ADPOSITION, DETERMINER, PUNCTUATION})
    NO_HEADS: Final = frozenset({ADPOSITION, AUXILIARY, PUNCTUATION, VERB})
    DESCRIBING: Final = frozenset({ADJECTIVE, NAME})
    PREDICATES: Final = frozenset({ADJECTIVE, VERB})
    CUES: Final = frozenset({ADJECTIVE, ADPOSITION, NOUN, NAME})
    VERBS: Final = frozenset({AUXILIARY, VERB})
    IN_RANGE: Final = frozenset({ADJECTIVE, ADPOSITION, COORDINATOR, PARTICLE, PUNCTUATION})
    NO_EVENTS: Final = frozenset(
        {ADPOSITION, COORDINATOR, DETERMINER, NUMERAL, PARTICLE, PRONOUN, PUNCTUATION, SUBORDINATOR, SPACE}
    )

    OF_TRIGGERS: Final = {VERB: "verb", AUXILIARY: "verb", NOUN: "noun", NAME: "noun", ADJECTIVE: "adj"}
    """The part of speech that a row of `events/triggers` names, by the tagger's."""


class Tag:
    """Fine parts of speech: number, tense."""

    PARTICIPLE: Final = "VBN"
    PAST: Final = "VBD"
    SINGULAR: Final = "NN"
    GERUND: Final = "VBG"
    PLURAL: Final = "NNS"
    BASE: Final = "VB"
    PRESENT: Final = "VBP"
    PRESENT_THIRD: Final = "VBZ"
    NAME: Final = "NNP"
    NAMES: Final = "NNPS"
    NUMERAL: Final = "CD"
    DETERMINER: Final = "DT"
    POSSESSIVE: Final = "PRP$"

    PLURALS: Final = frozenset({NAMES, PLURAL})
    PAST_FORMS: Final = frozenset({PAST, PARTICIPLE})
    PRESENTS: Final = frozenset({PRESENT, PRESENT_THIRD})
    PARTICIPLES: Final = frozenset({PAST, GERUND, PARTICIPLE})
    COUNTABLE: Final = frozenset({NAME, NAMES, PLURAL})
    PRESENT_FORMS: Final = frozenset({BASE, PRESENT, PRESENT_THIRD})
    NON_FINITE: Final = frozenset({GERUND, PARTICIPLE})
    MANY: Final = frozenset({NUMERAL, NAMES, PLURAL})
    BARE_FORMS: Final = frozenset({BASE, GERUND})


class Ent:
    """Kinds of name that the entity recogniser gives."""

    PERSON: Final = "PERSON"
    ORGANISATION: Final = "ORG"
    STATE: Final = "GPE"
    PEOPLE: Final = "NORP"
    DATE: Final = "DATE"
    TIME: Final = "TIME"
    BUILDING: Final = "FAC"
    LOCATION: Final = "LOC"
    MONEY: Final = "MONEY"
    ORDINAL: Final = "ORDINAL"
    PERCENT: Final = "PERCENT"
    EVENT: Final = "EVENT"
    WORK: Final = "WORK_OF_ART"
    LAW: Final = "LAW"
    PRODUCT: Final = "PRODUCT"
    LANGUAGE: Final = "LANGUAGE"
    NONE: Final = ""

    BODIES: Final = frozenset({STATE, PEOPLE, ORGANISATION})
    TIMES: Final = frozenset({DATE, TIME})
    STATES_AND_BODIES: Final = frozenset({STATE, ORGANISATION})
    NAMED: Final = frozenset({BUILDING, STATE, ORGANISATION, PERSON})
    AMOUNTS: Final = frozenset({DATE, MONEY, ORDINAL, PERCENT, TIME})
    GROUPS: Final = frozenset({PEOPLE, ORGANISATION})
    PLACES: Final = frozenset({BUILDING, STATE, LOCATION})
    SHORT_NAMES: Final = frozenset({STATE, PERSON})  # whose phrase ends with the name
    PERSON_OR_NONE: Final = frozenset({NONE, PERSON})
    PARTIES: Final = frozenset({STATE, PEOPLE, ORGANISATION, PERSON})
    NAMES: Final = frozenset({BUILDING, STATE, LOCATION, PEOPLE, ORGANISATION, PERSON})
    THINGS: Final = frozenset({DATE, EVENT, LANGUAGE, LAW, MONEY, PRODUCT, TIME, WORK})
