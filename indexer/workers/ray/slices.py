"""What runs on the cluster: a slice of texts becomes vectors, in a process that keeps the model for the next slice."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import compiled, graphs, models
from indexer.embedders import Embedder, Vectors
from indexer.errors import CitedeskError, WorkersError
from indexer.index import program_version
from indexer.workers.ray.messages import Order

if TYPE_CHECKING:
    from ray import ObjectRef

# A worker's vectors and the indexer's must agree at least this well on every probe. Processors that round alike agree
# entirely, and 32-bit numbers summed in another order to six digits; eight-bit arithmetic that saturates does not.
AGREEMENT = 0.999
# The order that this process works on, by name, and its model.
_held: tuple[str, Embedder] | None = None


def embed(name: str, handed: Sequence[ObjectRef[Order]], texts: Sequence[str], asked: bool) -> Vectors:
    """The vectors of ``texts``; ``handed`` holds the order ``name``, which is fetched once for a process.

    Raises WorkersError where this machine is not set up as the indexer's.
    """
    global _held
    if _held is None or _held[0] != name:
        import ray

        order: Order = ray.get(handed[0])
        _held = name, opened(order)
    embedder = _held[1]
    return embedder.questions(texts) if asked else embedder.passages(texts)


def opened(order: Order) -> Embedder:
    """The embedder of ``order``, on this machine and with one thread. Raises WorkersError as ``embed`` does."""
    here = platform.node()
    if order.program != program_version():
        raise WorkersError(f"{here}: Citedesk {program_version()} is installed, and {order.program} indexes")
    try:
        with tempfile.TemporaryDirectory(prefix="citedesk-worker-") as scratch:
            folder = _laid(order, Path(scratch, "index", "models"))
            embedder = compiled.load(folder, order.embedder, order.model_sha256, 1, order.tables)
    except (CitedeskError, ImportError, OSError) as error:
        raise WorkersError(f"{here}: {error}") from error
    worst = float((embedder.passages(graphs.PROBES) * order.expected).sum(axis=1).min())
    if worst < AGREEMENT:
        raise WorkersError(f"{here}: its vectors agree with the indexer's only to {worst:.4f}, and must to {AGREEMENT}")
    return embedder


def _laid(order: Order, root: Path) -> Path:
    """The folder that the indexer prepared, as it is there, or prepared here of the same model."""
    if order.files:
        folder = root / order.folder
        folder.mkdir(parents=True)
        for name, data in order.files.items():
            (folder / name).write_bytes(data.tobytes())
        return folder
    # The bundled model lies where its package was installed.
    model = models.find(order.model if order.model.is_dir() else None)
    if model.sha256 != order.model_sha256:
        raise WorkersError(f"{order.model}: the indexer's model is not there")
    return compiled.prepare(model, order.embedder, root, False, order.tables)[1]
