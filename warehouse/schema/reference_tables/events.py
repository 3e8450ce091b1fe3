"""The tables of the event coder: what counts as an event, the words that tell of it, and how its codes are decided."""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable
from warehouse.schema.vocabularies import (
    ACLED_EVENT_TYPES,
    ALL_ACLED_SUB_EVENT_TYPES,
    PLOVER_EVENT_TYPES,
)

SIDES = ("state", "rebel", "civilian", "protester", "mob", "property")

CATEGORIES = (
    *SIDES,
    *("armed", "person", "place", "thing", "named", "crowd", "base", "weapon", "abstract", "public", "money", "crime"),
    *("speech", "aggregate", "generic", "document", "body", "spot", "distance", "settlement", "troops", "office"),
    *("debater", "cabinet", "peace"),
)
"""What a noun phrase can be, in conditions on subject and object; `Scene.categories` finds them."""
NEEDS = (
    *("infinitive", "to_infinitive", "substantive", "finite", "transitive", "intransitive", "active", "passive"),
    *("participle", "no_predicate", "reported", "negated", "refusal", "future", "obligation", "existential"),
    *("armed_after", "protest", "near:weapon", "near:base"),
    *("means:air", "means:suicide", "means:grenade", "means:shelling", "means:ied", "means:chemical"),
    *("means:firearms", "means:blade", "means:stones"),
)
"""Conditions on a trigger's clause; `transforms.events.proposing.triggers` has the rule for each."""

TRAITS = {
    "vague": "says only that there was violence or death: an event only with what caused it",
    "clash": "two sides fight, either of which may be named as its actor",
    "battle": "told as news whoever speaks of it",
    "needs_doer": "an event only where somebody or something is behind it",
    "beating": "nobody is beaten or stabbed without a doer",
    "sweep": "a raid may be the setting of an arrest",
    "meeting": "people meet; what is discussed is no recipient",
    "purposeful": 'its purpose says to whom: "gave a million to feed the displaced"',
    "freeing": "somebody is set free; no film released",
    "flight": "those who act or suffer had to leave, and are counted",
    "mob": "a crowd's violence; none by police",
    "blockade": "a road blocked by a crowd; a checkpoint where armed men do it",
    "demonstration": "a crowd in the street; a note where a state protests",
    "quarrel": "words, where those who only talk do it",
    "mutual_quarrel": "words, where those who only talk do it to one another",
    "moves_troops": "told of where troops come from or go to",
    "moves_forces": "its object is what is moved, its recipient a party named further on",
    "only_of_forces": "one of ACLED's only where a state or an armed group is a party",
    "pact": "one of ACLED's only between public parties, or about peace",
    "placeless": "happens nowhere unless its own sentence says where",
    "over_places": 'its recipient may be a place: "a curfew in Kashmir"',
    "of_sources": 'its recipient is whose the matter is: "rejected the envoy\'s plan"',
    "named_acts": 'its object may be the act itself: "opened an inquiry", "established ties"',
    "sending": "people among its objects are sent to others, and no recipients",
    "restricting": "its object suffers it although the row lists the words",
    "reciprocal": 'of two subjects one is the recipient: "A and B met"',
    "befalling": 'its possessor suffers it: "their murder"',
    "striking": 'a headline\'s subject suffers it: "Imam stabbed in Lyon"',
    "generic": "can be a side of other violence",
    "explosive": "one explosion may be told as any of them",
    "bomb": "an explosion whose means are open",
    "device": "what is defused or seized before it goes off",
    "seizure": "weapons are found or defused",
    "harming": "what a crowd's protest can turn into",
    "cause": "as a noun what a protest is about",
    "wreck": "damage that can be a side of violence",
    "taking_force": "force in which people are abducted",
    "mortal": "befalls somebody only once",
    "harm": "force on people",
    "crowds_force": "by a crowd it makes a protest violent",
    "damage": "by a crowd it makes a protest violent",
    "dispersal": "police break up a crowd",
    "custody": "police step in where told as what happened there",
    "gathering": "people gather or refuse in public",
    "unruly": "makes a protest violent",
    "unrest": "a mob's where there was no protest",
    "stones": "stones fly",
    "seizing": "by a state abroad where no place says otherwise",
    "pressure": "a threat where it is only announced",
    "withheld_cooperation": "what cooperation becomes that a party will not give",
    "cooperation_to_come": "what cooperation becomes that a party announces",
    "pressure_to_come": "what pressure becomes that a party announces",
    "killing_by_state": "what a mob's violence is where the state does it",
    "control": "what a blockade is where armed men make it",
    "words_of_conflict": "what a clash or a protest is where it is one of words",
}
"""What classes of event have in common, and what it means; a class is asked for its traits, never for its name."""

