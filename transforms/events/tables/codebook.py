"""Renders `docs/codebook.md` from the event tables: what counts as each kind of event, its codes and an example.

What belongs here: tables to Markdown. Run as `python -m transforms.events.tables.codebook`; a test fails when the page
drifts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.schema.reference_tables.events import TABLES, TRAITS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "codebook.md"
_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
_HEAD = """# Codebook

Generated from `seeds/reference/events` by `make docs`; edit the tables, not this page.

An event is something that somebody does to somebody, told as a happening of its own. Each has a PLOVER type and mode,
where ACLED knows such events its event and sub-event type, a CAMEO root code, a quad class and an intensity from -10 to
10. `status` says whether it happened. One happening in an article is one event, however often it is told; a sum of
events that are coded ("five towns have fallen") is none. Sports, films, markets, illness, accidents and ordinary crime
are no events.

Fatalities: numbers belong to the noun they count. "At least 20" is low 20, best 20, high open; of a range the lower
figure is best (ACLED's rule); "several" is 3; an empty cell means that nothing was said.
"""


def render_codebook(tables: Mapping[str, pl.DataFrame]) -> str:
    """The page as Markdown, ending in a line break."""
    classes = list(tables["events/event_classes"].iter_rows(named=True))
    words = _words_by_class(tables["events/triggers"])
    parts = [_HEAD, "## Kinds of event\n"]
    parts += [_render_class(row, words.get(row["class"], [])) for row in classes]
    parts += [_render_rules(tables["events/acled_rules"]), _render_status(tables["events/status_cues"])]
    parts.append(_render_traits(classes))
    return "\n".join(parts).rstrip("\n") + "\n"


def _words_by_class(triggers: pl.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cell, kind in triggers.select("trigger", "class").iter_rows():
        words = found.setdefault(kind, [])
        words += [word for word in dict.fromkeys(cell.split("|")) if word not in words]
    return found


def _render_class(row: Mapping[str, Any], words: list[str]) -> str:
    mode = f" ({row['event_mode']})" if row["event_mode"] else ""
    acled = f"{row['acled_event_type']} / {row['acled_sub_event_type']}" if row["acled_sub_event_type"] else "none"
    quad = _QUADS.get(row["quad_class"] or 0, "none")
    lines = [
        f"### {str(row['class']).replace('_', ' ')}\n",
        f"{row['description']}.\n",
        f"> {row['example']}\n",
        f"- PLOVER: {row['event_type']}{mode}",
        f"- ACLED, where no rule below decides: {acled}",
        f"- CAMEO root {row['cameo_root_code'] or 'none'}, {quad}, intensity {row['intensity']:g}",
        f"- Words: {', '.join(words[:12])}{' ...' if len(words) > 12 else ''}\n",
    ]
    return "\n".join(lines)


def _render_rules(rules: pl.DataFrame) -> str:
    lines = [
        "## From class, means and sides to ACLED's types\n",
        "The first line that fits decides. `*` is any, `none` not told, `armed` a state or an armed group.\n",
        "| classes | means | actor | recipient | context | ACLED |",
        "|---|---|---|---|---|---|",
    ]
    lines += list(_rule_lines(rules))
    return "\n".join(lines) + "\n"


def _rule_lines(rules: pl.DataFrame) -> Iterator[str]:
    for row in rules.iter_rows(named=True):
        cells = [
            str(row[name] or "").replace("+", ", ") for name in ("classes", "means", "actor_side", "recipient_side")
        ]
        cells += [row["context"] or "", f"{row['acled_event_type']} / {row['acled_sub_event_type']}"]
        yield f"| {' | '.join(cells)} |"


def _render_status(cues: pl.DataFrame) -> str:
    lines = ["## Status\n", "| status | brought by | words |", "|---|---|---|"]
    for kind in ("ongoing", "claimed", "planned", "hypothetical", "negated", "historical"):
        for part in ("verb", "aux", "mark", "adverb"):
            words = cues.filter((pl.col("kind") == kind) & (pl.col("part") == part)).get_column("word").to_list()
            if words:
                lines.append(f"| {kind} | {part} | {', '.join(words[:14])}{' ...' if len(words) > 14 else ''} |")
    lines.append(
        "\nAn event dated more than a year before the publication is `historical`, as are a count over years and a "
        "deed that an article only speaks of (a speech, an appeal, a commentary); all others are `actual`."
    )
    return "\n".join(lines)


def _render_traits(classes: Sequence[Mapping[str, Any]]) -> str:
    """What the coder asks of a class instead of its name."""
    lines = [
        "\n## What kinds have in common\n",
        "Rules ask for the traits of a kind (`traits` in `events/event_classes`), never for its name.\n",
        "| trait | meaning | kinds |",
        "|---|---|---|",
    ]
    for trait, meaning in TRAITS.items():
        kinds = [str(row["class"]).replace("_", " ") for row in classes if trait in str(row["traits"] or "").split("|")]
        lines.append(f"| {trait.replace('_', ' ')} | {meaning} | {', '.join(kinds)} |")
    return "\n".join(lines)


def main() -> None:
    """Write the page."""
    from warehouse.reference import read_reference_table  # noqa: PLC0415  (the renderer itself reads no files)

    PAGE.write_text(render_codebook({table.name: read_reference_table(table) for table in TABLES}), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")


if __name__ == "__main__":
    main()
