"""What a page had around its words: HTML tags and entities, BB code, links. Lines keep their numbers.

A tag that ends a line becomes ``BREAK``, a line end within the source's line; what is dropped whole (scripts, comments)
leaves its own line ends behind.
"""

from __future__ import annotations

import html
import re

BREAK = "\x1e"
_LINE_END = re.compile("[\x0b\x0c\u2028\u2029]")

_DROPPED = tuple(
    (re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    for opening, closing in (
        (r"<script\b[^<>]{0,500}>", r"</script\s*>"),
        (r"<style\b[^<>]{0,500}>", r"</style\s*>"),
        (r"<!--", r"-->"),
    )
)
_UNCLOSED = re.compile(r"<(?:script|style)\b[^<>]{0,500}>|</(?:script|style)\s*>", re.IGNORECASE)
_ATTRIBUTES = (
    r"""(?:\s{1,9}[\w:-]{1,40}\s?=\s?(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>]{1,2000})){0,20}\s{0,9}/?"""
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|div|dl|dt|em|"
    rf"figure|font|footer"
    rf"|h[1-6]|header|hr|i|iframe|img|ins|del|kbd|li|main|mark|nav|ol|p|pre|q|s|section|small|span|strike|"
    rf"strong|sub|sup"
    rf"|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul)\b(?P<attributes>{_ATTRIBUTES})>",
    re.IGNORECASE,
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "iframe",
        "img",
        "ins",
        "del",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
    ]
)
_QUOTE_CLASS = re.compile(r"class\s?=\s?[\"']?[^\"'<>]{0,200}(?:quote|bbcodeblock)", re.IGNORECASE)
_QUOTED = re.compile(r"data-(?:quote|author)\s?=\s?[\"']([^\"'<>]{1,80})[\"']", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = re.compile(
    r"&amp;(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|quot|amp|lt|gt|apos|[lr][sd]quo|[mn]dash|hellip);)"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,4000}\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\((?:https?:|mailto:|/|www\.)[^()\s]{0,4000}\)")
_BB = re.compile(
    r"\[/?(?:b|i|u|s|size|color|font|center|left|right|indent|url|email|code|list|spoiler|highlight|user|mention)"
    r"(?:=[^\[\]\n]{0,300})?\]",
    re.IGNORECASE,
)
_BB_CLOSING = re.compile(r"\[/[a-z]{1,10}\]", re.IGNORECASE)
_BB_DROPPED = re.compile(r"\[(img|attach|media|video)\b[^\[\]\n]{0,100}\][^\[\]\n]{0,500}\[/\1\]", re.IGNORECASE)


def with_breaks(text: str) -> tuple[str, int]:
    """The ends of pages and lines that are no newline end a line within the source's line."""
    return _LINE_END.subn(BREAK, text)


def without_scripts(text: str) -> tuple[str, int]:
    if "<" not in text:
        return text, 0
    dropped = 0
    for opening, closing in _DROPPED:
        text, found = _without(text, opening, closing)
        dropped += found
    text, unclosed = _UNCLOSED.subn("", text)
    return text, dropped + unclosed


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> tuple[str, int]:
    parts, position, found = list[str](), 0, 0
    while (start := opening.search(text, position)) and (end := closing.search(text, start.end())):
        parts += [text[position : start.start()], "\n" * text.count("\n", start.start(), end.end())]
        position, found = end.end(), found + 1
    return "".join([*parts, text[position:]]), found


def without_tags(text: str) -> tuple[str, int]:
    """A quotation's block becomes BB code ("[QUOTE=name]"), any other block a line of its own."""
    if "<" not in text:
        return text, 0
    open_blocks = list[bool]()

    def replaced(match: re.Match[str]) -> str:
        name, attributes = match["name"].lower(), match["attributes"]
        if name == "br":
            return BREAK
        if name == "sup" and not match["end"]:
            return "^"  # "62368<sup>1</sup>" is a code with a note, not a longer number
        if name in _INLINE:
            return ""
        if name in {"td", "th"}:
            return " | " if match["end"] else ""
        if name not in {"div", "blockquote", "aside"}:
            return BREAK
        if not match["end"]:
            open_blocks.append(name != "div" or bool(_QUOTE_CLASS.search(attributes)))
            who = _QUOTED.search(attributes)
            return f"{BREAK}[QUOTE{'=' + who[1] if who else ''}]{BREAK}" if open_blocks[-1] else BREAK
        return f"{BREAK}[/QUOTE]{BREAK}" if open_blocks and open_blocks.pop() else BREAK

    return _TAG.subn(replaced, text)


def without_entities(text: str) -> tuple[str, int]:
    """Only those that end with a semicolon: "R&D" and "&not" stay."""
    if "&" not in text:
        return text, 0
    text = _TWICE.sub("&", text)
    found = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal found
        # html.unescape takes the terminal's escape away and leaves the command behind it.
        character = "\x1b" if match[0].lower() in {"&#27;", "&#x1b;"} else html.unescape(match[0])
        found += character != match[0]
        return character.replace("\n", " ")

    return _ENTITY.sub(replaced, text), found


def without_bb_code(text: str) -> tuple[str, int]:
    """Not quotations: whose words they hold is read later."""
    if not _BB_CLOSING.search(text):
        return text, 0
    text, dropped = _BB_DROPPED.subn("", text)
    text, found = _BB.subn("", text)
    return text, dropped + found


def without_links(text: str) -> tuple[str, int]:
    """The words of a link stay, its address goes."""
    if "](" not in text:
        return text, 0
    return _LINK.subn(r"\1", text)


def without_images(text: str) -> tuple[str, int]:
    if "](" not in text:
        return text, 0
    return _IMAGE.subn("", text)
