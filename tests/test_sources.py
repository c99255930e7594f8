from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from indexer import reader, sources
from indexer.documents import Excerpt, PartialDate, Thread
from indexer.errors import SettingsError
from indexer.reader import Problem
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
    assert sources.tier(excerpt(source), sources.rules(None)) is tier


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
    assert sources.tier(Thread("t", "T", "AAPC forum", None, ()), sources.rules(None)) is Tier.FORUM
    assert sources.tier(Thread("t", "T", "somewhere", None, ()), sources.rules(None)) is Tier.FORUM
    assert (
        sources.tier(Thread("t", "T", "AAPC Urology Coding Alert, reader question", None, ()), sources.rules(None))
        is Tier.VENDOR
    )
    assert (
        sources.tier(Thread("t", "T", "CMS Frequently Asked Questions, 11354", None, ()), sources.rules(None))
        is Tier.CMS
    )


def test_every_tier_occurs_in_the_shipped_base() -> None:
    documents = [one for one in reader.read(Path(__file__).parents[1] / "kb") if not isinstance(one, Problem)]
    rules = sources.rules(None)
    assert {sources.tier(document, rules) for document in documents} == set(Tier) - {Tier.HOUSE}


def test_a_user_s_own_rules_are_read_before_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "sources.yaml"
    own.write_text("- {tier: payer, phrases: [hill plan]}\n- {tier: society, phrases: [noridian, aaos]}\n")
    rules = sources.rules(own)
    assert sources.tier(excerpt("Hill Plan bulletin 7"), rules) is Tier.PAYER
    assert sources.tier(excerpt("Hill Plan bulletin 7"), sources.rules(None)) is Tier.VENDOR
    assert sources.tier(excerpt("Noridian"), rules) is Tier.SOCIETY
    assert sources.tier(excerpt("Palmetto GBA"), rules) is Tier.MAC
    assert sources.tier(excerpt("Uphill planning"), rules) is Tier.VENDOR


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("tier: payer\n", "expected a list of rules such as - {tier: payer, phrases: [blue cross, my plan]}"),
        ("", "expected a list of rules such as"),
        ("- {tier: [\n", "not YAML ("),
        ("- {tier: payer}\n", "rule 1: expected - {tier: payer, phrases: ["),
        ("- {tier: cms, phrases: [a]}\n- {tier: cms, phrases: a}\n", "rule 2: expected - {tier: payer, phrases: ["),
        ("- {tier: cms, phrases: [2012]}\n", "rule 1: expected - {tier: payer, phrases: ["),
        ("- {tier: cms, phrases: [' ']}\n", "rule 1: expected - {tier: payer, phrases: ["),
        ("- {tier: cms, phrases: []}\n", "rule 1: expected - {tier: payer, phrases: ["),
        ("- payer\n", "rule 1: expected - {tier: payer, phrases: ["),
        (
            "- {tier: insurer, phrases: [a]}\n",
            "rule 1: insurer: no such tier; known tiers are cms, cpt, mac, payer, society, vendor, forum",
        ),
        ("- {tier: payer, payers: [insurer]}\n", "rule 1: payers are kinds: a list of medicare, contractor,"),
        ("- {tier: payer, payers: medicaid}\n", "rule 1: payers are kinds: a list of medicare, contractor,"),
        ("- {tier: house, phrases: [a]}\n", "rule 1: house: no such tier; known tiers are cms, cpt, mac, payer,"),
    ],
)
def test_a_file_of_rules_that_is_none_is_told(tmp_path: Path, text: str | None, says: str) -> None:
    own = tmp_path / "own.yaml"
    if text is not None:
        own.write_text(text)
    with pytest.raises(SettingsError) as error:
        sources.rules(own)
    assert f"index.sources: {own}: {says}" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_rule_may_name_kinds_of_payer(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("- {tier: society, payers: [contractor]}\n")
    assert sources.tier(excerpt("Noridian JE Part B"), sources.rules(None)) is Tier.MAC
    assert sources.tier(excerpt("Noridian JE Part B"), sources.rules(own)) is Tier.SOCIETY
    assert sources.tier(excerpt("Aetna clinical policy bulletin"), sources.rules(None)) is Tier.PAYER
    # Who writes about a payer does not speak for it.
    assert sources.tier(excerpt("Coding Alert on Aetna"), sources.rules(None)) is Tier.VENDOR


def test_rules_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"own\.yaml: not UTF-8 text"):
        sources.rules(own)


@pytest.mark.parametrize(
    ("source", "tier", "payer"),
    [
        ("Aetna Clinical Policy Bulletin 0161", Tier.PAYER, "Aetna"),
        ("Noridian", Tier.MAC, "Medicare"),
        ("NCCI Policy Manual", Tier.CMS, "Medicare"),
        ("CPT Assistant", Tier.CPT, None),
        ("coding forum", Tier.FORUM, None),
    ],
)
def test_a_source_is_a_payer_s_own_text_where_its_name_says_so(source: str, tier: Tier, payer: str | None) -> None:
    assert sources.payer(source, tier) == payer
