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
    ("heading", "expected"),
    [
        ("<span>Yards</span><span>Crane topples in yard</span>", "Crane topples in yard"),
        ("Crane topples in yard<small>Two barges lie below it</small>", "Crane topples in yard"),
        ("Crane topples<br>In yard of Kelder", "Crane topples In yard of Kelder"),
    ],
)
def test_what_stands_in_a_heading_beside_the_headline(heading: str, expected: str) -> None:
    assert page(heading=heading, title="Crane topples in yard").title == expected


@pytest.mark.parametrize(
    ("title", "top", "expected"),
    [
        # the first heading is the logo's, and leads home
        ("Kelder Yard", "<h1><a href='/'>Kelder Yard</a></h1><h2>Crane topples in the yard</h2>", None),
        ("Kelder Yard", "<h1><a href='/'>Kelder Yard</a></h1>", "Kelder Yard"),
        ("Crane topples in yard", "<h1><a href='/'>Kelder Yard</a></h1><h2>Crane topples in the yard</h2>", None),
        ("Kelder Yard Blog: Crane topples in the yard", "<h3 class='post-title'>Crane topples in the yard</h3>", None),
        ("Crane topples in the yard | Kelder Yard | News of the quay", "<h2>Quays</h2>", None),
    ],
)
def test_pages_that_keep_their_headline_elsewhere(title: str, top: str, expected: str | None) -> None:
    head = f"<title>{title}</title><meta property='og:site_name' content='Kelder Yard'>"
    html = f"<html><head>{head}</head><body>{top}<div>{BODY}</div></body></html>"
    assert read_page(html, "https://yard.example/a").title == (expected or "Crane topples in the yard")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Crane topples | World | Kelder Courier", "Crane topples"),
        ("Crane topples | Kelder Courier | Kelder, Norland", "Crane topples"),
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
        # an office before the name, staff after it, capitals
        ("<p>By harbour reporter Ida Holm and staff</p>", ["Ida Holm"]),
        ("<p>BY IDA HOLM AND PER SAND</p>", ["IDA HOLM", "PER SAND"]),
        ("<p>Ida Holm, Yard Spokesperson</p><p>By Per Sand, Port Spokesman</p>", ["Per Sand"]),
        # other languages
        ("<p>3/5/2021 - Publicado por: Ida Holm - Categoria: Porto</p>", ["Ida Holm"]),
        ("<div>Von Ida Holm, Kiel</div>", ["Ida Holm"]),
        ("<div>Oleh: Ida Holm</div>", ["Ida Holm"]),
        ("<p>Von Beginn an war der Kran zu hoch, sagt der Meister am Kai</p>", []),
        # marks for programs, links to the author's page
        ('<div data-testid="site-byline"><span>Ida Holm</span></div>', ["Ida Holm"]),
        ('<div class="x"><a href="/experts/7">Ida Holm</a></div>', ["Ida Holm"]),
        (f'<p>{TEXT[0]} {TEXT[1]} <a href="/experts/7">Ida Holm</a></p>', []),
        # desks beside a person
        ("<p>By Ida Holm, Kelder Courier Sports</p>", ["Ida Holm"]),
        ("<p>By Ida Holm and CNN Business</p>", ["Ida Holm"]),
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


def test_a_body_in_several_parts_is_one() -> None:
    part = '<div class="grid"><div class="article__body">{0}</div></div><div class="ad">Buy a barge</div>'
    parts = "".join(part.format(f"<p>{one}</p><p>{one[::-1]}</p>") for one in TEXT)
    read = read_page(f"<html><head><title>Crane topples</title></head><body><main>{parts}</main></body></html>")
    assert [one for one in read.paragraphs if one in TEXT] == TEXT


def test_other_posts_of_a_blog_are_none_of_the_text() -> None:
    post = '<article class="post-{0} post status-publish hentry"><h1>{1}</h1><p>{2}</p><p>{2}</p></article>'
    posts = post.format(12, "Crane topples", TEXT[0]) + post.format(7, "Gulls are back", TEXT[1])
    html = f'<html><head><title>Crane topples</title></head><body class="single postid-12">{posts}</body></html>'
    read = read_page(html)
    assert TEXT[1] not in read.paragraphs
    assert TEXT[0] in read.paragraphs


def test_a_stated_text_that_is_escaped_once_more() -> None:
    body = "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in TEXT * 2)
    stated = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{body}"}}</script>'
    read = read_page(f"<html><head><title>Crane topples</title>{stated}</head><body><div id='app'></div></body></html>")
    assert read.paragraphs == TEXT * 2


def test_stories_in_a_list_are_not_the_page() -> None:
    other = '{"@type": "NewsArticle", "headline": "Gulls are back", "author": "Su Gul", "datePublished": "2020-01-02"}'
    own = '{"@type": "NewsArticle", "headline": "Crane topples", "author": "Ida Holm", "datePublished": "2021-05-03"}'
    items = f'{{"@type": "ItemList", "itemListElement": [{other}]}}'
    head = "".join(f'<script type="application/ld+json">{one}</script>' for one in (items, own))
    read = page(head=head)
    assert (read.authors, str(read.stated and read.stated.day)) == (["Ida Holm"], "2021-05-03")


def test_an_address_that_is_none_costs_no_page() -> None:
    read = read_page(
        f"<html><body><h1><a href='http://[yard]/'>Crane topples in yard</a></h1>{BODY}</body></html>", "http://[::1"
    )
    assert read.paragraphs[-1] == TEXT[-1]
