"""Pages: the headline, who wrote it, and what between the paragraphs is the site's own."""

from __future__ import annotations

import pytest

from transforms.prepare.layout import is_boilerplate
from transforms.prepare.page_titles import without_site_name
from transforms.prepare.pages import Page, read_page
from transforms.prepare.published import parse_date

TEXT = [
    "A crane toppled in the yard of Kelder on Monday and crushed two empty barges that lay below it at the quay.",
    "The yard's foreman said that the wind had reached the force at which work has to stop, and that it went on.",
    "Inspectors will look at the logs of the cabin this week, he said, and the yard stays shut until they have.",
]
BODY = "".join(f"<p>{one}</p>" for one in TEXT)
NAMES = ["Kelder Courier", "keldercourier.example"]


def page(
    top: str = "",
    foot: str = "",
    after: str = "",
    head: str = "",
    title: str = "Crane topples in Kelder yard",
    heading: str = "Crane topples in Kelder yard",
) -> Page:
    return read_page(
        f"<html><head><title>{title} - Kelder Courier</title>{head}</head><body><article>"
        f"<h1>{heading}</h1>{top}{BODY}{foot}</article>{after}</body></html>",
        "https://keldercourier.example/yard",
    )


@pytest.mark.parametrize(
    ("head", "heading", "expected"),
    [
        # made for sharing, and for search engines
        ("<meta property='og:title' content='Watch: crane topples in yard'>", "Crane topples in yard at Kelder", None),
        ("<meta property='og:title' content='Crane topples in yard | World | Kelder Courier'>", "Crane topples", None),
        # a heading that is the site's own
        ("<meta property='og:title' content='Crane topples in yard'>", "Kelder Courier", "Crane topples in yard"),
        ("<meta property='og:title' content='Crane topples in yard'>", "Leave a comment", "Crane topples in yard"),
        # a kicker run into the heading
        ("<meta property='og:title' content='Crane topples'>", "Harbour | Crane topples", "Crane topples"),
        # a dash of the headline's own
        ("<meta property='og:title' content='Crane - the fall of a giant'>", "Crane - the fall of a giant", None),
    ],
)
def test_the_printed_headline(head: str, heading: str, expected: str | None) -> None:
    read = page(head=head, heading=heading, title="Crane topples in yard")
    assert read.title == (expected or heading)


def test_a_heading_that_says_something_else_than_the_title() -> None:
    head = "<meta property='og:title' content='About us - Kelder Courier'>"
    assert page(head=head, heading="Nine decades on the quay", title="About us").title == "Nine decades on the quay"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Crane topples | World | Kelder Courier", "Crane topples"),
        ("Opinion | Cranes topple since nobody looks", "Cranes topple since nobody looks"),
        ("Kelder Courier: Crane topples", "Crane topples"),
        ("Crane topples - keldercourier.example", "Crane topples"),
        ("Fact check: did a crane topple?", "Fact check: did a crane topple?"),
        ("Crane - the fall of a giant", "Crane - the fall of a giant"),
    ],
)
def test_without_site_name(title: str, expected: str) -> None:
    assert without_site_name(title, NAMES) == expected


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("<p>Posted 3 May 2021 by Ida Holm</p>", ["Ida Holm"]),
        ("<p>Monday 3 May 2021 7:15 pm by Ida Holm and Per Sand</p>", ["Ida Holm", "Per Sand"]),
        ("<p>By Ida Holm in Kelder and Per Sand in Vik</p>", ["Ida Holm", "Per Sand"]),
        ("<p>wow! | By Ida Holm | 3 May 2021</p>", ["Ida Holm"]),
        ("<div>By</div><div>Ida Holm</div>", ["Ida Holm"]),
        ("<p>Ida Holm, Shipping correspondent</p>", ["Ida Holm"]),
        ("<p>Ida Holm Transport Editor</p>", ["Ida Holm"]),
        ("<p>Analysis by Ida Holm, BBC News</p>", ["Ida Holm"]),
        ('<span class="author vcard">ida</span>', ["ida"]),
        # desks and agencies, where nobody else is named
        ("<p>By Reuters Staff</p>", ["Reuters Staff"]),
        ("<p>By Ida Holm, Reuters</p>", ["Ida Holm"]),
        ("<p>AFP</p>", ["AFP"]),
        # strangers
        ("<figure><figcaption>The yard. Photo by Jo Lenz</figcaption></figure>", []),
        ("<p>Struck by Lightning</p>", []),
        ("<p>New Zealand</p><p>3 May 2021</p>", []),
    ],
)
def test_bylines(top: str, expected: list[str]) -> None:
    assert page(top=top).authors == expected


