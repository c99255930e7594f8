"""A paper as Markdown. What it holds is shown word for word: nothing of it is read as markup."""

from __future__ import annotations

from typing import assert_never

from assistant.showing.paper import Blank, Block, Paper, Points, Quoted, Table, Words
from assistant.showing.sheets.md import escaped, line

_LINE = "\\_" * 20


def write(paper: Paper) -> bytes:
    parts = [f"# {escaped(paper.title)}"]
    for part in paper.parts:
        parts += [f"## {escaped(part.heading)}", *map(_block, part.blocks)]
    parts += ["---", escaped(paper.signature), *map(escaped, paper.notices)]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Words():
            return f"**{escaped(block.label)}:** {escaped(block.text)}" if block.label else line(block.text)
        case Quoted():
            return f"> {line(block.text)}\n>\n> {escaped(block.source)}"
        case Points():
            tick = "\u2610 " if block.chosen else ""
            return "\n".join(f"- {tick}{line(one)}" for one in block.lines)
        case Table():
            rule = ["---"] * len(block.head)
            return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in (block.head, rule, *block.rows))
        case Blank():
            return f"{escaped(block.label)}: {_LINE}"
        case _:
            assert_never(block)


def _cell(text: str) -> str:
    return escaped(text).replace("|", "\\|")
