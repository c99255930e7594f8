from __future__ import annotations

from pathlib import Path

import pytest

from indexer import reader
from indexer.documents import Excerpt, Thread
from indexer.errors import KnowledgeBaseError

SHIPPED = Path(__file__).parents[1] / "kb"
GOOD = "---\nsource: CPT Assistant\n---\n# Title\n\nThe rule.\n"


def test_every_shipped_document_is_read() -> None:
    documents, problems = reader.read(SHIPPED)
    assert problems == []
    assert sum(isinstance(document, Thread) for document in documents) == 193
    assert sum(isinstance(document, Excerpt) for document in documents) == 155
    ids = [document.id for document in documents]
    assert ids == sorted(ids)
    assert "threads/pump-62367-vs-62368-reprogramming" in ids


def test_bad_files_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "latin.md").write_bytes(b"---\nsource: caf\xe9\n---\n# T\n\nx\n")
    (tmp_path / "plain.md").write_text("just words\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "big.md").write_bytes(b"a" * (reader.MAX_BYTES + 1))
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "good.txt").write_text(GOOD)
    documents, problems = reader.read(tmp_path)
    assert [document.id for document in documents] == ["good"]
    assert {problem.path.name: (problem.line, problem.reason.split(";")[0]) for problem in problems} == {
        "big.md": (1, "20,000,001 bytes is over the limit of 20,000,000"),
        "empty.md": (1, "the file is empty"),
        "gone.md": (1, "cannot be read: No such file or directory"),
        "good.txt": (1, "another file already has the id 'good'"),
        "latin.md": (2, "byte 15 is not UTF-8"),
        "picture.png": (1, "byte 0 is not UTF-8"),
        "plain.md": (1, "no known format"),
    }
    assert str(problems[0]).startswith(f"{tmp_path}/big.md:1: ")


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    documents, problems = reader.read(tmp_path)
    assert problems == []
    assert documents[0].title == "Title"


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_or_empty_knowledge_base_names_the_next_step(tmp_path: Path, make: bool) -> None:
    root = tmp_path / "kb"
    if make:
        root.mkdir()
    with pytest.raises(KnowledgeBaseError, match=r"--kb DIR|put threads and excerpts"):
        reader.read(root)
