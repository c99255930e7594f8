"""An index in a folder that cannot be written is asked, examined and measured; indexing into it is one clear line."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Outcome, Place

Command = Callable[..., Outcome]
QUESTION = "is 62368 for reprogramming?"


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Makes the folder read-only, also for root."""
    if os.geteuid():
        paths = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
        for path in paths:
            path.chmod(0o555)
        yield
        for path in paths:
            path.chmod(0o755)
        return
    for options in (["--bind"], ["-o", "remount,ro,bind"]):
        if subprocess.run(["mount", *options, str(folder), str(folder)], capture_output=True, check=False).returncode:
            pytest.skip("no right to make a folder read-only")
    yield
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def locked(place: Place) -> Iterator[Place]:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    with read_only(place.index):
        assert not os.access(place.index, os.W_OK)
        yield place


def test_an_index_that_can_only_be_read_is_asked_examined_and_measured(
    locked: Place, citedesk: Command, tmp_path: Path
) -> None:
    asked = citedesk("ask", "--json", "--index", locked.index, QUESTION)
    assert (asked.code, asked.err) == (0, "")
    assert json.loads(asked.out)["documents"] == ["pump"]
    assert citedesk("search", "--index", locked.index, QUESTION).code == 0
    assert citedesk("doctor", "--index", locked.index).code == 0
    questions = tmp_path / "questions.jsonl"
    row = {"id": "1", "question": QUESTION, "answerable": True, "relevant": ["pump"], "facts": [], "history": []}
    questions.write_text(json.dumps(row) + "\n")
    measured = citedesk("eval", questions, "--index", locked.index)
    assert measured.code == 0
    assert f"not stored: {locked.index}/last-eval.json: " in measured.err
    stored = citedesk("eval", questions, "--index", locked.index, "--store", tmp_path / "run.json")
    assert (stored.code, (tmp_path / "run.json").exists()) == (0, True)
    assert citedesk("eval", questions, "--index", locked.index, "--store", locked.index / "x.json").code == 2


def test_indexing_into_it_is_one_line(locked: Place, citedesk: Command) -> None:
    before = sorted(locked.index.rglob("*"))
    told = citedesk("index", "--index", locked.index)
    assert told.code == 2
    last = told.err.splitlines()[-1]
    assert last.startswith(f"citedesk: {locked.index}: cannot be written (")
    assert last.endswith(
        "the last index stands; make the folder writable, or name another with --index DIR "
        f"and run: citedesk index --index {locked.index}"
    )
    assert sorted(locked.index.rglob("*")) == before
    assert citedesk("index", "--dry-run", "--index", locked.index).code == 0
