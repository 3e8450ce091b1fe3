"""Reads a PDF that has text, in a process apart: a file that brings the library down costs itself and no run.

What belongs here: starting that process and what its end means. How lines become paragraphs is in `pdf_text`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from warehouse.sources.model import head_of
from warehouse.sources.structured import BadRecord

_PROGRAM = Path(__file__).with_name("pdf_text.py")
_SECONDS = 60
_MEMORY = 4 * 1024 * 1024 * 1024
_FEWEST_LETTERS = 20  # on a page, on the mean; a scan has a stamp or a page number at most


def text_of_pdf(data: bytes) -> str | BadRecord:
    """The text of a PDF, a paragraph between empty lines, or why there is none."""
    program = [sys.executable, "-I", str(_PROGRAM), str(_SECONDS), str(_MEMORY)]
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=2 * _SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return _refused("too_slow", f"reading it took longer than {_SECONDS} s; save its text", data)
    if done.returncode:
        return _refused("file_damaged", f"reading it ended the reader ({_end(done)}); save its text", data)
    answer = json.loads(done.stdout)
    if "error" in answer:
        if "password" in answer["error"].lower():
            return _refused("encrypted", "the PDF is locked with a password; save it without one", data)
        return _refused("file_damaged", f"the PDF is damaged or cut off ({answer['error']}); fetch it again", data)
    letters = sum(sign.isalpha() for sign in answer["text"])
    if letters < _FEWEST_LETTERS * max(1, min(answer["pages"], 5)):
        pages = f"{answer['pages']} page{'s' if answer['pages'] != 1 else ''}"
        message = f"the PDF has {pages} and no text but pictures of it; read it with OCR first (such as ocrmypdf)"
        return _refused("scanned_document", message, data)
    return answer["text"]


def _end(done: subprocess.CompletedProcess[bytes]) -> str:
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return last or f"signal {-done.returncode}" if done.returncode < 0 else last or f"exit code {done.returncode}"


def _refused(rule: str, message: str, data: bytes) -> BadRecord:
    return BadRecord(None, rule, message, head_of(data[:60]))
