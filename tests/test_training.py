"""The reader can be trained again: a few steps on a few groups, from a tiny model, and the parts around them."""

from __future__ import annotations

import json
import lzma
import random
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.ask import Desk
from training import bases, prepare
from training.bases import HELD_OUT, SHIPPED, Asked
from training.train import HARD, RANDOM, Group, picked


def test_every_base_has_its_questions_and_their_documents() -> None:
    found = bases.read()
    assert len(found) == 13
    assert {one.name for one in found} >= {*HELD_OUT, SHIPPED}
    for base in found:
        held = {path.removesuffix(".md") for path in base.documents}
        named = {document for asked in base.questions for document in asked.relevant}
        assert base.name == SHIPPED or named <= held, base.name
        assert all(asked.answer for asked in base.questions if asked.kind == "contrast" and asked.answerable)


def test_a_contrast_pair_is_one_answered_question_and_one_that_is_not() -> None:
    for base in bases.read():
        _, pairs = bases.halves(base)
        sides: dict[str, set[bool]] = {}
        for one in pairs.questions:
            sides.setdefault(one.id[:-1], set()).add(one.answerable)
        assert all(side == {True, False} for side in sides.values()), base.name


def test_a_question_in_another_voice_asks_the_same_in_other_words() -> None:
    for base in bases.read():
        assert base.rewrites, base.name
        assert all(one in base.questions for one, _ in base.rewrites)
        for one, voiced in base.rewrites:
            assert replace(voiced, id=one.id, question=one.question, voice="") == one
            assert voiced.voice
            assert voiced.question != one.question
        assert len({voiced.id for _, voiced in base.rewrites}) == len(base.rewrites)


def test_a_question_in_another_voice_is_taught_what_its_first_wording_was_given(shipped_index: Path) -> None:
    desk = Desk.open(shipped_index)
    (base,) = bases.read([SHIPPED])
    one, other = next((one, other) for one, other in base.rewrites if one.answerable and not one.history)
    _, group = next(iter(prepare.groups(one, desk, random.Random(1))))
    again = prepare.voiced(group, other, desk)
    assert again.question == desk.read(other.question)[0].meaning != group.question
    assert again.taught == again.scores == group.scores
    assert (again.windows, again.right) == (group.windows, group.right)


def test_a_step_takes_what_answers_the_hardest_and_one_at_random() -> None:
    group = Group("q", tuple("abcdefghij"), (2,), tuple(float(-at) for at in range(10)), 1.0)
    chosen = picked(group, random.Random(1))
    assert chosen[0] == (2, True)
    assert [at for at, _ in chosen[1 : HARD + 1]] == [0, 1, 3, 4]
    assert len(chosen) == 1 + HARD + RANDOM
    assert not any(right for _, right in chosen[1:])


def test_groups_hold_the_answering_window_and_a_near_miss_none(shipped_index: Path) -> None:
    desk, chance = Desk.open(shipped_index), random.Random(1)
    (base,) = bases.read([SHIPPED])
    asked = next(one for one in base.questions if one.kind == "contrast" and one.answerable)
    kind, group = next(iter(prepare.groups(asked, desk, chance)))
    assert kind == "answered"
    assert asked.answer is not None
    wanted = bases.plain(asked.answer)
    assert all(wanted in bases.plain(group.windows[at]) or bases.plain(group.windows[at]) for at in group.right)
    assert group.right
    other = Asked("x", "does the moon pay for pumps in 2031", (), (), None, "near")
    ((kind, group),) = prepare.groups(other, desk, chance)
    assert (kind, group.right, group.weight) == ("near", (), prepare.WEIGHTS["near"])


@pytest.mark.slow
def test_a_few_steps_run_go_on_and_can_be_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trained in two runs or in one, the model is the same."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from assistant.finding.reader import Reader
    from indexer import models
    from training import export, train

    torch.manual_seed(7)
    tiny = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    tiny.num_labels = 1
    start = tmp_path / "start"
    BertForSequenceClassification(tiny).save_pretrained(start)
    AutoTokenizer.from_pretrained(models.find(None).folder).save_pretrained(start)
    with lzma.open(tmp_path / "groups.jsonl.xz", "wt", encoding="utf-8") as file:
        for number in range(32):
            windows = [f"It is {number}.", "It is not.", "Who knows?"]
            row = {"question": f"is it {number}", "windows": windows, "right": [0], "scores": [0, 1, 2], "weight": 1.0}
            row["taught"] = [2.0, -1.0, -9.0] if number % 2 else []
            file.write(json.dumps(row) + "\n")

    def run(out: str, *more: str) -> dict[str, torch.Tensor]:
        options = ["train", str(tmp_path / "groups.jsonl.xz"), "--start", str(start), "--out", str(tmp_path / out)]
        monkeypatch.setattr("sys.argv", [*options, "--threads", "1", *more])
        train.main()
        kept: dict[str, dict[str, torch.Tensor]] = torch.load(tmp_path / out / "state.pt", weights_only=True)
        return kept["model"]

    whole = run("whole")
    run("parts", "--steps", "2")
    parts = run("parts")
    before = BertForSequenceClassification.from_pretrained(start).state_dict()
    assert all(torch.allclose(whole[name], parts[name]) for name in whole)
    assert not torch.equal(whole["classifier.weight"], before["classifier.weight"])
    assert torch.equal(
        whole["bert.embeddings.word_embeddings.weight"], before["bert.embeddings.word_embeddings.weight"]
    )
    export.export(tmp_path / "whole", tmp_path / "shipped")
    assert len(Reader(tmp_path / "shipped").scores("is it 1", ["It is 1.", "No."])) == 2
