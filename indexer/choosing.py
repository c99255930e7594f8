"""Which format reads a file: the one that is surest of the whole of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from pydantic import BaseModel

from indexer import content_types, files, formats, plugins
from indexer.errors import DocumentError, SettingsError
from indexer.formats import Source
from indexer.settings import PluginTables

# The largest file, in bytes, for a format that states no limit of its own.
MAX_BYTES = 20_000_000
_ENDING = re.compile(r"\.[a-z][a-z0-9]+\b")
# Texts of words: with front matter above them they are excerpts.
_PROSE = frozenset({"text/plain", "text/markdown"})


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    module: formats.Module
    settings: BaseModel

    @property
    def limit(self) -> int:
        return int(getattr(self.module, "MAX_BYTES", MAX_BYTES))

    @property
    def endings(self) -> frozenset[str] | None:
        """Those of the files that it reads up to its limit, with their dots; None for any."""
        return getattr(self.module, "ENDINGS", None)

    @property
    def confined(self) -> bool:
        return bool(getattr(self.module, "CONFINED", False))

    @property
    def groups(self) -> bool:
        """Whether it takes several files for one document."""
        return hasattr(self.module, "group")

    def group(self, name: str) -> str | None:
        judge: Callable[[str], str | None] | None = getattr(self.module, "group", None)
        try:
            return judge(name) if judge else None
        except Exception as error:
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"
            told = f"formats: {self.name!r} fails on the name {name!r} ({why})"
            raise SettingsError(f"{told}; mend or remove it, then index again") from error


def limit(name: str, known: Sequence[Format]) -> int:
    """The most bytes that any of them reads of a file of this name."""
    ending = PurePosixPath(name).suffix.lower()
    return max((one.limit for one in known if one.endings is None or ending in one.endings), default=MAX_BYTES)


def usable(tables: PluginTables) -> tuple[list[Format], list[plugins.Broken]]:
    """The formats that can be used, each with its settings, and those that are broken."""
    known: list[Format] = []
    broken: list[plugins.Broken] = []
    for name, found in plugins.each(formats):
        if isinstance(found, plugins.Broken):
            broken.append(found)
        else:
            known.append(Format(name, cast(formats.Module, found), tables.of(formats, name)))
    return known, broken


def surest(source: Source, known: Sequence[Format]) -> Format:
    """Raises DocumentError where no format, or more than one, is the surest, or the file is larger than it reads.

    One that fails to judge is named where no other is sure.
    """
    sure, failures = sureness(source, known)
    best = [one for one in known if sure[one.name] == max(sure.values()) > 0]
    if not best:
        raise DocumentError("; ".join(failures)) if failures else _unknown(source, known)
    if len(best) > 1:
        claiming = " and ".join(one.name for one in best)
        raise DocumentError(f"more than one format claims this file: {claiming}; remove one, or change the file")
    if len(source.data) > best[0].limit:
        raise files.too_large(len(source.data), best[0].limit)
    return best[0]


def sureness(source: Source, known: Sequence[Format]) -> tuple[dict[str, float], list[str]]:
    """How sure each format is, by name, and why one failed to judge; such a one is not sure."""
    sure: dict[str, float] = {}
    failures: list[str] = []
    for one in known:
        try:
            sure[one.name] = one.module.accepts(source)
        except Exception as error:  # a format is anybody's module
            sure[one.name] = 0.0
            failures.append(failed(one.name, error))
    return sure, failures


def failed(name: str, error: Exception) -> str:
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return f"the format {name} failed on it ({why}); mend or remove the format, or change the file"


def _endings(known: Sequence[Format]) -> set[str]:
    return {ending for one in known for ending in _ENDING.findall(one.module.FORM)}


def _forms(known: Sequence[Format]) -> str:
    """The endings that the formats name; of one that names none its words."""
    return ", ".join(
        [*sorted(_endings(known)), *(one.module.FORM for one in known if not _ENDING.search(one.module.FORM))]
    )


def _unknown(source: Source, known: Sequence[Format]) -> DocumentError:
    forms = f"what is read: {_forms(known)}"
    if words := content_types.words(source.data):
        return DocumentError(f"this is {words}, and no format here reads one; {forms}; save its text as one of these")
    if (source.content_type or "").startswith("text/"):
        try:
            source.text  # noqa: B018  (it raises the reason)
        except DocumentError as error:
            return error
    if words := content_types.named(source.content_type):
        lacks = (
            " of no form that is read"
            if PurePosixPath(source.name).suffix.lower() in _endings(known)
            else ", and no format here reads one"
        )
        return DocumentError(f"this is {words}{lacks}; {forms}; save its text as one of these")
    if b"\0" in source.data:
        return DocumentError(f"this is a binary file, and no format here reads it; {forms}")
    if source.content_type in _PROSE:
        return DocumentError(
            f"this is text that names no source; {forms}; write '---', 'source: NAME', '---' and '# TITLE' above it"
        )
    return DocumentError(f"no known format; {forms}; bring the file into one of these forms")
