"""An index that is kept: it knows its folders, forgets what was deleted, and tells when a later indexing failed."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, Place, quiet

from indexer import advice, build, doctor, generations, origin
from indexer import place as place_
from indexer.documents import Excerpt
from indexer.errors import KnowledgeBaseError
from indexer.settings import IndexSettings

Command = Callable[..., Outcome]
PUMP = "Report 62368 when the pump is reprogrammed at the refill."
WOUND = "Layered closure is measured in centimetres."


@pytest.fixture
def two(place: Place, tmp_path: Path) -> tuple[Place, Place]:
    """Two folders, with a space in the name of one, over one index; nothing is indexed yet."""
    other = Place(tmp_path / "my own" / "kb", place.index)
    place.excerpt("pump.md", "Pump refill", PUMP)
    place.excerpt("old.md", "Old pumps", "Report 95990 for quixomatic pumps.")
    other.excerpt("pump.md", "Our pumps", WOUND)
    return place, other


def renewed(place: Place) -> build.Report:
    return build.build([], place.index, IndexSettings(), quiet)


def ids(place: Place) -> list[str]:
    store = place.open().store
    return [passage.id for passage in store.passages(range(len(store)))]


def test_an_index_is_renewed_from_the_folders_that_it_was_made_of(
    two: tuple[Place, Place], citedesk: Command, tmp_path: Path
) -> None:
    first, second = two
    assert citedesk("index", "--index", first.index, "--kb", "kb", "--kb", "my own/kb").code == 0
    assert origin.read(first.index).folders == (str(first.kb), str(second.kb))
    second.excerpt("new.md", "New", "Something new.")
    again = citedesk("index", "--index", first.index)
    assert again.out.startswith(f"{first.index}: 4 documents, 4 passages, 1 embedded, 0 left out")
    assert ids(first) == ["kb-2//pump#text", "new#text", "old#text", "pump#text"]


def test_two_folders_may_hold_a_file_of_one_name(two: tuple[Place, Place], citedesk: Command) -> None:
    first, second = two
    assert first.build().problems == ()
    assert ids(first) == ["old#text", "pump#text"]
    report = first.build(first.kb, second.kb)
    assert (report.manifest.documents, report.embedded, report.problems) == (3, 1, ())
    assert ids(first) == ["kb-2//pump#text", "old#text", "pump#text"]
    asked = citedesk("ask", "--json", "--index", first.index, "how is layered closure measured?")
    assert {one["document"] for one in json.loads(asked.out)["citations"]} == {"kb-2//pump"}
    asked = citedesk("ask", "--json", "--index", first.index, "is 62368 for reprogramming?")
    assert "pump" in {one["document"] for one in json.loads(asked.out)["citations"]}


def test_a_file_that_is_named_twice_is_read_once(two: tuple[Place, Place]) -> None:
    first, _ = two
    report = first.build(first.kb, first.kb / "pump.md", first.kb)
    assert (report.manifest.documents, report.problems) == (2, ())


def test_successors_and_recorded_points_mean_the_document_of_their_own_folder(two: tuple[Place, Place]) -> None:
    first, second = two
    second.write("late.md", "---\nsource: CMS\ndate: 2001\nsuperseded_by: pump\n---\n# Late\n\nAn older rule.\n")
    second.write(
        "points.yaml",
        "- on: how closure is measured\n  why: opposite\n  sides:\n"
        "    - {for: A, says: is measured in centimetres, sources: [pump]}\n"
        "    - {for: B, says: An older rule, sources: [late]}\n",
    )
    assert first.build(first.kb, second.kb).problems == ()
    opened = first.open()
    assert opened.points.recorded[0].sides[0].sources == ("kb-2//pump",)
    (late,) = opened.store.documents(["late"])["late"]
    assert late.passage.superseded_by == "kb-2//pump"


def test_a_folder_that_is_gone_is_told_and_empties_nothing(two: tuple[Place, Place]) -> None:
    first, second = two
    first.build(first.kb, second.kb)
    first.kb.rename(first.kb.with_name("away"))
    before = ids(first)
    with pytest.raises(KnowledgeBaseError) as gone:
        renewed(first)
    command = f"citedesk index --index {first.index} --kb '{second.kb}'"
    assert str(gone.value) == (
        f"{first.kb}: indexed before and no longer there; bring it back, or index what there is, run: {command}"
    )
    assert ids(first) == before
    wrong = [one.what for one in doctor.examine([], first.index, IndexSettings()) if not one.good]
    assert str(gone.value) in wrong
    first.kb.with_name("away").rename(first.kb)
    assert renewed(first).changed is False
    assert advice.caution(first.index) is None


def test_an_emptied_folder_empties_nothing(two: tuple[Place, Place]) -> None:
    first, second = two
    first.build(first.kb, second.kb)
    before = ids(first)
    (second.kb / "pump.md").unlink()
    with pytest.raises(KnowledgeBaseError, match="the knowledge base is empty"):
        renewed(first)
    second.write("pump.md", "---\nsource: x\n---\n# No text\n")
    with pytest.raises(KnowledgeBaseError, match="its only file, and so nothing, could be read"):
        renewed(first)
    assert ids(first) == before


def test_folders_that_moved_with_their_index_are_offered(two: tuple[Place, Place], tmp_path: Path) -> None:
    first, _ = two
    whole = tmp_path / "whole"
    whole.mkdir()
    shutil.move(first.kb, whole / "kb")
    shutil.move(first.index, whole / ".citedesk")
    build.build([whole / "kb"], whole / ".citedesk", IndexSettings(), quiet)
    moved = whole.rename(tmp_path / "moved here")
    with pytest.raises(KnowledgeBaseError) as gone:
        build.build([], moved / ".citedesk", IndexSettings(), quiet)
    command = str(gone.value).rpartition("run: ")[2]
    assert shlex.split(command)[2:] == ["--index", str(moved / ".citedesk"), "--kb", str(moved / "kb")]


def test_a_link_is_followed_whenever_the_index_is_renewed(two: tuple[Place, Place], tmp_path: Path) -> None:
    first, second = two
    link = tmp_path / "link"
    link.symlink_to(first.kb)
    first.build(link)
    assert origin.read(first.index).folders == (str(link),)
    link.unlink()
    link.symlink_to(second.kb)
    renewed(first)
    assert ids(first) == ["pump#text"]
    assert first.found("centimetres") == ["pump#text"]


def test_an_index_of_an_earlier_version_asks_for_its_folders_once(two: tuple[Place, Place], citedesk: Command) -> None:
    first, _ = two
    first.build()
    (first.index / "origin.json").unlink()
    told = citedesk("index", "--index", first.index)
    assert told.code == 2
    assert told.err.splitlines()[-1] == (
        f"citedesk: {first.index}: the index does not say which folders it was made of; "
        f"name them, run: citedesk index --index {first.index} --kb DIR"
    )
    first.build(first.kb)
    assert citedesk("index", "--index", first.index).code == 0


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"folders": 3}', b"\xff", b"[" * 100_000])
def test_a_damaged_record_of_folders_is_none(two: tuple[Place, Place], damage: bytes) -> None:
    first, _ = two
    first.build()
    (first.index / "origin.json").write_bytes(damage)
    with pytest.raises(KnowledgeBaseError, match="does not say which folders"):
        renewed(first)
    assert first.found("reprogrammed") == ["pump#text"]


def test_documents_that_are_no_files_have_no_folders(two: tuple[Place, Place]) -> None:
    first, _ = two
    first.build()
    document = Excerpt("12", "A title", "BEIR", None, None, None, None, None, None, "Some text.")
    build.build_documents([document], first.index, IndexSettings(), quiet)
    with pytest.raises(KnowledgeBaseError, match="does not say which folders"):
        renewed(first)


def test_folders_that_are_no_longer_in_the_index_are_told(two: tuple[Place, Place], citedesk: Command) -> None:
    first, second = two
    first.build(first.kb, second.kb)
    told = citedesk("index", "--index", first.index, "--kb", second.kb)
    assert f"note: no longer in this index: {first.kb}\n" in told.err
    assert ids(first) == ["pump#text"]


def bytes_with(folder: Path, *words: str) -> list[str]:
    """The files below the folder that hold one of the words, in UTF-8 or in UTF-16."""
    wanted = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    return [str(one) for one in folder.rglob("*") if one.is_file() and any(word in one.read_bytes() for word in wanted)]


def test_deleted_and_changed_text_leaves_the_disk(two: tuple[Place, Place]) -> None:
    first, _ = two
    first.excerpt("old.md", "Old pumps", "Report 95990 for quixomatic pumps.")
    first.excerpt("pump.md", "Pump refill", "The zorbulent pump.")
    first.build()
    assert bytes_with(first.index, "quixomatic")
    assert bytes_with(first.index, "zorbulent")
    (first.kb / "old.md").unlink()
    first.excerpt("pump.md", "Pump refill", PUMP)
    renewed(first)
    assert bytes_with(first.index, "quixomat", "zorbul") == []
    assert first.found("reprogrammed") == ["pump#text"]


def test_what_a_writer_that_died_left_is_deleted_though_nothing_changed(two: tuple[Place, Place]) -> None:
    first, _ = two
    first.build()
    for number in (7, 12):
        left = first.index / f"generation-{number}"
        left.mkdir()
        (left / "passages.jsonl").write_text("quixomatic zorbulent", "utf-8")
    assert renewed(first).changed is False
    assert bytes_with(first.index, "zorbulent") == []
    assert [path.name for path in first.index.glob("generation-*")] == ["generation-1"]


def test_an_older_generation_that_stays_is_told(two: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = two
    first.build()
    first.excerpt("new.md", "New", "Something new.")
    # As where another program has the files open on Windows.
    monkeypatch.setattr(generations, "forget", lambda *_: None)
    (problem,) = first.build().problems
    assert (problem.path, problem.left_out) == (first.index / "generation-1", False)
    assert problem.reason.endswith(f"run: citedesk index --index {first.index}")


PNG = b"\x89PNG\r\n\x1a\n"


def unreadable(place: Place) -> Path:
    folder = place.kb.parent / "un readable"
    folder.mkdir()
    files = {"a.png": PNG, "b.png": PNG + b"\0", "c.md": b"", "d.md": b"---\nsource: x\n---\n# No text\n"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_where_nothing_is_readable_every_problem_is_listed_by_kind(two: tuple[Place, Place], citedesk: Command) -> None:
    first, _ = two
    first.build()
    folder = unreadable(first)
    told = citedesk("index", "--index", first.index, "--kb", folder)
    assert told.code == 2
    lines = [line for line in told.err.splitlines() if "left out" in line or "times: " in line]
    assert [re.split(r":\d: ", line.partition("; ")[0])[0].strip() for line in lines] == [
        f"left out: {folder}/a.png",
        f"left out: {folder}/b.png",
        "2 times: this is a PNG image, and no format here reads one",
        f"left out: {folder}/c.md",
        f"left out: {folder}/d.md",
    ]
    assert all("; " in line for line in lines if "left out" in line)
    assert told.err.splitlines()[-1].startswith(f"citedesk: {folder}: none of its 4 files could be read; mend ")


def test_an_old_index_says_of_what_it_is_when_a_later_indexing_failed(
    two: tuple[Place, Place], citedesk: Command
) -> None:
    first, _ = two
    first.build()
    folder = unreadable(first)
    citedesk("index", "--index", first.index, "--kb", folder)
    for words in (("ask", "--json"), ("search", "--json")):
        asked = citedesk(*words, "--index", first.index, "is 62368 for reprogramming?")
        assert asked.code == 0
        (line,) = asked.err.splitlines()
        when = origin.read(first.index).when
        assert line.startswith(f"citedesk: the last indexing of {folder} failed on ")
        assert f"({folder}: none of its 4 files could be read); " in line
        assert f"what answers is the index of {when}, made of {first.kb}; " in line
        assert line.endswith(f"mend that and run: citedesk index --index {first.index} --kb '{folder}'")
    # A slip of the pen changes nothing of it.
    assert citedesk("index", "--index", first.index, "--kb", "nowhere").code == 2
    assert str(advice.caution(first.index)).startswith(f"the last indexing of {folder} failed on ")
    # Renewing the old folders does not make the failure good; the folder itself does, and naming folders anew.
    renewed(first)
    assert advice.caution(first.index)
    first.build(first.kb)
    assert advice.caution(first.index) is None


def test_where_the_first_indexing_failed_nothing_else_answers(citedesk: Command, place: Place, tmp_path: Path) -> None:
    place.index.rename(tmp_path / ".citedesk")
    (tmp_path / "kb" / "a.pdf").write_bytes(b"%PDF-1.4")
    assert citedesk("index", "--kb", "kb").code == 2
    asked = citedesk("ask", "is 62368 for reprogramming?")
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.startswith(f"citedesk: the last indexing of {tmp_path}/kb failed on ")
    assert not place_.built(tmp_path / ".citedesk")
    place.excerpt("pump.md", "Pump refill", PUMP)
    # A plain one tries the same folder again.
    assert citedesk("index").code == 0
    assert citedesk("ask", "is 62368 for reprogramming?").err == ""


def test_an_index_that_is_not_the_default_one_is_named_in_what_is_to_be_typed() -> None:
    named = Path("/elsewhere/my index")
    assert advice.index(named, [Path("a b"), Path("c")], "--rebuild") == (
        "citedesk index --rebuild --index '/elsewhere/my index' --kb 'a b' --kb c"
    )
    assert advice.index(place_.beside(Path("kb"))) == "citedesk index"


def test_what_the_doctor_advises_can_be_typed(two: tuple[Place, Place], citedesk: Command) -> None:
    first, second = two
    first.build(first.kb, second.kb)
    second.excerpt("new.md", "New", "Something new.")
    wrong = [line for line in citedesk("doctor", "--index", first.index).out.splitlines() if line.startswith("bad ")]
    (command,) = (line.rpartition("run: ")[2] for line in wrong)
    assert citedesk(*shlex.split(command)[1:]).code == 0
    assert citedesk("doctor", "--index", first.index).code == 0
    assert ids(first) == ["kb-2//pump#text", "new#text", "old#text", "pump#text"]


def test_an_index_beside_another_folder_says_how_it_is_asked(
    two: tuple[Place, Place], citedesk: Command, tmp_path: Path
) -> None:
    first, second = two
    shutil.move(first.index, second.kb.parent / ".citedesk")
    told = citedesk("index", "--kb", "my own/kb")
    assert told.err.splitlines()[-1] == f"ask it with: citedesk ask --index '{tmp_path}/my own/.citedesk' QUESTION"
