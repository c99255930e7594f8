"""`citedesk calibrate`: support and its bounds fitted on a user's labelled questions, and whether more can be claimed
than with what is shipped.

The fit starts from the shipped numbers, with a reader or without as the desk is, and is held near them, so that a few
dozen questions suffice and what none of them shows keeps its weight. Questions that a right document leads weigh as
much together as all others. The bounds of false claims are set on what was decided held out of the questions that the
base does not answer: those that the user labelled so, and answerable ones without their documents.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import ask
from assistant.ask import Desk
from assistant.finding import calibration
from assistant.fitted import claims, fitter, provenance
from assistant.fitted.claims import USUAL, Claims
from assistant.fitted.fitter import Fit, Flags, Numbers
from assistant.fitted.provenance import Model, Provenance
from assistant.measuring.examples import Example, Kind
from assistant.measuring.metrics import auroc
from assistant.settings import AssistantSettings
from indexer import advice
from indexer import index as index_
from indexer.doctor import Finding
from indexer.errors import NoIndexError, QuestionError

# Questions that a fit takes at least.
LEAST = {Kind.ANSWERABLE: 30, Kind.UNANSWERABLE: 10}
# How strongly the slopes are held to the shipped ones. On six bases, each fitted without a reader on half of its
# questions and measured on the others, ``claimed_right_at_the_rate`` of 0.03 rose from 0.169 to 0.182 with 30
# answerable questions and to 0.176 with all, some 120, and fell in 4 of 12 halves both times; with 0.1 to 0.188 and
# 0.168 (fell in 5 and 6), with 0.03 to 0.164 and 0.163 (7 and 6).
PENALTY = 0.3
# What the kinds of questions without a right document weigh beside one another; other shares claim about as much.
MISSED, UNANSWERABLE, TAKEN_AWAY = 0.2, 0.4, 0.4
# What of the questions that a right document leads may fall below the bound under which nothing is shown, and the rate
# of false claims from which on evidence is strong.
UNSHOWN, STRONG = 0.01, 0.01


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions, at the bound in use, and how well chances tell those that a right document leads from
    unanswerable ones.

    ``claimed_right`` and ``claimed_with_another`` are parts of the answerable ones, ``false_claims`` of the others.
    ``claimed_right_at_the_rate``: with a bound set on these very questions, so that the stated part of those without an
    answer is claimed. What is said of documents taken away is None where no question names its own.
    """

    auroc: float
    auroc_documents_taken_away: float | None
    claimed_right: float
    claimed_with_another: float
    false_claims: float
    false_claims_documents_taken_away: float | None
    claimed_right_at_the_rate: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """``record`` is what is written, ``rate`` the stated rate of false claims. ``before`` is measured with the shipped
    numbers, ``after`` held out by tenths.
    """

    record: dict[str, Any]
    rate: float
    before: Figures
    after: Figures

    @property
    def worse(self) -> bool:
        """Whether fewer questions are claimed at the same rate of false claims."""
        return self.after.claimed_right_at_the_rate < self.before.claimed_right_at_the_rate


@dataclass(frozen=True, slots=True)
class _Sides:
    """Which examples are answerable, led by a right document (``right``), unanswerable, or ``away`` from their own."""

    answerable: Flags
    right: Flags
    unanswerable: Flags
    away: Flags

    @classmethod
    def of(cls, examples: Sequence[Example]) -> _Sides:
        answerable, unanswerable, away = (np.array([one.kind is kind for one in examples]) for kind in Kind)
        return cls(answerable, np.array([one.right for one in examples]), unanswerable, away)

    @property
    def unanswered(self) -> Flags:
        return self.unanswerable | self.away

    @property
    def weights(self) -> Numbers:
        """Those of a right document sum to 1, and so do all others."""
        others = ((self.answerable & ~self.right, MISSED), (self.unanswerable, UNANSWERABLE), (self.away, TAKEN_AWAY))
        there = sum(weight for side, weight in others if side.any())
        found: Numbers = self.right / self.right.sum()
        for side, weight in others:
            if side.any():
                found = found + side * weight / there / side.sum()
        return found


