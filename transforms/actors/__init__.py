"""Who acts: entities found and resolved in an article."""

from __future__ import annotations

from transforms.actors.resolver import ActorMap, ActorResolver

__all__ = ["ActorMap", "ActorResolver"]
