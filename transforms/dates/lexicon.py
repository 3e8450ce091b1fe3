"""The words of the date grammar, read from the tables `dates/*` and `numbers/words`.

What belongs here: what a single word means (a month, a unit, a number) and the macros (`{month}`, `{number}`) that the
patterns of `dates/patterns` are written with. How patterns are matched is in `grammar`, what they mean in `rules_*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.dates.year_numbers import counts
from transforms.numbers.words import NumberWords
from warehouse.schema.month_names import rows_read_in

_MACRO = re.compile(r"\{(_?)([a-z_]+)\}")
_SHORT_NAMES = ("may", "june", "july")  # of months, as long as an abbreviation
_COMING_YEAR = (
    r"(?:st|nd|rd|th)?(?:\s*[-–—/,]\s*|\s+(?:to|and|or|through|until|till)\s+)(?:(?:until|to|and|the|early|mid|late|by)[\s-]+)*"
    r"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{months}\.?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\b)?,?\s*(?:of\s+)?(1\d\d\d|20\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: exactly one of months, days and seconds is above 0."""

    code: str
    months: int
    days: int
    seconds: int

    @property
    def is_clock(self) -> bool:
        """Whether the unit is shorter than a day."""
        return self.seconds > 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """How a holiday's first day is found in a given year, and how many days it lasts."""

    calendar: str  # fixed, once, weekday, easter, orthodox, hijri
    month: int | None
    day: int | None
    weekday: int | None
    nth: int | None
    days: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the words mean, by their lower-case form."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous: frozenset[str]
    months_and_words: frozenset[str]  # may, march, august
    seasons: Mapping[str, str]
    units: Mapping[str, Unit]
    small_numbers: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    day_parts: Mapping[str, str]
    holidays: Mapping[str, Holiday]
    hijri_months: Mapping[str, int]
    modifiers: Mapping[str, tuple[str, str | None]]  # form -> (kind, mod)
    blocks: Mapping[str, str]  # name -> pattern with the names above it in braces
    counted: re.Pattern[str]  # after a number that is no year
    coming_year: re.Pattern[str]  # after a date: another one of the same phrase that says the year

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> Lexicon:
        """Build from the reference tables by name."""
        months, weekdays = rows_read_in(tables["dates/months"], "text", "en"), tables["dates/weekdays"]
        numbers = NumberWords.from_table(tables["numbers/words"])
        also = months.filter(pl.col("also").is_not_null())
        return cls(
            months=_mapping(months, "month"),
            weekdays=_mapping(weekdays, "weekday"),
            ambiguous=frozenset([*also.get_column("form"), *weekdays.filter("ambiguous").get_column("form")]),
            months_and_words=frozenset(also.filter(pl.col("also") != "name").get_column("form")),
            seasons=_mapping(tables["dates/seasons"], "code"),
            units={row["form"]: _unit(row) for row in tables["dates/units"].iter_rows(named=True)},
            small_numbers=numbers.small,
            scales=numbers.scales,
            ordinals=numbers.ordinals,
            decades=_mapping(tables["dates/decades"], "digit"),
            day_parts=_mapping(tables["dates/day_parts"], "code"),
            holidays={row["form"]: _holiday(row) for row in tables["dates/holidays"].iter_rows(named=True)},
            hijri_months=_mapping(tables["dates/hijri_months"], "month"),
            counted=counts(_any_of(tables["dates/counted"].get_column("form"))),
            coming_year=re.compile(
                _COMING_YEAR.format(
                    months=_any_of([*months.get_column("form"), *tables["dates/seasons"].get_column("form")])
                )
            ),
            blocks=dict(tables["dates/macros"].select("name", "pattern").iter_rows()),
            modifiers={
                row["form"]: (row["kind"], row["mod"]) for row in tables["dates/modifiers"].iter_rows(named=True)
            },
        )

    def head_words(self) -> frozenset[str]:
        """The last word of every form of a class that no expression is without."""
        classes = (self.months, self.weekdays, self.seasons, self.units, self.decades, self.day_parts)
        forms = [form for words in (*classes, self.holidays, self.hijri_months) for form in words]
        plurals = [f"{form}s" for words in (self.weekdays, self.seasons) for form in words]
        spoken_years = ("seventeen", "eighteen", "nineteen", "twenty", "thousand")
        return frozenset(re.findall(r"[^\W_]+", form)[-1] for form in [*forms, *plurals]) | frozenset(spoken_years)

    @property
    def short_months(self) -> list[str]:
        """Abbreviations of months: a stop behind one is its own."""
        return [form for form in self.months if _is_short(form, 4, _SHORT_NAMES)]

    def season(self, word: str) -> str:
        """The code of a season's singular or plural form."""
        return self.seasons.get(word) or self.seasons[word.removesuffix("s")]

    def number(self, words: str) -> float | None:
        """The number that digits or words say; None for `several`, `a few` and their like."""
        text = re.sub(r"[\s-]+", " ", words.strip().replace(",", ""))
        if digits := re.fullmatch(r"(\d+(?:\.\d+)?)(?: (\d)/(\d))?", text):
            fraction = int(digits[2]) / int(digits[3]) if digits[2] and int(digits[3]) else 0.0
            return float(digits[1]) + fraction
        if text in ("a", "an", "a single"):
            return 1.0
        if text in ("a couple", "a couple of", "couple of", "a pair of", "both"):
            return 2.0
        return self._spelled(text.split())

    def _spelled(self, words: Iterable[str]) -> float | None:
        total = current = 0
        known = False
        for word in words:
            if word in ("a", "an", "and", "of"):
                continue
            if word in self.small_numbers:
                current += self.small_numbers[word]
            elif word.isdigit():
                current += int(word)
            elif word in self.scales:
                current = max(current, 1) * self.scales[word]
                if self.scales[word] == 1000:
                    total, current = total + current, 0
            else:
                return None
            known = True
        return float(total + current) if known else None

    def year(self, words: str) -> int | None:
        """The year that digits or words say, 1 BC as 0, 2 BC as -1; None where there is none."""
        if digits := re.match(r"\d+", words):
            year = int(digits[0])
            return 1 - year if re.search(r"b\.?\s?c", words) else year
        parts = re.split(r"[\s-]+", words.strip())
        if parts[0] in ("nineteen", "eighteen", "seventeen", "twenty") and len(parts) > 1:
            rest = 0 if parts[1] == "hundred" else self._spelled(p for p in parts[1:] if p not in ("oh", "o"))
            return None if rest is None else self.small_numbers[parts[0]] * 100 + int(rest)
        spelled = self._spelled(parts)
        return None if spelled is None else int(spelled)

    def macros(self) -> dict[str, str]:
        """The regular expressions that patterns use in braces: the word classes, then `dates/macros`."""
        macros = {
            "month": _full_or_short(self.months, 4, _SHORT_NAMES),
            "weekday": _full_or_short(self.weekdays, 5, ()),
            "season": _any_of(self.seasons),
            "unit": _any_of(self.units),
            "number_word": _any_of([*self.small_numbers, *self.scales]),
            "ordinal": _any_of(self.ordinals),
            "decade": _any_of(self.decades),
            "day_part": _any_of(self.day_parts),
            "holiday": _any_of(self.holidays),
            "hijri_month": _any_of(self.hijri_months),
        }
        for name, pattern in self.blocks.items():
            macros[name] = expand_macros(pattern, macros)
        return macros


