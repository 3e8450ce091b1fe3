"""Messages of news wires as they come off the line: IPTC 7901 and ANPA 1312.

What belongs here: the header, the slug and the foot of a message, apart from its title and text. The day and hour are
in the foot; the clock of the line is in the zone that it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from warehouse.schema.date_orders import year_of
from warehouse.sources.exports.model import join_body, one_line, split_at_blanks
from warehouse.sources.exports.words import months
from warehouse.sources.model import head_of
from warehouse.sources.structured import BadRecord, Parsed, Record

#: "eca0003 3 i 380  dpa 0045": service and number, priority, category, number of words.
_IPTC_HEADER = re.compile(r"^[A-Za-z]{2,5}\s?\d{3,5}\s+[1-9]\s+[A-Za-z]{1,4}\s+\d{1,5}\b.{0,40}$")
_IPTC_FOOT = re.compile(
    r"^(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s*(?:(?P<zone>[A-Z]{1,4})\s+)?(?P<month>[^\W\d_]{3,4})\s+(?P<year>\d{2})$"
)
#: "r d BC-US--Giant Lobster 1stLd-Writethru 08-29 0590": priority, category, slug, day and number of words.
_ANPA_HEADER = re.compile(r"^[a-z]\s?[a-z]\s(?:[A-Z]{2}-|[\w-]+--).{2,60}\s\d{2}-\d{2}\s+\d{3,5}$")
_ANPA_FOOT = re.compile(
    r"^(?P<agency>[A-Z]{2,5})-[A-Z]{2,3}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2})\s+(?P<hour>\d{2})(?P<minute>\d{2})"
    r"(?P<zone>[A-Z]{1,4})?\s*<?$"
)
_ANPA_LINE = re.compile(r"^\^(?P<text>.*?)\s*(?P<end>[<=])?$")
_ANPA_SLUG = re.compile(r"^(?:[A-Z]{2}-|[A-Z][\w-]*--)")
_ANPA_NOTE = re.compile(
    r"^(?:eds?\b|editors?\b|ap (?:photo|video|graphic|interactive)|with\b|hfr\b|for release|embargo|recasts?\b|adds?\b|"
    r"updates?\b|corrects?\b|note\b|\(?(?:eds|adds|updates|corrects)\b)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:by|von|par|por)\s", re.IGNORECASE)
_AGENCY = re.compile(r"^(?:(?:the )?associated press|ap|reuters|dpa|afp|upi|efe)\b.{0,30}$", re.IGNORECASE)
_SLUG = re.compile(r"^[^\s/]+(?:/[^/]{0,30}){1,6}$")
#: Notes of the desk between slug and headline: "REFILE", "1ST LEAD", "(Adds quotes)".
NOTE = re.compile(
    r"^\W*(?:\d(?:st|nd|rd|th) (?:lead|ld|update|roundup|take|add)\b.*|(?:lead|urgent|refile|repeat|recast|correction|"
    r"corrected|advisory|bulletin|flash|update|writethru|roundup|preview|extra)(?:\s*\d+)?(?:\s*[:/-].{0,60})?|"
    r"\((?:adds?|recasts?|updates?|corrects?|refiles?|repeats?)\b.{0,200}\)|eds?:.*|editors?:.*|.{0,20}\bwritethru\b.{0,20})\W*$",
    re.IGNORECASE,
)
_END_OF_TEXT = re.compile(r"^(?:#\s*notebook|(?:\*\s*){3,}|dpa(?:[ /-][a-z0-9]{1,6}){1,8}|notizblock)$", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_HEAD_LINES = 14


def read_wires(text: str) -> list[Parsed] | None:
    """The messages in a text off the line; None where it is no such text."""
    if "\x01" in text and "\x02" in text:
        messages = [one for one in re.split("\x01", text) if "\x02" in one]
        return [_parsed(number, _iptc_record(*_framed(one)), one) for number, one in enumerate(messages, start=1)]
    lines = [_CONTROLS.sub("", line).rstrip() for line in text.splitlines()]
    head = [line for line in lines if line.strip()][:_HEAD_LINES]
    if any(map(_ANPA_HEADER.match, head)) or sum(_is_anpa_line(line) for line in head) >= 2:
        return [_parsed(number, _anpa_record(one), "\n".join(one)) for number, one in enumerate(_anpa(lines), start=1)]
    if head and _IPTC_HEADER.match(head[0]):
        starts = [at for at, line in enumerate(lines) if _IPTC_HEADER.match(line)]
        blocks = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
        return [_parsed(n, _iptc_record(one[0], one[1:]), "\n".join(one)) for n, one in enumerate(blocks, start=1)]
    return None


def _parsed(number: int, record: dict[str, object], raw: str) -> Parsed:
    kept = {key: value for key, value in record.items() if value}
    if any(sign.isalpha() for sign in str(kept.get("text", ""))):
        return Record(number, {**kept, "export": "wire"})
    return BadRecord(number, "export_without_text", f"message {number} of the wire has no text", head_of(raw))


def _framed(message: str) -> tuple[str, list[str]]:
    """Header and lines of a message between the signs of the line: the text ends with ETX, its foot follows."""
    header, _, rest = message.partition("\x02")
    text, _, foot = rest.partition("\x03")
    foot = foot.partition("\x04")[0]
    lines = [_CONTROLS.sub("", line).rstrip() for line in [*text.splitlines(), "", *foot.splitlines()]]
    return one_line([_CONTROLS.sub("", header)]), lines


def _iptc_record(header: str, lines: Sequence[str]) -> dict[str, object]:
    """A message of IPTC 7901: slug, notes of the desk, headline and byline; a blank line; the text."""
    record: dict[str, object] = {"wire_header": header.strip()}
    kept = list(lines)
    for at in reversed(range(len(kept))):
        if found := _IPTC_FOOT.match(kept[at].strip()):
            record["published_at"] = _iptc_moment(found)
            kept = kept[:at]
            break
    end = next((at for at, line in enumerate(kept) if at and _END_OF_TEXT.match(line.strip())), len(kept))
    paragraphs = split_at_blanks(kept[:end])
    if len(paragraphs) > 1:
        _take_head(paragraphs.pop(0), record)
        while len(paragraphs) > 1 and "title" not in record and len(one_line(paragraphs[0])) < 160:
            _take_head(paragraphs.pop(0), record)
    record["text"] = join_body(paragraphs)
    return record


def _take_head(lines: Sequence[str], record: dict[str, object]) -> None:
    titles: list[str] = []
    for line in (one.strip().rstrip("=<").strip() for one in lines):
        if _BYLINE.match(line):
            record.setdefault("authors", line)
        elif not titles and (_SLUG.match(line) or line.endswith("/")):
            record.setdefault("slug", line)
        elif NOTE.match(line):
            record["note"] = one_line([str(record.get("note", "")), line])
        elif line and not _AGENCY.match(line):
            titles.append(line)
    if titles:
        record.setdefault("title", one_line(titles))


def _iptc_moment(found: re.Match[str]) -> str | None:
    month = months().get(found["month"].lower())
    return _moment(found, month) if month else None


def _moment(found: re.Match[str], month: int) -> str | None:
    """The moment where the foot's clock is Greenwich's, else the day alone."""
    day, hour, minute = (int(found[name]) for name in ("day", "hour", "minute"))
    try:
        at = datetime(year_of(found["year"]), month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
    return at.isoformat() if (found["zone"] or "") in ("GMT", "UTC", "Z") else at.date().isoformat()


def _is_anpa_line(line: str) -> bool:
    found = _ANPA_LINE.match(line.strip())
    return found is not None and found["end"] is not None


def _anpa(lines: Sequence[str]) -> list[Sequence[str]]:
    """The messages of a text: each begins with a header, or with its slug where headers were taken off."""
    starts = [at for at, line in enumerate(lines) if _ANPA_HEADER.match(line)]
    if not starts:
        starts = [at for at, line in enumerate(lines) if line.startswith("^") and _ANPA_SLUG.match(line[1:])][:1] or [0]
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _anpa_record(lines: Sequence[str]) -> dict[str, object]:
    """A message of ANPA 1312: marked lines with slug, title, notes and byline, then the text, then the foot."""
    record: dict[str, object] = {}
    body: list[str] = []
    for line in lines:
        marked = _ANPA_LINE.match(line.strip())
        if foot := _ANPA_FOOT.match(line.strip()):
            record["published_at"] = _moment(foot, int(foot["month"]))
            record["source"] = {"AP": "Associated Press"}.get(foot["agency"], foot["agency"])
        elif marked and not body:
            _take_marked(marked["text"].strip(), record)
        elif _ANPA_HEADER.match(line):
            record["wire_header"] = line
        else:
            body.append(line)
    record["text"] = _as_typed(join_body(split_at_blanks(_indents_apart(body))))
    return record


def _take_marked(text: str, record: dict[str, object]) -> None:
    if _ANPA_SLUG.match(text) and "slug" not in record and "title" not in record:
        record["slug"] = text
    elif _BYLINE.match(text):
        record["authors"] = text
    elif _ANPA_NOTE.match(text) or NOTE.match(text):
        record["note"] = one_line([str(record.get("note", "")), text])
    elif text and not _AGENCY.match(text):
        record.setdefault("title", text)


def _indents_apart(lines: Sequence[str]) -> list[str]:
    """A tab begins a paragraph."""
    return [part for line in lines for part in (["", line] if line.startswith("\t") else [line])]


def _as_typed(text: str) -> str:
    """The signs that the line has no code for: "_" is a dash, two grave accents and two apostrophes are quotes."""
    return text.replace("``", "“").replace("''", "”").replace(" _ ", " — ")
