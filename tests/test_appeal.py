"""The appeal sheet in its three forms."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest

from assistant import Desk
from assistant.answers import Answer
from assistant.quoting import citations
from assistant.showing import appeal, phrases, plain
from assistant.statements import Disagreement, Side
from indexer.documents import Provenance
from indexer.errors import RecordError
from indexer.points import Why

ASKED = datetime.date(2026, 11, 25)
FORMS = ("md", "docx", "html")
PUMP = "CPT Assistant, July 2006, volume 16, issue 7, as quoted in coding forum, “Pump analysis 62367 or 62368: is "


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.fixture(scope="module")
def founding(desk: Desk) -> Answer:
    return desk.ask("is a volume check reprogramming?")


class Visible(HTMLParser):
    """The text of a page as a reader sees it, and the addresses of its links."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.links, self.hidden = "", list[str](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag == "style"
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += "" if self.hidden else data + "\n"


def words(answer: Answer, form: str) -> str:
    """What a reader of the sheet sees, on one line."""
    written = appeal.made(answer, ASKED, Path(f"sheet.{form}"))
    if form == "docx":
        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs)
    elif form == "html":
        page = Visible()
        page.feed(written.decode())
        text = page.text
    else:
        seen = re.sub(r"<!--.*?-->", "", written.decode(), flags=re.DOTALL)
        text = re.sub(r"\\(?=[^\w\s]|_)", "", seen)
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_holds_question_answer_quotations_citations_date_and_fingerprint(founding: Answer, form: str) -> None:
    shown = words(founding, form)
    assert "is a volume check reprogramming?" in shown
    assert "November 25, 2026" in shown
    assert founding.headline is not None
    assert f"{' '.join(founding.headline.says.split())} [{founding.headline.citation}] Published guidance (CPT" in shown
    # Above sources that differ nothing is said of the evidence's strength.
    assert "as retold in this base. " in shown
    assert "The evidence is" not in shown
    assert "as retold in this base. The evidence is moderate." in words(
        dataclasses.replace(founding, disagreement=None), form
    )
    assert "Guidance changed on whether checking or entering the reservoir volume" in shown
    assert founding.disagreement is not None
    for line in (*map(phrases.case, founding.cases), *map(phrases.differs, founding.disagreement.sides)):
        assert phrases.written(line) in shown
    headings = re.findall(r"(Published guidance|Replaced, [a-z ]+|Opinion of coders and vendors)(?! ?\()", shown)
    assert [heading.strip() for heading in headings] == [
        "Published guidance",
        "Replaced, for older dates of service only",
    ]
    for quotation in founding.quotations:
        assert f"{' '.join(quotation.text.split())} [{quotation.citation}]" in shown
    for citation in founding.citations:
        assert f"[{citation.number}] {citation.formal}" in shown
    assert re.search(r"as of July 2006, as retold in this base; replaced by \[\d\]", shown)
    assert founding.fingerprint in shown
    assert "CPT is a registered trademark of the American Medical Association" in shown


@pytest.mark.parametrize("form", FORMS)
def test_retold_words_are_filed_with_a_notice_and_never_as_the_publications_own(founding: Answer, form: str) -> None:
    """Quotation marks stand around somebody's own words alone."""
    first, *others = founding.quotations
    said = dataclasses.replace(first.passage, provenance=Provenance.VERBATIM)
    own = dataclasses.replace(
        founding,
        quotations=(dataclasses.replace(first, passage=said), *others),
        citations=tuple(dataclasses.replace(one, provenance=Provenance.VERBATIM) for one in founding.citations),
    )
    text = " ".join(first.text.split())
    assert f"“{text}” [1]" in words(own, form)
    assert f"“{text}”" not in words(founding, form)
    assert ", as retold in this base, seen at" in words(founding, form)
    assert words(founding, form).count("is not the publication's own wording: obtain the original before filing.") == 1
    assert "obtain the original" not in words(own, form)


