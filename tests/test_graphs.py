"""A BERT encoder as the graph that is fastest: it says what the plain one says, and odd models are left to others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from conftest import rewrite
from numpy.typing import NDArray

from indexer import compiled, graphs, models
from indexer.embedders.sentence_transformer import Reference, open_model
from indexer.graphs import bert, bert_folders, lean, rounding, running
from indexer.graphs.rounding import Floats, Linear, Table
from indexer.models import Model

CONFIG: dict[str, Any] = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "layer_norm_eps": 1e-12,
}
WIDTH = 32
Pooling = Literal["mean", "first"]
IDS = [5, 17, 3, 29, 8, 11, 2]


def weights() -> dict[str, NDArray[Any]]:
    """Of a small encoder, drawn at random, by the names that transformers gives them."""
    draw = np.random.default_rng(7)
    found: dict[str, NDArray[Any]] = {}

    def linear(name: str, outputs: int, inputs: int) -> None:
        found[f"{name}.weight"] = draw.normal(0, 0.2, (outputs, inputs)).astype(np.float32)
        found[f"{name}.bias"] = draw.normal(0, 0.1, outputs).astype(np.float32)

    def norm(name: str) -> None:
        found[f"{name}.LayerNorm.weight"] = draw.normal(1, 0.1, WIDTH).astype(np.float32)
        found[f"{name}.LayerNorm.bias"] = draw.normal(0, 0.1, WIDTH).astype(np.float32)

    for table, rows in (("word", 40), ("token_type", 2), ("position", 16)):
        found[f"embeddings.{table}_embeddings.weight"] = draw.normal(0, 1, (rows, WIDTH)).astype(np.float32)
    norm("embeddings")
    for number in range(CONFIG["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            linear(f"{layer}.{part}", WIDTH, WIDTH)
        linear(f"{layer}.intermediate.dense", 64, WIDTH)
        linear(f"{layer}.output.dense", WIDTH, 64)
        norm(f"{layer}.attention.output")
        norm(f"{layer}.output")
    return found


def hidden(weights: Mapping[str, NDArray[Any]], ids: list[int], sides: list[int]) -> Floats:
    """What the encoder says of each token, by the textbook and in 32 bits, shape (tokens, width)."""
    from math import erf

    def linear(rows: Floats, name: str) -> Floats:
        found: Floats = rows @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        return found

    def norm(rows: Floats, name: str) -> Floats:
        apart = (rows - rows.mean(1, keepdims=True)) / rows.std(1, keepdims=True)
        found: Floats = apart * weights[f"{name}.LayerNorm.weight"] + weights[f"{name}.LayerNorm.bias"]
        return found

    words, kinds, places = (
        weights[f"embeddings.{table}_embeddings.weight"] for table in ("word", "token_type", "position")
    )
    rows = norm(words[ids] + kinds[sides] + places[: len(ids)], "embeddings")
    each = WIDTH // CONFIG["num_attention_heads"]
    for number in range(CONFIG["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        query, key, value = (linear(rows, f"{layer}.attention.self.{part}") for part in ("query", "key", "value"))
        taken = []
        for at in range(0, WIDTH, each):
            head = slice(at, at + each)
            strength = np.exp(query[:, head] @ key[:, head].T / np.sqrt(each))
            taken.append(strength / strength.sum(1, keepdims=True) @ value[:, head])
        attended = linear(np.concatenate(taken, axis=1), f"{layer}.attention.output.dense")
        rows = norm(attended + rows, f"{layer}.attention.output")
        wide = linear(rows, f"{layer}.intermediate.dense")
        active = wide * (1 + np.vectorize(erf)(wide / np.sqrt(2))) / 2
        rows = norm(linear(active, f"{layer}.output.dense") + rows, f"{layer}.output")
    return rows


def run(graph: Any, folder: Path, **given: list[int]) -> Floats:  # noqa: ANN401  onnx has no types here
    path = folder / "graph.onnx"
    path.write_bytes(graph.SerializeToString())
    (found,) = running.session(path).run(None, {name: np.array([ids]) for name, ids in given.items()})
    return np.asarray(found[0], dtype=np.float32)


def near(one: Floats, other: Floats) -> bool:
    """To what eight bits may take away."""
    return bool(one @ other / np.linalg.norm(one) / np.linalg.norm(other) > 0.999)


@pytest.mark.parametrize(("pooling", "pooled"), [("mean", lambda rows: rows.mean(0)), ("first", lambda rows: rows[0])])
@pytest.mark.parametrize("length", [1, 2, len(IDS)])
def test_the_graph_says_what_the_encoder_says(
    tmp_path: Path, pooling: Pooling, pooled: Callable[[Floats], Floats], length: int
) -> None:
    ids = IDS[:length]
    said = run(lean.embedding(bert.encoder(weights(), CONFIG), pooling), tmp_path, input_ids=ids)
    assert said.shape == (WIDTH,)
    assert near(said, pooled(hidden(weights(), ids, [0] * length)))
    assert not near(said, pooled(hidden(weights(), [7, *ids[1:]], [0] * length)))


@pytest.mark.parametrize("apart", [False, True])
def test_a_score_is_made_of_the_first_token_of_two_texts(tmp_path: Path, apart: bool) -> None:
    held = weights()
    draw = np.random.default_rng(1)
    pooler = draw.normal(0, 0.3, (WIDTH, WIDTH)), draw.normal(0, 0.1, WIDTH)
    classifier = draw.normal(0, 0.3, (1, WIDTH)), np.array([0.25])
    named = [name.removesuffix(".weight") for name in held if name.startswith("encoder") and ".bias" not in name]
    spreads = {
        name: np.asarray(draw.uniform(0.5, 2, held[f"{name}.weight"].shape[1]), dtype=np.float32)
        for name in named
        if "LayerNorm" not in name and apart
    }
    graph = lean.score(bert.encoder(held, CONFIG, spreads), rounding.linear(*pooler), rounding.linear(*classifier))
    path = tmp_path / "graph.onnx"
    path.write_bytes(graph.SerializeToString())
    session = running.session(path)
    expected, said = [], []
    for number in range(12):
        ids, sides = draw.integers(0, 40, 4 + number).tolist(), [0, 0, 0, *[number % 2] * (1 + number)]
        pooled = np.tanh(hidden(held, ids, sides)[0] @ pooler[0].T + pooler[1])
        expected.append(float((pooled @ classifier[0].T + classifier[1])[0]))
        (found,) = session.run(None, {"input_ids": np.array([ids]), "token_type_ids": np.array([sides])})
        assert found.shape == (1,)
        said.append(float(found[0]))
    assert np.std(expected) > 0.4
    assert said == pytest.approx(expected, abs=0.1)


def test_weights_are_rounded_as_onnxruntime_rounds_them(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, load, numpy_helper
    from onnxruntime.quantization import QuantType, quantize_dynamic

    weight, rows = (np.random.default_rng(number).normal(0.1, 1, (24, 16)).astype(np.float32) for number in (1, 2))
    constants = [numpy_helper.from_array(np.ascontiguousarray(weight.T), "w"), numpy_helper.from_array(rows, "t")]
    nodes = [helper.make_node("Gather", ["t", "ids"], ["x"]), helper.make_node("MatMul", ["x", "w"], ["y"])]
    given = [helper.make_tensor_value_info("ids", TensorProto.INT64, [3])]
    made = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [3, 24])]
    graph = helper.make_graph(nodes, "one layer", given, made, constants)
    plain, path = tmp_path / "plain.onnx", tmp_path / "rounded.onnx"
    plain.write_bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    )
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True)
    theirs = {one.name: numpy_helper.to_array(one) for one in load(str(path)).graph.initializer}
    layer, table = rounding.linear(weight, np.zeros(24)), rounding.table(rows)
    assert np.array_equal(layer.weight, theirs["w_quantized"])
    assert np.array_equal(layer.scale, theirs["w_scale"])
    assert np.array_equal(table.rows, theirs["t_quantized"])
    assert float(table.scale) == float(theirs["t_scale"])
    assert int(table.zero) == int(theirs["t_zero_point"])


def test_weights_that_are_all_zero_stay_zero() -> None:
    layer, table = rounding.linear(np.zeros((3, 2)), np.ones(3)), rounding.table(np.zeros((4, 2)))
    assert isinstance(layer, Linear)
    assert isinstance(table, Table)
    assert not (layer.weight * layer.scale).any()
    assert not table.row(3).any()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands beside the weights in a folder of sentence-transformers."""
    place = tmp_path_factory.mktemp("model") / "model"
    shutil.copytree(models.find(None).folder, place, ignore=shutil.ignore_patterns("*.safetensors"))
    rewrite(place / "config.json", **CONFIG)
    return place


