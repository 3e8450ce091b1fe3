"""Plain texts cut by their own layout."""

from __future__ import annotations

import textwrap

import pytest

from transforms.prepare.layout import authors_in_byline, cut_text, dateline_of, is_boilerplate, split_authors

BODY = [
    "PORT NOVA, Aug. 8 (Wire) - Dock workers walked out on Sunday after talks over pay broke down.",
    "The union said that two thousand members had joined the strike, and that more would follow within the week.",
    "Shipping companies rerouted eleven vessels to ports further south. None of them could say when they would return.",
]
HEAD = "Strike Shuts Largest Harbour"
DECK = "Two thousand dockers walk out"
BIO = "Jane Doe is a reporter for The Harbour Times. She has covered shipping for ten years."


def test_all_parts() -> None:
    layout = cut_text("\n\n".join([HEAD, DECK, "By Jane Doe", "August 9, 2021", *BODY, BIO]))
    assert (layout.title, layout.subtitle, layout.authors) == (HEAD, DECK, ["Jane Doe"])
    assert layout.paragraphs == BODY
    assert layout.author_bio == BIO
    assert layout.bare_date == "August 9, 2021"


def test_byline_and_biography_at_the_foot() -> None:
    layout = cut_text("\n\n".join([HEAD, DECK, *BODY, "Author: Jane Doe", "She covers the coast for this paper."]))
    assert (layout.authors, layout.paragraphs) == (["Jane Doe"], BODY)
    assert layout.author_bio == "She covers the coast for this paper."


@pytest.mark.parametrize("width", [60, 72])
def test_header_lines_without_blank_lines_and_wrapped_body(width: int) -> None:
    head = "\n".join([HEAD, "By Jane Doe and John Roe", "Published: 9 August 2021"])
    layout = cut_text(head + "\n" + "\n\n".join(textwrap.fill(one, width) for one in BODY))
    assert (layout.title, layout.authors) == (HEAD, ["Jane Doe", "John Roe"])
    assert (layout.labelled_date, layout.paragraphs) == ("9 August 2021", BODY)


def test_wrapped_title_is_one_title() -> None:
    title = "Strike shuts the largest harbour of the coast as talks over pay break down and ships turn away"
    text = "\n\n".join(textwrap.fill(one, 60) for one in [title, *BODY])
    assert (cut_text(text).title, cut_text(text).paragraphs) == (title, BODY)


def test_a_text_may_start_with_its_dateline() -> None:
    layout = cut_text("\n\n".join(BODY))
    assert (layout.title, layout.paragraphs) == (None, BODY)


def test_one_line_is_a_body_not_a_title() -> None:
    assert cut_text("Two soldiers died in Port Nova").paragraphs == ["Two soldiers died in Port Nova"]


def test_a_sentence_below_the_title_stays_in_the_body() -> None:
    body = ["The harbour was shut on Sunday.", *BODY[1:]]
    assert cut_text("\n\n".join([HEAD, *body])).paragraphs == body


def test_labelled_header() -> None:
    layout = cut_text("\n".join([f"Title: {HEAD}", "Source: Harbour Times", "URL: https://a.example/1", "", *BODY]))
    assert layout.title == HEAD
    assert layout.values == {"source": "Harbour Times", "url": "https://a.example/1"}


def test_a_biography_in_the_news_is_news() -> None:
    end = "Anna Kern is the mayor of Port Nova and a former judge who has led the city since the spring."
    assert cut_text("\n\n".join([HEAD, *BODY, end])).paragraphs[-1] == end


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("BY JANE DOE", ["JANE DOE"]),
        ("By Jane Doe, Staff Writer", ["Jane Doe"]),
        ("By Jane Doe and Ali bin Said in Port Nova", ["Jane Doe", "Ali bin Said"]),
        ("By JANE DOE | Associated Press", ["JANE DOE"]),
        ("Author: Jane O’Neill-Roe", ["Jane O’Neill-Roe"]),
        ("By Monday the town had fallen.", []),
        ("By the time rescuers came, it was too late", []),
        ("By contrast, prices fell", []),
    ],
)
def test_bylines(line: str, names: list[str]) -> None:
    assert authors_in_byline(line) == names


def test_authors_leave_out_desks() -> None:
    assert split_authors("Jane Doe, Web Desk; John Roe") == ["Jane Doe", "John Roe"]


