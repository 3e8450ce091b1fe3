"""Tells what is no article: notices of cookies, robots, accounts and errors, lists of links, code, remnants.

What belongs here: when a text counts as one, and what is said of it. The wording of notices is in `notices`. In doubt a
text is an article: a report of one sentence is one, and so is a report about cookies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transforms.prepare import notices
from transforms.prepare.listings import is_listing, may_be_listing
from transforms.prepare.paragraphs import PARAGRAPH_BREAK
from warehouse.schema.decoding import decode_bytes

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE = re.compile(r"(?<=[.!?…])['\"”’)]*\s+|\n+")
_TELLS = re.compile(r"\b[a-z]{4,}\b|\w\w(?:ed|ing)\b|\b(?:IS|ARE|WAS|WERE|TO|IN|OF|FOR|AT)\b|[.!?]$")  # no row of names
_TITLE_PARTS = re.compile(r"\s+[|·•–—-]\s+")
_AROUND_TITLE = " -–—|·:!?.…"
_FEWEST_WORDS = 8
_FEWEST_TOLD = 4  # words of a headline or sentence that tells something
_FEWEST_IN_BODY = 3  # under a title
_LONGEST_NOTICE, _LONGEST_COOKIES = 200, 1500  # words
_SHARES, _NAMED_SHARES = (0.3, 0.6), (0.15, 0.3)  # of a notice's words: of its matter, of that or said to the reader
_SAMPLE = 20_000  # characters of a text that are looked at for code

_ADDRESS = re.compile(r"(?:https?|ftp)://\S+|\bwww\.\S+", re.IGNORECASE)
_CRAWL_LINE = re.compile(r"^ ?CDX(?: [A-Za-z])+\s*$|^\S+\)/?\S* \d{8,14} (?:https?:|dns:|\{)", re.MULTILINE)
_STYLE = re.compile(
    r"(?:^|[}\s;])(?:[^{}<>\n]{1,200}[,\n]?)\{\s*(?:[\w-]+\s*:[^{}]*)?\}|@(?:import|charset)\b[^;]{0,300};"
)
_SCRIPT = re.compile(r"\b(?:function|var|const|return)\b|=>|\(\)")
_PROGRAM = re.compile(
    r"\s*(?:#!\s*/|<\?php|BEGIN:V[A-Z]+\s|(?:CREATE|DROP|ALTER) TABLE |INSERT INTO |"
    r"SELECT [\w*(][^.]*?\sFROM [\w.]+[^.]*;)"
)
_LOG_LINE = re.compile(
    r"^\S+ \S+ .{0,60}\"(?:GET|POST|HEAD|PUT) |"
    r"^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S* .{0,40}\b(?:INFO|DEBUG|WARN(?:ING)?|ERROR)\b"
)
_CODE_SIGNS = re.compile(r"[{}()\[\];=<>|\\&$_]")
_CODE_LINE = re.compile(
    r"[{};,>)\]:=\\]\s*$|^\s*(?://|/\*|\*|#|@\w|<[/!?\w]|[})\]]|(?:def|class|import|from|function|var|let|const|return|if|for|"
    r"while|else|try|#include|public|private|static|SELECT|INSERT|CREATE|UPDATE|export|package|use|using)\b)|^\s*[\w.\"'-]+\s*[:=]\s*\S"
)
_SETTING_SIGN = re.compile(
    r"^\s*(?:\[[\w.-]+\]\s*$|[\w.-]+\s*=|[a-z][a-z\d]*[_.][\w.]+\s*:|[\w.-]+\s*:\s*(?:[/*~]|true\b|false\b|null\b))",
    re.MULTILINE,
)  # what a tally ("Killed: 12") has not
_SETTING_LINE = re.compile(r"^\s*(?:[A-Za-z][\w.-]*\s*[:=]\s*\S*|\[[\w .-]+\]|#.*)\s*$")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is no article: the rule and what to say of it."""

    rule: str
    message: str


