"""What the page of `dateline report` holds: events, the sentences that say so, and the state of the data, packed.

What belongs here: the questions to the warehouse and the packing. Columns instead of rows, repeated texts once: 10,000
events with their sentences are some 8 MB so, and twice that as rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.asking import ask
from flows.checking import last_findings
from flows.page.selection import Selection

if TYPE_CHECKING:
    import polars as pl

MOST_SENTENCES = 3  # of one event; how many articles more there are is told
CONTEXT = 220  # characters of the article before and behind the sentence
MOST_LETTERS = 600  # of any text that is shown

_CHOSEN = """
SELECT * FROM ({wanted})
ORDER BY date_start DESC NULLS LAST, confidence DESC NULLS LAST, event_id LIMIT {most}
"""
_EVENTS = """
SELECT event_id AS id, event_type AS type, event_mode AS mode, acled_sub_event_type AS sub, status, quad_class AS quad,
       coalesce(actor_name, actor_text) AS actor, coalesce(recipient_name, recipient_text) AS recipient,
       date_diff('day', DATE '1970-01-01', date_start) AS start,
       date_diff('day', date_start, coalesce(date_end, date_start)) AS days,
       date_precision AS dated, coalesce(date_from, 'none') AS date_from, date_text,
       location_name, admin1_name, country_iso3, coalesce(country_name, country_iso3) AS country_name,
       round(latitude, 3) AS latitude, round(longitude, 3) AS longitude,
       where_precision AS placed, coalesce(place_from, 'none') AS place_from, place_text,
       fatalities_low AS low, fatalities_best AS best, fatalities_high AS high, injured, arrested, abducted,
       article_count AS articles, source_count AS sources, CAST(round(confidence * 100) AS INTEGER) AS sure
FROM ({chosen}) ORDER BY date_start DESC NULLS LAST, confidence DESC NULLS LAST, event_id
"""
_SENTENCES = """
WITH chosen AS ({chosen}), told AS (
    SELECT mentions.*, row_number() OVER (
        PARTITION BY event_id ORDER BY mentions.confidence DESC NULLS LAST, event_mention_id) AS place
    FROM event_mentions AS mentions SEMI JOIN chosen USING (event_id)
), best AS (SELECT * FROM told WHERE place <= {most})
SELECT best.event_id, article_id, title, coalesce(source_name, source_domain) AS source, published_date, url,
       best.text, attribution, trigger_start_char - start_char AS trigger_start, trigger_end_char - start_char
       AS trigger_end,
       CASE WHEN field = 'body' THEN substr(body, greatest(start_char - {context}, 0) + 1, least(start_char, {context}))
       END AS before,
       CASE WHEN field = 'body' THEN substr(body, end_char + 1, {context}) END AS behind,
       start_char > {context} AS is_cut, length(body) > end_char + {context} AS goes_on
FROM best JOIN articles USING (article_id) ORDER BY best.event_id, best.place
"""
_SOURCES = """
WITH chosen AS ({chosen})
SELECT event_id, list(DISTINCT coalesce(source_name, source_domain) ORDER BY coalesce(source_name, source_domain))
       FILTER (WHERE coalesce(source_name, source_domain) IS NOT NULL) AS sources
FROM event_mentions SEMI JOIN chosen USING (event_id) JOIN articles USING (article_id) GROUP BY event_id
"""
_FACTS = """
SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM ({wanted})) AS matching,
       count(*) AS articles, count(*) FILTER (WHERE NOT is_canonical) AS copies,
       count(*) FILTER (WHERE coder_version IS NULL) AS uncoded,
       CAST(min(published_date) AS VARCHAR) AS first_published, CAST(max(published_date) AS VARCHAR) AS last_published,
       count(*) FILTER (WHERE published_date IS NULL) AS without_day
FROM articles
"""
_PUBLISHED_FROM = """
SELECT coalesce(published_from, 'none') AS "from", count(*) AS articles FROM articles GROUP BY ALL ORDER BY 2 DESC, 1
"""
_REJECTS = """
SELECT rule, count(*) AS records, min(message) AS message FROM meta.rejected_records
GROUP BY rule ORDER BY records DESC, rule LIMIT 30
"""
_RUNS = """
SELECT run_id, status, CAST(started_at AS VARCHAR) AS started_at FROM meta.runs ORDER BY started_at DESC LIMIT 1
"""

_WORDS = ("type", "mode", "sub", "status", "date_from", "place_from", "actor", "recipient", "date_text", "place_text")
_PLACE = ("location_name", "admin1_name", "country_iso3", "latitude", "longitude")
_NUMBERS = (
    *("start", "days", "dated", "placed", "quad", "low", "best", "high", "injured", "arrested", "abducted"),
    *("articles", "sources", "sure"),
)


class Words:
    """Values that are repeated, each kept once; a value's number stands in its place, -1 where there is none."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}

    def number(self, value: object) -> int:
        """The number of a value.

        >>> words = Words(); [words.number(word) for word in ("a", "b", "a", None)]
        [0, 1, 0, -1]
        """
        return -1 if value is None else self.numbers.setdefault(value, len(self.numbers))

    def listed(self) -> list[object]:
        """The values by their numbers."""
        return list(self.numbers)


