"""Reference tables are refused where a cell says what nobody would read; the message names file, line and column."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.events.conftest import load_lexicon
from transforms.events.proposing.complements import GRAMMAR_NEEDS
from transforms.events.proposing.triggers import OTHER_NEEDS
from transforms.events.tables.lexicon import TriggerRow
from warehouse.reference import REFERENCE_FOLDER, ReferenceTableError, read_reference_table
from warehouse.schema.reference import ReferenceColumn, ReferenceTable
from warehouse.schema.reference_tables import all_reference_tables
from warehouse.schema.reference_tables.events import CONTEXTS, MEANS, NEEDS, TRIGGERS, WORD_LISTS
from warehouse.schema.reference_tables.wording import WORDING, WORDING_LISTS

COLUMNS = list(TRIGGERS.columns)


def table_of(folder: Path, **cells: str) -> Path:
    row = {"trigger": "shell", "pos": "verb", "class": "shelling"} | {
        name.rstrip("_"): cell for name, cell in cells.items()
    }
    path = folder / f"{TRIGGERS.path}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
    return folder


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"needs": "prep:from"}, "needs"),
        ({"needs": "passive|means:arrows"}, "needs"),
        ({"subject": "armd"}, "subject"),
        ({"object": "person|plase"}, "object"),
        ({"modifier": "means:shelling"}, "modifier"),
        ({"governor": "announce"}, "governor"),
        ({"actor": "under"}, "actor"),
        ({"recipient": "actor"}, "recipient"),
        ({"noun_of": "actor"}, "noun_of"),
        ({"pos": "noun", "subject": "armed"}, "subject"),
    ],
)
def test_conditions_that_nobody_reads_are_refused(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    with pytest.raises(ReferenceTableError, match=rf"triggers\.csv, line 2, column {column}: "):
        read_reference_table(TRIGGERS, table_of(tmp_path, **cells))


def test_words_of_the_text_need_no_vocabulary(tmp_path: Path) -> None:
    frame = read_reference_table(TRIGGERS, table_of(tmp_path, subject="=mortars|howitzers", object="place|base"))
    assert frame.height == 1


def test_every_declared_condition_has_a_rule() -> None:
    assert {need.partition(":")[0] for need in NEEDS} == {*GRAMMAR_NEEDS, *OTHER_NEEDS}


def test_every_word_list_is_read() -> None:
    """A list of `events/words` or a kind of cue that no code asks for looks as if it did something."""
    source = " ".join(path.read_text(encoding="utf-8") for path in sorted(Path("transforms").rglob("*.py")))
    tables = (
        (REFERENCE_FOLDER / name).read_text(encoding="utf-8")
        for name in ("en/events/triggers.csv", "events/acled_rules.csv")
    )
    conditions = " ".join(tables)
    for name, key in (("words", "list"), ("status_cues", "kind")):
        with (REFERENCE_FOLDER / "en" / "events" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            used = {row[key] for row in csv.DictReader(file)}
        assert [one for one in sorted(used) if f'"{one}"' not in source and one not in conditions] == []


def test_word_lists_are_those_that_rules_ask_for() -> None:
    source = " ".join(path.read_text(encoding="utf-8") for path in sorted(Path("transforms/events").rglob("*.py")))
    asked = set(re.findall(r'(?:listed\(|lexicon\.lists\[)"(\w+)"', source))
    assert asked == set(WORD_LISTS) == set(load_lexicon().lists)


def test_rules_ask_for_contexts_that_are_found() -> None:
    """A rule for a context that no code finds would never win."""
    source = " ".join(path.read_text(encoding="utf-8") for path in sorted(Path("transforms/events").rglob("*.py")))
    rules = load_lexicon().acled_rules
    assert {rule["context"] for rule in rules if rule["context"]} == set(CONTEXTS)
    assert [name for name in CONTEXTS if f'"{name}"' not in source] == []
    assert set(load_lexicon().means.values()) == set(MEANS)


def covers(earlier: TriggerRow, later: TriggerRow) -> bool:
    """Whether the earlier row fits wherever the later does, so that the later can never win."""
    if earlier.pos != later.pos or (earlier.kind.parties not in (None, later.kind.parties)):
        return False
    if (earlier.before and earlier.before != later.before) or (earlier.after and earlier.after != later.after):
        return False
    for name in ("subject", "object", "governor", "prepositions", "modifier"):
        wanted, given = getattr(earlier, name), getattr(later, name)
        if wanted and not (given and given <= wanted):
            return False
    return earlier.needs <= later.needs


def test_every_trigger_row_can_win() -> None:
    winning: set[int] = set()
    every: dict[int, TriggerRow] = {}
    for rows in load_lexicon().triggers.values():
        for i, row in enumerate(rows):
            every[row.order] = row
            if not any(covers(other, row) for other in rows[:i]):
                winning.add(row.order)
    assert [(row.lemma, row.kind.name) for order, row in sorted(every.items()) if order not in winning] == []


def fits_all(rule: dict[str, str | None], other: dict[str, str | None]) -> bool:
    """Whether an ACLED rule fits everything that another, of one class, fits."""
    for name in ("classes", "means", "actor_side", "recipient_side"):
        ours, theirs = (set((one[name] or "").replace("armed", "state+rebel").split("+")) for one in (rule, other))
        if "*" not in ours and ("*" in theirs or not theirs <= ours):
            return False
    return rule["context"] in (None, other["context"])


def test_every_acled_rule_can_win() -> None:
    rules = read_reference_table(all_reference_tables()["events/acled_rules"]).rows(named=True)
    lost = [
        f"line {line} never wins for {kind}: the rule of line {above} fits all that it fits"
        for line, rule in enumerate(rules, start=2)
        for kind in rule["classes"].split("+")
        for above, earlier in enumerate(rules[: line - 2], start=2)
        if fits_all(earlier, rule | {"classes": kind})
    ]
    assert not lost, f"acled_rules.csv: {lost}"


def test_every_table_is_declared() -> None:
    files = {str(path.relative_to(REFERENCE_FOLDER).with_suffix("")) for path in REFERENCE_FOLDER.rglob("*.csv")}
    unknown = files - {table.path for table in all_reference_tables().values()}
    assert not unknown, f"no module of warehouse/schema/reference_tables declares {sorted(unknown)}: nobody reads them"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a;b\n1;2\n", "save it with commas"),
        ("a,b\nJos\u00e9,2\n".encode("latin-1"), "line 2: not UTF-8; save it as CSV UTF-8"),
        (b"a,b\n1,2,3\n", "put quotes around cells with commas"),
        (b'a,b\n1,"2\n', "and close them"),
        (b"", "is empty; its first line names the columns"),
    ],
)
def test_what_a_spreadsheet_made_of_a_table_is_told_with_the_remedy(tmp_path: Path, content: bytes, told: str) -> None:
    columns = {name: ReferenceColumn("A cell") for name in ("a", "b")}
    table = ReferenceTable("given", "Anything", "own", "none", "2026-01-01", columns, ())
    (tmp_path / "given.csv").write_bytes(content)
    with pytest.raises(ReferenceTableError, match=told):
        read_reference_table(table, tmp_path)


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ([("byline", "by(")], 2, "is not a regular expression"),
        ([("byline", "by"), ("desk", "{desks}")], 3, "{desks} has no rows in column list"),
        ([("byline", "{desk}"), ("desk", "{byline} desk")], 2, "{desk} stands for byline again"),
    ],
)
def test_wording_that_makes_no_pattern_is_refused(
    tmp_path: Path, rows: list[tuple[str, str]], line: int, told: str
) -> None:
    path = tmp_path / f"{WORDING.path}.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(["list,language,pattern", *(f"{name},en,{pattern}" for name, pattern in rows)]), "utf-8")
    with pytest.raises(ReferenceTableError, match=rf"wording\.csv, line {line}, column pattern: .*{re.escape(told)}"):
        read_reference_table(WORDING, tmp_path)


def test_every_list_of_wording_is_read() -> None:
    source = " ".join(path.read_text(encoding="utf-8") for path in sorted(Path("transforms").rglob("*.py")))
    frame = read_reference_table(WORDING, REFERENCE_FOLDER)
    asked = {
        *re.findall(r"\{([a-z_]+)\}", source + " ".join(frame["pattern"])),
        *re.findall(r'listed\("(\w+)"', source),
    }
    asked |= {*re.findall(r'whole_words\("(\w+)"', source)}
    asked |= {f"{rule}{part}" for rule in re.findall(r'_notice\("(\w+)"', source) for part in ("", "_title")}
    assert set(WORDING_LISTS) == set(frame["list"])
    assert sorted(set(WORDING_LISTS) - asked) == []
