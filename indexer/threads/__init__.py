"""Threads of forums: who says what to whom, in whichever form it was saved.

``looks_like`` tells how sure it is that a text is a thread, ``read`` reads it, ``converse`` reads postings that are
told apart already. All are pure: text in, values out.
"""

from indexer.threads.reading import looks_like, read
from indexer.threads.silence import says_nothing
from indexer.threads.told import Told, converse
from indexer.threads.values import Conversation, Posting, Reading

__all__ = ["Conversation", "Posting", "Reading", "Told", "converse", "looks_like", "read", "says_nothing"]
