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
from assistant.answers import Answer, Basis, Citation, Quotation
from assistant.asking_back import Fact, ToFindOut
from assistant.judgement import Support, Voice
from assistant.showing import appeal, exports, html, outline, phrases, plain, sheets, terminal
from assistant.statements import Case, Disagreement, Headline, HeadlineKind, Side
from assistant.wording import Reworded, Wording
from indexer import plugins
from indexer.documents import PartialDate, Provenance
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
MANY = 20
PARTS = st.lists(TEXTS, min_size=MANY, max_size=MANY)
SEEN = "whether\n\n**it** is [1] a “check”"
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def each_piece(test: Callable[..., None]) -> Callable[..., None]:
    """Tries each piece as the whole of what is said, too."""
    for piece in (SEEN, *PIECES):
        test = example(parts=[piece] * MANY)(test)
    return test


def line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Said:
    """What others say in an answer; the end of each is found nowhere else."""

    quoted: tuple[str, ...]
    on: str
    sides: tuple[str, ...]
    stated: tuple[str, ...]
    lead: str
    headline: str
    when: str
    report: str
    not_with: str
    otherwise: str
    find_out: str
    model: str
    replied_to: str
    short: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        fields = (getattr(self, one.name) for one in dataclasses.fields(self))
        return tuple(words for said in fields for words in ((said,) if isinstance(said, str) else said))


# What is shown at first, by number; of the short quotations the last one alone, since the others' sources have spoken.
AT_FIRST, WHOLE = (*range(3, 16), 19), range(17)


def said(parts: list[str]) -> Said:
    ended = [f"{part}⟦{number}⟧" for number, part in enumerate(parts)]
    one = ended[8:17]
    return Said(
        quoted=tuple(ended[:3]),
        on=ended[3],
        sides=tuple(ended[4:6]),
        stated=tuple(ended[6:8]),
        lead=one[0],
        headline=one[1],
        when=one[2],
        report=one[3],
        not_with=one[4],
        otherwise=one[5],
        find_out=one[6],
        model=one[7],
        replied_to=one[8],
        short=tuple(ended[17:]),
    )


# What is shown at first, by number; of the short quotations the last one alone, since the others' sources have spoken.
AT_FIRST, WHOLE = (*range(3, 16), 19), range(17)
PLAIN = said(["w"] * MANY)


