"""Embedding on a Ray cluster: real workers and machines die, and the index is the one that is made without them."""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from conftest import SHIPPED_KB, Place, Plugins, quiet

from indexer import compiled, embedders, embedding, index, models, settings
from indexer.build import build
from indexer.embedders import Vectors
from indexer.errors import SettingsError, WorkersError
from indexer.index import Manifest
from indexer.settings import IndexSettings, PluginTables
from indexer.spool import FILE
from indexer.workers import Prepared, ray
from indexer.workers.ray import Cluster, Settings, driver, slices

ROOT = Path(__file__).parents[1]
PORTS = ["--min-worker-port=0", "--max-worker-port=0", "--object-store-memory=100000000"]
RAY = [sys.executable, "-c", "from ray.scripts.scripts import main; main()"]
TEXTS = [
    f"Report {62300 + number} when pump {number} is refilled " + "by the nurse " * (number % 7) for number in range(40)
]


def chosen(**keys: object) -> IndexSettings:
    return IndexSettings(workers="ray").with_plugins(PluginTables({"workers": {"ray": keys}}))


@pytest.fixture
def prepared(place: Place) -> Prepared:
    """The bundled model, as the indexer has it."""
    model = models.find(None)
    name, folder = compiled.prepare(model, "onnx", place.index / "models", rebuild=False)
    return Prepared(compiled.load(folder, name, model.sha256, 1), name, folder, model, PluginTables())


# Settings and errors, without a cluster.


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('address = "ray://head:10001"', "workers.ray.address: String should match pattern"),
        ('address = "head"', "workers.ray.address: String should match pattern"),
        ("gpus = -1", "workers.ray.gpus: Input should be greater than or equal to 0"),
        ("workers = 0", "workers.ray.workers: Input should be greater than or equal to 1"),
        ("timeout = 0", "workers.ray.timeout: Input should be greater than 0"),
        ("nodes = 3", "workers.ray.nodes: there is no such setting; known settings are address, gpus, workers"),
    ],
)
def test_a_setting_that_does_not_fit_is_told(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "settings.toml").write_text(f'[index]\nworkers = "ray"\n[workers.ray]\n{line}\n')
    with pytest.raises(SettingsError, match=re.escape(told)):
        settings.read("index", IndexSettings, tmp_path / "settings.toml")


def test_workers_that_nobody_knows_are_told_before_anything_is_done(place: Place) -> None:
    place.excerpt("a.md", "Title", "Text.")
    with pytest.raises(SettingsError, match=r"workers: there is no 'dask'; choose one of here, ray"):
        place.build(settings=IndexSettings(workers="dask"))
    assert not (place.index / FILE).exists()


def test_ray_that_is_not_installed_is_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch, prepared: Prepared
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(WorkersError, match=r'Ray is not installed; run: pip install "citedesk\[ray\]"'):
        ray.start(prepared, Settings())


@pytest.mark.parametrize(
    ("resources", "gpus", "most", "room"),
    [
        ({"CPU": 16.0, "memory": 1e9}, 0, None, 32),
        ({"CPU": 16.0}, 0, 5, 5),
        ({"CPU": 2.0}, 0, 50, 4),
        ({"CPU": 16.0, "GPU": 2.0}, 0.25, None, 16),
        ({"CPU": 3.0, "GPU": 8.0}, 1, None, 6),
    ],
)
def test_so_many_slices_are_under_way(resources: dict[str, float], gpus: float, most: int | None, room: int) -> None:
    assert driver.room(resources, gpus, most) == room


def test_a_cluster_that_could_run_no_worker_is_told() -> None:
    with pytest.raises(
        WorkersError, match=r"it has 16 processors and 0 GPUs, and a worker needs a processor and 0.5 GPU"
    ):
        driver.room({"CPU": 16.0}, 0.5, None)
    with pytest.raises(WorkersError, match=r"it has 0 processors and 0 GPUs, and a worker needs a processor"):
        driver.room({}, 0, None)


@pytest.mark.parametrize(
    ("error", "what", "mend"),
    [
        (WorkersError("host7: another model"), "host7: another model", "make the machines alike"),
        (
            ConnectionError("Could not  find\nany"),
            "no cluster answers (Could not find any)",
            "start one, set its address",
        ),
        (TimeoutError("timed out"), "no cluster answers (timed out)", "start one"),
        (
            RuntimeError("x failed: No module named 'indexer'"),
            "a machine of it cannot import indexer",
            "install the same",
        ),
        (RuntimeError("Version mismatch: Ray: 2.50"), "Version mismatch: Ray: 2.50", "install the same Python, Ray"),
        (ValueError("odd. Very long"), "ValueError: odd", "see the logs of Ray"),
    ],
)
def test_what_ray_raises_becomes_a_line_that_says_what_to_do(error: Exception, what: str, mend: str) -> None:
    told = driver.failed(error)
    assert (told.what, told.mend.startswith(mend)) == (what, True)
    wrapped = RuntimeError("a traceback")
    wrapped.cause = error  # type: ignore[attr-defined]
    assert driver.failed(wrapped) == told


