"""Lines of a text file one by one, so that a large file takes no memory and a bad byte costs its line."""

from __future__ import annotations

import codecs
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping

from indexer import text
from indexer.accounts import Fate
from indexer.errors import DocumentError
from indexer.formats import Damage, Source

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GLANCE = 4000  # bytes that tell UTF-16 without a mark


def of(source: Source) -> Iterator[tuple[int, str] | Damage]:
    """Each line with its number, from 1, and without its end. A damage is a line whose bytes are no certain text.

    Raises DocumentError, with the line, for UTF-16 that does not go on so.
    """
    if source.data.startswith(_MARKS) or b"\0" in source.data[:_GLANCE]:
        yield from enumerate(source.text.split("\n"), 1)
        return
    data = source.data
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    for number, line in enumerate(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), 1):
        bare = line.rstrip(b"\r\n")
        try:
            yield number, bare.decode()
        except UnicodeDecodeError:
            try:
                yield number, text.decode(bare).text
            except DocumentError as error:
                yield Damage(error.reason, number)


def fates(source: Source, spans: Iterable[tuple[int, int, str]], left_out: Mapping[int, str]) -> Iterator[Fate]:
    """What became of each line: ``spans`` are first and last lines with what they are, in their order, and a line
    between them is empty. ``left_out`` says why a span that begins there gave nothing.
    """
    first, last, what = 1, 0, ""
    end = source.data.count(b"\n") + 1
    for start, stop, kind in itertools.chain(spans, [(end + 1, end, "")]):
        kind = f"left out: {left_out[start]}" if start in left_out else kind
        for begin, until, one in ((last + 1, start - 1, "empty"), (start, stop, kind)):
            if begin > until:
                continue
            if one == what:
                last = until
                continue
            if what:
                yield Fate(first, last, what)
            first, last, what = begin, until, one
    if what:
        yield Fate(first, last, what)
