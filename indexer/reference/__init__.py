"""Public reference files as data, as CMS and CDC publish them: pairs that are edited, units, indicators, diagnoses.

Descriptors of CPT are not kept.
"""

from indexer.reference.keeping import Held, Store, Told, beside
from indexer.reference.opening import ENDINGS, read, sources, within
from indexer.reference.recognising import Published
from indexer.reference.rows import Row

__all__ = ["ENDINGS", "Held", "Published", "Row", "Store", "Told", "beside", "read", "sources", "within"]
