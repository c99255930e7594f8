"""Saved pages of forums: the topic, its postings, who wrote each and when.

Each family of forum software is one small file that names its elements; ``repeated.py`` reads what no family knows, by
what every forum has: a block that comes again and again, each with a name, a date and words.
"""

from indexer.forums.reading import read
from indexer.forums.values import Entry, Topic

__all__ = ["Entry", "Topic", "read"]
