"""Who wrote a page's article.

What belongs here: which of the names that a page states, prints and marks are its authors. Persons come before user
names, user names before desks and agencies ("Staff Writer", "AFP"), which are named only where the page names nobody
else; a site that names itself is no author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from lxml.html import HtmlElement

from transforms.prepare.layout import without_byline_date
from transforms.prepare.page_words import bare, text_of, tidy
from transforms.prepare.phrases import (
    AFTER_NAMES,
    AGENCY,
    AGENCY_NAMES,
    CALENDAR_WORDS,
    DESK,
    NO_AUTHOR,
    ORGANISATION,
    ROLE,
)
from transforms.prepare.repair import repair_line
from transforms.prepare.structured_data import Stated
from transforms.wording import Phrase, listed

_PERSON, _USER, _DESK = range(3)
_LONGEST_MARKED = 160  # characters of an element that holds nothing but a byline
_LONGEST_LINE = 200
_LONGEST_ROLE = 80  # characters of a line with a name and an office
_LONGEST_NAMES = 600  # characters of a statement of authors that are read
_LONGEST_DESK = 40
_MOST = 12  # authors of one article
_BY = Phrase(
    r"(?:^|[|·•/—–,:;!?.)\d]\s*|\b{verb_before_by}\s+)(?:{text_kind} )?{by}\b[\s:|]*|^{author_label}\s*:\s*",
    re.IGNORECASE,
)
_LEAD = Phrase(r"^\W*(?:(?:{text_kind_or_verb} )?{by_or_from}\b[\s:]*|{with}\s+)+", re.IGNORECASE)
#: The words for "by" and "author" of other tongues; they count where a person's name follows.
_BY_ABROAD = Phrase(
    r"(?:^|[|·•/—–:.)\d]\s*|\s-\s)(?:{verb_before_by_abroad} )?(?:{by_abroad}\b|{author_label_abroad}\s*:)[\s:]*",
    re.IGNORECASE,
)
_LABEL_ABROAD = Phrase(r"^\W*{by_or_author_abroad}\b[\s:]+", re.IGNORECASE)
_TAIL = Phrase(r"\s*(?:[|·•(\[@<]|https?:|\s[-–—]\s|\s{after_author}\b(?=\s|$)|\b{page_label}\b|\d).*$", re.IGNORECASE)
_MONTH_AT_END = Phrase(r"[\s,]+{month}\.?$", re.IGNORECASE)
_AGENCY_FIRST = Phrase(r"{agency_first}\s")  # "CNN Business"
#: Offices before a name: "By political reporter Ann Roe and staff".
_ROLE_FIRST = Phrase(r"^(?:[\w'-]+ ){0,3}?{role_before_name}\b:?\s+(?-i:(?=[^\W\d_a-z]\S* [^\W\d_a-z]))", re.IGNORECASE)
_AND_STAFF = Phrase(r"\s+(?:{and}|&)\s+{and_staff}\b.*$", re.IGNORECASE)
#: Offices that follow a name after a comma: "Ann Roe, Department Spokesperson".
_OFFICE = Phrase(r"\b{office}s?$", re.IGNORECASE)
_FEWEST_SHARED = 4  # letters of a site's name by which its desks are known: "CNN Business"
_SPLIT = Phrase(r"\s*(?:,|;|\s&\s|\s/\s|\n|(?<=[a-zà-ÿ]{4})\.\s+(?=[A-Z])|\b{between_authors}\b(?=\s+[^\W\d_a-z]))\s*")
_NEXT_PERSON = Phrase(r"\s+{and}\s+(?=[^\W\d_a-z]\w+ [^\W\d_a-z])")  # "Ann Roe in Kabul and Ben Stone in Rome"
_SOURCE = Phrase(r"^\W*{source_label}\s*:\s*", re.IGNORECASE)
_DEGREE = Phrase(r"^{degree}\.?$")
_AGENCY_AT_END = Phrase(r"\s+(?:{agency_joined} )?(?:" + AGENCY_NAMES + ")$")
_LONE_BY = Phrase(r"\W*{lone_by}\W*", re.IGNORECASE)
_MARK = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|author|authors|author-?name|authorname|writer|reporter|contributor|columnist)(?:$|[\s_-])|"
    r"(?:^|\s)[\w-]*(?:__|--)(?:byline|author)(?:-?name)?(?:$|\s)",
    re.IGNORECASE,
)
_MARKED_BY = ("class", "itemprop", "rel", "data-testid", "data-test", "data-qa", "data-component", "data-role")
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|profiles?|people|staff|contributors?|by|writers?|journalists?|reporters?|columnists?|experts?|"
    r"news-?team|our-?team|bio|autor(?:es|as?)?|auteurs?|autoren|redakteure?|penulis|reporter)/[^/]+/?(?:[?#].*)?$|"
    r"/@[\w.-]+/?(?:[?#].*)?$",
    re.IGNORECASE,
)
_NO_MARK = re.compile(
    r"bio\b|about|social|image|img|avatar|photo|comment|related|box-?desc|description|more|follow", re.IGNORECASE
)


def read_authors(stated: Stated, own: HtmlElement, lines: Sequence[str], shown: str, names: Sequence[str]) -> list[str]:
    """The authors: of the sources that name a person the first, else the first that names a user, else a desk.

    Args:
        stated: what the page states for machines.
        own: the article's own part of the page.
        lines: the lines near the headline and the first paragraphs, where bylines stand.
        shown: authors as a general extractor found them, parted by semicolons.
        names: what the site calls itself, its host and the host's own part, as far as they are known.
    """
    sites = {bare(name) for name in names[:2]}  # a host's own part may be a person's name
    persons = [name for name in stated.authors if name not in stated.organisations]
    told = _graded(name for text in persons if bare(text) not in sites for name in _names_of(text))
    bylines = _graded(_names_in_lines(lines))
    sources = [
        *([bylines, told] if _are_strangers(told, bylines) else [told, bylines]),
        _graded(_marked_names(own)),
        _graded(_linked_names(own)),
        _graded(name for text in shown.split(";") if bare(text) not in sites for name in _names_of(text)),
    ]
    desks = [(_DESK, name) for line in lines for name in _desks_in(line)]
    organisations = [(_DESK, name) for name in stated.organisations]
    for grade, ordered in ((_PERSON, sources), (_USER, sources), (_DESK, [desks, told, organisations, *sources])):
        for source in ordered:
            found = [name for own, name in source if own == grade and bare(name).removesuffix("com") not in sites]
            if found:
                return _without_desks(list(dict.fromkeys(found)), names)[:_MOST]
    return []


def _without_desks(found: list[str], names: Sequence[str]) -> list[str]:
    """Names without the site's own desks beside persons: "Ann Roe; Harbour Times Sports"."""
    own = tuple(name for name in map(bare, names) if len(name) >= _FEWEST_SHARED)
    persons = [name for name in found if not bare(name).startswith(own)] if own else found
    return persons or found


