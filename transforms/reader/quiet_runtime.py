"""onnxruntime with its telemetry off.

Its builds count their uses: when loaded they make a device's id and a database in the user's cache folder, and send
what is in it to their makers (onnxruntime/Privacy.md). The variable must be set before the library is loaded, so it is
loaded here and nowhere else.

What belongs here: loading onnxruntime.
"""

from __future__ import annotations

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime

__all__ = ["onnxruntime"]
