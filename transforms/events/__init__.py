"""What happened: events coded from the parse of an article."""

from __future__ import annotations

from transforms.events.coder import EventCoder

__all__ = ["EventCoder"]
