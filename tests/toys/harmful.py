"""A binary that does its reader the harm that it names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from indexer.documents import Excerpt
from indexer.formats import Source
from indexer.plugins import NoSettings

FORM = "a harmful file begins with its mark"
CONFINED = True
MARK = b"HARM\0"


def accepts(source: Source) -> float:
    return 1.0 if source.data.startswith(MARK) else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt]:
    harm = source.data.removeprefix(MARK).decode()
    if harm == "hang":
        while True:
            pass
    elif harm == "grow":
        bytearray(1 << 40)
    elif harm == "die":
        os.abort()
    elif harm == "write":
        Path("written").write_text(harm)
    yield Excerpt(source.id, harm, "Toys", None, None, None, None, None, None, "It was read.")
