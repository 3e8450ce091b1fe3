"""Reports become events: a member fits the whole, articles keep apart what they tell apart, order does not matter."""

from __future__ import annotations

import random

import pytest

from transforms.linking import cluster_reports

Link = tuple[str, str, float]


def groups(links: list[Link], articles: dict[str, str]) -> list[list[str]]:
    of_articles = {report: frozenset(names.split()) for report, names in articles.items()}
    found: dict[str, list[str]] = {}
    for report, group in cluster_reports(links, of_articles).items():
        found.setdefault(group, []).append(report)
    return sorted(sorted(members) for members in found.values())


def test_likely_reports_are_one_event_and_unlikely_ones_are_not() -> None:
    assert groups([("a", "b", 0.8), ("b", "c", 0.3)], {"a": "1", "b": "2", "c": "3"}) == [["a", "b"], ["c"]]


def test_no_links_leave_every_report_alone() -> None:
    assert groups([], {"a": "1", "b": "2"}) == [["a"], ["b"]]


def test_a_member_must_fit_the_whole_group_not_one_neighbour() -> None:
    """d resembles c alone: of its pairs with a, b and c only one is likely."""
    links = [("a", "b", 0.9), ("a", "c", 0.9), ("b", "c", 0.9), ("c", "d", 0.7)]
    assert groups(links, {name: name for name in "abcd"}) == [["a", "b", "c"], ["d"]]


def test_events_do_not_drift_along_a_chain_of_days() -> None:
    links = [(f"d{day}", f"d{day + 1}", 0.8) for day in range(8)]
    assert max(len(group) for group in groups(links, {f"d{day}": str(day) for day in range(9)})) == 2


@pytest.mark.parametrize(("within", "wanted"), [(0.2, 2), (0.7, 1)])
def test_what_one_article_tells_apart_stays_apart(within: float, wanted: int) -> None:
    """Two reports of article 1 that resemble each other little; a third of article 2 resembles both."""
    links = [("a", "b", within), ("a", "x", 0.95), ("b", "x", 0.95)]
    assert len(groups(links, {"a": "1", "b": "1", "x": "2"})) == wanted


def test_copies_tell_apart_too() -> None:
    """a stands in articles 1 and 2, b in 2 and 3: article 2 has both."""
    assert groups([("a", "b", 0.2), ("a", "c", 0.9), ("b", "c", 0.9)], {"a": "1 2", "b": "2 3", "c": "4"}) in (
        [["a", "c"], ["b"]],
        [["a"], ["b", "c"]],
    )


def test_order_makes_no_difference() -> None:
    dice = random.Random(5)
    names = [f"r{number:02d}" for number in range(30)]
    articles = {name: str(dice.randrange(12)) for name in names}
    links = [
        (one, two, round(dice.random(), 2))
        for i, one in enumerate(names)
        for two in names[i + 1 :]
        if dice.random() < 0.4
    ]
    wanted = groups(links, articles)
    for _ in range(5):
        dice.shuffle(links)
        shuffled = dict(sorted(articles.items(), key=lambda _: dice.random()))
        assert groups(links, shuffled) == wanted


LEADERS = frozenset("abcd")


def followed(links: list[Link], articles: dict[str, str]) -> dict[str, str]:
    """Groups of a to d, which were compared with all, and of x and y, which follow them."""
    return cluster_reports(
        [("a", "b", 0.9), ("c", "d", 0.8), *links],
        {name: frozenset(of.split()) for name, of in articles.items()},
        dict.fromkeys("xy", LEADERS),
    )


@pytest.mark.parametrize(
    ("likeness", "group"),
    [
        ({"a": 0.9, "b": 0.8, "c": 0.75}, "a"),
        ({"a": 0.75, "c": 0.9, "d": 0.9}, "c"),
        ({"a": 0.9}, "x"),  # resembles one of two
        ({"a": 0.6, "b": 0.6, "c": 0.6, "d": 0.6}, "x"),
    ],
)
def test_who_follows_joins_the_leaders_that_it_fits_best_or_nobody(likeness: dict[str, float], group: str) -> None:
    links = [(leader, "x", likely) for leader, likely in likeness.items()]
    found = followed(links, {name: name for name in "abcdxy"})
    assert (found["x"], found["y"]) == (group, "y")
    assert (found["a"], found["c"]) == ("a", "c")


def test_two_of_one_article_that_follow_share_no_event() -> None:
    links = [(leader, who, 0.9) for leader in "ab" for who in "xy"] + [(leader, "y", 0.8) for leader in "cd"]
    found = followed(links, {name: "1" if name in "xy" else name for name in "abcdxy"})
    assert (found["x"], found["y"]) == ("a", "c")


def test_followers_unite_no_groups() -> None:
    links = [(leader, who, 0.95) for leader in "abcd" for who in "xy"]
    found = followed(links, {name: name for name in "abcdxy"})
    assert {found[name] for name in "abxy"} == {"a"}
    assert found["c"] == "c"
