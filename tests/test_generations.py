"""Generations of an index: of the earlier form, and of a store that keeps its own somewhere else."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import faiss
import numpy as np
import pytest
from conftest import RECORD, Place, in_a_byte, rewrite

from indexer import compiled, folders, index, settings, stores
from indexer.errors import NoIndexError
from indexer.index import FORMAT, store_plugin
from indexer.points import Point
from indexer.settings import IndexSettings
from indexer.testing.store_contract import Plugin, StoreContract

# Whole indexes are built and damaged here, one a test.
pytestmark = pytest.mark.slow

PUMP = "Report 62368 when the pump is reprogrammed at the refill."


@pytest.fixture
def two(place: Place) -> Place:
    place.excerpt("pump.md", "Pump refill", PUMP)
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.write("points.yaml", RECORD)
    place.build()
    return place


def earlier_record(recorded: Sequence[Point]) -> list[dict[str, object]]:
    """As formats 7, 8 and 9 kept it: disagreements without verdict, cases and dates."""
    return [
        {"on": one.on, "why": one.why, "asked": one.asked, "beside": one.beside}
        | {"sides": [{key: getattr(side, key) for key in ("stands_for", "says", "sources")} for side in one.sides]}
        for one in recorded
    ]


def as_format_7(place: Place) -> tuple[np.ndarray, np.ndarray]:
    """Makes the index one of format 7, as that program left it, and gives its vectors, which are turned round."""
    opened = place.open()
    folder = opened.folder
    stored = opened.store.passages(range(2))
    vectors = opened.store.vectors([0, 1])[:, ::-1].copy()
    phrases = opened.points.vectors[:, ::-1].copy()
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in {"texts.npy", "vocabulary.txt", "vocabulary.npy"}:
            path.unlink()
    exact = faiss.IndexFlatIP(384)
    exact.add(vectors)
    faiss.write_index(exact, str(folder / "vectors.faiss"))
    lines = [json.dumps({"id": one.id, "document": one.document_id, "text": one.text}) for one in stored]
    (folder / "passages.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    np.save(folder / "passages.npy", np.cumsum([0, *(len(line) + 1 for line in lines)]))
    (folder / "words/meta.json").write_text("{}")
    (folder / "disagreements.json").write_text(json.dumps(earlier_record(opened.points.recorded)), "utf-8")
    np.save(folder / "disagreements.npy", phrases)
    (folder / "manifest.json").write_text(json.dumps(asdict(opened.manifest) | {"format": 7}), "utf-8")
    folders.seal(folder, opened.manifest.knowledge_base)
    return vectors, phrases


def marked(place: Place, before: index.Index, number: int) -> None:
    """Makes the current generation, changed as it may be, one of format ``number``."""
    rewrite(before.folder / "manifest.json", format=number)
    folders.seal(before.folder, before.manifest.knowledge_base)
    (place.index / "CURRENT").write_text(index.pointer(before.folder))


def rebuilt_from_its_vectors(place: Place, number: int) -> index.Index:
    """An index of format ``number`` is refused, and indexing again embeds nothing; gives what was made."""
    with pytest.raises(
        NoIndexError, match=rf"index format {number}, this program reads {FORMAT}; run: citedesk index "
    ):
        place.open()
    report = place.build()
    assert (report.embedded, report.changed, report.manifest.format) == (0, True, FORMAT)
    return place.open()


def test_an_index_of_the_earlier_form_is_refused_and_rebuilt_from_its_vectors(two: Place) -> None:
    vectors, phrases = as_format_7(two)
    opened = rebuilt_from_its_vectors(two, 7)
    assert np.array_equal(opened.store.vectors([0, 1]), vectors)
    assert np.array_equal(opened.points.vectors, phrases)
    assert two.found("reprogrammed") == ["pump#text"]
    assert two.build().changed is False


def test_an_index_of_format_8_is_refused_and_rebuilt_from_its_vectors(two: Place) -> None:
    """It named no seal."""
    before = two.open()
    marked(two, before, 8)
    (two.index / "CURRENT").write_text("generation-1\n")
    opened = rebuilt_from_its_vectors(two, 8)
    assert np.array_equal(opened.store.vectors([0, 1]), before.store.vectors([0, 1]))


def test_an_index_of_format_9_is_refused_and_rebuilt_from_its_vectors(two: Place) -> None:
    """Its record had another name and form."""
    before = two.open()
    folder = before.folder
    (folder / "points.json").unlink()
    (folder / "points.npy").rename(folder / "disagreements.npy")
    (folder / "disagreements.json").write_text(json.dumps(earlier_record(before.points.recorded)), "utf-8")
    marked(two, before, 9)
    opened = rebuilt_from_its_vectors(two, 9)
    assert np.array_equal(opened.store.vectors([0, 1]), before.store.vectors([0, 1]))
    assert np.array_equal(opened.points.vectors, before.points.vectors)


def test_an_index_of_format_10_is_refused_and_rebuilt_from_its_vectors(two: Place) -> None:
    """It kept no digests of rows."""
    before = two.open()
    for path in before.folder.glob("*.sums"):
        path.unlink()
    marked(two, before, 10)
    opened = rebuilt_from_its_vectors(two, 10)
    assert np.array_equal(opened.store.vectors([0, 1]), before.store.vectors([0, 1]))


def test_an_index_of_format_11_is_refused_and_rebuilt_from_its_vectors(two: Place) -> None:
    """Its passages did not say which codes their title and context name."""
    before = two.open()
    path = before.folder / "passages.jsonl"
    stored = [
        {key: said for key, said in json.loads(line).items() if key != "about"}
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("".join(f"{json.dumps(one)}\n" for one in stored), "utf-8")
    marked(two, before, 11)
    opened = rebuilt_from_its_vectors(two, 11)
    assert np.array_equal(opened.store.vectors([0, 1]), before.store.vectors([0, 1]))
    assert opened.store.passages([0, 1]) == before.store.passages([0, 1])


def test_only_what_changed_since_the_earlier_form_is_embedded(two: Place) -> None:
    vectors, _ = as_format_7(two)
    two.excerpt("a-new.md", "New", "Something new.")
    assert two.build().embedded == 1
    assert np.array_equal(two.open().store.vectors([1, 2]), vectors)


@pytest.mark.parametrize("damage", ["vectors.faiss", "texts.npy", "disagreements.npy"])
def test_a_damaged_index_of_the_earlier_form_is_embedded_anew(two: Place, damage: str) -> None:
    as_format_7(two)
    (two.index / "generation-1" / damage).write_bytes(b"")
    assert two.build().embedded == 2


def test_vectors_of_another_model_are_not_taken_over(two: Place) -> None:
    as_format_7(two)
    rewrite(two.index / "generation-1/manifest.json", compiled="models/onnx-1-0123456789abcdef")
    assert two.build().embedded == 2


def test_vectors_of_the_same_model_in_an_earlier_graph_are_taken_over(two: Place) -> None:
    before = two.open()
    made = two.index / before.manifest.compiled
    made.rename(made.with_name(made.name.replace(f"-{compiled.VERSION}-", "-2-")))
    earlier_name = before.manifest.compiled.replace(f"-{compiled.VERSION}-", "-2-")
    rewrite(before.folder / "manifest.json", compiled=earlier_name)
    folders.seal(before.folder, before.manifest.knowledge_base)
    (two.index / "CURRENT").write_text(index.pointer(before.folder))
    assert two.found("reprogrammed") == ["pump#text"]  # until then it answers as it is
    report = two.build()
    assert (report.embedded, report.changed, report.manifest.compiled) == (0, True, before.manifest.compiled)
    assert np.array_equal(two.open().store.vectors([0, 1]), before.store.vectors([0, 1]))


ELSEWHERE = '''
"""A store that is somewhere else: the place holds its address only."""

import shutil
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from indexer.errors import NoIndexError
from indexer.stores import local


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Path = Path({address!r})


def write(place, dimension, batches, settings):
    if not settings.address.exists():
        raise NoIndexError(f"{{settings.address}}: cannot be reached; start the service and run: citedesk index")
    kept = settings.address / f"{{len(list(settings.address.iterdir()))}}-{{place.name}}"
    (place / "address").write_text(str(kept))
    kept.mkdir()
    local.write(kept, dimension, batches, local.Settings())


def open(place, settings):
    if not (place / "address").exists():
        raise NoIndexError(f"{{place}}: no address; run: citedesk index")
    return local.open(Path((place / "address").read_text()), local.Settings())


def delete(place, settings):
    if not settings.address.exists():
        raise NoIndexError(f"{{settings.address}}: cannot be reached; start the service and run: citedesk index")
    if (place / "address").exists():
        shutil.rmtree((place / "address").read_text())
        (place / "address").unlink()
'''


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the store ``elsewhere`` keeps everything in."""
    plugins, kept = tmp_path / "plugins", tmp_path / "kept"
    plugins.mkdir()
    kept.mkdir()
    (plugins / "elsewhere.py").write_text(ELSEWHERE.format(address=str(kept)), "utf-8")
    monkeypatch.setattr(stores, "__path__", [*stores.__path__, str(plugins)])
    monkeypatch.delitem(sys.modules, "indexer.stores.elsewhere", raising=False)
    return kept


