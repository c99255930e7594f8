"""Writes the groups that the reader is trained on, with the scores that the last reader gives their windows.

    python -m training.prepare GROUPS.jsonl.xz [--seed 1]

A group is a question with the windows that the desk would have its reader read, and with those that hold its answering
sentence. Of the questions that a base answers, part is asked once more without the documents that answer it, and
nothing answers then: a twin. A written near miss weighs little, since most of them can be told by their wording alone;
the second side of a contrast pair cannot, and weighs in full. A question that was put into another voice comes again in
it, with the same windows, and is to be given the same scores: words that say nothing change nothing.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.ask import Desk, ranked
from assistant.finding import memo, windows
from assistant.finding.retrieval import Candidates
from assistant.finding.windows import Window
from training import bases
from training.bases import HELD_OUT, Asked
from training.train import Group

# What a group weighs, by what it is, and how many of the answerable questions become twins.
WEIGHTS = {"answered": 1.0, "contrast": 1.0, "twin": 0.5, "near": 0.25}
TWINS, MOST = 0.35, 14


def groups(one: Asked, desk: Desk, chance: random.Random) -> Iterator[tuple[str, Group]]:
    """Of one question, each with what it is."""
    if desk.reader is None:
        raise RuntimeError(desk.unread or "training needs the last reader")
    asked, _ = desk.read(one.question, one.history)
    index = memo.over(desk.index)
    found, rarity = ranked(asked, index), memo.rarity(asked.meaning, index.store)
    if asked.bare or not found:
        return
    chosen = windows.choose(found, rarity)
    if one.answerable:
        holding = [window for window in _all(found, one) if one.answered_by(window.said)]
        kept = list(dict.fromkeys([*holding, *chosen]))
        if holding:
            yield "answered", _group(asked.meaning, kept, holding, desk, WEIGHTS["answered"])
        if one.kind != "contrast" and chance.random() < TWINS:
            without = windows.choose(found.without(one.relevant), rarity)
            yield "twin", _group(asked.meaning, without, (), desk, WEIGHTS["twin"])
    else:
        kind = "contrast" if one.kind == "contrast" else "near"
        yield kind, _group(asked.meaning, chosen, (), desk, WEIGHTS[kind])


def _group(asked: str, kept: Sequence[Window], right: Sequence[Window], desk: Desk, weight: float) -> Group:
    """Those that answer and the hardest others, at most MOST."""
    assert desk.reader is not None
    texts = [window.text for window in kept]
    scores = desk.reader.scores(asked, texts)
    order = sorted(range(len(kept)), key=lambda at: (kept[at] not in right, -scores[at]))[:MOST]
    return Group(
        asked,
        tuple(texts[at] for at in order),
        tuple(place for place, at in enumerate(order) if kept[at] in right),
        tuple(round(scores[at], 3) for at in order),
        weight,
    )


def voiced(group: Group, one: Asked, desk: Desk) -> Group:
    """The same in the voice of ``one``."""
    asked, _ = desk.read(one.question, one.history)
    return replace(group, question=asked.meaning, taught=group.scores)


def _all(found: Candidates, one: Asked) -> Iterator[Window]:
    """Every window of the documents that answer."""
    for candidate in found[: windows.HEAD]:
        if candidate.passage.document_id in one.relevant and candidate.passage.role != "asker":
            yield from windows.of(candidate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, found, kinds = random.Random(options.seed), [], Counter[str]()
    for base in bases.read():
        if base.name in HELD_OUT:
            continue
        with base.opened() as desk:
            for one in base.questions:
                own = list(groups(one, desk, chance))
                rewrites = [other for first, other in base.rewrites if first == one]
                again = [
                    (f"{kind}, {other.voice}", voiced(group, other, desk)) for other in rewrites for kind, group in own
                ]
                found += [group for _, group in (*own, *again)]
                kinds.update(kind for kind, _ in (*own, *again))
        print(f"{base.name}: {len(found)} groups so far", flush=True)
    chance.shuffle(found)
    with lzma.open(options.groups, "wt", encoding="utf-8") as file:
        for group in found:
            file.write(json.dumps({name: getattr(group, name) for name in Group.__slots__}) + "\n")
    print(f"{options.groups}: {len(found)} groups ({', '.join(f'{count} {kind}' for kind, count in kinds.items())})")


if __name__ == "__main__":
    main()
