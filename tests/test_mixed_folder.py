"""One file of each format in one folder: what stands beside a file holds for whatever the file becomes."""

from __future__ import annotations

from pathlib import Path

import made_files
import pytest
from forum_pages import discourse_json, phpbb3
from toys import mails, sheets

from indexer import reader
from indexer.documents import Document, Excerpt, PartialDate, Thread
from indexer.reader import Problem

TITLES = ["id", "title", "source", "text"]
ROWS = [TITLES, ["1", "Checks", "Clinic FAQ", "Report 62367 for a check of the pump."]]
TALK = "thread,author,posted,text\n7,Jane,2012-03-01,Can a nurse bill 62368?\n7,Bob,2012-03-02,Under supervision.\n"
ARTICLE = (
    "<!doctype html><html><body><h1>Pumps</h1><p>A volume check of the pump is analysis alone, whoever does it.</p>"
)
FILES: dict[str, bytes | str] = {
    "word.docx": made_files.docx(),
    "open.odt": made_files.odt(),
    "book.epub": made_files.epub(),
    "rich.rtf": made_files.rtf(),
    "topic.html": phpbb3(),
    "export.json": discourse_json(),
    "article.html": ARTICLE,
    "list.mbox": mails.LIST,
    "chain.eml": mails.CHAIN,
    "bulletin.eml": mails.BULLETIN,
    "rows.csv": "\n".join(map(",".join, ROWS)),
    "talk.csv": TALK,
    "rows.xlsx": sheets.xlsx({"A": ROWS}),
    "rows.jsonl": '{"title": "Checks", "source": "Clinic FAQ", "text": "Report 62367."}\n',
}


def told(folder: Path, name: str, sidecar: str) -> list[Document | Problem]:
    data = FILES[name]
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / f"{name}.yaml").write_text(sidecar, "utf-8")
    return [one for one in reader.read(folder) if isinstance(one, (Excerpt, Thread, Problem))]


@pytest.mark.parametrize("name", FILES)
def test_what_is_stated_beside_a_file_bounds_when_it_holds(tmp_path: Path, name: str) -> None:
    whole = told(tmp_path, name, "source: Carrier Bulletin\neffective: 2012-01-01\nuntil: 2012-12\n")
    # An attachment has front matter of its own.
    found = [one for one in whole if isinstance(one, (Excerpt, Thread)) and "policy" not in one.id]
    assert found
    assert {(one.effective, one.until) for one in found} == {(PartialDate(2012, 1, 1), PartialDate(2012, 12))}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_ends_before_it_begins_is_left_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.md").write_text("---\nsource: Clinic FAQ\n---\n# Pumps\n\nReport 62367.\n", "utf-8")
    found = told(tmp_path, name, "source: Carrier Bulletin\neffective: 2012-01-01\nuntil: 2011\n")
    assert [one.id for one in found if isinstance(one, (Excerpt, Thread)) and "policy" not in one.id] == ["other"]
    assert [one for one in found if isinstance(one, Problem) and one.left_out and "until" in one.reason]


def test_a_workbook_that_holds_a_word_document_is_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(sheets.xlsx({"A": ROWS}, {"xl/embeddings/word/document.xml": "<x/>"}))
    told = list(reader.read(tmp_path))
    assert [one.id for one in told if isinstance(one, Excerpt)] == ["a/1"]
    assert not [one for one in told if isinstance(one, Problem)]
