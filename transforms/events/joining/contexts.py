"""What an event that is absorbed says of the one that stays: whose violence it was, and who stepped in.

What belongs here: the contexts that `events/acled_rules` asks for, as far as a merged mention brings them.
"""

from __future__ import annotations

from transforms.events.drafts import Draft

_CROWD = frozenset({"civilian", "protester", "mob"})
_HARM = frozenset({"shoot", "kill", "injure", "execute", "ambush_raid", "beat"})
_DAMAGE = frozenset({"arson", "loot", "destroy"})


def _is_told(draft: Draft) -> bool:
    """Told as what happened there, and not as what the protest is about ("demand the release of those arrested")."""
    return draft.trigger.row.pos == "verb" and draft.trigger.token.dep_ in ("ROOT", "conj", "advcl", "ccomp")


def absorb_context(into: Draft, other: Draft) -> None:
    """Note what an absorbed event says about the one that stays: whose violence it was."""
    into.context |= other.context
    crowd = other.actor_side in _CROWD and _is_told(other)
    if other.kind.name == "fight" and _is_told(other) and "state" in (other.actor_side, other.recipient_side):
        into.context.add("crowd_violence")
    if other.kind.name in _DAMAGE and crowd:
        into.context.add("crowd_violence")
    if other.kind.name in ("ambush_raid", "beat", "fight") and crowd:
        into.context.add("crowd_violence")
    if other.kind.name in _HARM and other.actor_side in ("state", "rebel"):
        into.context.add("state_force")
    if other.kind.name == "disperse" or (other.kind.name == "arrest" and _is_told(other)):
        into.context.add("intervention")
