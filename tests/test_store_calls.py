"""How often one question asks the store, however large the base and however long its chains are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Place

from assistant.ask import Desk
from assistant.finding import memo
from assistant.quoting.successors import STEPS
from assistant.settings import AssistantSettings
from benchmarks.speed.measures.calls import CALLS, counted, far
from indexer.codes import Code
from indexer.index import Index
from indexer.stores import Query

# Where one text replaced another, where sources are on record as apart, and what the base cannot answer.
ASKED = (
    "does medicare take a rubber stamp signature",
    "polyp removed whole with cold forceps, 45380 or 45385",
    "is a volume check reprogramming?",
    "62368",
    "which code is right for a moon landing with 12345?",
    "who won the football match",
)


def test_a_question_makes_few_calls_and_none_for_a_recorded_point(shipped: Index) -> None:
    lines = (Path(__file__).parents[1] / "benchmarks/questions_a.jsonl").read_text("utf-8").splitlines()
    asked = [*ASKED, *(json.loads(line)["question"] for line in lines[::8])]
    for text, calls in zip(asked, counted(shipped, asked), strict=True):
        assert calls.total() <= 8, (text, calls)
        assert calls["search"] == 1
        assert calls["rarity"] == calls["known"] == 0


def test_a_follow_up_makes_no_more_calls(shipped: Index) -> None:
    behind, store = far(shipped)
    Desk(behind, AssistantSettings()).ask("and with 62370?", after=["is a volume check of the pump 62368?"])
    assert store.calls.total() <= CALLS


RECORD = """\
- on: whether a refill is billed
  why: opposite
  asked: [is a pump refill billed with 62368]
  sides:
    - {for: A, says: A pump refill is billed., sources: [one]}
    - {for: B, says: A pump refill is never billed., sources: [other]}
"""


def chained(place: Place, copies: int) -> Index:
    """A recorded point whose sides were replaced again and again, beside ``copies`` of other texts."""

    def excerpt(name: str, text: str, after: str | None) -> None:
        more = f"superseded_by: {after}\n" if after else ""
        head = f"---\nsource: CPT Assistant\ndate: 2006-07\n{more}---\n# Pump refill 62368\n\n"
        place.write(f"{name}.md", f"{head}{text}\n")

    for name, says in (("one", "A pump refill is billed."), ("other", "A pump refill is never billed.")):
        excerpt(name, says, f"{name}-1")
        for step in range(1, STEPS + 2):
            excerpt(f"{name}-{step}", f"Rule {step} on pump refills.", f"{name}-{step + 1}")
    for number in range(copies):
        excerpt(f"copy-{number}", f"Case {number}: the pump was refilled, 62368.", None)
    place.write("points.yaml", RECORD)
    place.build()
    return place.open()


@pytest.mark.parametrize("copies", [3, 150])
@pytest.mark.slow
def test_long_chains_and_a_larger_base_keep_to_the_limit(place: Place, copies: int) -> None:
    index = chained(place, copies)
    (calls,) = counted(index, ["is a pump refill billed with 62368"])
    assert 3 < calls.total() <= CALLS
    assert Desk(index, AssistantSettings()).ask("is a pump refill billed with 62368").disagreement is not None


def test_opening_asks_once_for_every_phrase_of_the_record(place: Place) -> None:
    index = chained(place, 0)
    assert index.points.weighed("is a pump refill billed with 62368") == memo.rarity(
        "is a pump refill billed with 62368", index.store
    )


def test_a_memo_asks_only_for_what_it_was_not_told(shipped: Index) -> None:
    behind, store = far(shipped)
    index = memo.over(behind)
    assert memo.over(index) is index
    known, unknown = Code("CPT", "62368"), Code("CPT", "12345")
    index.store.search(Query(words=("pump",), weigh=("wound",), codes=(known, unknown)))
    assert index.store.known([unknown, known]) == {known}
    assert index.store.rarity(["wound", "pump"]) == shipped.store.rarity(["wound", "pump"])
    assert store.calls == {"search": 1}
    assert index.store.rarity(["wound", "zebra"]) == shipped.store.rarity(["wound", "zebra"])
    one = index.store.passages([3, 5, 3])
    assert index.store.passages([5, 3, 4]) == [one[1], one[0], *shipped.store.passages([4])]
    id = one[0].document_id
    assert index.store.documents([id, "nowhere"]) == index.store.documents(["nowhere", id]) != {}
    assert store.calls == {"search": 1, "rarity": 1, "passages": 2, "documents": 1}
