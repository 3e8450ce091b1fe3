"""What all tests share."""

from __future__ import annotations

import os

# as the pipeline has it: one worker a core multiplies matrices faster than threads that wait for one another
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    _ = os.environ.setdefault(_name, "1")
