"""A file of an index that is damaged, before it is opened or behind an open desk: the right answer, or one line.

Twice: as every small base stands, and as a large one does, of which rows are read from the files when they are wanted.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import RECORD, Place

from assistant.ask import Desk
from indexer import folders, index
from indexer.errors import NoIndexError
from indexer.settings import IndexSettings, PluginTables
from indexer.stores import local
from indexer.stores.local import rows
from indexer.testing.damages import DAMAGES

# Whole indexes are built and damaged here.
pytestmark = pytest.mark.slow

QUESTION = "is a volume check of the pump reprogramming?"
Damage = Callable[[Path, Path], object]


@pytest.fixture(params=["small", "large"])
def two(place: Place, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An index of the second of two texts; ``before`` keeps the generation of the first."""
    settings = IndexSettings()
    if request.param == "large":
        monkeypatch.setattr(rows, "HELD", 0)
        settings = IndexSettings().with_plugins(PluginTables({"stores": {"local": {"exact": 0}}}))
        for number in range(20):
            place.excerpt(f"other/{number}.md", f"Chapter {number}", f"Chapter {number} is of another subject.")
    place.write("points.yaml", RECORD)
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.excerpt("pump.md", "Pump refill", "Report 62367 for a volume check, 62368 when the pump is reprogrammed.")
    place.build(settings=settings)
    shutil.copytree(place.index / "generation-1", before(place))
    place.excerpt("pump.md", "Pump refill", "Report 62368 for a volume check, 62369 when the pump is reprogrammed.")
    place.build(settings=settings)
    return place


def before(place: Place) -> Path:
    return place.kb.parent / "before"


def files(place: Place) -> list[Path]:
    """Every file that is read when the index is opened."""
    generation = index.current(place.index)
    assert generation is not None
    folder = [path for path in generation.rglob("*") if path.is_file()]
    return sorted([*folder, *(place.index / "models").glob("*/*"), place.index / "CURRENT"])


def other(path: Path, place: Place) -> Path:
    """A file that may be taken for ``path``: that of the generation before, or one of another kind."""
    same = before(place) / path.relative_to(place.index / path.relative_to(place.index).parts[0])
    alike = (one for one in sorted(before(place).rglob(f"*{path.suffix or '.npy'}")) if one.is_file())
    return same if same.is_file() else next(alike, before(place) / "texts.npy")


@pytest.fixture
def kept(two: Place, tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Puts a file back as it was."""
    copy = tmp_path / "kept"
    shutil.copytree(two.index, copy)

    def put_back(path: Path) -> None:
        shutil.copy2(copy / path.relative_to(two.index), path)

    yield put_back
    shutil.rmtree(copy)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_found_when_an_index_is_opened(two: Place, kept: Callable[[Path], None], damage: Damage) -> None:
    expected = Desk.open(two.index).ask(QUESTION)
    assert "62368 for a volume check" in expected.text
    compared = local.compares(Desk.open(two.index).index.folder)
    for path in files(two):
        sound = path.read_bytes()
        damage(path, other(path, two))
        if path.exists() and path.read_bytes() == sound:
            assert Desk.open(two.index).ask(QUESTION) == expected
        elif path.name in compared and path.exists() and path.stat().st_size == len(sound):
            # Its rows are compared when they are read.
            with contextlib.suppress(NoIndexError):
                assert Desk.open(two.index).ask(QUESTION) == expected
        else:
            with pytest.raises(NoIndexError, match=r"^[^\n]*run: citedesk index --index [^\n]*$"):
                Desk.open(two.index)
        kept(path)
    assert Desk.open(two.index).ask(QUESTION) == expected


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_an_open_desk_answers_as_before(two: Place, damage: Damage) -> None:
    expected = Desk.open(two.index).ask(QUESTION)
    desk = Desk.open(two.index)
    # What it holds answers as before; a row that it would read of a large file and that was changed is told.
    large = local.compares(desk.index.folder) and damage not in {DAMAGES["deleted"], DAMAGES["replaced"]}
    for path in files(two):
        damage(path, other(path, two))
    with contextlib.suppress(*[NoIndexError] if large else []):
        assert desk.ask(QUESTION) == expected
        assert [one.passage.document_id for one in desk.search("layered centimetres").candidates][:1] == ["wound"]


def test_a_pointer_to_the_generation_before_is_not_followed(two: Place) -> None:
    shutil.copytree(before(two), two.index / "generation-1")
    pointer = two.index / "CURRENT"
    pointer.write_text(pointer.read_text().replace("generation-2", "generation-1"))
    with pytest.raises(
        NoIndexError,
        match=r"CURRENT: the index is damaged \(it does not fit generation-1/seal.json\); run: citedesk index --index ",
    ):
        two.open()
    assert two.build().changed
    assert "62368 for a volume check" in Desk.open(two.index).ask(QUESTION).text


def test_indexing_again_mends_whatever_is_damaged(two: Place) -> None:
    for number, path in enumerate(files(two)):
        if path.name not in {"model.onnx"}:  # compiling takes long, and another test does it
            [*DAMAGES.values()][number % len(DAMAGES)](path, before(two) / "texts.npy")
    with pytest.raises(NoIndexError):
        two.open()
    two.build()
    assert "62368 for a volume check" in Desk.open(two.index).ask(QUESTION).text


def test_an_index_that_is_changed_while_it_is_opened_is_refused(two: Place) -> None:
    generation, manifest = index.pointed(two.index)
    words = generation / "vocabulary.txt"
    with (
        pytest.raises(NoIndexError, match="was changed while it was opened; try again, or run: citedesk index"),
        folders.sealed(generation, manifest.knowledge_base, two.index),
    ):
        words.write_text(words.read_text("utf-8").upper(), "utf-8")


def test_without_room_for_the_copy_that_is_mapped_the_folder_is_named(
    two: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(NoIndexError, match=r"nowhere: an opened index is copied there, which fails .* TMPDIR$"):
        index.open_store(*index.pointed(two.index))
