"""How files become documents, with the shipped formats and with toys that are each dropped in as one file."""

from __future__ import annotations

import io
import json
import shutil
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from conftest import Place, Plugins, source
from toys import bulk_lines, paged, saved_topic

from assistant.ask import Desk
from indexer import choosing, content_types, formats, reader
from indexer.documents import Document, Excerpt, Page, Thread
from indexer.errors import KnowledgeBaseError, SettingsError
from indexer.reader import Problem
from indexer.settings import IndexSettings, PluginTables
from indexer.testing.format_contract import FormatContract

SHIPPED = Path(__file__).parents[1] / "kb"
GOOD = "---\nsource: CPT Assistant\n---\n# Title\n\nThe rule.\n"
# Page 7 is damaged.
MANUAL = b"%PAGED\0" + b"\f".join(
    (
        b"5\nThe refill of a pump is one service. ",
        b"6\nThe analysis belongs to it. The drug is billed apart. ",
        b"7\n\xff\xfe",
        b"8\nReprogramming is reported with 62368.",
    )
)
LINES = (
    '{"title": "Refill", "text": "Report 95990."}\n{"title": 3}\n{"key": "b-2", "title": "Drug", "text": "J2274."}\n'
)


def read(*roots: Path, tables: PluginTables | None = None) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    for found in reader.read(*roots, tables=tables):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            documents.append(found)
    return documents, problems


class TestBulkLines(FormatContract):
    module = bulk_lines
    samples = (source(LINES, "a/bulk.jsonl"),)
    settings = bulk_lines.Settings()


class TestPaged(FormatContract):
    module = paged
    samples = (source(MANUAL, "manual.paged"),)


class TestSavedTopic(FormatContract):
    module = saved_topic
    samples = (source("topic: T\nHow?\n", "t/page-1.topic"),)


@pytest.fixture
def toys(plugins_added: Plugins) -> None:
    """Each toy is copied into the folder of formats, and nothing else is done."""
    for toy in (bulk_lines, paged, saved_topic):
        plugins_added.drop(formats, Path(str(toy.__file__)))


def test_every_shipped_document_is_read() -> None:
    documents, (notice,) = read(SHIPPED)
    assert (notice.path.name, notice.left_out) == ("NOTICE.md", False)
    assert sum(isinstance(document, Thread) for document in documents) == 193
    assert sum(isinstance(document, Excerpt) for document in documents) == 155
    ids = [document.id for document in documents]
    assert ids == sorted(ids)
    assert "threads/pump-62367-vs-62368-reprogramming" in ids


def test_bad_files_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "latin.md").write_bytes(b"---\nsource: caf\xe9\n---\n# T\n\nIt isn\x92t.\n")
    (tmp_path / "odd.md").write_bytes(b"---\nsource: 3\xe97\n---\n# T\n\nx\n")
    (tmp_path / "plain.md").write_text("just words\n")
    (tmp_path / "wide.md").write_bytes("# T\n\n## asker (2010)\n\nHow?\n".encode("utf-16"))
    (tmp_path / "big.md").write_bytes(GOOD.encode().ljust(choosing.MAX_BYTES + 1, b"a"))
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "good.txt").write_text(GOOD)
    documents, problems = read(tmp_path)
    assert [document.id for document in documents] == ["good", "latin", "plain", "wide"]
    (latin, plain, wide) = documents[1:]
    assert isinstance(latin, Excerpt)
    assert isinstance(wide, Thread)
    assert isinstance(plain, Excerpt)
    assert (plain.title, plain.source, plain.text) == ("plain", "", "just words")
    assert (latin.source, latin.text, wide.question) == ("café", "It isn’t.", "How?")
    notes = {problem.path.name: problem.reason for problem in reversed(problems) if not problem.left_out}
    assert notes == {
        "latin.md": "read as Windows-1252 (2 bytes were not UTF-8)",
        "plain.md": "read as guidance, for no line begins a posting",
        "wide.md": "read as UTF-16",
    }
    left_out = [problem for problem in problems if problem.left_out]
    assert {problem.path.name: (problem.line, problem.reason.split(";")[0]) for problem in left_out} == {
        "big.md": (1, "20,000,001 bytes is over the limit of 20,000,000"),
        "empty.md": (1, "the file is empty"),
        "gone.md": (1, "cannot be read: No such file or directory"),
        "good.txt": (1, "another file already has the id 'good'"),
        "odd.md": (2, "byte 13 is not UTF-8, nor certain in another encoding"),
    }
    assert str(problems[0]).startswith(f"{tmp_path}/big.md:1: ")


