"""What the store contract asks about the small base."""

from __future__ import annotations

from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.sources import Tier
from indexer.stores import Filter
from indexer.vocabulary import Near

WORDS = (
    ("pump",),
    ("pump", "refil", "pump"),
    ("wound", "closur", "99213"),
    ("cafe", "longword"),
    ("zebra",),
    ("the",),
    ("x" * 1000, "pump"),
    ("\u8a3a\u65ad",),
)
NEAR = (
    Near("refil", "pump", 0.5),
    Near("wound", "zebra", 0.3),
    Near("pump", "pump", 0.4),
    Near("unknown", "pump", 1.0),
    # Near two words, it counts for both.
    Near("refil", "wound", 0.2),
)
CODES = (
    (Code("CPT", "62368"),),
    (Code("CPT", "62368"), Code("modifier", "25")),
    (Code("CPT", "9921X"),),
    (Code("CPT", "992XX"), Code("ICD-10-CM", "M17.11")),
    (Code("CPT", "62371"),),
    (Code("CPT", "99216"),),
    (Code("HCPCS", "J3491"),),
    (Code("CPT", "11042"),),
    (Code("modifier", "KX"),),
)
FILTERS = {
    "nothing": Filter(),
    "a tier": Filter(tiers=frozenset({Tier.CMS})),
    "tiers": Filter(tiers=frozenset({Tier.CMS, Tier.FORUM})),
    "a payer": Filter(payers=frozenset({"Medicare"})),
    "payers": Filter(payers=frozenset({"Medicare", "Blue Cross \u2013 \u201cTexas\u201d"})),
    "provenance": Filter(provenance=frozenset({Provenance.SAID, Provenance.REPORTED})),
    "documents": Filter(documents=frozenset({"threads/\u00e9 \u201c1\u201d", "d2", "nowhere"})),
    "nobody": Filter(payers=frozenset({"Nobody"})),
    "since a year": Filter(since=PartialDate(2010)),
    "since a day": Filter(since=PartialDate(2010, 3, 19)),
    "until a month": Filter(until=PartialDate(2010, 3)),
    "a month": Filter(since=PartialDate(2010, 2), until=PartialDate(2010, 2)),
    "years": Filter(since=PartialDate(2008), until=PartialDate(2011)),
    "no day": Filter(since=PartialDate(2012), until=PartialDate(2010)),
    "all at once": Filter(
        tiers=frozenset({Tier.CMS, Tier.CPT, Tier.FORUM}),
        payers=frozenset({"Medicare"}),
        provenance=frozenset({Provenance.VERBATIM, Provenance.SAID}),
        documents=frozenset({f"d{number}" for number in range(9)}),
        since=PartialDate(2006, 7),
        until=PartialDate(2015),
    ),
}
