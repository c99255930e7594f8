"""Whether a text says that a dose or a rate was changed."""

from __future__ import annotations

import pytest

from indexer import lexicon
from indexer.lexicon import Change

DOSE, RATE, NOTHING = Change.DOSE, Change.RATE, Change.NOTHING


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("doc increased the morphine rate and refilled, he did it himself", (RATE,)),
        ("the rate or the dose changed", (DOSE, RATE)),
        ("bumped up the dose", (DOSE,)),
        ("refill with a rate change", (RATE,)),
        ("dose went up", (DOSE,)),
        ("dose unchanged but the rate was lowered", (RATE,)),
        ("nothing changed except the rate", (RATE,)),
        ("we only interrogated the pump, printed the report, no changes", (NOTHING,)),
        ("he didnt change the rate, only checked the volume", (NOTHING,)),
        ("the rate wasn't changed", (NOTHING,)),
        ("without a dose change", (NOTHING,)),
        ("same rate and dose", (NOTHING,)),
        ("neither changed", (NOTHING,)),
        ("settings left alone", (NOTHING,)),
        ("whether the dose changed", ()),
        ("did the rate change?", ()),
        ("is it reprogramming if the dose is changed", ()),
        ("heart rate increased", ()),
        ("the payment rate was raised", ()),
        ("no change in mental status", ()),
        ("no changes to the claim", ()),
        ("patient changed insurance", ()),
        ("no", ()),
    ],
)
def test_a_change_is_read_with_what_negates_it(text: str, changed: tuple[Change, ...]) -> None:
    assert lexicon.find_changes(text) == changed