def answer(told: Said, full: bool = False) -> Answer:
    """Guidance, a retold opinion and a further one; each quoted from the middle of its passage."""
    places = (answers_.Place.GUIDANCE, answers_.Place.OPINION, answers_.Place.FURTHER)
    quotations = []
    whose = (Provenance.SAID, Provenance.RETOLD, Provenance.SAID)
    for number, (text, short, place) in enumerate(zip(told.quoted, told.short, places, strict=True), 1):
        passage = dataclasses.replace(
            REPLY,
            id=f"d{number}#post-2",
            document_id=f"d{number}",
            text=f"A. {text} B.",
            provenance=whose[number - 1],
        )
        quotations.append(Quotation(number, passage, 3, 3 + len(text), text, 1.0, None, place, None, short))
    quotations[1] = dataclasses.replace(quotations[1], replies_to=told.replied_to)
    cited = [
        Citation(one.citation, "Forum", Tier.FORUM, None, f"d{one.citation}", None, "Forum", one.passage.provenance)
        for one in quotations
    ]
    sides = (Side(told.sides[0], (1,), told.stated[0], 1), Side(told.sides[1], (2, 3), told.stated[1], 2))
    cases = (Case(told.when, (told.report,), (told.not_with,), "", 1), Case("otherwise", (), (), told.otherwise, 2))
    found = Answer(
        question="q",
        read_as="q",
        codes=(),
        support=Support(0.9, Voice.ANSWERS, "strong"),
        basis=Basis((Tier.FORUM,), None, None, replaced=False, opinion=False, provenances=whose[:2]),
        refusal=None,
        headline=Headline(HeadlineKind.RECORDED, told.lead, told.headline, 1),
        cases=cases,
        full=full,
        disagreement=Disagreement(Why.OPPOSITE, told.on, sides),
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


def begun(text: str) -> str:
    """As it is shown: after dots where it begins in the middle of a sentence."""
    return f"… {line(text)}" if text[:1].islower() else line(text)


def stated(told: Said) -> list[str]:
    """The lines of headline, cases and sides as they read, with their marks."""
    when, first, second = (f"{words[:1].upper()}{words[1:]}" for words in map(line, (told.when, *told.sides)))
    return [
        f"{line(told.lead)} “{begun(told.headline)}” [1]",
        f"{when}: {line(told.report)}; not with {line(told.not_with)} [1]",
        f"Otherwise: {begun(told.otherwise)} [2]",
        f"{first}: {begun(told.stated[0])} [1]",
        f"{second}: {begun(told.stated[1])} [2][3]",
    ]


def whole(told: Said) -> list[str]:
    """The lines of the quotations; the second is retold, so that no quotation marks stand around it."""
    first, second, third = map(begun, told.quoted)
    asked = f"(The question there: {line(told.replied_to)})"
    return [
        f"Forum, undated: “{first}” [1]",
        f"Forum, undated, as retold in this base: {second} [2] {asked}",
        f"Forum, undated: “{third}” [3]",
    ]


@given(parts=PARTS)
@each_piece
@pytest.mark.slow
def test_in_the_text(parts: list[str]) -> None:
    told = said(parts)
    written, full = plain.text(answer(told)), plain.text(answer(told, full=True))
    headline, when, otherwise, first, second = stated(told)
    for text in (written, full):
        assert text.startswith(f"{headline}\n\n")
        assert text.count(f"\n\n**It turns on the case**\n- {when}\n- {otherwise}\n\n") == 1
        assert text.count(f"\n\n**Sources disagree on {line(told.on)}.**\n- {first}\n- {second}\n\n") == 1
        assert text.count(f"\n\n**Find out first**\n- {line(told.find_out)}\n\n") == 1
    assert written.endswith(f"\n\n**Sources**\n- Forum, undated: “{begun(told.short[2])}” [3]")
    assert [full.count(f"\n\n{quoted}") for quoted in whole(told)] == [1, 1, 1]
    for text, plainly, numbers in (
        (written, plain.text(answer(PLAIN)), AT_FIRST),
        (full, plain.text(answer(PLAIN, full=True)), WHOLE),
    ):
        assert text.count("\n") == plainly.count("\n")
        assert [number for number in range(MANY) if f"⟦{number}⟧" in text] == list(numbers)


@pytest.mark.parametrize("full", [False, True])
@given(parts=PARTS)
@each_piece
@pytest.mark.slow
def test_on_the_terminal(full: bool, parts: list[str]) -> None:
    told = said(parts)
    shown = on_terminal(answer(told, full))
    others = (f"Sources disagree on {line(told.on)}.", f"• {line(told.find_out)}", f"{line(told.model)} [1][2].")
    sources = whole(told) if full else [f"Forum, undated: “{begun(told.short[2])}” [3]"]
    for words in (*stated(told), *others, *sources):
        assert shown.count(OBEYED.sub("\ufffd", words)) == 1
    for number in range(MANY):
        assert shown.count(f"⟦{number}⟧") == int(number in (WHOLE if full else AT_FIRST))
    assert shown.count("\n") == on_terminal(answer(PLAIN, full)).count("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f]", shown)


@given(parts=PARTS)
@each_piece
@pytest.mark.slow
def test_in_json(parts: list[str]) -> None:
    told = said(parts)
    found = json.loads(json.dumps(exports.answer(answer(told))))
    assert [one["text"] for one in found["quotations"]] == list(told.quoted)
    assert [one["short"] for one in found["quotations"]] == list(told.short)
    assert [one["place"] for one in found["quotations"]] == ["guidance", "opinion", "further"]
    assert [one["provenance"] for one in found["quotations"]] == ["said", "retold", "said"]
    assert [one["provenance"] for one in found["citations"]] == ["said", "retold", "said"]
    assert found["basis"]["provenances"] == ["said", "retold"]
    assert [one["replies_to"] for one in found["quotations"]] == [None, told.replied_to, None]
    assert found["headline"] == {
        "text": f"{told.lead} {line(told.headline)}",
        "kind": "recorded",
        "lead": told.lead,
        "says": told.headline,
        "citation": 1,
    }
    assert found["cases"] == [
        {"when": told.when, "report": [told.report], "not_with": [told.not_with], "says": "", "citation": 1},
        {"when": "otherwise", "report": [], "not_with": [], "says": told.otherwise, "citation": 2},
    ]
    assert found["disagreement"] == {
        "why": f"Sources disagree on {line(told.on)}.",
        "sides": [
            {"stands_for": line(told.sides[0]), "citations": [1], "says": told.stated[0], "stated": 1}
            | {"from": None, "until": None},
            {"stands_for": line(told.sides[1]), "citations": [2, 3], "says": told.stated[1], "stated": 2}
            | {"from": None, "until": None},
        ],
    }
    assert found["wording"]["sentences"] == [f"{told.model} [1][2]."]
    assert found["ask_first"] == [{"ask": told.find_out, "fact": "payer", "choices": ["Medicare", "another payer"]}]


@given(parts=PARTS)
@each_piece
@pytest.mark.slow
def test_on_the_page(parts: list[str]) -> None:
    """What is shown at first, then every quotation whole and each in its passage."""
    told = said(parts)
    page = read_html(html.answer(answer(told), 1))
    for number, (quoted, words) in enumerate(zip(whole(told), told.quoted, strict=True)):
        shown, passage = page.read.holding(f"⟦{number}⟧")
        assert shown == quoted
        assert "".join(passage.split()) == "".join(f"A. {words} B.".split())
        assert "".join(page.marked[number].split()) == "".join(words.split())
    headline, _, _, *sides = stated(told)
    for number, words in zip((9, 6, 7), (headline, *sides), strict=True):
        assert page.read.holding(f"⟦{number}⟧") == [words]
    when = line(told.when)
    assert page.read.holding("⟦10⟧") == [f"{when[:1].upper()}{when[1:]}"]
    assert page.read.holding("⟦11⟧") == [f"{line(told.report)} [1]"]
    assert page.read.holding("⟦12⟧") == [line(told.not_with)]
    assert page.read.holding("⟦13⟧") == [f"{begun(told.otherwise)} [2]"]
    assert page.read.holding("⟦3⟧") == [f"Sources disagree on {line(told.on)}"]
    assert page.read.holding("⟦14⟧") == [line(told.find_out)]
    assert page.read.holding("⟦15⟧") == [f"{line(told.model)} [1][2]."]
    assert page.read.holding("⟦19⟧") == [f"Forum, undated: “{begun(told.short[2])}” [3]"]
    assert not [block for number in (17, 18) for block in page.read.holding(f"⟦{number}⟧")]
    assert page.read.shape == read_html(html.answer(answer(PLAIN), 1)).read.shape


def test_every_form_of_the_sheet_can_be_read_back() -> None:
    assert sorted(READERS) == SHEETS


@pytest.mark.parametrize("form", SHEETS)
@pytest.mark.slow
def test_on_a_sheet(form: str) -> None:
    """What a language model worded, the question beside a reply and what to find out are not filed; nor are quotations
    twice, whole and short.
    """
    read = READERS[form]
    shape = read(appeal.made(answer(PLAIN), ASKED, Path(f"sheet.{form}"))).shape

    @given(parts=PARTS)
    @each_piece
    @settings(max_examples=20, deadline=None)
    def holds(parts: list[str]) -> None:
        told = said(parts)
        sheet = read(appeal.made(answer(told), ASKED, Path(f"sheet.{form}")))

        def clean(words: str) -> str:
            return UNWRITABLE.sub("\ufffd", line(words))

        for number, words in enumerate(told.quoted):
            text = clean(begun(words)) if number == 1 else f"“{clean(begun(words))}”"
            assert sheet.holding(f"⟦{number}⟧") == [f"{text} [{number + 1}]"]
        assert clean(f"Sources disagree on {line(told.on)}.") in sheet.holding("⟦3⟧")[0]
        headline, *others = map(clean, stated(told))
        assert sheet.holding("⟦9⟧")[0].startswith(f"{headline} Published guidance (forum)")
        for number, words in zip((10, 13, 6, 7), others, strict=True):
            assert sheet.holding(f"⟦{number}⟧") == [words]
        assert not [block for number in range(14, MANY) for block in sheet.holding(f"⟦{number}⟧")]
        assert sheet.holding("obtain the original before filing")
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
    place.write("points.yaml", POINT)
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


def recited(found: Answer, citations: int, **shorts: str) -> Answer:
    """Cites as many quotations, of which none is spoken of but by the headline, and shows ``shorts`` of them."""
    one, cited = found.quotations[0], found.citations[0]
    quotations = [
        dataclasses.replace(
            one, citation=number, short=shorts.get(f"n{number}", f"Short {number}."), text=f"Whole {number}."
        )
        for number in range(1, citations + 1)
    ]
    return dataclasses.replace(
        found,
        quotations=tuple(quotations),
        citations=tuple(dataclasses.replace(cited, number=one.citation) for one in quotations),
        cases=(),
        disagreement=None,
        ask_first=(),
        wording=dataclasses.replace(found.wording, sentences=()),
    )


def test_three_sources_at_most_are_shown_at_first_and_the_rest_is_counted() -> None:
    found = recited(answer(PLAIN), 5)
    assert [phrases.written(line) for line in outline.sources(found)] == [
        "Forum, undated: “Short 2.” [2]",
        "Forum, undated: “Short 3.” [3]",
    ]
    assert outline.more(found) == "2 more quotations, and every one whole: --full"
    assert outline.more(recited(found, 4)) == "1 more quotation, and every one whole: --full"
    assert outline.more(recited(found, 3)) is None
    assert plain.text(found).endswith("\n\n2 more quotations, and every one whole: --full")
    full = plain.text(dataclasses.replace(found, full=True))
    assert [full.count(f"“Whole {number}.” [{number}]") for number in range(1, 6)] == [1] * 5
    assert "--full" not in full
    assert "Short" not in full


def test_of_what_cases_and_sides_have_said_no_source_is_shown_again() -> None:
    found = recited(answer(PLAIN), 5)
    cases = (Case("a", ("62367",), (), "x", 2), Case("b", ("62368",), (), "y", 3))
    assert outline.sources(dataclasses.replace(found, cases=cases)) == []
    apart = Disagreement(Why.OPPOSITE, None, (Side("one", (1,), "x", 1), Side("two", (2, 3), "y", 2)))
    (only,) = outline.sources(dataclasses.replace(found, disagreement=apart))
    assert phrases.written(only) == "Forum, undated: “Short 3.” [3]"


def test_the_parts_stand_in_their_order() -> None:
    """Above sources that differ nothing is said of the evidence's strength."""
    found = answer(PLAIN)
    blocks = plain.text(found).split("\n\n")
    assert [block.partition("\n")[0] for block in blocks] == [
        "w⟦8⟧ “… w⟦9⟧” [1]",
        "Published guidance (forum), undated, as posted; as retold in this base.",
        "**In other words**",
        "w⟦15⟧ [1][2].",
        "**It turns on the case**",
        "**Sources disagree on w⟦3⟧.**",
        "**Find out first**",
        "**Sources**",
    ]
    agreed = plain.text(dataclasses.replace(found, disagreement=None)).split("\n\n")
    assert agreed[1] == f"{blocks[1]} The evidence is strong."


@pytest.mark.parametrize(
    ("short", "says", "rest"),
    [
        ("The first one says this here. It is so.", "It is so.", "The first one says this here."),
        ("It is so. The other one says that there.", "It is so.", "The other one says that there."),
        # Neither half a sentence nor a mere word stands beside the headline.
        ("As the first one has it, it is so by law.", "it is so", None),
        ("No. It is so.", "It is so.", None),
        ("Another thing is said here by someone.", "It is so.", None),
    ],
)
def test_beside_the_headline_stand_the_other_sentences_that_are_shown_of_its_source(
    short: str, says: str, rest: str | None
) -> None:
    found = recited(answer(PLAIN), 2, n1=short)
    found = dataclasses.replace(found, headline=Headline(HeadlineKind.SENTENCE, None, says, 1))
    expected = [f"Forum, undated: “{rest}” [1]"] if rest else []
    assert [phrases.written(line) for line in outline.beside(found)] == expected
    assert outline.beside(dataclasses.replace(found, full=True)) == []


def test_a_house_ruling_is_said_at_once_and_what_was_replaced_names_what_stands() -> None:
    found = recited(answer(PLAIN), 3)
    first, second, third = found.quotations
    ruling = dataclasses.replace(third, place=answers_.Place.RULING)
    old = dataclasses.replace(second, replaced_by="d9", passage=dataclasses.replace(second.passage, superseded_by="d9"))
    found = dataclasses.replace(found, quotations=(first, old, ruling))
    assert [phrases.written(line) for line in outline.beside(found)] == ["Forum, undated: “Short 3.” [3]"]
    (shown,) = outline.sources(found)
    assert phrases.written(shown) == "Forum, undated, replaced since: “Short 2.” [2]"
    later = dataclasses.replace(found.citations[2], document_id="d9", as_of=PartialDate(2012))
    (shown,) = outline.sources(dataclasses.replace(found, citations=(*found.citations[:2], later)))
    assert phrases.written(shown) == "Forum, undated, replaced by [3], as of 2012: “Short 2.” [2]"


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        (None, None, ""),
        (PartialDate(2012), None, ", from 2012"),
        (None, PartialDate(2011, 12), ", until December 2011"),
        (PartialDate(2001, 1, 1), PartialDate(2011), ", from January 1, 2001 until 2011"),
    ],
)
def test_a_side_is_told_with_the_time_for_which_it_held(
    since: PartialDate | None, until: PartialDate | None, period: str
) -> None:
    side = Side("CMS", (2, 1), "It is so.", 1, since, until)
    assert phrases.written(phrases.differs(side)) == f"CMS{period}: It is so. [1][2]"
    shown = exports.answer(dataclasses.replace(answer(PLAIN), disagreement=Disagreement(Why.DATES, None, (side, side))))
    told = shown["disagreement"]["sides"][0]
    assert (told["from"], told["until"]) == (since and str(since), until and str(until))


@pytest.mark.parametrize("whose", list(Provenance))
def test_only_what_is_somebodys_own_words_stands_in_quotation_marks(whose: Provenance) -> None:
    retold = whose is Provenance.RETOLD
    assert phrases.words("It\nis so.", whose) == ("It is so." if retold else "“It is so.”")
    assert phrases.words("as it is.", whose) == ("… as it is." if retold else "“… as it is.”")
    found = answer(PLAIN)
    passage = dataclasses.replace(found.quotations[0].passage, provenance=whose)
    one = dataclasses.replace(found.quotations[0], passage=passage)
    told = "" if whose is Provenance.SAID else f", {phrases.provenance(whose)}"
    assert phrases.written(outline.quotation(one, "It is so.", found)).startswith(
        f"Forum, undated{told}: {phrases.words('It is so.', whose)} [1]"
    )