class TestElsewhere(StoreContract):
    @pytest.fixture
    def module(self, elsewhere: Path) -> Plugin:
        return store_plugin("elsewhere")

    def length(self, terms: int) -> int:
        return in_a_byte(terms)


def test_what_is_kept_elsewhere_is_deleted_with_its_generation(two: Place, elsewhere: Path) -> None:
    settings = IndexSettings(store="elsewhere")
    assert two.build(settings=settings).embedded == 0
    for number in range(3):
        two.excerpt("pump.md", "Pump refill", f"{PUMP} Version {number}.")
        two.build(settings=settings)
    assert [path.name for path in two.index.glob("generation-*")] == ["generation-5"]
    assert [path.name.partition("-")[2] for path in elsewhere.iterdir()] == ["generation-5"]
    assert two.found("reprogrammed") == ["pump#text"]


def test_a_write_that_fails_leaves_nothing_elsewhere(two: Place, elsewhere: Path) -> None:
    settings = IndexSettings(store="elsewhere")
    two.build(settings=settings)
    before = {path.name for path in elsewhere.iterdir()}
    two.excerpt("pump.md", "Pump refill", f"{PUMP} Changed.")
    with pytest.raises(KeyboardInterrupt):
        interrupted(two, settings)
    assert {path.name for path in elsewhere.iterdir()} == before
    assert index.current(two.index) == two.index / "generation-2"


