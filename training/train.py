"""Trains the reader further on groups of windows, resumably.

    python -m training.train GROUPS.jsonl.xz --start FOLDER --out FOLDER [--hours 2] [--threads 2] [--seed 1]

A group is a question with its windows, as ``training/prepare.py`` writes them. A step takes eight questions and of each
one window that holds the answering sentence, the hardest others as the last reader scored them, and one at random.
The loss is binary cross-entropy, positives weighing POSITIVE, plus a softmax over the windows of a question that has
an answer, plus AGREE times how far a question in another voice is from what the one that it stands for was given; a
group weighs what its ``weight`` says. AdamW; the rate rises over WARM of the steps and falls to zero.

Every SAVED steps the state is written to ``OUT/state.pt``; the same command goes on from there.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.finding.reader import question_ids

QUESTION_TOKENS, WINDOW_TOKENS = 56, 110
QUESTIONS, HARD, RANDOM, MICRO = 8, 4, 1, 12
POSITIVE, WARM, SAVED, RATE, DECAY = 3.0, 0.05, 25, 4e-5, 0.01
# A logit below LEAST says no more than LEAST.
AGREE, LEAST = 0.5, -6.0


@dataclass(frozen=True, slots=True)
class Group:
    """``windows`` are texts, ``right`` the places of those that hold the answer, ``scores`` the last reader's;
    ``taught``, where the question is one in another voice, those under the question that it stands for.
    """

    question: str
    windows: tuple[str, ...]
    right: tuple[int, ...]
    scores: tuple[float, ...]
    weight: float
    taught: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    question: list[int]
    window: list[int]
    right: bool
    weight: float
    group: int
    taught: float | None


def groups(path: Path) -> list[Group]:
    """Raises OSError or ValueError where the file cannot be read."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [
            Group(
                row["question"],
                tuple(row["windows"]),
                tuple(row["right"]),
                tuple(row["scores"]),
                row["weight"],
                tuple(row["taught"]),
            )
            for row in map(json.loads, file)
        ]


def picked(group: Group, chance: random.Random) -> list[tuple[int, bool]]:
    """The windows of one step: one that answers, the hardest that do not, one at random."""
    others = [at for at in range(len(group.windows)) if at not in group.right]
    others.sort(key=lambda at: -group.scores[at])
    hard, rest = others[:HARD], others[HARD:]
    found = [(at, False) for at in [*hard, *chance.sample(rest, min(RANDOM, len(rest)))]]
    return [*([(chance.choice(group.right), True)] if group.right else []), *found]


def steps(found: Sequence[Group], seed: int) -> Iterator[list[Group]]:
    """Every group once an epoch, in another order each time, without end."""
    epoch = 0
    while True:
        order = list(range(len(found)))
        random.Random(seed + epoch).shuffle(order)
        for at in range(0, len(order) - QUESTIONS + 1, QUESTIONS):
            yield [found[place] for place in order[at : at + QUESTIONS]]
        epoch += 1