def refusal_of_document(document: Mapping[str, Any], article: Mapping[str, Any]) -> Refusal | None:
    """Why a document is no article; None for an article, and where in doubt.

    Args:
        document: a row of `prepare_documents`.
        article: what was read of it: title, subtitle, body.
    """
    body = article["body"]
    raw = body
    if document["format"] in ("text", "markdown"):
        raw = decode_bytes(document["payload"][: 4 * _SAMPLE]).text
    if document["format"] != "html" and (refusal := refusal_of_text(raw)):
        return refusal
    if not any(sign.isalpha() for sign in body):
        return None
    paragraphs = body.split(PARAGRAPH_BREAK)
    if document["format"] == "html" and may_be_listing(paragraphs):
        html = decode_bytes(document["payload"], is_page=True).text
        if is_listing(html, paragraphs):
            message = "it is a list of headlines that lead to articles and no article; fetch the articles themselves"
            return Refusal("listing_page", message)
    return refusal_of(article["title"], article["subtitle"], body, is_record=document["format"] == "record")


def refusal_of(title: str | None, subtitle: str | None, body: str, *, is_record: bool = False) -> Refusal | None:
    """Why what was read is no article, by its words; None for an article, and where in doubt.

    What came as the text of a record is one however short it is: somebody keeps it as such.
    """
    if notices.REMOVED.match(body) and (not title or word_count(title) < _FEWEST_WORDS):
        message = "the service took the text back or never gave it; ask its publisher for it"
        return Refusal("removed", message)
    return notice(title, body) or (None if is_record else _too_short(title, subtitle, body))


def word_count(text: str | None) -> int:
    """Words of a text; in scripts that part none, two signs count as one."""
    if not text:
        return 0
    spaced, signs = _UNSPACED.subn(" ", text)
    return len(_WORD.findall(spaced)) + (signs + 1) // 2


def _too_short(title: str | None, subtitle: str | None, body: str) -> Refusal | None:
    """Fewer than eight words with the title; a sentence or headline of four that tells something stays."""
    words = word_count(body)
    parts = [part for part in (title, subtitle) if part and part.casefold() not in body.casefold()]
    total = words + sum(map(word_count, parts))
    is_told = words >= _FEWEST_TOLD and _TELLS.search(body) and not _is_said_to_reader(body)
    is_headed = bool(title) and words >= _FEWEST_IN_BODY and _is_sentence(body) and not _is_said_to_reader(body)
    if is_told or (is_headed and word_count(title) >= _FEWEST_IN_BODY):
        return None
    if total >= _FEWEST_WORDS and (words >= _FEWEST_IN_BODY or (title and _is_sentence(body))):
        return None
    return Refusal("too_short", f"it has {words} words, which tell no news; check that the whole text was saved")


def _is_sentence(body: str) -> bool:
    """Whether a very short body is still something said: "Nobody was arrested.", but not "Video"."""
    return body.rstrip().endswith((".", "!", "?")) and not notices.POINTER.match(body)


def _is_said_to_reader(text: str) -> bool:
    return bool(notices.POINTER.match(text) or notices.TO_THE_READER.search(text))


def notice(title: str | None, body: str) -> Refusal | None:
    """A site's own notice: nearly all of it is said to the reader, and a good part is of one of its matters.

    "We and our partners store cookies on your device" is of cookies; that a regulator fined a firm over them is not
    said to the reader.
    """
    words = word_count(body)
    if not words or words > _LONGEST_COOKIES:
        return None
    title, body = (title or "").replace("’", "'"), body.replace("’", "'")
    sentences = [one for one in _SENTENCE.split(body) if one and _WORD.search(one)]
    found = [
        (_own_share(title, sentences, kind), kind)
        for kind in notices.NOTICES
        if words <= (_LONGEST_COOKIES if kind.rule == "cookie_wall" else _LONGEST_NOTICE)
    ]
    share, kind = max(found, key=lambda one: one[0])
    if not share:
        return None
    return Refusal(kind.rule, f"it is {kind.what} and no article; fetch the article as a reader with access sees it")