def _graded(names: Iterable[str]) -> list[tuple[int, str]]:
    return [(_grade(name), name) for name in names]


def _are_strangers(told: Sequence[tuple[int, str]], bylines: Sequence[tuple[int, str]]) -> bool:
    """Whether a page states persons of whom its byline has none, such as whoever put the article online."""
    words = [
        {word.lower() for grade, name in one if grade == _PERSON for word in name.split()} for one in (told, bylines)
    ]
    return not words[0] & words[1]


def _grade(name: str) -> int:
    if AGENCY.fullmatch(name) or DESK.search(name) or ORGANISATION.search(name) or ROLE.fullmatch(f" {name}"):
        return _DESK
    words = name.split()
    if not words or words[0].lower() in ("the", "a", "an") or _AGENCY_FIRST.match(name):
        return _DESK
    capitals = [word for word in words if word[0].isupper() or _is_particle(word)]
    return _PERSON if 2 <= len(words) <= 6 and len(capitals) == len(words) else _USER


def _is_particle(word: str) -> bool:
    """Whether a word in small letters may stand within a name: "van", "de", the "y" of "Ana Roe y Sol"."""
    return word in listed("name_particle") or word in ("y", "e")


def _names_of(text: str) -> list[str]:
    """The names in the text of a byline, without labels, offices, places, degrees and dates.

    "Analysis by Jo Smith, Political Editor" is "Jo Smith"; "Staff Writer" stays.
    """
    text = re.sub(r"\S+@\S+", " ", without_byline_date(repair_line(text[:_LONGEST_NAMES])))
    names = [name for piece in _NEXT_PERSON.split(text) for name in _names_of_piece(piece)]
    return list(dict.fromkeys(names))


