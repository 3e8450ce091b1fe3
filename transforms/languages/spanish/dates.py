"""Spanish dates: phrases of `es/date_phrases` to TIMEX3 values and days.

What belongs here: what each rule of the table does with what its pattern found. Days that the text leaves to its
reader ("el martes", "el 12 de marzo") are told by the day of publication; without one they stay open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from transforms.date_precision import precision_of
from transforms.dates.calendars import add_days, add_months, safe_date, shift_months
from transforms.dates.values import day_value, days_of, decade_value, month_value, narrowed, week_value, year_value
from transforms.languages.spanish.numbers import Numbers
from transforms.languages.spanish.text import any_of, lowered
from transforms.model import Anchor, ArticleText, Paragraph, Timex, TimexType
from warehouse.schema.month_names import month_names

_OPEN_DAY = "XXXX-XX-XX"
_FARTHEST = 45  # days from the publication to "el viernes 8"
_PARTS = {"principios": "START", "comienzos": "START", "inicios": "START", "mediados": "MID", "fines": "END"}
_DAYTIME = r"(?:noche|madrugada|mañana|tarde)"
_FUTURE = re.compile(
    r"\b(?!teherán)\w{2,}rán?(?!\w)|\bvan?\s+a\s|\bconvoc\w+\s|\bprev(?:é|én|ist[oa]s?)(?!\w)"
    r"|\bprogramad[oa]s?(?!\w)|\ba\s+partir\s+de|\bpara\s+(?:el|este)\s+$|\bpróxim[oa]"
)
_CLAUSE_END = re.compile(r"[,;:.]\s|\bque\s|\n")

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase in its paragraph, with what its rule may ask."""

    match: re.Match[str]
    argument: int
    published: date | None
    is_future: bool  # whether its clause speaks of what is to come

    def get(self, name: str) -> str | None:
        """What a named group found; None too where the pattern has no such group."""
        groups = self.match.groupdict()
        return groups.get(name) or groups.get(f"{name}_again")


@dataclass(frozen=True, slots=True)
class _Read:
    """What a phrase says; `span` is None where it stays open."""

    value: str
    span: Span | None = None
    anchor: Anchor | None = None
    kind: TimexType = "DATE"
    mod: str | None = None


