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
from assistant.fitted.claims import Claims
from assistant.fitted.logistic import Logistic
from assistant.fitted.provenance import Model, Provenance
from assistant.judgement import Voice
from indexer.errors import RecordError
from indexer.index import Manifest
from indexer.place import CURRENT

# In the index's folder, beside its pointer and outside every generation: building the index anew keeps it.
FILE = "support.json"
FIT, REMOVE = "citedesk calibrate QUESTIONS.jsonl", "citedesk calibrate --remove"


# What is measured of a question without a reader, and with one.
UNREAD, READ = (
    tuple(field.name for field in fields(Features) if read or not field.name.startswith("read_"))
    for read in (False, True)
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Over the fields of ``Features``, without those of a reader where ``reader`` is None.

    ``reader`` is the name of the one that it was fitted with. From ``strong`` on evidence is strong. ``name``: the
    first eight hex digits of its file's sha256, None for the shipped numbers. ``ignored``: why an index's own numbers
    are not used in their place.
    """

    fitted: Logistic
    claims: Claims
    strong: float
    reader: str | None
    model: Model
    name: str | None = None
    ignored: str | None = None

    def voice(self, chance: float, false_claims: float) -> Voice:
        """``false_claims`` is the part of what cannot be answered that may be claimed, between 0 and 0.5."""
        if chance >= self.claims.bound(false_claims):
            return Voice.ANSWERS
        return Voice.NEAREST if chance >= self.claims.shown else Voice.NOTHING

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
def shipped(reader: str | None = None) -> Calibration:
    """The numbers for answers that a reader judges, or for those without one."""
    record = logistic.shipped("support")
    return _read({**record["read" if reader else "unread"], "provenance": record["provenance"]})


def beside(folder: Path, manifest: Manifest, reader: str | None = None) -> Calibration:
    """The index's own calibration, or the shipped one where there is none that can be used.

    ``folder`` is the index, ``reader`` the name of the one that reads.
    """
    path, usual = folder / FILE, shipped(reader)
    try:
        text = path.read_text("utf-8")
        own = replace(_read(json.loads(text)), name=hashlib.sha256(text.encode()).hexdigest()[:8])
    except (FileNotFoundError, NotADirectoryError):
        return usual
    except OSError as error:
        return replace(usual, ignored=f"{path}: cannot be read ({error.strerror})")
    except (ValueError, KeyError, TypeError, AttributeError):
        return replace(usual, ignored=f"{path}: no calibration of this program")
    if not own.holds(manifest):
        made_for = f"{own.model.name} run by {' or '.join(own.model.embedders)}"
        return replace(usual, ignored=f"{path}: fitted for {made_for}, not for this index")
    if own.reader != reader:
        made_with = f"with the reader {own.reader}" if own.reader else "without a reader"
        return replace(usual, ignored=f"{path}: fitted {made_with}, not with {reader or 'none'}")
    return own


def state(folder: Path) -> str:
    """Another one whenever the index in ``folder`` was built anew, calibrated or taken away: it must be opened anew."""
    return " ".join(map(_content, (folder / CURRENT, folder / FILE)))


def _content(path: Path) -> str:
    try:
        return f"{path.read_text('utf-8', 'replace')} {path.stat().st_mtime_ns}"
    except OSError:
        return ""


def _read(record: Mapping[str, Any]) -> Calibration:
    """Raises ValueError, KeyError, TypeError or AttributeError where the record is no calibration over ``Features``."""
    fitted, reader = Logistic.read(record), record["reader"]
    if tuple(name for name, _ in fitted.weights) != (READ if reader else UNREAD):
        raise ValueError("its weights are not those of the features")
    numbers = (*(weight for _, weight in fitted.weights), fitted.bias, fitted.threshold, record["strong"])
    if not all(isinstance(one, int | float) and abs(one) < float("inf") for one in numbers):
        raise ValueError("a weight is no number")
    claims = Claims.read(record["bounds"], record["shown"])
    return Calibration(fitted, claims, float(record["strong"]), reader, Provenance.read(record).model)


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
