"""A plain text cut by its own layout: title, subtitle, byline, dateline, body, author biography.

What belongs here: which paragraph is what, from its place and shape. The wording that gives it away is in `phrases`.
Nothing is thrown away but calls to subscribe, credits and the like; what is in doubt stays in the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone

from transforms.datelines import dateline_of
from transforms.prepare import notices, phrases
from transforms.prepare.date_lines import LineDate, kind_of_label, read_date_line
from transforms.prepare.paragraphs import first_word, is_full, split_paragraphs, wrap_width
from transforms.prepare.published import Published, dates_in, is_only_date, parse_date

_LONGEST_TITLE = 220
_LONGEST_SUBTITLE = 320
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]?$")
_SENTENCE_BREAK = re.compile(r"[.!?]['\"”’)]? +[A-Z“\"‘]")
_HEADER_LINES = 8
_FEWEST_BLANKS = 3  # of a title that looks like a call to the reader
_LONGEST_NAMES = 5000  # characters of a field of authors that are read
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]|U\.S|Inc|Co|Corp|Ltd|Jr|Sr|St|No|a\.m|p\.m)\.$")


@dataclass(slots=True)
class Layout:
    """The parts of a text.

    `labelled_date` and `bare_date` are statements of first publication ("Published: …"), `updated_date` of an update.
    """

    title: str | None = None
    subtitle: str | None = None
    authors: list[str] = field(default_factory=list[str])
    author_bio: str | None = None
    paragraphs: list[str] = field(default_factory=list[str])
    labelled_date: str | None = None
    bare_date: str | None = None
    updated_date: str | None = None
    values: dict[str, str] = field(default_factory=dict[str, str])


def cut_text(text: str, source: str | None = None) -> Layout:
    """Cut a plain text whose characters are repaired; `source` is its publisher's name, where that is known."""
    return cut_paragraphs(split_paragraphs(_header_apart(text)), source=source)


def cut_paragraphs(paragraphs: Sequence[str], title: str | None = None, source: str | None = None) -> Layout:
    """Cut paragraphs, the first of them the title where it looks like one and none is given."""
    layout = Layout(title=title, values={"source": source} if source else {})
    rest = list(paragraphs)
    _take_header(layout, rest, is_wire=title is None)
    _take_footer(layout, rest)
    layout.paragraphs = [paragraph for paragraph in rest if not is_boilerplate(paragraph)]
    if not layout.paragraphs and layout.title and not title:
        layout.paragraphs, layout.title = [layout.title], None  # a single line is a text without a title
    return layout


def _header_apart(text: str) -> str:
    """Part header lines that follow each other without a blank line, so that they are not joined as wrapped text."""
    lines = text.split("\n")
    width = wrap_width([line.rstrip().expandtabs(4) for line in lines]) or 0
    out: list[str] = []
    seen, in_header = 0, True
    for number, line in enumerate(lines):
        out.append(line)
        if not in_header or not line.strip():
            continue
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if is_desk_note(line.strip(), after.strip()):
            out.append("")
            continue
        seen += 1
        in_header = seen <= _HEADER_LINES and _is_header_line(line.strip(), after.strip(), seen, width)
        if in_header:
            out.append("")
    return "\n".join(out)


def _is_header_line(line: str, after: str, seen: int, width: int) -> bool:
    if _is_labelled(line) or _is_bare_date(line):
        return True
    if len(line) > _LONGEST_TITLE or dateline_of(line):
        return False
    wrapped = bool(width and after and is_full(line, after, width)) or first_word(after)[:1].islower()
    return seen <= 2 and not wrapped and not _ends_sentence(line)


def _is_labelled(line: str) -> bool:
    return any(pattern.match(line) for pattern in (phrases.LABELLED_VALUE, phrases.LABELLED_DATE)) or bool(
        authors_in_byline(line)
    )


def _ends_sentence(line: str) -> bool:
    return line.endswith((".", '."', ".”", ".'", ".’")) and not _ABBREVIATION_END.search(line)


def _is_bare_date(line: str) -> bool:
    return len(line) <= 80 and is_only_date(line)


def _take_header(layout: Layout, rest: list[str], *, is_wire: bool) -> None:
    """Take title, subtitle, byline and date lines off the top, in whatever order they stand.

    Notes of a desk are looked for where the text may be a wire's, which is where no title is known yet.
    """
    while rest:
        if is_wire and len(rest) > 1 and is_desk_note(rest[0], rest[1]):
            _keep_note(layout, rest.pop(0))
            continue
        if layout.title is None and len(rest) > 1:
            rest[0] = phrases.VERSION_PREFIX.sub("", rest[0])
        first = rest[0]
        if dateline_of(first):
            return
        may_head = layout.title is None and len(rest) > 1 and _heads(first, rest[1])
        if _take_parted(layout, first) or _take_labelled(layout, first) or (is_boilerplate(first) and not may_head):
            rest.pop(0)
        elif layout.title is None and len(rest) > 1 and _is_title(first):
            layout.title = rest.pop(0)
        elif layout.title and not layout.authors and len(rest) > 1 and _is_bare_name(first, rest[1], layout):
            layout.authors.append(rest.pop(0))
        elif layout.title and layout.subtitle is None and len(rest) > 1 and _is_subtitle(first, rest[1], layout):
            layout.subtitle = rest.pop(0)
        else:
            return


