"""The contract of every embedder: each module of ``indexer/embedders`` is found by its file and tested alike."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import Place, rewrite

from indexer import compiled, embedders, models, plugins
from indexer.embedders import Embedder
from indexer.embedders.sentence_transformer import Reference, open_model
from indexer.errors import ModelError, NoIndexError, SettingsError
from indexer.index import Index
from indexer.settings import IndexSettings, PluginTables
from indexer.stores import Query

QUESTION = "is a volume check reprogramming?"
TEXTS = (
    QUESTION,
    "Report 62368 when the pump is reprogrammed at the refill.",
    "Modifier 25 goes on the visit when it is significant and separately identifiable.",
    "Layered closure is measured in centimetres. " * 20,
    "x",
)
# A model is compiled here, again and again.
pytestmark = pytest.mark.slow
MODEL = models.find(None)


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference(open_model(MODEL.folder), 1)


@pytest.fixture(
    scope="session",
    # All but the shipped one load PyTorch.
    params=[
        pytest.param(name, marks=[] if name == "onnx" else [pytest.mark.slow]) for name in plugins.names(embedders)
    ],
)
def embedder(request: pytest.FixtureRequest, shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    models = tmp_path_factory.mktemp("models") / "models"
    shutil.copytree(shipped_index / "models", models)
    name, folder = compiled.prepare(MODEL, request.param, models, rebuild=False)
    assert name == request.param
    return compiled.load(folder, name, MODEL.sha256, threads=2)


def test_passages_become_unit_vectors_in_their_order(embedder: Embedder) -> None:
    vectors = embedder.passages(TEXTS)
    assert embedder.dimension == 384
    assert (vectors.shape, str(vectors.dtype)) == ((5, 384), "float32")
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(embedder.passages(TEXTS[::-1]), vectors[::-1], atol=1e-5)
    assert embedder.passages([]).shape == (0, 384)


def test_a_text_s_vector_does_not_depend_on_the_texts_beside_it(embedder: Embedder) -> None:
    together = embedder.passages(TEXTS)
    alone = np.concatenate([embedder.passages([text]) for text in TEXTS])
    # Equal bits where texts are run one at a time; sums in another order where a library makes the batches.
    assert np.abs(together - alone).max() < 1e-6


def test_a_question_is_embedded_as_a_passage_where_the_model_has_no_prefixes(embedder: Embedder) -> None:
    assert embedder.question(QUESTION).shape == (384,)
    assert np.allclose(embedder.question(QUESTION), embedder.passages([QUESTION])[0], atol=1e-6)


def test_the_vectors_are_those_of_the_reference(embedder: Embedder, reference: Reference) -> None:
    agreement = (embedder.passages(TEXTS) * reference.passages(TEXTS)).sum(axis=1)
    assert agreement.min() > 0.97
    assert agreement[:4].min() > 0.98


def test_the_model_is_the_one_whose_first_numbers_are_known(embedder: Embedder, reference: Reference) -> None:
    known = [0.01965, -0.04786, -0.06559, -0.08376, -0.05467, -0.07002]
    assert np.allclose(reference.question(QUESTION)[:6], known, atol=1e-4)
    # Eight-bit weights, on whatever processor.
    assert np.allclose(embedder.question(QUESTION)[:6], known, atol=0.03)


def test_like_words_are_near_and_unlike_ones_are_not(embedder: Embedder) -> None:
    doctor, physician, nurse, toe = embedder.words(["doctor", "physician", "nurse", "toe"])
    assert doctor @ physician > 0.5 > doctor @ nurse > 0.2 > doctor @ toe
    assert np.allclose(embedder.words(["doctor"])[0], doctor)
    # A word of several tokens has one vector too; none at all has none.
    assert np.linalg.norm(embedder.words(["microfracture"])[0]) == pytest.approx(1, abs=1e-3)
    assert not embedder.words([""]).any()
    assert len(embedder.words([])) == 0


def test_like_texts_are_near_and_unlike_ones_are_not(embedder: Embedder) -> None:
    question = embedder.question("Is the pump reprogrammed when it is refilled?")
    scores = embedder.passages([TEXTS[1], TEXTS[2], TEXTS[3]]) @ question
    assert scores[0] > 0.6
    assert scores[1:].max() < 0.3


def test_tokens_are_counted_with_both_marks_and_never_cut(embedder: Embedder) -> None:
    assert embedder.limit == 256
    assert embedder.count("") == 2
    assert embedder.count("is it") == 4
    assert embedder.count("a " * 1000) == 1002


def test_a_text_beyond_the_limit_is_read_as_far_as_the_limit(embedder: Embedder) -> None:
    # 254 words and the two marks are 256 tokens.
    assert np.allclose(embedder.question("pump " * 5000), embedder.question("pump " * 254), atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\U0001f600" * 50, "x" * 3000, "\0", "a\u0301\u200d\ufeff"])
def test_odd_texts_have_a_vector_too(embedder: Embedder, text: str) -> None:
    vector = embedder.question(text)
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)
    assert np.isfinite(vector).all()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another model, of 32 numbers and 40 tokens, untrained, with prefixes for questions and passages."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("models") / "tiny"
    shutil.copytree(MODEL.folder, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, max_position_embeddings=64
    )
    BertModel(config).save_pretrained(folder)
    rewrite(folder / "sentence_bert_config.json", max_seq_length=40)
    rewrite(folder / "1_Pooling/config.json", word_embedding_dimension=32)
    rewrite(folder / "config_sentence_transformers.json", prompts={"query": "query: ", "document": "text: "})
    return folder


def test_any_model_compiles_and_keeps_its_prefixes_and_limit(tiny: Path, tmp_path: Path) -> None:
    model = models.find(tiny)
    name, folder = compiled.prepare(model, "onnx", tmp_path, rebuild=False)
    assert name == "onnx"
    onnx, original = compiled.load(folder, name, model.sha256, 1), Reference(open_model(tiny), 1)
    for embedder in (onnx, original):
        assert (embedder.dimension, embedder.limit) == (32, 40)
        assert embedder.count("is it") == 6  # "text", ":", "is", "it" and the two marks
    assert (onnx.passages(TEXTS) * original.passages(TEXTS)).sum(axis=1).min() > 0.98
    assert float(onnx.question(QUESTION) @ original.question(QUESTION)) > 0.98
    assert not np.allclose(onnx.question(QUESTION), onnx.passages([QUESTION])[0], atol=1e-3)


def test_a_model_that_does_not_compile_runs_as_it_is(tiny: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    shutil.copytree(tiny, slow)
    # The library can still read the words; the compiled model needs the file.
    (slow / "tokenizer.json").unlink()
    model = models.find(slow)
    name, folder = compiled.prepare(model, "onnx", tmp_path / "models", rebuild=False)
    assert (name, folder.name) == (
        "sentence_transformer",
        f"sentence_transformer-{compiled.VERSION}-{model.sha256[:16]}",
    )
    assert compiled.load(folder, name, model.sha256, 1).dimension == 32
    assert [path.name for path in (tmp_path / "models").iterdir()] == [folder.name]


def test_a_model_that_cannot_be_opened_leaves_nothing_behind(tiny: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(tiny, broken)
    (broken / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"broken: sentence-transformers cannot open this model"):
        compiled.prepare(models.find(broken), "onnx", tmp_path / "models", rebuild=False)
    assert list((tmp_path / "models").iterdir()) == []


def test_another_model_makes_the_index_anew(tiny: Path, place: Place) -> None:
    place.excerpt("a.md", "Pump refill", "Report 62368 when the pump is reprogrammed.")
    assert place.build().embedded == 1
    report = place.build(settings=IndexSettings(model=tiny))
    assert (report.embedded, report.manifest.dimension, report.manifest.model) == (1, 32, "tiny")
    assert place.found("reprogrammed") == ["a#text"]
    opened = place.open()
    assert opened.store.search(Query(vector=opened.embedder.question(QUESTION))).meaning[0].row == 0


def test_a_compiled_model_is_used_again_until_it_is_damaged(shipped: Index, tiny: Path, tmp_path: Path) -> None:
    model = models.find(tiny)
    _, folder = compiled.prepare(model, "sentence_transformer", tmp_path, rebuild=False)
    before = (folder / "model.json").stat().st_mtime_ns
    compiled.prepare(model, "sentence_transformer", tmp_path, rebuild=False)
    assert (folder / "model.json").stat().st_mtime_ns == before
    (folder / "model.json").write_text("{}")
    with pytest.raises(NoIndexError, match=r"the compiled model is damaged \(model\.json was changed\); run: citedesk"):
        compiled.load(folder, "sentence_transformer", model.sha256, 1)
    compiled.prepare(model, "sentence_transformer", tmp_path, rebuild=False)
    assert compiled.load(folder, "sentence_transformer", model.sha256, 1).dimension == 32


def test_a_model_that_moved_away_names_the_next_command(tiny: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(tiny, moved)
    model = models.find(moved)
    _, folder = compiled.prepare(model, "sentence_transformer", tmp_path, rebuild=False)
    shutil.rmtree(moved)
    with pytest.raises(ModelError, match=r"moved: the model's folder is gone; run: citedesk index --rebuild"):
        compiled.load(folder, "sentence_transformer", model.sha256, 1)


def on(device: str) -> PluginTables:
    return PluginTables({"embedders": {"sentence_transformer": {"device": device}}})


def test_the_device_makes_no_other_index(tmp_path: Path) -> None:
    name, folder = compiled.prepare(MODEL, "sentence_transformer", tmp_path, rebuild=False, tables=on("cpu"))
    assert folder.name == f"sentence_transformer-{compiled.VERSION}-{MODEL.sha256[:16]}"
    assert compiled.prepare(MODEL, name, tmp_path, rebuild=False)[1] == folder
    assert compiled.load(folder, name, MODEL.sha256, 1).dimension == 384


def test_a_device_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    name, folder = compiled.prepare(MODEL, "sentence_transformer", tmp_path, rebuild=False)
    with pytest.raises(ModelError, match=r"PyTorch finds no 'cuda:1' on this machine; .* or set device = 'auto'"):
        compiled.load(folder, name, MODEL.sha256, 1, on("cuda:1"))
    with pytest.raises(SettingsError, match=r"embedders.sentence_transformer.device: String should match pattern"):
        compiled.load(folder, name, MODEL.sha256, 1, on("tpu"))


def test_a_gpu_makes_the_vectors_of_the_reference(reference: Reference, tmp_path: Path) -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no GPU that PyTorch can use")
    name, folder = compiled.prepare(MODEL, "sentence_transformer", tmp_path, rebuild=False)
    embedder = compiled.load(folder, name, MODEL.sha256, 1)
    assert (embedder.passages(TEXTS) * reference.passages(TEXTS)).sum(axis=1).min() > 0.9999
    assert np.allclose(embedder.words(["doctor"]), reference.words(["doctor"]), atol=1e-5)


def test_the_bundled_model_is_the_published_one() -> None:
    assert MODEL.name == "all-MiniLM-L6-v2"
    assert MODEL.sha256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_folder_that_is_no_model_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(
        ModelError, match=r"modules\.json and \*\.safetensors\) is there; name its folder under \[index\]"
    ):
        models.find(tmp_path)