def test_a_worker_loads_the_very_model_and_makes_the_very_vectors(prepared: Prepared) -> None:
    found = slices.opened(pickle.loads(pickle.dumps(ray.order(prepared))))
    assert np.array_equal(found.passages(TEXTS[:9]), prepared.embedder.passages(TEXTS[:9]))
    assert np.array_equal(found.questions(TEXTS[:3]), prepared.embedder.questions(TEXTS[:3]))


def test_a_worker_that_is_not_set_up_as_the_indexer_says_where_and_why(prepared: Prepared) -> None:
    order, here = ray.order(prepared), re.escape(os.uname().nodename)
    other = order.expected[:, ::-1]
    torn = dict(order.files)
    torn["model.onnx"] = torn["model.onnx"].copy()
    torn["model.onnx"][1000] ^= 1
    for wrong, told in {
        "another program": (replace(order, program="0.0.9"), r"Citedesk .* is installed, and 0\.0\.9 indexes"),
        "another processor": (replace(order, expected=other), r"its vectors agree with the indexer's only to -?0\.\d+"),
        "a bit lost on the way": (
            replace(order, files=torn),
            r".*compiled model is damaged \(model\.onnx was changed\)",
        ),
        "no such embedder": (replace(order, embedder="mine"), r"embedders: there is no 'mine'"),
        "another model": (replace(order, files={}, model_sha256="0" * 64), r".*the indexer's model is not there"),
    }.values():
        with pytest.raises(WorkersError, match=f"^{here}: {told}"):
            slices.opened(wrong)


@pytest.mark.slow
def test_what_serves_one_machine_alone_is_prepared_by_each_worker(prepared: Prepared, plugins_added: Plugins) -> None:
    onnx = (ROOT / "indexer/embedders/onnx.py").read_text("utf-8")
    plugins_added.write(embedders, "tied", onnx.replace("PORTABLE = True", ""))
    root = prepared.folder.parent
    name, folder = compiled.prepare(prepared.model, "tied", root, rebuild=False)
    order = ray.order(replace(prepared, name=name, folder=folder))
    assert not order.files
    made = slices.opened(replace(order, model=root / "nowhere")).passages(TEXTS[:3])
    assert np.array_equal(made, prepared.embedder.passages(TEXTS[:3]))


def test_an_index_that_needs_no_vector_needs_no_cluster(place: Place) -> None:
    place.excerpt("a.md", "Title", "Text.")
    place.build()
    assert not place.build(settings=chosen(address="127.0.0.1:1")).changed


def test_workers_that_were_closed_take_nothing_more(prepared: Prepared) -> None:
    cluster = Cluster(prepared, Settings())
    cluster.close()
    with pytest.raises(WorkersError, match=r"^Ray, address 'auto': it was given up; what is embedded so far is kept; "):
        cluster.embed(["text"], False, lambda _: None)
    cluster.finish()
    cluster.close()


# A cluster of this machine's processes.


@dataclass(frozen=True)
class Machine:
    """A node of a cluster with two processors, whose processes can be found and killed."""

    process: subprocess.Popen[bytes]
    address: str

    def busy(self) -> list[int]:
        """The workers that embed."""
        return [one for one in self._all() if named(one).startswith("ray::embed")]

    def kill(self) -> None:
        for one in self._all():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait()

    def _all(self) -> list[int]:
        return [one for one in running() if session(one) == self.process.pid]


