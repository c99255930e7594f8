"""Whether a question is about another subject than the one before it, as far as the base can tell."""

from __future__ import annotations

from indexer import scoring, terms
from indexer.index import Index
from indexer.stores import Query

# Cosines. What leans on an earlier question says little alone, so that no passage lies as near to it as this; and what
# is near to the earlier question is about the same. Read off half of the development conversations.
_ANSWERED, _FAR = 0.6, 0.3
# Words that no document has; one may be a slip.
_UNKNOWN = 2


def alone(text: str, earlier: str, index: Index) -> bool:
    """Whether ``text`` lies far from ``earlier``, both with their long forms, and a passage lies close to it alone or
    most of its words are strange to the base.
    """
    vector, before = index.embedder.question(text), index.embedder.question(earlier)
    if float(vector @ before) >= _FAR:
        return False
    if _strange(text, index):
        return True
    nearest = index.store.search(Query(vector=vector, top=1)).meaning
    return bool(nearest) and nearest[0].score >= _ANSWERED


def _strange(text: str, index: Index) -> bool:
    """Whether at least two of its words, and half of them all, stand in no document: "best restaurant in Paris"."""
    words = tuple(dict.fromkeys(terms.find(text)))
    never = scoring.rarity(0, len(index.store))
    unknown = [word for word, rarity in index.store.rarity(words).items() if rarity >= never]
    return len(unknown) >= _UNKNOWN and 2 * len(unknown) >= len(words)