WORD_LISTS = {
    "pointer": 'stands for what was told: "it was the second raid"',
    "in_accident": "brings the accident in which people died",
    "separate": "begins a sentence about another happening",
    "way": "brings where troops come from or go to",
    "spreading": "fighting reaches another place",
    "into": "brings the place that fighting reaches",
    "speaker": "whoever speaks, and no doer unless named",
    "will": "announces what somebody will do",
    "exchange": "both sides fire",
    "unknown": "nobody knows whose hands it was",
    "peaceful": "a place changes hands without a shot",
    "share": "a part or a number of places, none of them named",
    "definite": "points to somebody told before",
    "other": "somebody or something not told before",
    "anyone": "says too little of victims to tell them apart",
    "aimed": 'what a headline\'s verb is aimed at: "shot at"',
    "reciprocal": "brings the other party of a meeting or a fight",
    "person_pronoun": "stands for a person",
    "venue": "brings where people meet",
    "within": "brings the party within the phrase of a matter",
    "standing_for": "stands for somebody",
    "first_person": "whoever speaks",
    "over": "brings a span over which one counts",
    "anybody": "people at large",
    "counting": "a plural with it is particular",
    "outcome": "what came of a happening",
    "sweep": "a raid in which somebody is held",
    "sending": "the laying or sending of a weapon",
    "also": "counts beside those counted before",
    "second_person": "somebody is spoken to",
    "telling_verb": "what was told, and not where it was",
    "body": "one killed, where it is found",
    "corpse": "one killed, where one is found",
    "measure": "a number that is a noun",
    "one_person": "a pronoun of one person",
    "many": "a pronoun of several",
    "one_body": "a pronoun of a body or a state",
    "freed": "a pronoun of somebody who is set free",
    "plural": "a pronoun of several, in parties",
    "present": "an auxiliary of the present",
    "factual": "what it brings is known to have happened",
    "for_a_deed": "brings the deed for which somebody answers",
    "collective": "one word for many people",
    "name_part": "part of a name that tells nobody apart",
    "gathering": "a gathering of people, as a noun",
    "handful": "too few to be a crowd",
    "death_noun": 'counted deaths: "three deaths"',
    "killing_noun": 'of whom it tells, one died: "the death of a guard"',
}
"""The lists of `events/word_lists` that rules ask for, and what a word of each says."""

PHRASE_PATTERNS = {
    "gathering": "a text tells of a gathering",
    "month_of_march": "March is the month for certain",
    "likely_march": "March is the month, or the name of a march",
    "running_span": "a span that runs up to now",
    "according_to": "who is named as the source",
    "agent_noun": "a noun for people, by its ending",
    "span_to": "between the ends of a span",
    "span_and": "between the ends of a span that `span_between` opens",
    "span_between": "before the first end of a span",
    "listed_days": "between days in a row",
}
"""The rows of `events/phrase_patterns`, and what a text that fits says."""

CONTEXTS = {
    "violence": "it is violence or a riot",
    "exchange": "both sides fire",
    "crowd": "more than a handful act",
    "unknown_hands": "nobody knows who did it",
    "peaceful": "a place changes hands without a fight",
    "abroad": "a state takes a place of another country",
    "mob": "unrest beside no protest",
    "force": "protesters are the recipient",
    "at_gathering": "force on people at a gathering",
    "protest_context": "its paragraph tells of a protest",
    "protest_violent": "the crowd of a protest used force",
    "protest_force": "a state or an armed group used force on a protest",
    "protest_intervention": "a protest was broken up, or people were arrested there",
}
"""What a text can tell beside class, means and sides, in `events/acled_rules`."""
MEANS = ("air", "shelling", "ied", "grenade", "chemical", "stones", "suicide", "firearms", "blade")

_LICENCE = "Apache-2.0"
_COMPILED = "2026-11-22"
_PLOVER = "Own work after the PLOVER codebook and the ACLED codebook (definitions only)"
_BAR = "Alternatives are separated by |."


def _any_of(*values: str) -> str:
    """A cell with any of the values, joined by +, or a star."""
    one = f"(?:{'|'.join(values)})"
    return rf"\*|{one}(?:\+{one})*"


_SIDES_OF_RULES = _any_of(*SIDES, "armed", "none")

