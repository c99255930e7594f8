"""Who says it: which words of a posting are a named publication's and which are the poster's own."""

from indexer.authority.publications import Particulars, Publication
from indexer.authority.taking import Reported, Stretch, reported, speaking

__all__ = ["Particulars", "Publication", "Reported", "Stretch", "reported", "speaking"]
