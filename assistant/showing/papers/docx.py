"""A paper as a word processor's document."""

from __future__ import annotations

from typing import assert_never

from docx.document import Document as Writing
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from assistant.showing.paper import Blank, Block, Paper, Points, Quoted, Table, Words
from assistant.showing.sheets import docx as sheet

_LINE = "_" * 40


def write(paper: Paper) -> bytes:
    document = sheet.begun(paper.title)
    for part in paper.parts:
        if part.page:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_heading(part.heading, 1)
        for block in part.blocks:
            _block(document, block)
    document.add_paragraph(paper.signature).paragraph_format.space_before = Pt(18)
    for notice in paper.notices:
        document.add_paragraph().add_run(notice).font.size = Pt(9)
    return sheet.undated(document)


def _block(document: Writing, block: Block) -> None:
    match block:
        case Words():
            paragraph = document.add_paragraph()
            if block.label:
                paragraph.add_run(f"{block.label}: ").bold = True
            paragraph.add_run(block.text)
        case Quoted():
            sheet.quoted(document, block.text, block.source)
        case Points():
            for line in block.lines:
                text, style = (f"☐ {line}", None) if block.chosen else (line, "List Bullet")
                document.add_paragraph(text, style).paragraph_format.keep_together = True
        case Table():
            _table(document, block)
        case Blank():
            document.add_paragraph(f"{block.label}: {_LINE}").paragraph_format.space_before = Pt(12)
        case _:
            assert_never(block)


def _table(document: Writing, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
