"""`citedesk calibrate`: support fitted on a user's labelled questions, and whether it is better than what is shipped.

The fit starts from the shipped numbers and is held near them, so that a few dozen questions suffice and what none of
them shows keeps its weight. Answerable questions weigh as much together as all others; of these, questions whose
documents are taken away weigh little, since in many bases a neighbour answers as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.ask import Desk
from assistant.finding import calibration
from assistant.finding.calibration import Calibration
from assistant.fitted import fitter, provenance
from assistant.fitted.fitter import Fit, Numbers
from assistant.fitted.provenance import Model, Provenance
from assistant.measuring.examples import Example, Kind
from assistant.measuring.metrics import auroc
from indexer import advice
from indexer import index as index_
from indexer.doctor import Finding
from indexer.errors import NoIndexError, QuestionError

# Questions that a fit takes at least. On twelve bases of 45 documents, each fitted on the questions of half of them and
# measured on those of the other half, ``Figures.wrong`` fell from 0.366 to 0.328 with 30 answerable questions (worse in
# 7 of 24 halves) and to 0.315 with all, some 110 (worse in 3).
LEAST = {Kind.ANSWERABLE: 30, Kind.UNANSWERABLE: 10}
# How strongly the slopes are held to the shipped ones. On these bases, with 30 and with all questions, 0.01 had 0.344
# and 0.317, 0.03 had 0.333 and 0.317, 0.3 had 0.328 and 0.332.
PENALTY = 0.1
WEIGHTS = {Kind.ANSWERABLE: 1.0, Kind.UNANSWERABLE: 0.9, Kind.TAKEN_AWAY: 0.1}
# Since both sides weigh alike, from an even chance on an answer is likelier right than wrong.
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions that are decided wrongly, and how well chances tell answerable questions from others.

    One of the latter is None where no question names its documents.
    """

    auroc: float
    auroc_documents_taken_away: float | None
    false_refusals: float
    false_answers: float

    @property
    def wrong(self) -> float:
        return (self.false_refusals + self.false_answers) / 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """``record`` is what is written. ``before`` is measured with the shipped numbers, ``after`` held out by tenths."""

    record: dict[str, Any]
    before: Figures
    after: Figures

    @property
    def worse(self) -> bool:
        return self.after.wrong > self.before.wrong


def calibrate(examples: Sequence[Example], desk: Desk, files: Sequence[Path], date: str) -> Outcome:
    """``files`` are those that the examples were read from, ``date`` is the day. Raises QuestionError for too few."""
    kinds = [one.kind for one in examples]
    count = {kind: kinds.count(kind) for kind in Kind}
    if any(count[kind] < least for kind, least in LEAST.items()):
        needed = " and ".join(f"{least} {kind}" for kind, least in LEAST.items())
        there = " and ".join(f"{count[kind]} {kind}" for kind in LEAST)
        raise QuestionError(f"{there} questions: support is fitted on at least {needed} ones; label more of them")
    values = np.array([astuple(one.features) for one in examples], dtype=np.float64)
    answerable, weights = np.array([kind is Kind.ANSWERABLE for kind in kinds]), _weights(kinds)
    start = _fit(calibration.shipped())
    folds = np.array([one.fold for one in examples])
    held_out = fitter.held_out(values, answerable, weights, folds, PENALTY, start)
    fitted = fitter.fit(values, answerable, weights, PENALTY, start)
    after = _figures(kinds, held_out, EVEN)
    manifest = desk.index.manifest
    record = {
        "provenance": Provenance(
            script="citedesk calibrate",
            sources=provenance.sources(files),
            examples={str(kind): count[kind] for kind in Kind},
            knowledge_base=manifest.knowledge_base,
            model=Model.run_by(manifest.model, manifest.model_sha256, manifest.embedder),
            date=date,
        ).record(),
        "cross_validated": {name: value if value is None else round(value, 4) for name, value in asdict(after).items()},
        **fitted.record(list(type(examples[0].features).__dataclass_fields__), EVEN),
        "strong": round(float(np.quantile(fitted.chances(values)[answerable], 0.5)), 4),
    }
    shipped = calibration.shipped().fitted
    return Outcome(record, _figures(kinds, start.chances(values), shipped.threshold), after)


def examine(folder: Path) -> Iterator[Finding]:
    """Which numbers support has over the index in ``folder``, and whether they hold; nothing where none can be read."""
    try:
        generation = index_.current(folder)
        manifest = index_.read_manifest(generation) if generation else None
    except NoIndexError:
        return
    if manifest:
        used = calibration.beside(folder, manifest)
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


def _fit(shipped: Calibration) -> Fit:
    return Fit(np.array([weight for _, weight in shipped.fitted.weights]), shipped.fitted.bias)


def _weights(kinds: Sequence[Kind]) -> Numbers:
    """Both sides sum to 1, whether or not any question names its documents."""
    others = sum(WEIGHTS[kind] for kind in set(kinds) - {Kind.ANSWERABLE})
    share = {kind: WEIGHTS[kind] / (1.0 if kind is Kind.ANSWERABLE else others) for kind in Kind}
    return np.array([share[kind] / kinds.count(kind) for kind in kinds])


def _figures(kinds: Sequence[Kind], chances: Numbers, threshold: float) -> Figures:
    answerable, unanswerable, away = (chances[[one is kind for one in kinds]] for kind in Kind)
    return Figures(
        auroc=auroc(answerable.tolist(), unanswerable.tolist()),
        auroc_documents_taken_away=auroc(answerable.tolist(), away.tolist()) if len(away) else None,
        false_refusals=float((answerable < threshold).mean()),
        false_answers=float((unanswerable >= threshold).mean()),
    )
