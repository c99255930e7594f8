"""Turns files of guidance and forum threads into documents that can be searched and cited.

What stands in ``__all__`` here and in ``assistant`` is the public face; each name is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.build import Report
    from indexer.build import build as build_index
    from indexer.codes.families import Family
    from indexer.codes.notation import Code
    from indexer.documents import Excerpt, PartialDate, Post, Provenance, Thread
    from indexer.errors import CitedeskError
    from indexer.index import Index, Manifest, open_index
    from indexer.passages import Passage
    from indexer.points import Why
    from indexer.reader import Problem
    from indexer.reference.rows import Force, Held, Row, Stated, Told
    from indexer.settings import IndexSettings
    from indexer.sources import Tier

__all__ = [
    "CitedeskError",
    "Code",
    "Excerpt",
    "Family",
    "Force",
    "Held",
    "Index",
    "IndexSettings",
    "Manifest",
    "PartialDate",
    "Passage",
    "Post",
    "Problem",
    "Provenance",
    "Report",
    "Row",
    "Stated",
    "Thread",
    "Tier",
    "Told",
    "Why",
    "build_index",
    "open_index",
]

_PLACES = {
    "CitedeskError": "errors",
    "Code": "codes",
    "Excerpt": "documents",
    "Family": "codes.families",
    "Force": "reference.rows",
    "Held": "reference.rows",
    "Index": "index",
    "IndexSettings": "settings",
    "Manifest": "index",
    "PartialDate": "documents",
    "Passage": "passages",
    "Post": "documents",
    "Problem": "reader",
    "Provenance": "documents",
    "Report": "build",
    "Row": "reference.rows",
    "Stated": "reference.rows",
    "Thread": "documents",
    "Tier": "sources",
    "Told": "reference.rows",
    "Why": "points",
    "build_index": "build",
    "open_index": "index",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_PLACES[name]}")
    # The name of this function is also its module's, which stands here already.
    return getattr(module, "build" if name == "build_index" else name)


def __dir__() -> list[str]:
    return __all__
