"""A name of an article that is taken for a place: what recognition hands to resolution."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from transforms.model import Paragraph
from transforms.places.gazetteer import Candidate

Role = Literal["literal", "metonym", "modifier", "dateline"]


@dataclass(slots=True)
class Sighting:
    """One name in one paragraph that is taken for a place, before resolution."""

    paragraph: Paragraph
    start: int  # offsets into the paragraph
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    observations: list[str] = field(default_factory=list)
    evidence: float = 0.0
    feature: str = ""  # the GeoNames code that a word beside it asks for ("province")
    container: str = ""  # key of the name after the comma: "Paris, Texas"
    container_start: int = -1  # where that name begins
    held: str = ""  # the places that hold the name before it, to which its candidates were narrowed
    peers: set[str] = field(default_factory=set)  # the kinds of the names that it is listed with
    holder: str = ""  # key of the name that says where this one lies, whether or not the gazetteer knows it inside
    is_held_firmly: bool = False  # the text says so plainly, so that no place of the name elsewhere is meant
    has_bare_article: bool = False  # "in the Valley.": no town is called with an article
    side: str = ""  # the compass word that was taken into the name
    role: Role = "literal"

    @property
    def text(self) -> str:
        """The words as they stand in the stored field."""
        return self.paragraph.text[self.start : self.end]
