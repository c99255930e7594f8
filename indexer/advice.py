"""What to do next, as a command that can be typed: it names the index that is meant, quoted for a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from indexer import origin, place, shipped

# Stands for what only the user knows.
DIR = "DIR"


def index(root: Path, folders: Sequence[Path] = (), *options: str) -> str:
    """The command that indexes ``folders``, or the ones it was made of, into ``root``.

    An index that does not know its folders asks for them.
    """
    words = ["citedesk", "index", *options, *_of(root)]
    for folder in folders:
        words += ["--kb", str(folder)]
    if not folders and place.built(root) and not origin.read(root).folders:
        words += ["--kb", DIR]
    return quoted(words)


def of(root: Path) -> str:
    """What any command needs to mean the index ``root``, with a space before it; nothing where that is the default."""
    return f" {quoted(words)}" if (words := _of(root)) else ""


def _of(root: Path) -> list[str]:
    default = Path(os.path.realpath(root)) == place.beside(shipped.HERE)
    return [] if default else ["--index", str(root)]


def quoted(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def caution(root: Path) -> str | None:
    """What who asks must know: an indexing failed since, and of what and when the index that answers was made."""
    known = origin.read(root)
    if known.failure is None:
        return None
    what = ", ".join(known.failure.folders)
    told = f"the last indexing of {what} failed on {known.failure.when} ({known.failure.reason})"
    again = () if known.failure.folders == known.folders else tuple(map(Path, known.failure.folders))
    mend = f"mend that and run: {index(root, again)}"
    if known.when is None:
        return f"{told}; {mend}"
    of = ", ".join(known.folders) or "documents that are no files"
    return f"{told}; what answers is the index of {known.when}, made of {of}; {mend}"
