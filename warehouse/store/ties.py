"""What people decided about groups of reports: which belong together, which apart (corrections `merge` and `split`).

What belongs here: the reports that a correction speaks of, and grouping with them. A correction names mentions that
last, so it holds on when more reports come: an event's anchor (`meta.event_ids`), and the mentions that its `value` and
`targets` list. What does not: what becomes of an event otherwise (`corrections`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import duckdb

Links = Sequence[tuple[str, str, float]]
Sides = tuple[frozenset[str], frozenset[str]]
_SAID = """
    SELECT correction_id, action, made_at, 'here' AS side, event_mention_id
    FROM (SELECT *, unnest(targets) AS event_id FROM {of} WHERE action = 'merge') JOIN meta.event_ids USING (event_id)
    UNION ALL
    SELECT correction_id, action, made_at, 'here', unnest(string_split(value, '|')) FROM {of} WHERE action = 'merge'
    UNION ALL
    SELECT correction_id, action, made_at, 'here', unnest(targets) FROM {of} WHERE action = 'split'
    UNION ALL
    SELECT correction_id, action, made_at, 'there', unnest(string_split(value, '|')) FROM {of} WHERE action = 'split'
"""
TIED = """
    SELECT report_id FROM tied_reports
    WHERE correction_id IN (SELECT correction_id FROM tied_reports WHERE report_id IN (FROM frontier))
"""
"""SQL of the reports that a correction connects with those of `frontier`."""


class ClusterReports(Protocol):
    """Makes groups of reports (`transforms.linking.clusters`)."""

    def __call__(
        self,
        links: Iterable[tuple[str, str, float]],
        articles: Mapping[str, frozenset[str]],
        followers: Mapping[str, frozenset[str]] = ...,
        *,
        together: Sequence[frozenset[str]] = (),
        apart: Sequence[Sides] = (),
    ) -> dict[str, str]:
        """The group of each report."""
        ...


@dataclass(frozen=True, slots=True)
class _Tie:
    correction_id: str
    action: str
    made_at: datetime
    here: frozenset[str]
    there: frozenset[str]

    def parts(self, reports: frozenset[str]) -> bool:
        """Whether reports stand on both sides."""
        return not (self.here.isdisjoint(reports) or self.there.isdisjoint(reports))


def find_ties(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `tied_reports`, and `untied_reports` with those that must be grouped anew since their correction changed.

    The temporary table `involved_corrections` holds those that came, changed or went. A correction of which a mention
    leaves is looked at anew too.
    """
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE tied_reports AS
        WITH standing AS (FROM meta.corrections WHERE status <> 'undone'), said AS ({_SAID.format(of="standing")})
        SELECT DISTINCT correction_id, action, made_at, side, report_id FROM said JOIN event_mentions
        USING (event_mention_id)
    """)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE untied_reports AS
        WITH said AS ({_SAID.format(of="involved_corrections")})
        SELECT DISTINCT report_id FROM said JOIN event_mentions USING (event_mention_id)
        UNION
        SELECT report_id FROM involved_corrections c JOIN meta.event_ids e ON e.event_id = c.targets[1]
        JOIN event_mentions USING (event_mention_id) WHERE c.action = 'drop'
        UNION
        SELECT report_id FROM tied_reports WHERE correction_id IN (
            WITH standing AS (FROM meta.corrections WHERE status <> 'undone'), said AS ({_SAID.format(of="standing")})
            SELECT correction_id FROM said WHERE event_mention_id IN (SELECT event_mention_id FROM left_mentions)
        )
    """)


def regroup_tied(
    connection: duckdb.DuckDBPyConnection,
    cluster: ClusterReports,
    links: Links,
    articles: Mapping[str, frozenset[str]],
    followers: Mapping[str, frozenset[str]],
) -> dict[str, str]:
    """Group reports, with what people tied and parted; what that changed goes to `correction_outcomes`."""
    plain = cluster(links, articles, followers)
    ties = _ties(connection, plain)
    if not ties:
        return plain
    apart = [(tie.here, tie.there) for tie in ties if tie.action == "split"]
    together = [_not_parted_later(tie, ties) for tie in ties]
    groups = cluster(links, articles, followers, together=[one for one in together if len(one) > 1], apart=apart)
    for tie in ties:
        _ = connection.execute(
            "INSERT INTO correction_outcomes (correction_id, status, message) VALUES (?, ?, ?)",
            [tie.correction_id, *_outcome(tie, plain, groups)],
        )
    return groups


def _ties(connection: duckdb.DuckDBPyConnection, plain: Mapping[str, str]) -> list[_Tie]:
    """Corrections among these reports, the oldest first; a split that names no others parts from all of the group."""
    rows = connection.execute(
        "SELECT correction_id, action, made_at, list(report_id) FILTER (side = 'here'), "
        "list(report_id) FILTER (side = 'there') FROM tied_reports GROUP BY ALL ORDER BY made_at, correction_id"
    ).fetchall()
    ties: list[_Tie] = []
    for correction_id, action, made_at, ones, others in rows:
        here = frozenset(report for report in ones or () if report in plain)
        there = frozenset(report for report in others or () if report in plain) - here
        if action == "split" and not others:
            groups = {plain[report] for report in here}
            there = frozenset(report for report, group in plain.items() if group in groups) - here
        if here:
            ties.append(_Tie(correction_id, action, made_at, here, there))
    return ties


def _not_parted_later(tie: _Tie, ties: Sequence[_Tie]) -> frozenset[str]:
    """What a correction unites, less what a later one took out of it."""
    reports = tie.here
    later = ties[ties.index(tie) + 1 :]
    for other in later:
        if other.action == "split" and other.parts(reports):
            reports -= other.here
    return reports


def _outcome(tie: _Tie, plain: Mapping[str, str], groups: Mapping[str, str]) -> tuple[str, str | None]:
    if tie.action == "merge":
        if len({groups[report] for report in tie.here}) > 1:
            return "changes_nothing", "a later correction parts them"
        done_anyway = len({plain[report] for report in tie.here}) == 1
    else:
        if {groups[report] for report in tie.here} & {groups[report] for report in tie.there}:
            return "changes_nothing", "another correction unites them"
        done_anyway = not {plain[report] for report in tie.here} & {plain[report] for report in tie.there}
    return ("changes_nothing", "the coding says so by itself") if done_anyway else ("applied", None)
