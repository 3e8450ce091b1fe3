"""The gazetteer: built once from registry data and our own tables into compact Parquet, then loaded from there.

What belongs here: files to frames. How a name is looked up and which of its places is meant is in `transforms.places`.
"""

from __future__ import annotations

from warehouse.gazetteer.cache import gazetteer_key, load_gazetteer_frames
from warehouse.gazetteer.dumps import GazetteerError

__all__ = ["GazetteerError", "gazetteer_key", "load_gazetteer_frames"]
