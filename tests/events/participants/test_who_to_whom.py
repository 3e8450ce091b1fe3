"""Who did it to whom, where grammar puts the parties somewhere else than before and behind the verb."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code

PARTIES = [
    # the phrase: no article, the name of the office with it
    ("The governor Ana Ruiz condemned the rebels.", "ACCUSE", "governor Ana Ruiz", "rebels"),
    # the party behind a preposition rather than the matter
    ("Norway suspended aid to Chad over the trial.", "SANCTION", "Norway", "Chad"),
    ("The union filed a lawsuit in a Lagos court against Shell over the spill.", "ACCUSE", "union", "Shell"),
    ("Macron discussed the drought with Scholz in Paris.", "CONSULT", "Macron", "Scholz"),
    ("The army gave Uganda a three-day deadline.", "THREATEN", "army", "Uganda"),
    ("The bank gave 2 million dollars to rebuild schools in Haiti.", "AID", "bank", "Haiti"),
    (
        "Oman began a mediation effort to heal the split between Peru and Bolivia.",
        "CONSULT",
        "Oman",
        "Peru and Bolivia",
    ),
    # whose matter it is
    (
        "Norway called in the Russian ambassador and complained about the flights.",
        "ACCUSE",
        "Norway",
        "Russian ambassador",
    ),
    (
        "Judges rejected a complaint filed by the Kurdish party over the ruling.",
        "REJECT",
        "Judges",
        "Kurdish party",
    ),
    ("Kenya refused to send troops to Somalia.", "REJECT", "Kenya", "Somalia"),
    # what stands before a colon is where the story was filed
    ("Lagos: The governor met union leaders on Monday.", "CONSULT", "governor", "union leaders"),
    # those who act together
    ("Peru and Chile agreed to hold joint drills.", "AGREE", "Peru and Chile", "Chile"),
    ("Peru and Chile failed to reach agreement on fishing.", "REJECT", "Peru and Chile", "Chile"),
    (
        "Ghana and Togo's foreign ministers met on Monday.",
        "CONSULT",
        "Ghana and Togo's foreign ministers",
        "Togo's foreign ministers",
    ),
    # pronouns and papers
    ("Modi met Abe in Tokyo to congratulate him.", "SUPPORT", "Modi", "Abe"),
    ("The rebels said they had freed two nurses.", "RETREAT", "rebels", "two nurses"),
    ("Turkey put out a statement accusing Greece of spying.", "ACCUSE", "Turkey", "Greece"),
    ("Germany voiced its support for Estonia.", "SUPPORT", "Germany", "Estonia"),
    # what others must do or have done
    ("Ankara said the Kurdish militants were responsible.", "ACCUSE", "Ankara", "Kurdish militants"),
    ("France said that Mali must release the hostages.", "REQUEST", "France", "Mali"),
]


@pytest.mark.parametrize(("text", "event_type", "actor", "recipient"), PARTIES)
def test_parties(code: Code, text: str, event_type: str, actor: str, recipient: str) -> None:
    found = [
        (event.actor.text if event.actor else None, event.recipient.text if event.recipient else None)
        for event in code(text)
        if event.event_type == event_type
    ]
    assert (actor, recipient) in found


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Syria said it would allow the UN into Idlib.", "AGREE"),
        ("Putin will meet Erdogan in Sochi on Monday.", "AGREE"),
        ("Putin met Erdogan in Sochi on Monday.", "CONSULT"),
        ("Britain will expel two Russian diplomats.", "THREATEN"),
        ("Poland said it would not receive the refugees.", "REJECT"),
        ("Iran and Oman signed a treaty on Monday.", "SUPPORT"),
    ],
)
def test_announced_acts_are_intent(code: Code, text: str, event_type: str) -> None:
    assert event_type in {event.event_type for event in code(text)}


def test_a_demand_needs_somebody_who_makes_it(code: Code) -> None:
    assert not [event for event in code("Mali must release the hostages.") if event.event_type == "REQUEST"]
