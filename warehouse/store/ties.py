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

from warehouse.store.steps import carry_out, step_sql

Links = Sequence[tuple[str, str, float]]
Sides = tuple[frozenset[str], frozenset[str]]


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
    said = step_sql("ties/said", of="standing")
    _ = carry_out(connection, "ties/find_tied", said=said)
    of_involved = step_sql("ties/said", of="involved_corrections")
    _ = carry_out(connection, "ties/find_untied", said=said, of_involved=of_involved)


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
