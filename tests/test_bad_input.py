"""What a folder may hold besides documents: each file has a clear result, and nothing else is lost for it."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from indexer import files, passages, reader, recording, sources
from indexer.documents import Document
from indexer.reader import Problem

HEAD = "---\nsource: CPT Assistant\ndate: 2006-07\n---\n# Refill\n\n"
GOOD = f"{HEAD}Report 62368 for a volume check.\n"
ALIASES = "a: &a [x,x]\n" + "".join(f"{new}: &{new} [*{old},*{old}]\n" for old, new in pairwise("abcdefghi"))


def huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 300_000_000)


def front(keys: str) -> str:
    return f"---\n{keys}\n---\n# T\n\nText.\n"


def read(kb: Path) -> tuple[list[Document], list[Problem]]:
    found = list(reader.read(kb))
    return [one for one in found if not isinstance(one, Problem)], [one for one in found if isinstance(one, Problem)]


LEFT_OUT: dict[str, tuple[Callable[[Path], object], str]] = {
    "aliases of aliases": (lambda path: path.write_text(front(f"{ALIASES}source: *i")), "a: expected a single value"),
    "nested without end": (lambda path: path.write_text(front(f"source: {'[' * 20_000}")), "it is nested without end"),
    "a huge scalar": (lambda path: path.write_text(front(f"source: {'x' * 1_000_000}")), r"1,000,008 characters, over"),
    "a huge number of keys": (
        lambda path: path.write_text(front("\n".join(f"k{n}: x" for n in range(100_000)))),
        "characters, over the limit of 50,000",
    ),
    "a key that is a list": (lambda path: path.write_text(front("? [a]\n: b")), "expected lines of 'key: value'"),
    "a tag that makes objects": (
        lambda path: path.write_text(front("source: !!python/object/apply:os.mkdir [made]")),
        "source: expected a single value",
    ),
    "a key given twice": (
        lambda path: path.write_text(front("source: A\nsource: B")),
        "source stands in line 2 already",
    ),
    "the year 206": (lambda path: path.write_text(front("source: A\ndate: 0206-07")), "not a possible date"),
    "the year 2110": (lambda path: path.write_text(front("source: A\ndate: 2110")), "not a possible date"),
    "NULs": (lambda path: path.write_bytes(bytes(100_000)), "it holds zero bytes and is no text"),
    "300 MB": (
        huge,
        "300,000,000 bytes is over the limit of 20,000,000; split the file",
    ),
    "a pipe": (os.mkfifo, "this is no regular file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "this is no regular file"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "cannot be read: Too many levels of symbolic links"),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), "cannot be read: No such file"),
    "a link to the folder itself": (lambda path: path.symlink_to("."), "a linked or locked folder is not entered"),
}


@pytest.mark.parametrize(("made", "reason"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_bad_file_is_one_line_and_costs_only_itself(
    tmp_path: Path, made: Callable[[Path], object], reason: str
) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    made(tmp_path / "bad.md")
    (tmp_path / "z.md").write_text(GOOD, "utf-8")
    start = time.process_time()
    documents, (problem,) = read(tmp_path)
    assert time.process_time() - start < 10
    assert [document.id for document in documents] == ["a", "z"]
    assert problem.path == tmp_path / "bad.md"
    assert reason in str(problem)
    assert str(problem).isprintable()
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", [b"new\nline.md", b"bytes-\xff.md", b"\x1b[31mred.md"])
def test_a_name_that_cannot_be_printed_is_told_on_one_line(tmp_path: Path, name: bytes) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    try:
        (tmp_path / os.fsdecode(name)).write_text(GOOD, "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    documents, (problem,) = read(tmp_path)
    assert [document.id for document in documents] == ["a"]
    assert "its name holds characters that cannot be printed; rename the file" in str(problem)
    assert str(problem).isprintable()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    (tmp_path / "locked.md").write_text(GOOD, "utf-8")
    (tmp_path / "locked.md").chmod(0)
    documents, (problem,) = read(tmp_path)
    assert len(documents) == 1
    assert problem.reason == "cannot be read: Permission denied; make it readable"


def test_a_file_that_vanishes_costs_only_itself(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    found = reader.read(tmp_path)
    first = next(found)
    (tmp_path / "b.md").unlink()
    vanished, last = found
    assert not isinstance(first, Problem)
    assert isinstance(vanished, Problem)
    assert vanished.reason == "cannot be read: No such file or directory; make it readable"
    assert not isinstance(last, Problem)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file that grows with every look, as Linux has")
def test_a_file_of_another_length_than_it_says_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "status.md").symlink_to("/proc/self/status")
    _, (problem,) = read(tmp_path)
    assert problem.reason.startswith("the file changed while it was read; run the command again")


def test_a_word_of_a_hundred_thousand_letters_is_cut_and_none_is_lost(tmp_path: Path) -> None:
    word = "ab" * 50_000
    (tmp_path / "long.md").write_text(f"{HEAD}Before {word} after.\n", "utf-8")
    (document,), problems = read(tmp_path)
    assert problems == []
    cut = passages.split(document, lambda text: len(text.split()) + 2, 256, sources.rules(None))
    assert "".join(passage.text for passage in cut).replace(" ", "") == f"Before{word}after."
    assert max(len(passage.text) for passage in cut) <= 40 * 256


def test_text_from_right_to_left_is_quoted_as_it_stands(tmp_path: Path) -> None:
    said = "\u05d3\u05d5\u05d7 62368 \u05e2\u05dc \u05de\u05d9\u05dc. \u0627\u0644\u0645\u0636\u062e\u0629 62370."
    (tmp_path / "rtl.md").write_text(f"{HEAD}{said}\n", "utf-8")
    (document,), problems = read(tmp_path)
    assert problems == []
    (passage,) = passages.split(document, lambda text: len(text.split()) + 2, 256, sources.rules(None))
    assert passage.text == said
    assert [code.value for code in passage.codes] == ["62368", "62370"]


# As the parser in C says it, or the one in Python.
TOO_DEEP = r"not YAML \((?:while increasing \w+ level exceeded maximum nesting|maximum recursion) depth"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("[" * 20_000, TOO_DEEP),
        ("- " * 20_000, TOO_DEEP),
        ("x" * 4_000_001, r"not YAML \(4,000,001 bytes, over the limit of 4,000,000; record fewer points\)"),
        (f"- {{{', '.join(ALIASES.splitlines())}}}", r"on: Field required"),
        ("- !!python/object/apply:os.mkdir [made]", r"entry: Input should be"),
        ("\0", r"not YAML \(unacceptable character"),
    ],
    ids=["brackets", "lists", "huge", "aliases", "tag", "NUL"],
)
def test_a_bad_record_of_points_is_told(tmp_path: Path, record: str, reason: str) -> None:
    (tmp_path / files.RECORDS[0]).write_text(record, "utf-8")
    start = time.process_time()
    recorded, (problem,) = recording.read([tmp_path], [])
    assert time.process_time() - start < 10
    assert recorded == []
    assert re.search(reason, problem.reason)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(("name", "what"), [("a.eml", "a mail"), ("a.json", "JSON")])
def test_an_ending_that_is_read_is_not_said_to_be_unknown(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / name).write_bytes(b'{"a": "' if name == "a.json" else b"a\n\n\0")
    told = [str(one.reason) for one in reader.read(tmp_path) if isinstance(one, Problem)]
    assert told[0].startswith(f"this is {what} of no form that is read; what is read: ")
