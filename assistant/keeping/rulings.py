"""House rulings: a reviewer's signed and dated Markdown document, indexed like any other in a tier of its own."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

from indexer import privacy
from indexer.documents import Excerpt
from indexer.errors import DocumentError, RecordError
from indexer.formats import Source, excerpt
from indexer.plugins import NoSettings
from indexer.sources import HOUSE_RULING

FOLDER = "rulings"
_LONGEST_NAME = 60


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
        with path.open("x", encoding="utf-8") as file:
            file.write(written)
    except FileExistsError as error:
        raise RecordError(f"{path}: this ruling is there already; give another title, or edit the file") from error
    except OSError as error:
        raise RecordError(f"{path}: the ruling cannot be written ({error.strerror})") from error
    return path


def _markdown(title: str, text: str, signed: str, date: datetime.date) -> str:
    # JSON's quotes are YAML's: a name may hold a colon or a hash.
    name = json.dumps(signed, ensure_ascii=False)
    return f"---\nsource: {HOUSE_RULING}\nsigned: {name}\ndate: {date}\n---\n# {title}\n\n{text}\n"


def _read_back(written: str, title: str, signed: str) -> None:
    """What could not be indexed is not written."""
    try:
        source = Source(FOLDER, "ruling.md", written.encode(errors="surrogatepass"))
        read = [one for one in excerpt.read(source, NoSettings()) if isinstance(one, Excerpt)]
    except DocumentError as error:
        raise RecordError(f"the ruling could not be indexed ({error.reason}); word it otherwise") from error
    if len(read) > 1:
        raise RecordError("a line of the ruling's text begins with '# ' and would be a title of its own; take it away")
    if (read[0].title, read[0].signed) != (title, signed):
        raise RecordError("the ruling's title or signature holds characters that do not survive; word them otherwise")


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "ruling"
