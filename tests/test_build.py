from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import Place, quiet

from indexer import folders, index
from indexer.build import build, build_documents
from indexer.documents import Excerpt
from indexer.errors import KnowledgeBaseError, ModelError, NoIndexError, SettingsError
from indexer.settings import IndexSettings
from indexer.stores import Query

PUMP = "Report 62368 when the pump is reprogrammed at the refill."
WOUND = "Layered closure is measured in centimetres."


@pytest.fixture
def two(place: Place) -> Place:
    """One passage on pumps and one on wounds, indexed."""
    place.excerpt("pump.md", "Pump refill", PUMP)
    place.excerpt("wound.md", "Wound repair", WOUND)
    place.build()
    return place


def generations(place: Place) -> list[str]:
    return sorted(path.name for path in place.index.glob("generation-*"))


def test_a_build_tells_what_it_did(two: Place) -> None:
    manifest = two.open().manifest
    assert (manifest.documents, manifest.passages, manifest.newest) == (2, 2, 2006)
    assert (manifest.model, manifest.embedder, manifest.store, manifest.dimension) == (
        "all-MiniLM-L6-v2",
        "onnx",
        "local",
        384,
    )
    assert manifest.fingerprint == f"{manifest.knowledge_base[:12]}-53aa5117-{manifest.program}"
    assert two.found("reprogrammed") == ["pump#text"]


def test_progress_names_each_stage_and_ends_at_its_total(two: Place) -> None:
    two.excerpt("new.md", "New", "Something new.")
    told: list[tuple[str, int, int]] = []
    build([two.kb], two.index, IndexSettings(), lambda stage, done, total: told.append((stage, done, total)))
    assert told == [
        ("preparing the model", 0, 1),
        ("preparing the model", 1, 1),
        ("reading documents", 1, 3),
        ("reading documents", 2, 3),
        ("reading documents", 3, 3),
        ("embedding passages", 1, 1),
    ]


def test_nothing_is_embedded_again_while_nothing_changed(two: Place) -> None:
    report = two.build()
    assert (report.embedded, report.changed) == (0, False)
    assert generations(two) == ["generation-1"]


def test_only_the_changed_passages_of_a_changed_file_are_embedded(two: Place) -> None:
    answer = "\n## responder 1 (Mar 2010)\n\n{}\n\n----------\n\n## responder 2 (Mar 2010)\n\nSo says Medicare.\n"
    head = "# A thread\n\n## asker (Mar 2010)\n\nWhich code?\n\n----------\n"
    two.write("thread.md", head + answer.format("It is 62367."))
    assert two.build().embedded == 3
    two.write("thread.md", head + answer.format("It is 62368."))
    report = two.build()
    assert (report.embedded, report.manifest.passages) == (1, 5)
    again = two.open()
    fresh = again.embedder.passages([passage.searched for passage in again.store.passages(range(5))])
    assert np.array_equal(again.store.vectors(range(5)), fresh)


def test_a_deleted_document_is_gone(two: Place) -> None:
    assert two.found("centimetres layered") == ["wound#text"]
    (two.kb / "wound.md").unlink()
    assert two.build().embedded == 0
    assert two.found("centimetres layered") == []
    store = two.open().store
    assert [passage.id for passage in store.passages(range(len(store)))] == ["pump#text"]
    assert len(store.search(Query(vector=store.vectors([0])[0])).meaning) == 1


