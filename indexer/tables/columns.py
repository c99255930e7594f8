"""Which column of a table holds what: by its title, in any case and by common synonyms, or as the sidecar says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.errors import DocumentError
from indexer.front_matter import Fields

# Each particular with the other titles that its column may have; the first that a table has is its column.
SYNONYMS = {
    "id": ("key", "identifier", "uid", "record id", "document id", "post id", "row id"),
    "title": ("subject", "heading", "headline", "topic", "thread title", "question title", "question"),
    "source": ("publication", "publisher", "journal", "manual", "forum", "site", "reference", "document"),
    "date": ("published", "publication date", "date published", "issue date", "pub date", "year"),
    "effective": ("effective date", "effective from", "in force from"),
    "until": ("in force until", "end date", "effective until"),
    "url": ("link", "web address", "permalink", "uri", "href", "seen in", "web page"),
    "text": ("body", "content", "contents", "message", "post", "comment", "answer", "guidance", "description", "words"),
    "role": ("speaker", "post type", "asker or responder"),
    "author": ("user", "username", "user name", "poster", "posted by", "member", "from", "by", "display name"),
    "posted": ("post date", "posted at", "posted on", "date posted", "created", "created at", "timestamp", "sent"),
    "thread": ("thread id", "topic id", "conversation", "conversation id", "discussion", "discussion id"),
    "volume": ("vol", "volume number"),
    "issue": ("issue number", "issue no"),
    "chapter": ("chap", "ch"),
    "section": ("sec", "sect", "paragraph"),
    "page": ("pages", "pg", "page number"),
    "payer": ("carrier", "insurer", "health plan", "insurance", "payor"),
    "superseded by": ("replaced by",),
    "signed": ("signed by",),
    "retold": ("paraphrased",),
}  # fmt: skip
# What a sidecar may say of all rows that do not say it themselves.
_STATED = frozenset(
    ("title", "source", "date", "effective", "until", "url", "volume", "issue", "chapter", "section", "page", "payer")
) | {"signed", "retold"}


def key(field: str) -> str:
    """By which key a sidecar names the column of a particular."""
    return field.replace(" ", "_") + "_column"


KEYS = _STATED | set(map(key, SYNONYMS))
_MOST_TITLES = 12  # that a message lists


def known(title: str) -> str:
    """A title as it is compared: without case, strokes and what stands in brackets."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\([^)]*\)", " ", title))
    return " ".join(re.sub(r"[_\W]+", " ", words).casefold().split())


def stated(sidecar: Fields) -> dict[str, str]:
    """What the sidecar says of every row."""
    return {key: value for key in sorted(_STATED) if (value := sidecar.value(key))}


def assign(titles: Sequence[str], sidecar: Fields) -> dict[str, int]:
    """The place of the column of each particular that the table has; ``text`` may be lacking.

    Raises DocumentError, with the sidecar's name and line, for a column that it names and the table lacks.
    """
    places = dict[str, int]()
    for place, title in enumerate(map(known, titles)):
        places.setdefault(title, place)
    found = dict[str, int]()
    for field in SYNONYMS:
        if named := sidecar.value(key(field)):
            if known(named) not in places:
                why = f"{key(field)}: there is no column {named!r}; {listed(titles)}"
                raise DocumentError(why, sidecar.line(key(field)), sidecar.name)
            found[field] = places[known(named)]
    taken = set(found.values())
    for field, others in SYNONYMS.items():
        free = [places[name] for name in (field, *others) if name in places and places[name] not in taken]
        if free and field not in found:
            found[field] = free[0]
            taken.add(free[0])
    return found


def lacks_text(titles: Sequence[str], name: str) -> str:
    """What to do about a table without a column of texts; ``name`` is the file's."""
    return f"no column holds the text; {listed(titles)}; say which in {name}.yaml: 'text_column: TITLE'"


def listed(titles: Sequence[str]) -> str:
    shown = [repr(title.strip()) for title in titles if title.strip()]
    more = f" and {len(shown) - _MOST_TITLES} more" if len(shown) > _MOST_TITLES else ""
    return f"its columns are {', '.join(shown[:_MOST_TITLES])}{more}" if shown else "its columns have no titles"