def interrupted(place: Place, settings: IndexSettings) -> None:
    from indexer.build import build

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "embedding passages":
            raise KeyboardInterrupt

    build([place.kb], place.index, settings, stop)


def test_a_store_that_cannot_be_reached_leaves_the_last_index(two: Place, elsewhere: Path) -> None:
    settings = IndexSettings(store="elsewhere")
    two.build(settings=settings)
    elsewhere.rename(elsewhere.with_name("away"))
    two.excerpt("pump.md", "Pump refill", f"{PUMP} Changed.")
    with pytest.raises(NoIndexError, match=r"cannot be reached; start the service and run: citedesk index"):
        two.build(settings=settings)
    elsewhere.with_name("away").rename(elsewhere)
    assert two.found("reprogrammed") == ["pump#text"]
    # What could not be deleted then is deleted now.
    two.build(settings=settings)
    two.excerpt("pump.md", "Pump refill", f"{PUMP} Changed again.")
    two.build(settings=settings)
    assert len(list(two.index.glob("generation-*"))) == len(list(elsewhere.iterdir())) == 1


def test_a_store_gets_the_settings_of_its_own_table(elsewhere: Path, tmp_path: Path) -> None:
    written = f'[stores.elsewhere]\naddress = "{elsewhere}"\n[stores.local]\nexact = 5\n'
    (tmp_path / "settings.toml").write_text(written, "utf-8")
    tables = settings.read("index", IndexSettings, tmp_path / "settings.toml").plugins
    assert store_plugin("elsewhere", tables)[1].model_dump() == {"address": elsewhere}
    assert store_plugin("local", tables)[1].model_dump() == {"exact": 5, "spare": 8}


def test_who_opens_an_index_while_it_is_renewed_gets_the_last_or_the_next(two: Place) -> None:
    def renew() -> None:
        for number in range(12):
            two.excerpt("pump.md", "Pump refill", f"{PUMP} Version {number}.")
            two.build()

    renewing = threading.Thread(target=renew)
    renewing.start()
    opened = 0
    while renewing.is_alive():
        store = two.open().store
        (stored,) = store.documents(["pump"])["pump"]
        assert stored.passage.text.startswith(PUMP)
        opened += 1
    renewing.join()
    assert opened > 12
    assert [path.name for path in two.index.glob("generation-*")] == ["generation-13"]
