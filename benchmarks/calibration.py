"""What confidence means: of the events coded with so much of it, the share that is right, on human-labelled news.

usage: python -m benchmarks.calibration [--gold ../shared/gold] [--scorer ../shared/score] [--workers N]

Right means: the ACLED type of the note, the PLOVER type of the sentence, a MUC message that does report an incident.
A real second event of a note or sentence counts as wrong, so the truth is somewhat better.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.accuracy import SETS, Record, arguments, ingest, records

Row = Mapping[str, Any]
_YIELD = {"CONCEDE", "RETREAT"}  # PLOVER's later names for what the sentences call YIELD
_EVENTS = """
    SELECT a.external_id, m.confidence, m.event_type, m.acled_event_type, m.acled_sub_event_type
    FROM event_mentions m JOIN articles a USING (article_id)
    WHERE m.status IN ('actual', 'ongoing', 'claimed')
"""
_INCIDENTS = ("Violence against civilians", "Explosions/Remote violence")
_FINER_INCIDENTS = ("Abduction/forced disappearance", "Looting/property destruction")


def _of_note(record: Record, row: Row) -> bool | None:
    return row["acled_event_type"] == record["event_type"] if row["acled_event_type"] else None


def _of_sentence(record: Record, row: Row) -> bool:
    return row["event_type"] in (_YIELD if record["event"] == "YIELD" else {record["event"]})


def _of_message(record: Record, row: Row) -> bool | None:
    if row["acled_event_type"] not in _INCIDENTS and row["acled_sub_event_type"] not in _FINER_INCIDENTS:
        return None  # nothing that the messages were labelled for
    return any(not template["optional"] for template in record["templates"])


JUDGES: dict[str, Callable[[Record, Row], bool | None]] = {
    "acled_world_2020": _of_note,
    "plv": _of_sentence,
    "muc4": _of_message,
}


def main() -> None:
    """Print the share right by tenths of confidence, for all sets together and each alone."""
    args = arguments(__doc__)
    everything: Counter[tuple[int, bool]] = Counter()
    print("| set | " + " | ".join(f"0.{tenth}" for tenth in range(10)) + " | 0.8 and more |\n" + "|---" * 12 + "|")
    for gold_set in SETS:
        path = args.gold / f"{gold_set.name}.jsonl"
        if gold_set.name not in JUDGES or not path.is_file():
            continue
        with tempfile.TemporaryDirectory() as folder:
            gold, warehouse = ingest(gold_set, path, args.scorer, Path(folder), args.workers)
            counts = Counter(_judged(gold, warehouse, JUDGES[gold_set.name]))
        everything += counts
        print(_line(gold_set.name, counts), flush=True)
    print(_line("all", everything))


def _judged(gold: Path, warehouse: Path, judge: Callable[[Record, Row], bool | None]) -> Iterator[tuple[int, bool]]:
    """Tenth of confidence and whether it is right, for each event that happened."""
    by_id = {record["id"]: record for record in records(gold)}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.sql(_EVENTS).pl().iter_rows(named=True)
        for row in rows:
            verdict = judge(by_id[row["external_id"]], row)
            if verdict is not None:
                yield min(9, int(row["confidence"] * 10)), verdict


def _line(name: str, counts: Counter[tuple[int, bool]]) -> str:
    cells = [_share(counts, (tenth,)) for tenth in range(10)]
    return f"| {name} | " + " | ".join([*cells, _share(counts, (8, 9))]) + " |"


def _share(counts: Counter[tuple[int, bool]], tenths: tuple[int, ...]) -> str:
    right, wrong = (sum(counts[tenth, verdict] for tenth in tenths) for verdict in (True, False))
    return f"{100 * right / (right + wrong):.1f} % of {right + wrong:,}" if right + wrong else "–"


if __name__ == "__main__":
    main()
