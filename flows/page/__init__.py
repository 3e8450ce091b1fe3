"""The events as something to look at: the page of `dateline report`, the picture of a run, `dateline ui`.

What belongs here: what is asked of the warehouse for it, how it is packed, drawn and served. What runs in the reader's
browser is JavaScript and CSS in `assets/`, which its README describes. No Prefect.

| module | holds |
|---|---|
| `selection` | which events: the filters of the command line |
| `contents` | the rows of the page, packed |
| `document` | the page itself: one file, nothing fetched |
| `base_map` | countries as polygons, and where a point lies on paper |
| `drawing` | map and timeline as a PNG |
| `serving` | the page and read-only queries on this machine's own address |
"""