def _names_of_piece(text: str) -> list[str]:
    text = _LEAD.sub("", tidy(text))
    text = _AND_STAFF.sub("", _ROLE_FIRST.sub("", text))
    if _grade(abroad := _LABEL_ABROAD.sub("", text) or text) == _PERSON:
        text = abroad
    whole, text = text, _TAIL.sub("", text)
    if whole[len(text) :].strip()[:1].isdigit():
        text = _MONTH_AT_END.sub("", text)
    cut = AFTER_NAMES.sub("", text)
    if len(cut.split()) == 1 and ORGANISATION.fullmatch(cut) and "," not in text:
        cut = text  # "Times of India"
    while cut.split() and cut.split()[-1].lower() in listed("no_end_of_name"):
        cut = cut.rpartition(" ")[0]
    first, *others = _SPLIT.split(cut)
    cut = ", ".join([first, *(one for one in others if not _OFFICE.search(one))])
    parts = [without_role(part.strip(" .,:|/-–—@\"'")) for part in _SPLIT.split(cut)]
    return [part for part in parts if _is_name(part)]


def without_role(name: str) -> str:
    """A name without the office or agency after it: "Jo Smith News reporter"; an office alone stays."""
    head, comma, _ = name.partition(",")
    cut = head if comma and ROLE.search(name) else ROLE.sub("", name)
    if cut.split() and cut.split()[-1].lower() in listed("no_end_of_name"):
        return name  # "Letters to the Editor"
    cut = _AGENCY_AT_END.sub("", cut.strip(" ,"))
    return cut if len(cut.split()) > 1 else name


def _is_name(text: str) -> bool:
    return (
        2 <= len(text) <= 60
        and len(text.split()) <= 6
        and any(sign.isalpha() for sign in text)
        and not NO_AUTHOR.match(text)
        and not CALENDAR_WORDS.match(text)
        and not _DEGREE.match(text)
        and not re.search(r"https?:|www\.|[@:]|\d{3}", text)
    )


def _names_in_lines(lines: Sequence[str]) -> list[str]:
    """The names in the first byline of the lines that names a person, else in the first: "May 5 | by Ann Roe"."""
    bylines = [names for line, after in pairwise([*lines, ""]) if (names := _names_in_line(line, after))]
    of_persons = (names for names in bylines if any(_grade(name) == _PERSON for name in names))
    return next(of_persons, next(iter(bylines), []))


def _names_in_line(line: str, after: str) -> list[str]:
    """The names of one byline, which may stand in the line after its "By"."""
    if len(line) > _LONGEST_LINE:
        return []
    if _LONE_BY.fullmatch(line):
        return _names_of(after)
    undated = without_byline_date(line)
    for text in dict.fromkeys((line, undated)):
        found = _BY.search(text)
        if found and _is_byline(text, found) and (names := _names_of(text[found.end() :])):
            return names
        found = _BY_ABROAD.search(text)
        if found and _is_byline(text, found) and (names := _persons_in(text[found.end() :])):
            return names
    return _named_with_role(undated, after)


def _persons_in(text: str) -> list[str]:
    """The persons of a byline that begins with one."""
    grades = _graded(_names_of(text))
    if not grades or grades[0][0] != _PERSON:
        return []
    return [name for grade, name in grades if grade == _PERSON and not re.search(r"[!?]", name)]