def test_a_plain_encoder_is_told_by_its_folder(folder: Path, tmp_path: Path) -> None:
    expected = run(lean.embedding(bert.encoder(weights(), CONFIG), "mean"), tmp_path, input_ids=IDS)
    for held in (weights, lambda: {f"bert.{name}": values for name, values in weights().items()}):
        graph = bert_folders.graph(folder, held)
        assert np.array_equal(run(graph, tmp_path, input_ids=IDS), expected)


@pytest.mark.parametrize(
    ("pooling", "mode"), [({"pooling_mode": "cls"}, "first"), ({"pooling_mode_cls_token": True}, "first")]
)
def test_the_pooling_is_told_in_either_form(
    folder: Path, tmp_path: Path, pooling: dict[str, Any], mode: Pooling
) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / "model"))
    (copied / "1_Pooling/config.json").write_text(json.dumps(pooling))
    expected = run(lean.embedding(bert.encoder(weights(), CONFIG), mode), tmp_path, input_ids=IDS)
    assert np.array_equal(run(bert_folders.graph(copied, weights), tmp_path, input_ids=IDS), expected)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"is_decoder": True}),
        ("config.json", {"num_hidden_layers": 3}),
        ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}),
        ("1_Pooling/config.json", {"pooling_mode": "weightedmean"}),
        ("1_Pooling/config.json", {"pooling_mode": ["mean", "cls"]}),
    ],
)
def test_an_odd_model_has_no_such_graph(folder: Path, tmp_path: Path, name: str, changed: dict[str, Any]) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / "model"))
    assert bert_folders.graph(copied, weights) is not None
    rewrite(copied / name, **changed)
    assert bert_folders.graph(copied, weights) is None


