"""Closed classes of English that the grammar asks for: pronouns, articles, prepositions, modals.

What belongs here: words of which a language has a few and gains none, asked where no tables are at hand. With the
labels of the parser they are what another language has to say of its grammar. Words that tell of events, and lists that
an analyst may extend, are tables.
"""

from __future__ import annotations

from typing import Final

RELATIVES: Final = frozenset("that which who whom whose".split())
"""Pronouns that open a relative clause."""
OWNERS: Final = frozenset("her his its my our their your".split())
"""Possessives that name nobody."""
OBJECT_CONTROL: Final = frozenset(
    "accuse allow arrest ask blame call charge condemn convict criticize detain force get have help invite keep let "
    "make order prevent see send stop suspect tell threaten urge want warn".split()
)
"""Verbs whose object does what follows: "accused them of killing"."""
RELATIVES_OF_THINGS: Final = frozenset({"that", "which"})
"""Of which a deed can be the subject: "the bombing that killed nine"."""
ARTICLES: Final = frozenset({"a", "an", "the"})
SHAPELESS: Final = frozenset("it that there this what which who".split())
"""Pronouns and the like that stand for no party."""
NO_PARTIES: Final = frozenset("friday monday nothing saturday sunday thursday tuesday wednesday".split())
"""Adverbs and pronouns that taggers take for nouns."""
TARGETS: Final = tuple("against on to with for from at in into over of between by about".split())
"""Prepositions that bring whom it is about, the surest first."""
OF_PARTY: Final = ("against", "to", "on", "with", "for", "of", "between")
"""Prepositions that bring the party of a matter, the surest first."""
FROM: Final = frozenset({"from"})
BY: Final = frozenset({"by"})
ABSTRACT_ENDINGS: Final = ("tion", "sion", "ness", "ity", "ism", "ance", "ence", "sal", "ship", "hood", "ment")
"""Of nouns for ideas."""
OF: Final = frozenset({"of"})
NOBODY: Final = frozenset("neither no nobody none nothing".split())
"""Stands for nobody."""
NEGATIONS: Final = frozenset("n't never no nor not".split())
MODALS: Final = frozenset("can could may might should will would".split())
SUFFERED_BY: Final = frozenset({"against", "of", "on"})
"""Prepositions that bring the victim of a deed: "the murder of"."""
QUESTION_WORDS: Final = frozenset("how when where who why".split())
"""Open a clause whose deed is known: "asked why they fired"."""
KNOWN_BEFORE: Final = frozenset("after amid because despite following since".split())
"""Prepositions that bring what is known to have happened."""
NESTING: Final = frozenset({"including", "like", "of"})
"""Prepositions that bring a place within another."""
REFUSALS: Final = frozenset({"not", "n't", "never", "no"})
FUTURE: Final = frozenset({"will", "shall", "'ll", "wo", "would"})
ABILITY: Final = frozenset({"ca", "could", "can"})
DETERMINERS: Final = frozenset("the this that these those such a an another his her their our its".split())
"""Make a noun a certain one, or one at least."""
