"""The page on which one asks the warehouse in SQL: a field, the answer, what tables there are. It has no script.

What belongs here: how a question and its answer look. Who may ask, and for how long, is `serving`'s.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from flows.page.document import asset

EXAMPLES = (
    "SELECT event_type, count(*) AS events FROM events GROUP BY ALL ORDER BY events DESC",
    "SELECT date_start, location_name, actor_name, recipient_name, fatalities_best, event_id FROM events "
    "WHERE status = 'actual' ORDER BY fatalities_best DESC NULLS LAST LIMIT 20",
    "SELECT country_name, sum(fatalities_low) AS low, sum(fatalities_best) AS best, sum(fatalities_high) AS high "
    "FROM events WHERE status = 'actual' GROUP BY ALL ORDER BY best DESC NULLS LAST",
    "SELECT rule, count(*) AS records FROM meta.rejected_records GROUP BY ALL ORDER BY ALL",
)
LONGEST = 500  # signs of a value that are shown; the files have all


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question."""

    sql: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    is_cut: bool = False  # there are more rows
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view, as it is listed."""

    name: str
    comment: str = ""
    columns: Mapping[str, str] = field(default_factory=dict[str, str])  # name and type


def query_page(answered: Answered, relations: Sequence[Relation]) -> str:
    """The page as HTML; every text of the warehouse is escaped."""
    parts = (
        "<!DOCTYPE html>\n"
        '<html lang="en"><head><meta charset="utf-8"><title>Dateline: ask</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{asset('page.css')}</style></head><body>",
        '<header class="head"><h1>Ask the warehouse</h1>'
        '<p><a href="/">To map, timeline and table</a></p>'
        '<p class="quiet">One statement in DuckDB\'s SQL. It reads the published warehouse and nothing else.</p>',
        "</header>",
        _form(answered.sql),
        _answer(answered) if answered.sql else _examples(),
        _listed(relations),
        "</body></html>",
    )
    return "\n".join(parts)


def _form(sql: str) -> str:
    return (
        '<form class="ask card" action="/query" method="get"><label for="sql">Query</label>'
        f'<textarea id="sql" name="sql" rows="6" spellcheck="false" autofocus>{html.escape(sql)}</textarea>'
        '<p><button type="submit">Ask</button></p></form>'
    )


def _answer(answered: Answered) -> str:
    if answered.error:
        return f'<section class="card"><pre class="note">{html.escape(answered.error)}</pre></section>'
    shown = f"the first {len(answered.rows):,} rows" if answered.is_cut else f"{len(answered.rows):,} rows"
    files = " ".join(
        f'<a href="/rows.{ending}?sql={quote(answered.sql)}" download="rows.{ending}">{ending.upper()}</a>'
        for ending in ("csv", "json")
    )
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in answered.columns)
    body = "".join(
        f"<tr>{''.join(_cell(*pair) for pair in zip(answered.columns, row, strict=True))}</tr>" for row in answered.rows
    )
    return (
        f'<section class="card answer"><p role="status">{shown} in {answered.seconds:.2f} s; as a file: {files}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>"
    )


def _cell(column: str, value: object) -> str:
    if value is None:
        return '<td class="quiet">NULL</td>'
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
    shown = html.escape(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
    if column == "event_id":
        return f'<td><a href="/#words={quote(text)}&amp;open=1">{shown}</a></td>'
    return f'<td class="right">{shown}</td>' if isinstance(value, int | float) else f"<td>{shown}</td>"


def _examples() -> str:
    lines = "".join(f'<li><a href="/query?sql={quote(sql)}">{html.escape(sql)}</a></li>' for sql in EXAMPLES)
    return f'<section class="card"><h2>To begin with</h2><ul>{lines}</ul></section>'


def _listed(relations: Sequence[Relation]) -> str:
    parts: list[str] = []
    for relation in relations:
        columns = "".join(
            f"<dt>{html.escape(name)}</dt><dd>{html.escape(kind)}</dd>" for name, kind in relation.columns.items()
        )
        first = quote(f"FROM {relation.name} LIMIT 50")
        parts.append(
            f"<details><summary>{html.escape(relation.name)}</summary>"
            f'<p class="quiet">{html.escape(relation.comment)} <a href="/query?sql={first}">first rows</a></p>'
            f'<dl class="columns-of">{columns}</dl></details>'
        )
    return f'<section class="card"><h2>Tables and views</h2>{"".join(parts)}</section>'
