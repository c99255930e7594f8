from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Place, rewrite

from indexer import folders, index, settings
from indexer import place as place_
from indexer.errors import NoIndexError, SettingsError
from indexer.settings import IndexSettings


@pytest.fixture
def built(place: Place) -> Place:
    place.excerpt("a.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    return place


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def words_file(place: Place, suffix: str) -> Path:
    (path,) = (place.index / "generation-1/words").glob(f"*.{suffix}")
    return path


DAMAGES: dict[str, tuple[Callable[[Place], object], str]] = {
    "no index yet": (lambda at: shutil.rmtree(at.index), r"there is no index yet"),
    "pointer names nothing": (lambda at: (at.index / "CURRENT").write_text(""), r"there is no index yet"),
    "pointer to nowhere": (lambda at: (at.index / "CURRENT").write_text("generation-9\n"), r"the index is damaged"),
    "pointer is no text": (lambda at: (at.index / "CURRENT").write_bytes(b"\0\xff"), r"the index is damaged"),
    "manifest cut short": (lambda at: cut_short(at.index / "generation-1/manifest.json"), r"the index is damaged"),
    "manifest is a list": (
        lambda at: (at.index / "generation-1/manifest.json").write_text("[]"),
        r"the index is damaged",
    ),
    "manifest lacks its store": (
        lambda at: rewrite(at.index / "generation-1/manifest.json", store=None),
        r"the index is damaged",
    ),
    "another format": (
        lambda at: rewrite(at.index / "generation-1/manifest.json", format=1),
        r"index format 1, this program reads 12",
    ),
    "seal gone": (lambda at: (at.index / "generation-1/seal.json").unlink(), r"does not fit generation-1/seal\.json"),
    "seal cut short": (
        lambda at: cut_short(at.index / "generation-1/seal.json"),
        r"does not fit generation-1/seal\.json",
    ),
    "vectors cut short": (
        lambda at: cut_short(at.index / "generation-1/vectors.faiss"),
        r"damaged \(vectors\.faiss was changed\)",
    ),
    "vectors gone": (lambda at: (at.index / "generation-1/vectors.faiss").unlink(), r"vectors\.faiss is missing"),
    "words gone": (lambda at: shutil.rmtree(at.index / "generation-1/words"), r"words/.* is missing"),
    "postings gone": (lambda at: words_file(at, "pos").unlink(), r"words/\w+\.pos is missing"),
    "passages cut short": (
        lambda at: cut_short(at.index / "generation-1/passages.jsonl"),
        r"passages\.jsonl was changed",
    ),
    "compiled model gone": (lambda at: shutil.rmtree(at.index / "models"), r"compiled model is damaged"),
    "compiled model cut short": (
        lambda at: cut_short(next((at.index / "models").glob("onnx-*/model.onnx"))),
        r"compiled model is damaged \(model\.onnx was changed\)",
    ),
    "compiled model of another model": (
        lambda at: rewrite(next((at.index / "models").glob("onnx-*/seal.json")), subject="0" * 64),
        r"compiled model is damaged \(it belongs to another index\)",
    ),
}


@pytest.mark.parametrize(("damage", "reason"), DAMAGES.values(), ids=DAMAGES)
def test_an_index_that_does_not_fit_is_refused_in_one_line_and_mended_by_indexing(
    built: Place, damage: Callable[[Place], object], reason: str
) -> None:
    models = built.index.parent / "models"
    shutil.copytree(built.index / "models", models)
    damage(built)
    with pytest.raises(NoIndexError, match=reason) as refused:
        built.open()
    assert str(refused.value).partition("run: ")[2].startswith(f"citedesk index --index {built.index}")
    assert "\n" not in str(refused.value)
    shutil.rmtree(built.index / "models", ignore_errors=True)
    shutil.copytree(models, built.index / "models")
    built.build()
    assert built.found("reprogrammed") == ["a#text"]


def test_a_pointer_that_is_a_folder_says_what_to_remove(built: Place) -> None:
    (built.index / "CURRENT").unlink()
    (built.index / "CURRENT").mkdir()
    with pytest.raises(NoIndexError, match=r"CURRENT: cannot be read \(Is a directory\); remove it and run: citedesk"):
        built.open()


def test_the_count_of_passages_must_be_the_manifest_s(built: Place) -> None:
    manifest = index.read_manifest(built.index / "generation-1")
    other = built.index.parent / "other"
    shutil.copytree(built.index / "generation-1", other)
    rewrite(other / "manifest.json", passages=2)
    folders.seal(other, manifest.knowledge_base)
    assert manifest.passages == 1
    with pytest.raises(NoIndexError, match=r"1 passages, the manifest says 2; run: citedesk index"):
        index.open_store(other, index.read_manifest(other))


def test_the_manifest_is_written_and_read_alike(built: Place, tmp_path: Path) -> None:
    manifest = index.read_manifest(built.index / "generation-1")
    index.write_manifest(tmp_path, manifest)
    assert index.read_manifest(tmp_path) == manifest


def test_the_index_stands_beside_the_knowledge_base(tmp_path: Path) -> None:
    assert place_.beside(tmp_path / "kb") == tmp_path / ".citedesk"


def test_no_shipped_passage_is_longer_than_the_model_reads(shipped: index.Index) -> None:
    stored = shipped.store.passages(range(len(shipped.store)))
    assert shipped.embedder.limit == 256
    assert max(shipped.embedder.count(passage.searched) for passage in stored) <= 256


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "[index]\nstroe = 'x'\n",
            r"index\.stroe: there is no such setting; known settings are model, embedder, store, workers, sources",
        ),
        ("[index]\nmodel = 3\n", r"index\.model: "),
        ("[indx]\n", r"indx: no such table; known tables are index, assistant"),
        ("[index\n", r"not TOML"),
        ("index = 3\n", r"index: Input should be"),
    ],
)
def test_a_setting_that_is_unknown_or_unfit_is_an_error(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=reason) as refused:
        settings.read("index", IndexSettings, path)
    assert "\n" not in str(refused.value)


def test_settings_are_read_where_there_are_any(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert settings.read("index", IndexSettings, path) == IndexSettings(model=None, embedder="onnx", store="local")
    path.write_text("[index]\nembedder = 'sentence_transformer'\n")
    assert settings.read("index", IndexSettings, path).embedder == "sentence_transformer"
    with pytest.raises(SettingsError, match=r"cannot be read \(Is a directory\)"):
        settings.read("index", IndexSettings, tmp_path)
