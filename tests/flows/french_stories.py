"""French articles: they are stored without being coded, so that a run over them loads no language model."""

from __future__ import annotations

import json
from pathlib import Path

STORY = (
    "Le conseil municipal de {place} a voté mardi soir le budget de la ville pour l'année prochaine, après une longue "
    "séance au cours de laquelle les élus ont discuté des écoles, des routes et du nouveau marché couvert."
)
PLACES = ("Lyon", "Nantes", "Brest", "Dijon", "Amiens", "Nancy", "Rennes")


def write_story(folder: Path, place: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{place.lower()}.txt"
    path.write_text(f"Le budget de {place} est voté\n\n{STORY.format(place=place)}\n", encoding="utf-8")
    return path


def write_jsonl(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
