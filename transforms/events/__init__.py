"""What happened: events coded from the parse of an article.

What belongs here: the order of the rooms. A paragraph becomes a scene (`scenes`), words in it propose events
(`proposing`), each is read into a mention (`reading`, by `participants`, `counts`, `setting` and `status`), mentions of
one happening are joined (`joining`), judged (`judging`) and laid out as rows (`rows`). Each room stands on those before
it: import-linter holds the floors that pyproject names.
"""

from __future__ import annotations

from transforms.events.coder import EventCoder

__all__ = ["EventCoder"]