def _is_byline(line: str, found: re.Match[str]) -> bool:
    """Whether "by" in a line begins a byline: names follow it, and not a sentence."""
    after = line[found.end() :]
    small = [word for word in re.findall(r"[^\W\d_]+", after) if word.islower() and not _is_particle(word)]
    return len(small) <= (4 if found.start() == 0 else 3) and not re.search(r"[a-z]\.\s+[A-Z]", after)


def _named_with_role(line: str, after: str) -> list[str]:
    """A name that its office or the person's account follows, in the same line or the next."""
    text = line.partition("|")[0].strip(" ,")
    name = without_role(text)
    next_line = re.sub(r"@ ?\w+", "", after[:_LONGEST_ROLE]).strip()
    follows = name != text or bool(after.lstrip().startswith("@")) or ROLE.fullmatch(f" {next_line}") is not None
    if not follows or len(line) > _LONGEST_ROLE or _grade(name) != _PERSON or len(name.split()) > 4:
        return []
    return [name] if _is_name(name) and not re.search(r"[!?]|\d", name) else []


def _desks_in(line: str) -> Iterator[str]:
    """The agency or desk that a line near the headline is: "JIJI", "AFP/The Local - …", "Web Desk"."""
    for part in re.split(r"\s*[|·•]\s*|\s+[-–—]\s+", line):
        text = _SOURCE.sub("", _LEAD.sub("", part)).strip()
        if len(text) <= _LONGEST_DESK and (AGENCY.fullmatch(text.partition("/")[0]) or _is_desk(text)):
            yield text


def _is_desk(text: str) -> bool:
    return 2 <= len(text.split()) <= 4 and DESK.search(text) is not None and text[:1].isupper()


def _marked_names(own: HtmlElement) -> list[str]:
    """The names in the first element that is marked as the author's, and in those of its kind beside it."""
    first: HtmlElement | None = None
    names: list[str] = []
    for element in own.iter():
        if not isinstance(element.tag, str) or not _is_marked(element) or (first in element.iterancestors()):
            continue
        if first is not None and not _is_beside(element, first):
            break
        found = _names_of(_text_of_mark(element))
        first = element if found and first is None else first
        names += found
    return names


def _linked_names(own: HtmlElement) -> list[str]:
    """The persons that the first link to an author's page names, and the links of its kind beside it.

    A link in a paragraph of the text leads to somebody else's page.
    """
    first: HtmlElement | None = None
    names: list[str] = []
    for link in own.iter("a"):
        if not _AUTHOR_LINK.search(link.get("href") or "") or _is_in_text(link):
            continue
        if first is not None and not _is_beside(link, first):
            break
        found = _persons_in(text_of(link))
        first = link if found and first is None else first
        names += found
    return names


def _is_in_text(link: HtmlElement) -> bool:
    block = next((one for one in link.iterancestors("p", "li", "div", "td")), link)
    return len(tidy(str(block.text_content()))) > _LONGEST_MARKED


def _is_marked(element: HtmlElement) -> bool:
    if element.tag in ("meta", "link", "body", "html", "script", "img"):
        return False
    marks = " ".join(element.get(name) or "" for name in _MARKED_BY)
    if not _MARK.search(marks) or (_NO_MARK.search(marks) and "author" not in (element.get("rel") or "")):
        return False
    return 2 <= len(tidy(str(element.text_content()))) <= _LONGEST_MARKED


def _text_of_mark(element: HtmlElement) -> str:
    """The name inside a marked element, where that is marked again; else its text, a line for each block."""
    marked: Iterable[HtmlElement] = element.xpath(".//*[@itemprop='name' or contains(@class, 'fn') or @rel='author']")
    linked = [one for one in element.iter("a") if _AUTHOR_LINK.search(one.get("href") or "")]
    texts = [text_of(one) for one in [*marked] or linked]
    return "; ".join(text for text in texts if text) or tidy(" | ".join(str(piece) for piece in element.itertext()))


def _is_beside(element: HtmlElement, first: HtmlElement) -> bool:
    """Whether an element is of the first one's kind under the same parent or grandparent."""
    if (element.tag, element.get("class")) != (first.tag, first.get("class")):
        return False
    around = set(islice(first.iterancestors(), 2))
    return any(one in around for one in element.iterancestors())
