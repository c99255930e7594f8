"""Word, OpenDocument, RTF, EPUB and bare texts: the same words in each, and what a damaged or hostile one costs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import ModuleType

import made_files
import pytest
from conftest import source
from made_files import NOTE, OTHER, RULE, TITLE

from indexer import choosing, reader
from indexer.documents import Excerpt, PartialDate, Thread
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Fate, Note, docx, epub, odt, plain, rtf
from indexer.plugins import NoSettings
from indexer.settings import PluginTables
from indexer.testing.format_contract import FormatContract

TABLE = "| Code | Global days |\n| --- | --- |\n| 62367 | XXX |\n| 62368 | 010 |"
BARE = f"{TITLE}\n\nCPT Assistant, July 2006\nVolume 16, Issue 7\n\n{RULE}\nIt is so.\n\n## 2.2 Changes\n\n{OTHER}\n"
OFFICE: dict[str, tuple[ModuleType, bytes]] = {
    "docx": (docx, made_files.docx()),
    "odt": (odt, made_files.odt()),
    "epub": (epub, made_files.epub()),
}


def told(module: ModuleType, data: bytes, name: str) -> list[Excerpt | Damage | Note | Count | Fate]:
    return list(module.read(source(data, name), NoSettings()))


def excerpts(module: ModuleType, data: bytes, name: str) -> list[Excerpt]:
    return [one for one in told(module, data, name) if isinstance(one, Excerpt)]


@pytest.mark.parametrize("kind", OFFICE)
def test_headings_part_a_document_and_footnotes_stand_apart(kind: str) -> None:
    module, data = OFFICE[kind]
    head, first, second, notes = excerpts(module, data, f"a.{kind}")
    assert (head.title, head.source, head.published) == (TITLE, "CPT Assistant", PartialDate(2006, 7))
    assert (first.id, first.title, first.section) == ("a/2", f"{TITLE}: 2.1 Volume checks", "2.1")
    mark = {"docx": " [2]", "odt": " [1]", "epub": ""}[kind]
    assert first.text == f"{RULE}{mark}\n- interrogation\n\n{TABLE}"
    assert (second.title, second.section, second.text) == (f"{TITLE}: 2.2 Changes", "2.2", OTHER)
    assert (notes.id, notes.title) == ("a/notes", f"{TITLE}: footnotes")
    assert notes.text.endswith(NOTE)
    assert not any("ever said" in one.text or "never" in one.text for one in (head, first, second, notes))


def test_a_book_that_marks_printed_pages_is_cited_by_them() -> None:
    found = excerpts(epub, made_files.epub(), "a.epub")
    assert [one.page_of(0, len(one.text)) for one in found] == [None, "11", "12", "11"]


def test_an_rtf_gives_its_paragraphs_and_rows() -> None:
    (found,) = excerpts(rtf, made_files.rtf(), "a.rtf")
    assert (found.title, found.source, found.published) == (TITLE, "CPT Assistant", PartialDate(2006, 7))
    assert found.text.endswith(f"{RULE} It\u2019s so.\n\n{TABLE}\n\n{OTHER}")
    assert "4d5a" not in found.text


def test_a_bare_text_is_guidance_with_what_it_states() -> None:
    found = told(plain, BARE.encode(), "a.txt")
    first, second = (one for one in found if isinstance(one, Excerpt))
    assert (first.title, first.source, first.published) == (TITLE, "CPT Assistant", PartialDate(2006, 7))
    assert first.text.endswith(f"{RULE}\nIt is so.")
    assert (second.title, second.section, second.text) == (f"{TITLE}: 2.2 Changes", "2.2", OTHER)
    assert [one.what for one in found if isinstance(one, Note)] == ["read as guidance, for no line begins a posting"]


def test_whether_a_bare_text_is_a_thread_is_told_by_its_postings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BARE)
    (tmp_path / "b.txt").write_text("# T\n\n## asker (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nUse 62368.\n")
    (tmp_path / "c.md").write_text(f"---\nsource: CPT Assistant\n---\n# T\n\n{RULE}\n")
    found = [one for one in reader.read(tmp_path) if not isinstance(one, reader.Problem)]
    assert [(one.id, type(one)) for one in found] == [
        ("a", Excerpt),
        ("a/2", Excerpt),
        ("b", Thread),
        ("c", Excerpt),
    ]


@pytest.mark.parametrize(("head", "volume"), [("Volume 16, Issue 7", "16"), ("The volume of 16 is read.", None)])
def test_a_volume_is_taken_from_a_line_of_the_head_alone(head: str, volume: str | None) -> None:
    (found,) = excerpts(plain, f"Pumps\n\n{head}\n\n{RULE}\n".encode(), "a.txt")
    assert found.volume == volume


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: March 18, 2012", PartialDate(2012, 3, 18)),
        ("Revised: 2012-03", PartialDate(2012, 3)),
        ("Date: 3/18/2012", PartialDate(2012, 3, 18)),
        ("Date: 3/4/2012", None),
        ("Effective: March 18, 2012", None),
        ("It was so since March 18, 2012.", None),
        ("July 2006\n\nAugust 2006", None),
    ],
)
def test_a_date_is_taken_where_it_is_stated_and_never_guessed(line: str, date: PartialDate | None) -> None:
    (found,) = excerpts(plain, f"Pumps\n\n{line}\n\n{RULE}\n".encode(), "a.txt")
    assert found.published == date


def test_persons_are_masked_in_titles_and_texts() -> None:
    found = told(plain, f"Ask jo@clinic.example\n\nCall 212-555-0147. {RULE}\n".encode(), "a.txt")
    (one,) = (one for one in found if isinstance(one, Excerpt))
    assert one.title == "Ask [e-mail]"
    assert "0147" not in one.text
    assert sum(count.number for count in found if isinstance(count, Count) and count.what.startswith("masked")) == 2


ENTITY = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def with_entities(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    members[name] = ENTITY.encode() + members[name].replace(RULE.encode(), RULE.encode() + b" &a;&b;")
    return made_files.zipped(members, "mimetype" if "mimetype" in members else None)


@pytest.mark.parametrize(
    ("kind", "name"), [("docx", "word/document.xml"), ("odt", "content.xml"), ("epub", "OPS/text/1.xhtml")]
)
def test_entities_are_not_resolved(kind: str, name: str) -> None:
    module, data = OFFICE[kind]
    said = " ".join(one.text for one in excerpts(module, with_entities(data, name), f"a.{kind}"))
    assert RULE in said
    assert "root:" not in said
    assert "ha" not in said.split(RULE)[1][:8]


@pytest.mark.parametrize("kind", OFFICE)
def test_a_bomb_a_torn_and_an_encrypted_file_are_one_clear_line(kind: str) -> None:
    module, data = OFFICE[kind]
    zeros = {"bomb": bytes(301_000_000)}
    bomb = made_files.docx(members=zeros) if kind == "docx" else getattr(made_files, kind)(zeros)
    assert len(bomb) < 1_000_000
    with pytest.raises(DocumentError, match=r"unfolds into \d+ parts of 301,\d{3},\d{3} bytes, over the limit"):
        told(module, bomb, f"a.{kind}")
    with pytest.raises(DocumentError, match="is damaged or cut short; save it anew"):
        told(module, data[: len(data) // 2], f"a.{kind}")
    locked = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            locked[at + flags] |= 1
    with pytest.raises(DocumentError, match="is encrypted; open it and save it without a password"):
        told(module, bytes(locked), f"a.{kind}")


def test_a_book_names_no_file_outside_itself() -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="a" href="../../../../etc/passwd" media-type="application/xhtml+xml"/>'
        '<item id="b" href="text/2.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    found = told(epub, made_files.epub({"OPS/book.opf": package}), "a.epub")
    assert [one.text for one in found if isinstance(one, Excerpt)] == [OTHER]
    (damage,) = (one for one in found if isinstance(one, Damage))
    assert damage.reason.startswith("this is no whole EPUB book: it lacks ../../../etc/passwd")


def test_a_protected_book_and_an_encrypted_text_say_so() -> None:
    rights = (
        "<encryption><CipherReference URI='OPS/text/1.xhtml'/><CipherReference URI='OPS/text/2.xhtml'/></encryption>"
    )
    with pytest.raises(DocumentError, match="protected against copying"):
        told(epub, made_files.epub({"META-INF/encryption.xml": rights}), "a.epub")
    locked = made_files.odt({"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"})
    with pytest.raises(DocumentError, match="is encrypted; open it"):
        told(odt, locked, "a.odt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(made_files.rtf()[:200], "is cut short"), (b"{\\rtf1 {\\pict 00}}", "has no text")],
)
def test_a_damaged_rtf_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        told(rtf, data, "a.rtf")


def test_every_format_is_read_in_its_own_process_from_a_folder(tmp_path: Path) -> None:
    for kind, (_, data) in OFFICE.items():
        (tmp_path / f"{kind}.{kind}").write_bytes(data)
        (tmp_path / f"torn-{kind}.{kind}").write_bytes(data[:-40])
    (tmp_path / "rtf.rtf").write_bytes(made_files.rtf())
    known = {one.name: one for one in choosing.usable(PluginTables())[0]}
    assert all(known[name].confined for name in ("pdf", "docx", "odt", "epub", "rtf"))
    found = list(reader.read(tmp_path))
    problems = [one for one in found if isinstance(one, reader.Problem) and one.left_out]
    assert sorted(one.path.stem for one in problems) == ["torn-docx", "torn-epub", "torn-odt"]
    assert {one.id.partition("/")[0] for one in found if isinstance(one, Excerpt)} == {"docx", "epub", "odt", "rtf"}


class TestDocx(FormatContract):
    module = docx
    samples = (source(made_files.docx(), "a.docx"),)


class TestOdt(FormatContract):
    module = odt
    samples = (source(made_files.odt(), "b/a.odt"),)


class TestEpub(FormatContract):
    module = epub
    samples = (source(made_files.epub(), "a.epub"),)


class TestRtf(FormatContract):
    module = rtf
    samples = (source(made_files.rtf(), "a.rtf"),)


class TestPlain(FormatContract):
    module = plain
    samples = (source(BARE, "a.txt"), source(f"# {TITLE}\n\n{RULE}\n", "a.md"))
