"""Payers, states, settings, performers, dates and years: known here alone, and meaning the same everywhere."""

from __future__ import annotations

from indexer.lexicon.dates import DateMention, service, years
from indexer.lexicon.dates import find as find_dates
from indexer.lexicon.entries import Entry, Facet, Kind
from indexer.lexicon.mentions import Mention, find
from indexer.lexicon.periods import Period, Relation
from indexer.lexicon.publishers import patterns, payer_of_source

__all__ = [
    "DateMention",
    "Entry",
    "Facet",
    "Kind",
    "Mention",
    "Period",
    "Relation",
    "find",
    "find_dates",
    "patterns",
    "payer_of_source",
    "service",
    "years",
]
