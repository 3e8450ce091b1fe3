"""What people decided about reports goes before what likens them, whatever order they are given in."""

from __future__ import annotations

from itertools import permutations

from transforms.linking import cluster_reports

ONE_EACH = {name: frozenset({f"article {name}"}) for name in "abcd"}
LINKS = [("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", 0.9), ("c", "d", 0.1)]


def groups(**decided: object) -> set[frozenset[str]]:
    found = {
        frozenset(frozenset(name for name, group in grouped.items() if group == one) for one in set(grouped.values()))
        for links in permutations(LINKS)
        for grouped in (cluster_reports(links, ONE_EACH, **decided),)  # pyright: ignore[reportArgumentType]
    }
    assert len(found) == 1
    return set(found.pop())


def test_reports_held_apart_share_no_group_and_the_others_choose() -> None:
    apart = [(frozenset("a"), frozenset("b"))]
    assert all(not {"a", "b"} <= group for group in groups(apart=apart))
    assert {frozenset("ab"), frozenset("c"), frozenset("d")} == groups(apart=[(frozenset("c"), frozenset("ab"))])


def test_reports_held_together_bring_their_groups() -> None:
    assert groups(together=[frozenset("ad")]) == {frozenset("abcd")}


def test_nothing_decided_changes_nothing() -> None:
    assert groups() == groups(together=[frozenset("ab")], apart=[(frozenset("a"), frozenset("d"))])
