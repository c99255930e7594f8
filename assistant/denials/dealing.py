"""Deals with a denial: its codes -> questions -> what bears on it in both directions -> what may be filed."""

from __future__ import annotations

from pathlib import Path

from assistant.ask import Desk
from assistant.denials import files, weighing
from assistant.denials.dealt import Dealt, Evidence
from assistant.denials.denial import Denial


def deal(denial: Denial, desk: Desk, index: Path) -> Dealt:
    """``index`` is the index's folder, beside which public files are kept.

    Raises QuestionError for facts that are none, RecordError where the kept rows of public files are damaged.
    """
    facts = denial.given.read()
    service = facts.service if facts else None
    kind = denial.kinds[0] if denial.kinds else None
    pair = weighing.compared(denial, desk)
    rows = files.rows(denial, index, service.last if service else None)
    asked = weighing.ask(denial, kind, pair, desk, facts)
    found = list(files.evidence(denial, rows))
    # Nobody is right or wrong about a claim that is only to be mended.
    if not (kind and kind.corrects):
        found += weighing.of_pair(pair, service) if pair else ()
        found += weighing.of_answer(asked.answer, denial, kind, desk) if asked.answer else ()
        found += weighing.of_claim(denial, kind, desk) if kind else ()
    return Dealt(denial, kind, _different(found), asked.answer, asked.nearest, rows, desk.fingerprint)


def _different(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Each words once, by what says most of them: a case before a verdict, a verdict before a bare sentence."""
    first: dict[tuple[bool | None, str], Evidence] = {}
    for one in found:
        first.setdefault((one.pays, " ".join((one.says or one.told or "").split())), one)
    return tuple(first.values())
