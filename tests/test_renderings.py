"""Five renderings of one answer: whatever a document, an editor or a model says stands there once and as it is."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from conftest import REPLY, Place
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from assistant import Desk
from assistant import answers as answers_
from assistant.answers import Answer, Basis, Citation, Disagreement, Quotation, Reworded, Side, Wording
from assistant.asking_back import Fact, ToFindOut
from assistant.judgement import Support, Voice
from assistant.showing import appeal, exports, html, plain, sheets, terminal
from indexer import plugins
from indexer.points import Why
from indexer.sources import Tier

ASKED = datetime.date(2026, 11, 25)
SHEETS = plugins.names(sheets)
# What some rendering, past or present, reads as its own, beside what this program says itself.
PIECES = (
    "**bold**", "__bold__", "_it_", "a__b__c", "*", "`c`", "[2]", "[99]", "[1](http://b)", "[a]: http://b", "![i](j)",
    "# h", "\n# h", "1. one", "\n1) one", "- two", "\n+ three", "> four", "\n\n", "\r\n", "\n \t\n", "---",
    "\n===\n", "\n```\n", "|", "~~gone~~", "<b>", "</p>", "<script>", "&amp;", "&#91;", "]]>", "\\", "\\n",
    "http://example.org", "“", "”", '"', ".", "“x” [1]", "Forum, undated: “x” [1]", "(The question there: x)",
    "House rulings", "**Published guidance**", "Sources disagree.", "In other words",
    "The evidence is strong.", "[red]", "[/]", ":smile:", "\x1b[31m", "\0", "\x9b", "\u202e", "\u200d",
    "\ufffe", "\U0001f600", "\xa0", "e\u0301",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=6).map("".join)
PARTS = st.lists(TEXTS, min_size=8, max_size=8)
SEEN = "whether\n\n**it** is [1] a “check”"
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def each_piece(test: Callable[..., None]) -> Callable[..., None]:
    """Tries each piece as the whole of what is said, too."""
    for piece in (SEEN, *PIECES):
        test = example([piece] * 8)(test)
    return test


def line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Said:
    """What others say in an answer; the end of each is found nowhere else."""

    quoted: tuple[str, ...]
    on: str
    sides: tuple[str, ...]
    replied_to: str
    find_out: str
    model: str

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.quoted, self.on, *self.sides, self.replied_to, self.find_out, self.model)


def said(parts: list[str]) -> Said:
    ended = [f"{part}⟦{number}⟧" for number, part in enumerate(parts)]
    return Said(tuple(ended[:3]), ended[3], tuple(ended[4:6]), ended[6], ended[7], f"{parts[7]}⟦8⟧")


PLAIN = said(["w"] * 8)


def answer(told: Said) -> Answer:
    """Guidance, an opinion and a further one; each quoted from the middle of its passage."""
    places = (answers_.Place.GUIDANCE, answers_.Place.OPINION, answers_.Place.FURTHER)
    quotations = []
    for number, (text, place) in enumerate(zip(told.quoted, places, strict=True), 1):
        passage = dataclasses.replace(REPLY, id=f"d{number}#post-2", document_id=f"d{number}", text=f"A. {text} B.")
        quotations.append(Quotation(number, passage, 3, 3 + len(text), text, 1.0, None, place))
    quotations[1] = dataclasses.replace(quotations[1], replies_to=told.replied_to)
    cited = [Citation(one.citation, "Forum", Tier.FORUM, None, f"d{one.citation}", None, "Forum") for one in quotations]
    first, second = told.sides
    found = Answer(
        question="q",
        read_as="q",
        codes=(),
        support=Support(0.9, Voice.ANSWERS, "strong"),
        basis=Basis((Tier.FORUM,), None, None, replaced=False, opinion=False),
        refusal=None,
        disagreement=Disagreement(Why.OPPOSITE, told.on, (Side(first, (1,)), Side(second, (2, 3)))),
        quotations=tuple(quotations),
        citations=tuple(cited),
        ask_first=(ToFindOut(told.find_out, Fact.PAYER, ("Medicare", "another payer")),),
        wording=Wording("tiny", (Reworded(told.model, (1, 2), "."),), (), None),
        documents=("d1", "d2", "d3"),
        nearest=(),
        candidates=(),
        masked=(),
        fingerprint="0",
    )
    return dataclasses.replace(found, text=plain.text(found))


@dataclass
class Read:
    """What a reader sees of a rendering: ``blocks`` of text, and ``shape``, which says of what kind each is."""

    blocks: list[str] = field(default_factory=list)
    shape: list[str] = field(default_factory=list)

    def holding(self, end: str) -> list[str]:
        return [block for block in self.blocks if end in block]


class Page(HTMLParser):
    """Blocks are what stands between the tags that are not within a line."""

    WITHIN = frozenset({"a", "b", "br", "mark", "span", "strong"})

    def __init__(self) -> None:
        super().__init__()
        self.read, self.marked, self.hidden = Read([""]), list[str](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in {"style", "title"}
        if tag != "br":
            self.read.shape.append(f"{tag} {dict(attrs).get('class')}")
        if tag not in self.WITHIN:
            self.read.blocks.append("")
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        if tag != "br":
            self.read.shape.append(f"/{tag}")
        if tag not in self.WITHIN:
            self.read.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.read.blocks[-1] += data
            if self.read.shape[-1:] == ["mark None"]:
                self.marked[-1] += data


def read_html(written: str) -> Page:
    page = Page()
    page.feed(written)
    page.close()
    return page


def read_docx(written: bytes) -> Read:
    found = docx.Document(io.BytesIO(written)).paragraphs
    return Read([one.text for one in found], [f"{one.style.name if one.style else None}" for one in found])


def read_md(written: bytes) -> Read:
    """As CommonMark with strikethrough and tables reads it."""
    read = Read()
    for token in MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(written.decode()):
        read.shape.append(token.type)
        if token.children is not None:
            read.blocks.append("".join(child.content for child in token.children))
            read.shape += [child.type for child in token.children if child.type != "text"]
    return read


# How a form of the sheet is read back; a further form of the folder needs a line here.
READERS: dict[str, Callable[[bytes], Read]] = {
    "docx": read_docx,
    "html": lambda written: read_html(written.decode()).read,
    "md": read_md,
}


def on_terminal(found: Answer) -> str:
    console = Console(file=io.StringIO(), width=2_000)
    terminal.answer(found, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@given(PARTS)
@each_piece
@pytest.mark.slow
def test_in_the_text(parts: list[str]) -> None:
    told = said(parts)
    written = plain.text(answer(told))
    for number, quoted in enumerate(told.quoted, 1):
        assert written.count(f"“{line(quoted)}” [{number}]") == 1
    first, second = map(line, told.sides)
    assert written.count(f"**Sources disagree on {line(told.on)}.**\n") == 1
    assert written.count(f"\n- {first[:1].upper()}{first[1:]} [1]\n- {second[:1].upper()}{second[1:]} [2][3]\n") == 1
    assert written.count(f" (The question there: {line(told.replied_to)})") == 1
    assert written.count("\n") == plain.text(answer(PLAIN)).count("\n")


@given(PARTS)
@each_piece
@pytest.mark.slow
def test_on_the_terminal(parts: list[str]) -> None:
    told = said(parts)
    shown = on_terminal(answer(told))
    for number, quoted in enumerate(told.quoted, 1):
        assert shown.count(f"“{OBEYED.sub(chr(0xFFFD), line(quoted))}” [{number}]") == 1
    for number, words in enumerate(told.all):
        assert shown.count(OBEYED.sub("\ufffd", line(words))[1:]) == shown.count(f"⟦{number}⟧") == 1
    assert shown.count("\n") == on_terminal(answer(PLAIN)).count("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f]", shown)


@given(PARTS)
@each_piece
@pytest.mark.slow
def test_in_json(parts: list[str]) -> None:
    told = said(parts)
    found = json.loads(json.dumps(exports.answer(answer(told))))
    assert [one["text"] for one in found["quotations"]] == list(told.quoted)
    assert [one["place"] for one in found["quotations"]] == ["guidance", "opinion", "further"]
    assert [one["replies_to"] for one in found["quotations"]] == [None, told.replied_to, None]
    assert found["disagreement"] == {
        "why": f"Sources disagree on {line(told.on)}.",
        "sides": [
            {"stands_for": line(told.sides[0]), "citations": [1]},
            {"stands_for": line(told.sides[1]), "citations": [2, 3]},
        ],
    }
    assert found["wording"]["sentences"] == [f"{told.model} [1][2]."]
    assert found["ask_first"] == [{"ask": told.find_out, "fact": "payer", "choices": ["Medicare", "another payer"]}]


@given(PARTS)
@each_piece
@pytest.mark.slow
def test_on_the_page(parts: list[str]) -> None:
    told = said(parts)
    page = read_html(html.answer(answer(told), 1))
    after = ("", f" (The question there: {line(told.replied_to)})", "")
    for number, (quoted, asked) in enumerate(zip(told.quoted, after, strict=True), 1):
        shown, passage = page.read.holding(f"⟦{number - 1}⟧")
        assert shown == f"Forum, undated“{line(quoted)}” [{number}]{asked}"
        assert "".join(passage.split()) == "".join(f"A. {quoted} B.".split())
        assert "".join(page.marked[number - 1].split()) == "".join(quoted.split())
    assert page.read.holding("⟦3⟧") == [f"Sources disagree on {line(told.on)}"]
    assert page.read.holding("⟦4⟧") == [f"{line(told.sides[0])} [1]"]
    assert page.read.holding("⟦5⟧") == [f"{line(told.sides[1])} [2] [3]"]
    assert page.read.holding("⟦7⟧") == [told.find_out]
    assert page.read.holding("⟦8⟧") == [f"{line(told.model)} [1][2]."]
    assert page.read.shape == read_html(html.answer(answer(PLAIN), 1)).read.shape


def test_every_form_of_the_sheet_can_be_read_back() -> None:
    assert sorted(READERS) == SHEETS


@pytest.mark.parametrize("form", SHEETS)
@pytest.mark.slow
def test_on_a_sheet(form: str) -> None:
    """What a language model worded, the question beside a reply and what to find out are not filed."""
    read = READERS[form]
    shape = read(appeal.made(answer(PLAIN), ASKED, Path(f"sheet.{form}"))).shape

    @given(PARTS)
    @each_piece
    @settings(max_examples=20, deadline=None)
    def holds(parts: list[str]) -> None:
        told = said(parts)
        sheet = read(appeal.made(answer(told), ASKED, Path(f"sheet.{form}")))
        clean = [UNWRITABLE.sub("\ufffd", line(words)) for words in told.all]
        for number, quoted in enumerate(clean[:3]):
            assert [block for block in sheet.holding(f"⟦{number}⟧") if block == f"“{quoted}” [{number + 1}]"]
        (why,) = sheet.holding("⟦3⟧")
        assert f"Sources disagree on {clean[3]}." in why
        for number, marks in ((4, "[1]"), (5, "[2][3]")):
            (side,) = sheet.holding(f"⟦{number}⟧")
            assert side == f"{clean[number][:1].upper()}{clean[number][1:]} {marks}"
        for number in (0, 1, 2):
            assert len(sheet.holding(f"⟦{number}⟧")) == 1
        assert not [block for number in (6, 7, 8) for block in sheet.holding(f"⟦{number}⟧")]
        assert sheet.shape == shape

    holds()


POINT = """\
- on: "whether\\n\\n**a check** [1] “counts”"
  why: opposite
  asked: [is checking the pump volume reprogramming]
  beside: []
  sides:
    - {for: "Dr. **A**\\n\\n[2] “one”", says: "A volume check **is**\\n\\n[2] “reprogramming”.", sources: [first]}
    - {for: Dr. B, says: A volume check is not reprogramming., sources: [second]}