def test_several_knowledge_bases_and_single_files_make_one_index(two: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other", two.index)
    single = other.excerpt("house/rule.md", "House rule", "Ask the supervisor.")
    twin = other.excerpt("pump.md", "Another pump", "Nothing.")
    report = two.build(two.kb, single, twin)
    assert (report.manifest.documents, report.embedded, report.problems) == (4, 2, ())
    assert two.found("supervisor") == ["rule#text"]
    assert two.found("nothing") == ["other//pump#text"]


def test_bad_files_are_reported_with_path_and_line_while_the_rest_is_indexed(two: Place) -> None:
    bad = {
        "big.md": (b"a" * 50_000_000, 1, "50,000,000 bytes is over the limit of 20,000,000"),
        "empty.md": (b"", 1, "the file is empty"),
        "front.md": (b"---\nsource: [x\n---\n# T\n\nText.\n", 2, "broken front matter"),
        "latin.md": (b"---\nsource: x\n---\n# 62\xe9367\n", 4, "byte 22 is not UTF-8, nor certain in another encoding"),
        "later.md": (
            b"---\nsource: x\ndate: 2006-13\n---\n# T\n\nText.\n",
            3,
            "date: '2006-13' is not a possible date",
        ),
        "lines.md": (b"# T\n\n## asker (Feb 28, 2010)\n\n----\n", 3, "no posting has any text"),
        "untitled.md": (b"---\nsource: x\n---\n\nText.\n", 5, "a title line '# ...' must come before the text"),
    }
    for name, (data, _, _) in bad.items():
        (two.kb / name).write_bytes(data)
    os.mkfifo(two.kb / "pipe.md")
    (two.kb / "linked").symlink_to(two.kb.parent)
    (two.kb / os.fsdecode(b"caf\xe9.md")).write_text("# T\n")
    report = two.build()
    assert (report.manifest.documents, report.changed) == (2, False)
    told = {problem.path.name: problem for problem in report.problems}
    for name, (_, line, reason) in bad.items():
        assert str(told[name]).startswith(f"{two.kb}/{name}:{line}: {reason}")
    assert told["pipe.md"].reason.startswith("this is no regular file; ")
    assert told["linked"].reason.startswith("a linked or locked folder is not entered; name it with --kb")
    assert str(told[os.fsdecode(b"caf\xe9.md")]).startswith(f"{two.kb}/caf\\udce9.md:1: its name holds characters")
    assert len(told) == len(bad) + 3


def test_a_knowledge_base_without_one_good_file_leaves_the_last_index(two: Place, tmp_path: Path) -> None:
    bad = Place(tmp_path / "bad", two.index)
    bad.write("a.md", "---\n# no source\n")
    with pytest.raises(KnowledgeBaseError, match=r"/bad: its only file, and so nothing, could be read; ") as told:
        bad.build()
    (problem,) = told.value.problems
    assert str(problem).startswith(f"{bad.kb}/a.md:1: the front matter has no closing '---' line")
    with pytest.raises(KnowledgeBaseError, match=r"there is no such file or folder; name the knowledge base with --kb"):
        two.build(tmp_path / "nowhere")
    assert two.found("reprogrammed") == ["pump#text"]


def test_each_change_makes_a_generation_and_no_old_one_is_kept(two: Place) -> None:
    held = two.open()
    for number, expected in [(2, ["generation-2"]), (3, ["generation-3"])]:
        two.excerpt("pump.md", "Pump refill", f"{PUMP} Version {number}.")
        two.build()
        assert generations(two) == expected
        assert (two.index / "CURRENT").read_text() == index.pointer(two.index / f"generation-{number}")
    # A reader keeps what it opened, even when its folder is gone.
    assert held.store.passages([0])[0].text == PUMP
    assert two.open().store.passages([0])[0].text == f"{PUMP} Version 3."


def test_two_builds_of_the_same_files_are_equal_byte_by_byte(two: Place, tmp_path: Path) -> None:
    again = Place(two.kb, tmp_path / "again")
    shutil.copytree(two.index / "models", again.index / "models")
    again.build()
    for name in ("vectors.faiss", "manifest.json", "texts.npy"):
        first, second = (place.index / "generation-1" / name for place in (two, again))
        assert first.read_bytes() == second.read_bytes()


def test_what_was_indexed_in_steps_equals_what_is_indexed_at_once(two: Place) -> None:
    two.excerpt("b-later.md", "Later", "Twelve short words that come later than those that were there before.")
    two.build()
    steps = two.index / "generation-2"
    two.build(rebuild=False)
    assert generations(two) == ["generation-2"]
    shutil.copytree(steps, two.index.parent / "steps")
    shutil.rmtree(steps)
    assert two.build().embedded == 3
    at_once = two.index / "generation-1"
    for name in ("vectors.faiss", "manifest.json", "texts.npy"):
        assert (at_once / name).read_bytes() == (two.index.parent / "steps" / name).read_bytes()


def test_only_one_indexer_works_at_a_time(two: Place) -> None:
    with (
        folders.locked(two.index),
        pytest.raises(NoIndexError, match=r"another indexer is at work; wait for it to end, then try again"),
    ):
        two.build()
    assert two.build().changed is False


def limited(place: Place, size: int, deadly: bool) -> subprocess.CompletedProcess[str]:
    """Indexes in a process that may write no file beyond ``size`` bytes: an error, or death where ``deadly``.

    The limit comes after the model is opened, whose word vectors are copied to be mapped.
    """
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from indexer.build import build\n"
        "from indexer.settings import IndexSettings\n"
        f"signal.signal(signal.SIGXFSZ, signal.{'SIG_DFL' if deadly else 'SIG_IGN'})\n"
        "def told(stage, done, total):\n"
        "    if stage == 'preparing the model' and done:\n"
        f"        resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "build([Path(sys.argv[1])], Path(sys.argv[2]), IndexSettings(), told)\n"
    )
    command = [sys.executable, "-B", "-c", script, str(place.kb), str(place.index)]
    return subprocess.run(command, capture_output=True, text=True, cwd=place.kb.parent, check=False)


# The vectors of two passages take some 3,200 bytes, of three some 4,700.
def test_a_write_that_fails_leaves_the_last_index_answering(two: Place) -> None:
    two.excerpt("new.md", "New", "Something new.")
    ran = limited(two, 4_000, deadly=False)
    assert ran.returncode == 1
    told = f"indexer.errors.NoIndexError: {two.index}: cannot be written (File too large); the last"
    assert ran.stderr.splitlines()[-1].startswith(told)
    assert ran.stderr.endswith(f"run: citedesk index --index {two.index}\n")
    assert generations(two) == ["generation-1"]
    assert two.found("reprogrammed") == ["pump#text"]
    # Its vector was kept before the index could not be.
    assert two.build().embedded == 0