def test_a_model_with_further_layers_or_an_unreadable_note_has_no_such_graph(folder: Path, tmp_path: Path) -> None:
    """Its weights, which may be large, are not even read."""
    copied = Path(shutil.copytree(folder, tmp_path / "model"))
    modules = json.loads((copied / "modules.json").read_text())
    dense = {"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    (copied / "modules.json").write_text(json.dumps([*modules[:2], dense, *modules[2:]]))
    assert bert_folders.graph(copied, unread) is None
    (copied / "modules.json").write_text("{")
    assert bert_folders.graph(copied, unread) is None


def unread() -> dict[str, NDArray[Any]]:
    raise AssertionError("weights are read")


def test_weights_of_sixteen_bits_will_do(folder: Path, tmp_path: Path) -> None:
    graph = bert_folders.graph(folder, lambda: {name: held.astype(np.float16) for name, held in weights().items()})
    assert near(run(graph, tmp_path, input_ids=IDS), hidden(weights(), IDS, [0] * len(IDS)).mean(0))


def test_weights_in_numbers_that_numpy_lacks_have_no_such_graph(folder: Path) -> None:
    assert bert_folders.graph(folder, lambda: {"": np.zeros(1, dtype="of the future")}) is None


@pytest.fixture
def odd(tmp_path: Path) -> Model:
    """A model whose layers end in another activation."""
    import torch
    from transformers import BertConfig, BertModel

    place = Path(
        shutil.copytree(models.find(None).folder, tmp_path / "odd", ignore=shutil.ignore_patterns("*.safetensors"))
    )
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, hidden_act="relu"
    )
    BertModel(config).save_pretrained(place)
    rewrite(place / "1_Pooling/config.json", word_embedding_dimension=32)
    return models.find(place)


def agreement(name: str, folder: Path, model: Model) -> float:
    found = compiled.load(folder, name, model.sha256, 1)
    expected = Reference(open_model(model.folder), 1).passages(graphs.PROBES)
    return float((found.passages(graphs.PROBES) * expected).sum(axis=1).min())


@pytest.mark.slow
def test_an_odd_model_is_exported(odd: Model, tmp_path: Path) -> None:
    assert bert_folders.graph(odd.folder, partial(graphs.weights, odd)) is None
    name, folder = compiled.prepare(odd, "onnx", tmp_path / "models", rebuild=False)
    assert name == "onnx"
    assert agreement(name, folder, odd) > 0.98


@pytest.mark.slow
def test_a_graph_that_says_something_else_is_passed_over(
    odd: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = graphs.weights(odd)
    held["embeddings.word_embeddings.weight"] = np.roll(held["embeddings.word_embeddings.weight"], 1, axis=0)
    other = lean.embedding(bert.encoder(held, json.loads((odd.folder / "config.json").read_text())), "mean")
    monkeypatch.setattr(bert_folders, "graph", lambda folder, weights: other)
    name, folder = compiled.prepare(odd, "onnx", tmp_path / "models", rebuild=False)
    assert name == "onnx"
    assert agreement(name, folder, odd) > 0.98


@pytest.mark.slow
def test_the_bundled_model_s_graph_says_what_the_exported_one_says(tmp_path: Path) -> None:
    from indexer.embedders import onnx
    from indexer.plugins import NoSettings

    model = models.find(None)
    _, folder = compiled.prepare(model, "onnx", tmp_path, rebuild=False)
    said = []
    for graph in graphs.candidates(model):
        (folder / "model.onnx").write_bytes(graph.SerializeToString())
        said.append(onnx.load(folder, 1, NoSettings()).passages(graphs.PROBES))
    assert len(said) == 2
    assert (said[0] * said[1]).sum(axis=1).min() > 0.99
