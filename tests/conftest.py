from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from indexer import compiled, index, models
from indexer.build import Report, build
from indexer.index import Index
from indexer.passages import Passage
from indexer.settings import IndexSettings
from indexer.sources import Tier

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
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two workers the first builds the index that half of the tests need, and the second runs the others."""
    items.sort(key=lambda item: "shipped_index" not in getattr(item, "fixturenames", ()))


def _compiler() -> str:
    """Changes with whatever decides what a compiled model holds."""
    digest = hashlib.sha256(models.find(None).sha256.encode())
    for path in sorted(Path(compiled.__file__).parent.glob("**/*.py")):
        digest.update(path.read_bytes())
    for library in ("onnx", "onnxruntime", "sentence-transformers", "tokenizers", "torch", "transformers"):
        digest.update(metadata.version(library).encode())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An index over the shipped knowledge base, built once for every worker; tests only read it.

    The compiled model is kept for the next run, so long as no line of the indexer changes.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / "shipped" / "index"
    with (root / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / index.CURRENT).exists():
            kept = request.config.cache.mkdir("citedesk") / _compiler()
            if kept.is_dir():
                shutil.copytree(kept, folder / "models")
            build([SHIPPED_KB], folder, IndexSettings(), quiet)
            if not kept.is_dir():
                shutil.rmtree(kept.parent)
                shutil.copytree(folder / "models", kept)
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
        return [passage.id for passage in store.passages([match.row for match in store.by_words(words, 10)])]


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
