"""``citedesk index --dry-run`` tells what would be done, and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, Place, quiet

from indexer import rehearsal
from indexer.errors import KnowledgeBaseError
from indexer.rehearsal import Change
from indexer.settings import IndexSettings

Command = Callable[..., Outcome]
THREAD = "# A thread\n\n## asker (Mar 2010)\n\nWhich code?\n\n## responder (Mar 2010)\n\nIt is {}.\n"
POINT = """\
- on: whether a refill is billed
  why: opposite
  sides:
    - {for: A, says: is measured in, sources: [wound]}
    - {for: B, says: "This goes away", sources: [gone]}
"""


@pytest.fixture
def base(place: Place) -> Place:
    place.excerpt("gone.md", "Gone", "This goes away.")
    place.excerpt("same.md", "Same", "This stays.")
    place.excerpt("wound.md", "Wound repair", "Closure is measured in centimetres.")
    place.write("thread.md", THREAD.format("62367"))
    return place


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Every path below the folder with its size and the time of its last change."""
    return {str(one): (one.stat().st_size, one.stat().st_mtime_ns) for one in (folder, *folder.rglob("*"))}


def test_a_rehearsal_tells_every_document_by_what_would_become_of_it(base: Place) -> None:
    base.build()
    (base.kb / "gone.md").unlink()
    base.excerpt("new.md", "New", "This is new.")
    base.write("thread.md", THREAD.format("62368"))
    base.write("bad.md", "")
    base.write("points.yaml", POINT)
    before = state(base.index)
    found = rehearsal.rehearse([], base.index, IndexSettings(), quiet)
    assert state(base.index) == before
    assert found.against == base.index / "generation-1"
    assert found.added == (Change("new", "excerpt"),)
    assert found.changed == (Change("thread", "thread"),)
    assert found.removed == (Change("gone", "excerpt"),)
    assert [one.id for one in found.read] == ["new", "same", "thread", "wound"]
    # The record names a document that is gone.
    assert [problem.path.name for problem in found.problems] == ["bad.md", "points.yaml"]
    # What is done then is what was told.
    report = base.build()
    assert (report.manifest.documents, len(report.problems)) == (len(found.read), len(found.problems))
    after = rehearsal.rehearse([base.kb], base.index, IndexSettings(), quiet)
    assert (after.added, after.changed, after.removed) == ((), (), ())


def test_a_recorded_point_that_is_new_is_told(base: Place) -> None:
    base.build()
    base.write("points.yaml", POINT)
    found = rehearsal.rehearse([], base.index, IndexSettings(), quiet)
    assert (found.added, found.changed, found.removed) == (
        (Change("whether a refill is billed", "point"),), (), ()
    )  # fmt: skip


def test_without_an_index_everything_would_be_added(base: Place, citedesk: Command, tmp_path: Path) -> None:
    target = tmp_path / "no index"
    base.write("bad.md", "")
    told = citedesk("index", "--dry-run", "--kb", base.kb, "--index", target)
    assert told.code == 0
    assert told.out.splitlines() == [
        f"nothing is written; indexing {base.kb} into {target} would",
        "there is no index to compare with",
        "read 3 × excerpt, 1 × thread",
        "add 3 × excerpt, 1 × thread",
        "  excerpt gone",
        "  excerpt same",
        "  thread thread",
        "  excerpt wound",
        "change nothing",
        "remove nothing",
        "leave out 1 × the file is empty",
    ]
    assert f"left out: {base.kb}/bad.md:1: the file is empty" in told.err
    assert not target.exists()
    assert citedesk("index", "--dry-run", "--strict", "--kb", base.kb, "--index", target).code == 1


def test_a_rehearsal_fails_as_indexing_would_and_leaves_no_trace(base: Place, citedesk: Command) -> None:
    base.build()
    before = state(base.index)
    bad = base.kb.parent / "bad"
    bad.mkdir()
    (bad / "a.md").write_text("")
    told = citedesk("index", "--dry-run", "--kb", bad, "--index", base.index)
    assert told.code == 2
    assert f"left out: {bad}/a.md:1: the file is empty" in told.err
    base.kb.rename(base.kb.with_name("away"))
    with pytest.raises(KnowledgeBaseError, match="no longer there"):
        rehearsal.rehearse([], base.index, IndexSettings(), quiet)
    assert state(base.index) == before
