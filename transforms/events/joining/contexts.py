"""What an event that is absorbed says of the one that stays: whose violence it was, and who stepped in.

What belongs here: the contexts that `events/acled_rules` asks for, as far as a merged mention brings them.
"""

from __future__ import annotations

from transforms.events.drafts import Draft
from transforms.events.syntax.labels import Dep

_CROWD = frozenset({"civilian", "protester", "mob"})


def _is_told(draft: Draft) -> bool:
    """Told as what happened there, and not as what the protest is about ("demand the release of those arrested")."""
    return draft.trigger.row.pos == "verb" and draft.trigger.token.dep_ in Dep.TOLD


def absorbed(other: Draft) -> frozenset[str]:
    """What an absorbed event says about the one that stays: whose violence it was."""
    found = set(other.context)
    crowd = other.actor_side in _CROWD and _is_told(other)
    if other.kind.has("clash") and _is_told(other) and "state" in (other.actor_side, other.recipient_side):
        found.add("crowd_violence")
    if other.kind.has("damage") and crowd:
        found.add("crowd_violence")
    if other.kind.has("crowds_force") and crowd:
        found.add("crowd_violence")
    if other.kind.has("harm") and other.actor_side in ("state", "rebel"):
        found.add("state_force")
    if other.kind.has("dispersal") or (other.kind.has("custody") and _is_told(other)):
        found.add("intervention")
    return frozenset(found)
