"""The headline of a page.

What belongs here: which of a page's headings and statements is its headline, and what sites write around it. The title
that is made for search engines and for sharing often differs from the one over the article, which is what readers know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from transforms.prepare.page_parts import is_strange_class
from transforms.prepare.page_words import bare, likeness, split_address, text_of, tidy
from transforms.prepare.phrases import ORGANISATION
from transforms.prepare.repair import repair_line
from transforms.wording import Phrase

_LIKE = 0.6  # share of the shorter line's words that a heading and a stated title have in common
_LONGEST = 300  # characters of a heading
_LONGEST_KICKER = 12  # characters of a part that is surely no headline
_STANDS_IN = 2  # the level that stands for the first
_WHOLE_SHARE = 0.7  # of a stated title's length that such a heading has at least
_LONGEST_TAIL = 8  # letters after the site's name: "Harbour Times Online"
_COMPARED = 40  # letters by which a paragraph is found again
_FEWEST_WORDS = 3  # of a headline that nothing but its place shows
_SHORTEST_NAME = 5  # letters of a site's name that a title is cut at
_SEPARATOR = re.compile(r"\s+(?:[|·•»«–—:]|--?|::|//)\s+|\s+--(?=\w)")
_AFTER_NAME = re.compile(r"(?<=\w):\s+")
_OUTER = " |·•»«–—:/-"
_LABEL = Phrase(r"^\W*{box_heading}\W*$", re.IGNORECASE)
_STRANGE_TAGS = frozenset("aside nav footer form figure".split())
_TITLE_CLASS = re.compile(
    r"(?:^|\s)(?:(?:entry|post|article|story|page|content|news|single)[_-]?(?:title|headline)|headline)(?:$|\s)",
    re.IGNORECASE,
)


def read_title(tree: HtmlElement, stated: Sequence[str], names: Sequence[str], opening: str) -> str | None:
    """The printed headline, else the stated title without the site's name.

    Args:
        tree: the page.
        stated: titles as the page states them, in the order of trust.
        names: names of the site and its host, which are no titles.
        opening: the first paragraph of the body.
    """
    names = [*names, *_names_at_home(tree, names)]
    element = tidy(tree.findtext(".//title"))
    raw = [repair_line(tidy(one)) for one in [*stated, element]]
    stories = [one for one in raw if not _is_name(one, names)]
    claims = [claim for one in stories if not _is_name(claim := without_site_name(one, names), names)]
    headings = [(text, heading) for heading, text in _headings(tree, names)]
    if (best := _most_like(headings, list(dict.fromkeys([*claims, *raw])))) is not None:
        return best
    if (over := _over_the_text(tree, [one for _, one in headings if one.tag == "h1"], opening)) is not None:
        return repair_line(over)
    if claims:
        return claims[0]
    return _nearest_above(tree, [one for _, one in headings], opening) or repair_line(element) or None


def _names_at_home(tree: HtmlElement, names: Sequence[str]) -> Iterator[str]:
    """What the page writes on its link to the site's front page inside a heading: the site's own name."""
    hosts = {name.lower() for name in names if "." in name}
    for heading in tree.iter("h1", "h2"):
        text = text_of(heading)
        for link in heading.iter("a"):
            target = split_address(link.get("href"))
            is_home = target.path == "/" or (target.path == "" and bool(target.netloc))
            is_own = not target.netloc or target.netloc.lower().removeprefix("www.") in hosts
            if text and is_home and is_own and not target.query and text_of(link) == text:
                yield text


def _headings(tree: HtmlElement, names: Sequence[str]) -> Iterator[tuple[HtmlElement, str]]:
    """Headings that may be the article's, those of the first level first, with their text."""
    found = list(tree.iter("h1", "h2", "h3"))
    found += [one for one in tree.iter("div", "span", "p", "h4") if _is_marked(one)]
    for heading in sorted(found, key=_level):
        text = repair_line(text_of(heading))
        if not text or len(text) > _LONGEST or _LABEL.match(text) or _is_name(text, names):
            continue
        if _level(heading) == 1 or not _is_in_strange(heading):
            yield heading, text


def _is_marked(element: HtmlElement) -> bool:
    """Whether an element that is no heading is marked as the headline by its itemprop or class."""
    return "headline" in (element.get("itemprop") or "") or bool(_TITLE_CLASS.search(element.get("class") or ""))


def _level(heading: HtmlElement) -> int:
    """1 to 3; what is marked as the headline goes with the first level."""
    if heading.tag == "h1" or "headline" in (heading.get("itemprop") or ""):
        return 1
    return 2 if heading.tag == "h2" or _is_marked(heading) else 3


def _is_in_strange(heading: HtmlElement) -> bool:
    """Whether a heading stands in what belongs to the site or to other stories."""
    around = [one for one in heading.iterancestors() if one.tag not in ("html", "body")]
    return any(one.tag in _STRANGE_TAGS or is_strange_class(one) for one in around)


def _most_like(headings: Sequence[tuple[str, HtmlElement]], claims: Sequence[str]) -> str | None:
    """The heading that says most nearly what the page states as its title, as it should be stored.

    Headings of lower levels count only where they repeat a stated title or a part of it; the second level also where
    the first is left to the site's logo.
    """
    top = min((_level(heading) for _, heading in headings), default=1)
    rated = [
        (rating, -number, text, claim)
        for number, (text, heading) in enumerate(headings)
        for claim in claims
        if (rating := _rating(text, claim, heading, top)) >= _LIKE
    ]
    if not rated:
        return None
    _, number, text, claim = max(rated, key=lambda one: one[:2])
    return _unwrapped(text, claim, headings[-number][1])