def contents(home: Path, selection: Selection, made_at: str) -> dict[str, object]:
    """All that the page holds, as plain values.

    Args:
        home: whose published warehouse.
        selection: which events.
        made_at: when the page is made, as it is shown.

    Raises:
        NothingPublished: no run has published yet.
        UserMistake: the selection names what there is not.
    """
    wanted = selection.query(home)
    facts = ask(home, _FACTS.format(wanted=wanted)).row(0, named=True)
    chosen = _CHOSEN.format(wanted=wanted, most=selection.most)
    events = ask(home, _EVENTS.format(chosen=chosen))
    parties, sources = Words(), Words()
    packed = _pack_events(events, parties)
    places_of = {str(event): number for number, event in enumerate(events["id"])}
    told = ask(home, _SENTENCES.format(chosen=chosen, most=MOST_SENTENCES, context=CONTEXT))
    of_events = ask(home, _SOURCES.format(chosen=chosen))
    packed["source"] = _pack_sources(of_events, places_of, sources)
    articles, sentences = _pack_sentences(told, places_of, sources)
    return {
        "about": facts
        | {"shown": events.height, "made_at": made_at, "home": home.name or str(home), "asked": selection.words()},
        "events": packed,
        "parties": parties.listed(),
        "sources": sources.listed(),
        "articles": articles,
        "sentences": sentences,
        "state": _state(home),
    }


def _pack_events(events: pl.DataFrame, parties: Words) -> dict[str, Any]:
    """Columns by name; a column of words as its distinct values and their numbers."""
    packed: dict[str, Any] = {"id": events["id"].to_list()}
    packed |= {name: events[name].to_list() for name in _NUMBERS}
    for name in _WORDS:
        words = parties if name in ("actor", "recipient") else Words()
        packed[name] = [words.number(_short(value)) for value in events[name].to_list()]
        if words is not parties:
            packed[f"{name}_words"] = words.listed()
    countries, places = Words(), Words()
    packed["country"] = [
        countries.number((iso3, name) if iso3 else None)
        for iso3, name in events.select("country_iso3", "country_name").iter_rows()
    ]
    packed["countries"] = countries.listed()
    packed["place"] = [
        places.number(tuple(row) if row[0] is not None or row[3] is not None else None)
        for row in events.select(_PLACE).iter_rows()
    ]
    packed["places"] = places.listed()
    return packed


def _pack_sources(frame: pl.DataFrame, places_of: Mapping[str, int], sources: Words) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in places_of]
    for event, names in frame.iter_rows():
        if str(event) in places_of:  # else something was published between two questions
            rows[places_of[str(event)]] = [sources.number(_short(name)) for name in names or ()]
    return rows


def _pack_sentences(
    told: pl.DataFrame, places_of: Mapping[str, int], sources: Words
) -> tuple[list[Sequence[object]], list[list[Sequence[object]]]]:
    """Articles, each once, and for each event its sentences with what stands around them."""
    articles: dict[str, int] = {}
    heads: list[Sequence[object]] = []
    sentences: list[list[Sequence[object]]] = [[] for _ in places_of]
    for row in told.sort("event_id", maintain_order=True).iter_rows(named=True):
        if str(row["event_id"]) not in places_of:  # as above
            continue
        number = articles.setdefault(str(row["article_id"]), len(articles))
        if number == len(heads):
            source = sources.number(_short(row["source"]))
            heads.append(
                (row["article_id"], _short(row["title"]), source, _iso(row["published_date"]), _web(row["url"]))
            )
        before, behind = _around(row)
        trigger = (row["trigger_start"], row["trigger_end"])
        sentences[places_of[str(row["event_id"])]].append(
            (number, before, row["text"], behind, *trigger, _short(row["attribution"]))
        )
    return heads, sentences


def _around(row: Mapping[str, Any]) -> tuple[str, str]:
    """What stands before and behind a sentence, cut between words, with an ellipsis where something was cut."""
    before, behind = str(row["before"] or ""), str(row["behind"] or "")
    if row["is_cut"] and before:
        before = "… " + before.partition(" ")[2]
    if row["goes_on"] and behind:
        behind = behind.rpartition(" ")[0] + " …"
    return before, behind


def _state(home: Path) -> dict[str, object]:
    """What became of the input: rejects, checks, where the days of publication come from, the last run."""
    asked = ask(home, "SELECT * FROM meta.check_results").to_dicts()
    runs = ask(home, _RUNS).to_dicts()
    return {
        "rejects": [row | {"message": _short(row["message"])} for row in ask(home, _REJECTS).to_dicts()],
        "checks": sum(row.get("outcome") != "not_asked" for row in asked),
        "found": [_shortened(row) for row in last_findings(home)],
        "published_from": [tuple(row) for row in ask(home, _PUBLISHED_FROM).iter_rows()],
        "run": runs[0] if runs else None,
    }


def _shortened(finding: Mapping[str, Any]) -> dict[str, object]:
    return {name: _short(value) if isinstance(value, str) else value for name, value in finding.items()}


def _short(value: object) -> str | None:
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def _web(url: object) -> str | None:
    """An address that a browser opens as a page; a stranger's `javascript:` is none.

    >>> _web("javascript:alert(1)")
    """
    text = str(url or "").strip()
    return text if text.lower().startswith(("https://", "http://")) else None
