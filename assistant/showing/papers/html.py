"""A paper as one self-contained HTML file that prints on paper. Everything in it is escaped here."""

from __future__ import annotations

from html import escape
from typing import assert_never

from assistant.showing.paper import Blank, Block, Paper, Points, Quoted, Table, Words
from assistant.showing.sheets import html as sheet

_STYLE = """<style>
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
th { overflow-wrap: normal; }
th, td { border: 1px solid #888; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
section > ul { margin: 0.3rem 0 1rem; padding-left: 1.2rem; }
ul.tick { list-style: "\\2610\\00a0"; }
.blank { display: flex; gap: 0.6rem; margin: 1.2rem 0; }
.blank span { flex: 1; border-bottom: 1px solid #888; }
@media print { .page { break-before: page; } tr, .blank { break-inside: avoid; } }
</style>"""


def write(paper: Paper) -> bytes:
    body = [_STYLE, f"<h1>{escape(paper.title)}</h1>"]
    for part in paper.parts:
        blocks = "".join(map(_block, part.blocks))
        opened = '<section class="page">' if part.page else "<section>"
        body.append(f"{opened}<h2>{escape(part.heading)}</h2>{blocks}</section>")
    notices = "".join(f"<p>{escape(notice)}</p>" for notice in paper.notices)
    body.append(f"<footer><p>{escape(paper.signature)}</p>{notices}</footer>")
    return "\n".join([*sheet.head(paper.title), *body, "</body>", "</html>", ""]).encode()


def _block(block: Block) -> str:
    match block:
        case Words():
            label = f"<b>{escape(block.label)}:</b> " if block.label else ""
            return f"<p>{label}{escape(block.text)}</p>"
        case Quoted():
            return f'<blockquote><p>{escape(block.text)}</p><p class="standing">{escape(block.source)}</p></blockquote>'
        case Points():
            lines = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
            return f'<ul class="tick">{lines}</ul>' if block.chosen else f"<ul>{lines}</ul>"
        case Table():
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.head)
            rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        case Blank():
            return f'<p class="blank">{escape(block.label)}: <span></span></p>'
        case _:
            assert_never(block)