def _rating(text: str, claim: str, heading: HtmlElement, top: int) -> float:
    """How much a heading says what the page states as its title; `top` is the page's highest level."""
    repeated = bare(text) in bare(claim) and len(bare(text)) > 0
    if bare(text) == bare(claim):
        return 2.0 if _level(heading) == 1 else 1.5
    if repeated and any(bare(part) == bare(text) for part in _SEPARATOR.split(claim)):
        return 1.2 if len(text) > 8 else 0.0
    if _is_marked(heading) and any(bare(part) == bare(text) for part in _AFTER_NAME.split(claim, maxsplit=1)[1:]):
        return 1.2  # "Harbour Blog: Ferry sinks"
    if _level(heading) > 1:
        is_whole = _level(heading) == top == _STANDS_IN and len(text) >= _WHOLE_SHARE * len(claim)
        return 0.9 * likeness(text, claim) if is_whole else 0.0
    if len(text.split()) < 3 and len(text) < 0.5 * len(claim):
        return 0.0
    return likeness(text, claim)


def _unwrapped(text: str, claim: str, heading: HtmlElement) -> str:
    """A heading's text without a kicker ("Sport | …") or another element's text that is run into it."""
    own = bare(text)
    if bare(claim) in own and bare(claim) != own and (claim in _SEPARATOR.split(text) or len(text) > 2 * len(claim)):
        return claim
    beside = {bare(str(one.text_content())) for one in heading.iterdescendants() if isinstance(one.tag, str)}
    for wanted in sorted({claim, *_SEPARATOR.split(claim)}, key=len, reverse=True):
        said = bare(wanted)
        rest = own.removeprefix(said) if own.startswith(said) else own.removesuffix(said)
        if len(wanted) > _LONGEST_KICKER and 0 < len(rest) < len(own) and (rest in beside or said in beside):
            return wanted
    return text


def _over_the_text(tree: HtmlElement, headings: Sequence[HtmlElement], opening: str) -> str | None:
    """A heading of the first level that stands last over the first paragraph, where the page has no other such."""
    start = bare(opening)[:_COMPARED]
    if len(headings) != 1 or not start or _is_in_strange(headings[0]):
        return None
    if len(str(headings[0].text_content()).split()) < _FEWEST_WORDS:
        return None
    last: HtmlElement | None = None
    for element in tree.iter("h1", "h2", "p", "div"):
        text = (element.text or "") if element.tag == "div" else str(element.text_content())
        is_opening = bare(text).startswith(start)
        if element.tag == "h1" or (element.tag == "h2" and not is_opening):
            last = element
        if is_opening:
            break
    return text_of(headings[0]) if last is headings[0] else None


def _nearest_above(tree: HtmlElement, headings: Sequence[HtmlElement], opening: str) -> str | None:
    """The last heading above the first paragraph, for pages that state nothing but the site's name."""
    start, last = bare(opening)[:_COMPARED], None
    if not start:
        return None
    for element in tree.iter("h1", "h2", "h3", "p", "div", "td"):
        if element in headings:
            last = element
        elif _beginning_of(element).startswith(start):
            break
    found = repair_line(text_of(last)) if last is not None else ""
    return found if len(found.split()) >= _FEWEST_WORDS else None


def _beginning_of(element: HtmlElement) -> str:
    """The first letters of an element's text."""
    letters = ""
    for piece in element.itertext():
        letters += bare(str(piece))
        if len(letters) >= _COMPARED:
            break
    return letters


def _is_name(text: str, names: Sequence[str]) -> bool:
    return not bare(text) or bare(text) in {bare(name) for name in names}


def without_site_name(title: str, names: Sequence[str]) -> str:
    """A title without what sites write around it: "Ferry sinks | World | Harbour Times", "Opinion | Ferries sink".

    A part at the end goes where it is the site's name or host, or has a word of publishers' names; one at the front
    only where it is the site's name. Of parts between bars the longest is the title, the others are sections.
    """
    title = _before_name(title, names)
    parts = _SEPARATOR.split(title)
    while len(parts) > 1 and _is_site_part(parts[-1], names):
        title = title[: title.rfind(parts[-1])].rstrip(_OUTER)
        parts = _SEPARATOR.split(title)
    first = next(iter([*_AFTER_NAME.split(title, maxsplit=1), ""]))
    for start in (parts[0], first):
        if len(start) < len(title) and _is_name(start, names):
            title = title[len(start) :].lstrip(_OUTER)
    bars = [part.strip() for part in re.split(r"\s+[|]\s+", title) if part.strip()]
    return max(bars, key=len) if len(bars) > 1 and _is_much_longer(bars) else title


def _before_name(title: str, names: Sequence[str]) -> str:
    """A title up to the part that is the site's name, after which sections come: "Ferry sinks | Times | UK"."""
    own = tuple(name for name in map(bare, names) if len(name) >= _SHORTEST_NAME)
    for found in _SEPARATOR.finditer(title):
        part = _SEPARATOR.split(title[found.end() :])[0]
        rest = next((bare(part).removeprefix(name) for name in own if bare(part).startswith(name)), None)
        if found.start() and rest is not None and len(rest) <= _LONGEST_TAIL:
            return title[: found.start()].rstrip(_OUTER)
    return title


def _is_much_longer(parts: Sequence[str]) -> bool:
    ordered = sorted(map(len, parts))
    return ordered[-1] >= 1.5 * ordered[-2]


def _is_site_part(part: str, names: Sequence[str]) -> bool:
    if len(part.split()) > 6 or not bare(part):
        return False
    own = bare(part)
    for name in map(bare, names):
        if name and (own == name or (len(own) > 3 and own in name) or (len(part.split()) < 4 and own.startswith(name))):
            return True
    return len(part.split()) <= 5 and bool(ORGANISATION.search(part)) and part[:1].isupper()