def expand_macros(pattern: str, macros: Mapping[str, str]) -> str:
    """Replace `{name}` by a named group and `{_name}` by what it stands for."""

    def replace(found: re.Match[str]) -> str:
        name = found[2]
        return macros[name] if found[1] else f"(?P<{name}>{macros[name]})"

    return _MACRO.sub(replace, pattern)


def _mapping(frame: pl.DataFrame, column: str) -> dict[str, Any]:
    return dict(zip(frame.get_column("form"), frame.get_column(column), strict=True))


def _unit(row: Mapping[str, Any]) -> Unit:
    return Unit(row["code"], row["months"], row["days"], row["seconds"])


def _holiday(row: Mapping[str, Any]) -> Holiday:
    return Holiday(row["calendar"], row["month"], row["day"], row["weekday"], row["nth"], row["days"])


def _any_of(forms: Iterable[str]) -> str:
    """One of the forms, the longest first; blanks match any white space, straight quotes the curly one too."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(phrase_pattern(form) for form in ordered) + ")"


def _full_or_short(forms: Mapping[str, int], longest_short: int, full: tuple[str, ...]) -> str:
    """Full names, or abbreviations with their stop."""
    short = [form for form in forms if _is_short(form, longest_short, full)]
    return "(?:" + _any_of([form for form in forms if form not in short]) + "|" + _any_of(short) + r"\b\.?)"


def _is_short(form: str, longest_short: int, full: tuple[str, ...]) -> bool:
    return len(form) <= longest_short and form not in full


def phrase_pattern(form: str) -> str:
    """The regular expression of a phrase of a table."""
    return re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]")
