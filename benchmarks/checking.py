"""What the check of a text makes of labelled claims over the shipped base.

    python -m benchmarks.checking [--index .citedesk] [--show]

``claims.jsonl`` holds claims, each labelled supported, contradicted, replaced or not found, half of them in words of
their own. The bounds of ``assistant/checking/bearing.py`` were set on the part "fit" and on the pairs of
``grounding_pairs.jsonl`` and ``grounding_fresh.jsonl``; the part "held" took no part in that. The part "lists" is of
sentences that give several codes, half of its claims with two of them in each other's places.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.ask import Desk
from assistant.checked import Verdict
from assistant.checking import check

CLAIMS = Path(__file__).with_name("claims.jsonl")
LABELS = {
    "supported": Verdict.SUPPORTED,
    "contradicted": Verdict.CONTRADICTED,
    "replaced": Verdict.REPLACED,
    "not found": Verdict.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """``document`` settles it; None where none does. ``wording`` is close or paraphrase."""

    claim: str
    label: Verdict
    document: str | None
    wording: str
    part: str


def read() -> list[Claim]:
    found = [json.loads(line) for line in CLAIMS.read_text("utf-8").splitlines()]
    return [Claim(**{**one, "label": LABELS[one["label"]]}) for one in found]


def figures(labels: Sequence[Verdict], verdicts: Sequence[Verdict]) -> dict[str, float]:
    """``right``: the share of claims that are called supported if and only if they are. ``mistaken``: of the
    contradicted ones the share that are called supported. ``recall``: of the supported ones. ``exact``: the verdict is
    the label.
    """
    told = list(zip(labels, verdicts, strict=True))
    right = sum((label is Verdict.SUPPORTED) == (verdict is Verdict.SUPPORTED) for label, verdict in told)
    return {
        "claims": len(told),
        "right": round(right / len(told), 3),
        "mistaken": round(_supported(told, Verdict.CONTRADICTED), 3),
        "recall": round(_supported(told, Verdict.SUPPORTED), 3),
        "exact": round(sum(label is verdict for label, verdict in told) / len(told), 3),
    }


def _supported(told: Sequence[tuple[Verdict, Verdict]], of: Verdict) -> float:
    verdicts = [verdict for label, verdict in told if label is of]
    return verdicts.count(Verdict.SUPPORTED) / (len(verdicts) or 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--show", action="store_true", help="print every claim whose verdict is not its label")
    options = parser.parse_args()
    desk = Desk.open(options.index)
    claims = read()
    verdicts = [check.judged(1, one.claim, desk).verdict for one in claims]
    for part in ("fit", "held", "lists"):
        told = [(one, verdict) for one, verdict in zip(claims, verdicts, strict=True) if one.part == part]
        print(part, json.dumps(figures([one.label for one, _ in told], [verdict for _, verdict in told])))
        print("  ", dict(Counter(f"{one.label}: {verdict}" for one, verdict in told)))
        for one, verdict in told if options.show else ():
            if verdict is not one.label:
                print(f"   {one.label}: {verdict}: {one.claim}")


if __name__ == "__main__":
    main()
