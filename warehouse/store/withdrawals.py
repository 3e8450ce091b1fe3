"""Articles that were withdrawn: they leave with all their evidence and stay away, whoever reads them again.

What belongs here: the record of it in the lake and in `meta.rejected_records`, and keeping such articles out of a
merge. What does not: taking rows out (`superseded.take_out_articles`), as any article leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import polars as pl

from warehouse.schema.meta import REJECTED_RECORDS
from warehouse.store.database import frame
from warehouse.store.decisions import read_decisions, write_decision
from warehouse.store.home import Home, StoreError
from warehouse.store.steps import carry_out
from warehouse.store.touched import note_keys
from warehouse.store.turns import Turn

_POINTERS = ("article_id", "raw_uri", "raw_locator", "raw_sha256", "external_id")


class WithdrawalError(StoreError):
    """Articles that can't be withdrawn or brought back; the message says which and why."""


def withdraw_articles(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    article_ids: Sequence[str],
    *,
    who: str,
    reason: str,
    run_id: str,
    made_at: datetime,
) -> None:
    """Write to the lake that articles are withdrawn; the next merge takes them out. All of them, or none.

    Raises:
        WithdrawalError: an article is not in the warehouse.
    """
    _ = connection.register(
        "asked_articles", pl.DataFrame({"article_id": article_ids}, schema={"article_id": pl.String()})
    )
    rows = frame(
        connection,
        f"""SELECT {", ".join(_POINTERS)}, substring(coalesce(title, body), 1, 500) AS payload
        FROM articles WHERE article_id IN (FROM asked_articles) ORDER BY article_id""",
    )
    _ = connection.unregister("asked_articles")
    unknown = sorted(set(article_ids) - set(rows.get_column("article_id")))
    if unknown:
        away = sorted({str(row["article_id"]) for row in _withdrawn(home)} & set(unknown))
        if away:
            raise WithdrawalError(
                f"withdrawn already: {', '.join(away)}; `dateline rejected --rule withdrawn` lists them"
            )
        raise WithdrawalError(
            f"no article {', '.join(unknown)} in the warehouse; give whole ids, "
            '`dateline sql "SELECT article_id, title FROM articles"` lists them'
        )
    said = {"articles": rows.to_dicts(), "who": who, "reason": reason, "run_id": run_id}
    _ = write_decision(home, home.withdrawals, "withdraw", said, made_at)


def bring_back_articles(home: Home, article_ids: Sequence[str], *, who: str, reason: str, made_at: datetime) -> None:
    """Write to the lake that articles are not withdrawn any more; a rebuild brings them back.

    Raises:
        WithdrawalError: an article is not withdrawn.
    """
    known = {str(row["article_id"]) for row in _withdrawn(home)}
    unknown = sorted(set(article_ids) - known)
    if unknown:
        raise WithdrawalError(f"{', '.join(unknown)} is not withdrawn; `dateline rejected --rule withdrawn` lists them")
    said = {"articles": [{"article_id": article_id} for article_id in article_ids], "who": who, "reason": reason}
    _ = write_decision(home, home.withdrawals, "undo", said, made_at)


def _withdrawn(home: Home) -> list[dict[str, object]]:
    """A row for each article that is withdrawn at present: its pointers, and who withdrew it, when and why."""
    held: dict[str, dict[str, object]] = {}
    for record in read_decisions(home.withdrawals):
        articles: list[dict[str, object]] = record["articles"]  # pyright: ignore[reportAssignmentType]
        for article in articles:
            name = str(article["article_id"])
            if record["action"] == "undo":
                _ = held.pop(name, None)
            else:
                _ = held.setdefault(
                    name, article | {key: record[key] for key in ("who", "reason", "run_id", "made_at")}
                )
    return [held[name] for name in sorted(held)]


def find_withdrawn(home: Home, connection: duckdb.DuckDBPyConnection) -> int:
    """Fill `withdrawn_articles`; how many of them are still in the warehouse."""
    rows = [
        {key: row.get(key) for key in (*_POINTERS, "payload", "run_id")}
        | {"message": f"withdrawn by {row['who']}: {row['reason']}", "rejected_at": row["made_at"]}
        for row in _withdrawn(home)
    ]
    text = dict.fromkeys((*_POINTERS, "payload", "run_id", "message"), pl.String())
    schema = text | {"rejected_at": pl.Datetime("us")}
    _ = connection.register("given_withdrawn", pl.DataFrame(rows, schema=schema))
    _ = carry_out(connection, "withdrawals/find_withdrawn")
    _ = connection.unregister("given_withdrawn")
    row = connection.execute(
        "SELECT count(*) FROM articles WHERE article_id IN (SELECT article_id FROM withdrawn_articles)"
    ).fetchone()
    return int(row[0]) if row else 0


def record_withdrawn(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the rows of `meta.rejected_records` that tell of withdrawn articles up to date."""
    if not carry_out(connection, "withdrawals/find_noted"):
        return
    note_keys(connection, REJECTED_RECORDS, "noted_withdrawals")
    _ = connection.execute("DELETE FROM meta.rejected_records WHERE rejected_id IN (FROM noted_withdrawals)")
    _ = connection.execute("INSERT INTO meta.rejected_records BY NAME SELECT * FROM withdrawn_articles")


def keep_out_withdrawn(turn: Turn) -> None:
    """What packages bring of withdrawn articles is not taken in."""
    _ = turn.connection.execute(
        "DELETE FROM incoming_articles WHERE article_id IN (SELECT article_id FROM withdrawn_articles)"
    )
