"""Payers, states, settings, performers, dates and years: known here alone, and meaning the same everywhere."""

from __future__ import annotations

from indexer.lexicon.changes import Change
from indexer.lexicon.changes import find as find_changes
from indexer.lexicon.dates import DateMention, service, years
from indexer.lexicon.dates import find as find_dates
from indexer.lexicon.entries import Entry, Facet, Kind, names
from indexer.lexicon.mentions import Mention, find
from indexer.lexicon.periods import Period, Relation
from indexer.lexicon.publishers import patterns, payer_of_source

__all__ = [
    "Change",
    "DateMention",
    "Entry",
    "Facet",
    "Kind",
    "Mention",
    "Period",
    "Relation",
    "find",
    "find_changes",
    "find_dates",
    "names",
    "patterns",
    "payer_of_source",
    "service",
    "years",
]
