from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer import index, terms
from indexer.build import Report, build
from indexer.documents import Provenance
from indexer.index import Index
from indexer.passages import Passage
from indexer.settings import IndexSettings
from indexer.sources import Tier
from indexer.stores import Query

SHIPPED_KB = Path(__file__).parents[1] / "kb"
LOCAL_HOSTS = {None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"}


def forbid_network(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it sees every connection and name look-up that this process tries, and cannot be taken off."""
    host: object = None
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    if host not in LOCAL_HOSTS:
        raise PermissionError(f"the tests run offline; {event} to {host!r}")


sys.addaudithook(forbid_network)


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def rewrite(path: Path, **changes: object) -> None:
    """Changes some values of a JSON file."""
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def in_a_byte(length: int) -> int:
    """Tantivy keeps a passage's length in a byte: exactly up to 40, then in steps that double after eight of them."""
    start, step = 40, 2
    while length >= start + 8 * step:
        start, step = start + 8 * step, 2 * step
    return length if length <= 40 else start + (length - start) // step * step


# A reply of a thread, to be given a text.
REPLY = Passage(
    id="threads/x#post-2",
    document_id="threads/x",
    part="post-2",
    role="responder 1",
    title="",
    context="",
    text="",
    codes=(),
    tier=Tier.FORUM,
    date=None,
    source="forum",
    citation="forum",
    url=None,
    superseded_by=None,
    provenance=Provenance.SAID,
    payer=None,
)


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the shipped knowledge base, built once; tests only read it."""
    folder = tmp_path_factory.mktemp("shipped") / "index"
    build([SHIPPED_KB], folder, IndexSettings(), quiet)
    return folder


@pytest.fixture(scope="session")
def shipped(shipped_index: Path) -> Index:
    return index.open_index(shipped_index)


@dataclass(frozen=True)
class Place:
    """A knowledge base and its index; the model is compiled already."""

    kb: Path
    index: Path

    def write(self, name: str, text: str) -> Path:
        path = self.kb / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def excerpt(self, name: str, title: str, text: str) -> Path:
        return self.write(name, f"---\nsource: CPT Assistant\ndate: 2006-07\n---\n# {title}\n\n{text}\n")

    def build(self, *roots: Path, settings: IndexSettings | None = None, rebuild: bool = False) -> Report:
        return build(roots or [self.kb], self.index, settings or IndexSettings(), quiet, rebuild)

    def open(self) -> Index:
        return index.open_index(self.index)

    def found(self, words: str) -> list[str]:
        """The ids of the passages that have one of the words, best first."""
        store = self.open().store
        hits = store.search(Query(words=tuple(terms.find(words)), top=10))
        return [passage.id for passage in store.passages([match.row for match in hits.words])]


@pytest.fixture
def place(tmp_path: Path, shipped_index: Path) -> Iterator[Place]:
    made = Place(tmp_path / "kb", tmp_path / "index")
    made.kb.mkdir()
    shutil.copytree(shipped_index / "models", made.index / "models")
    yield made
    # The model is 23 MB in every test.
    shutil.rmtree(made.index, ignore_errors=True)


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def citedesk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Outcome]:
    """Runs the command as the terminal does, in an empty folder, and gives exit status and output."""
    from assistant.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path) -> Outcome:
        arguments: Sequence[str] = ["citedesk", *map(str, words)]
        monkeypatch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        code = stopped.value.code
        return Outcome(code if isinstance(code, int) else int(code is not None), out, err)

    return run