def test_a_writer_that_dies_leaves_the_last_index_answering(two: Place) -> None:
    two.excerpt("new.md", "New", "Something new.")
    assert limited(two, 4_000, deadly=True).returncode == -signal.SIGXFSZ
    assert generations(two) == ["generation-1", "generation-2"]
    assert two.found("reprogrammed") == ["pump#text"]
    two.build()
    assert generations(two) == ["generation-3"]
    assert two.found("something") == ["new#text"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_without_room_for_the_model_is_told(two: Place, small_disk: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "filler").write_bytes(bytes(60_000_000))
    with pytest.raises(NoIndexError, match=r"the disk is full; .*free some space and run: citedesk index"):
        Place(two.kb, small_disk / "index").build()


def test_a_full_disk_is_told_and_leaves_the_last_index_answering(two: Place, small_disk: Path) -> None:
    full = Place(two.kb, small_disk / "index")
    shutil.copytree(two.index, full.index)
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "filler").write_bytes(bytes(48_000_000))
    two.excerpt("new.md", "New", "Something new.")
    with pytest.raises(
        NoIndexError, match=r"the disk is full; the last index stands; free some space and run: citedesk"
    ):
        full.build()
    assert full.found("reprogrammed") == ["pump#text"]


@pytest.mark.parametrize("folder", ["/dev/null/index", "/proc/index"])
def test_a_folder_that_cannot_be_written_is_told(two: Place, folder: str) -> None:
    with pytest.raises(NoIndexError, match=rf"{folder}: cannot be written .*--index DIR and run: citedesk index"):
        Place(two.kb, Path(folder)).build()


def test_an_index_that_is_damaged_is_mended_by_indexing(two: Place) -> None:
    (two.index / "generation-1/vectors.faiss").write_bytes(b"")
    report = two.build()
    assert (report.embedded, report.changed) == (2, True)
    assert two.found("reprogrammed") == ["pump#text"]
    shutil.rmtree(two.index / "generation-2/words")
    assert two.build().changed is True
    (two.index / "CURRENT").write_text("generation-99\n")
    assert two.build().changed is True
    (two.index / "generation-4/texts.npy").write_bytes(b"")
    assert two.build().embedded == 2
    assert two.found("reprogrammed") == ["pump#text"]


def test_folders_that_only_look_like_generations_are_left_alone(two: Place) -> None:
    (two.index / "generation-of-mine").mkdir()
    two.excerpt("new.md", "New", "Something new.")
    two.build()
    assert (two.index / "generation-of-mine").is_dir()


def test_documents_that_are_no_files_are_indexed_too(place: Place) -> None:
    document = Excerpt("12", "A title", "BEIR", None, None, None, None, None, None, "Some text.")
    report = build_documents([document], place.index, IndexSettings(), quiet)
    assert report.manifest.documents == 1
    assert place.found("text") == ["12#text"]


def test_changed_rules_on_sources_make_a_new_generation_without_embedding(two: Place, tmp_path: Path) -> None:
    own = tmp_path / "sources.yaml"
    own.write_text("- {tier: payer, phrases: [cpt assistant]}\n")
    before = two.open().manifest.knowledge_base
    report = two.build(settings=IndexSettings(sources=own))
    assert (report.changed, report.embedded) == (True, 0)
    assert generations(two) == ["generation-2"]
    index_ = two.open()
    assert index_.manifest.knowledge_base != before
    assert [passage.tier.name for passage in index_.store.passages([0, 1])] == ["PAYER", "PAYER"]
    assert not two.build(settings=IndexSettings(sources=own)).changed
    own.write_text("- {tier: mac, phrases: [cpt assistant]}\n")
    assert two.build(settings=IndexSettings(sources=own)).changed
    assert [passage.tier.name for passage in two.open().store.passages([0, 1])] == ["MAC", "MAC"]
    assert two.build().manifest.knowledge_base == before


def test_a_bad_file_of_rules_leaves_the_last_index(two: Place, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"index\.sources: .*nowhere\.yaml: cannot be read"):
        two.build(settings=IndexSettings(sources=tmp_path / "nowhere.yaml"))
    assert generations(two) == ["generation-1"]


def test_settings_that_name_what_is_not_there_say_what_is(two: Place, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"embedders: there is no 'word2vec'; choose one of onnx, sentence_transf"):
        two.build(settings=IndexSettings(embedder="word2vec"))
    two.excerpt("new.md", "New", "Something new.")
    with pytest.raises(SettingsError, match=r"stores: there is no 'sqlite'; choose one of local"):
        two.build(settings=IndexSettings(store="sqlite"))
    with pytest.raises(ModelError, match=r"nowhere: no sentence-transformers model"):
        two.build(settings=IndexSettings(model=tmp_path / "nowhere"))
    assert generations(two) == ["generation-1"]
    assert index.current(two.index) == two.index / "generation-1"
