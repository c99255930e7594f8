"""What one format gives of one file, checked; in a process of its own where the format says so."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import cast

from pydantic import BaseModel

from indexer import choosing, confined, formats, licences
from indexer.choosing import Format
from indexer.confined import Limits
from indexer.documents import Document, Excerpt, Thread
from indexer.errors import CitedeskError, DocumentError
from indexer.formats import Count, Damage, Fate, Note, Source
from indexer.soundness import flaw

Told = Document | Damage | Note | Fate | Count


def read(source: Source, chosen: Format) -> Iterator[Told]:
    """What the format gives. Whatever goes wrong inside it is a problem of the file: the other files are still read.

    A format that says so reads in a process of its own.
    """
    if not chosen.confined:
        yield from read_here(source, chosen)
        return
    size = sum(len(one.data) for one in (source, *source.further))
    arguments = (source, chosen.name, cast(ModuleType, chosen.module).__name__, chosen.settings)
    try:
        yield from confined.each(_named, *arguments, limits=Limits.of(size))
    except DocumentError as error:
        yield Damage(error.reason, error.line)


def _named(source: Source, name: str, module: str, settings: BaseModel) -> Iterator[Told]:
    return read_here(source, Format(name, cast(formats.Module, importlib.import_module(module)), settings))


def read_here(source: Source, chosen: Format) -> Iterator[Told]:
    """As ``read``, in this process."""
    try:
        found, licensed = False, licences.stated(source)
        for one in chosen.module.read(source, chosen.settings):
            found = found or not isinstance(one, (Note, Fate, Count))
            fit = _fit(one, source, chosen.name)
            yield replace(fit, licensed=licensed) if isinstance(fit, Document) and fit.licensed is None else fit
        if not found:
            yield Damage(f"the format {chosen.name} found no document in it; put one into it, or take it away", 1)
    except DocumentError as error:
        yield Damage(error.reason, error.line, name=error.name)
    except CitedeskError as error:
        yield Damage(str(error), 1)
    except MemoryError:
        yield Damage("reading it took more memory than a file may take; split it, or take it away", 1)
    except Exception as error:  # a format is anybody's module, and so is the library that it leans on
        yield Damage(choosing.failed(chosen.name, error), 1)


def _fit(one: Told, source: Source, name: str) -> Told:
    if isinstance(one, (Damage, Note, Fate, Count)):
        return one
    if not isinstance(one, (Excerpt, Thread)):
        return Damage(f"the format {name} gave a {type(one).__name__}, which is no document", 1)
    if not (one.id == source.id or one.id.startswith(f"{source.id}/")) or not one.id.isprintable():
        return Damage(f"the format {name} gave the id {one.id!r}; an id is {source.id!r}, or begins with it and '/'", 1)
    wrong = flaw(one)
    return Damage(f"the document {one.id} of the format {name} {wrong}; it is left out", 1) if wrong else one
