"""Places: which words of an article name one, and which one on the map is meant.

What belongs here: toponym recognition and resolution over an in-memory gazetteer. What does not: reading gazetteer
files (`warehouse.gazetteer`), and which place an event happened at (`transforms.events`).
"""

from __future__ import annotations

from transforms.places.gazetteer import Candidate, Gazetteer
from transforms.places.tagger import PlaceTagger

__all__ = ["Candidate", "Gazetteer", "PlaceTagger"]
