"""Which fitted numbers support is computed from: the shipped ones, or those of `citedesk calibrate` beside an index."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.finding.features import Features
from assistant.fitted import logistic
from assistant.fitted.logistic import Logistic
from assistant.fitted.provenance import Model, Provenance
from indexer.errors import RecordError
from indexer.index import Manifest

# In the index's folder, beside its pointer and outside every generation: building the index anew keeps it.
FILE = "support.json"
FIT, REMOVE = "citedesk calibrate QUESTIONS.jsonl", "citedesk calibrate --remove"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Over the fields of ``Features``. Evidence that passes is enough; from ``strong`` on it is strong.

    ``name``: the first eight hex digits of its file's sha256, None for the shipped numbers. ``ignored``: why an index's
    own numbers are not used in their place.
    """

    fitted: Logistic
    strong: float
    model: Model
    name: str | None = None
    ignored: str | None = None

    def holds(self, manifest: Manifest) -> bool:
        """Whether it was fitted on vectors such as the index has."""
        return manifest.model_sha256 == self.model.sha256 and manifest.embedder in self.model.embedders

    def caveat(self, manifest: Manifest) -> str | None:
        """What a reader of a support must know, with the command that mends it; None where nothing is amiss."""
        if not self.holds(manifest):
            why = f"{self.ignored}; " if self.ignored else ""
            return f"{why}support is not calibrated for {manifest.model} run by {manifest.embedder}; run: {FIT}"
        return f"{self.ignored}, so the shipped numbers are used; run: {FIT}, or: {REMOVE}" if self.ignored else None

    def fingerprint(self, manifest: Manifest) -> str:
        """That of the index; behind an ``@`` the name of a calibration of its own."""
        return f"{manifest.fingerprint}@{self.name}" if self.name else manifest.fingerprint


@functools.cache
def shipped() -> Calibration:
    return _read(logistic.shipped("support"))


def beside(folder: Path, manifest: Manifest) -> Calibration:
    """The index's own calibration, or the shipped one where there is none that can be used; ``folder`` is the index."""
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
        own = replace(_read(json.loads(text)), name=hashlib.sha256(text.encode()).hexdigest()[:8])
    except (FileNotFoundError, NotADirectoryError):
        return shipped()
    except OSError as error:
        return replace(shipped(), ignored=f"{path}: cannot be read ({error.strerror})")
    except (ValueError, KeyError, TypeError, AttributeError):
        return replace(shipped(), ignored=f"{path}: no calibration of this program")
    if own.holds(manifest):
        return own
    made_for = f"{own.model.name} run by {' or '.join(own.model.embedders)}"
    return replace(shipped(), ignored=f"{path}: fitted for {made_for}, not for this index")


def _read(record: Mapping[str, Any]) -> Calibration:
    """Raises ValueError, KeyError, TypeError or AttributeError where the record is no calibration over ``Features``."""
    fitted = Logistic.read(record)
    if [name for name, _ in fitted.weights] != [field.name for field in fields(Features)]:
        raise ValueError("its weights are not those of the features")
    numbers = (*(weight for _, weight in fitted.weights), fitted.bias, fitted.threshold, record["strong"])
    if not all(isinstance(one, int | float) and abs(one) < float("inf") for one in numbers):
        raise ValueError("a weight is no number")
    return Calibration(fitted, float(record["strong"]), Provenance.read(record).model)


def write(record: Mapping[str, Any], folder: Path) -> Path:
    """Raises RecordError where the file cannot be written."""
    path = folder / FILE
    fresh = path.with_name(f"{FILE}.new")
    try:
        fresh.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        os.replace(fresh, path)
    except OSError as error:
        raise RecordError(
            f"{path}: the calibration cannot be written ({error.strerror}); make the folder writable"
        ) from error
    return path


def remove(folder: Path) -> bool:
    """Whether there was one. Raises RecordError where it cannot be removed."""
    path = folder / FILE
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise RecordError(f"{path}: cannot be removed ({error.strerror}); make the folder writable") from error
    return True