class SpanishDates:
    """Reads dates by the tables `dates/months`, `es/date_phrases`, `weekdays`, `units` and `numbers`."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], numbers: Numbers) -> None:
        self._numbers = numbers
        self._months: dict[str, int] = month_names(tables["dates/months"], "text", "es")
        self._weekdays: dict[str, int] = dict(tables["es/weekdays"].select("form", "weekday").iter_rows())
        self._units = {row["form"]: row for row in tables["es/units"].iter_rows(named=True)}
        tens = tables["es/numbers"].filter(pl.col("kind") == "ten").select("form", "best")
        self._tens: dict[str, int] = dict(tens.iter_rows())
        self._rules: dict[str, Callable[[_Found], _Read | None]] = {
            "iso": self._day,
            "numeric": self._day,
            "day": self._day,
            "day_range": self._day_range,
            "month": self._month,
            "month_range": self._month_range,
            "part_of_month": self._part_of_month,
            "weekday": self._weekday,
            "weekday_number": self._weekday_number,
            "shift_days": _shifted,
            "weekend": _weekend,
            "unit": _unit,
            "ago": self._ago,
            "duration": self._duration,
            "past_units": self._past_units,
            "decade": self._decade,
            "year": _year,
        }
        rows = tables["es/date_phrases"].iter_rows(named=True)
        self._phrases = [(self._compiled(row["pattern"]), row["rule"], row["argument"] or 0) for row in rows]

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern of the table with its macros written out."""
        month, unit = any_of(self._months), any_of(self._units)
        macros = {
            "{month}": f"(?P<month>{month})",
            "{_month}": month,
            "{weekday}": f"(?P<weekday>{any_of(self._weekdays)})",
            "{unit}": f"(?P<unit>{unit})",
            "{number}": f"(?P<number>{self._numbers.plain})",
            "{number_2}": f"(?P<number_2>{self._numbers.plain})",
            "{year}": r"(?P<year>(?:19|20)\d\d)(?!\d)",
            "{_decade}": any_of(self._tens),
            "{part}": rf"(?:(?:la|esta)\s+{_DAYTIME}\s+de(?:l|\s+este|\s+ayer,?)?\s+)?",
            "{daytime}": rf"(?:\s+(?:por|en|a)\s+la\s+{_DAYTIME}(?!\w))?",
        }
        seen = Counter[str]()

        def written_out(found: re.Match[str]) -> str:
            """The macro; a second one of a pattern ("{weekday} pasado|pasado {weekday}") names its group anew."""
            seen[found[0]] += 1
            text = macros.get(found[0], found[0])
            return text if seen[found[0]] == 1 else re.sub(r"^\(\?P<(\w+)>", r"(?P<\1_again>", text)

        return re.compile(rf"(?<!\w)(?:{re.sub(r'{_?[a-z_0-9]+}', written_out, pattern)})(?!\w)")

    def tag(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> list[Timex]:
        """Every temporal expression in text order; of those that overlap the first, then the longest."""
        published = article.published_date if article.published_precision in (None, "time", "day") else None
        return [timex for paragraph in paragraphs for timex in self._in_paragraph(paragraph, published)]

    def _in_paragraph(self, paragraph: Paragraph, published: date | None) -> Iterator[Timex]:
        text = lowered(paragraph.text)
        matches = [
            (match.start(), -match.end(), order, match)
            for order, (pattern, _, _) in enumerate(self._phrases)
            for match in pattern.finditer(text)
        ]
        end = 0
        for start, _, order, match in sorted(matches, key=lambda found: found[:3]):
            if start < end:
                continue
            _, rule, argument = self._phrases[order]
            read = self._rules[rule](_Found(match, argument, published, _is_future(text, match)))
            if read is not None:
                end = match.end()
                yield _timex(paragraph, match, read)

    def _day(self, found: _Found) -> _Read | None:
        """For "el martes 12 de marzo" or "12/03/2024": the year named, else the nearest."""
        month, day = self._month_number(found.get("month") or found.get("m")), _day_number(found.get("day"))
        year = found.get("year") or found.get("next_year")
        if year:
            return _exact(safe_date(int(year), month, day))
        if safe_date(2024, month, day) is None:
            return None
        weekday = self._weekdays.get(found.get("weekday") or "")
        chosen = _nearest(found, month, day, weekday)
        return _told(chosen) if chosen else _Read(f"XXXX-{month:02d}-{day:02d}")

    def _day_range(self, found: _Found) -> _Read | None:
        month, first, last = self._month_number(found.get("month")), found.get("day"), found.get("day2")
        year = found.get("year")
        end = safe_date(int(year), month, int(last or 0)) if year else _nearest(found, month, int(last or 0))
        start = safe_date(end.year, month, int(first or 0)) if end else None
        if start is None or end is None or start > end:
            return _Read(f"XXXX-{month:02d}")
        return _Read(
            month_value(end.year, month), (start, end), "absolute" if year else "published", mod=None, kind="DATE"
        )

    def _month_number(self, text: str | None) -> int:
        return int(text) if text and text.isdigit() else self._months.get(text or "", 0)

    def _month(self, found: _Found) -> _Read | None:
        month, year = self._month_number(found.get("month")), found.get("year")
        if year:
            value = month_value(int(year), month)
            return _Read(value, days_of(value), "absolute")
        value = _month_near(found, month)
        return _Read(value, days_of(value), "published") if value else _Read(f"XXXX-{month:02d}")

    def _month_range(self, found: _Found) -> _Read | None:
        last = self._month(found)
        first = self._months[found.get("first") or ""]
        if last is None or last.span is None:
            return last
        end = last.span[1]
        named = found.get("year1")
        year = int(named) if named else end.year - (first > end.month)
        return _Read(last.value, (date(year, first, 1), end), last.anchor)

    def _part_of_month(self, found: _Found) -> _Read | None:
        whole = self._month(found)
        part = (found.get("part") or "").split()[-1]
        mod = _PARTS.get(part, "END")
        if whole is None or whole.span is None:
            return whole
        return _Read(whole.value, narrowed(whole.span, mod), whole.anchor, mod=mod)

    def _weekday(self, found: _Found) -> _Read | None:
        """The last such day up to the publication, or the coming one where the clause speaks of what is to come."""
        weekday = self._weekdays[found.get("weekday") or ""]
        if found.published is None:
            return _Read(f"XXXX-WXX-{weekday}")
        back = (found.published.isoweekday() - weekday) % 7
        if found.argument < 0:
            return _told(add_days(found.published, -(back or 7)))
        if found.argument > 0 or (found.is_future and back):
            return _told(add_days(found.published, 7 - back))
        return _told(add_days(found.published, -back))

    def _weekday_number(self, found: _Found) -> _Read | None:
        """For "el viernes 8": the nearest 8th that is a Friday."""
        day, weekday = _day_number(found.get("day")), self._weekdays[found.get("weekday") or ""]
        if found.published is None:
            return _Read(_OPEN_DAY)
        offsets = sorted(range(-_FARTHEST, _FARTHEST + 1), key=lambda offset: (abs(offset), offset))
        near = (add_days(found.published, offset) for offset in offsets)
        chosen = next((one for one in near if one and one.day == day and one.isoweekday() == weekday), None)
        return _told(chosen) if chosen else _Read(_OPEN_DAY)

    def _amount(self, found: _Found) -> tuple[int | None, Mapping[str, int | str]]:
        text = found.get("number") or found.get("number_2") or ""
        return self._numbers.amount(text), self._units[found.get("unit") or ""]

    def _ago(self, found: _Found) -> _Read | None:
        """For "hace tres días" a day, "hace una semana" a week, "hace dos meses" a month; a bound tells no days."""
        amount, unit = self._amount(found)
        if amount is None or found.published is None or re.search(r"más\s+de|casi|unos|unas|cerca", found.match[0]):
            return _Read(f"P{'X' if amount is None else amount}{_letter(unit)}", kind="DURATION")
        months, days = int(unit["months"]) * amount, int(unit["days"]) * amount
        day = shift_months(found.published, -months) if months else add_days(found.published, -days)
        if day is None:
            return None
        if unit["code"] == "D":
            return _told(day)
        if not months:
            return _Read(week_value(day), days_of(week_value(day)), "published")
        value = month_value(day.year, day.month) if int(unit["months"]) < 12 else year_value(day.year)
        return _Read(value, days_of(value), "published")

    def _duration(self, found: _Found) -> _Read | None:
        amount, unit = self._amount(found)
        return _Read(f"P{'X' if amount is None else _in_units(amount, unit)}{_letter(unit)}", kind="DURATION")

    def _past_units(self, found: _Found) -> _Read | None:
        amount, unit = self._amount(found)
        value = f"P{'X' if amount is None else _in_units(amount, unit)}{_letter(unit)}"
        if amount is None or found.published is None:
            return _Read(value, kind="DURATION")
        months = int(unit["months"]) * amount
        start = shift_months(found.published, -months) if months else None
        start = start or add_days(found.published, -int(unit["days"]) * amount)
        return _Read(value, (start, found.published) if start else None, "published", "DURATION")

    def _decade(self, found: _Found) -> _Read | None:
        text = found.get("decade") or ""
        year = int(text) if text.isdigit() else self._tens.get(text, 0)
        value = decade_value((year if year > 100 else 1900 + year) // 10)
        return _Read(value, days_of(value), "absolute")


def _timex(paragraph: Paragraph, match: re.Match[str], read: _Read) -> Timex:
    start, end = paragraph.start + match.start(), paragraph.start + match.end()
    return Timex(
        field=paragraph.field,
        start_char=start,
        end_char=end,
        text=paragraph.slice(start, end),
        timex_type=read.kind,
        timex_value=read.value,
        timex_mod=read.mod,
        date_start=read.span[0] if read.span else None,
        date_end=read.span[1] if read.span else None,
        date_precision=precision_of(read.span) if read.span else None,
        anchor=read.anchor if read.span else None,
    )


def _is_future(text: str, match: re.Match[str]) -> bool:
    """Whether the clause of the phrase speaks of what is to come: "la huelga empezará el lunes"."""
    start = max((found.end() for found in _CLAUSE_END.finditer(text, 0, match.start())), default=0)
    stop = _CLAUSE_END.search(text, match.end())
    before = text[start : match.end() - len(match[0].split()[-1])]
    return bool(_FUTURE.search(before) or _FUTURE.search(text[match.end() : stop.start() if stop else len(text)]))


def _exact(day: date | None) -> _Read | None:
    return _Read(day_value(day.year, day.month, day.day), (day, day), "absolute") if day else None


def _told(day: date | None) -> _Read | None:
    return _Read(day_value(day.year, day.month, day.day), (day, day), "published") if day else None


def _day_number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1  # "primero", "1º"


def _nearest(found: _Found, month: int, day: int, weekday: int | None = None) -> date | None:
    """That day of the month in the year nearest to the publication, on the weekday that is named, if one is."""
    published = found.published
    if published is None:
        return None
    days = (safe_date(published.year + shift, month, day) for shift in (-1, 0, 1))
    fitting = [one for one in days if one and weekday in (None, one.isoweekday())]
    if found.get("way") == "pasado":
        fitting = [one for one in fitting if one <= published]
    if found.get("way") == "próximo" or (found.is_future and not weekday):
        fitting = [one for one in fitting if one >= published] or fitting
    return min(fitting, key=lambda one: (abs(one - published), one), default=None)


def _month_near(found: _Found, month: int) -> str | None:
    """The last such month up to the publication, or the coming one where the clause speaks of what is to come."""
    if found.published is None:
        return None
    year = found.published.year
    is_coming = found.get("way") == "próximo" or "próximo" in found.match[0] or found.is_future
    if is_coming:
        return month_value(year + (month < found.published.month), month)
    return month_value(year - (month > found.published.month), month)


def _shifted(found: _Found) -> _Read | None:
    return _told(add_days(found.published, found.argument)) if found.published else _Read(_OPEN_DAY)


def _weekend(found: _Found) -> _Read | None:
    """The last weekend that has begun, or the coming one where the clause speaks of what is to come."""
    if found.published is None:
        return _Read("XXXX-WXX-WE")
    saturday = add_days(found.published, -((found.published.isoweekday() - 6) % 7))
    if saturday and found.is_future and found.published.isoweekday() < 6:
        saturday = add_days(saturday, 7)
    if saturday is None:
        return None
    return _Read(f"{week_value(saturday)}-WE", (saturday, saturday + timedelta(days=1)), "published")


def _unit(found: _Found) -> _Read | None:
    """For "la semana pasada", "este año", "en lo que va de año"."""
    unit, day = found.get("u1") or found.get("u2") or "", found.published
    if day is None:
        return _Read({"semana": "XXXX-WXX", "mes": "XXXX-XX"}.get(unit, "XXXX"))
    if unit == "semana":
        shifted = add_days(day, 7 * found.argument)
        value = week_value(shifted) if shifted else ""
    elif unit == "mes":
        value = month_value(*add_months(day.year, day.month, found.argument))
    else:
        value = year_value(day.year + found.argument)
    span = days_of(value)
    if span and "que va" in re.sub(r"\s+", " ", found.match[0]):
        span = (span[0], day)
    return _Read(value, span, "published") if span else None


def _year(found: _Found) -> _Read | None:
    value = year_value(int(found.get("year") or 0))
    return _Read(value, days_of(value), "absolute")


def _letter(unit: Mapping[str, int | str]) -> str:
    return {"DE": "Y", "CE": "Y", "F": "W"}.get(str(unit["code"]), str(unit["code"]))


def _in_units(amount: int, unit: Mapping[str, int | str]) -> int:
    """How many of the letter's unit: a fortnight is two weeks, a term of three months three months."""
    factor = {"DE": 10, "CE": 100, "F": 2}.get(str(unit["code"]), max(1, int(unit["months"])))
    return amount * (1 if unit["code"] == "Y" else factor)
