"""What a run loads, loaded once, in the process that runs are forked from. No thread is started: none would live on.

What belongs here: imports, and models that are read by this process alone.
"""

from __future__ import annotations

import platformdirs
import pyarrow.dataset
import pydantic

import benchmarks.faults.child
import transforms.annotator
import warehouse.schema.reference_tables.actors
import warehouse.schema.reference_tables.articles
import warehouse.schema.reference_tables.dates
import warehouse.schema.reference_tables.numbers
from transforms.prepare.language import detect_language

__all__ = ["benchmarks", "platformdirs", "pyarrow", "pydantic", "transforms", "warehouse"]

_ = detect_language("The model of languages is read when the first text is looked at, and kept by this process.")
