from __future__ import annotations

from pathlib import Path

import pytest

from indexer import reader, sources
from indexer.documents import Excerpt, Thread
from indexer.sources import Tier


def excerpt(source: str) -> Excerpt:
    return Excerpt("e", "T", source, None, None, None, None, None, None, "text")


@pytest.mark.parametrize(
    ("source", "tier"),
    [
        ("CPT Assistant via Cardiology Coding Alert", Tier.CPT),
        ("NCCI Policy Manual, via Anesthesia Coding Alert", Tier.CMS),
        ("CMS Transmittal 1460", Tier.CMS),
        ("Noridian (quoted in AAPC Revenue Cycle Insider, January 2026)", Tier.MAC),
        ("Palmetto GBA, chiropractic", Tier.MAC),
        ("Regence Anesthesia Reimbursement Policy 102", Tier.PAYER),
        ("AAOS Now, June 2024", Tier.SOCIETY),
        ("AAPC Pediatric Coding Alert", Tier.VENDOR),
        ("WebPT blog (earlier version)", Tier.VENDOR),
    ],
)
def test_an_excerpt_takes_its_sources_tier(source: str, tier: Tier) -> None:
    assert sources.tier(excerpt(source)) is tier


def test_a_thread_is_opinion_unless_its_source_is_an_authority() -> None:
    assert sources.tier(Thread("t", "T", "AAPC forum", None, ())) is Tier.FORUM
    assert sources.tier(Thread("t", "T", "somewhere", None, ())) is Tier.FORUM
    assert sources.tier(Thread("t", "T", "AAPC Urology Coding Alert, reader question", None, ())) is Tier.VENDOR
    assert sources.tier(Thread("t", "T", "CMS Frequently Asked Questions, 11354", None, ())) is Tier.CMS


def test_every_tier_occurs_in_the_shipped_base() -> None:
    documents, _ = reader.read(Path(__file__).parents[1] / "kb")
    assert {sources.tier(document) for document in documents} == set(Tier)
