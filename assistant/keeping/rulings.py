"""House rulings: a reviewer's signed and dated Markdown document, indexed like any other in a tier of its own.

One that is retired stays: it was in force until a day, and a question about an earlier one still finds it.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.library import writing
from indexer import privacy
from indexer.documents import Excerpt, PartialDate
from indexer.errors import DocumentError, RecordError
from indexer.formats import Source, excerpt
from indexer.plugins import NoSettings
from indexer.sources import HOUSE_RULING

FOLDER = "rulings"
_LONGEST_NAME = 60
# The lines between which a document states what it is.
_HEAD = re.compile(rb"\A(---\n.*?\n)(---\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling's file, with what it says; ``id`` is that of its document in an index of its folder alone."""

    path: Path
    id: str
    said: Excerpt

    def in_force(self, day: datetime.date) -> bool:
        return self.said.until is None or self.said.until.days[1] >= day


def listed(folders: Sequence[Path]) -> list[Ruling]:
    """Those below each folder of a base, the newest first; what is no ruling there is left to the indexer to tell."""
    found = [
        one for folder in folders for path in sorted((folder / FOLDER).glob("*.md")) for one in _read(path, folder)
    ]
    return sorted(found, key=lambda one: (str(one.said.published.days[0] if one.said.published else ""), one.id))[::-1]


def retire(ruling: Ruling, last: datetime.date) -> None:
    """Writes into its file that it was in force until the day ``last``, included, and nothing else.

    Raises RecordError where it ended already or would end before it begins, or the file cannot be written.
    """
    path, said = ruling.path, ruling.said
    if said.until:
        raise RecordError(f"{path}: it is retired already, in force until {said.until}; edit the file to change that")
    day = PartialDate(last.year, last.month, last.day)
    try:
        written = path.read_bytes()
        changed = _HEAD.sub(rb"\g<1>" + f"until: {last}\n".encode() + rb"\g<2>", written, count=1)
        if _parsed(changed) != [replace(said, id=FOLDER, until=day)]:
            raise DocumentError("its head has another form")
        writing.put(path, changed, path.stat().st_mode)
    except DocumentError as error:
        raise RecordError(
            f"{path}: it cannot be retired here ({error.reason}); write 'until: {last}' into its head yourself"
        ) from error
    except OSError as error:
        raise RecordError(
            f"{path}: the ruling cannot be written ({error.strerror}); make the folder writable"
        ) from error


def _read(path: Path, folder: Path) -> Iterator[Ruling]:
    try:
        found = _parsed(path.read_bytes())
    except (OSError, DocumentError):
        return
    id = path.relative_to(folder).with_suffix("").as_posix()
    yield from (Ruling(path, id, replace(one, id=id)) for one in found[:1] if one.signed)


def _parsed(data: bytes) -> list[Excerpt]:
    """Raises DocumentError for what is none."""
    source = Source(FOLDER, "ruling.md", data)
    return [one for one in excerpt.read(source, NoSettings()) if isinstance(one, Excerpt)]


def write(title: str, text: str, signed: str, date: datetime.date, knowledge_base: Path) -> Path:
    """Writes ``rulings/DATE-title.md`` below the knowledge base and gives its path.

    Raises RecordError where a part is missing or names a person, or the file is there already or cannot be written.
    """
    title, signed, text = " ".join(title.split()), " ".join(signed.split()), text.strip()
    for part, found in (("title", title), ("signature", signed), ("text", text)):
        if not re.search(r"[^\W_]", found):
            raise RecordError(f"the ruling has no {part}; a ruling is titled, signed and says something")
    kinds = tuple(dict.fromkeys(kind for part in (title, text) for kind in privacy.screen(part).kinds))
    if kinds:
        raise RecordError(
            f"the ruling seems to hold what identifies a person ({', '.join(kinds)}); "
            "everybody who asks will read it: take that out"
        )
    if not knowledge_base.is_dir():
        raise RecordError(f"{knowledge_base}: there is no such folder; name the knowledge base with --kb DIR")
    written = _markdown(title, text, signed, date)
    _read_back(written, title, signed)
    path = knowledge_base / FOLDER / f"{date}-{_slug(title)}.md"
    try:
        path.parent.mkdir(exist_ok=True)
        writing.put_new(path, written.encode())
    except FileExistsError as error:
        raise RecordError(f"{path}: this ruling is there already; give another title, or edit the file") from error
    except OSError as error:
        raise RecordError(
            f"{path}: the ruling cannot be written ({error.strerror}); make the folder writable"
        ) from error
    return path


def _markdown(title: str, text: str, signed: str, date: datetime.date) -> str:
    # JSON's quotes are YAML's: a name may hold a colon or a hash.
    name = json.dumps(signed, ensure_ascii=False)
    return f"---\nsource: {HOUSE_RULING}\nsigned: {name}\ndate: {date}\n---\n# {title}\n\n{text}\n"


def _read_back(written: str, title: str, signed: str) -> None:
    """What could not be indexed is not written."""
    try:
        read = _parsed(written.encode(errors="surrogatepass"))
    except DocumentError as error:
        raise RecordError(f"the ruling could not be indexed ({error.reason}); word it otherwise") from error
    if len(read) > 1:
        raise RecordError("a line of the ruling's text begins with '# ' and would be a title of its own; take it away")
    if (read[0].title, read[0].signed) != (title, signed):
        raise RecordError("the ruling's title or signature holds characters that do not survive; word them otherwise")


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "ruling"
