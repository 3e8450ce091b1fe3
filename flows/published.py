# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Questions to the published warehouse, as the commands put them. The SQL is run by `warehouse.store`, read-only."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.asking import ask
from flows.errors import UserMistake, told_to_the_user

if TYPE_CHECKING:
    import polars as pl


Row = dict[str, object]

_STATUS = """
SELECT CAST(min(published_date) AS VARCHAR) AS first_published, CAST(max(published_date) AS VARCHAR) AS last_published,
       (SELECT count(*) FROM meta.rejected_records) AS rejected,
       count(*) FILTER (WHERE coder_version <> $version) AS coder_outdated
FROM articles
"""
_REJECTS = """
SELECT raw_uri, raw_locator, stage, rule, message FROM meta.rejected_records WHERE run_id = $run
ORDER BY raw_uri, raw_locator, rejected_id LIMIT $most
"""
_FIND = """
SELECT article_id, external_id, title FROM articles
WHERE article_id = $wanted OR external_id = $wanted OR url = $wanted OR raw_uri = $wanted
"""
_FIND_LOOSELY = """
SELECT article_id, external_id, title FROM articles
WHERE starts_with(article_id, $wanted) OR contains(lower(title), lower($wanted))
   OR contains(lower(raw_uri), lower($wanted))
ORDER BY published_date DESC NULLS LAST, article_id LIMIT 11
"""
_PARTS = {
    "dates": "SELECT * FROM date_mentions WHERE article_id = $id ORDER BY field DESC, start_char, mention_id",
    "places": (
        "SELECT mentions.*, locations.name, locations.admin1_name, locations.country_iso3 "
        "FROM place_mentions AS mentions LEFT JOIN locations USING (location_id) "
        "WHERE article_id = $id ORDER BY field DESC, start_char, mention_id"
    ),
    "actors": (
        "SELECT mentions.*, entities.name FROM entity_mentions AS mentions "
        "LEFT JOIN entities USING (entity_id) WHERE article_id = $id ORDER BY field DESC, start_char, mention_id"
    ),
    "events": (
        "SELECT * FROM event_mentions WHERE article_id = $id "
        "ORDER BY field DESC, start_char, trigger_start_char, event_mention_id"
    ),
}


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with all that was found in it."""

    article: Row
    dates: list[Row]
    places: list[Row]
    actors: list[Row]
    events: list[Row]

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    """What is published, and how the last runs ended."""

    warehouse: str | None  # None while the first run is at work, or failed
    tables: dict[str, int]
    first_published: str | None
    last_published: str | None
    rejected: int
    coder_version: str
    coder_outdated: int  # articles whose coding is of another version
    runs: list[Row]
    warnings: list[str]  # what is wrong with the published file
    gone: int = 0  # articles that no file of their sources holds any more
    checks: list[Row] = field(default_factory=list[Row])  # what the checks found in it

    def as_dict(self) -> Row:
        """Plain values, for JSON."""
        return asdict(self)


def warehouse_status(root: Path, runs: int) -> WarehouseStatus:
    """The state of a home.

    Raises:
        NothingPublished: no run has published yet, and none is or was at work.
    """
    from flows.checking import last_findings
    from flows.loading import table_rows
    from flows.run_records import run_rows
    from flows.settings import use_tables
    from flows.versions import coder_version
    from warehouse.store.home import Home
    from warehouse.store.publication import concerns

    home = Home(root)
    use_tables(root)
    if not home.published.exists() and any(home.runs.glob("*.json")):
        return WarehouseStatus(None, {}, None, None, 0, coder_version(), 0, run_rows(home)[:runs], [])
    with told_to_the_user():
        tables = table_rows(home)
    warnings = [f"{concern.found}; {concern.remedy}" for concern in concerns(home)]
    facts = ask(root, _STATUS, {"version": coder_version()}).row(0, named=True)
    return WarehouseStatus(
        str(home.published),
        tables,
        coder_version=coder_version(),
        runs=run_rows(home)[:runs],
        warnings=warnings,
        checks=last_findings(root),
        gone=_gone(root),
        **facts,
    )


def _gone(root: Path) -> int:
    """Articles that are marked as gone from their source; a file that an earlier version published has no such mark."""
    try:
        return int(ask(root, "SELECT count(*) FROM articles WHERE is_withdrawn_at_source").item())
    except UserMistake:
        return 0


def run_rejects(root: Path, run_id: str, most: int) -> list[Row]:
    """What a run refused, as its report shows it."""
    return ask(root, _REJECTS, {"run": run_id, "most": most}).to_dicts()


def view_article(home: Path, wanted: str) -> ArticleView:
    """The one article that `wanted` means.

    Raises:
        UserMistake: no article, or more than one, is meant.
    """
    if not wanted.strip():
        raise UserMistake("give an article_id or its beginning, the source's own id, a URL, or title words")
    found = ask(home, _FIND, {"wanted": wanted})
    if not found.height:
        found = ask(home, _FIND_LOOSELY, {"wanted": wanted})
    if not found.height:
        raise UserMistake(f'no article is called {wanted!r}; `dateline sql "FROM articles"` lists them')
    if found.height > 1:
        raise UserMistake(f"{wanted!r} may mean {_choices(found)}")
    key: dict[str, object] = {"id": found.item(0, "article_id")}
    article = ask(home, "SELECT * FROM articles WHERE article_id = $id", key).row(0, named=True)
    parts = {name: ask(home, query, key).to_dicts() for name, query in _PARTS.items()}
    return ArticleView(article, **parts)


def _choices(found: pl.DataFrame) -> str:
    shown = [f"\n  {row['article_id']}  {row['title'] or row['external_id']}" for row in found.head(10).to_dicts()]
    many = ("more than " if found.height > 10 else "") + str(min(found.height, 10))
    return f"{many} articles; give the article_id:" + "".join(shown)
