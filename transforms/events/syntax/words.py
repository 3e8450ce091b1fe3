"""Closed classes of English that the grammar asks for: pronouns, articles, prepositions, modals.

What belongs here: words of which a language has a few and gains none, asked where no tables are at hand. With the
labels of the parser they are what another language has to say of its grammar. Words that tell of events, and lists that
an analyst may extend, are tables.

Of open classes there are two lists, since they say how the parser's trees are to be read and nothing of events:
`OBJECT_CONTROL`, verbs whose object does the next verb's deed, and `ABSTRACT_ENDINGS`, which nouns for ideas end in.
"""

from __future__ import annotations

from typing import Final

# ------------------------------------------------------------------------------------------------------------- pronouns
RELATIVES: Final = frozenset("that which who whom whose".split())
"""Pronouns that open a relative clause."""
RELATIVES_OF_THINGS: Final = frozenset({"that", "which"})
"""Of which a deed can be the subject: "the bombing that killed nine"."""
OWNERS: Final = frozenset("her his its my our their your".split())
"""Possessives that name nobody."""
ONE_PERSON: Final = frozenset("him her himself he she one".split())
"""Pronouns of one person who suffers."""
PARTY_PRONOUNS: Final = frozenset({"they", "it"})
SHAPELESS: Final = frozenset("it that there this what which who".split())
"""Pronouns and the like that stand for no party."""
SHAPELESS_SUBJECTS: Final = frozenset("that this which it".split())
"""Subjects that stand for a clause or a thing."""
UNNAMED: Final = frozenset("it that this which who those what there one anyone i".split())
"""Pronouns that name no doer."""
NOBODY: Final = frozenset("neither no nobody none nothing".split())
"""Stands for nobody."""
NO_SUBJECTS: Final = frozenset({"nobody", "none", "nothing"})

# ---------------------------------------------------------------------------- determiners and what stands before a noun
ARTICLES: Final = frozenset({"a", "an", "the"})
POINTING: Final = frozenset({"the", "this", "that"})
"""Determiners of what was told before."""
DETERMINERS: Final = frozenset("the this that these those such a an another his her their our its".split())
"""Make a noun a certain one, or one at least."""
NO_LEFT_PARTS: Final = frozenset("and but or even meanwhile also dead".split())
"""Before a noun phrase and no part of it."""

# --------------------------------------------------------------------------------------------------------- prepositions
OF: Final = frozenset({"of"})
FROM: Final = frozenset({"from"})
BY: Final = frozenset({"by"})
BY_OR_IN: Final = frozenset({"by", "in"})
"""Prepositions that bring who does it to a passive."""
TARGETS: Final = tuple("against on to with for from at in into over of between by about".split())
"""Prepositions that bring whom it is about, the surest first."""
OF_PARTY: Final = ("against", "to", "on", "with", "for", "of", "between")
"""Prepositions that bring the party of a matter, the surest first."""
DESCRIBING: Final = frozenset({"of", "for", "from"})
"""Prepositions that bring whose somebody is."""
MEMBER_OF: Final = frozenset({"of", "from"})
"""Prepositions that bring the group of its members."""
SUFFERED_BY: Final = frozenset({"against", "of", "on"})
"""Prepositions that bring the victim of a deed: "the murder of"."""
BEHIND: Final = frozenset({"for", "of", "in"})
"""Prepositions that bring the deed somebody is behind."""
WORK_OF: Final = frozenset({"of", "with"})
"""Prepositions that bring whose work it is."""
NESTING: Final = frozenset({"including", "like", "of"})
"""Prepositions that bring a place within another."""
KNOWN_BEFORE: Final = frozenset("after amid because despite following since".split())
"""Prepositions that bring what is known to have happened."""
RANGE_OPENINGS: Final = frozenset({"between", "from"})

# -------------------------------------------------------------------------------------------- auxiliaries and negations
FUTURE: Final = frozenset({"will", "shall", "'ll", "wo", "would"})
MODALS: Final = frozenset("can could may might should will would".split())
ABILITY: Final = frozenset({"ca", "could", "can"})
PERFECT: Final = frozenset({"have", "has"})
BE_PRESENT: Final = frozenset("is are 're 's ’re ’s".split())
PASSIVE_PRESENT: Final = frozenset({"is", "are", "being"})
REFUSALS: Final = frozenset({"not", "n't", "never", "no"})
NEGATIONS: Final = frozenset("n't never no nor not".split())

# --------------------------------------------------------------------------------------- what opens or governs a clause
CLAUSE_OPENINGS: Final = frozenset("where when which whom why whose who".split())
"""Open a clause of their own."""
QUESTION_WORDS: Final = frozenset("how when where who why".split())
"""Open a clause whose deed is known: "asked why they fired"."""
OBJECT_CONTROL: Final = frozenset(
    "accuse allow arrest ask blame call charge condemn convict criticize detain force get have help invite keep let "
    "make order prevent see send stop suspect tell threaten urge want warn".split()
)
"""Verbs whose object does what follows: "accused them of killing"."""

# ---------------------------------------------------------------------------------------------------------------- nouns
NO_PARTIES: Final = frozenset("friday monday nothing saturday sunday thursday tuesday wednesday".split())
"""Adverbs and pronouns that taggers take for nouns."""
ABSTRACT_ENDINGS: Final = ("tion", "sion", "ness", "ity", "ism", "ance", "ence", "sal", "ship", "hood", "ment")
"""Of nouns for ideas."""
