"""Public reference files as data, as CMS and CDC publish them: pairs that are edited, units, indicators, diagnoses.

Descriptors of CPT are not kept.
"""

from indexer.reference.keeping import Store, beside
from indexer.reference.opening import ENDINGS, read, sources, within
from indexer.reference.recognising import Published
from indexer.reference.rows import Force, Held, Paired, Row, Stated, Told

__all__ = [
    "ENDINGS",
    "Force",
    "Held",
    "Paired",
    "Published",
    "Row",
    "Stated",
    "Store",
    "Told",
    "beside",
    "read",
    "sources",
    "within",
]
