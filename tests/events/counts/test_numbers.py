from __future__ import annotations

import pytest

from tests.events.conftest import Code, load_lexicon
from transforms.events.counts.victims import Count, TollPatterns, read_count


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("20 civilians", Count(20, 20, 20)),
        ("at least 20 civilians", Count(20, 20, None)),
        ("no fewer than seven", Count(7, 7, None)),
        ("more than 1,200 people", Count(1200, 1200, None)),
        ("up to 40 rebels", Count(None, 40, 40)),
        ("as many as a dozen", Count(None, 12, 12)),
        ("two dozen villagers", Count(24, 24, 24)),
        ("dozens of villagers", Count(24, 24, None)),
        ("several soldiers", Count(2, 3, None)),
        ("between 5 and 10 men", Count(5, 5, 10)),
        ("between five and ten men", Count(5, 5, 10)),
        ("8-10 residents", Count(8, 8, 10)),
        ("twenty-three", Count(23, 23, 23)),
        ("two hundred", Count(200, 200, 200)),
        ("one hundred and five", Count(105, 105, 105)),
        ("a 25-year-old man", Count(1, 1, 1)),
        ("about 30 people", Count(30, 30, 30)),
        ("no", Count(0, 0, 0)),
        ("civilians", None),
        ("the villagers", None),
    ],
)
def test_read_count(phrase: str, expected: Count | None) -> None:
    assert read_count(phrase, load_lexicon()) == expected


def test_counts_add_and_an_open_end_stays_open() -> None:
    assert Count(2, 2, 2) + Count(3, 3, 3) == Count(5, 5, 5)
    assert Count(2, 2, 2) + Count(20, 20, None) == Count(22, 22, None)


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("The blast left 14 people dead.", 14),
        ("Rescuers counted 31 deaths by noon.", 31),
        ("At least six soldiers were killed.", 6),
        ("Nine killed in Dara blast.", 9),
        ("The town was quiet.", None),
    ],
)
def test_loose_tolls(sentence: str, best: int | None) -> None:
    found = TollPatterns(load_lexicon()).dead(sentence)
    assert (found.best if found else None) == best


def test_totals() -> None:
    tolls = TollPatterns(load_lexicon())
    assert tolls.total_dead("The death toll rose to 41 on Friday.") == Count(41, 41, 41)
    assert tolls.total_dead("Three died.") is None


def test_injured_and_arrested_are_not_dead() -> None:
    tolls = TollPatterns(load_lexicon())
    sentence = "Two men were injured and 14 others arrested."
    assert tolls.dead(sentence) is None
    assert tolls.injured(sentence) == Count(2, 2, 2)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("half a dozen loggers", Count(6, 6, 6)),
        ("a couple of hundred loggers", Count(200, 200, 200)),
        ("one and a half dozen loggers", Count(18, 18, 18)),
        ("a dozen and a half", Count(18, 18, 18)),
        ("1 250 people", Count(1250, 1250, 1250)),
        ("tens of thousands of people", Count(20000, 20000, None)),
        ("several hundred people", Count(200, 300, None)),
        ("from 3 to 7 loggers", Count(3, 3, 7)),
        ("two or three loggers", Count(2, 2, 3)),
        ("30 or more", Count(30, 30, None)),
        ("1.5 million people", Count(1_500_000, 1_500_000, 1_500_000)),
        ("the 52-year-old logger", None),
        ("5 per cent", None),
        ("$20 million", None),
        ("Boeing 737", None),
        ("an AK 47 of the miners", Count(1, 1, 1)),
        ("a half-dozen loggers", Count(6, 6, 6)),
        ("the 3rd", None),
        ("12 km", None),
    ],
)
def test_ways_of_english_to_count(phrase: str, expected: Count | None) -> None:
    assert read_count(phrase, load_lexicon()) == expected


def test_a_number_knows_where_it_stands() -> None:
    (number,) = load_lexicon().numbers.find("At least two dozen loggers fled.")
    assert (number.start, number.end, number.bound) == (0, 18, "at_least")


def test_a_date_is_no_number() -> None:
    text = "In 2011 900 people died."
    found = load_lexicon().numbers.find(text, dated=range(3, 7))
    assert [text[one.start : one.end] for one in found] == ["900"]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Gunmen killed a family of six in Sokoto on Monday.", 6),
        ("Gunmen killed two teachers, a nurse and three pupils in Sokoto on Monday.", 6),
        ("Raiders killed from 11 to 13 farmers near Mopti on Monday.", 11),
        ("A mine killed both drivers near Gao on Monday.", 2),
        ("Gunmen killed the 61-year-old chief of Dori on Monday.", 1),
        ("Soldiers killed three smugglers near Gao on Friday, the day of prayer.", 3),
    ],
)
def test_victims_add_up(code: Code, text: str, dead: int) -> None:
    assert max(event.fatalities_best or 0 for event in code(text)) == dead


def test_every_count_has_its_words(code: Code) -> None:
    text = "Gunmen killed at least four herders and wounded a nurse near Sokoto on Monday."
    (event,) = [event for event in code(text) if event.event_type == "ASSAULT"]
    told = {(number.quantity, number.best, number.bound, number.text) for number in event.numbers}
    assert told == {("killed", 4, "at_least", "at least four"), ("injured", 1, "exact", "a nurse")}
    assert all(text[number.start_char : number.end_char] == number.text for number in event.numbers)


def test_the_numbers_of_a_sum_add_up(code: Code) -> None:
    (event,) = [
        event for event in code("A mine killed two men and three boys near Gao on Monday.") if event.fatalities_best
    ]
    assert (
        event.fatalities_best == sum(number.best or 0 for number in event.numbers if number.quantity == "killed") == 5
    )


@pytest.mark.parametrize(
    ("text", "quantity", "best"),
    [
        ("About 300 teachers marched in Lima on Monday over their pay.", "participants", 300),
        ("Some 2,000 villagers fled Dori on Monday after the raid.", "displaced", 2000),
    ],
)
def test_crowds_and_the_displaced_are_counted(code: Code, text: str, quantity: str, best: int) -> None:
    assert (quantity, best) in {(number.quantity, number.best) for event in code(text) for number in event.numbers}