def _heads(line: str, after: str) -> bool:
    """Whether a line that reads as a newsroom's own is the title still: no other follows, nothing bids the reader."""
    bids = notices.TO_THE_READER.search(line) or notices.COMMAND.match(line)
    return not bids and line.count(" ") >= _FEWEST_BLANKS and _is_title(line) and not _may_be_title(after)


def is_desk_note(line: str, after: str) -> bool:
    """Whether a line above a story is the desk's and no title; a slug is one where the title follows it."""
    if len(line) <= phrases.LONGEST_DESK_NOTE and phrases.DESK_NOTE.match(line):
        return True
    if phrases.CORRECTION.match(line):
        return _ends_sentence(line) or _may_be_title(after)
    return len(line) <= phrases.LONGEST_SLUG and phrases.SLUG.match(line) is not None and _may_be_title(after)


def _may_be_title(line: str) -> bool:
    return " " in line and _is_title(line) and not _is_labelled(line) and not _is_bare_date(line)


def _keep_note(layout: Layout, note: str) -> None:
    """A note stays in the metadata; the day of a release dates the text as a line of its own would."""
    layout.values["header"] = f"{layout.values['header']} | {note}" if "header" in layout.values else note
    dates = [note[start:end] for start, end, when in dates_in(note) if when]
    if note.lower().startswith("for ") and dates:
        layout.bare_date = layout.bare_date or dates[0]


def _take_labelled(layout: Layout, line: str) -> bool:
    if (value := phrases.LABELLED_VALUE.match(line)) and len(line) <= _LONGEST_SUBTITLE:
        return _take_value(layout, value.group(1).lower(), value.group(2))
    if _take_dates(layout, line):
        return True
    if _is_source(line, layout):
        return True
    if names := authors_in_byline(line):
        layout.authors += [name for name in names if name not in layout.authors]
        dates = [line[start:end] for start, end, when in dates_in(line) if when]
        layout.bare_date = layout.bare_date or next(iter(dates), None)
        return True
    if _is_bare_date(line):
        layout.bare_date = layout.bare_date or line
        return True
    return False


def _take_dates(layout: Layout, line: str) -> bool:
    """A line of labelled dates: "Published: 9 August 2021", "Updated 10 May 2021 | First published 9 May 2021"."""
    line, _, names = _parted_byline(line)
    if (stated := phrases.LABELLED_DATE.match(line)) is None or parse_date(stated.group(2)) is None:
        return False
    dates = [one for one in read_date_line(line) if one.when]
    for one in dates or [LineDate(kind_of_label(stated.group(1)), parse_date(stated.group(2)))]:
        written = _as_text(one.when) if len(dates) > 1 else stated.group(2)
        if one.kind == "updated":
            layout.updated_date = layout.updated_date or written
        elif one.kind == "published" or (one.kind == "plain" and len(dates) > 1):
            layout.labelled_date = layout.labelled_date or written
    layout.authors += [name for name in names if name not in layout.authors]
    return True


def _as_text(when: Published | None) -> str | None:
    if when is None:
        return None
    coarse = {"month": when.day.strftime("%Y-%m"), "year": when.day.strftime("%Y"), "day": when.day.isoformat()}
    return coarse.get(when.precision) or _moment(when)


def _moment(when: Published) -> str:
    zone = timezone(timedelta(hours=when.zone_hours or 0))
    moment = when.at.astimezone(zone) if when.at else datetime.combine(when.day, time())
    return moment.replace(tzinfo=None).isoformat() if when.zone_hours is None else moment.isoformat()


def _parted_byline(line: str) -> tuple[str, str, list[str]]:
    """A line of dates that ends in a byline, apart: "Posted: 9 May 2022 by Ann Roe"."""
    before, by, names = line.rpartition(" by ")
    if by and dates_in(before) and not dates_in(names):
        return before, by, authors_in_byline(f"By {names}")
    return line, "", []


def _take_value(layout: Layout, key: str, value: str) -> bool:
    if key in ("title", "headline"):
        layout.title = layout.title or value
    elif key == "subtitle":
        layout.subtitle = layout.subtitle or value
    else:
        layout.values.setdefault({"publisher": "source", "publication": "source", "link": "url"}.get(key, key), value)
    return True


def _take_parted(layout: Layout, line: str) -> bool:
    """A line such as "Jane Doe | Harbour Times | Port Nova | 2 May 2024": byline, publisher, place and date in one."""
    parts = [part.strip() for part in re.split(r"\s+[|·•]\s+", line) if part.strip()]
    if len(parts) < 2 or len(line) > 160 or not any(authors_in_byline(part) or _is_bare_date(part) for part in parts):
        return False
    rest = [part for part in parts if not _take_labelled(layout, part)]
    for part in rest:
        if not layout.authors and phrases.PERSON.match(part) and part == parts[0]:
            layout.authors.append(part)
        else:
            layout.values["header"] = f"{layout.values['header']} | {part}" if "header" in layout.values else part
    return True


