"""Write the trained reader as it ships: an int8 ONNX encoder, its heads as half floats, its tokenizer.

usage: python -m training.export READER.pt MODEL_FOLDER OUT_FOLDER [--float]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from training.model import ROLES, STATUSES, TYPES, Reader


class _Encoder(nn.Module):
    """Encoder and tags as one graph. The mask is all ones: windows are read one at a time, without padding."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.encoder, self.tag = model.encoder, model.tag

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.encoder(input_ids=ids).last_hidden_state
        return states, self.tag(states)


def export(checkpoint: Path, source: Path, out: Path, quantise: bool) -> None:
    """Write encoder.onnx, heads.npz, names.json and tokenizer.json."""
    saved = torch.load(checkpoint, weights_only=False)
    model = Reader(str(source), saved["layers"], len(saved["subs"]))
    model.load_state_dict(saved["state"])
    model.eval()
    model.encoder.set_attn_implementation("eager")
    out.mkdir(parents=True, exist_ok=True)
    example = (torch.randint(1000, 2000, (1, 40)),)
    axes = {name: {1: "pieces"} for name in ("ids", "states", "tags")}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            _Encoder(model), example, str(whole), input_names=["ids"], output_names=["states", "tags"],
            dynamic_axes=axes, dynamo=False, opset_version=17,
        )  # fmt: skip
        if quantise:
            quantize_dynamic(
                whole, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
        else:
            onnx.save(onnx.load(whole), out / "encoder.onnx")
    heads = {
        name: value.numpy().astype(np.float16)
        for name, value in model.state_dict().items()
        if not name.startswith(("encoder.", "tag."))
    }
    np.savez(out / "heads.npz", **heads)
    names = {"types": TYPES, "statuses": STATUSES, "sub_types": saved["subs"], "roles": ROLES}
    (out / "names.json").write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true", help="leave the weights as they were trained")
    args = parser.parse_args()
    export(args.checkpoint, args.source, args.out, not args.float)


if __name__ == "__main__":
    main()
