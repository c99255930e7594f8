"""`citedesk calibrate`: support fitted on a user's labelled questions, and whether it is better than what is shipped.

The fit starts from the shipped numbers and is held near them, so that a few dozen questions suffice and what none of
them shows keeps its weight. Answerable questions weigh as much together as all others; of these, questions that nothing
answers and questions whose documents are taken away weigh alike.
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
from assistant.fitted.fitter import Fit, Flags, Numbers
from assistant.fitted.provenance import Model, Provenance
from assistant.measuring.examples import Example, Kind
from assistant.measuring.metrics import auroc
from indexer import index as index_
from indexer.doctor import Finding
from indexer.errors import NoIndexError, QuestionError

# Answerable questions that a fit takes at least. On twelve bases of 45 documents, each fitted on the questions of half
# its documents and measured on those of the other half, ``Figures.wrong`` fell from 0.366 to 0.313 with 30 of them
# (worse in 2 of 24 halves) and to 0.296 with all, some 110 (worse in none).
LEAST = 30
# How strongly the slopes are held to the shipped ones. On these bases, with 30 and with all questions, 0.01 had 0.317
# and 0.290, 0.1 had 0.314 and 0.311, 0.3 had 0.324 and 0.321.
PENALTY = 0.03
# Since both sides weigh alike, from an even chance on an answer is likelier right than wrong.
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions of each kind that are decided wrongly, None where there are none of the kind.

    ``auroc`` over answerable questions and all others, as they weigh in the fit.
    """

    auroc: float
    false_refusals: float
    false_answers: float | None
    answered_without_their_documents: float | None

    @property
    def wrong(self) -> float:
        """The mean of wrong refusals and wrong answers, the two kinds of the latter alike."""
        answers = [one for one in (self.false_answers, self.answered_without_their_documents) if one is not None]
        return (self.false_refusals + sum(answers) / len(answers)) / 2


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
    if count[Kind.ANSWERABLE] < LEAST or len(examples) == count[Kind.ANSWERABLE]:
        raise QuestionError(
            f"{count[Kind.ANSWERABLE]} answerable questions, {len(examples) - count[Kind.ANSWERABLE]} examples to be "
            f"refused: support is fitted on at least {LEAST} answerable questions that name their relevant documents"
        )
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
        yield Finding(not caveat, caveat or f"support is computed from {whose}, fitted for {used.model.name}")


def _fit(shipped: Calibration) -> Fit:
    return Fit(np.array([weight for _, weight in shipped.fitted.weights]), shipped.fitted.bias)


def _weights(kinds: Sequence[Kind]) -> Numbers:
    share = {kind: 1 / kinds.count(kind) for kind in Kind if kind in kinds}
    others = len(share) - 1
    return np.array([share[kind] if kind is Kind.ANSWERABLE else share[kind] / others for kind in kinds])


def _figures(kinds: Sequence[Kind], chances: Numbers, threshold: float) -> Figures:
    def answered(kind: Kind) -> float | None:
        of: Flags = np.array([one is kind for one in kinds])
        return float((chances[of] >= threshold).mean()) if of.any() else None

    def above(kind: Kind) -> float:
        return auroc(*(chances[[one is which for one in kinds]].tolist() for which in (Kind.ANSWERABLE, kind)))

    others = [kind for kind in Kind if kind is not Kind.ANSWERABLE and kind in kinds]
    return Figures(
        auroc=sum(map(above, others)) / len(others),
        false_refusals=1 - (answered(Kind.ANSWERABLE) or 0.0),
        false_answers=answered(Kind.UNANSWERABLE),
        answered_without_their_documents=answered(Kind.TAKEN_AWAY),
    )
