"""The passes that fill a mention: each reads and writes what it says, and independent ones may change places."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import pytest

from tests.events.conftest import Code
from tests.events.reading.test_recasting import WORDS_OF_CONFLICT
from tests.events.sentences import PLOVER, SUB_TYPES
from transforms.events.drafts import Draft
from transforms.events.reading import sentences
from transforms.events.reading.passes import GIVEN, PASSES, WRITTEN_LATER, Pass, fill, must_keep

pytestmark = pytest.mark.slow

FIELDS = frozenset(Draft.__dataclass_fields__)
TEXTS = [
    *(text for text, *_ in PLOVER[::3]),
    *(text for text, *_ in SUB_TYPES[::2]),
    "Police say nine pupils, two of them girls, died when unknown men with rifles fired on a school bus in Kaduna.",
    "The army took the town of Dara without a fight on 3 March, residents said.",
    "The minister said on Monday that his government would sign the treaty with Chad in May.",
    "The envoy said it would send 200 soldiers; the council denied that it had called for sanctions.",
    "A court in Lima jailed two brothers for killing a mayor in 2019.",
    "Some 3,000 teachers marched through Quito, and 400 families fled their homes in the valley.",
    "The rebels have seized five towns, the general claimed.",
    "Fighting in Sudan spilled over into Chad.",
    "A guard was nearly killed in the raid here.",
    "The killing of three nuns shocked the city.",
    "The assassination of two judges was condemned.",
    "The union protested in Lima on Monday against the fees.",
    *WORDS_OF_CONFLICT[:1],
    "Norway rejected the envoy's plan.",
    "Peru will not endorse the prime minister of Chad.",
    "Floods and shelling displaced 700 families in Dara; 90 villagers were displaced in Kesh.",
]

TOGETHER = [  # where several mentions, or the sentence as a whole, tell of one happening
    "A bomb killed two porters in Basra on Monday.\n\nThe Lion Brigade claimed responsibility for the blast.",
    "Miners marched through Potosi on Friday. The protesters demanded that the minister of Bolivia resign.",
    "Gunmen stormed a farm near Jos on Sunday.\n\nThree herders were shot. The death toll rose to five.",
    "Shells hit the port. Residents said the attack left 3 sailors dead.\n\nIn 2014 rebels seized the port.",
    "Some 300 people have been killed since January. Troops raided a village in Mali, and 4 were arrested.",
]


class Watched(Draft):
    """A draft that notes which fields are asked for."""

    seen: set[str] = set()  # noqa: RUF012  (of the class on purpose: properties ask through it)

    def __getattribute__(self, name: str) -> object:
        if name in FIELDS:
            Watched.seen.add(name)
        return super().__getattribute__(name)

    @classmethod
    def of(cls, draft: Draft) -> Watched:
        watched = object.__new__(cls)
        watched.__dict__.update(draft.__dict__)
        cls.seen.clear()
        return watched


@pytest.fixture(scope="module")
def proposed(code: Code) -> list[Draft]:
    """What is proposed in all texts, as the first pass gets it."""
    found: list[Draft] = []

    def noting(draft: Draft) -> Draft:
        found.append(draft)
        return fill(draft)

    patch = pytest.MonkeyPatch()
    patch.setattr(sentences, "fill", noting)
    for text in TEXTS:
        code(text)
    patch.undo()
    return found


def undeclared(found: dict[str, set[str]], declared: dict[str, set[str]]) -> list[str]:
    """Step by step what is declared wrongly; a field that no text makes a step touch needs a sentence in `TEXTS`."""
    return [
        f"{name}: "
        + ", ".join(
            [
                *(f"{field} is missing" for field in sorted(found[name] - declared[name])),
                *(
                    f"{field} is shown by no sentence of TEXTS: add one, or take it out"
                    for field in sorted(declared[name] - found[name])
                ),
            ]
        )
        for name in found
        if found[name] != declared[name]
    ]


def test_passes_read_and_write_what_they_say(proposed: Sequence[Draft]) -> None:
    read: dict[str, set[str]] = {step.name: set() for step in PASSES}
    written: dict[str, set[str]] = {step.name: set() for step in PASSES}
    for draft in proposed:
        for step in PASSES:
            changes = step.run(Watched.of(draft))
            read[step.name] |= Watched.seen - GIVEN
            written[step.name] |= changes.keys()
            draft = draft.having(**changes)  # noqa: PLW2901
    reads = {step.name: set(step.reads) for step in PASSES}
    assert read == reads, f"passes.py declares another `reads`: {undeclared(read, reads)}"
    read_alone = written.pop("part_doer_from_victim")  # only where the trained reader takes a victim for the doer
    assert read_alone == set()
    writes = {step.name: set(step.writes) for step in PASSES if step.name in written}
    assert written == writes, f"passes.py declares another `writes`: {undeclared(written, writes)}"


def test_a_victim_taken_for_the_doer_is_none(proposed: Sequence[Draft]) -> None:
    filled = (fill(draft) for draft in proposed)
    deed = next(one for one in filled if one.is_deed and one.recipient_role is not None and one.recipient_role.entity)
    mistaken = deed.having(actor=deed.recipient, actor_role=deed.recipient_role, is_cast=True)
    step = next(step for step in PASSES if step.name == "part_doer_from_victim")
    assert step.run(mistaken) == dict.fromkeys(step.writes)
    assert step.run(mistaken.having(is_cast=False)) == {}


def test_no_pass_writes_what_is_given() -> None:
    assert all(step.writes.isdisjoint(GIVEN) for step in PASSES)
    assert set().union(*(step.writes | step.reads for step in PASSES)) <= FIELDS


def permuted(seed: int) -> list[Pass]:
    """The passes in another order that keeps what depends on one another."""
    kept, chance = list(must_keep(PASSES)), random.Random(seed)
    left, order = list(range(len(PASSES))), list[int]()
    while left:
        free = [one for one in left if not any(second == one and first in left for first, second in kept)]
        order.append(free[-1] if seed == 0 else chance.choice(free))  # the first as far from the table as can be
        left.remove(order[-1])
    return [PASSES[one] for one in order]


@pytest.mark.parametrize("seed", range(6))
def test_independent_passes_may_change_places(proposed: Sequence[Draft], seed: int) -> None:
    order = permuted(seed)
    assert [step.name for step in order] != [step.name for step in PASSES]
    for draft in proposed:
        assert fill(draft, order).__dict__ == fill(draft).__dict__


def test_a_record_is_not_changed(proposed: Sequence[Draft]) -> None:
    draft = proposed[0]
    other = draft.having(status="planned")
    assert (draft.status, other.status, other.trigger) == ("actual", "planned", draft.trigger)
    with pytest.raises(AttributeError):
        draft.status = "planned"  # type: ignore[misc]
    with pytest.raises(TypeError, match="no field of a draft: colour"):
        draft.having(colour="red")


def test_what_is_written_later_is_declared(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, set[str]] = {}
    having = Draft.having

    def noting(draft: Draft, **changes: object) -> Draft:
        module = sys._getframe(1).f_globals["__name__"].removeprefix("transforms.events.")
        told = {name for name, value in changes.items() if value is not getattr(draft, name)}
        written.setdefault(module, set()).update(told)
        return having(draft, **changes)

    monkeypatch.setattr(Draft, "having", noting)
    for text in (*TEXTS[::4], *TOGETHER):
        code(text)
    assert written.pop("reading.passes") <= set().union(*(step.writes for step in PASSES))
    assert written.keys() == WRITTEN_LATER.keys()
    assert {module for module, fields in written.items() if not fields <= WRITTEN_LATER[module]} == set()
