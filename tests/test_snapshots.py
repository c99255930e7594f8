"""An index is copied whole and put back whole, whatever is killed, damaged, full or read-only."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, Place, rewrite
from test_build import small_disk as small_disk
from test_read_only import read_only

from indexer import doctor, folders, index, snapshots
from indexer.errors import NoIndexError, RecordError
from indexer.findings import Level
from indexer.settings import IndexSettings

# Whole indexes are built and copied here.
pytestmark = pytest.mark.slow

Command = Callable[..., Outcome]
RULE = "Report 62368 when the pump is reprogrammed at the refill."
LATER = "Report 62370 when a physician reprograms it."


@pytest.fixture
def kept(place: Place) -> Place:
    """One document, of which the snapshot "first" is kept, and another text since."""
    place.excerpt("pump.md", "Pump refill", RULE)
    place.build()
    snapshots.take(place.index, "first")
    place.excerpt("pump.md", "Pump refill", LATER)
    place.build()
    return place


def text(place: Place) -> str:
    (passage,) = place.open().store.passages([0])
    return passage.text


def test_a_snapshot_is_put_back_and_what_stood_too(kept: Place) -> None:
    before = kept.open()
    found = snapshots.restore(kept.index, "first")
    assert (found.name, found.documents, text(kept)) == ("first", 1, RULE)
    assert kept.open().manifest.fingerprint == found.fingerprint
    # Who has the other one open reads on in it.
    assert before.store.passages([0])[0].text == LATER
    assert [one.name for one in snapshots.listed(kept.index)] == ["first", "previous"]
    assert len(list(kept.index.glob("generation-*"))) == 1
    assert snapshots.restore(kept.index, "previous").name == "previous"
    assert text(kept) == LATER
    snapshots.restore(kept.index, "previous")
    assert text(kept) == RULE


def test_what_is_put_back_is_renewed_as_any_other(kept: Place) -> None:
    snapshots.restore(kept.index, "first")
    report = kept.build()
    assert (report.changed, report.embedded, text(kept)) == (True, 1, LATER)


def test_it_brings_its_model_along(kept: Place) -> None:
    shutil.rmtree(kept.index / "models")
    snapshots.restore(kept.index, "first")
    assert text(kept) == RULE


def test_a_damaged_index_is_mended_by_a_snapshot(kept: Place) -> None:
    (vectors,) = kept.index.glob("generation-*/vectors.faiss")
    vectors.write_bytes(b"")
    found = [one.what for one in doctor.examine([kept.kb], kept.index, IndexSettings()) if one.level is not Level.OK]
    assert f"a snapshot can be put back in its place: citedesk restore first --index {kept.index}" in found
    with pytest.raises(NoIndexError, match="the index is damaged"):
        snapshots.take(kept.index, "second")
    snapshots.restore(kept.index, "first")
    assert text(kept) == RULE
    assert [one.name for one in snapshots.listed(kept.index)] == ["first"]


def test_what_is_no_whole_snapshot_is_one_line_and_the_index_stands(kept: Place) -> None:
    held = kept.index / "snapshots"

    def refused(name: str, words: str) -> None:
        with pytest.raises(RecordError) as caught:
            snapshots.restore(kept.index, name)
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)
        assert text(kept) == LATER

    refused("nowhere", "no snapshot; there are first")
    refused("../../kb", "is no name of a snapshot")
    (held / "foreign").mkdir()
    (held / "foreign" / "notes.txt").write_text("mine")
    refused("foreign", "no snapshot; there are first")
    shutil.copytree(held / "first", held / "hurt")
    (held / "hurt" / "generation" / "vectors.faiss").write_bytes(b"x")
    refused("hurt", "the snapshot is damaged (generation/vectors.faiss was changed); choose another one")
    told = [one for one in doctor.examine([kept.kb], kept.index, IndexSettings()) if "hurt" in one.what]
    assert [one.level for one in told] == [Level.WARN]
    rewrite(held / "hurt" / "generation" / "manifest.json", format=index.FORMAT - 1)
    refused("hurt", f"of index format {index.FORMAT - 1}, this program reads {index.FORMAT}; index its folders again")
    (held / "hurt" / "generation" / "manifest.json").write_text("[]")
    refused("hurt", "the snapshot is damaged (manifest.json)")


@pytest.mark.parametrize("act", ["snapshot", "restore"])
def test_whoever_is_killed_leaves_the_old_or_the_new_answers(kept: Place, act: str) -> None:
    drawn, texts = random.Random(act), set[str]()
    script = (
        "import itertools, sys\nfrom pathlib import Path\nfrom indexer import snapshots\n"
        "root = Path(sys.argv[1])\nprint('ready', flush=True)\nfor number in itertools.count():\n"
    )
    if act == "snapshot":
        script += "    snapshots.take(root, f'n{number}')\n    snapshots.delete(root, f'n{number}')\n"
    else:
        script += "    snapshots.restore(root, 'second' if number % 2 else 'first')\n"
    snapshots.take(kept.index, "second")
    for _ in range(6):
        ran = subprocess.Popen([sys.executable, "-c", script, str(kept.index)], stdout=subprocess.PIPE)
        assert ran.stdout
        ran.stdout.readline()
        time.sleep(drawn.uniform(0, 0.8))
        ran.kill()
        ran.wait()
        ran.stdout.close()
        texts.add(text(kept))
        assert snapshots.damage(kept.index, "first") is None
        assert snapshots.damage(kept.index, "second") is None
    assert texts <= ({LATER} if act == "snapshot" else {RULE, LATER})
    snapshots.take(kept.index, "after")
    assert not list((kept.index / "snapshots").glob("*.part"))


def test_a_full_disk_is_told_and_the_index_stands(kept: Place, small_disk: Path) -> None:
    full = Place(kept.kb, small_disk / "index")
    shutil.copytree(kept.index, full.index, ignore=shutil.ignore_patterns("snapshots"))
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "filler").write_bytes(bytes(48_000_000))
    with pytest.raises(
        NoIndexError, match=r"the disk is full; the last index stands; free some space and run: citedesk snap"
    ):
        snapshots.take(full.index, "second")
    assert snapshots.listed(full.index) == []
    assert text(full) == LATER


def test_a_read_only_folder_is_told(kept: Place) -> None:
    with read_only(kept.index):
        for act in (snapshots.take, snapshots.restore):
            with pytest.raises(NoIndexError, match=r"cannot be written .*and run: citedesk (snapshot|restore first)"):
                act(kept.index, "first")
        assert text(kept) == LATER


def test_a_new_generation_that_does_not_open_leaves_the_last_one(kept: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that loses bytes while the seal is written: what is sealed is not what is read again."""
    sealed = folders.seal

    def losing(folder: Path, subject: str) -> None:
        sealed(folder, subject)
        (folder / "vectors.faiss").write_bytes(b"")

    monkeypatch.setattr(folders, "seal", losing)
    kept.excerpt("pump.md", "Pump refill", RULE)
    with pytest.raises(
        NoIndexError, match=r"vectors.faiss was changed\): what was just written; the last index stands"
    ):
        kept.build()
    assert text(kept) == LATER


def test_the_commands_keep_list_restore_and_delete(kept: Place, citedesk: Command) -> None:
    made = citedesk("snapshot", "second", "--index", kept.index)
    assert (made.code, made.out.split()[0]) == (0, "second")
    assert [line.split()[0] for line in citedesk("snapshot", "--list", "--index", kept.index).out.splitlines()] == [
        "first",
        "second",
    ]
    assert citedesk("snapshot", "second", "--index", kept.index).err.endswith("choose another name\n")
    back = citedesk("restore", "first", "--index", kept.index)
    assert back.out.startswith("restored first of ")
    assert text(kept) == RULE
    assert citedesk("restore", "--previous", "--index", kept.index).code == 0
    assert text(kept) == LATER
    assert "name one snapshot, or --previous" in citedesk("restore", "--index", kept.index).err
    assert citedesk("snapshot", "--delete", "first", "--index", kept.index).code == 0
    assert "first" not in citedesk("snapshot", "--list", "--index", kept.index).out
    assert citedesk("snapshot", "--delete", "first", "--index", kept.index).code == 2
