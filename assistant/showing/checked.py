"""A checked text as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.checked import Checked, CheckedClaim, Found, Verdict
from assistant.showing import exports, phrases


def lines(checked: Checked) -> Iterator[str]:
    """Each claim under its verdict with the words that decided, then what was counted."""
    for one in checked.claims:
        yield f"{one.number}. {phrases.opening(one.verdict)}: {phrases.line(one.text)}"
        yield from (f"   {line}" for line in basis(one))
        yield ""
    yield summary(checked)
    if checked.unsearched:
        yield phrases.unsearched(checked.unsearched)
    if checked.masked:
        yield phrases.masked(checked.masked)
    yield phrases.fingerprint(checked.fingerprint)


def summary(checked: Checked) -> str:
    """ "3 claims: 1 supported, 2 not found; 4 sentences claim nothing"."""
    counts = [(verdict, checked.count(verdict)) for verdict in Verdict]
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts if count)
    claims, others = len(checked.claims), checked.passed_over
    said = f"{claims} claim{'' if claims == 1 else 's'}: {told}"
    return f"{said}; {others} sentence{' claims' if others == 1 else 's claim'} nothing" if others else said


def basis(one: CheckedClaim) -> Iterator[str]:
    """The words that decided or came nearest, where they stand, and what took their place."""
    if one.found is None:
        yield "No passage comes near it."
        return
    yield f"{'Nearest: ' if one.verdict is Verdict.NOT_FOUND else ''}{_words(one.found)}"
    yield f"{one.found.citation.formal}, {phrases.as_of(one.found.citation.as_of)}"
    if one.replaced:
        since = f", since {one.replaced.since}" if one.replaced.since else ""
        yield f"Replaced by {one.replaced.citation.formal}{since}"


def _words(found: Found) -> str:
    said = phrases.words(found.says, found.citation.provenance)
    return f"{said} ({phrases.provenance(found.citation.provenance)})"


def plain(checked: Checked) -> dict[str, Any]:
    return {
        "claims": [_claim(one) for one in checked.claims],
        "passed_over": checked.passed_over,
        "masked": list(checked.masked),
        "unsearched": list(checked.unsearched),
        "fingerprint": checked.fingerprint,
    }


def _claim(one: CheckedClaim) -> dict[str, Any]:
    return {
        "number": one.number,
        "claim": one.text,
        "verdict": one.verdict,
        "passage": {"says": one.found.says, "citation": exports.cited(one.found.citation)} if one.found else None,
        "replaced_by": {
            "citation": exports.cited(one.replaced.citation),
            "since": str(one.replaced.since) if one.replaced.since else None,
        }
        if one.replaced
        else None,
    }