def test_a_byte_is_counted_from_the_start_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf---\nsource: \x9d\n---\n# T\n\nx\n")
    (problem,) = read(tmp_path)[1]
    # 3 bytes of the mark, 4 of the first line, 8 of the second.
    assert problem.line == 2
    assert problem.reason.startswith(f"byte {3 + 4 + 8} is not UTF-8, nor certain in another encoding; save the file")


def zipped(name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(name, "<x/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pptx", zipped("ppt/presentation.xml"), "a PowerPoint file (PPTX)"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "an old Office file (DOC, XLS, PPT or MSG)"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a PNG image"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        ("a.bin", b"\x01\0\x02", "a binary file"),
    ],
)
def test_a_file_of_another_form_is_told_as_what_it_is(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    (problem,) = read(tmp_path)[1]
    assert problem.reason.startswith(f"this is {words}, and no format here reads ")
    assert "; what is read: .csv, .docx, .eml, .epub, " in problem.reason
    assert len(problem.reason) < 250


def test_an_unknown_form_is_told_what_can_be_read(tmp_path: Path, toys: None) -> None:
    (tmp_path / "table.rst").write_text("code, meaning\n")
    (problem,) = read(tmp_path)[1]
    start, forms, advice = problem.reason.split("; ")
    assert (start, advice) == ("no known format", "bring the file into one of these forms")
    # By their endings, those of plug-ins too; a form that names none is told in its words.
    assert {".md", ".pdf", ".topic", ".jsonl"} <= set(forms.removeprefix("what is read: ").split(", "))
    assert forms.endswith(f", {paged.FORM}")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"text", "application/pdf"),
        ("a.txt", b"%PDF-1.4", "application/pdf"),
        ("a.md", b"# T", "text/markdown"),
        ("a.jsonl", b"{}", "application/x-ndjson"),
        ("a.html", b"<p>", "text/html"),
        ("a", b"x", None),
    ],
)
def test_the_content_type_is_told_by_the_bytes_before_the_name(name: str, data: bytes, expected: str | None) -> None:
    assert content_types.guess(name, data) == expected


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    documents, problems = read(tmp_path)
    assert problems == []
    assert documents[0].title == "Title"


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_or_empty_knowledge_base_names_the_next_step(tmp_path: Path, make: bool) -> None:
    root = tmp_path / "kb"
    if make:
        root.mkdir()
    with pytest.raises(KnowledgeBaseError, match=r"--kb DIR|put threads and excerpts"):
        reader.read(root)