def test_a_reply_that_quotes_a_publication_is_cited_with_both_and_its_address(founding: Answer) -> None:
    posted = next(one.passage for one in founding.candidates if one.passage.citation.startswith(PUMP))
    cited = citations.cite(3, posted)
    assert cited.provenance is Provenance.REPORTED
    assert cited.formal.endswith(
        "checking the volume after a refill reprogramming?”, responder 1, March 19, 2010, https://aapc.com"
    )
    listed = plain.citations(dataclasses.replace(founding, citations=(founding.citations[0], cited))).splitlines()
    assert listed[1] == f"[3] {cited.formal}"
    assert listed[0].startswith(
        "[1] CPT Assistant, quoted in an AMA reply to a coder, 2012, as retold in this base, seen at https://"
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_same_answer_and_date_give_the_same_bytes(desk: Desk, founding: Answer, form: str) -> None:
    path = Path(f"sheet.{form}")
    first = appeal.made(founding, ASKED, path)
    assert appeal.made(desk.ask(founding.question), ASKED, path) == first
    assert appeal.made(founding, datetime.date(2026, 11, 26), path) != first


def test_a_docx_states_no_time_but_a_fixed_one(founding: Answer) -> None:
    written = io.BytesIO(appeal.made(founding, ASKED, Path("sheet.docx")))
    with zipfile.ZipFile(written) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(written).core_properties
    assert properties.author == properties.last_modified_by == "Citedesk"
    assert properties.created == properties.modified == datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "asked", ["how do I prune the roses in my garden in spring", "what does aetna pay for 62370 in ohio"]
)
def test_of_what_claims_nothing_nothing_is_filed(desk: Desk, form: str, asked: str, tmp_path: Path) -> None:
    found = desk.ask(asked)
    assert not found.supported
    with pytest.raises(RecordError, match="nothing in this base settles the question, so there is nothing to file"):
        appeal.write(found, ASKED, tmp_path / f"sheet.{form}")
    assert list(tmp_path.iterdir()) == []


NASTY = "<script>alert(1)</script> & **bold** _it_ `c` [1](http://b) # h \\ &amp; ~~gone~~ \0\x1b \U0001f600"


@pytest.mark.parametrize("form", FORMS)
def test_text_from_outside_is_shown_and_never_read_as_markup(founding: Answer, form: str) -> None:
    quotation = dataclasses.replace(founding.quotations[0], text=f"{NASTY} end")
    citation = dataclasses.replace(
        founding.citations[0], formal=f"{NASTY} javascript:alert(1)", url="javascript:alert(1)"
    )
    answer = dataclasses.replace(
        founding,
        question=NASTY,
        disagreement=Disagreement(Why.OPPOSITE, NASTY, (Side(f"# {NASTY}", (1,), NASTY, 1),)),
        quotations=(quotation,),
        citations=(citation,),
        fingerprint="<b>0</b>",
    )
    shown = words(answer, form)
    seen = "<script>alert(1)</script> & **bold** _it_ `c` [1](http://b) # h"
    # As the question, as what the sources disagree on, as a side and what it says, as the quotation and its citation.
    assert shown.count(seen) == 6
    assert shown.count("~~gone~~ \ufffd\ufffd \U0001f600") == 6
    written = appeal.made(answer, ASKED, Path(f"sheet.{form}"))
    if form == "html":
        assert b"<script" not in written
        assert b"<b>0" not in written
        page = Visible()
        page.feed(written.decode())
        assert page.links == []
    if form == "md":
        text, comment = written.decode().rstrip().rsplit("\n\n", 1)
        # What the sheet is asked again with; nothing in it can end it.
        assert (comment.startswith("<!--"), comment.count("--"), comment.find(">")) == (True, 2, len(comment) - 1)
        assert not re.search(r"(?<!\\)<script|(?<!\\)\*\*bold|(?<!\\)_it|(?<!\\)`c|(?<!\\)\[1\]\(|(?<!\\)~~gone", text)


def test_an_html_sheet_is_one_file_that_prints(founding: Answer) -> None:
    written = appeal.made(founding, ASKED, Path("sheet.HTML")).decode()
    assert written.startswith("<!doctype html>")
    assert "@media print" in written
    assert "default-src 'none'" in written
    page = Visible()
    page.feed(written)
    assert page.links == [citation.url for citation in founding.citations]


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet", "md", "sheet.md.txt"])
def test_a_suffix_that_is_no_form_is_told(founding: Answer, tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordError, match=r"a sheet is written as \.docx, \.html, \.md"):
        appeal.write(founding, ASKED, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_cannot_be_written_is_told(founding: Answer, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"sheet\.md: the sheet cannot be written \(No such file or directory\)"):
        appeal.write(founding, ASKED, tmp_path / "nowhere" / "sheet.md")
