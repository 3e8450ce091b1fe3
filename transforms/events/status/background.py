"""What lies long before the news: by its date, or by a count that runs over years.

What belongs here: setting it apart, so that nothing told as news is joined to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from transforms.events.drafts import Changes, Draft
from transforms.events.setting.dating import is_historical
from transforms.events.status.sums_over_time import is_sum
from transforms.model import Timex


def background(draft: Draft, published: date | None, dates: Sequence[Timex]) -> Changes:
    """Whether what the draft counts is a sum, and `historical` where it happened long before the news."""
    timex = draft.date if draft.date_from == "text" else None
    is_summed = is_sum(draft, published)
    if draft.happened and (is_historical(timex, published, dates) or is_summed):
        return {"is_summed": is_summed, "status": "historical"}
    return {"is_summed": is_summed}
