"""The project's own reader: a small cross-encoder that says whether a window of sentences answers a question.

It was trained by ``training/`` and is shipped as one ONNX file in eight bits, run without torch. The recipe, and what
it is worth on bases that it was not trained on, are in ``docs/reader.md``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.fitted import provenance
from assistant.reading import gist
from indexer.errors import ModelError
from indexer.graphs import lean, running

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parents[1] / "fitted" / "reader"
GRAPH, TOKENIZER, NOTE = "reader.onnx", "tokenizer.json", "reader.json"
# Windows that are read at a time, on a core each.
_THREADS = 2
_MEND = "the answer is made without the reader; install the program again, or set reader = false under [assistant]"


class Reader:
    """``name`` is that of its weights, which stays where another graph runs them. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError where a file is missing, altered, or no reader's."""
        try:
            note = json.loads((folder / NOTE).read_text("utf-8"))
            whole = {name: note["sha256"][name] for name in (GRAPH, TOKENIZER)}
            self._question, self._window = int(note["question_tokens"]), int(note["window_tokens"])
            self.name = str(note["name"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{folder / NOTE}: no reader's note ({error!r}); {_MEND}") from error
        for name, sha256 in whole.items():
            _check(folder / name, sha256)
        self._open(folder)

    def _open(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = running.session(folder / GRAPH)
        except Exception as error:  # tokenizers and onnxruntime raise bare Exception for a file they cannot read
            why = " ".join(str(error).split())
            raise ModelError(f"{folder}: no reader that can be run ({why}); {_MEND}") from error
        if [one.name for one in self._session.get_inputs()] != [lean.IDS, lean.SIDES]:
            raise ModelError(f"{folder / GRAPH}: takes other inputs than a reader; {_MEND}")

    def scores(self, question: str, windows: Sequence[str]) -> list[float]:
        """One logit a window: above 0 it rather answers. Each is read alone, so that no window changes another's."""
        asked = question_ids(question, self._tokenizer, self._question)
        read = [self._tokenizer.encode(window).ids[1 : self._window + 1] for window in windows]
        with ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(lambda ids: self._score(asked, ids), read))

    def _score(self, asked: list[int], window: list[int]) -> float:
        ids = np.array([asked + window], dtype=np.int64)
        sides = np.array([[0] * len(asked) + [1] * len(window)], dtype=np.int64)
        (found,) = self._session.run(None, {lean.IDS: ids, lean.SIDES: sides})
        return float(found[0])


def question_ids(question: str, tokenizer: Tokenizer, most: int) -> list[int]:
    """Its tokens; of a question with more than ``most`` what says least is left out, and then the rest is cut."""
    ids: list[int] = tokenizer.encode(question).ids
    shorter = gist.shorter(question)
    while len(ids) > most and (text := next(shorter, None)):
        ids = tokenizer.encode(text).ids
    return ids[:most]


@functools.lru_cache(maxsize=2)
def opened(folder: Path = FOLDER) -> Reader:
    """The reader of ``folder``, kept while the process lives. Raises ModelError where there is none to be had."""
    return Reader(folder)


def _check(path: Path, sha256: str) -> None:
    try:
        found = provenance.sha256(path)
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); {_MEND}") from error
    if found != sha256:
        raise ModelError(f"{path}: altered since it was shipped (sha256 {found[:8]}, not {sha256[:8]}); {_MEND}")
