"""A forum thread in Markdown: the knowledge base's own form, and a raw dump as forums print it.

Both have a ``# title`` and a ``## author (date)`` line a posting, with rules of dashes between. In a raw dump the
first author is the asker, the others become responders, and earlier postings stand quoted again below "X said:".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.documents import PartialDate, Post, Thread
from indexer.errors import DocumentError
from indexer.formats import Source
from indexer.front_matter import parse
from indexer.plugins import NoSettings

FORM = "a thread (.md or .txt) has '## author (date)' lines"
KEYS = frozenset({"source", "url", "retold"})

_HEADING = re.compile(r"^## +(?P<author>\S[^\n]*?) *\((?P<date>[^()\n]*)\)[ \t]*$", re.MULTILINE)
_ROLE = re.compile(r"asker|responder \d+")
_RULE = re.compile(r"^-{4,}[ \t]*$", re.MULTILINE)
_SAID = re.compile(r"^(?P<name>\S[^\n]*?) said:[ \t]*$")
_STARS = re.compile(r"(?<!\w)(\*{1,3})(?=\S)([^*\n]+)\1|(?<!\w)_(?=\S)([^_\n]+)_(?!\w)")
_NAME_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")


def accepts(source: Source) -> float:
    return 1.0 if source.suffix in {".md", ".txt"} and _HEADING.search(source.glance) else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Thread]:
    """Raises DocumentError for broken front matter, a missing title, an impossible date or a thread without text."""
    header = parse(source, KEYS)
    headings = list(_HEADING.finditer(header.body))
    authors = [heading["author"].strip() for heading in headings]
    roles = _roles(authors)
    posts: list[Post] = []
    for number, heading in enumerate(headings):
        line = header.body_line + header.body.count("\n", 0, heading.start())
        end = headings[number + 1].start() if number + 1 < len(headings) else len(header.body)
        written = _RULE.sub("", header.body[heading.end() : end]).strip()
        own = _anonymous(_plain(_without_quotes(written, [post.text for post in posts])), roles)
        posts.append(Post(roles[authors[number]], _date(heading["date"].strip(), line), own))
    if not any(post.text for post in posts):
        raise DocumentError("no posting has any text", header.body_line)
    yield Thread(
        id=source.id,
        title=header.title,
        source=header.fields.value("source") or "coding forum",
        url=header.fields.value("url"),
        posts=tuple(posts),
        retold=header.fields.flag("retold"),
    )


def _roles(authors: list[str]) -> dict[str, str]:
    """The first author asks; every other becomes a responder, in order of appearance."""
    roles: dict[str, str] = {}
    for author in authors:
        if author in roles:
            continue
        if _ROLE.fullmatch(author):
            roles[author] = author
        else:
            roles[author] = f"responder {len(roles)}" if roles else "asker"
    return roles


def _date(text: str, line: int) -> PartialDate | None:
    if text.lower() in {"undated", ""}:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise DocumentError(f"{text!r} is not a possible date ({error})", line) from error


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _without_quotes(text: str, earlier: list[str]) -> str:
    """Drops a quoted block that repeats an earlier posting; a quotation from elsewhere stays, without its marks."""
    before = _words(" ".join(earlier))
    kept: list[str] = []
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        said = _SAID.match(lines[position])
        start = position
        if said:
            start += 1
            while start < len(lines) and not lines[start].strip():
                start += 1
        end = start
        while end < len(lines) and lines[end].startswith(">"):
            end += 1
        if end == start:
            kept.append(lines[position])
            position += 1
            continue
        quoted = [line.lstrip("> ") for line in lines[start:end]]
        spoken = _words(_plain("\n".join(line for line in quoted if not _SAID.match(line))))
        if spoken not in before:
            kept.extend(quoted)
        position = end
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _plain(text: str) -> str:
    """Takes emphasis marks away and keeps what they mark."""
    return _STARS.sub(lambda match: match[2] if match[2] is not None else match[3], text)


def _anonymous(text: str, roles: dict[str, str]) -> str:
    """Puts roles where user names stand: whole handles anywhere, parts of one where somebody is addressed or signs."""
    for author in sorted(roles, key=len, reverse=True):
        role = roles[author]
        if author == role:
            continue
        handle = author.rstrip("*").strip()
        if not re.search(r"\w", handle):
            continue
        text = re.sub(rf"(?<!\w){re.escape(handle)}(?!\w)\*?", role, text)
        for part in set(_NAME_PART.findall(handle)):
            name = re.escape(part)
            text = re.sub(
                rf"(?im)^([ \t]*|(?:hi|hello|hey|dear|thanks|thank you)[ ,]+){name}(?=,|!|[ \t]*$)", rf"\1{role}", text
            )
    return text
