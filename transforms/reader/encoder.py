"""Runs the trained sentence encoder: a window of word pieces to a state and a tag distribution for each piece.

What belongs here: the ONNX session and its files. The heads that read the states are in `heads`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from transforms.reader.quiet_runtime import onnxruntime
from transforms.reader.windows import Window

WEIGHTS_FOLDER = Path(__file__).resolve().parent / "weights"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of a window: `states` pieces x width; `tags` pieces x types, each row a distribution."""

    window: Window
    states: np.ndarray
    tags: np.ndarray


class Encoder:
    """The encoder on one thread. One window a call: a window's reading must not depend on what else is read."""

    def __init__(self, folder: Path = WEIGHTS_FOLDER) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def read(self, window: Window) -> Reading:
        """States and tags of a window's pieces."""
        inputs = {"ids": np.array([window.ids], np.int64)}
        states, logits = (np.asarray(out)[0] for out in self._session.run(["states", "tags"], inputs))
        return Reading(window, states, softmax(logits))


def softmax(logits: Any) -> np.ndarray:
    """Distribution over the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
