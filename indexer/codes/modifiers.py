"""Modifiers, written ``-25``, ``mod 25``, ``25 modifier``, ``w/ 59``, ``99213-25``, ``59/XS`` or bare in coding talk.

A number or two letters alone prove nothing, so neighbours joined by "/", "or" and the like are taken as one run, and
the run counts where something beside it, or one of its members, says that modifiers are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.codes.evidence import Evidence
from indexer.codes.modifier_values import NUMBERED
from indexer.codes.notation import Code, Mention
from indexer.codes.tokens import Run, Tokens


def find(text: str) -> Iterator[Mention]:
    """``text`` has lookalikes overwritten and every code already read overwritten with CODE."""
    tokens = Tokens(text)
    runs = list(tokens.runs())
    evidence = Evidence(tokens)
    if any(evidence.is_meant(run) for run in runs):
        evidence = Evidence(tokens, coding=True)
    for run in runs:
        if evidence.is_meant(run):
            yield from _mentions(tokens, run, evidence.is_family(run) or evidence.is_named(run))


def _mentions(tokens: Tokens, run: Run, ranged: bool) -> Iterator[Mention]:
    """One mention a modifier; where a hyphen means a range and not a second modifier, one for the range."""
    members = list(run.members)
    while members:
        index = members.pop(0)
        one = other = tokens.at(index)
        spans = ranged or (
            not tokens.hyphened(index) and (one.value[0].isalpha() or not tokens.at(index - 1).is_code)
        )  # a range: 28285 T5-T9, not 11750-T5-T6
        if spans and members and members[0] - index == 2 and tokens.at(index + 1).word in {"-", "thru", "through"}:
            other = tokens.at(members.pop(0))
        values = one.values if one is other else _written_out(one.value, other.value)
        yield Mention(one.start, other.end, tuple(Code("modifier", value) for value in dict.fromkeys(values)))


def _written_out(first: str, last: str) -> list[str]:
    """Every modifier from ``first`` to ``last``; the thumb and the great toe (FA, TA) count as the zeroth digit."""
    if first in NUMBERED and last in NUMBERED:
        between = [str(number) for number in range(int(first), int(last) + 1) if str(number) in NUMBERED]
        return between if 0 < int(last) - int(first) < 10 else [first, last]
    low = "0" if first in {"FA", "TA"} else first[1]
    if first[0] != last[0] or not (low + last[1]).isdigit() or low >= last[1]:
        return [first, last]
    return [first, *(first[0] + str(digit) for digit in range(int(low) + 1, int(last[1]) + 1))]
