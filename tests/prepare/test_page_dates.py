"""Pages and fragments: dates, authors and text where the markup misleads."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.prepare.markup import text_of_markup, unwrap_markup
from transforms.prepare.pages import Page, read_page

TEXT = [
    "A ferry sank off Port Nova on Sunday with ninety people aboard, and most of them swam to the pier by themselves.",
    "The harbour master said that the bow door had been left open when the ship cast off from the eastern quay.",
    "Divers will go down again in the morning, he said, if the wind from the strait has fallen by that time.",
]
BODY = "".join(f"<p>{one}</p>" for one in TEXT)


def page(head: str = "", top: str = "", foot: str = "", after: str = "") -> Page:
    return read_page(
        f"<html><head><title>Ferry sinks off Port Nova</title>{head}</head><body><article>"
        f"<h1>Ferry sinks off Port Nova</h1>{top}{BODY}{foot}</article>{after}</body></html>"
    )


@pytest.mark.parametrize(
    "top",
    [
        "<p>Last modified: 21 September 2018. Posted: 4 March 2018</p>",
        '<div><time class="date-modified" datetime="2018-09-21">21 Sep 2018</time>'
        '<time itemprop="datePublished" datetime="2018-03-04">4 Mar 2018</time></div>',
        '<span class="entry-updated">21 September 2018</span> <span class="entry-published">4 March 2018</span>',
    ],
)
def test_the_update_is_not_the_publication(top: str) -> None:
    read = page(top=top)
    assert read.found is not None
    assert read.updated is not None
    assert (read.found.day, read.updated.day) == (date(2018, 3, 4), date(2018, 9, 21))


@pytest.mark.parametrize(
    ("foot", "after"),
    [
        ("", "<footer>© 2015-2019 Harbour Media</footer>"),
        ("<p>Ferries had sunk there in 1999 and on 6 May 2011.</p>", ""),
        ('<h3>Read next</h3><ul><li><a href="/x">Gulls return to pier</a> 6 May 2011</li></ul>', ""),
        ('<div class="related"><time datetime="2011-05-06">6 May 2011</time></div>', ""),
        ("", "<div>Page generated 6 May 2011 04:00</div>"),
        ("", "<div>Boat show: 6 May 2031</div>"),
    ],
)
def test_no_date_of_other_matters(foot: str, after: str) -> None:
    read = page(foot=foot, after=after)
    assert (read.stated, read.found) == (None, None)


def test_the_printed_byline_beats_the_organisation() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "NewsMediaOrganization",'
    head += ' "name": "Harbour Gazette"}}</script>'
    assert page(head=head, top="<p>By Nora Quist</p>").authors == ["Nora Quist"]
    assert page(head=head).authors == ["Harbour Gazette"]


def test_a_layout_table_keeps_paragraphs() -> None:
    cells = f'<td><a href="/">Front</a></td><td><h1>Ferry sinks</h1>{BODY}</td>'
    read = read_page(
        f"<html><head><title>Ferry sinks</title></head><body><table><tr>{cells}</tr></table></body></html>"
    )
    assert read.paragraphs[-3:] == TEXT


def test_a_list_under_body_is_text() -> None:
    items = "<ul><li>Forty were taken to the school.</li><li>Nine were flown to the capital.</li></ul>"
    inside = f"<h1>Ferry sinks</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{items}<p>{TEXT[2]}</p>"
    read = read_page(f"<html><head><title>Ferry sinks</title></head><body>{inside}</body></html>")
    assert "Nine were flown to the capital." in read.paragraphs


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<![CDATA[A ferry sank.]]>", "A ferry sank."),
        ("&lt;![CDATA[&lt;p&gt;A ferry sank.&lt;/p&gt;]]&gt;", "A ferry sank."),
        ("&lt;p&gt;A ferry sank.&lt;/p&gt;&lt;p&gt;It was old.&lt;/p&gt;", "A ferry sank.\n\nIt was old."),
        ("Waves of &lt; 2 m", "Waves of &lt; 2 m"),
    ],
)
def test_markup_that_was_escaped(html: str, text: str) -> None:
    assert text_of_markup(unwrap_markup(html)).strip() == text


@pytest.mark.parametrize(
    ("top", "lang", "after", "expected"),
    [
        ("<p>Fri, 05/03/2021 - 10:22</p>", "en", "", date(2021, 3, 5)),  # the 5th of March was a Friday
        ("<p>05/03/2021</p>", "es", "", date(2021, 3, 5)),
        ("<p>05.03.2021, 10:22</p>", "de-DE", "", date(2021, 3, 5)),
        ("<p>05/03/2021</p>", "en-GB", "", date(2021, 3, 5)),
        ("<p>05/03/2021</p>", "en-US", "<p>Tide tables of 03/25/2021</p>", date(2021, 5, 3)),
        ("<p>05/03/2021</p>", "en-US", "", None),
        ("<p>05/03/2021</p>", "", "", None),
        ("<p>05/03/2021</p>", "ja", "", None),
        ("<p>05/03/2021</p>", "en-CN", "", None),
        ("<p>Last updated</p><p>7 March 2021</p><p>Published</p><p>5 March 2021</p>", "", "", date(2021, 3, 5)),
        ("<p>Updated 4:12 PM EST, Sat March 6, 2021</p><p>Published 5:12 PM EST, Fri March 5, 2021</p>", "", "",
         date(2021, 3, 5)),
        ("<span title='March 5, 2021 10:22 am'>2 years ago</span>", "", "", date(2021, 3, 5)),
        ("<span title='March 5, 2011'>Joined long ago</span>", "", "", None),
        ("<p>5 marca 2021</p>", "pl", "", date(2021, 3, 5)),
        ("<p>2021年3月5日 10:22</p>", "ja", "", date(2021, 3, 5)),
    ],
)  # fmt: skip
def test_the_order_and_the_words_of_dates(top: str, lang: str, after: str, expected: date | None) -> None:
    html = f"<html lang='{lang}'><head><title>Ferry sinks</title></head><body><article><h1>Ferry sinks</h1>{top}{BODY}"
    read = read_page(f"{html}</article>{after}</body></html>", "https://ferry.example/a")
    assert (read.found and read.found.day) == expected


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("<div class='day'><span>Mar</span><span>5</span><span>2021</span></div>", date(2021, 3, 5)),
        ("<div><div>26 November 2026</div></div><div><p>Harbour</p></div>", None),  # today's, beside the site's name
    ],
)
def test_a_date_right_above_the_headline(over: str, expected: date | None) -> None:
    html = (
        f"<html><head><title>Ferry sinks</title></head><body><div>{over}<h2>Ferry sinks</h2></div>{BODY}</body></html>"
    )
    read = read_page(html, "https://ferry.example/a")
    assert (read.found and read.found.day) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("5 March 2021 at 9:11 pm EST", date(2021, 3, 5)),  # the same moment in Greenwich is the 6th
        ("5 March 2021", date(2021, 3, 5)),
        ("6 March 2021", date(2021, 3, 6)),
        ("1 March 2021", date(2021, 3, 6)),  # another matter's
    ],
)
def test_a_stated_moment_is_of_the_day_that_is_printed(printed: str, expected: date) -> None:
    read = page(
        head='<meta property="article:published_time" content="2021-03-06T02:11:00Z">', top=f"<div>{printed}</div>"
    )
    assert (read.stated and read.stated.day) == expected
