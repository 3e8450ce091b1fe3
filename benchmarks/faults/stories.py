"""Small made-up articles: what a home has before the run that is brought down, and what the run is given.

What belongs here: texts and files. A `Corpus` writes the folder that runs read, before and after; the second adds
files, edits one, and has one that is refused. Each article has a title of its own, by which it is looked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_BOMB = (
    "{capital}, {day} - A roadside bomb killed {number} policemen near the bus station of {place} on Monday, officials "
    "said. Nobody claimed responsibility for the attack."
)
_PROTEST = (
    "{capital}, {day} - Hundreds of teachers marched through {place} on Tuesday to demand higher pay. Police fired "
    "tear gas at the protesters and arrested {number} of them, a union official said."
)
_SHELLING = (
    "{capital}, {day} - Government forces shelled two villages near {place} on Wednesday, killing {number} civilians, "
    "residents told reporters."
)
_BUDGET = (
    "Le conseil municipal de {place} a voté mardi soir le budget de la ville pour l'année prochaine, après une longue "
    "séance au cours de laquelle les élus ont discuté des écoles, des routes et du nouveau marché couvert."
)
_FIRST = (
    ("herat", "Two policemen die in Herat", _BOMB, "Herat", "KABUL", "March 1 2021", "two"),
    ("lagos", "Teachers march in Lagos", _PROTEST, "Lagos", "ABUJA", "March 2 2021", "nine"),
    ("idlib", "Villages near Idlib are shelled", _SHELLING, "Idlib", "DAMASCUS", "March 3 2021", "five"),
)
_LATER = (
    ("kunduz", "Four policemen die in Kunduz", _BOMB, "Kunduz", "KABUL", "April 5 2021", "four"),
    ("lima", "Teachers march in Lima", _PROTEST, "Lima", "LIMA", "April 6 2021", "six"),
    ("aleppo", "Villages near Aleppo are shelled", _SHELLING, "Aleppo", "DAMASCUS", "April 7 2021", "seven"),
    ("herat_again", "Bomb at a bus station", _BOMB, "Herat", "KABUL", "March 1 2021", "two"),  # a copy of the first
)
_FEED = (
    ("m1", "Shells fall near Homs", _SHELLING, "Homs", "DAMASCUS", "April 8 2021", "three"),
    ("m2", "Teachers march in Cusco", _PROTEST, "Cusco", "LIMA", "April 9 2021", "twelve"),
    ("m3", "Policemen die in Ghazni", _BOMB, "Ghazni", "KABUL", "April 10 2021", "three"),
)
Story = tuple[str, str, str, str, str, str, str]
GIVEN = sorted(
    [story[1] for story in (*_FIRST, *_LATER, *_FEED) if story[0] != "lagos"]
    + ["Lagos teachers march again", "Le budget de Brest est voté", "Le budget de Nantes est voté"]
)
"""Titles of all that the second run's home must hold, each once."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a home has before the run that is brought down, what that run is given besides, and all titles then."""

    write_before: Callable[[Path], None]
    write_after: Callable[[Path], None]
    given: list[str]


def _write_before(folder: Path) -> None:
    """Three articles that are coded, and one in French, which is not."""
    folder.mkdir(parents=True)
    for story in _FIRST:
        _write(folder, story)
    write_french(folder, "Brest")


def _write_after(folder: Path) -> None:
    """What the second run finds new: four files, a feed of three, one edited, one in French, one that is broken."""
    for story in _LATER:
        _write(folder, story)
    rows = [json.dumps({"id": story[0], "title": story[1], "text": _text(story)}) for story in _FEED]
    _ = (folder / "feed.jsonl").write_text("\n".join([*rows, '{"id": "m4", "title": ']) + "\n", encoding="utf-8")
    _write(folder, ("lagos", "Lagos teachers march again", _PROTEST, "Lagos", "ABUJA", "March 2 2021", "ten"))
    write_french(folder, "Nantes")


def _write_few_before(folder: Path) -> None:
    """Two articles in French."""
    folder.mkdir(parents=True)
    for place in ("Brest", "Nantes"):
        write_french(folder, place)


def _write_few_after(folder: Path) -> None:
    """One more, one edited, one record that is broken."""
    write_french(folder, "Dijon")
    write_french(folder, "Nantes", " Le vote a été unanime.")
    _ = (folder / "feed.jsonl").write_text('{"id": "m4", "title": \n', encoding="utf-8")


CODED = Corpus(_write_before, _write_after, GIVEN)
"""Twelve articles, ten of them coded: what the table is about."""
PLAIN = Corpus(
    _write_few_before,
    _write_few_after,
    ["Le budget de Brest est voté", "Le budget de Dijon est voté", "Le budget de Nantes est voté"],
)
"""Three that are stored and not coded, so that no language model is loaded: for trying the bench itself."""


def write_french(folder: Path, place: str, addition: str = "") -> Path:
    """An article that is stored and not coded."""
    path = folder / f"{place.lower()}.txt"
    _ = path.write_text(f"Le budget de {place} est voté\n\n{french(place)}{addition}\n", encoding="utf-8")
    return path


def french(place: str) -> str:
    """The body of such an article."""
    return _BUDGET.format(place=place)


def write_english(folder: Path, name: str, title: str) -> Path:
    """An article that is coded."""
    folder.mkdir(parents=True, exist_ok=True)
    return _write(folder, (name, title, _BOMB, title.rsplit(maxsplit=1)[-1], "KABUL", "May 3 2021", "three"))


def _write(folder: Path, story: Story) -> Path:
    path = folder / f"{story[0]}.txt"
    _ = path.write_text(f"{story[1]}\n\n{_text(story)}\n", encoding="utf-8")
    return path


def _text(story: Story) -> str:
    _, _, text, place, capital, day, number = story
    return text.format(place=place, capital=capital, day=day, number=number)
