"""An answer that the user saved, and what has changed since: the question is asked again and both are compared.

The file holds the masked question and no time, so the same answer is saved in the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from assistant.ask import UNREAD, Desk
from assistant.reading import json_files
from assistant.reading.asking import Asking
from assistant.reading.given import NOT_GIVEN, Given
from assistant.showing import exports
from indexer import privacy
from indexer.errors import RecordError

VERSION = 1
_PARTS = ("knowledge base", "model", "program version")
# What else a fingerprint may name, with what is said where it does not.
_ADDED = {"calibration": "the shipped one", "reference rows": "none", "reader": "none", "judge": "none"}
# Compared on their own, or not at all: a saved question is masked already, so nothing is masked when it is asked again.
_APART = frozenset(
    {"id", "question", "masked", "fingerprint", "supported", "support", "strength", "citations", "quotations", "text"}
)


@dataclass(frozen=True, slots=True)
class Saved:
    """``answer`` is the object that `citedesk ask --json` prints; ``after``, ``top`` and the ``given`` facts were
    asked with it.
    """

    question: str
    after: tuple[str, ...]
    top: int
    generator: str
    answer: dict[str, Any]
    given: Given = NOT_GIVEN
    full: bool = False

    @property
    def asking(self) -> Asking:
        return Asking(self.question, self.after, self.given, self.top, self.full)


def keep(answer: Answer, after: Sequence[str], top: int, generator: str, given: Given = NOT_GIVEN) -> Saved:
    """Earlier questions are masked as the question itself was."""
    turns = tuple(privacy.screen(turn).text for turn in after)
    return Saved(answer.question, turns, top, generator, exports.answer(answer), given, answer.full)


def write(saved: Saved, path: Path) -> None:
    """Raises RecordError where the file cannot be written."""
    record = {
        "citedesk_answer": VERSION,
        "question": saved.question,
        "after": list(saved.after),
        "top": saved.top,
        "generator": saved.generator,
        "given": {name: value for name, value in asdict(saved.given).items() if value is not None},
        "full": saved.full,
        "answer": saved.answer,
    }
    try:
        path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise RecordError(f"{path}: the answer cannot be saved ({error.strerror}); name another file") from error


def read(path: Path) -> Saved:
    """As ``parse``, with the file's name before what is wrong."""
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise RecordError(f"{path}: the file cannot be read ({error.strerror}); name a saved answer") from error
    except RecordError as error:
        raise RecordError(f"{path}: {error}") from error


def parse(data: bytes) -> Saved:
    """Raises RecordError where ``data`` is no saved answer, or one of a later program."""
    try:
        record = json.loads(data.decode("utf-8"))
        version = record["citedesk_answer"]
        if version == VERSION:
            return Saved(
                question=str(record["question"]),
                after=tuple(map(str, record["after"])),
                top=int(record["top"]),
                generator=str(record["generator"]),
                answer=_checked(record["answer"]),
                given=Given(**{name: str(value) for name, value in record.get("given", {}).items()}),
                full=bool(record.get("full", False)),
            )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RecordError(
            f"no saved answer ({json_files.why(error)}); make one with: citedesk ask --save FILE"
        ) from error
    raise RecordError(f"saved in form {version}, this program reads {VERSION}; save the answer anew")


def again(saved: Saved, desk: Desk) -> Saved:
    """The same question asked of today's desk; raises QuestionError as ``Desk.ask`` does."""
    answer = desk.ask(saved.question, saved.after, saved.top, full=saved.full, facts=saved.given.read())
    return keep(answer, saved.after, saved.top, desk.settings.generator, saved.given)


def changes(before: Saved, now: Saved) -> list[str]:
    """One line a change, none where the answer is the same to the last byte."""
    old, new = before.answer, now.answer
    found = list(_fingerprint(old["fingerprint"], new["fingerprint"]))
    if before.generator != now.generator:
        found.append(f"generator: {before.generator} is now {now.generator}")
    if old["supported"] != new["supported"]:
        found.append("answered then, refused now" if old["supported"] else "refused then, answered now")
    if (old["support"], old["strength"]) != (new["support"], new["strength"]):
        found.append(
            f"support: {old['support']:.6f} ({old['strength']}) is now {new['support']:.6f} ({new['strength']})"
        )
    labels = [{one["label"]: None for one in side["citations"]} for side in (old, new)]
    found += [f"citation gone: {label}" for label in labels[0] if label not in labels[1]]
    found += [f"citation new: {label}" for label in labels[1] if label not in labels[0]]
    found += _quotations(old, new)
    if old["text"] != new["text"]:
        found.append("text: the answer reads otherwise")
    found += [f"{key}: changed" for key in old if key not in _APART and key in new and old[key] != new[key]]
    if not found and old["citations"] != new["citations"]:
        found.append("citations: their order or particulars changed")
    return found


def _fingerprint(old: str, new: str) -> Iterator[str]:
    (was, *before), (now, *after) = map(_parted, (old, new))
    if was != now:
        parts = zip(_PARTS, was.split("-", 2), now.split("-", 2), strict=False)
        yield "fingerprint: " + ", ".join(f"{part} {was} is now {now}" for part, was, now in parts if was != now)
    for (part, usual), was, now in zip(_ADDED.items(), before, after, strict=True):
        if was != now:
            yield f"{part}: {was or usual} is now {now or usual}"


def _parted(fingerprint: str) -> tuple[str, ...]:
    """Knowledge base, model and version; then what was added in the order of ``_ADDED``, empty where nothing was."""
    head, reader, judge = (*fingerprint.split("~", 2), "", "")[:3]
    known, _, rows = head.partition("#")
    main, _, calibration = known.partition("@")
    return main, calibration, rows, "" if reader == UNREAD else reader, judge


def _quotations(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    was, now = ({one["passage"]: " ".join(one["text"].split()) for one in side["quotations"]} for side in (old, new))
    for passage, text in was.items():
        if passage not in now:
            yield f"quotation gone: {passage}"
        elif now[passage] != text:
            yield f"quotation changed: {passage}: “{text}” is now “{now[passage]}”"
    for passage in now:
        if passage not in was:
            yield f"quotation new: {passage}"


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    """What is compared by name must be there in its form."""
    for key in ("fingerprint", "text", "strength"):
        if not isinstance(answer[key], str):
            raise TypeError(f"{key} is no text")
    float(answer["support"]), bool(answer["supported"])
    for one in answer["quotations"]:
        one["text"].split(), str(one["passage"])
    for one in answer["citations"]:
        str(one["label"])
    return dict(answer)
