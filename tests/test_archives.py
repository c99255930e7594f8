"""ZIP archives: members as files of their own, and what no archive may do."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import source
from toys import mails, sheets

from indexer import archives, reader
from indexer.documents import Document, Excerpt, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Note, Source, workbook, zip_archive
from indexer.plugins import NoSettings
from indexer.testing.format_contract import FormatContract

EXCERPT = "---\nsource: CMS\n---\n# Refill\n\nOn 62370.\n"
MIXED = {
    "notes/refill.md": EXCERPT,
    "mail.eml": mails.CHAIN,
    "rows.csv": "text\nOn 95991.\n",
    "rows.csv.yaml": "source: CMS\n",
    "__MACOSX/notes/._refill.md": "\0\0",
    "scan.pdf": "%PDF-1.7 nothing",
}


def told(of: Source) -> list[object]:
    return list(zip_archive.read(of, NoSettings()))


def documents(of: Source) -> list[Document]:
    return [one for one in told(of) if isinstance(one, (Excerpt, Thread))]


def damages(of: Source) -> list[str]:
    return [one.reason for one in told(of) if isinstance(one, Damage)]


class TestZip(FormatContract):
    module = zip_archive
    samples = (source(sheets.archive(MIXED), "z.zip"),)


def test_members_are_files_of_their_own_with_their_sidecars() -> None:
    of = source(sheets.archive(MIXED), "z.zip")
    assert {one.id: one.source for one in documents(of)} == {
        "z/notes/refill": "CMS",
        "z/mail": "e-mail",
        "z/mail/1.1/policy": "Payer Policy",
        "z/rows/row-2": "CMS",
    }
    notes = [one.what for one in told(of) if isinstance(one, Note)]
    assert notes[0] == "mail.eml: attachment 'policy.md' (55 bytes) is read as a file of its own"


def test_an_archive_in_an_archive_is_read_and_one_within_that_is_not() -> None:
    innermost = sheets.archive({"c.md": EXCERPT})
    middle = sheets.archive({"b.md": EXCERPT, "in.zip": innermost})
    of = source(sheets.archive({"a.md": EXCERPT, "mid.zip": middle}), "z.zip")
    assert [one.id for one in documents(of)] == ["z/a", "z/mid/b"]
    assert damages(of) == [
        "mid.zip: in.zip: an archive within an archive within another is not read; unpack it and index the folder"
    ]


@pytest.mark.parametrize(
    "name", ["../evil.md", "/etc/evil.md", "a/../../evil.md", "C:\\evil.md", "..\\evil.md", "a\nb.md"]
)
def test_a_name_that_climbs_or_cannot_be_printed_is_refused(name: str) -> None:
    of = source(sheets.archive({name: EXCERPT, "good.md": EXCERPT}), "z.zip")
    assert [one.id for one in documents(of)] == ["z/good"]
    (reason,) = damages(of)
    assert reason.endswith(("; it is not read", "; rename it"))
    assert reason.isprintable()


def test_a_link_is_not_followed() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("good.md", EXCERPT)
    of = source(held.getvalue(), "z.zip")
    assert [one.id for one in documents(of)] == ["z/good"]
    assert damages(of) == ["link.md: it is a link and is not followed; pack the file itself"]


def test_a_member_that_is_encrypted_is_told() -> None:
    data = bytearray(sheets.archive({"a.md": EXCERPT, "good.md": EXCERPT}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)  # the flag in the directory
    struct.pack_into("<H", data, 6, 1)  # and above the member
    of = source(bytes(data), "z.zip")
    assert [one.id for one in documents(of)] == ["z/good"]
    assert damages(of) == ["a.md: it is encrypted; unpack it with its password and index the files"]


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    of = source(sheets.archive({"bomb.md": b"\0" * 60_000_000, "good.md": EXCERPT}), "z.zip")
    assert [one.id for one in documents(of)] == ["z/good"]
    (reason,) = damages(of)
    assert reason.startswith("bomb.md: it would unfold from ")


def test_what_lies_about_its_size_gives_no_more_than_it_says() -> None:
    data = bytearray(sheets.archive({"bomb.md": b"a" * 5_000_000, "good.md": EXCERPT}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    given = list(archives.members(source(bytes(data), "z.zip"), 1000))
    assert [len(one.data) for one in given if isinstance(one, Source)] == [len(EXCERPT)]
    assert [one.reason for one in given if isinstance(one, Damage)] == [
        "bomb.md: it is damaged (BadZipFile); pack the file anew"
    ]


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 1)
    of = source(sheets.archive({"a.md": EXCERPT, "b.md": EXCERPT}), "z.zip")
    with pytest.raises(DocumentError, match="it holds 2 files, over the limit of 1; unpack it and index the folder"):
        documents(of)


def test_a_damaged_archive_says_what_to_do() -> None:
    whole = sheets.archive({"a.md": EXCERPT})
    with pytest.raises(DocumentError, match="the archive is damaged"):
        documents(source(whole[:60], "z.zip"))
    bad = whole.replace(b"PK\x03\x04", b"PK\x03\x05", 1)
    assert damages(source(bad, "z.zip")) == ["a.md: it is damaged (BadZipFile); pack the file anew"]


def test_documents_that_are_archives_are_left_to_their_formats() -> None:
    book = sheets.xlsx({"A": [["Text"], ["Words."]]})
    assert zip_archive.accepts(source(book, "a.zip")) == 0
    assert workbook.accepts(source(book, "a.zip")) > 0.9
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:  # stored: the names within it stand in the clear
        packed.writestr("a.xlsx", book)
    assert workbook.accepts(source(held.getvalue(), "z.zip")) == 0
    assert zip_archive.accepts(source(held.getvalue(), "z.zip")) > 0.9


def test_a_sidecar_of_the_archive_itself_is_told() -> None:
    of = replace(source(sheets.archive({"a.md": EXCERPT}), "z.zip"), sidecar=source("source: CMS", "z.zip.yaml"))
    with pytest.raises(DocumentError, match="a sidecar belongs to a file within the archive"):
        documents(of)


@pytest.mark.slow
def test_an_archive_in_a_folder_is_read_with_the_other_files(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(sheets.archive(MIXED))
    (tmp_path / "x.md").write_text(EXCERPT)
    found = [one for one in reader.read(tmp_path) if not isinstance(one, reader.Problem)]
    assert sorted(one.id for one in found) == ["x", "z/mail", "z/mail/1.1/policy", "z/notes/refill", "z/rows/row-2"]
