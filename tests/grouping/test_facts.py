"""Reports on one template and copies of one report."""

from __future__ import annotations

import numpy as np
import pytest
from test_duplicates import WORDS_OF_FACTS, frame, groups

from transforms.facts import SLOTS, find_slots, sketch, tell_different_facts

RAIN = (
    "The office of weather gives this notice for boats and farms. {place} will have rain of {low} to {high} "
    "millimetres on {day}, with wind from the south that slackens after dusk. Boats under ten metres should stay "
    "in port while the red flag flies. Farmers are asked to keep seed dry and to clear ditches before the heavy "
    "showers come. Those who live below the dam of {place} should keep a bag packed and listen to the radio of "
    "the district."
)
PRICES = (
    "Prices at the central market are put out by the chamber of trade. A sack of millet sold at {a} francs, a "
    "sack of maize at {b} and a crate of tomatoes at {c}. Onions were scarce, since trucks still wait at the "
    "border post, and traders said that they hoped for better roads after the rains. Buyers may complain at the "
    "desk beside the gate."
)
CRICKET = (
    "Round up of the league. {home} beat {away} by {runs} runs before a good crowd. The captain chose to bat and "
    "his men made the most of a dry pitch; the reply never got going once the spinners came on. The teams meet "
    "again in the second half of the season. Tickets can be had at the ground and from the usual shops, half "
    "price for pupils."
)
SHELLING = (
    "Summary of the civil defence for 4 March. Crews answered calls by day and by night and thank all who gave "
    "way on the road. In the district of {place} shells fell on {houses} houses; {hurt} people were hurt and "
    "taken to the clinic. Crews put out the fires and made the ruins safe. The civil defence reminds the public "
    "not to gather where shells have fallen, since others may follow, and not to touch what did not go off. The "
    "next summary comes at dawn."
)
COURT = (
    "The registry of the high court gives notice of a hearing. The case against {name} of {place} will be called "
    "in the second room. Witnesses must bring their papers and be there an hour before. Cameras may not be "
    "carried past the gate, and telephones are to be left with the guards. The public is admitted as long as "
    "there are seats, and those who make noise will be led out. The list of cases hangs at the door of the "
    "registry."
)
GAUGE = (
    "Readings of the river authority on {date}. The gauge at the bridge stood at {a} centimetres and the gauge at "
    "the weir at {b}. Water is let out through the lower gates as the plan for the season lays down. People on "
    "the banks should not leave cattle or pumps near the water and must heed the guards. A siren is sounded when "
    "gates open."
)

BULLETINS = {
    "weather by place": (
        RAIN.format(place="Lindi", low="five", high="ten", day="Monday"),
        RAIN.format(place="Mtwara", low="20", high="30", day="Monday"),
    ),
    "weather by day": (
        RAIN.format(place="Lindi", low=5, high=10, day="Monday"),
        RAIN.format(place="Lindi", low=15, high=20, day="Friday"),
    ),
    "prices": (PRICES.format(a="18,500", b="16,000", c="7,250"), PRICES.format(a="19,000", b="15,500", c="8,000")),
    "results": (
        CRICKET.format(home="Galle", away="Kandy", runs=31),
        CRICKET.format(home="Jaffna", away="Dambulla", runs="eight"),
    ),
    "same day, another district": (
        SHELLING.format(place="Sloviansk", houses="four", hurt="two"),
        SHELLING.format(place="Nikopol", houses="nine", hurt="seven"),
    ),
    "people": (
        COURT.format(name="Peter Okello", place="Gulu"),
        COURT.format(name="Grace Namuli", place="Masaka"),
    ),
    "date in digits": (
        GAUGE.format(date="03/06/2024", a=412, b=388),
        GAUGE.format(date="04/06/2024", a=431, b=402),
    ),
}

