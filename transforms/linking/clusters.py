"""Which reports make one event: groups into which each member fits as a whole.

What belongs here: grouping of linked reports, whatever order they came in. Two groups are united where their reports
find, on the mean, a likely partner each in the other group (a pair that was not kept counts as unlikely), the likeliest
groups first. So a report that resembles one member and none of the others does not tie two stories together, and events
cannot drift from day to day. What one article tells apart stays apart: two of its reports share an event only where
their own probability is at least `TOLD_APART`.

Which groups two reports end in depends on what is linked with them, step by step, by links of at least `LEAST`, and on
nothing else; and groups of which no two are united when they are looked at alone are not united together either. The
warehouse rests on both when it groups a part of the archive anew (`warehouse.store.regrouping`).

In a crowd of reports that are alike in type, days and place only the first are compared with all (the leaders); each of
the others, which follow, joins the group of leaders that it fits best, and changes nothing in that.

What people decided goes before: reports that are held `apart` never share a group, whatever likens them, and groups of
reports that are held `together` are united at the end, so that each brings those along that it would have alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

LEAST: Final = 0.7
"""Mean probability from which two groups are one event."""
TOLD_APART: Final = 0.3
"""Probability below which an article tells two of its reports apart; between it and `LEAST` other reports decide."""
UNKEPT: Final = 0.05
"""What a pair counts that was not kept."""
_NOBODY: Final[Mapping[str, frozenset[str]]] = MappingProxyType({})


def cluster_reports(
    links: Iterable[tuple[str, str, float]],
    articles: Mapping[str, frozenset[str]],
    followers: Mapping[str, frozenset[str]] = _NOBODY,
    *,
    together: Sequence[frozenset[str]] = (),
    apart: Sequence[tuple[frozenset[str], frozenset[str]]] = (),
    least: float = LEAST,
) -> dict[str, str]:
    """Groups of reports.

    Args:
        links: (report, report, probability) of all kept pairs among the reports.
        articles: of every report, the articles that it stands in.
        followers: of reports that were not compared with all, the leaders that they were compared with.
        together: reports that are of one group in any case, each set for itself.
        apart: two sets of reports, none of the one in a group with any of the other.
        least: mean probability from which two groups are united.

    Returns:
        The group of each report, named by its smallest member.
    """
    group = _Groups(links, articles, least, apart, followers)
    group.unite()
    group.let_follow(followers)
    group.tie(together)
    return {report: min(members) for members in group.members.values() for report in members}


class _Groups:
    """Groups under way, and which of them a likely link connects: no others can be united."""

    def __init__(
        self,
        links: Iterable[tuple[str, str, float]],
        articles: Mapping[str, frozenset[str]],
        least: float,
        apart: Sequence[tuple[frozenset[str], frozenset[str]]] = (),
        followers: Collection[str] = (),
    ) -> None:
        self.apart = apart
        names = sorted(articles)
        self.members: dict[int, list[str]] = {number: [name] for number, name in enumerate(names)}
        self.articles: dict[int, set[str]] = {number: set(articles[name]) for number, name in enumerate(names)}
        self.linked: dict[str, dict[str, float]] = {name: {} for name in names}
        self.near: dict[int, set[int]] = defaultdict(set)
        self.reports_of = articles
        self.least = least
        self.next = len(names)
        numbers = {name: number for number, name in enumerate(names)}
        for one, two, probability in links:
            self.linked[one][two] = self.linked[two][one] = probability
            if probability >= least and one not in followers and two not in followers:
                self.near[numbers[one]].add(numbers[two])
                self.near[numbers[two]].add(numbers[one])

    def unite(self) -> None:
        """Unite the likeliest two groups until none are likely enough."""
        means = ((self._mean(a, b), a, b) for a, others in self.near.items() for b in others if a < b)
        heap = [(-mean, a, b) for mean, a, b in means if mean >= self.least]
        heapq.heapify(heap)
        while heap:
            _, a, b = heapq.heappop(heap)
            if a in self.members and b in self.members and self._may_unite(a, b):
                merged = self._merge(a, b)
                for other in self.near[merged]:
                    mean = self._mean(merged, other)
                    if mean >= self.least:
                        heapq.heappush(heap, (-mean, other, merged))

    def let_follow(self, followers: Mapping[str, frozenset[str]]) -> None:
        """Have each follower join the group that it fits best, the likeliest first, if what it fits may be united."""
        group_of = {report: group for group, members in self.members.items() for report in members}
        fits: list[tuple[float, str, int]] = []
        for follower in sorted(followers.keys() & group_of.keys()):
            met: dict[int, list[str]] = defaultdict(list)
            for leader in followers[follower] & group_of.keys():
                met[group_of[leader]].append(leader)
            likely = {group_of[other] for other, p in self.linked[follower].items() if p >= self.least}
            fits += [(-self._fit(follower, met[group]), follower, group) for group in sorted(likely & met.keys())]
        joined: set[str] = set()
        for fit, follower, group in sorted(fits):
            own = group_of[follower]
            if -fit >= self.least and follower not in joined and self._may_unite(group, own):
                joined.add(follower)
                self.members[group] += self.members.pop(own)
                self.articles[group] |= self.articles.pop(own)

    def _fit(self, follower: str, leaders: Sequence[str]) -> float:
        """As `_mean`, of a report and those of a group that it was compared with."""
        found = [self.linked[follower].get(leader, UNKEPT) for leader in leaders]
        return (max(found) + sum(sorted(found))) / (1 + len(found))

    def tie(self, together: Sequence[frozenset[str]]) -> None:
        """Unite the groups that hold reports of one set."""
        for reports in together:
            held = [group for group, members in self.members.items() if not reports.isdisjoint(members)]
            for group in held[1:]:
                self.members[held[0]] += self.members.pop(group)

    def _mean(self, a: int, b: int) -> float:
        """How likely the reports of each group find themselves in the other, on the mean."""
        found: list[float] = []
        for one, two in ((a, b), (b, a)):
            others = self.members[two]
            for report in self.members[one]:
                linked = self.linked[report]
                found.append(max([linked.get(other, UNKEPT) for other in others]))
        return sum(found) / len(found)

    def _may_unite(self, a: int, b: int) -> bool:
        """Whether neither people nor an article tell a report of one group from a report of the other."""
        if self.apart and self._are_apart(self.members[a], self.members[b]):
            return False
        common = self.articles[a] & self.articles[b]
        if not common:
            return True
        ones, twos = (
            [report for report in self.members[group] if self.reports_of[report] & common] for group in (a, b)
        )
        return all(
            self.linked[one].get(two, UNKEPT) >= TOLD_APART
            for one in ones
            for two in twos
            if self.reports_of[one] & self.reports_of[two]
        )

    def _are_apart(self, ones: Sequence[str], twos: Sequence[str]) -> bool:
        return any(
            not (
                (here.isdisjoint(ones) or there.isdisjoint(twos)) and (there.isdisjoint(ones) or here.isdisjoint(twos))
            )
            for here, there in self.apart
        )

    def _merge(self, a: int, b: int) -> int:
        new, self.next = self.next, self.next + 1
        self.members[new] = self.members.pop(a) + self.members.pop(b)
        self.articles[new] = self.articles[a] | self.articles[b]
        self.near[new] = (self.near.pop(a) | self.near.pop(b)) - {a, b}
        for other in self.near[new]:
            self.near[other] -= {a, b}
            self.near[other].add(new)
        return new