def _is_named(title: str, kind: notices.Notice) -> bool:
    """Whether a title, or a part of it beside the site's name, is a notice's and nothing more: "Log in - Daily"."""
    parts = (notices.BEFORE_TITLE.sub("", part.strip(_AROUND_TITLE)) for part in _TITLE_PARTS.split(title))
    return any(kind.title.fullmatch(part) for part in parts if part)


def _own_share(title: str, sentences: list[str], kind: notices.Notice) -> float:
    """The share of a notice's own words where it is of this kind, more where its title says so; else 0."""
    named = _is_named(title, kind)
    own = said = bids = of_matter = 0
    matters: set[str] = set()
    rest: list[str] = []
    for sentence in sentences:
        count = word_count(sentence)
        hits = kind.sentence.findall(sentence)
        to_reader = notices.TO_THE_READER.search(sentence) or notices.COMMAND.match(sentence)
        is_report = notices.REPORT.search(sentence) is not None
        bids += bool(to_reader and not is_report)
        words_hit = sum(map(word_count, hits))
        if hits and (named or (not is_report and (to_reader or 3 * words_hit >= count))):
            own += count
            of_matter += words_hit
            matters.update(str(hit).casefold() for hit in hits)
        elif to_reader and not is_report:
            said += count
        else:
            rest.append(sentence)
    if (
        not own
        or (len(matters) < kind.matters and not named)
        or any(word_count(one) > 5 and notices.REPORT.search(one) for one in rest)
    ):
        return 0
    total = own + said + sum(map(word_count, rest))
    is_server = named and kind.rule == "error_page"  # "404 Not Found\nnginx" bids nobody
    if not (bids or is_server) and of_matter < _SHARES[1] * total:
        return 0
    least_own, least_said = _NAMED_SHARES if named and bids else _SHARES
    return own / total + named if own >= least_own * total and own + said >= least_said * total else 0


def refusal_of_text(text: str) -> Refusal | None:
    """Why a plain text is no article, by its shape: a list of addresses, an index of a crawl, styles, code."""
    text = text[:_SAMPLE]
    solid = len("".join(text.split()))
    if not solid:
        return None
    lines = [line for line in text.splitlines() if line.strip()]
    if _CRAWL_LINE.search(text) and _share(lines, _CRAWL_LINE) > 0.5:
        return Refusal("crawl_index", "it is the index of a web archive; give the archive itself (.warc.gz)")
    if _is_url_list(text, lines, solid):
        return Refusal("url_list", "it is a list of addresses; fetch the pages and give those")
    if (
        not _SCRIPT.search(text)
        and sum(len("".join(one.group().split())) for one in _STYLE.finditer(text)) > 0.6 * solid
    ):
        return Refusal("style_sheet", "it is a style sheet and no article; leave it out")
    if _is_code(text, lines, solid):
        return Refusal("code", "it is a program, its settings or its log and no article; leave it out")
    return None


def _is_url_list(text: str, lines: list[str], solid: int) -> bool:
    """Whether addresses make up most of a text, one to a line with a few words at most, or with none besides."""
    addresses = _ADDRESS.findall(text)
    if not addresses or sum(map(len, addresses)) <= 0.5 * solid:
        return False
    beside = word_count(_ADDRESS.sub(" ", text))
    return (beside <= 2 and len(addresses) > 1) or (2 < len(addresses) <= len(lines) and beside <= 4 * len(addresses))


def _share(lines: list[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for line in lines if pattern.search(line)) / max(1, len(lines))


def _is_code(text: str, lines: list[str], solid: int) -> bool:
    """Whether signs are dense that prose has few of, and most lines begin or end as those of programs do."""
    signs = len(_CODE_SIGNS.findall(text))
    if _PROGRAM.match(text) or _share(lines, _LOG_LINE) > 0.8:
        return True
    if signs >= 4 and signs > 0.06 * solid and _share(lines, _CODE_LINE) > 0.6:
        return True
    return len(lines) > 1 and _SETTING_SIGN.search(text) is not None and _share(lines, _SETTING_LINE) > 0.9
