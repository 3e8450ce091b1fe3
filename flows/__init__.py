"""Prefect flows and the `dateline` command: what runs when, and what the user sees of it."""

import os

# One thread for matrices: a run has a process a core, and rounding must not depend on how many cores there are.
# It counts only if it is set before NumPy is first imported, hence here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
