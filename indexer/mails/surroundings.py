"""What stands around a mail's words: signatures, disclaimers, footers of lists, warnings of mail servers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import codes
from indexer.threads import people

_MARK = re.compile(r"(?:[ \t]?>)+[ \t]?")
_RULE = re.compile(r"[_=*~-]{5,}\s*$")
_FOOTER = re.compile(
    r"\bunsubscribe\b|\bmailing list\b|\blist ?serv\b|\bto post to (?:this|the) (?:list|group)\b|\blist-?owner\b"
    r"|\bmailman/listinfo\b|\byou (?:are|were) (?:currently )?(?:receiving|subscribed)\b"
    r"|\breceived this (?:message|e-?mail) because you\b|\bmanage your (?:subscription|preferences)\b",
    re.IGNORECASE,
)
_THIS_MAIL = re.compile(
    r"\b(?:this|the) (?:e-?mail|electronic mail|message|communication|transmission)s?\b|\bconfidentiality not(?:ic)?e\b"
    r"|\be-?mail disclaimer\b|\battachments? (?:hereto|may contain|is intended)\b",
    re.IGNORECASE,
)
_GUARDS = re.compile(
    r"\bconfidential(?:ity)?\b|\bprivileged\b|\bintended (?:only |solely )?(?:for|recipients?)\b|\bunauthori[sz]ed\b"
    r"|\bdisseminat\w+|\bin error\b|\b(?:delete|destroy) (?:it|this|all|the)\b|\bscanned\b|\bvirus(?:es)?\b"
    r"|\bviews? (?:or opinions? )?(?:expressed|presented)\b|\bprotected health information\b",
    re.IGNORECASE,
)
_WARNING = re.compile(
    r"\W{0,4}(?:caution|warning|external(?: e-?mail| sender| message)?|attention|\[external\])\b\W.{0,80}"
    r"(?:originated|outside|external|links or|unknown sender)|\W{0,4}(?:external e-?mail|\[external\])\W{0,4}$"
    r"|.{0,10}you don.t often get e-?mail from\b|.{0,20}do not click (?:on )?links or open attachments",
    re.IGNORECASE,
)
_PRINT = re.compile(r"(?:please )?(?:consider|think of) the environment before printing", re.IGNORECASE)
_SIGNATURE_LINES = 10
_SIGNATURE_WIDTH = 90  # characters of one of its lines


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    bare: str
    depth: int


def without(text: str, author: str) -> tuple[str, Counter[str]]:
    """The words of ``author``, and how many lines of each kind were taken away; quotations keep their marks."""
    lines = [_line(line) for line in text.split("\n")]
    gone = dict[int, str]()
    for kind, places in (
        ("notice of the mail server", _warnings(lines)),
        ("signature", _below_mark(lines)),
        ("footer of a list", _footer(lines)),
        ("disclaimer", _disclaimers(lines)),
    ):
        gone.update({place: kind for place in places if place not in gone})
    gone.update({place: "signature" for place in _named(lines, gone, author)})
    kept = "\n".join(line.text for place, line in enumerate(lines) if place not in gone)
    counts = Counter(f"lines of chrome: {kind}" for place, kind in gone.items() if lines[place].bare)
    return re.sub(r"\n{3,}", "\n\n", kept).strip(), counts


def _line(text: str) -> _Line:
    mark = _MARK.match(text)
    return _Line(text, text[mark.end() :].strip(), mark[0].count(">")) if mark else _Line(text, text.strip(), 0)


def _warnings(lines: Sequence[_Line]) -> Iterator[int]:
    for first, last in _paragraphs(lines):
        words = " ".join(line.bare for line in lines[first:last])
        if len(words) < 600 and (_WARNING.match(words) or _PRINT.search(words)):
            yield from range(first, last)


def _below_mark(lines: Sequence[_Line]) -> Iterator[int]:
    """From the mark of a signature to where the depth of quoting changes."""
    place = 0
    while place < len(lines):
        if lines[place].bare != "--":
            place += 1
            continue
        depth = lines[place].depth
        while place < len(lines) and (lines[place].depth == depth or not lines[place].bare):
            yield place
            place += 1


def _footer(lines: Sequence[_Line]) -> Iterator[int]:
    """From a rule above words of a mailing list to the end of this depth."""
    for place, line in enumerate(lines):
        if not _RULE.match(line.bare):
            continue
        end = place + 1
        while end < len(lines) and (lines[end].depth == line.depth or not lines[end].bare):
            end += 1
        below = [one.bare for one in lines[place + 1 : end] if one.bare]
        if len(below) <= _SIGNATURE_LINES and any(map(_FOOTER.search, below)):
            yield from range(place, end)
    for first, last in _paragraphs(lines):
        words = " ".join(line.bare for line in lines[first:last])
        if len(words) < 400 and re.match(r"\W*(?:to )?unsubscribe\b", words, re.IGNORECASE):
            yield from range(first, last)


def _disclaimers(lines: Sequence[_Line]) -> Iterator[int]:
    """Paragraphs that speak of the mail itself and guard it, and name no code; what follows one and guards too."""
    inside = False
    for first, last in _paragraphs(lines):
        words = " ".join(line.bare for line in lines[first:last])
        guards = len({found.casefold() for found in _GUARDS.findall(words)})
        speaks = _THIS_MAIL.search(words) is not None
        inside = guards >= (1 if speaks or inside else 3) and (speaks or inside) and not codes.find(words)
        if inside:
            yield from range(first, last)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    first: int | None = None
    for place, line in enumerate([*lines, _Line("", "", 0)]):
        if first is not None and (not line.bare or line.depth != lines[first].depth):
            yield first, place
            first = None
        if first is None and line.bare:
            first = place


def _named(lines: Sequence[_Line], gone: dict[int, str], author: str) -> Iterator[int]:
    """From a line of the author's name to the end of the own words, where what follows is short and names no code."""
    own = [place for place, line in enumerate(lines) if place not in gone and line.bare]
    end = next((place for place in own if lines[place].depth and _all_quoted(lines, own, place)), len(lines))
    own = [place for place in own if place < end]
    words = set(people.key(author).split())
    for place in own[1:][-_SIGNATURE_LINES:]:
        name = re.split(r"[,|(]| [-–—] ", people.CREDENTIALS.sub("", lines[place].bare), maxsplit=1)[0]
        said = set(re.findall(r"[^\W\d_]+", name.casefold()))
        if said and said <= words:
            below = [lines[one].bare for one in own if one > place]
            if all(len(one) <= _SIGNATURE_WIDTH and not codes.find(one) and one[-1:] != "?" for one in below):
                yield from (one for one in own if one >= place)
                return


def _all_quoted(lines: Sequence[_Line], own: Sequence[int], start: int) -> bool:
    """Whether nobody says anything below a quotation."""
    return all(lines[place].depth for place in own if place >= start)
