"""An EPUB book: its chapters in the order of its spine, with printed pages where it marks them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from indexer.blocks import Block, excerpts, hypertext, zipped
from indexer.blocks.excerpts import Told
from indexer.blocks.zipped import Archive
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Note, Source
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    from lxml.etree import _Element

FORM = "an EPUB book (.epub)"
CONFINED = True
MAX_BYTES = 100_000_000
ENDINGS = frozenset({".epub"})
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def accepts(source: Source) -> float:
    """By its mark, or by its name where the mark is damaged."""
    if not source.data.startswith(b"PK\x03\x04"):
        return 0.0
    return 0.95 if b"application/epub" in source.data[:200] else 0.5 if source.suffix == ".epub" else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Damage | Note | Count]:
    """An excerpt for each heading with its text, one for all footnotes, and each chapter that cannot be read.

    Raises DocumentError for a damaged or protected book.
    """
    archive = zipped.opened(source.data, "EPUB book")
    package_name, package = _package(archive)
    blocks, damages = list[Block](), list[Damage]()
    for name in _spine(package_name, package):
        try:
            blocks += hypertext.of(_page(archive, name))
        except DocumentError as error:
            damages.append(Damage(error.reason))
    if not blocks:
        raise DocumentError(damages[0].reason if damages else "this EPUB book has no text; its pictures are not read")
    yield from damages
    title = package.findtext(f"{_OPF}metadata/{{http://purl.org/dc/elements/1.1/}}title")
    yield from excerpts.of(source, blocks, Told(" ".join(title.split()) if title else None, kind="book"))


def _package(archive: Archive) -> tuple[str, _Element]:
    root = next(archive.xml("META-INF/container.xml").iter(f"{_CONTAINER}rootfile"), None)
    name = root.get("full-path", "") if root is not None else ""
    return name, archive.xml(name)


def _spine(name: str, package: _Element) -> Iterator[str]:
    """Names of the pages in the order of reading; what climbs out of the book names none of its members."""
    items = {one.get("id"): one for one in package.iter(f"{_OPF}item")}
    for one in package.iter(f"{_OPF}itemref"):
        item = items.get(one.get("idref"))
        if (
            item is not None
            and item.get("media-type") in _PAGES
            and "nav" not in (item.get("properties") or "").split()
        ):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(item.get("href", ""))))


def _page(archive: Archive, name: str) -> _Element:
    from lxml import etree

    data = archive.member(name)
    if "META-INF/encryption.xml" in archive and name.encode() in archive.member("META-INF/encryption.xml"):
        raise DocumentError("this EPUB book is protected against copying; its publisher may give one that is not")
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    lenient = etree.HTMLParser(no_network=True, encoding="utf-8")
    try:
        return etree.fromstring(data, strict if b"<!DOCTYPE" not in data[:500] and b"&nbsp;" not in data else lenient)
    except etree.XMLSyntaxError:
        pass
    try:
        return etree.fromstring(data, lenient)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"this EPUB book is damaged at {name}; fetch it anew") from error
