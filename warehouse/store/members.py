"""The uri of a member of an archive, and the file that it lies in.

What belongs here: taking such a uri apart in SQL. What does not: making one (`warehouse.sources.containers`), and what
it means that a member is gone (`gone_files`).

A member's uri is that of its file, an exclamation mark and its own path: `week.zip!inner/a.txt`. Names of files and
folders may hold the mark themselves (`Yahoo! News/a.txt`), so which part of a uri is the file is known only by the
files that there are: the longest of those that it may be (`Help` and `Help!bad.txt` may both be files).
"""

from __future__ import annotations


def files_it_may_be_of(uri: str) -> str:
    """SQL: the list of what may be the file of a uri, the shortest first, the uri itself last.

    `files_it_may_be_of("raw_uri")` gives `[a.zip, a.zip!b.zip, a.zip!b.zip!c.txt]` of `a.zip!b.zip!c.txt`.
    """
    parts = f"string_split({uri}, '!')"
    beginnings = f"[array_to_string({parts}[1:place], '!') FOR place IN range(1, len({parts}) + 1)]"
    return f"CASE WHEN contains({uri}, '!') THEN {beginnings} ELSE [{uri}] END"
