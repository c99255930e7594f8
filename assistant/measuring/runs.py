"""Runs of `citedesk eval`: stored, read again, and compared question by question."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from assistant.judgement import Voice
from assistant.measuring import metrics
from assistant.measuring.evaluation import Figure, summary
from assistant.measuring.outcomes import HITS, OPENINGS, VOICES, Lack, Outcome, flags
from assistant.reading import json_files
from indexer.documents import Provenance
from indexer.errors import QuestionError, RecordError

_FIELDS = frozenset(field.name for field in fields(Outcome))


@dataclass(frozen=True, slots=True)
class Run:
    """``figures`` are the values of its summary; ``outcomes`` are by the question's id, a further one of an id by its
    number behind it.
    """

    fingerprint: str
    figures: Mapping[str, float]
    outcomes: Mapping[str, Outcome]

    @classmethod
    def of(cls, judged: Sequence[Outcome], fingerprint: str) -> Run:
        figures = {name: figure.value for name, figure in summary(judged).items()}
        return cls(fingerprint, figures, _by_id(judged))


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of 0 or 1 over ``pairs`` of the same question in two runs: how often it ``rose`` and ``fell``.

    ``chance``: how likely a difference as large as theirs is where neither run is better, by McNemar's exact test.
    """

    measure: str
    pairs: int
    rose: int
    fell: int

    @property
    def chance(self) -> float:
        return metrics.mcnemar(self.rose, self.fell)


def write(path: Path, judged: Sequence[Outcome], fingerprint: str) -> None:
    """Ids, labels and figures only: the text of no question is written. Raises RecordError where it cannot be."""
    record = {
        "fingerprint": fingerprint,
        "summary": {name: asdict(figure) for name, figure in summary(judged).items()},
        "questions": [asdict(one) for one in judged],
    }
    try:
        path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise RecordError(f"{path}: the run cannot be written ({error.strerror}); name another with --store") from error


def read(path: Path) -> Run:
    """A stored run, also of an earlier form. Raises QuestionError where the file is none."""
    try:
        record = json.loads(path.read_text("utf-8"))
        figures = {str(name): Figure(**figure).value for name, figure in record["summary"].items()}
        return Run(str(record["fingerprint"]), figures, _by_id(list(map(_outcome, record["questions"]))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionError(
            f"{path}: no stored run of citedesk eval ({json_files.why(error)}); name one that --store wrote"
        ) from error


def _by_id(judged: Sequence[Outcome]) -> dict[str, Outcome]:
    seen: Counter[str] = Counter()
    found = {}
    for one in judged:
        seen[one.id] += 1
        found[one.id if seen[one.id] == 1 else f"{one.id} ({seen[one.id]})"] = one
    return found


def _outcome(row: Mapping[str, Any]) -> Outcome:
    """What a later form may add is left out."""
    known = {name: value for name, value in row.items() if name in _FIELDS}
    return Outcome(
        **known
        | {"id": str(row["id"])}
        | {name: kind(known[name]) for name, kind in (("voice", Voice), ("lack", Lack)) if known.get(name)}
        | {"provenances": tuple(map(Provenance, known.get("provenances", ())))}
    )


def changes(before: Mapping[str, Outcome], now: Mapping[str, Outcome]) -> list[Change]:
    """One a measure that both runs have of the same questions."""
    pairs = [(flags(before[id]), flags(one)) for id, one in now.items() if id in before]
    found = []
    for name in (*HITS, *VOICES, *OPENINGS):
        both = [(old[name], new[name]) for old, new in pairs if name in old and name in new]
        if both:
            found.append(Change(name, len(both), both.count((False, True)), both.count((True, False))))
    return found
