"""A model is compiled once on a machine; what is kept of it is never needed."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conftest import Plugins
from test_read_only import read_only

from indexer import compiled, embedders, folders, graphs, kept_models, models
from indexer.models import Model

COUNTING = """
import numpy as np
PORTABLE = True

def prepare(model, target, settings):
    (target / "made").write_text("by prepare")
    with (model.folder / "times").open("a") as file:
        file.write("x")

def load(folder, threads, settings):
    return (folder / "made").read_text()
"""


@pytest.fixture
def model(tmp_path: Path, plugins_added: Plugins, monkeypatch: pytest.MonkeyPatch) -> Model:
    plugins_added.write(embedders, "counting", COUNTING)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "model").mkdir()
    return Model("tiny", tmp_path / "model", "ab" * 32)


def times(model: Model) -> int:
    """How often it was compiled."""
    return len((model.folder / "times").read_text())


def prepared(model: Model, root: Path, rebuild: bool = False) -> Path:
    name, folder = compiled.prepare(model, "counting", root, rebuild)
    assert name == "counting"
    assert folders.damage(folder, model.sha256) is None
    return folder


def test_a_second_index_takes_what_the_first_one_compiled(model: Model, tmp_path: Path) -> None:
    first, second = prepared(model, tmp_path / "a"), prepared(model, tmp_path / "b")
    assert times(model) == 1
    assert [path.name for path in first.iterdir()] == [path.name for path in second.iterdir()]
    # Compiling anew means it, and what is kept is the new one.
    prepared(model, tmp_path / "a", rebuild=True)
    assert times(model) == 2
    assert [path.name for path in kept_models.place().iterdir()] == [kept(model)]


def kept(model: Model) -> str:
    return f"counting-{compiled.VERSION}-{graphs.setup(model)[:16]}-{model.sha256[:16]}"


def test_other_weights_or_another_setup_is_another_model(model: Model, tmp_path: Path) -> None:
    prepared(model, tmp_path / "a")
    (model.folder / "config.json").write_text('{"max_seq_length": 12}')
    prepared(model, tmp_path / "b")
    prepared(Model(model.name, model.folder, "cd" * 32), tmp_path / "c")
    assert times(model) == 3


@pytest.mark.parametrize("damage", ["made", folders.SEAL])
def test_a_damaged_copy_is_passed_over_and_replaced(model: Model, tmp_path: Path, damage: str) -> None:
    prepared(model, tmp_path / "a")
    (kept_models.place() / kept(model) / damage).write_text("{")
    assert (prepared(model, tmp_path / "b") / "made").read_text() == "by prepare"
    assert times(model) == 2
    prepared(model, tmp_path / "c")
    assert times(model) == 2


def test_a_cache_that_cannot_be_written_or_is_none_is_not_needed(model: Model, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    with read_only(tmp_path / "cache"):
        prepared(model, tmp_path / "a")
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").write_text("a file where a folder should be")
    prepared(model, tmp_path / "b")
    assert times(model) == 2


def test_several_processes_may_keep_the_same_model_at_once(model: Model, tmp_path: Path) -> None:
    made = prepared(model, tmp_path / "a")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: kept_models.keep(kept(model), made), range(20)))
    assert [path.name for path in kept_models.place().iterdir()] == [kept(model)]
    assert kept_models.take(kept(model), model.sha256, tmp_path / "taken")


def test_the_cache_does_not_grow_without_end(model: Model, tmp_path: Path) -> None:
    made = prepared(model, tmp_path / "a")
    for number in range(6):
        kept_models.keep(f"model-{number}", made)
        os.utime(kept_models.place() / f"model-{number}", (number + 1, number + 1))
    kept_models.keep("last", made)
    assert sorted(path.name for path in kept_models.place().iterdir()) == [kept(model), "last", "model-4", "model-5"]


@pytest.fixture
def bundled() -> Model:
    return models.find(None)


def test_the_bundled_model_compiles_without_pytorch(bundled: Model) -> None:
    told = graphs.shipped(bundled)
    assert told
    assert (told.note.dimension, told.note.limit) == (384, 256)
    assert told.probes.shape == (len(graphs.PROBES), 384)
    assert next(graphs.candidates(bundled)).producer_name == "citedesk"


def test_a_model_of_the_same_weights_that_is_set_up_otherwise_is_exported(bundled: Model, tmp_path: Path) -> None:
    copied = tmp_path / "model"
    shutil.copytree(bundled.folder, copied)
    assert graphs.shipped(Model("copied", copied, bundled.sha256))
    (copied / "sentence_bert_config.json").write_text('{"max_seq_length": 128}')
    assert graphs.shipped(Model("shorter", copied, bundled.sha256)) is None


@pytest.mark.slow
def test_what_is_shipped_is_what_the_reference_says(bundled: Model, tmp_path: Path) -> None:
    from indexer.graphs import exporting

    graphs.ship(bundled, exporting.told(bundled), tmp_path)
    name = f"{bundled.sha256[:16]}.json"
    kept, made = (json.loads((folder / name).read_text()) for folder in (Path(graphs.__file__).parent, tmp_path))
    assert np.allclose(kept.pop("probes"), made.pop("probes"), atol=1e-5)
    assert kept == made
