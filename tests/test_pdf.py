"""PDFs as they are printed: what is text, in which order, and on which page each sentence stands."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator

import pytest
from conftest import source
from printed import Printing, printed
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from indexer import passages, sources
from indexer.documents import Excerpt, PartialDate
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Note, Source, pdf
from indexer.plugins import NoSettings
from indexer.testing.format_contract import FormatContract

TABLE = [["Code", "Days", "MUE"], ["62367", "000", "1"], ["62368", "XXX", "2"], ["62369", "010", "3"]]
TALK = (
    "report the pump re~programming ex~amination vol~ume reservoir when physician visit doc~umentation sup~ports "
    "medical ne~cessity of each service per~formed modifier and with code 62368 or 62367 period"
)
WORDS = TALK.split()


def prose(count: int, seed: int = 1) -> list[str]:
    """Paragraphs of sentences, none of which is twice in them."""
    draw = random.Random(seed)

    def sentence(number: str) -> str:
        return f"Rule {number} {' '.join(draw.choice(WORDS) for _ in range(draw.randint(8, 18)))}."

    return [" ".join(sentence(f"{n}.{k}") for k in range(draw.randint(2, 5))) for n in range(count)]


def read(data: bytes, sidecar: str | None = None) -> list[Excerpt | Damage | Note | Count]:
    beside = source(sidecar, "manual.pdf.yaml") if sidecar else None
    made = source(data, "manual.pdf")
    return list(pdf.read(Source(made.id, made.name, data, made.content_type, beside), NoSettings()))


def excerpts(data: bytes) -> list[Excerpt]:
    return [one for one in read(data) if isinstance(one, Excerpt)]


def expected(pages: list[str], labels: list[str], sentence: str) -> str:
    """The page, or both, on which the sentence was printed."""
    for page, label in zip(pages, labels, strict=True):
        if sentence in page:
            return label
    for one, other, first, last in zip(pages, pages[1:], labels, labels[1:], strict=False):
        if sentence in (one[:-1] + other if one.endswith("-") else f"{one} {other}"):
            return f"{first}\u2013{last}"
    raise AssertionError(f"not printed: {sentence}")


def cited(found: list[Excerpt], sentence: str) -> list[str | None]:
    return [one.page_of(at, at + len(sentence)) for one in found if (at := one.text.find(sentence)) >= 0]


def sentences(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from re.findall(r"Rule .*?[a-z0-9]\.(?= Rule|$)", paragraph.replace("~", ""))


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("notes", [False, True])
def test_each_sentence_is_cited_by_the_page_on_which_it_was_printed(columns: int, notes: bool) -> None:
    """One to three columns with running heads, feet, numbers, divided words and a table, with and without footnotes."""
    paragraphs = prose(90)
    how = Printing(
        columns=columns,
        head="NCCI Policy Manual for Medicare Services",
        foot="Revised 2012",
        number=lambda n: f"I-{n + 1}",
        note=(lambda n: f"{n + 1} Note {n + 1} says where the agency published this rule at first, and when it did so.")
        if notes
        else (lambda n: None),
        title="General Correct Coding Policies",
        lines=40,
    )
    data, pages = printed([*paragraphs[:10], TABLE, *paragraphs[10:]], how)
    found = excerpts(data)
    labels = [f"I-{n + 1}" for n in range(len(pages))]
    assert len(pages) > 8
    wrong = [one for one in sentences(paragraphs) if cited(found, one) != [expected(pages, labels, one)]]
    assert wrong == []
    text, *apart = found
    assert (text.title, text.source) == ("General Correct Coding Policies", "NCCI Policy Manual for Medicare Services")
    assert "| Code | Days | MUE |\n| --- | --- | --- |\n| 62367 | 000 | 1 |\n| 62368 | XXX | 2 |" in text.text
    assert "NCCI" not in text.text
    assert "Revised" not in text.text
    assert [one.id for one in apart] == ["manual/notes"] * notes
    for one in apart:
        assert cited([one], "Note 3 says where the agency published this rule at first, and when it did so.") == ["I-3"]


@pytest.mark.parametrize("seed", range(4))
def test_pages_are_exact_whatever_the_words(seed: int) -> None:
    paragraphs = prose(40, seed + 10)
    data, pages = printed(paragraphs, Printing(columns=1 + seed % 2, head="Carrier bulletin", lines=30 + seed))
    labels = [str(n + 1) for n in range(len(pages))]
    found = excerpts(data)
    assert [one for one in sentences(paragraphs) if cited(found, one) != [expected(pages, labels, one)]] == []


def roman(n: int) -> str | None:
    return None if n == 0 else ("", "i", "ii", "iii", "iv", "v")[n] if n < 4 else str(n - 3)


def test_the_number_is_the_one_that_is_printed_and_a_page_without_says_so() -> None:
    paragraphs = prose(60)
    data, pages = printed(paragraphs, Printing(number=roman))
    labels = ["PDF page 1", "i", "ii", "iii", *(str(n) for n in range(1, len(pages) - 3))]
    found = excerpts(data)
    assert [one for one in sentences(paragraphs) if cited(found, one) != [expected(pages, labels, one)]] == []
    told = [one.what for one in read(data) if isinstance(one, Note)]
    assert f"1 of {len(pages)} pages bear no number; they are cited by the file's own" in told


def test_numbers_that_do_not_count_on_are_no_page_numbers() -> None:
    data, pages = printed(prose(40), Printing(number=lambda n: str(90 - 7 * n)))
    labels = {page.label for one in excerpts(data) for page in one.pages}
    assert labels == {f"PDF page {n + 1}" for n in range(len(pages))}


def test_a_passage_cites_its_page() -> None:
    data, _ = printed(prose(40), Printing(head="NCCI Policy Manual", number=lambda n: f"I-{n + 1}"))
    cut = [one for text in excerpts(data) for one in passages.split(text, len, 900, sources.rules(None))]
    assert len(cut) > 10
    assert all(re.fullmatch(r"NCCI Policy Manual, pages? I-\d+(\u2013I-\d+)?, undated", one.citation) for one in cut)


def test_a_raised_sign_is_the_footnote_s_and_no_digit_of_a_code() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=letter, invariant=1)
    for line in range(12):
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(72, 700 - 12 * line, f"Line {line} says to report code 62368")
        if line in {3, 5}:
            canvas.setFont("Times-Roman", 6.5)
            canvas.drawString(
                72 + canvas.stringWidth(f"Line {line} says to report code 62368", "Times-Roman", 10),
                704 - 12 * line,
                "1",
            )
    canvas.setFont("Times-Roman", 7.5)
    canvas.drawString(72, 100, "1 Unless the payer says otherwise.")
    canvas.save()
    text, notes = excerpts(data.getvalue())
    assert "Line 3 says to report code 62368 [1]" in text.text
    assert "Unless" not in text.text
    assert notes.text == "1 Unless the payer says otherwise."


def test_headings_part_the_text_and_name_chapter_and_section() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=letter, invariant=1)
    at = 740
    for size, text in (
        (18, "Medicare Claims Processing Manual"),
        (14, "Chapter 12 - Physicians"),
        (12, "30.6.5 - Physicians in a Group Practice"),
        (10, "Physicians in the same group practice bill as though they were one single physician."),
        (12, "30.6.6 - Global Packages"),
        (10, "Visits of the same physician on the day of a minor procedure are in its payment."),
    ):
        canvas.setFont("Times-Bold" if size > 10 else "Times-Roman", size)
        canvas.drawString(72, at, text)
        at -= 30
    canvas.save()
    found = excerpts(data.getvalue())
    assert [(one.chapter, one.section, one.text[:20]) for one in found] == [
        ("12", "30.6.5", "Physicians in the sa"),
        ("12", "30.6.6", "Visits of the same p"),
    ]
    assert {(one.title.partition(":")[0], one.source) for one in found} == {("Medicare Claims Processing Manual",) * 2}


def test_a_table_keeps_a_cell_of_several_lines_whole() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=letter, invariant=1)
    canvas.setFont("Times-Roman", 10)
    for y, cells in (
        (700, ("Code", "Indicator", "What it means")),
        (670, ("62367", "0", "no modifier is allowed whatever the")),
        (658, ("", "", "record says of it")),
        (630, ("62369", "1", "a modifier is allowed where the")),
        (618, ("", "", "record supports it")),
    ):
        for x, cell in zip((72, 150, 230), cells, strict=True):
            canvas.drawString(x, y, cell)
    canvas.save()
    (found,) = excerpts(data.getvalue())
    assert found.text == (
        "| Code | Indicator | What it means |\n| --- | --- | --- |\n"
        "| 62367 | 0 | no modifier is allowed whatever the record says of it |\n"
        "| 62369 | 1 | a modifier is allowed where the record supports it |"
    )


def test_a_page_that_lies_on_its_side_is_read_and_a_watermark_is_not() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=letter, invariant=1)
    canvas.setPageRotation(90)
    canvas.saveState()
    canvas.translate(60, 60)
    canvas.rotate(90)
    for line in range(8):
        canvas.drawString(0, -14 * line, f"Line {line} of a wide table's page reports 62368 once.")
    canvas.restoreState()
    canvas.translate(300, 300)
    canvas.rotate(135)
    canvas.drawString(0, 0, "DRAFT COPY")
    canvas.save()
    (found,) = excerpts(data.getvalue())
    assert found.text.startswith("Line 0 of a wide table's page reports 62368 once. Line 1 of")
    assert "DRAFT" not in found.text


def test_what_the_text_does_not_state_is_taken_from_the_sidecar_or_not_at_all() -> None:
    data, _ = printed(prose(3), Printing(properties="Payment rules"))
    found = read(data)
    (one,) = (one for one in found if isinstance(one, Excerpt))
    assert (one.title, one.source, one.published, one.volume) == ("Payment rules", "", None, None)
    assert [note.what.partition(";")[0] for note in found if isinstance(note, Note)] == [
        "title: taken from the properties of the file, for the text states none",
        "no source is stated in the PDF",
        "no date is stated in the PDF",
    ]
    (told,) = (
        one
        for one in read(data, "source: Aetna policy\ntitle: Pumps\ndate: 2012-10\nvolume: 3\n")
        if isinstance(one, Excerpt)
    )
    assert (told.title, told.source, told.published, told.volume) == (
        "Pumps",
        "Aetna policy",
        PartialDate(2012, 10),
        "3",
    )


def picture_of(text: str) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=letter, invariant=1)
    for _ in range(2):
        canvas.drawInlineImage(_grey(), 0, 0, 600, 700)
        canvas.showPage()
    if text:
        canvas.drawString(72, 700, text)
    canvas.save()
    return data.getvalue()


def _grey() -> object:
    from PIL import Image

    return Image.new("L", (8, 8), 200)


def test_scans_are_told_page_by_page_or_as_a_whole() -> None:
    with pytest.raises(DocumentError, match="this PDF is 2 scanned pages, pictures without text; run a text recogn"):
        read(picture_of(""))
    found = read(picture_of("The third page alone says that 62368 is reported for reprogramming."))
    assert [one.page for one in found if isinstance(one, Damage)] == ["PDF page 1", "PDF page 2"]
    assert [page.label for one in found if isinstance(one, Excerpt) for page in one.pages] == ["PDF page 3"]


def test_an_encrypted_file_says_what_to_do() -> None:
    data, _ = printed(prose(2), Printing(encrypt="secret"))
    with pytest.raises(DocumentError, match="encrypted and opens with a password alone; open it and save or print it"):
        read(data)


SMALL = printed(prose(6), Printing(head="NCCI Policy Manual"))[0]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 99999999/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>",
        SMALL[: len(SMALL) // 2],
    ],
)
def test_a_damaged_or_hostile_file_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"damaged or cut short|no text that could be read"):
        read(data)


def test_what_a_broken_table_of_objects_leaves_is_read() -> None:
    found = excerpts(SMALL.replace(b"startxref", b"startxxxx"))
    assert "\n\nRule 0.0 period" in found[0].text


class TestPdf(FormatContract):
    module = pdf
    samples = (source(SMALL, "a/manual.pdf"), source(b"mailed\n" + SMALL, "b.pdf"))
