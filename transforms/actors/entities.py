"""How an entity is named and numbered.

What belongs here: the one place where `Entity` values are made, so that the same actor gets the same `entity_id` in
every article, batch and machine. What does not: which words of a text mean which entity.
"""

from __future__ import annotations

import hashlib
import unicodedata

from transforms.model import Entity, EntityClass

_ID_LENGTH = 16


def fold_name(name: str) -> str:
    """A name without case, accents and leading article: what two spellings of one name have in common."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = letters.replace("’", "'").casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def entity_id(entity_class: EntityClass, country_iso3: str | None, name: str) -> str:
    """The stable id: the first 16 hex digits of sha256 over class, country and folded name."""
    key = f"{entity_class}|{country_iso3 or ''}|{fold_name(name)}"
    return "ent:" + hashlib.sha256(key.encode()).hexdigest()[:_ID_LENGTH]


def make_entity(  # noqa: PLR0917 - the columns of `entities` in their order
    name: str,
    entity_class: EntityClass,
    country_iso3: str | None = None,
    sector: str | None = None,
    acled_inter: int | None = None,
    aliases: tuple[str, ...] = (),
) -> Entity:
    """An entity with its id; nothing but the arguments enters it, so equal arguments give equal rows."""
    return Entity(
        entity_id=entity_id(entity_class, country_iso3, name),
        name=name,
        entity_class=entity_class,
        country_iso3=country_iso3,
        sector=sector,
        acled_inter=acled_inter,
        aliases=aliases,
    )
