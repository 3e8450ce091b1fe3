"""A worker process for the tests: what it does stands in the batch's name."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

for line in sys.stdin:
    job = json.loads(line)
    if job["name"] == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if job["name"] == "hang":
        time.sleep(60)
    if job["name"] == "grumble":
        sys.stderr.write("a library said something\n")
    answers = {"setup": {"setup": "no model"}, "error": {"error": "ValueError: bad row"}}
    default = {"batch": job["name"], "documents": job["documents"], "peak_megabytes": os.getpid()}
    sys.stdout.write(json.dumps(answers.get(job["name"], default)) + "\n")
    sys.stdout.flush()