def test_strangers_are_no_authors() -> None:
    comment = '<div class="comments"><span class="author">Bo Grim</span><p>Nonsense, as ever.</p></div>'
    teaser = '<h3>More stories</h3><ul><li><a href="/g">Gulls are back on the mole</a> <i class="author">Su Gul</i>'
    assert page(after=f"{comment}{teaser}</li></ul>").authors == []
    cited = "<ol><li><meta itemprop='author' content='N. H. Old'>Old, N. H.: Cranes</li></ol>"
    assert page(after=cited).authors == []


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('{"@id": "#p1"}', ["Ida Holm"]),
        ('"Kelder Courier"', ["Per Sand"]),
        ('"Web Admin"', ["Per Sand"]),  # whoever put it online
    ],
)
def test_stated_and_printed_authors(author: str, expected: list[str]) -> None:
    graph = f'[{{"@type": "NewsArticle", "author": {author}}}, {{"@type": "Person", "@id": "#p1", "name": "Ida Holm"}}]'
    head = f'<script type="application/ld+json">{{"@graph": {graph}}}</script>'
    assert page(head=head, top="<p>By Per Sand</p>" if expected != ["Ida Holm"] else "").authors == expected


def test_boxes_between_paragraphs_are_left_out() -> None:
    boxes = '<div class="newsletter-signup"><p>All of the yard in your letter box, every day.</p></div>'
    boxes += '<aside class="related"><p>Gulls are back on the mole, and they are hungry.</p></aside>'
    assert page(foot=f"{boxes}<p>{TEXT[0]} Again.</p>").paragraphs[-4:] == [*TEXT, f"{TEXT[0]} Again."]
    # a name that covers the whole text is no box's
    inside = f'<div class="sponsored-content"><h1>Crane topples</h1>{BODY}</div>'
    assert (
        read_page(f"<html><head><title>Crane topples</title></head><body>{inside}</body></html>").paragraphs[-3:]
        == TEXT
    )


def test_an_opening_that_stands_beside_the_paragraphs() -> None:
    loose = f'{TEXT[0]} <a href="/y">Of the yard</a> nothing was heard.<br><br>{TEXT[1]}<p>{TEXT[2]}</p>'
    read = read_page(
        f"<html><head><title>Crane topples</title></head><body><div><h1>Crane topples</h1>{loose}</div></body></html>"
    )
    assert [f"{TEXT[0]} Of the yard nothing was heard.", TEXT[1], TEXT[2]] == read.paragraphs[-3:]


def test_the_stated_text_where_the_page_has_none() -> None:
    text = " ".join([*TEXT, *TEXT])
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'
    read = read_page(f"<html><head><title>Crane topples</title>{head}</head><body><div id='app'></div></body></html>")
    assert TEXT[2] in " ".join(read.paragraphs)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Never miss a launch: sign up to our newsletter.", True),
        ("This post contains affiliate links.", True),
        ("Updated 9 May 2022, 10:15", True),
        ("Updated figures show that 12 people died.", False),
        ("“We want an independent review of the yard,” the widow said.", False),
        ("The yard is the property of the state.", False),
        ("Want to vote? Residents have to sign up by Friday.", False),
    ],
)
def test_newsroom_notices(paragraph: str, expected: bool) -> None:
    assert is_boilerplate(paragraph) is expected


@pytest.mark.parametrize("written", ["3. März 2019", "3 de marzo de 2019", "3 mars 2019", "3 March 2019"])
def test_months_of_other_languages(written: str) -> None:
    read = parse_date(written)
    assert read is not None
    assert read.day.isoformat() == "2019-03-03"
