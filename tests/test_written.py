"""The text of a question reaches no file and no log unless the user saves it, and then only masked."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app.py"
# Words that stand in no document, beside what must be masked.
EARLIER = "zorbulent pump refill for Mrs. Jane Xyllander"
ASKED = "is a quixomatic volume check reprogramming, MRN 00918273?"
TEXT, IDENTIFIERS = (b"zorbulent", b"quixomatic"), (b"Xyllander", b"00918273")


@pytest.fixture
def home(tmp_path: Path, shipped_index: Path) -> Path:
    """Everything that the program may write lies below this folder: home, temporary files, index."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "tmp").mkdir()
    shutil.copytree(shipped_index, folder / "index", copy_function=os.link)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, a zipped one unzipped."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(path) as parts:
                    data = b"".join(parts.read(name) for name in parts.namelist())
            found[path.relative_to(folder).as_posix()] = data
    return found


def holding(folder: Path, *words: bytes) -> list[str]:
    """The files, and names of files, that have one of the words."""
    return sorted(
        name
        for name, data in contents(folder).items()
        if any(word in data or word.lower() in name.lower().encode() for word in words)
    )


def command(home: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A process of its own; what it says about its work goes to standard error."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("citedesk")), *words, "--index", str(home / "index")],
        capture_output=True,
        check=False,
        cwd=home,
        env=os.environ | {"HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.slow
def test_asking_searching_and_measuring_write_no_question(home: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    row = {"id": "1", "question": ASKED, "history": [EARLIER], "relevant": ["a"], "facts": [], "answerable": True}
    asked.write_text(json.dumps(row) + "\n" + json.dumps(row | {"id": "2", "answerable": False}) + "\n")
    for words in (
        ("ask", ASKED, "--after", EARLIER),
        ("search", ASKED, "--after", EARLIER),
        ("ask", "--questions", str(asked)),
        ("eval", str(asked), "--store", str(home / "run.json")),
        ("eval", str(asked)),
    ):
        ran = command(home, *words)
        assert ran.returncode == 0, ran.stderr
        assert not [word for word in (*TEXT, *IDENTIFIERS) if word in ran.stderr]
    assert (home / "run.json").exists()
    assert (home / "index/last-eval.json").exists()
    assert holding(home, *TEXT, *IDENTIFIERS) == []


@pytest.mark.slow
def test_what_the_user_saves_holds_the_masked_text_and_nothing_else_does(home: Path) -> None:
    # A sheet is written of what is claimed alone.
    claimed = ("--false-claims", "0.5")
    for words in (
        ("--save", "answer.json"),
        ("--sheet", "sheet.md", *claimed),
        ("--sheet", "sheet.docx", *claimed),
        ("--sheet", "sheet.html", *claimed),
    ):
        asked = command(home, "ask", ASKED, "--after", EARLIER, *words)
        assert asked.returncode == 0, asked.stderr
    assert command(home, "replay", "answer.json").returncode == 0
    assert holding(home, b"quixomatic") == ["answer.json", "sheet.docx", "sheet.html", "sheet.md"]
    # What was asked before stands on a sheet too, so that it can be asked again.
    assert holding(home, b"zorbulent") == ["answer.json", "sheet.docx", "sheet.html", "sheet.md"]
    assert holding(home, *IDENTIFIERS) == []


@pytest.mark.parametrize("agreed", [False, True])
def test_the_page_writes_a_review_and_the_text_only_where_the_user_agrees(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, agreed: bool
) -> None:
    st.cache_resource.clear()
    monkeypatch.setenv("CITEDESK_INDEX", str(home / "index"))
    monkeypatch.setenv("TMPDIR", str(home / "tmp"))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    page = page.chat_input[0].set_value(ASKED).run()
    assert not (home / "index-reviews.jsonl").exists()
    page = page.feedback[0].set_value(0).run()
    assert not page.exception
    assert [toast.value for toast in page.toast] == ["Review written"]
    why = next(one for one in page.text_input if one.label.startswith("Why?"))
    why.set_value("the dose matters, ask Mr. John Quillifer")
    if agreed:
        page.checkbox[0].check()
    page = next(one for one in page.button if one.label == "Send the reason").click().run()
    assert not page.exception
    first, second = map(json.loads, (home / "index-reviews.jsonl").read_text().splitlines())
    assert (first["verdict"], first["reason"], first["text"]) == ("down", "", None)
    assert (second["verdict"], second["reason"]) == ("down", "the dose matters, ask Mr. [name]")
    assert second["text"] == ("is a quixomatic volume check reprogramming, MRN [MRN]?" if agreed else None)
    assert holding(home, b"quixomatic") == (["index-reviews.jsonl"] if agreed else [])
    assert holding(home, *IDENTIFIERS, b"Quillifer") == []
    assert not [word for word in ("quixomatic", "00918273", "Quillifer") if word in caplog.text]
