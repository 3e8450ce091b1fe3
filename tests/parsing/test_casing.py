"""Text without case gets its case back, letter for letter in place."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.casing import CaseRestorer, is_all_capitals, is_without_capitals

RESTORER = CaseRestorer(
    names=["Dire Dawa", "Port Harcourt", "Gode"],
    verbs=frozenset("kill attack say said arrest be early new bomb".split()),
    nouns=frozenset("soldier guerrilla army attack base bridge tower colonel command port news".split()),
    proper=["Nigerian", "Peru", "Monday", "June"],
    acronyms=["EPLF"],
)


@pytest.mark.parametrize(
    ("capitals", "restored"),
    [
        ("GUERRILLAS BOMBED AN ARMY TOWER IN DIRE DAWA.", "Guerrillas bombed an army tower in Dire Dawa."),
        ("THE EPLF KILLED SOLDIERS", "The EPLF killed soldiers"),
        ("COLONEL EMILIO TOWERSA SAID SO", "Colonel Emilio Towersa said so"),
        ("NIGERIAN SOLDIERS AT PORT HARCOURT PORT", "Nigerian soldiers at Port Harcourt port"),
        ("THE ATTACK. THE U.S. ARMY SAID", "The attack. The U.S. army said"),
        ("ON MONDAY 3 JUNE IN PERU", "On Monday 3 June in Peru"),
        ("THE PDXL BOMBED A BRIDGE", "The PDXL bombed a bridge"),
    ],
)
def test_restores_names_and_lowers_the_rest(capitals: str, restored: str) -> None:
    assert RESTORER.restore(capitals) == restored


def test_restores_names_in_lower_case() -> None:
    lowered = "the eplf killed soldiers in port harcourt on monday. nigerian guerrillas attacked."
    restored = "The EPLF killed soldiers in Port Harcourt on Monday. Nigerian guerrillas attacked."
    assert RESTORER.restore(lowered) == restored


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a mob burned the shops in the old town, police said. " * 5, True),
        ("a mob burned the shops in the old town, police said. " * 20 + "Advertisement", True),
        ("A mob burned the shops in the old town, police said. " * 5, False),
        ("a mob burned the shops", False),  # too short to say: many headlines have one capital
        ("", False),
    ],
)
def test_knows_text_without_capitals(text: str, expected: bool) -> None:
    assert is_without_capitals(text) is expected


@given(st.text(max_size=200))
@example("ı")
def test_never_changes_length_or_letters(text: str) -> None:
    restored = RESTORER.restore(text)
    assert len(restored) == len(text)
    assert all(a.lower() == b.lower() or a.casefold() == b.casefold() for a, b in zip(text, restored, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIAMEY, 3 JUN 94 -- A KILN BLEW UP", True),
        ("Niamey, 3 June: A kiln blew up", False),
        ("", False),
        ("A", False),
    ],
)
def test_knows_all_capitals(text: str, expected: bool) -> None:
    assert is_all_capitals(text) is expected