EVENT_CLASSES = ReferenceTable(
    name="events/event_classes",
    description="The kinds of event that the coder tells apart, with the codes they carry in each ontology",
    source=_PLOVER,
    columns={
        "class": ReferenceColumn("Our name of the kind", required=True, pattern=r"[a-z_]+"),
        "family": ReferenceColumn(
            "Group within which mentions may tell of one event",
            required=True,
            allowed=(
                "violence",
                "territory",
                "abduction",
                "protest",
                "riot",
                "intervention",
                "property",
                "arrest",
                "weapons",
                "strategic",
                "verbal",
            ),
        ),
        "rank": ReferenceColumn("How specific it is: the highest rank names a merged event", "integer", required=True),
        "weight": ReferenceColumn("Confidence before the context is weighed, 0-1", "number", required=True),
        "event_type": ReferenceColumn("PLOVER event type", required=True, allowed=PLOVER_EVENT_TYPES),
        "event_mode": ReferenceColumn("PLOVER mode"),
        "acled_event_type": ReferenceColumn("ACLED event type where no rule decides", allowed=ACLED_EVENT_TYPES),
        "acled_sub_event_type": ReferenceColumn(
            "ACLED sub-event type where no rule decides", allowed=ALL_ACLED_SUB_EVENT_TYPES
        ),
        "cameo_root_code": ReferenceColumn("CAMEO root code", pattern=r"\d\d"),
        "quad_class": ReferenceColumn("1 verbal cooperation, 2 material, 3 verbal conflict, 4 material", "integer"),
        "intensity": ReferenceColumn("Goldstein-like scale, -10 to 10", "number"),
        "recipient_prepositions": ReferenceColumn("Prepositions that bring the recipient, comma separated"),
        "noun_of": ReferenceColumn("Whom 'of' brings after the noun", allowed=("actor", "recipient")),
        "parties": ReferenceColumn(
            "Whom it takes: speech, somebody with or towards a political party; authority, a party or a public body; "
            "public, anybody but no thing",
            allowed=("speech", "authority", "public"),
        ),
        "type_by": ReferenceColumn(
            "frame where the type stays the frame's though the reader is sure of another: conventions of PLOVER's (a "
            "probe is ACCUSE, who signs SUPPORTs, a ban COERCEs), and classes of which a count of both said so "
            "(summaries of events, news snippets, single sentences)",
            allowed=("frame",),
        ),
        "traits": ReferenceColumn("What it has in common with others. " + _BAR, alternatives=tuple(TRAITS)),
        "description": ReferenceColumn("What counts", required=True),
        "example": ReferenceColumn("An example of our own", required=True),
    },
    key=("class",),
    licence=_LICENCE,
    compiled=_COMPILED,
)
CLASS_PAIRS = ReferenceTable(
    name="events/class_pairs",
    description="Two classes, of no family whose classes join anyway, as which one happening can be told in an article",
    source="Own work",
    columns={
        "one": ReferenceColumn("Class", required=True, points_to="events/event_classes.class"),
        "two": ReferenceColumn("Another", required=True, points_to="events/event_classes.class"),
        "why": ReferenceColumn("How one happening can be told as either", required=True),
    },
    key=("one", "two"),
    licence=_LICENCE,
    compiled="2026-11-26",
)
TRIGGERS = ReferenceTable(
    name="events/triggers",
    language="en",
    description=f"The words that tell of an event and the frame they need; the first row that fits wins. {_BAR}",
    source=_PLOVER,
    columns={
        "trigger": ReferenceColumn(
            "Base forms of the words that share the frame; a verb's further words follow it, a noun's go before it",
            required=True,
        ),
        "pos": ReferenceColumn("Part of speech", required=True, allowed=("verb", "noun", "adj")),
        "class": ReferenceColumn(
            "Class of the event; no_event for a frame in which the word tells of none",
            required=True,
            pattern=r"[a-z_]+",
        ),
        "subject": ReferenceColumn(
            "Category of the subject (state, armed, crowd, weapon, place ...) or =word|word",
            alternatives=CATEGORIES,
            read_for=("pos", ("verb",)),
        ),
        "object": ReferenceColumn(
            "Category of the object, for a noun of what it is about, or =word|word",
            alternatives=CATEGORIES,
            read_for=("pos", ("verb", "noun")),
        ),
        "governor": ReferenceColumn(
            "Verbs of which the noun or adjective has to be an argument", read_for=("pos", ("noun", "adj"))
        ),
        "preposition": ReferenceColumn("A preposition that has to follow"),
        "modifier": ReferenceColumn("A modifier that the noun has to have", read_for=("pos", ("noun",))),
        "needs": ReferenceColumn(
            f"Further conditions, all of which have to hold: {', '.join(NEEDS)}", alternatives=NEEDS
        ),
        "actor": ReferenceColumn(
            "Where the actor stands if not in the subject: none, clause, speaker, prep:x",
            pattern=r"none|clause|speaker|prep:[a-z|]+",
        ),
        "recipient": ReferenceColumn(
            "Where the recipient stands if not in the object: subject, prep:x", pattern=r"subject|prep:[a-z|]+"
        ),
        "noun_of": ReferenceColumn(
            "Whom 'of' brings, if not as the class has it",
            allowed=("actor", "recipient"),
            read_for=("pos", ("noun",)),
        ),
        "example": ReferenceColumn("A sentence in which this row wins; of the shipped rows each has one"),
    },
    licence=_LICENCE,
    compiled=_COMPILED,
)
ACLED_RULES = ReferenceTable(
    name="events/acled_rules",
    description="From class, means and sides to ACLED's types; the first row that fits wins. * is any, + separates",
    source="Own work after the definitions of the ACLED codebook (2021)",
    columns={
        "classes": ReferenceColumn("Classes of the event", required=True),
        "means": ReferenceColumn(f"Means told of: {', '.join(MEANS)}", required=True, pattern=_any_of(*MEANS, "none")),
        "actor_side": ReferenceColumn(
            "Side of the actor; armed is state or rebel, none is not told", required=True, pattern=_SIDES_OF_RULES
        ),
        "recipient_side": ReferenceColumn("Side of the recipient", required=True, pattern=_SIDES_OF_RULES),
        "context": ReferenceColumn("What else the text has to tell", allowed=tuple(CONTEXTS)),
        "acled_event_type": ReferenceColumn("ACLED event type", required=True, allowed=ACLED_EVENT_TYPES),
        "acled_sub_event_type": ReferenceColumn("ACLED sub-type", required=True, allowed=ALL_ACLED_SUB_EVENT_TYPES),
    },
    licence=_LICENCE,
    compiled=_COMPILED,
)
PARTICIPANTS = ReferenceTable(
    name="events/participants",
    language="en",
    description="Nouns for those who act and suffer, by the side they are on where the actor tables do not say",
    source="Own work",
    columns={
        "noun": ReferenceColumn("Lower-case noun, singular or plural", required=True),
        "side": ReferenceColumn("Side", required=True, allowed=SIDES),
    },
    key=("noun",),
    licence=_LICENCE,
    compiled=_COMPILED,
)
SIDES_OF_CODES = ReferenceTable(
    name="events/sides",
    description="The side that somebody is on, by ACLED's interaction code or the sector of the actor tables",
    source="Own work after the definitions of ACLED's interaction codes and PLOVER's sectors",
    columns={
        "scheme": ReferenceColumn("Whose code it is", required=True, allowed=("interaction", "sector")),
        "code": ReferenceColumn("The code", required=True, pattern=r"[1-8]|[A-Z]{3}"),
        "side": ReferenceColumn("Side", required=True, allowed=SIDES),
        "holds_for": ReferenceColumn(
            "named: of an entity with a name alone; anybody: also of whom a phrase only describes",
            required=True,
            allowed=("anybody", "named"),
        ),
    },
    key=("scheme", "code"),
    licence=_LICENCE,
    compiled="2026-11-26",
)
WORDS = ReferenceTable(
    name="events/words",
    language="en",
    description="Word lists that the frames refer to: kinds of noun, means of violence, light verbs",
    source="Own work",
    columns={
        "list": ReferenceColumn(
            "What kind of list the word stands in",
            required=True,
            allowed=(
                *("noun", "means", "light", "light_passive", "occur", "telling", "effect", "place_prep"),
                *("blame", "complement", "sector", "accident"),
            ),
        ),
        "value": ReferenceColumn("Category within the list", required=True),
        "word": ReferenceColumn("Lower-case word", required=True),
    },
    key=("list", "value", "word"),
    licence=_LICENCE,
    compiled=_COMPILED,
)
LISTS = ReferenceTable(
    name="events/word_lists",
    language="en",
    description="Words that the rules ask for by what they say: of sides and victims told before, of sums, of ways",
    source="Own work",
    columns={
        "list": ReferenceColumn("What a word of it says", required=True, allowed=tuple(WORD_LISTS)),
        "word": ReferenceColumn("Lower-case word, or words of a sentence", required=True),
    },
    key=("list", "word"),
    licence=_LICENCE,
    compiled="2026-11-26",
)
TOLL_PATTERNS = ReferenceTable(
    name="events/toll_patterns",
    language="en",
    description="Phrases that give tolls outside the frame of a verb; of one toll the first that fits wins",
    source="Own work",
    columns={
        "toll": ReferenceColumn(
            "What is counted: total stands for all dead so far and corrects what was told before, none says outright "
            "that nobody died",
            required=True,
            allowed=("total", "dead", "injured", "arrested", "none"),
        ),
        "pattern": ReferenceColumn(
            "Regular expression; {count} is a number, {phrase} up to five words after it", required=True
        ),
        "example": ReferenceColumn("Words that this row reads, and none before it", required=True),
        "count": ReferenceColumn("What it reads there", "integer"),
    },
    key=("toll", "pattern"),
    licence=_LICENCE,
    compiled="2026-11-26",
)
PATTERNS = ReferenceTable(
    name="events/phrase_patterns",
    language="en",
    description="Phrases that rules look for in the raw text",
    source="Own work",
    columns={
        "name": ReferenceColumn("What it finds", required=True, allowed=tuple(PHRASE_PATTERNS)),
        "pattern": ReferenceColumn("Regular expression; (?i) where case does not matter", required=True),
        "example": ReferenceColumn("Words that fit", required=True),
        "counter_example": ReferenceColumn("Words that do not", required=True),
    },
    key=("name",),
    licence=_LICENCE,
    compiled="2026-11-26",
)
STATUS_CUES = ReferenceTable(
    name="events/status_cues",
    language="en",
    description="Words that say whether an event happened",
    source="Own work, after the FactBank and ACE notions of modality and tense",
    columns={
        "part": ReferenceColumn(
            "Part of speech; adverb is any modifier",
            required=True,
            allowed=("verb", "noun", "adjective", "aux", "mark", "adverb"),
        ),
        "kind": ReferenceColumn(
            "Status that the word brings, or what else it does to what stands under it",
            required=True,
            allowed=(
                *("claimed", "planned", "hypothetical", "hypothetical_noun", "negated", "negated_noun", "ongoing"),
                *(
                    "speech",
                    "mention",
                    "of_things",
                    "gathering",
                    "opinion",
                    "summons",
                    "attempt",
                    "punished",
                    "accused",
                ),
            ),
        ),
        "word": ReferenceColumn("Base form", required=True),
    },
    key=("part", "kind", "word"),
    licence=_LICENCE,
    compiled=_COMPILED,
)
EXCLUSIONS = ReferenceTable(
    name="events/exclusions",
    language="en",
    description="Words that show a sentence to be about sports, markets, films, illness, accidents or ordinary crime",
    source="Own work",
    columns={
        "scope": ReferenceColumn(
            "sentence, clause, or article: counts only towards what the whole article is about",
            required=True,
            allowed=("sentence", "clause", "article"),
        ),
        "kind": ReferenceColumn(
            "What the sentence is about",
            required=True,
            allowed=("sports", "fiction", "market", "health", "disaster", "crime", "metaphor"),
        ),
        "phrase": ReferenceColumn("Lower-case phrase", required=True),
    },
    key=("kind", "phrase"),
    licence=_LICENCE,
    compiled=_COMPILED,
)
IRREGULAR_VERBS = ReferenceTable(
    name="events/irregular_verbs",
    language="en",
    description=f"Past forms that no spelling rule gives. {_BAR}",
    source="Own work",
    columns={
        "verb": ReferenceColumn("Base form", required=True),
        "past": ReferenceColumn("Past tense", required=True),
        "participle": ReferenceColumn("Past participle", required=True),
    },
    key=("verb",),
    licence=_LICENCE,
    compiled=_COMPILED,
)
PLACE_TIES = ReferenceTable(
    name="events/place_ties",
    description="What ties a place of the sentence to an event, with weights; a sum above 0 ties it",
    source="Own observations; weights fitted by benchmarks/fit_place_ties.py on event_location (MIT)",
    columns={
        "observation": ReferenceColumn("Name of the observation in transforms/events/setting/tying.py", required=True),
        "weight": ReferenceColumn(
            "Added to the sum, times the value for words, path and commas", type="number", required=True
        ),
        "basis": ReferenceColumn("How the weight was found", required=True, allowed=("fitted", "by hand")),
        "meaning": ReferenceColumn("When it is observed", required=True),
    },
    key=("observation",),
    licence=_LICENCE,
    compiled=_COMPILED,
)
JOIN_WEIGHTS = ReferenceTable(
    name="events/join_weights",
    description="What is observed of two mentions and how it weighs in the odds that they tell of one happening",
    source="Own labels (seeds/labels); weights fitted by training/fit_judge.py on texts that the reader did not see",
    columns={
        "observation": ReferenceColumn("Name of the observation in transforms/events/joining/joiner.py", required=True),
        "weight": ReferenceColumn("Added to the log odds, times the value observed", type="number", required=True),
        "meaning": ReferenceColumn("What is observed", required=True),
    },
    key=("observation",),
    licence=_LICENCE,
    compiled="2026-11-26",
)
JUDGE_WEIGHTS = ReferenceTable(
    name="events/judge_weights",
    description="What is observed of an event and how it weighs in the odds that a coder would make a row of it",
    source="Own labels (seeds/labels); weights fitted by training/fit_judge.py on texts that the reader did not see",
    columns={
        "observation": ReferenceColumn("Name of the observation in transforms/events/judging/judge.py", required=True),
        "weight": ReferenceColumn("Added to the log odds, times the value observed", type="number", required=True),
        "meaning": ReferenceColumn("What is observed", required=True),
    },
    key=("observation",),
    licence=_LICENCE,
    compiled="2026-11-26",
)
READER_CLASSES = ReferenceTable(
    name="events/reader_classes",
    description="The class of a mention that only the trained reader found, by the type and sub-type that it gives",
    source="Own work",
    columns={
        "event_type": ReferenceColumn("PLOVER event type", required=True, allowed=PLOVER_EVENT_TYPES),
        "acled_sub_event_type": ReferenceColumn(
            "ACLED sub-type; empty for any other", allowed=ALL_ACLED_SUB_EVENT_TYPES
        ),
        "class": ReferenceColumn("Class of the event", required=True, points_to="events/event_classes.class"),
    },
    key=("event_type", "acled_sub_event_type"),
    licence=_LICENCE,
    compiled="2026-11-26",
)
LINK_WEIGHTS = ReferenceTable(
    name="events/link_weights",
    description="What is observed of two reports of different articles and how it weighs in the odds that they tell of "
    "one happening",
    source="Own labels (seeds/labels/linking); weights fitted by benchmarks/fit_links.py",
    columns={
        "observation": ReferenceColumn("Name of the observation in transforms/linking/evidence.py", required=True),
        "weight": ReferenceColumn("Added to the log odds, times the value observed", type="number", required=True),
        "basis": ReferenceColumn("How the weight was found", required=True, allowed=("fitted", "by hand")),
        "meaning": ReferenceColumn("What is observed", required=True),
    },
    key=("observation",),
    licence=_LICENCE,
    compiled="2026-11-26",
)
COMMON_WORDS = ReferenceTable(
    name="events/common_words",
    language="en",
    description="Words that say nothing of an event: two reports are not alike for having them both",
    source="Own work",
    columns={"word": ReferenceColumn("The word in lower case", required=True, pattern=r"[a-z]+")},
    key=("word",),
    licence=_LICENCE,
    compiled="2026-11-26",
)
LINK_TYPES = ReferenceTable(
    name="events/link_types",
    description="Different PLOVER types that two reports of one happening can have; every type goes with itself",
    source="Own work",
    columns={
        "one": ReferenceColumn("A PLOVER event type", required=True, allowed=PLOVER_EVENT_TYPES),
        "two": ReferenceColumn("Another", required=True, allowed=PLOVER_EVENT_TYPES),
        "why": ReferenceColumn("How one happening can be told as either", required=True),
    },
    key=("one", "two"),
    licence=_LICENCE,
    compiled="2026-11-26",
)
TABLES = (
    EVENT_CLASSES,
    CLASS_PAIRS,
    TRIGGERS,
    ACLED_RULES,
    PARTICIPANTS,
    SIDES_OF_CODES,
    WORDS,
    LISTS,
    TOLL_PATTERNS,
    PATTERNS,
    STATUS_CUES,
    EXCLUSIONS,
    IRREGULAR_VERBS,
    PLACE_TIES,
    JOIN_WEIGHTS,
    JUDGE_WEIGHTS,
    READER_CLASSES,
    LINK_WEIGHTS,
    LINK_TYPES,
    COMMON_WORDS,
)
