"""What a bare reply such as "Yes, append it" answers: its thread's own question, set beside the quotation."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from assistant.answers import Quotation
from assistant.quoting.spans import points_back
from indexer import codes, passages
from indexer.codes import Code

# The longest question of a thread that is set beside a reply, in characters; a reply of fewer words than _FEWEST says
# little without it: "By the nerve." A question of fewer than _FEWEST_ASKED is no help by itself: "Is that right?"
_LONGEST, _FEWEST, _FEWEST_ASKED = 220, 9, 5


def beside(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Each bare reply with the question that it answers, unless that names a code that no quoted passage has."""
    offered = {code for quotation in quotations for code in quotation.passage.codes}
    return [replace(quotation, replies_to=_asked(quotation, offered)) for quotation in quotations]


def _asked(quotation: Quotation, offered: Container[Code]) -> str | None:
    brief = len(quotation.text.split()) < _FEWEST
    if quotation.passage.role is None or not (brief or points_back(quotation.text)):
        return None
    context = quotation.passage.context.removeprefix(quotation.passage.title)
    bounds = passages.sentences(context)
    for place in reversed(range(len(bounds))):
        start, end = bounds[place]
        if not context[start:end].endswith("?"):
            continue
        if place and len(context[start:end].split()) < _FEWEST_ASKED:
            start = bounds[place - 1][0]
        asked = " ".join(context[start:end].split())
        fits = len(asked.split()) >= _FEWEST_ASKED and len(asked) <= _LONGEST
        if fits and all(code in offered for code in codes.values(codes.find(asked))):
            return asked
    return None
