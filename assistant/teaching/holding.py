"""The texts that a lesson or a quiz names, found in the base with one call, or what is wrong with what it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.dossiers import typed
from assistant.dossiers.dossier import Said
from assistant.teaching.quiz import Item, Quote
from indexer import points
from indexer.passages import Passage
from indexer.stores import Store


@dataclass(frozen=True, slots=True)
class Held:
    """The passages of every document that is named, by its id."""

    passages: Mapping[str, Sequence[Passage]]

    def of(self, source: str) -> list[Passage]:
        """Those of a document or of one posting, in their order."""
        return [one for one in self.passages.get(_document(source), ()) if source in points.names(one)]

    def missing(self, source: str) -> str | None:
        """What is wrong where ``source`` has no text in the base."""
        if self.of(source):
            return None
        if self.passages.get(_document(source)):
            return f"{source}: no such posting, or it says nothing"
        return f"{source}: no such document in the knowledge base"

    def said(self, quote: Quote) -> Said | str:
        """The words in their passage, or what is wrong. Without ``says`` a source gives its first passage."""
        if missing := self.missing(quote.source):
            return missing
        found = self.of(quote.source)
        if quote.says is None:
            return Said(found[0].text, found[0], 0)
        for passage in found:
            if place := points.found(quote.says, quote.source, passage):
                return Said(passage.text[slice(*place)], passage, place[0])
        return f"{quote.source} does not say “{quote.says}”; copy the words from it"

    def unnamed(self, item: Item) -> str | None:
        """A code of the right option that the text behind it does not name."""
        if item.right.quote is None:
            return None
        named = {code for passage in self.of(item.right.quote.source) for code in passage.codes}
        for code in typed.meant(item.right.text):
            if code not in named and code.is_procedure:
                return f"{item.right.quote.source} does not name {code.value}; the text of the right option does"
        return None


def held(sources: Iterable[str], store: Store) -> Held:
    wanted = list(dict.fromkeys(map(_document, sources)))
    found = store.documents(wanted) if wanted else {}
    return Held({id: [stored.passage for stored in stored_ones] for id, stored_ones in found.items()})


def _document(source: str) -> str:
    return source.partition("#")[0]