def test_documents_come_in_the_order_of_their_files_ids_and_a_second_one_bears_its_folder(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for path in (first / "a/b.md", first / "a-b.md", first / "a.md", second / "a.md", second / "Z.md"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD.replace("Title", str(path.relative_to(tmp_path))))
    documents, problems = read(first, second)
    assert [document.id for document in documents] == ["Z", "a", "a-b", "a/b", "second//a"]
    assert [documents[place].title for place in (1, 4)] == ["first/a.md", "second/a.md"]
    assert problems == []


def test_one_file_is_read_after_the_other_and_progress_counts_files(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(GOOD)
    told: list[tuple[int, int]] = []
    found = reader.read(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == []
    first = next(found)
    (tmp_path / "b.md").unlink()
    rest = list(found)
    assert isinstance(first, Excerpt)
    assert isinstance(rest[0], Problem)
    assert isinstance(rest[1], Excerpt)
    assert (first.id, rest[0].path.name, rest[1].id) == ("a", "b.md", "c")
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.slow
def test_what_was_read_is_not_held(tmp_path: Path) -> None:
    size, files = 200_000, 40
    for number in range(files):
        (tmp_path / f"{number}.md").write_text(GOOD + "a" * size)
    tracemalloc.start()
    assert sum(isinstance(found, Excerpt) for found in reader.read(tmp_path)) == files
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # A file in hand is there as bytes, text, lines and body; all of them at once would be 40 texts and more.
    assert peak < 12 * size < files * size


def test_lines_of_one_file_are_documents_and_a_bad_one_costs_itself(tmp_path: Path, toys: None) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/bulk.jsonl").write_text(LINES + '{"key": 1, "title": "Again", "text": "Twice."}\n')
    (tmp_path / "x/good.md").write_text(GOOD)
    documents, problems = read(tmp_path, tables=PluginTables({"formats": {"bulk_lines": {"source": "NCCI"}}}))
    assert [(document.id, document.source) for document in documents] == [
        ("x/bulk/1", "NCCI"),
        ("x/bulk/b-2", "NCCI"),
        ("x/good", "CPT Assistant"),
    ]
    assert [str(problem) for problem in problems] == [
        f"{tmp_path}/x/bulk.jsonl:2: no object with title and text (KeyError)",
        f"{tmp_path}/x/bulk.jsonl:1: another document already has the id 'x/bulk/1'; give each its own",
    ]


@pytest.mark.slow
def test_a_format_may_read_larger_files_than_the_others(tmp_path: Path, toys: None) -> None:
    large = {"title": "T", "text": "a" * choosing.MAX_BYTES}
    (tmp_path / "a.jsonl").write_text(json.dumps(large))
    (tmp_path / "b.md").write_text(GOOD + "a" * choosing.MAX_BYTES)
    (tmp_path / "c.jsonl").write_bytes(b"{" * (bulk_lines.MAX_BYTES + 1))
    documents, problems = read(tmp_path)
    assert [document.id for document in documents] == ["a/1"]
    assert [(problem.path.name, problem.reason.split(" bytes is over the limit of ")[1]) for problem in problems] == [
        ("b.md", "20,000,000; split the file"),
        ("c.jsonl", "30,000,000; split the file"),
    ]


def test_a_paged_file_has_its_particulars_beside_it_and_a_damaged_page_costs_itself(tmp_path: Path, toys: None) -> None:
    (tmp_path / "manual.paged").write_bytes(MANUAL)
    (tmp_path / "manual.paged.yaml").write_text("source: NCCI Policy Manual\ntitle: Pumps\ndate: 2012-10\n")
    (document,), (problem,) = read(tmp_path)
    assert isinstance(document, Excerpt)
    assert (document.id, document.title, document.source) == ("manual", "Pumps", "NCCI Policy Manual")
    first, second = (
        len("The refill of a pump is one service. "),
        len("The analysis belongs to it. The drug is billed apart. "),
    )
    assert document.pages == (Page(0, "5"), Page(first, "6"), Page(first + second, "8"))
    assert str(problem) == f"{tmp_path}/manual.paged: page 7: its letters cannot be decoded"


@pytest.mark.parametrize(
    ("sidecar", "line", "words"),
    [
        ("source: x\nvolum: 2\n", 2, "unknown key 'volum'; known are date, source, title"),
        ("source: x\ndate: 2012-13\n", 2, "date: '2012-13' is not a possible date"),
        ("- x\n", 1, "expected lines of 'key: value'"),
        ("source: [x\n", 1, "broken front matter"),
        ("", 1, "the file is empty"),
    ],
)
def test_a_bad_sidecar_is_told_by_its_own_name_and_line(
    tmp_path: Path, toys: None, sidecar: str, line: int, words: str
) -> None:
    (tmp_path / "manual.paged").write_bytes(MANUAL.replace(b"7\n\xff\xfe", b"7\nx"))
    (tmp_path / "manual.paged.yaml").write_text(sidecar)
    documents, (problem,) = read(tmp_path)
    assert documents == []
    assert problem.path == tmp_path / "manual.paged.yaml"
    assert words in problem.reason
    assert problem.line in {line, line + 1}


def test_what_is_passed_over_is_told(tmp_path: Path) -> None:
    for name in (
        ".hidden.md",
        ".drafts/a.md",
        "README.md",
        "sub/points.yaml",
        "old/disagreements.yaml",
        "points.yaml",
        "a.md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    for name in (".DS_Store", ".gitignore", "._a.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git").mkdir()
    documents, problems = read(tmp_path)
    assert [one.id for one in documents] == ["a"]
    assert {problem.path.name: (problem.reason.split(";")[0], problem.left_out) for problem in problems} == {
        ".hidden.md": ("its name begins with a dot, which hides it", True),
        ".drafts": ("its name begins with a dot, which hides it", True),
        "README.md": ("it speaks about the knowledge base and is not read", False),
        "points.yaml": ("points are recorded at the top of the knowledge base alone", True),
        "disagreements.yaml": ("points are recorded at the top of the knowledge base alone", True),
    }
    assert all(str(problem).startswith(f"{problem.path}: ") for problem in problems)
    # Whoever names the file itself means it.
    assert [one.id for one in read(tmp_path / ".hidden.md")[0]] == [".hidden"]


def test_what_was_masked_and_mended_is_counted(tmp_path: Path) -> None:
    thread = (
        "# T\n\n## a1 (2010)\n\nCall 555-010-1234?\n\n----\n\n## b2 (2011)\n\nR&amp;D: jim@example.org says 62367.\n"
    )
    (tmp_path / "a.md").write_text(thread)
    (tmp_path / "b.md").write_text(GOOD.replace("rule", "ru\u00adle"))
    counted: Counter[str] = Counter()

    def tally(what: str, number: int) -> None:
        counted[what] += number

    assert len(list(reader.read(tmp_path, tally=tally))) == 2 + 2
    assert {what: number for what, number in counted.items() if what.startswith("m")} == {
        "masked: phone": 1,
        "masked: e-mail": 1,
        "mended: entity": 1,
        "mended: unseen character": 1,
    }


def test_a_yaml_file_that_lies_beside_nothing_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: x\n")
    assert read(tmp_path)[1][0].reason.startswith("no known format")


def test_a_topic_saved_as_pages_is_one_document_in_the_order_of_its_pages(tmp_path: Path, toys: None) -> None:
    topic = tmp_path / "forum/pump"
    topic.mkdir(parents=True)
    for number, line in ((1, "How?"), (2, "So."), (10, "Thanks.")):
        (topic / f"page-{number}.topic").write_text(f"topic: Pump\n{line}\n")
    (topic / "page-3.topic").write_bytes(b"topic: Pump\n\n\xff\n")
    (topic / "notes.md").write_text(GOOD)
    (thread, notes), (problem,) = read(tmp_path)
    assert isinstance(thread, Thread)
    assert (thread.id, thread.title, notes.id) == ("forum/pump", "Pump", "forum/pump/notes")
    assert [post.text for post in thread.posts] == ["How?", "So.", "Thanks."]
    assert (problem.path.name, problem.line) == ("page-3.topic", 3)


def test_files_that_only_have_the_names_of_a_group_are_read_alone(tmp_path: Path, toys: None) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t/page-1.topic").write_text("not so\n")
    (tmp_path / "t/page-2.topic").write_text("topic: Pump\nHow?\n")
    (document,), (problem,) = read(tmp_path)
    assert document.id == "t/page-2"
    assert (problem.path.name, problem.reason.split(";")[0]) == ("page-1.topic", "no known format")


TOY = """
from indexer.documents import Excerpt
FORM = "a toy"
def accepts(source): return {sure}
def read(source, settings):
    {body}
"""
BODIES = {
    "raise ValueError('no\\nuse')\n    yield": "the format toy failed on it (ValueError: no use)",
    "yield 'text'": "the format toy gave a str, which is no document",
    "return iter(())": "the format toy found no document in it",
    "yield Excerpt('other', 'T', 'S', *[None] * 6, 'x')": "the format toy gave the id 'other'; an id is 'a', or",
    "yield Excerpt('ab', 'T', 'S', *[None] * 6, 'x')": "the format toy gave the id 'ab'; an id is 'a', or",
    "return None": "the format toy failed on it (TypeError: 'NoneType' object is not iterable)",
}


@pytest.mark.parametrize("body", BODIES)
def test_whatever_a_format_does_wrong_costs_its_own_files_only(
    tmp_path: Path, plugins_added: Plugins, body: str
) -> None:
    plugins_added.write(formats, "toy", TOY.format(sure="float(source.suffix == '.toy')", body=body))
    (tmp_path / "a.toy").write_text("x")
    (tmp_path / "b.md").write_text(GOOD)
    documents, (problem,) = read(tmp_path)
    assert [document.id for document in documents] == ["b"]
    assert problem.path.name == "a.toy"
    assert problem.reason.startswith(BODIES[body])


@pytest.mark.parametrize(
    ("sure", "reason"),
    [
        ("0.9", "more than one format claims this file: excerpt and toy; remove one, or change the file"),
    ],
)
def test_two_formats_that_are_as_sure_are_told(tmp_path: Path, plugins_added: Plugins, sure: str, reason: str) -> None:
    plugins_added.write(formats, "toy", TOY.format(sure=sure, body="yield"))
    (tmp_path / "a.md").write_text(GOOD)
    assert [problem.reason for problem in read(tmp_path)[1]] == [reason]


def test_a_format_that_fails_on_a_name_is_told_by_its_own(tmp_path: Path, plugins_added: Plugins) -> None:
    plugins_added.write(formats, "toy", TOY.format(sure="0.0", body="yield") + "def group(name): return {}[name]\n")
    (tmp_path / "a.md").write_text(GOOD)
    with pytest.raises(SettingsError, match=r"formats: 'toy' fails on the name 'a\.md' \(KeyError: 'a\.md'\); mend or"):
        reader.read(tmp_path)


def test_a_broken_format_is_told_and_the_others_read(tmp_path: Path, plugins_added: Plugins, place: Place) -> None:
    path = plugins_added.write(formats, "toy", "import no_such_library\n")
    place.write("a.md", GOOD)
    report = place.build()
    assert report.manifest.documents == 1
    (problem,) = report.problems
    assert str(problem) == (
        f"{path}: formats: 'toy' cannot be imported (ModuleNotFoundError: No module named 'no_such_library'); "
        "install what it needs or remove it, then run: citedesk doctor"
    )


def test_formats_of_an_installed_package_need_nothing_else(place: Place, plugins_added: Plugins) -> None:
    plugins_added.install("citedesk-toys", {"formats": {"paged": "toys.paged", "bulk_lines": "toys.bulk_lines"}})
    (place.kb / "manual.paged").write_bytes(MANUAL)
    place.write("manual.paged.yaml", "source: NCCI Policy Manual\ntitle: Pumps\ndate: 2012-10\n")
    place.write("bulk.jsonl", LINES)
    settings = IndexSettings().with_plugins(PluginTables({"formats": {"bulk_lines": {"source": "NCCI"}}}))
    report = place.build(settings=settings)
    assert (report.manifest.documents, len(report.problems)) == (3, 2)
    opened = place.open()
    assert {passage.id: passage.citation for passage in opened.store.passages(range(len(opened.store)))} == {
        "bulk/1#text": "NCCI, undated",
        "bulk/b-2#text": "NCCI, undated",
        "manual#text": "NCCI Policy Manual, October 2012, pages 5–8",
    }


def test_an_answer_from_a_paged_file_cites_the_page(place: Place, plugins_added: Plugins) -> None:
    plugins_added.drop(formats, Path(str(paged.__file__)))
    pages = [f"{number}\n{'The drug in the pump is refilled at the visit. ' * 60}" for number in (11, 12, 13)]
    rule = "A volume check of the pump is not reprogramming; report 62367 for it."
    (place.kb / "manual.paged").write_bytes(b"%PAGED\0" + f"{chr(12).join(pages)}{rule}".encode())
    place.write("manual.paged.yaml", "source: NCCI Policy Manual\ntitle: Pump reprogramming\ndate: 2012-10\n")
    shutil.copy(SHIPPED / "threads/pump-62367-vs-62368-reprogramming.md", place.kb)
    place.build()
    answer = Desk.open(place.index).ask("is a volume check of the pump reprogramming?")
    (quoted,) = [quotation for quotation in answer.quotations if rule in quotation.text]
    assert answer.citations[quoted.citation - 1].formal == "NCCI Policy Manual, October 2012, page 13"


WRONG = r"""
from indexer.documents import Excerpt, PartialDate, Post, Thread
from indexer.plugins import NoSettings

FORM = "wrong documents"


def excerpt(id, **changes):
    given = dict(title="T", source="S", published=None, volume=None, issue=None, section=None, seen_in=None)
    return Excerpt(id=id, **(given | dict(superseded_by=None, text="Text.") | changes))


def accepts(source):
    return float(source.suffix == ".wrong")


def read(source, settings):
    yield excerpt(source.part(1), text="a lone \ud800 surrogate")
    yield excerpt(source.part(2), text=None)
    yield excerpt(source.part(3), published="2019")
    yield excerpt(source.part(4), source="House ruling")
    yield Thread(source.part(5), "T", "S", None, ())
    yield Thread(source.part(6), "T", "S", None, (Post("asker", "May", "Why?"),))
    yield excerpt(source.part(7))
    yield excerpt(source.part(7))
"""


def test_a_document_that_is_none_costs_only_itself(tmp_path: Path, plugins_added: Plugins) -> None:
    plugins_added.write(formats, "wrong", WRONG)
    (tmp_path / "a.wrong").write_text("x")
    documents, problems = read(tmp_path)
    assert [one.id for one in documents] == ["a/7"]
    assert [problem.reason.partition(" of the format wrong ")[2] for problem in problems[:-1]] == [
        "has a text that UTF-8 cannot hold; it is left out",
        "has as its text a NoneType, not a text; it is left out",
        "is published at '2019', which is no PartialDate; it is left out",
        "is a house ruling without a signature and a date; it is left out",
        "has no posting with a text; it is left out",
        "has a posting 1 of 'May', which is no PartialDate; it is left out",
    ]
    assert problems[-1].reason == "another document already has the id 'a/7'; give each its own"


def test_a_format_that_fails_to_judge_leaves_the_file_to_the_others(tmp_path: Path, plugins_added: Plugins) -> None:
    failing = WRONG.replace('return float(source.suffix == ".wrong")', 'raise ValueError("oops")')
    plugins_added.write(formats, "wrong", failing)
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "b.wrong").write_text("x")
    documents, problems = read(tmp_path)
    assert [one.id for one in documents] == ["a"]
    (problem,) = problems
    assert problem.reason.startswith("the format wrong failed on it (ValueError: oops); mend or remove the format")
