from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from indexer import reader, sources
from indexer.documents import Excerpt, PartialDate, Thread
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


@pytest.mark.parametrize(
    ("particulars", "label"),
    [
        ({"published": PartialDate(2006, 7), "volume": "16", "issue": "7"}, "S, July 2006, volume 16, issue 7"),
        ({"published": PartialDate(2008, 2), "volume": "18", "page": "3"}, "S, February 2008, volume 18, page 3"),
        ({"published": PartialDate(2019), "issue": "2", "page": "25-30"}, "S, 2019, issue 2, pages 25-30"),
        ({"published": PartialDate(2005), "issue": "Special Issue", "page": "7"}, "S, 2005, Special Issue, page 7"),
        ({"chapter": "12", "section": "30.6.5"}, "S, chapter 12, section 30.6.5, undated"),
        ({"section": "Chapter 12, Section 30.6.5"}, "S, chapter 12, section 30.6.5, undated"),
        ({"chapter": "1", "section": "B", "page": "I-4"}, "S, chapter 1, section B, page I-4, undated"),
        ({"section": "page 10"}, "S, page 10, undated"),
        ({"section": "Pub. 100-04, 40.1B"}, "S, Pub. 100-04, 40.1B, undated"),
        ({"source": "S, October 2, 2023", "published": PartialDate(2023, 10)}, "S, October 2, 2023"),
        ({"source": "S 2012", "published": PartialDate(2012)}, "S 2012"),
        ({"source": "S 20125", "published": PartialDate(2012)}, "S 20125, 2012"),
    ],
)
def test_publications_and_manuals_are_cited_in_one_wording(particulars: dict[str, Any], label: str) -> None:
    document = dataclasses.replace(excerpt("S"), **particulars)
    assert sources.citation(document, None, None, None) == label


def test_a_thread_is_opinion_unless_its_source_is_an_authority() -> None:
    assert sources.tier(Thread("t", "T", "AAPC forum", None, ())) is Tier.FORUM
    assert sources.tier(Thread("t", "T", "somewhere", None, ())) is Tier.FORUM
    assert sources.tier(Thread("t", "T", "AAPC Urology Coding Alert, reader question", None, ())) is Tier.VENDOR
    assert sources.tier(Thread("t", "T", "CMS Frequently Asked Questions, 11354", None, ())) is Tier.CMS


def test_every_tier_occurs_in_the_shipped_base() -> None:
    documents, _ = reader.read(Path(__file__).parents[1] / "kb")
    assert {sources.tier(document) for document in documents} == set(Tier) - {Tier.HOUSE}