"""


def test_a_recorded_point_and_its_documents_from_the_base_to_every_rendering(place: Place) -> None:
    """House rulings and marks in a text are its own, and so is an empty line in the words of an editor."""
    place.excerpt(
        "first.md", "Volume check", "A volume check **is** [2] “reprogramming”. **House rulings** say so [1]."
    )
    place.excerpt("second.md", "No", "# Pump volume\n\nA volume check is not reprogramming.\n\n**Published guidance**")
    place.write("disagreements.yaml", POINT)
    assert place.build().problems == ()
    found = Desk.open(place.index).ask("is checking the pump volume reprogramming?")
    assert found.disagreement is not None
    point, side = (
        "Sources disagree on whether **a check** [1] “counts”",
        "Dr. **A** [2] “one” (CPT book or CPT Assistant",
    )
    assert (found.text.count(point), found.text.count(side)) == (1, 1)
    shown = on_terminal(found)
    assert (shown.count(point), shown.count(side)) == (1, 1)
    kept = exports.answer(found)["disagreement"]
    assert (kept["why"], kept["sides"][0]["stands_for"].count(side)) == (f"{point}.", 1)
    page = read_html(html.answer(found, 1)).read
    assert (page.holding("“counts”"), len(page.holding(side))) == ([point], 1)
    for form in SHEETS:
        sheet = READERS[form](appeal.made(found, ASKED, Path(f"sheet.{form}")))
        assert (len(sheet.holding(point)), len(sheet.holding(side))) == (1, 1)
        assert len(sheet.holding("**House rulings** say so [1].” [")) == 1