class Trainer:
    def __init__(self, start: Path, out: Path, total: int, seed: int) -> None:
        from tokenizers import Tokenizer
        from transformers import AutoModelForSequenceClassification

        torch.manual_seed(seed)
        self.out, self.total, self.seed, self.step = out, total, seed, 0
        self.model = AutoModelForSequenceClassification.from_pretrained(start, dtype=torch.float32, num_labels=1)
        for parameter in self.model.base_model.embeddings.parameters():
            parameter.requires_grad = False
        self.tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        learnt = [one for one in self.model.parameters() if one.requires_grad]
        self.optimizer = torch.optim.AdamW(learnt, lr=RATE, weight_decay=DECAY)
        state = out / "state.pt"
        if state.exists():
            kept: dict[str, Any] = torch.load(state, weights_only=True)
            self.model.load_state_dict(kept["model"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step = kept["step"]

    def rate(self) -> float:
        done = self.step / self.total
        return RATE * min(done / WARM, max(0.0, (1 - done) / (1 - WARM)))

    def pairs(self, batch: Sequence[Group]) -> list[Pair]:
        chance = random.Random(self.seed * 1_000_003 + self.step)
        found = []
        for number, group in enumerate(batch):
            asked = question_ids(group.question, self.tokenizer, QUESTION_TOKENS)
            for at, right in picked(group, chance):
                window = self.tokenizer.encode(group.windows[at]).ids[1 : WINDOW_TOKENS + 1]
                taught = group.taught[at] if group.taught else None
                found.append(Pair(asked, window, right, group.weight, number, taught))
        return sorted(found, key=lambda pair: len(pair.question) + len(pair.window))

    def learn(self, batch: Sequence[Group]) -> float:
        """One step; its loss."""
        pairs = self.pairs(batch)
        for options in self.optimizer.param_groups:
            options["lr"] = self.rate()
        self.model.train()
        # Each step begins from a seed of its own, so that going on gives what one run would have given.
        torch.manual_seed(self.seed * 1_000_003 + self.step)
        scores = torch.cat([self.scores(pairs[at : at + MICRO]) for at in range(0, len(pairs), MICRO)])
        loss = self.loss(pairs, scores)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        return float(loss.detach())

    def scores(self, pairs: Sequence[Pair]) -> torch.Tensor:
        longest = max(len(pair.question) + len(pair.window) for pair in pairs)
        ids, mask, sides = (np.zeros((len(pairs), longest), dtype=np.int64) for _ in range(3))
        for row, pair in enumerate(pairs):
            both = pair.question + pair.window
            ids[row, : len(both)], mask[row, : len(both)] = both, 1
            sides[row, len(pair.question) : len(both)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": sides}
        # In full precision: a processor without bfloat16 arithmetic takes three times as long with it.
        found: torch.Tensor = self.model(**{name: torch.from_numpy(value) for name, value in given.items()}).logits
        return found[:, 0]

    def loss(self, pairs: Sequence[Pair], scores: torch.Tensor) -> torch.Tensor:
        right = torch.tensor([float(pair.right) for pair in pairs])
        weight = torch.tensor([pair.weight * (POSITIVE if pair.right else 1.0) for pair in pairs])
        total = (torch.nn.functional.binary_cross_entropy_with_logits(scores, right, reduction="none") * weight).sum()
        total = total / weight.sum()
        for number in {pair.group for pair in pairs if pair.right}:
            own = [at for at, pair in enumerate(pairs) if pair.group == number]
            answering = [at for at in own if pairs[at].right]
            chosen = torch.logsumexp(scores[own], 0) - scores[answering[0]]
            total = total + chosen * pairs[answering[0]].weight / QUESTIONS
        if voiced := [at for at, pair in enumerate(pairs) if pair.taught is not None]:
            like = torch.tensor([pairs[at].taught for at in voiced])
            far = torch.nn.functional.smooth_l1_loss(
                scores[voiced].clamp(min=LEAST), like.clamp(min=LEAST), reduction="sum"
            )
            total = total + AGREE * far / len(pairs)
        return total

    def save(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        fresh = self.out / "state.new"
        torch.save(
            {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step}, fresh
        )
        fresh.replace(self.out / "state.pt")

    def finish(self) -> None:
        """The model as a transformers folder, from which ``training/export.py`` makes the shipped file."""
        self.model.save_pretrained(self.out)
        self.tokenizer.save(str(self.out / "tokenizer.json"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=Path)
    parser.add_argument("--start", type=Path, required=True, help="a transformers folder to begin from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, help="stop after this many, for a trial")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    found = groups(options.groups)
    total = max(1, round(options.epochs * len(found) / QUESTIONS))
    trainer = Trainer(options.start, options.out, total, options.seed)
    begun, first, losses = time.monotonic(), trainer.step, []
    last = min(total, options.steps or total)
    for number, batch in enumerate(steps(found, options.seed)):
        if number < trainer.step:
            continue
        if trainer.step >= last:
            break
        losses.append(trainer.learn(batch))
        if trainer.step % SAVED == 0 or trainer.step == last:
            trainer.save()
            pace = (time.monotonic() - begun) / (trainer.step - first)
            mean = sum(losses[-SAVED:]) / len(losses[-SAVED:])
            left = pace * (total - trainer.step) / 60
            told = f"loss {mean:.4f}, {pace:.2f} s a step, {left:.0f} min left"
            print(f"step {trainer.step} of {total}: {told}", flush=True)
    trainer.finish()


if __name__ == "__main__":
    main()
