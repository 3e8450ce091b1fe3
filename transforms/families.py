"""Which articles come from one newsroom: the family of an article's source.

What belongs here: the agency that an article says it is from, else its outlet. What does not: copies (see
`duplicates`): two texts of one agency on one event may be worded anew and still are no two independent sources.

An article is an agency's where the source, the address, the dateline ("(Reuters) -"), the byline or a credit at its end
says so. Being cited ("told Reuters") or read ("as AFP reported") makes it no agency's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

_HEAD, _TAIL = 160, 400
"""Characters of the body in which a dateline and a credit may stand."""
_THE = r"(?:[Tt]he\s+)?"
_COLUMNS = ("source_name", "source_domain", "authors", "dateline_text", "body")


@dataclass(frozen=True)
class Agency:
    """A news agency: the patterns find it in a source's or author's name, in a dateline, and in a credit.

    They are compiled when they are first asked for: most agencies are never named.
    """

    name: str
    domains: tuple[str, ...]
    words: tuple[str, ...]  # one of which, in lower case, stands wherever a pattern is found
    spelled: str  # expression for its name
    sign_off: str  # expression for what closes its texts; empty where it has none

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Finds it in the name of a source or an author."""
        name = self.spelled
        return re.compile(rf"^\W*{_THE}{name}\W*$|(?:,|\||/|\(|\bof\b|\bfor\b|\bvia\b|[-–—])\s*{_THE}{name}\W*$")

    @cached_property
    def dateline(self) -> re.Pattern[str]:
        """Finds it in a dateline."""
        name = self.spelled
        return re.compile(rf"[(/]\s*{name}(?:\s+[-–—/]\s+[^()]*)?\s*[)/]|\b{name}\s*[-–—]+\s")

    @cached_property
    def credit(self) -> re.Pattern[str]:
        """Finds its credit."""
        name = self.spelled
        return re.compile(
            rf"^\W*{_THE}{name}\W*$|\b[Ss]ources?\s*:\s*{_THE}{name}\W*$"
            rf"|(?:©|\([cC]\)|[Cc]opyright)[\s\d,©()cC]*{_THE}{name}\b"
            rf"|^[Bb]y\b.{{0,80}}\b{_THE}{name}\W*$|[-–—(]\s*{name}\s*\)?\W*\Z{self.sign_off}",
            re.MULTILINE,
        )

    @cached_property
    def contribution(self) -> re.Pattern[str]:
        """Finds a credit for a part of a text."""
        name = self.spelled
        return re.compile(
            rf"\b{name}\b[^.\n]{{0,60}}\bcontributed\b|\b(?:[Ww]ith|[Ii]nputs?|[Rr]eporting) (?:from|by) {_THE}{name}\b"
        )


def build_agencies(table: pl.DataFrame) -> list[Agency]:
    """The agencies of `articles/agencies`."""
    return [_agency(row) for row in table.iter_rows(named=True)]


def add_source_families(articles: pl.DataFrame, agencies: Iterable[Agency]) -> pl.DataFrame:
    """Give each article its `source_family`: the agency's name, else the outlet's domain, else its name, else NULL."""
    known = list(agencies)
    rows = articles.select(_COLUMNS).iter_rows(named=True)
    families = [source_family(row, known) for row in rows]
    return articles.with_columns(pl.Series("source_family", families, pl.String()))


def source_family(article: Mapping[str, Any], agencies: Iterable[Agency]) -> str | None:
    """The family of one article.

    Args:
        article: the columns `source_name`, `source_domain`, `authors`, `dateline_text` and `body`.
        agencies: from `build_agencies`.
    """
    written = _places_of_credit(article)
    known = [agency for agency in agencies if _may_be_of(agency, article, written)]
    for is_of in (_is_publisher, _stands_in_dateline, _is_author, _is_credited):
        found = [agency.name for agency in known if is_of(agency, article)]
        if found:
            return found[0]
    helpers = [agency.name for agency in known if agency.contribution.search((article["body"] or "")[-_TAIL:])]
    if len(helpers) == 1:  # of several none is the one that it is from
        return helpers[0]
    return article["source_domain"] or article["source_name"]


def _places_of_credit(article: Mapping[str, Any]) -> str:
    """All that the patterns are looked for in, in lower case."""
    body = article["body"] or ""
    parts = (article["source_name"], article["dateline_text"], *(article["authors"] or ()), body[:_HEAD], body[-_TAIL:])
    return "\n".join(part for part in parts if part).lower()


def _may_be_of(agency: Agency, article: Mapping[str, Any], written: str) -> bool:
    """Whether it is worth while to try the agency's patterns, which take ten times as long."""
    return any(word in written for word in agency.words) or _is_at_home(agency, article)


def _agency(row: Mapping[str, Any]) -> Agency:
    spellings = sorted(row["spellings"].split("|"), key=len, reverse=True)
    notes = "|".join(re.escape(start) for start in (row["sign_off"] or "").split("|") if start)
    return Agency(
        row["name"],
        tuple((row["domains"] or "").split("|")) if row["domains"] else (),
        tuple({begins.split(" ")[0].lower() for begins in (*spellings, *(row["sign_off"] or "").split("|")) if begins}),
        "(?:" + "|".join(_spelled(spelling) for spelling in spellings) + ")",
        rf"|\(\s*(?:{notes})\b[^()]*\)\s*\Z" if notes else "",
    )


def _spelled(spelling: str) -> str:
    words = re.escape(spelling).replace(r"\ ", r"\s+")
    return words if spelling.isupper() else f"(?i:{words})"


def _is_publisher(agency: Agency, article: Mapping[str, Any]) -> bool:
    return _is_at_home(agency, article) or bool(agency.named.search(article["source_name"] or ""))


def _is_at_home(agency: Agency, article: Mapping[str, Any]) -> bool:
    domain = article["source_domain"] or ""
    return any(domain == own or domain.endswith("." + own) for own in agency.domains)


def _stands_in_dateline(agency: Agency, article: Mapping[str, Any]) -> bool:
    opening = (article["body"] or "")[:_HEAD].split("\n", 1)[0]
    place, dash, _ = (
        re.split(r"(\s[-–—]+\s)", opening, maxsplit=1) if re.search(r"\s[-–—]+\s", opening) else ("", "", "")
    )
    return any(agency.dateline.search(text + dash) for text in (article["dateline_text"] or "", place) if text)


def _is_author(agency: Agency, article: Mapping[str, Any]) -> bool:
    return any(agency.named.search(name) for name in article["authors"] or ())


def _is_credited(agency: Agency, article: Mapping[str, Any]) -> bool:
    body = article["body"] or ""
    return bool(agency.credit.search(body[-_TAIL:])) or bool(agency.credit.search(body[:_HEAD].split("\n", 1)[0]))