def running() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def named(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def session(process: int) -> int:
    try:
        return os.getsid(process)
    except OSError:
        return 0


@pytest.fixture
def scratch() -> Iterator[Path]:
    """The names of Ray's sockets leave no room for a longer one."""
    with tempfile.TemporaryDirectory(prefix="ray", dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> Iterator[Callable[..., Machine]]:
    """Starts a head, or with its address a further machine; as an administrator does."""
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    started: list[Machine] = []

    def start(*words: str) -> Machine:
        words = words or ("--head", "--include-dashboard=false", "--port=0")
        path = scratch / f"{len(started)}.txt"
        with path.open("w") as out:
            process = subprocess.Popen(
                [*RAY, "start", "--block", "--num-cpus=2", "--disable-usage-stats", *PORTS, *words],
                stdout=out,
                stderr=out,
                cwd=scratch,
                env=os.environ | {"RAY_TMPDIR": str(scratch)},
                start_new_session=True,
            )
        started.append(Machine(process, ""))
        while "will now block" not in (told := path.read_text()):
            assert process.poll() is None, told
            time.sleep(0.05)
        address = re.findall(r"ray start --address='(.+)'", told)
        started[-1] = Machine(process, address[0] if address else "")
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def filled(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A base that is embedded in many slices."""
    monkeypatch.setattr(embedding, "_SLICE", 100)
    for number, text in enumerate(TEXTS):
        place.excerpt(f"{number:02}.md", f"Pump {number}", text)
    return place


def vectors(folder: Path) -> Vectors:
    opened = index.open_index(folder)
    return opened.store.vectors(range(opened.manifest.passages))


def alone(place: Place, folder: Path) -> tuple[Manifest, Vectors]:
    """The index that is made without a cluster."""
    shutil.copytree(place.index / "models", folder / "models")
    return build([place.kb], folder, IndexSettings(), quiet).manifest, vectors(folder)


def at(count: int, act: Callable[[], object]) -> Callable[[str, int, int], None]:
    """Progress of an indexing that does ``act`` once, when ``count`` texts are embedded."""
    done = list[object]()

    def heard(stage: str, made: int, total: int) -> None:
        if stage == "embedding passages" and made >= count and not done:
            done.append(act())

    return heard


@pytest.mark.slow
def test_workers_and_a_machine_are_killed_and_the_index_is_the_same(
    machines: Callable[..., Machine], filled: Place, tmp_path: Path
) -> None:
    head = machines()
    other = machines(f"--address={head.address}")
    settings = chosen(address=head.address)
    killed: list[int] = []

    def kill_a_worker() -> None:
        while not (busy := head.busy()):
            time.sleep(0.001)
        killed.append(busy[0])
        os.kill(busy[0], signal.SIGKILL)

    first = build([filled.kb], filled.index, settings, at(5, kill_a_worker))
    assert killed
    assert killed[0] not in head.busy()
    manifest, expected = alone(filled, tmp_path / "alone")
    assert (first.embedded, first.manifest) == (len(TEXTS), manifest)
    assert np.array_equal(vectors(filled.index), expected)
    again = build([filled.kb], filled.index, settings, at(5, other.kill), rebuild=True)
    assert other.process.returncode is not None
    assert (again.embedded, again.manifest) == (len(TEXTS), manifest)
    assert np.array_equal(vectors(filled.index), expected)


@pytest.mark.slow
def test_a_cluster_that_dies_is_told_and_what_it_made_is_kept(
    machines: Callable[..., Machine], filled: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = machines()
    with monkeypatch.context() as patch:
        patch.setattr(ray, "program_version", lambda: "0.0.9")
        with pytest.raises(WorkersError, match=r": Citedesk .+ is installed, and 0\.0\.9 indexes; what is embedded so"):
            build([filled.kb], filled.index, chosen(address=head.address), quiet)
    told = rf"^Ray, address '{head.address}': .+; what is embedded so far is kept; .+, then run: citedesk index --index"
    with pytest.raises(WorkersError, match=told):
        build([filled.kb], filled.index, chosen(address=head.address, timeout=30), at(10, head.kill))
    assert (filled.index / FILE).exists()
    report = filled.build()
    assert 0 < report.embedded <= len(TEXTS) - 10
    assert np.array_equal(vectors(filled.index), alone(filled, tmp_path / "alone")[1])


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_indexing_that_is_ended_leaves_no_process_and_no_text_behind(
    how: signal.Signals, place: Place, tmp_path: Path, scratch: Path
) -> None:
    (tmp_path / "settings.toml").write_text('[index]\nworkers = "ray"\n[workers.ray]\naddress = "local"\n')
    mark = secrets.token_hex(16)
    words = ["index", "--kb", str(SHIPPED_KB), "--index", str(place.index)]
    indexing = subprocess.Popen(
        [sys.executable, "-c", "from assistant.cli import main; main()", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"CITEDESK_TEST": mark, "TMPDIR": str(scratch), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    spool = place.index / FILE
    while not (spool.exists() and spool.stat().st_size > 1000):
        assert indexing.poll() is None, indexing.communicate()
        time.sleep(0.05)
    assert len(marked(mark)) > 3
    assert list(scratch.glob("citedesk-ray-*/session_*"))
    indexing.send_signal(how)
    indexing.communicate(timeout=60)
    assert indexing.returncode != 0
    assert spool.stat().st_size > 1000
    until = time.monotonic() + 60
    while (left := marked(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
    assert list(scratch.glob("citedesk-ray-*")) == []


def marked(mark: str) -> list[int]:
    """The processes that inherited ``mark``."""
    found = []
    for one in running():
        with contextlib.suppress(OSError):
            if mark.encode() in Path(f"/proc/{one}/environ").read_bytes():
                found.append(one)
    return found


@pytest.mark.slow
def test_an_address_that_does_not_answer_is_told(filled: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as dumb:
        address = f"127.0.0.1:{dumb.getsockname()[1]}"
        with pytest.raises(
            WorkersError, match=rf"^Ray, address '{address}': nothing was heard of it for 5 seconds; what"
        ):
            filled.build(settings=chosen(address=address, timeout=5))
    with pytest.raises(
        WorkersError, match=rf"^Ray, address '{address}': no cluster answers \(.*refused\); .* start one"
    ):
        filled.build(settings=chosen(address=address))
    assert filled.build().embedded == len(TEXTS)
