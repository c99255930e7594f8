from __future__ import annotations

import fcntl
import hashlib
import importlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings as hypothesis_settings

from indexer import content_types, index, models, terms
from indexer.build import Report, build
from indexer.documents import Provenance
from indexer.formats import Source
from indexer.index import Index
from indexer.passages import Passage
from indexer.place import CURRENT
from indexer.settings import IndexSettings
from indexer.sources import Tier
from indexer.stores import Query

# A busy machine is no defect of what is tested.
hypothesis_settings.register_profile("any machine", deadline=None)
hypothesis_settings.load_profile("any machine")

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


def source(data: str | bytes, name: str = "t.md") -> Source:
    """A file of a knowledge base, by what is in it."""
    written = data.encode() if isinstance(data, str) else data
    return Source(Path(name).with_suffix("").as_posix(), name, written, content_types.guess(name, written))


def in_a_byte(length: int) -> int:
    """Tantivy keeps a passage's length in a byte: exactly up to 40, then in steps that double after eight of them."""
    start, step = 40, 2
    while length >= start + 8 * step:
        start, step = start + 8 * step, 2 * step
    return length if length <= 40 else start + (length - start) // step * step


RULE = "Report 62368 when the pump is reprogrammed at the refill."
# Two sides of a disagreement, over the documents pump and wound.
RECORD = """\
- on: whether a refill is billed
  why: opposite
  sides:
    - {for: A, says: when the pump is reprogrammed, sources: [pump]}
    - {for: B, says: is measured in centimetres, sources: [wound]}
"""
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
    about=(),
    tier=Tier.FORUM,
    date=None,
    source="forum",
    citation="forum",
    url=None,
    superseded_by=None,
    provenance=Provenance.SAID,
    payer=None,
)


def pytest_configure(config: pytest.Config) -> None:
    """No test reads or writes what the user's cache holds, in whatever process it works."""
    made = tempfile.TemporaryDirectory(prefix="citedesk-tests-", ignore_cleanup_errors=True)
    os.environ["XDG_CACHE_HOME"] = made.name
    config.add_cleanup(made.cleanup)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two workers the first builds the index that half of the tests need, and the second runs the others."""
    items.sort(key=lambda item: "shipped_index" not in getattr(item, "fixturenames", ()))


def _mark() -> str:
    """Changes with whatever decides what the index over the shipped base holds."""
    digest = hashlib.sha256(models.find(None).sha256.encode())
    for folder in (Path(index.__file__).parent, SHIPPED_KB):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(path.read_bytes())
    for library in ("citedesk", "faiss-cpu", "onnxruntime", "sentence-transformers", "tantivy", "torch"):
        digest.update(metadata.version(library).encode())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An index over the shipped knowledge base, built once for every worker; tests only read it.

    It is kept for the next run, so long as nothing of the indexer and of the base changes.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / "shipped" / "index"
    with (root / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            # pytest may be told to keep nothing.
            cache: pytest.Cache | None = getattr(request.config, "cache", None)
            kept = cache.mkdir("citedesk") / _mark() if cache else folder
            if not (kept / CURRENT).exists():
                shutil.rmtree(kept.parent, ignore_errors=True)
                build([SHIPPED_KB], kept, IndexSettings(), quiet)
            if kept != folder:
                shutil.copytree(kept, folder)
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


@pytest.fixture
def built(place: Place) -> Place:
    """Two documents, indexed: on pumps ``RULE``, on wounds nothing that it says."""
    place.excerpt("pump.md", "Pump refill", RULE)
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.build()
    return place


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


@dataclass(frozen=True)
class Plugins:
    """Adds plug-ins as a user would: a file in the folder of its kind, or a package that is installed."""

    scratch: Path
    patch: pytest.MonkeyPatch

    def write(self, kind: ModuleType, name: str, text: str) -> Path:
        """The folder of the kind itself stays as it is: it goes on in a scratch folder."""
        folder = self.scratch / kind.__name__
        folder.mkdir(exist_ok=True)
        self.patch.setattr(kind, "__path__", [*dict.fromkeys([*kind.__path__, str(folder)])])
        path = folder / f"{name}.py"
        path.write_text(text, "utf-8")
        importlib.invalidate_caches()
        return path

    def drop(self, kind: ModuleType, file: Path) -> Path:
        return self.write(kind, file.stem, file.read_text("utf-8"))

    def install(self, package: str, entry_points: Mapping[str, Mapping[str, str]], **modules: str) -> None:
        """``entry_points`` name modules by kind and name; ``modules`` are the package's own, by their names."""
        site = self.scratch / package
        info = site / f"{package.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        groups = [
            "\n".join([f"[citedesk.{kind}]", *(f"{name} = {module}" for name, module in named.items())])
            for kind, named in entry_points.items()
        ]
        (info / "entry_points.txt").write_text("\n".join(groups) + "\n")
        for name, text in modules.items():
            (site / f"{name}.py").write_text(text, "utf-8")
        self.patch.syspath_prepend(site)


@pytest.fixture
def plugins_added(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugins]:
    added = Plugins(tmp_path_factory.mktemp("plugins"), monkeypatch)
    yield added
    for name, module in [*sys.modules.items()]:
        if str(getattr(module, "__file__", None) or "").startswith(str(added.scratch)):
            del sys.modules[name]
