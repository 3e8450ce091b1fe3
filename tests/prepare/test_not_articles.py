"""What is no article is refused by a rule that says what it is; what only sounds like it is an article."""

from __future__ import annotations

import pytest

from transforms.prepare import prepare_documents
from transforms.prepare.not_articles import refusal_of, refusal_of_text
from warehouse.sources import Document, documents_frame

NOTICES = [
    ("cookie_wall", "The Harbour Times", "We and 90 partners keep cookies on your phone. You may withdraw consent."),
    ("cookie_wall", "Your privacy", "Choose which cookies you allow. Read our privacy policy for more."),
    ("cookie_wall", "Der Bote", "Wir und unsere Partner brauchen Ihre Einwilligung, siehe Datenschutz."),
    ("robot_check", "One moment, please", "Verify that you are human by ticking the box. Ray ID: 77ab"),
    ("robot_check", "Harbour Times", "You need to enable JavaScript to see this page."),
    ("robot_check", "Security check", "Our systems saw unusual traffic from your network."),
    ("error_page", "Error 404", "That page does not exist. Perhaps you mistyped the address."),
    ("error_page", "Access Denied", "You don’t have permission to access this resource.\nReference #12"),
    ("error_page", "Harbour Times", "Something went wrong. Please try again later."),
    ("error_page", "Harbour Times", "Our site is not available in your country. We are sorry."),
    ("login_page", "Sign in", "E-mail\nPassword\nForgot your password?\nNo account? Create one."),
    ("login_page", "Dockers walk out", "The rest is kept for our members. Already a subscriber? Log in here."),
    ("error_page", "403 Forbidden", "nginx"),
    ("error_page", "404 Not Found", "The requested URL /a was not found on this server.\nApache Server, Port 80"),
    ("error_page", "Page not found | Harbour Times", "Sorry, we looked everywhere. Go back to the home page."),
    ("error_page", "Sorry, this page isn't available", "The link may be broken, or the page may have been removed."),
    ("error_page", "500 Internal Server Error", "The machine failed and could not complete your request."),
    ("login_page", "Sign in to your account", "Password Remember me"),
    ("login_page", "Log in - Harbour Times", "Enter your e-mail and your password to go on."),
    ("removed", "[Removed]", "[Removed]"),
    ("removed", "Dockers walk out", "This article has been removed by the publisher."),
    ("too_short", "Storm in pictures", "Photo gallery"),
    ("too_short", None, "More to follow."),
]  # fmt: skip
ARTICLES = [
    ("Docker killed", "A docker died in Port Nova on Tuesday."),
    (None, "Two killed in blast"),
    ("Docker kidnapped in Port Nova", "Nobody was hurt."),
    (None, "洪水が港町を襲い二人が死亡した"),
    ("Firm fined over cookies", "A firm that set cookies without consent was fined. Partners must delete them."),
    ("Bank site down", "Clients could not log in to their accounts on Monday. The bank said it was sorry."),
    ("Robots learn captchas", "Bots solve captchas faster than humans do, a study by two universities has found."),
    ("404 houses burn", "404 houses burned in Port Nova. The page of the fire brigade was not available."),
    ("Mayor resigns", "The mayor of Port Nova has resigned. Subscribe to read on. Already a subscriber? Log in."),
    ("Registration begins for island vote", "Clerks at 12 ward halls began to enter names, password in hand, at dawn."),
    ("Papers missing after flood at court archive", "Boxes of deeds were not found when the water fell, clerks "
     "counting."),
    ("Files gone from archive", "Folders on the harbour deal may have been removed in May, a clerk of the "
     "archive wrote."),
    ("Gone: the last lamplighter of Port Nova", "His lamps are no longer here, and apprentices not found in ten "
     "years."),
    ("Forbidden strip widened around volcano", "Entry is not allowed to farmers within nine miles; access was "
     "denied to two."),
    ("Maintenance crew hurt at dam", "A valve under maintenance burst at noon; technical problems had been "
     "known for a year."),
    ("Access denied to relief ships", "Two ships were turned back at the strait; crews lacked permission to "
     "access the port."),
    ("Consent rules take effect", "Cookies may be set only after consent to them, under a statute that binds "
     "firms now."),
    ("We will rebuild", "We will rebuild our town. You have our word, and we ask you for your patience."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "title", "body"), NOTICES)
