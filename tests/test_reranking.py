from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Place

from assistant.ask import Desk
from assistant.finding.rerankers import cross_encoder
from assistant.settings import AssistantSettings
from indexer import models
from indexer.errors import ModelError
from indexer.plugins import NoSettings

QUESTION = "does the nurse bill the pump refill?"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained cross-encoder: its scores mean nothing, but they are always the same."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("cross") / "tiny"
    torch.manual_seed(7)
    config = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(models.find(None).folder).save_pretrained(folder)
    return folder


@pytest.mark.slow
def test_the_order_follows_the_fused_and_the_model_s_scores(tiny: Path, place: Place) -> None:
    for number in range(25):
        place.excerpt(f"d{number:02}.md", f"Pump refill {number}", f"The nurse refills the pump in room {number}.")
    place.build()
    plain = Desk(place.open(), AssistantSettings())
    desk = Desk(place.open(), AssistantSettings(reranker=tiny))
    before = list(plain.search(QUESTION).candidates)
    after = list(desk.search(QUESTION).candidates)
    asked = plain.search(QUESTION).question.meaning
    head = before[:20]
    said = cross_encoder.open(tiny, NoSettings()).scores(asked, [one.passage.searched for one in head])
    low, high = head[-1].score, head[0].score
    mixed = {
        one.row: one.score / 2 + (low + (high - low) * (score - min(said)) / (max(said) - min(said))) / 2
        for one, score in zip(head, said, strict=True)
    }
    assert [one.row for one in after[:20]] == sorted(mixed, key=lambda row: (-mixed[row], row))
    assert [one.row for one in after[:20]] != [one.row for one in head]
    assert after[20:] == before[20:]
    assert {one.row: one.found_by for one in after} == {one.row: one.found_by for one in before}
    assert list(desk.search(QUESTION).candidates) == after
    assert desk.ask(QUESTION).support == plain.ask(QUESTION).support


@pytest.mark.slow
def test_a_folder_that_holds_no_cross_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no cross-encoder \(config\.json and \*\.safetensors\) is there; name its"):
        cross_encoder.open(tmp_path, NoSettings())
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match=r"sentence-transformers cannot open this model \(") as error:
        cross_encoder.open(tmp_path, NoSettings()).scores("a", ["b", "c"])
    assert "\n" not in str(error.value)