def _is_bare_name(line: str, after: str, layout: Layout) -> bool:
    """A name alone on its line below the title, where the publisher, a date or the dateline follows."""
    return phrases.PERSON.match(line) is not None and (
        _is_source(after, layout) or dateline_of(after) is not None or _is_bare_date(after)
    )


def _is_source(line: str, layout: Layout) -> bool:
    return line.casefold() == layout.values.get("source", "").casefold()


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not _ends_sentence(line) and not _SENTENCE_BREAK.search(line[:-1])


def _is_subtitle(line: str, after: str, layout: Layout) -> bool:
    """A line below the title without a full stop, or a sentence that a byline or date parts from the text."""
    if len(line) > _LONGEST_SUBTITLE or layout.authors or layout.bare_date or layout.labelled_date:
        return False
    if not _SENTENCE_END.search(line):
        return len(after) > 0
    return bool(authors_in_byline(after)) or _is_bare_date(after) or bool(phrases.LABELLED_DATE.match(after))


def authors_in_byline(line: str) -> list[str]:
    """The names in a byline ("By Jane Doe and John Roe, in Kabul"); none where the line is no byline."""
    line = without_byline_date(line)
    byline = phrases.BYLINE.match(line)
    if byline is None or len(line) > 160 or _ends_sentence(line.rstrip(".")):
        return []
    names = split_authors(byline.group(1).rstrip("."))
    if phrases.LABELLED_BYLINE.match(line):
        return names
    return names if names and all(phrases.BARE_NAMES.match(name) for name in names) else []


def without_byline_date(line: str) -> str:
    """A byline without the date in it: "Published: June 9, 2022 by Ann Roe" is "by Ann Roe".

    A line without a full date or a date and a separator beside it stays as it is, for names such as "April May".
    """
    if not dates_in(line):
        return line
    cut = phrases.BYLINE_DATE.sub("\x00", line)
    cut = phrases.BYLINE_DATE_LABEL.sub("", re.sub(r"\x00(?:[\s,|·•–—-]*\x00)*", "\x00", cut))
    return " ".join(cut.replace("\x00", " ").split()).strip(" |·•,;:–—-")


def split_authors(names: str) -> list[str]:
    """Names out of the text of a byline, without offices, places and agencies after them."""
    names = without_byline_date(names[:_LONGEST_NAMES])
    names = phrases.BEFORE_NAMES.sub("", names.strip())
    names = phrases.AFTER_NAMES.sub("", names)
    parts = re.split(r"\s*(?:,|;|\band\b|&|\s/\s|\n)\s*", names)
    tidy = [" ".join(part.split()).strip(" .,:|-–—@") for part in parts]
    kept = [name for name in tidy if _is_author(name)]
    return list(dict.fromkeys(kept))


def _is_author(name: str) -> bool:
    return (
        2 <= len(name) <= 60
        and len(name.split()) <= 6
        and not phrases.NOT_AUTHORS.match(name)
        and not re.search(r"https?:|www\.|@|\d{3}", name)
    )


def _take_footer(layout: Layout, rest: list[str]) -> None:
    """Take byline and biography off the foot; a byline in the last third ends the body, what follows is biography."""
    while len(rest) > 1 and is_boilerplate(rest[-1]):
        rest.pop()
    first = max(1, len(rest) - max(6, len(rest) // 5))
    for index in range(first, len(rest)):
        names = authors_in_byline(rest[index])
        heading = phrases.BIO_HEADING.match(rest[index])
        if (names or heading) and _is_short_end(rest[index + 1 :]):
            layout.authors += [name for name in names if name not in layout.authors]
            _keep_bio(layout, rest[index + 1 :])
            del rest[index:]
            break
    while len(rest) > 1 and _is_biography(rest[-1], layout):
        _keep_bio(layout, [rest.pop()])


def _is_short_end(paragraphs: Sequence[str]) -> bool:
    return len(paragraphs) <= 4 and sum(map(len, paragraphs)) <= 2000


def _keep_bio(layout: Layout, paragraphs: Sequence[str]) -> None:
    kept = [paragraph for paragraph in paragraphs if not is_boilerplate(paragraph)]
    if kept:
        layout.author_bio = "\n\n".join(kept + ([layout.author_bio] if layout.author_bio else []))


def _is_biography(paragraph: str, layout: Layout) -> bool:
    if len(paragraph) > 1200:
        return False
    if phrases.BIO_CONTACT.match(paragraph):
        return True
    for name in layout.authors:
        if paragraph.startswith(name) and phrases.BIO_OF_AUTHOR.match(paragraph[len(name) :]):
            return True
    found = phrases.BIO_OF_ANYBODY.match(paragraph)
    if found and not layout.authors:
        layout.authors.append(found.group("name"))
    return found is not None


def is_boilerplate(paragraph: str) -> bool:
    """Whether a whole paragraph is a newsroom's own: a link to more, a call to subscribe, a credit, a copyright."""
    if len(paragraph) > phrases.LONGEST_BOILERPLATE:
        return False
    return phrases.BOILERPLATE.match(paragraph) is not None
