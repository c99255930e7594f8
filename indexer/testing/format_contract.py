"""What every format must hold. Whoever writes one inherits ``FormatContract`` in a test and names module and samples:

class TestMine(FormatContract):
    module = mine
    samples = (Source("a", "a.mine", b"..."),)
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import BaseModel

from indexer.documents import Document, Excerpt, Thread
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Fate, Module, Note, Source
from indexer.plugins import NoSettings
from indexer.soundness import flaw

_ODD = (
    b"x",
    b"\0",
    b"\xff\xfe\xff",
    b"{",
    b"[]",
    b"---",
    b"# ",
    b"%PDF-1.7\n",
    b"PK\x03\x04\x14\0",
    b"\n" * 50,
    b"\xf0\x9f",
)
_NAMES = ("x", "x.md", "a/b/c.jsonl", "page-1.html", "a b\u00e9.pdf", ".", "x.", "#1")
TOLD = (Damage, Note, Fate, Count)  # besides documents


class FormatContract:
    """``samples`` are files that the format must read; ``settings`` are its own, where it has any."""

    module: Module
    samples: Sequence[Source]
    settings: BaseModel = NoSettings()

    def test_it_says_how_to_know_such_a_file(self) -> None:
        assert self.module.FORM.strip()
        assert "\n" not in self.module.FORM

    def test_it_is_sure_of_its_samples(self) -> None:
        assert self.samples
        assert all(self.module.accepts(source) > 0 for source in self.samples)

    def test_it_judges_any_bytes_of_any_name_without_raising(self) -> None:
        names = (*_NAMES, *(source.name for source in self.samples))
        for source in (*self._harmed(), *(Source("x", name, data) for name in names for data in _ODD)):
            assert 0 <= self.module.accepts(source) <= 1

    def test_it_reads_each_sample_into_documents_of_that_file(self) -> None:
        for source in self.samples:
            documents = [one for one in self._read(source) if isinstance(one, (Excerpt, Thread))]
            assert documents
            assert all(isinstance(one, (Excerpt, Thread, *TOLD)) for one in self._read(source))
            assert [wrong for one in documents if (wrong := flaw(one))] == []
            ids = [one.id for one in documents]
            assert len(set(ids)) == len(ids)
            assert all(id == source.id or id.startswith(f"{source.id}/") for id in ids)
            assert [one.id for one in self._read(source) if isinstance(one, (Excerpt, Thread))] == ids

    def test_a_harmed_file_costs_a_damage_or_a_document_error_and_nothing_worse(self) -> None:
        for source in self._harmed():
            with contextlib.suppress(DocumentError):
                for one in self._read(source):
                    assert isinstance(one, (Excerpt, Thread, *TOLD))
                    assert isinstance(one, TOLD) or not flaw(one)

    def test_pages_stand_in_their_order_inside_the_text(self) -> None:
        for source in self.samples:
            for one in self._read(source):
                if isinstance(one, Excerpt) and one.pages:
                    starts = [page.start for page in one.pages]
                    assert starts == sorted(starts)
                    assert starts[0] >= 0
                    assert starts[-1] <= len(one.text)
                    assert all(page.label.strip() for page in one.pages)

    def test_a_name_is_grouped_without_raising(self) -> None:
        group = getattr(self.module, "group", None)
        for name in (*_NAMES, *(source.name for source in self.samples)):
            key = group(name) if group else None
            assert key is None or (isinstance(key, str) and key)

    def _read(self, source: Source) -> Iterator[Document | Damage | Note | Fate | Count]:
        return self.module.read(source, self.settings)

    def _harmed(self) -> Iterator[Source]:
        """Each sample cut short, and with a byte changed, at several places."""
        for source in self.samples:
            for part in range(1, 8):
                at = len(source.data) * part // 8
                yield replace(source, data=source.data[:at] or b"x")
                yield replace(source, data=source.data[:at] + b"\xff" + source.data[at + 1 :])
