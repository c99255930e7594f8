"""The appeal sheet as Markdown. What it holds is shown word for word: nothing of it is read as markup."""

from __future__ import annotations

import re

from assistant.showing.appeal import SIGNATURE, Sheet
from indexer.plugins import NoSettings

LABEL = "Markdown"
_MARKUP = re.compile(r"[\\`*<]|~(?=~)|(?<!\w)_+|_+(?!\w)|\[(?=[^\]]*\][(\[])|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(?:(?=[-+>#])|(\d+)(?=[.)]))")


def write(sheet: Sheet, settings: NoSettings) -> bytes:
    parts = [f"# {escaped(sheet.title)}", *(f"**{label}:** {escaped(text)}" for label, text in sheet.labels)]
    parts += ["## Answer", line(sheet.answer)]
    for listed in sheet.lists:
        lines = "\n".join(f"- {line(one)}" for one in listed.lines)
        parts.append(f"**{escaped(listed.heading)}**\n\n{lines}")
    parts.append("## Quotations")
    for group in sheet.quotations:
        parts.append(f"### {group.heading}")
        parts += [f"> {line(one.text)} [{one.number}]\n>\n> {escaped(one.standing)}" for one in group.quotations]
    parts += ["## Citations", "\n".join(f"- [{one.number}] {escaped(one.formal)}" for one in sheet.citations)]
    parts += ["---", f"{SIGNATURE} {sheet.fingerprint}", *sheet.notices, f"<!-- {sheet.imprint} -->"]
    return ("\n\n".join(parts) + "\n").encode()


def line(text: str) -> str:
    """What begins a paragraph or a point of a list may look like a heading or a list of its own."""
    return _LINE_START.sub(r"\1\\", escaped(text))


def escaped(text: str) -> str:
    """Underscores between letters are no markup, and an address with a backslash in it would lead nowhere."""
    return _MARKUP.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
