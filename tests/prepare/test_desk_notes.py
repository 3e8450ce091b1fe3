"""Slugs, takes and notes of a desk above a story are no titles, and headlines that look like them are."""

from __future__ import annotations

import pytest

from transforms.prepare.layout import cut_text

BODY = "The ferry to the island ran aground in fog, the harbour master said.\n\nDivers look at the hull today."


@pytest.mark.parametrize(
    "above",
    [
        "BC-XX-FERRY, 1st Ld-Writethru,0212",
        "STRAIT-FERRY/ (UPDATE 3)",
        "strait-ferry-fog",
        "Strait/ferry/",
        "2nd LEAD",
        "Take 2",
        "URGENT",
        "FOR IMMEDIATE RELEASE",
        "(Adds harbour master, paragraphs 2-4)",
        "Eds: Adds names. With photos.",
        "ADDS: names of the crew",
        "CORRECTION: An earlier version of this story gave a wrong name for the strait.",
        "Note to editors: this story moved on Monday",
        "PRESS RELEASE\n\nContact: Nora Quist, 555 0199",
        "EMBARGOED UNTIL 0600 GMT TUESDAY",
        "EMBARGOED: not before noon",
        "Embargo: 6:00 GMT, 4 May",
        "For release on Monday, 4 May",
        "BC-XX--Ferry, 2nd Ld-Writethru, 0310",
        "PM-Strait Ferry, Bjt",
        "XX-FERRY, URGENT",
        "CORRECTION: name of the strait",
    ],
)
def test_a_note_is_no_title(above: str) -> None:
    layout = cut_text(f"{above}\nFerry runs aground in fog\nBy Nora Quist\n\n{BODY}")
    assert (layout.title, layout.subtitle, layout.authors) == ("Ferry runs aground in fog", None, ["Nora Quist"])
    assert layout.paragraphs == BODY.split("\n\n")
    assert layout.values["header"].startswith(above.split("\n", maxsplit=1)[0])


@pytest.mark.parametrize("prefix", ["UPDATE 2-", "CORRECTED - ", "ROUNDUP: ", "2ND LEAD: "])
def test_a_version_is_taken_off_a_title(prefix: str) -> None:
    assert cut_text(f"{prefix}Ferry runs aground\nBy Nora Quist\n\n{BODY}").title == "Ferry runs aground"


@pytest.mark.parametrize(
    "title",
    [
        "Urgent call for pilots on the strait",
        "Update from the quay",
        "KILLED AT SEA",
        "PARIS-NICE",
        "Al-Quds Day",
        "Embargo on fish lifted",
        "Embargo - how the island lives with it",
        "For release of the crew, families wait on the quay",
        "For publication of maps, editor is jailed",
        "PM-ASHA fund pays fishermen",
        "Correction: Strait-Ferry story",
        "H5N1, storms empty the markets",
        "Father-of-four, 51, drowned off the quay",
        "1st lead in race for ferry crews",
        "Take two ferries away, islanders ask",
    ],
)
def test_a_headline_stays_one(title: str) -> None:
    assert cut_text(f"{title}\nBy Nora Quist\n\n{BODY}").title == title


def test_the_day_of_a_release_dates_it() -> None:
    layout = cut_text(f"For immediate release: 12 August 2019\n\nFerry runs aground\n\n{BODY}")
    assert (layout.title, layout.bare_date) == ("Ferry runs aground", "12 August 2019")
