"""Search terms, and that an engine of its own would split the shipped base just so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tantivy

from indexer import terms

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The pumps were REFILLED (62368).", ["pump", "were", "refil", "62368"]),
        ("E/M-visit, it's 99213-25", ["e", "m", "visit", "s", "99213", "25"]),
        (
            "Caf\u00e9 cafe\u0301 \u0141\u00f3d\u017a stra\u00dfe \u0152uvre",
            ["cafe", "cafe", "lodz", "strass", "oeuvr"],
        ),
        ("10 cm\u00b2, \u00bd unit, Watson\u2122", ["10", "cm", "unit", "watson"]),
        ("\u8a3a\u65ad \u0939\u093f\u0928\u094d\u0926\u0940", ["\u8a3a\u65ad", "\u0939\u093f\u0928\u094d\u0926\u0940"]),
        ("internal interval pathologists", ["internal", "interval", "patholog"]),
        ("the of and", []),
        ("?! \U0001f600 \0", []),
        ("", []),
        ("a" * 5000, ["a" * 5000]),
    ],
)
def test_a_text_becomes_its_terms(text: str, found: list[str]) -> None:
    assert terms.find(text) == found


def test_the_shipped_base_is_split_as_tantivy_splits_it() -> None:
    named = tantivy.Filter
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\w+"))
    for step in (named.lowercase(), named.ascii_fold(), named.stopword("english"), named.stemmer("english")):
        builder = builder.filter(step)
    analyzer = builder.build()
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "kb").rglob("*.md"))]
    lines = (ROOT / "benchmarks" / "questions_a.jsonl").read_text("utf-8").splitlines()
    texts += [json.loads(line)["question"] for line in lines]
    assert len(texts) > 400
    assert [text for text in texts if terms.find(text) != analyzer.analyze(text)] == []
