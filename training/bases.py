"""The bases that the reader and the voice are trained, fitted and measured on, with their questions.

``data/bases.jsonl.xz`` has one base a line: its name, its documents by path (none for the shipped base, which is
``kb/``), and its questions. Twelve bases were written from general knowledge for this purpose alone, one hand a base;
they are test material and no guidance. Five further hands wrote the contrast pairs: two questions in one voice, of
which the first is answered by a sentence of a document and the second shares its words and is not answered.

``data/rewrites.jsonl.xz`` has one question a line that puts one of those into another voice: narrative, chat, telegram,
dictated. What answers the one answers the other, and so it is with what does not.
"""

from __future__ import annotations

import json
import lzma
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from indexer.build import build
from indexer.settings import IndexSettings

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).with_name("data")
SHIPPED = "shipped"
# In characters: less of a long sentence says nothing.
_LONG = 20
# Nothing is trained or fitted on these: they measure.
HELD_OUT = frozenset({"forums-letters", "medicare-manuals", "neighbouring-fields", "payer-policies"})


@dataclass(frozen=True, slots=True)
class Asked:
    """``kind``: "direct", "case", "lay", "near" and others; "contrast" for both sides of a pair, which share their
    ``id`` up to the last sign. ``answer`` is the answering sentence, word for word but for line breaks. ``voice`` is
    that into which another question was put, and empty for one that was written first.
    """

    id: str
    question: str
    history: tuple[str, ...]
    relevant: tuple[str, ...]
    answer: str | None
    kind: str
    voice: str = ""

    @property
    def answerable(self) -> bool:
        return bool(self.relevant)

    def answered_by(self, text: str) -> bool:
        """Whether the answering sentence stands in ``text``, or all of ``text`` in a long one."""
        said, wanted = plain(text), plain(self.answer or "")
        return bool(wanted) and (wanted in said or (len(said) > _LONG and said in wanted))


@dataclass(frozen=True, slots=True)
class Base:
    """``rewrites``: questions in another voice, each behind the one of ``questions`` that it stands for."""

    name: str
    documents: Mapping[str, str]
    questions: tuple[Asked, ...]
    rewrites: tuple[tuple[Asked, Asked], ...] = ()

    @contextmanager
    def opened(self, settings: AssistantSettings | None = None) -> Iterator[Desk]:
        """A desk over the base, indexed into a folder that is gone afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "kb" if self.documents else ROOT / "kb"
            for path, text in self.documents.items():
                (home / path).parent.mkdir(parents=True, exist_ok=True)
                (home / path).write_text(text, "utf-8")
            build([home], Path(folder) / "index", IndexSettings(), lambda stage, done, total: None)
            yield Desk.open(Path(folder) / "index", settings or AssistantSettings())


def plain(text: str) -> str:
    """In small letters, without signs."""
    return re.sub(r"\W+", " ", text).strip().lower()


def read(names: Sequence[str] = (), folder: Path = DATA) -> list[Base]:
    """Those of ``names``, or all. Raises OSError, ValueError or KeyError where a file of ``folder`` cannot be read."""
    rewrites: dict[str, list[Mapping[str, str]]] = {}
    for row in _rows(folder / "rewrites.jsonl.xz"):
        rewrites.setdefault(row["base"], []).append(row)
    found = (_base(row, rewrites.get(row["base"], ())) for row in _rows(folder / "bases.jsonl.xz"))
    return [one for one in found if not names or one.name in names]


def halves(base: Base) -> tuple[Base, Base]:
    """The questions that others wrote, and the contrast pairs."""
    pairs = tuple(one for one in base.questions if one.kind == "contrast")
    rest = tuple(one for one in base.questions if one.kind != "contrast")
    return replace(base, questions=rest), replace(base, questions=pairs)


def _rows(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _base(row: Mapping[str, Any], rewrites: Sequence[Mapping[str, str]]) -> Base:
    questions = tuple(
        Asked(
            one["id"],
            one["question"],
            tuple(one.get("history", ())),
            tuple(one.get("relevant", ())),
            one.get("answer"),
            one["kind"],
        )
        for one in row["questions"]
    )
    by_id = {one.id: one for one in questions}
    voiced = tuple((by_id[one["of"]], _voiced(by_id[one["of"]], one)) for one in rewrites)
    return Base(row["base"], row["documents"], questions, voiced)


def _voiced(one: Asked, rewrite: Mapping[str, str]) -> Asked:
    voice = rewrite["voice"]
    return replace(one, id=f"{one.id}~{voice}", question=rewrite["question"], voice=voice)
