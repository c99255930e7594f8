"""Which payer speaks where a source speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.lexicon.entries import Facet, Kind, payers
from indexer.lexicon.mentions import find

_OF_MEDICARE = frozenset({Kind.MEDICARE, Kind.CONTRACTOR})


def payer_of_source(name: str) -> str | None:
    """The payer's own name for a source's ``name``, Medicare for CMS and its contractors; None where none is named."""
    payers = [one.entry for one in find(name) if one.entry.facet is Facet.PAYER and one.entry.kind is not Kind.ANY]
    if not payers:
        return None
    own = next((entry for entry in payers if entry.kind not in _OF_MEDICARE and not entry.whole), payers[0])
    return "Medicare" if own.kind in _OF_MEDICARE else own.name


def patterns(kinds: Iterable[Kind]) -> list[str]:
    """What the names of all payers of ``kinds`` look like in a source's name; small letters are as good as capitals."""
    wanted = set(kinds)
    names = [name for entry, own in payers() if entry.kind in wanted and not entry.whole for name in own]
    return [_pattern(name) for name in names]


def _pattern(name: str) -> str:
    if name.isupper():
        return f"(?-i:{re.escape(name)})"
    return re.escape(name.removesuffix("*")) + (r"\w*" if name.endswith("*") else "")
