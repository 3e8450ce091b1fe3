"""The toll of a happening that several triggers tell of: what is added up, and what only says the same again.

What belongs here: merging the counts of two drafts. Reading a count is in `victims`.
"""

from __future__ import annotations

from transforms.events.counts.victims import Count
from transforms.events.drafts import Changes, Draft


def merged_tolls(into: Draft, other: Draft, same_sentence: bool) -> Draft:
    """The draft with what `other` counts: sums within a sentence, else the larger, a total before all."""
    if other.is_summed and not into.is_summed:
        return into
    if into.is_summed and not other.is_summed:
        none = dict.fromkeys(("fatalities", "injured", "arrested", "abducted"))
        into = into.having(**none, is_summed=False, is_total=False)
    into = into.having(
        injured=_larger(into.injured, other.injured),
        arrested=_larger(into.arrested, other.arrested),
        abducted=_larger(into.abducted, other.abducted),
        civilian_dead=into.civilian_dead or other.civilian_dead,
    )
    return into.having(**_dead(into, other, same_sentence))


def _dead(into: Draft, other: Draft, same_sentence: bool) -> Changes:
    if other.fatalities is None:
        return {}
    if into.fatalities is None or (other.is_total and not into.is_total):
        return {"fatalities": other.fatalities, "is_total": other.is_total}
    if into.is_total:
        return {}
    if _adds(other) or (same_sentence and not _retells(other, into)):
        return {"fatalities": into.fatalities + other.fatalities}
    return {"fatalities": _larger(into.fatalities, other.fatalities)}


def _retells(other: Draft, into: Draft) -> bool:
    """The victims are those counted before, or a pronoun stands for them: "found dead, killed by gunmen"."""
    if not into.dead and into.fatalities == other.fatalities:
        return True  # one count of the sentence was read twice, for its noun and for its verb
    told = (set(one.fatalities.parts) if one.fatalities is not None else set() for one in (into, other))
    if set.intersection(*told):
        return True  # one number counts once
    return (not other.dead and other.trigger.row.pos == "verb") or bool(other.dead & into.dead)


def _adds(draft: Draft) -> bool:
    token = draft.trigger.token
    near = (word for word in draft.sentence if abs(word.i - token.i) <= 6 and word.lower_ in draft.listed("also"))
    return any(word.head.i in draft.dead or word.i in draft.dead or word.head.i == token.i for word in near)


def _larger(one: Count | None, two: Count | None) -> Count | None:
    if one is None or two is None:
        return one or two
    return two if (two.best or 0) > (one.best or 0) else one