@pytest.mark.parametrize(
    ("start", "dateline"),
    [
        ("PORT NOVA, Aug. 8 (Wire) — Dockers", "PORT NOVA, Aug. 8 (Wire)"),
        ("SAN LUIS, 3 JAN 90 (RADIO SUR) -- [TEXT] THE ARMY", "SAN LUIS, 3 JAN 90 (RADIO SUR)"),
        ("Port Nova, Westland (CNN) — Dockers", "Port Nova, Westland (CNN)"),
        ("PORT NOVA — Dockers", "PORT NOVA"),
        ("WASHINGTON (AP)_ The", "WASHINGTON (AP)"),
        ("NEWTON, N.J. – A new", "NEWTON, N.J."),
        ("Dockers — two thousand of them — left", None),
        ("FILE - In this photo", None),
        ("THE ARMY SAID -- AND REPEATED -- THAT IT WON", None),
        ("A ceasefire (the third) - held", None),
    ],
)
def test_datelines(start: str, dateline: str | None) -> None:
    rest = " and more text follows here."
    assert dateline_of(start + (rest.upper() if start.isupper() else rest)) == dateline


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Harbour strike enters second week",
        "Sign up for our daily newsletter",
        "© 2021 Harbour Times. All rights reserved.",
        "ADVERTISEMENT",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "Follow us on Twitter",
        "Our weekly newsletter",
        "Harbour Times daily newsletter",
        "Get the headlines of the day by email",
        "Updated 9 May 2021, 10:15 GMT",
        "Last updated: Tuesday, May 9",
        "Updated 2 hours ago",
        "Have your say in the comments",
        "More: the strike in pictures",
        "Copyright 2021 Harbour Times",
        "We may earn a small commission from what you buy.",
    ],
)
def test_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read the letter aloud, the judge told him.",
        "Share prices fell by a tenth on Monday.",
        "Register of deaths shows 40 killed, the ministry said in a long statement. " * 4,
        "Watching from the hills, villagers counted nine trucks.",
        "Video: Troops board a ferry",
        "Gallery: the quay after the storm",
        "Updated: May Day march ends in clashes",
        "Updated June tallies count 12 drowned.",
        "Let us know where they are, fathers ask",
        "Have your say at the ballot box, mayor urges",
        "Guards seize rebel newsletter",
        "The ministry forbade newsletters",
        "Get off the island, the navy told fishermen by e-mail.",
        "Our advertisers left after the raid.",
        "We lost our advertisers in the war.",
        "We recommend that an independent review be held.",
        "Register of deaths shows 40 killed.",
        "Join us or leave, the gunmen told them.",
        "Copyright law divides the coalition.",
        "For more than a week nobody could visit the camp.",
        "Related-party loans sank the bank.",
    ],
)
def test_news_is_not_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    ("line", "authors", "date"),
    [
        ("Tamar Roe | Harbour Gazette | Port Nova | May 2, 2024", ["Tamar Roe"], "May 2, 2024"),
        ("Harbour Gazette | By Tamar Roe | 2 May 2024", ["Tamar Roe"], "2 May 2024"),
        ("2 May 2024 · By Tamar Roe", ["Tamar Roe"], "2 May 2024"),
    ],
)
def test_a_header_line_in_parts(line: str, authors: list[str], date: str) -> None:
    layout = cut_text("\n".join([HEAD, line, "", *BODY]))
    assert (layout.authors, layout.bare_date, layout.paragraphs) == (authors, date, BODY)


@pytest.mark.parametrize("head", ["Watch: navy boards a ferry off Skarvoy", "Trending: the strike that emptied a port"])
def test_a_title_that_reads_as_a_link_is_kept(head: str) -> None:
    assert cut_text("\n\n".join([head, *BODY])).title == head


@pytest.mark.parametrize("line", ["Read more: dockers walk out again today", "Follow us on Twitter and Facebook"])
def test_a_call_to_the_reader_is_no_title(line: str) -> None:
    assert cut_text("\n\n".join([line, *BODY])).title is None


def test_bare_name_and_publisher_below_the_title() -> None:
    layout = cut_text("\n".join([HEAD, "", "Tamar Roe", "Harbour Gazette", "", *BODY]), source="Harbour Gazette")
    assert (layout.authors, layout.subtitle, layout.paragraphs) == (["Tamar Roe"], None, BODY)


def test_a_dateline_on_its_own_line_stays_in_the_body() -> None:
    line = "Port Nova, 18 May 2022 (Harbour Times)"
    layout = cut_text("\n".join([HEAD, line, "", *BODY[1:]]))
    assert layout.paragraphs == [line, *BODY[1:]]
    assert dateline_of(line) == line


@pytest.mark.parametrize("byline", ["Par Nadine Doe", "Por Nadine Doe", "Von Nadine Doe", "Auteur : Nadine Doe"])
def test_bylines_of_other_languages(byline: str) -> None:
    assert authors_in_byline(byline) == ["Nadine Doe"]
