"""The papers of a lesson: what stands on each, in which form, and that nothing is made up."""

from __future__ import annotations

import dataclasses
import io
from html import escape
from pathlib import Path

import docx
import pytest
from conftest import SHIPPED_KB
from markdown_it import MarkdownIt

from assistant import Desk
from assistant.showing import appeal, paper
from assistant.showing.paper import Blank, Paper, Part, Points, Quoted, Table, Words
from assistant.teaching import lesson_file, papers, playing
from assistant.teaching.lesson import Lesson
from assistant.teaching.playing import Played
from indexer.errors import RecordError

FORMS = (".docx", ".html", ".md")


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.fixture(scope="module")
def played(desk: Desk) -> Played:
    lesson = lesson_file.read(SHIPPED_KB / "lessons" / "volume-check.yaml")
    assert isinstance(lesson, Lesson)
    return playing.play(lesson, desk)


def text(made: Paper) -> str:
    """Every word of a paper, a block a line."""
    lines = [made.title]
    for part in made.parts:
        lines.append(part.heading)
        for block in part.blocks:
            match block:
                case Words():
                    lines.append(f"{block.label}: {block.text}" if block.label else block.text)
                case Quoted():
                    lines += [block.text, block.source]
                case Points():
                    lines += block.lines
                case Table():
                    lines += ["; ".join(row) for row in (block.head, *block.rows)]
                case Blank():
                    lines.append(f"{block.label}: ____")
    return "\n".join([*lines, made.signature, *made.notices])


def test_the_handout_has_the_sources_and_no_answer(played: Played) -> None:
    said = text(papers.handout(played))
    assert "Goal: Tell a refill from a refill with reprogramming" in said
    assert "CPT Assistant, July 2006, volume 16, issue 7, as retold in this base" in said
    assert "A. 62367\nB. 62368\nC. 62369 or 62370\nD. 95990 or 95991" in said
    assert "Posting 3 of 5: responder 1" in said
    assert "What stands: ____" in said
    for secret in (
        "the text says so",
        "Right:",
        "No. …",
        "it is for another case",
        "Read it aloud once",
        "Notes: Count",
    ):
        assert secret not in said
    assert appeal.RETOLD in said
    assert played.fingerprint in said


def test_the_key_has_every_answer_with_the_reason_of_every_option_and_the_notes(played: Played) -> None:
    said = text(papers.key(played))
    for item in played.items:
        assert f"Right: {item.item.letter}. {item.item.right.text}" in said
        for option in item.item.options:
            assert f"{option.text}: {option.why}." in said
    assert "Answer: No. …" in said
    assert "Notes: Read it aloud once." in said
    assert "7 of 7 steps play." in said


def test_the_packet_has_agenda_test_and_certificate(played: Played) -> None:
    said = text(papers.packet(played))
    minutes = [session.minutes for session in played.lesson.agenda]
    assert minutes == [5, 10, 10, 5, 10]
    assert f"{sum(minutes)}; In all; " in said
    for part in ("Agenda", "What is learnt", "Post-test", "Certificate of attendance", "Sources"):
        assert f"\n{part}\n" in said
    assert "Valid for the year: 2026" in said
    assert "Participant: ____" in said
    assert "the text says so" not in said
    assert [part.heading for part in papers.packet(played).parts if part.page] == [
        "Post-test",
        "Certificate of attendance",
    ]


def test_what_a_lesson_does_not_state_is_left_to_be_filled_in(desk: Desk) -> None:
    bare = lesson_file.parsed("title: T\nsteps:\n- {kind: case, text: A refill.}\n", Path("lessons/t.yaml"))
    assert isinstance(bare, Lesson)
    said = text(papers.packet(playing.play(bare, desk)))
    for field in ("Goal", "Level", "Valid for the year", "Length", "What is learnt", "Minutes and what is learnt"):
        assert f"{field}: ____" in said
    assert "This lesson has no quiz." in said


def test_what_no_longer_stands_is_on_the_key(desk: Desk) -> None:
    lesson = lesson_file.parsed(
        "title: T\nsteps:\n- {kind: case, text: A refill.}\n- {kind: dance}\n", Path("lessons/t.yaml")
    )
    assert isinstance(lesson, Lesson)
    said = text(papers.key(playing.play(lesson, desk)))
    assert "1 of 2 steps play." in said
    assert "What no longer stands\nt.yaml:4: a step's kind is one of" in said


@pytest.mark.parametrize("suffix", FORMS)
def test_the_same_paper_gives_the_same_bytes(played: Played, suffix: str) -> None:
    made = papers.key(played)
    write = paper.form(Path(f"key{suffix}"))
    assert write(made) == write(made)


NASTY = "<img src=x onerror=alert(1)> **b** [a](http://x) | `c` \x00\x1b"


def hostile() -> Paper:
    said = paper.clean(NASTY)
    blocks = (Words(said, said), Quoted(said, said), Points((said,)), Points((said,), True), Table((said,), ((said,),)))
    return Paper(said, (Part(said, (*blocks, Blank(said)), True),), said, (said,))


def test_text_from_outside_is_never_markup() -> None:
    said = paper.clean(NASTY)
    assert "\x00" not in said
    shown = paper.form(Path("a.html"))(hostile()).decode()
    assert "<img" not in shown
    assert shown.count(escape(said)) >= 12
    tokens = MarkdownIt().enable("table").parse(paper.form(Path("a.md"))(hostile()).decode())
    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "strong_open", "strong_close", "softbreak"}
    assert sum(said in child.content for child in inside) >= 8
    read = docx.Document(io.BytesIO(paper.form(Path("a.docx"))(hostile())))
    assert sum(said in one.text for one in read.paragraphs) >= 8
    assert said in read.tables[0].rows[1].cells[0].text


def test_a_paper_of_another_ending_or_place_is_refused(played: Played, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"a paper is written as \.docx, \.html, \.md"):
        paper.write(papers.handout(played), tmp_path / "a.pdf")
    with pytest.raises(RecordError, match="the paper cannot be written"):
        paper.write(papers.handout(played), tmp_path / "none" / "a.md")


def test_a_handout_of_word_has_the_title_and_the_options(played: Played) -> None:
    read = docx.Document(io.BytesIO(paper.form(Path("a.docx"))(papers.handout(played))))
    said = [one.text for one in read.paragraphs]
    assert said[0] == "Pump refill: is a volume check reprogramming?"
    assert "☐ D. 95990 or 95991" in said
    assert dataclasses.is_dataclass(played)
