r"""Patterns whose words are rows of tables: what newsrooms, sites and datelines write, in the languages of the press.

What belongs here: the mechanism, and which words are in use. `Phrase(r"^{byline}\b\s*:")` is a pattern in whose braces
stands a list of `articles/wording`; `{month}` and `{weekday}` stand for their names. A row may have braces too. What
does not: what a match means, which the modules that own the phrases say.

The tables are read once a process and given to `use_words`: preparing a page asks for words in a hundred places, and
what one process reads comes from one folder of tables in any case (`warehouse.own_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from warehouse.schema.month_names import month_names

WORD_TABLES: Final = ("articles/wording", "dates/months", "dates/weekdays")

_BRACES = re.compile(r"\{([a-z_]+)\}")


class WordsMissingError(RuntimeError):
    """No tables were given to `use_words`, or a pattern names a list that they have not."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the tables, each as the pattern of any of its rows.

    Attributes:
        rows: the patterns of each list in the order of the table.
        months: the number of each month by its names on pages, in small letters.
        sets, written: what was asked for so far.
    """

    rows: Mapping[str, list[str]]
    months: Mapping[str, int]
    sets: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]], compare=False)
    written: dict[str, str] = field(default_factory=dict[str, str], compare=False)

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> Words:
        """From the tables `WORD_TABLES`."""
        rows: dict[str, list[str]] = {}
        for name, pattern in tables["articles/wording"].select("list", "pattern").iter_rows():
            rows.setdefault(name, []).append(pattern)
        months = tables["dates/months"]
        anywhere = month_names(months, "dateline")
        english = month_names(months, "dateline", "en")
        rows["month"] = _longest_first(english)
        rows["month_abroad"] = _longest_first(name for name in anywhere if name not in english)
        rows["month_es"] = _longest_first(
            {**month_names(months, "dateline", "es"), **month_names(months, "own_dateline", "es")}
        )
        rows["weekday"] = _longest_first(tables["dates/weekdays"].get_column("form").to_list())
        return cls(rows, month_names(months, "page"))

    def written_out(self, template: str) -> str:
        """A pattern with its braces written out.

        Raises:
            WordsMissingError: there is no such list.
        """
        return _BRACES.sub(lambda found: self.any_of(found[1]), template)

    def any_of(self, name: str) -> str:
        """Any row of a list as a pattern, the first that fits."""
        if name not in self.written:
            if name not in self.rows:
                raise WordsMissingError(f"articles/wording has no list {name}")
            self.written[name] = "(?:" + "|".join(map(self.written_out, self.rows[name])) + ")"
        return self.written[name]


def _longest_first(names: Iterable[str]) -> list[str]:
    """Names as patterns, "january" before "jan"."""
    return [re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))]


@dataclass(slots=True)
class _InUse:
    words: Words | None = None


_in_use = _InUse()


def use_words(tables: Mapping[str, pl.DataFrame]) -> None:
    """Read by these tables from now on.

    Args:
        tables: `WORD_TABLES` by name, as `warehouse.reference.read_reference` gives them.
    """
    words = Words.from_tables(tables)
    if words != _in_use.words:
        _in_use.words = words


def words_in_use() -> Words:
    """The words that patterns are made of.

    Raises:
        WordsMissingError: none were given.
    """
    if _in_use.words is None:
        raise WordsMissingError("no words are in use: give transforms.wording.use_words the reference tables")
    return _in_use.words


def listed(name: str) -> frozenset[str]:
    """The rows of a list whose rows are plain words."""
    words = words_in_use()
    if name not in words.sets:
        words.sets[name] = frozenset(words.rows[name])
    return words.sets[name]


class Phrase:
    """A regular expression with lists in braces, compiled when it is first asked for.

    It has the methods of a compiled pattern that are needed here, so that it stands where one would.
    """

    __slots__ = ("_compiled", "_flags", "_template", "_words")

    def __init__(self, template: str, flags: int = 0) -> None:
        self._template = template
        self._flags = flags
        self._words: Words | None = None
        self._compiled: re.Pattern[str] | None = None

    @classmethod
    def whole_words(cls, name: str) -> Phrase:
        """Any row of a list between ends of words, without regard to case."""
        return cls(rf"(?<!\w){{{name}}}(?!\w)", re.IGNORECASE)

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern of the words in use."""
        if self._compiled is None or self._words is not _in_use.words:
            self._words = words_in_use()
            self._compiled = re.compile(self._words.written_out(self._template), self._flags)
        return self._compiled

    def match(self, text: str) -> re.Match[str] | None:
        """As of a pattern."""
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of a pattern."""
        return self.compiled.fullmatch(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As of a pattern."""
        return self.compiled.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of a pattern."""
        return self.compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """As of a pattern without groups or with one."""
        return self.compiled.findall(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """As of a pattern."""
        return self.compiled.sub(by, text, count=count)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """As of a pattern without groups."""
        return self.compiled.split(text, maxsplit=maxsplit)