WIRE = (
    "KUNDUZ, Afghanistan (Wire) - Six people were killed on Sunday when a bomb went off in a market of the town "
    "of Khanabad, the governor said. Twelve others were wounded. General Ahmad Qadir told reporters that the bomb "
    "had been hidden in a cart. Nobody took responsibility for the blast, the third in the province since June. "
    "Shops stayed closed and soldiers searched cars on the road to Taloqan. The United Nations condemned the "
    "attack and asked all sides to spare civilians. Elders of Khanabad had asked for more police in May, but only "
    "forty came."
)
COPIES = {
    "a new toll": WIRE.replace("Six people", "Eight people"),
    "a new toll of dead and wounded": WIRE.replace("Six people", "Eight people").replace("Twelve", "Fifteen"),
    "digits for words": WIRE.replace("Twelve others", "12 others").replace("only forty", "only 40"),
    "another spelling of a name": WIRE.replace("Khanabad", "Khan Abad").replace("Qadir", "Qader"),
    "another credit": WIRE.replace("KUNDUZ, Afghanistan (Wire) -", "KUNDUZ (Agency) -"),
    "no dateline": WIRE.split(" - ")[1],
    "cut": WIRE[: WIRE.index("Shops stayed")],
    "one paragraph more": WIRE + "\n\nIn Baghlan, a bomb killed two soldiers on Friday, an officer said.",
    "a paragraph in front": "Our reporter Sara Noor adds from Mazar that nine were hurt on Saturday. " + WIRE,
    "a corrected day": WIRE.replace("on Sunday", "on Saturday"),
    "a typing error": WIRE.replace("Taloqan", "Taloqann").replace("reporters", "reportes"),
    "curly quotes": WIRE.replace("General Ahmad Qadir told reporters that", "“General Qadir’s men know”:"),
}


@pytest.mark.parametrize("name", BULLETINS)
def test_reports_on_one_template_are_no_copies(name: str) -> None:
    one, other = BULLETINS[name]
    assert groups(frame({"a": one, "b": other})) == {"a": ("a", True), "b": ("b", True)}


@pytest.mark.parametrize("name", BULLETINS)
def test_a_reprint_of_a_bulletin_is_a_copy_of_that_one_alone(name: str) -> None:
    one, other = BULLETINS[name]
    found = groups(frame({"a": one, "b": other, "c": one + " Printed here by leave.", "d": other}))
    assert {key: group for key, (group, _) in found.items()} == {"a": "a", "b": "b", "c": "a", "d": "b"}


@pytest.mark.parametrize("name", COPIES)
def test_copies_stay_copies(name: str) -> None:
    assert groups(frame({"a": WIRE, "b": COPIES[name]}))["b"][0] == "a"


def test_numbers_and_days_are_the_same_however_written() -> None:
    for one, other in (
        ("They freed two hundred men", "They freed 200 men"),
        ("They freed twenty-five men", "They freed 25 men"),
        ("They met on 9 October here", "They met on October 9th here"),
        ("They met on Aug. 8 here", "They met on August 8 here"),
    ):
        assert find_slots(one, WORDS_OF_FACTS) == find_slots(other, WORDS_OF_FACTS)
        assert len(find_slots(one, WORDS_OF_FACTS)) == 1


def test_a_place_filled_in_two_ways_tells_nothing() -> None:
    assert find_slots("he said on Monday that; he said on Friday that", WORDS_OF_FACTS) == []


def test_sketches_of_long_texts_keep_the_same_places() -> None:
    text = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)} stands at {n} there." for n in range(300))
    whole, half = (find_slots(part, WORDS_OF_FACTS) for part in (text, text[: len(text) // 2]))
    assert len(sketch(whole)) == len(sketch(half)) == SLOTS
    assert not tell_different_facts(sketch(whole)[None], sketch(half)[None])[0]


def test_no_pairs_give_no_answer() -> None:
    nothing = np.zeros((0, SLOTS), dtype=np.uint64)
    assert tell_different_facts(nothing, nothing).size == 0
