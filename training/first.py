"""The first stage: a cross-encoder from all-MiniLM-L6-v2, on pairs of questions and passages of many kinds.

    python -m training.first GROUPS.jsonl.xz START [--public 4000] [--seed 1]

Writes the groups and, into the folder ``START``, the bundled embedding model with a head of one score, both to be given
to ``training.train`` (``--epochs 4``). Where the pairs come from and under which licences stands in ``data/NOTICE.md``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import indexer.embedders  # noqa: F401  (switches transformers offline before it is first imported)
from indexer import models
from training.bases import DATA
from training.train import Group

# What a group weighs by where it is from: passages and sentences that hold a fact tell more than replies of a thread.
WEIGHTS = {"dev": 1.0, "dev-sent": 0.7, "asked": 0.3, "thread": 0.3}
PUBLIC, MOST = 0.5, 14
# The nearest wrong passages of a public set may be right after all.
SPARED = 2


def groups(path: Path, public: int, chance: random.Random) -> Iterator[Group]:
    """All of the project's own, and at most ``public`` of each public set."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        found: Mapping[str, Any] = json.load(file)
    table = found["table"]
    for one in found["groups"]:
        right, others = one["pos"][:2], one["neg"][: MOST - 2]
        yield _group(one["q"], [table[at] for at in right], [table[at] for at in others], WEIGHTS[one["src"]])
    for name in sorted(found["public"]):
        corpus, queries = found["public"][name]["corpus"], list(found["public"][name]["queries"])
        chance.shuffle(queries)
        chosen = queries[:public]
        for one, near in zip(chosen, _nearest([one["q"] for one in chosen], corpus), strict=True):
            right = one["pos"][:2]
            others = [at for at in near if at not in one["pos"]][SPARED : SPARED + MOST - 2]
            yield _group(one["q"], [corpus[at] for at in right], [corpus[at] for at in others], PUBLIC)


def _nearest(queries: Sequence[str], corpus: Mapping[str, str]) -> Iterator[list[str]]:
    """The passages of a set that lie nearest to each query, by the bundled embedding model."""
    from sentence_transformers import SentenceTransformer

    names, model = list(corpus), SentenceTransformer(str(models.find(None).folder), device="cpu")
    passages = model.encode(list(corpus.values()), normalize_embeddings=True)
    for asked in model.encode(list(queries), normalize_embeddings=True):
        yield [names[at] for at in np.argsort(-(passages @ asked))[: MOST + SPARED + 2]]


def _group(question: str, right: list[str], others: list[str], weight: float) -> Group:
    """The order of the others is that of the embedding model, hardest first, and stands for a reader's scores."""
    scores = [0.0] * len(right) + [-float(rank) for rank in range(len(others))]
    return Group(question, (*right, *others), tuple(range(len(right))), tuple(scores), weight)


def start(target: Path) -> None:
    """The bundled embedding model as a transformers folder with a head that is not trained yet."""
    from transformers import AutoModelForSequenceClassification

    source = models.find(None).folder
    made = AutoModelForSequenceClassification.from_pretrained(source, num_labels=1, local_files_only=True)
    made.save_pretrained(target)
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("--public", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    found = list(groups(DATA / "pairs.json.xz", options.public, chance))
    chance.shuffle(found)
    with lzma.open(options.groups, "wt", encoding="utf-8") as file:
        for group in found:
            file.write(json.dumps({name: getattr(group, name) for name in Group.__slots__}) + "\n")
    start(options.start)
    print(f"{options.groups}: {len(found)} groups; {options.start}: the model to begin from")


if __name__ == "__main__":
    main()