def calibrate(examples: Sequence[Example], desk: Desk, files: Sequence[Path], date: str) -> Outcome:
    """``files`` are those that the examples were read from, ``date`` is the day. Raises QuestionError for too few."""
    sides, rate = _Sides.of(examples), desk.settings.false_claims
    folds = np.array([one.fold for one in examples])
    _check(sides, folds, rate)
    name = desk.reader.name if desk.reader else None
    names, shipped = calibration.READ if name else calibration.UNREAD, calibration.shipped(name)
    values = np.array([[getattr(one.features, field) for field in names] for one in examples], dtype=np.float64)
    start = Fit(np.array([weight for _, weight in shipped.fitted.weights]), shipped.fitted.bias)
    held_out = fitter.held_out(values, sides.right, sides.weights, folds, PENALTY, start)
    bounds = claims.fitted(held_out[sides.unanswered].tolist())
    own = Claims.read(bounds, round(float(np.quantile(held_out[sides.right], UNSHOWN)), 4))
    after = _figures(sides, held_out, own.bound(rate), rate)
    record = {
        "provenance": _provenance(examples, desk, files, date).record(),
        "reader": name,
        "cross_validated": {one: value if value is None else round(value, 4) for one, value in asdict(after).items()},
        **fitter.fit(values, sides.right, sides.weights, PENALTY, start).record(names, own.bound(USUAL)),
        "bounds": bounds,
        "shown": own.shown,
        "strong": own.bound(STRONG),
    }
    return Outcome(record, rate, _figures(sides, start.chances(values), shipped.claims.bound(rate), rate), after)


def _check(sides: _Sides, folds: NDArray[np.int64], rate: float) -> None:
    """Raises QuestionError where the questions are too few for a fit, or for a bound at ``rate``."""
    count = {Kind.ANSWERABLE: int(sides.answerable.sum()), Kind.UNANSWERABLE: int(sides.unanswerable.sum())}
    if any(count[kind] < least for kind, least in LEAST.items()):
        needed = " and ".join(f"{least} {kind}" for kind, least in LEAST.items())
        there = " and ".join(f"{count[kind]} {kind}" for kind in LEAST)
        raise QuestionError(f"{there} questions: support is fitted on at least {needed} ones; label more of them")
    if any(len(np.unique(folds[side])) < 2 for side in (sides.right, ~sides.right)):
        right = int(sides.right.sum())
        raise QuestionError(
            f"a right document leads {right} of {count[Kind.ANSWERABLE]} answerable questions, too few to fit on; "
            "check the documents that they name, or put the questions in another order"
        )
    unanswered = int(sides.unanswered.sum())
    if rate and math.floor(rate * (unanswered + 1)) < 1:
        raise QuestionError(
            f"{unanswered} questions that the base does not answer: a bound at {rate:g} false claims takes at least "
            f"{math.ceil(1 / rate) - 1}; label more of them, or name the documents that answer the others"
        )


def _provenance(examples: Sequence[Example], desk: Desk, files: Sequence[Path], date: str) -> Provenance:
    kinds, manifest = [one.kind for one in examples], desk.index.manifest
    return Provenance(
        script="citedesk calibrate",
        sources=provenance.sources(files),
        examples={str(kind): kinds.count(kind) for kind in Kind},
        knowledge_base=manifest.knowledge_base,
        model=Model.run_by(manifest.model, manifest.model_sha256, manifest.embedder),
        date=date,
    )


def _figures(sides: _Sides, chances: Numbers, bound: float, rate: float) -> Figures:
    right, unanswerable, away = (chances[side] for side in (sides.right, sides.unanswerable, sides.away))
    missed, answerable = chances[sides.answerable & ~sides.right], int(sides.answerable.sum())
    at_rate = Claims.read(claims.fitted(chances[sides.unanswered].tolist()), 0.0).bound(rate)
    return Figures(
        auroc=auroc(right.tolist(), unanswerable.tolist()),
        auroc_documents_taken_away=auroc(right.tolist(), away.tolist()) if len(away) else None,
        claimed_right=int((right >= bound).sum()) / answerable,
        claimed_with_another=int((missed >= bound).sum()) / answerable,
        false_claims=float((unanswerable >= bound).mean()),
        false_claims_documents_taken_away=float((away >= bound).mean()) if len(away) else None,
        claimed_right_at_the_rate=int((right >= at_rate).sum()) / answerable,
    )


def examine(folder: Path, settings: AssistantSettings) -> Iterator[Finding]:
    """Which numbers support has over the index in ``folder`` for a desk of these ``settings``, and whether they hold;
    nothing where none can be read.
    """
    try:
        generation = index_.current(folder)
        manifest = index_.read_manifest(generation) if generation else None
    except NoIndexError:
        return
    if manifest:
        reader, _ = ask.reading(settings)
        used = calibration.beside(folder, manifest, reader.name if reader else None)
        caveat = used.caveat(manifest)
        whose = f"{folder / calibration.FILE} ({used.name})" if used.name else "the shipped numbers"
        yield Finding(
            not caveat,
            _for(folder, caveat) if caveat else f"support is computed from {whose}, fitted for {used.model.name}",
        )


def _for(folder: Path, caveat: str) -> str:
    """The caveat with the commands for this very index."""
    for command in (calibration.FIT, calibration.REMOVE):
        caveat = caveat.replace(command, f"{command}{advice.of(folder)}")
    return caveat
