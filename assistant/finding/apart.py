"""Whether a question is about another subject than the one before it, as far as the base can tell."""

from __future__ import annotations

from indexer.index import Index
from indexer.stores import Query

# Cosines. What leans on an earlier question says little alone, so that no passage lies as near to it as this; and what
# is near to the earlier question is about the same. Read off half of the development conversations.
_ANSWERED, _FAR = 0.6, 0.3


def alone(text: str, earlier: str, index: Index) -> bool:
    """Whether a passage lies close to ``text`` alone, and ``earlier``, both with their long forms, does not."""
    vector, before = index.embedder.question(text), index.embedder.question(earlier)
    if float(vector @ before) >= _FAR:
        return False
    nearest = index.store.search(Query(vector=vector, top=1)).meaning
    return bool(nearest) and nearest[0].score >= _ANSWERED