def test_notices_are_refused(rule: str, title: str | None, body: str) -> None:
    refusal = refusal_of(title, None, body)
    assert refusal is not None
    assert refusal.rule == rule


@pytest.mark.parametrize(("title", "body"), ARTICLES)
def test_reports_are_not(title: str | None, body: str) -> None:
    assert refusal_of(title, None, body) is None


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("url_list", "https://port.example/1\nhttps://port.example/2 seen\nhttps://port.example/3\n"),
        ("crawl_index", " CDX N b a m s\nexample,port)/1 20240305101500 https://port.example/1 text/html 200\n"),
        ("style_sheet", "h1, .lead { margin: 0; color: #123; }\n@media print { nav { display: none } }"),
        ("code", "!function(w,d){w.port=d.getElementById('p');w.load=function(){return 1}}(window,document);"),
        ("code", "def load(path):\n    with open(path) as lines:\n        return [one.strip() for one in lines]\n"),
        ("code", "User-agent: *\nDisallow: /private/\n"),
        (None, "Dock workers walked out https://port.example/1 https://port.example/2 and met (again) at noon."),
        (None, "Drowned: 4\nHurt: 11\nMissing: 2"),
        ("code", "[server]\nport: 80\nhost: quay"),
        ("code", "max_size: 4\nlog.level: info"),
        (None, "Map: https://port.example/map-2011."),
        (None, "Stocks\n\nPORT 7,500 (+1.2%)\nNOVA 12 (-0.3%)\nShares rose on Tuesday; banks (and mines) led."),
    ],
)
def test_lists_and_code(rule: str | None, text: str) -> None:
    refusal = refusal_of_text(text)
    assert (refusal.rule if refusal else None) == rule


STORIES = [
    ("Dockers walk out at largest port", "Two thousand dockers walked out on Sunday after talks on pay broke down."),
    ("Storm cuts power to the coast", "Thousands were without light on Monday night, the power company said."),
    ("Teachers end their long strike", "Schools open again on Tuesday after the ministry agreed to higher pay."),
]
PAGE = "<!doctype html><html><head><title>World</title></head><body><main><h1>World</h1>%s</main></body></html>"


@pytest.mark.parametrize(
    "entry",
    [
        "<article><h2><a href='/{n}'>{title}</a></h2><p>{text}</p></article>",
        "<h3><a href='/{n}'>{title}</a></h3><p>{text}</p>",
        "<a href='/{n}'><h3>{title}</h3><p>{text}</p></a>",
        "<tr><td>{n} March</td><td><a href='/{n}'>{title}</a></td></tr>",
        "<h2>{title}</h2><p>{text} <a href='/{n}'>Read more</a></p>",
    ],
)
def test_a_section_page_is_no_article(entry: str) -> None:
    page = PAGE % "".join(entry.format(n=n, title=title, text=text) for n, (title, text) in enumerate(STORIES))
    refused = prepare_documents(documents_frame([_page(page)])).rejected
    assert refused.get_column("rule").to_list() == ["listing_page"]


def test_links_below_an_article_make_no_section_page() -> None:
    told = "".join(f"<p>{text}</p>" for _, text in STORIES)
    links = "".join(f"<h3><a href='/{n}'>{title}</a></h3>" for n, (title, _) in enumerate(STORIES))
    articles = prepare_documents(documents_frame([_page(PAGE % f"{told}<h2>More</h2>{links}")])).articles
    assert articles.height == 1


def test_paragraphs_that_begin_with_a_link_make_no_section_page() -> None:
    told = "".join(f"<p><a href='/{n}'>{text[:30]}</a>{text[30:]}</p>" for n, (_, text) in enumerate(STORIES))
    assert prepare_documents(documents_frame([_page(PAGE % told)])).articles.height == 1


def test_a_page_that_says_it_is_an_article_is_one() -> None:
    links = "".join(f"<h3><a href='/{n}'>{title}</a></h3><p>{text}</p>" for n, (title, text) in enumerate(STORIES))
    stated = PAGE.replace("<title>", "<meta property='og:type' content='article'><title>") % links
    assert prepare_documents(documents_frame([_page(stated)])).articles.height == 1


def _page(html: str) -> Document:
    return Document("in/world.html", None, "html", "0" * 64, payload=html.encode())
