"""An article with its mentions marked in the text, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

STYLES = {"date": "cyan", "place": "green", "actor": "yellow", "evidence": "underline", "trigger": "bold red"}
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of a field: how it is shown, and what is written behind it (`[2]`, a date's value), if anything."""

    start: int
    end: int
    style: str
    note: str = ""


def mark_text(text: str, marks: Sequence[Mark]) -> Text:
    """The text with its marks; overlapping marks add up, notes stand behind the stretch they belong to."""
    marked = Text(text)
    for mark in marks:
        marked.stylize(mark.style, mark.start, mark.end)
    notes = sorted({(mark.end, mark.note, mark.style) for mark in marks if mark.note})
    pieces = list(marked.divide(end for end, _, _ in notes))
    joined = Text()
    for piece, (_, note, style) in zip(pieces, notes, strict=False):
        joined.append_text(piece)
        joined.append(note, style=f"dim {style}")
    return joined.append_text(pieces[-1])


def article_marks(
    dates: Sequence[Row], places: Sequence[Row], actors: Sequence[Row], events: Sequence[Row], *, values: bool
) -> dict[str, list[Mark]]:
    """The marks of an article by field (`title`, `body`).

    Args:
        dates: rows of `date_mentions`.
        places: rows of `place_mentions`, with the location's `name` and `country_iso3`.
        actors: rows of `entity_mentions`, with the entity's `name`.
        events: rows of `event_mentions`, numbered from 1 in their order.
        values: whether what a mention was resolved to is written behind it.
    """
    marks: dict[str, list[Mark]] = {"title": [], "body": []}
    for kind, rows in (("actor", actors), ("place", places), ("date", dates)):
        for row in rows:
            note = f"⟨{_value(kind, row)}⟩" if values else ""
            marks[str(row["field"])].append(_mark(row, "start_char", "end_char", STYLES[kind], note))
    for number, row in enumerate(events, start=1):
        of_field = marks[str(row["field"])]
        of_field.append(_mark(row, "start_char", "end_char", STYLES["evidence"]))
        of_field.append(_mark(row, "trigger_start_char", "trigger_end_char", STYLES["trigger"], f"[{number}]"))
    return marks


def _mark(row: Row, start: str, end: str, style: str, note: str = "") -> Mark:
    first, last = row[start], row[end]
    if not isinstance(first, int) or not isinstance(last, int):
        return Mark(0, 0, style)
    return Mark(first, last, style, note)


def _value(kind: str, row: Row) -> str:
    if kind == "date":
        return _period(row) or str(row["timex_value"])
    if kind == "place":
        return ", ".join(str(row[key]) for key in ("name", "country_iso3") if row.get(key)) or "?"
    return str(row.get("name") or "?")


def _period(row: Row) -> str:
    start, end = row.get("date_start"), row.get("date_end")
    if start is None:
        return ""
    return str(start) if end in (None, start) else f"{start}..{end}"


def event_lines(event: Row) -> list[str]:
    """An event mention in words: what, who, when, where, how many, and how much of it is certain."""
    kinds = [str(event[key]) for key in ("event_type", "event_mode", "acled_sub_event_type") if event.get(key)]
    return [
        line
        for line in (
            f"{' / '.join(kinds)} ({event['status']}, confidence {_confidence(event)})",
            _line("who", _participants(event)),
            _line("when", _when(event)),
            _line("where", _where(event)),
            _line("numbers", _numbers(event)),
            _line("says", str(event["attribution"]) if event.get("attribution") else ""),
        )
        if line
    ]


def _line(label: str, text: str) -> str:
    return f"{label:<8} {text}" if text else ""


def _confidence(event: Row) -> str:
    confidence = event.get("confidence")
    return f"{confidence:.2f}" if isinstance(confidence, float) else "?"


def _participants(event: Row) -> str:
    sides = [_participant(event, role) for role in ("actor", "recipient")]
    if not any(sides):
        return ""
    return " → ".join(side or "?" for side in sides) + (" (civilians)" if event.get("civilian_targeting") else "")


def _participant(event: Row, role: str) -> str:
    name = event.get(f"{role}_name") or event.get(f"{role}_text")
    codes = " ".join(str(event[f"{role}_{key}"]) for key in ("country_iso3", "sector") if event.get(f"{role}_{key}"))
    if not name:
        return codes
    return f"{name} [{codes}]" if codes else str(name)


def _when(event: Row) -> str:
    period = _period(event)
    said = f' "{event["date_text"]}"' if event.get("date_text") else ""
    return f"{period or 'not said'}{said} (from {event['date_from']}, precision {event.get('date_precision') or '-'})"


def _where(event: Row) -> str:
    names = [str(event[key]) for key in ("location_name", "admin1_name", "country_name") if event.get(key)]
    place = ", ".join(dict.fromkeys(names)) or str(event.get("place_text") or "not said")
    return f"{place} (from {event['place_from']}, precision {event.get('where_precision') or '-'})"


def _numbers(event: Row) -> str:
    found = [f"{event[key]} {key}" for key in ("injured", "arrested", "abducted") if event.get(key) is not None]
    low, best, high = (event.get(f"fatalities_{key}") for key in ("low", "best", "high"))
    if best is not None or low is not None:
        spread = f" (low {low}, high {'open' if high is None else high})" if (low, high) != (best, best) else ""
        found.insert(0, f"{best} killed{spread}")
    return ", ".join(found)
