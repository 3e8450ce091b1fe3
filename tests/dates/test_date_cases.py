"""Every row of `cases.csv`: a sentence of ours, its publication date, and the date that must be read in it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

CASES = list(csv.DictReader((Path(__file__).parent / "cases.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=[f"{row['published']} {row['text'][:60]}" for row in CASES])
def test_case(case: dict[str, str], tag) -> None:
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = [
        {
            "timex": timex.text,
            "value": timex.timex_value,
            "mod": timex.timex_mod or "",
            "start": str(timex.date_start or ""),
            "end": str(timex.date_end or ""),
            "precision": str(timex.date_precision or ""),
            "anchor": timex.anchor or "",
        }
        for timex in tag(case["text"], published)
    ]
    expected = {key: value for key, value in case.items() if key not in ("text", "published")}
    near = [one for one in found if one["timex"] == expected["timex"]] or found
    assert expected in found, f"cases.csv expects\n{expected}\nand what is read is\n" + "\n".join(map(str, near))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
