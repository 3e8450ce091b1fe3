from __future__ import annotations

import re
from pathlib import Path

from tests.events.conftest import load_event_tables, load_lexicon
from transforms.events.tables.codebook import PAGE, render_codebook
from transforms.events.tables.forms import PastForms, noun_forms, verb_forms
from warehouse.schema.reference_tables.events import PHRASE_PATTERNS, TRAITS
from warehouse.schema.vocabularies import ACLED_SUB_EVENT_TYPES, ALL_ACLED_SUB_EVENT_TYPES


def test_every_sub_event_type_can_be_coded() -> None:
    tables = load_event_tables()
    coded = set(tables["events/event_classes"]["acled_sub_event_type"]) | set(
        tables["events/acled_rules"]["acled_sub_event_type"]
    )
    assert coded - {None} == set(ALL_ACLED_SUB_EVENT_TYPES)


def test_sub_event_types_stand_under_their_event_type() -> None:
    for name in ("events/event_classes", "events/acled_rules"):
        for event, sub in load_event_tables()[name].select("acled_event_type", "acled_sub_event_type").iter_rows():
            assert sub is None or sub in ACLED_SUB_EVENT_TYPES[event]


def test_every_class_has_triggers_and_rules_name_known_classes() -> None:
    tables = load_event_tables()
    classes = set(tables["events/event_classes"]["class"])
    assert set(tables["events/triggers"]["class"]) == classes | {"no_event"}
    named = {name for cell in tables["events/acled_rules"]["classes"] for name in cell.split("+")} - {"*"}
    assert named <= classes


def test_inflections() -> None:
    irregular = {"take": PastForms(("took",), ("taken",))}
    assert verb_forms("take", irregular) == {"take", "takes", "taking", "took", "taken"}
    assert {"stabbed", "stabbing"} <= verb_forms("stab", {})
    assert {"raided", "raiding"} <= verb_forms("raid", {})
    assert {"clashes", "clashed"} <= verb_forms("clash", {})
    assert {"denied", "denies"} <= verb_forms("deny", {})
    assert noun_forms("city") == {"city", "cities"}
    assert noun_forms("gunman") == {"gunman", "gunmen"}


def test_specific_rows_come_before_general_ones() -> None:
    for rows in load_lexicon().triggers.values():
        assert rows == sorted(rows, key=lambda row: row.preference)


def test_codebook_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_codebook(load_event_tables()), "run `make docs`"


def test_rules_ask_for_traits_that_the_table_has_and_never_for_a_class() -> None:
    source = "\n".join(path.read_text("utf-8") for path in sorted(Path("transforms/events").rglob("*.py")))
    calls = re.findall(r"\b(?:has|had|the)\((\"[^)]*)\)|_(?:either|both)\(one, two, ([^)]*)\)", source)
    asked = {trait for call in calls for trait in re.findall(r'"(\w+)"', " ".join(call))}
    assert asked == set(TRAITS)
    lexicon = load_lexicon()
    held = {trait: [kind for kind in lexicon.classes.values() if kind.has(trait)] for trait in TRAITS}
    assert [trait for trait, kinds in held.items() if not kinds] == []
    assert not re.search(r'(?:kind|other)\.name (?:==|!=|in|not in) \(?["{]', source)
    for trait in re.findall(r'\bthe\("(\w+)"\)', source):
        assert [lexicon.the(trait)] == held[trait]


def test_each_phrase_pattern_fits_its_example_and_no_counter_example() -> None:
    rows = load_event_tables()["events/phrase_patterns"].rows(named=True)
    patterns = load_lexicon().patterns
    assert [row["name"] for row in rows] == list(PHRASE_PATTERNS)
    assert [row["name"] for row in rows if not patterns[row["name"]].search(row["example"])] == []
    assert [row["name"] for row in rows if patterns[row["name"]].search(row["counter_example"])] == []
