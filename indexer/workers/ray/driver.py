"""The process that speaks to Ray. Ray ends the process that uses it once the cluster is gone: this one may be ended.

It reads settings, an order and slices from its standard input, writes messages to its standard output, and ends when
nobody asks any more, however that came about.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import pickle
import re
import secrets
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from indexer.embedders import Vectors
from indexer.errors import WorkersError
from indexer.workers.ray import slices
from indexer.workers.ray.messages import SCRATCH, Failed, Made, Order, Room, Slice

if TYPE_CHECKING:
    from indexer.workers.ray import Settings

Tell = Callable[[Room | Made | Failed], None]
# A slice whose worker or machine dies goes to another one so many times; texts that end every worker end the indexing.
_RETRIES = 3
# Slices for each worker: one that it embeds and one that waits there.
_AHEAD = 2
# Seconds: a machine that joins the cluster is given work after these; one that does not answer is not waited for.
_LOOK, _KNOCK = 5.0, 10.0
# Seconds at most until a head that is gone is given up.
_GONE = 60
# Bytes, of a cluster that is started for this indexing alone: the model and the slices under way are less.
_OBJECTS = 512 << 20
_SHORT = 40
_SAME = "install the same Python, Ray and Citedesk on every machine"
_START = "start one, set its address under [workers.ray], or give its token, as docs/scale.md says"
_LOGS = "see the logs of Ray on the machines"


def serve() -> None:
    """What the process does."""
    # What Ray prints must not stand between the messages.
    given, lock = os.fdopen(os.dup(1), "wb"), threading.Lock()
    os.dup2(2, 1)

    def tell(said: Room | Made | Failed) -> None:
        # Nobody may be left to hear it.
        with lock, contextlib.suppress(OSError):
            pickle.dump(said, given)
            given.flush()

    settings, order = pickle.load(sys.stdin.buffer)
    os.environ |= _environment(settings)
    import ray

    try:
        _connect(settings)
        _work(settings, order, tell)
    except Exception as error:  # Ray raises what its parts raise
        tell(failed(error))
    finally:
        ray.shutdown()
        # The indexer may have been killed, and what Ray put there can hold texts.
        if os.path.basename(os.getcwd()).startswith(SCRATCH):
            shutil.rmtree(os.getcwd(), ignore_errors=True)


def _environment(settings: Settings) -> dict[str, str]:
    """What Ray reads when it is first imported."""
    # Ray gives up a head that is gone after these seconds, and this process with it.
    gone = str(min(_GONE, math.ceil(settings.timeout)))
    found = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_gcs_rpc_server_reconnect_timeout_s": gone}
    if settings.address == "local":
        # Its ports are open to the network, and nobody else may use them.
        found |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    return found


def _connect(settings: Settings) -> None:
    import ray

    alone: dict[str, Any] = {}
    if settings.address == "local":
        alone = {"include_dashboard": False, "object_store_memory": _OBJECTS}
        # What it writes goes with this process's folder, where the names of its sockets are not too long for that.
        alone |= {"_temp_dir": os.getcwd()} if len(os.getcwd()) <= _SHORT else {}
    elif settings.address != "auto":
        host, _, port = settings.address.rpartition(":")
        # Ray itself would try for ever.
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK).close()
    ray.init(settings.address, log_to_driver=False, logging_level=logging.CRITICAL, **alone)


def _work(settings: Settings, order: Order, tell: Tell) -> None:
    import ray

    name = f"{os.getpid()} {time.time_ns()}"
    handed = ray.put(order)
    run: Any = ray.remote(num_cpus=1, num_gpus=settings.gpus, max_retries=_RETRIES)(slices.embed)
    resources: Any = ray.cluster_resources
    looked = -_LOOK
    while True:
        if time.monotonic() - looked >= _LOOK:
            looked = time.monotonic()
            tell(Room(room(resources(), settings.gpus, settings.workers)))
        try:
            one: Slice = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        made = run.remote(name, [handed], one.texts, one.asked).future()
        made.add_done_callback(partial(_heard, one.number, tell))


def _heard(number: int, tell: Tell, made: Future[Vectors]) -> None:
    error = made.exception()
    tell(failed(error) if error else Made(number, made.result()))


def room(resources: dict[str, float], gpus: float, workers: int | None) -> int:
    """How many slices may be under way on a cluster of ``resources``. Raises WorkersError where none could ever be."""
    processors, cards = int(resources.get("CPU", 0)), resources.get("GPU", 0.0)
    at_once = min(processors, int(cards / gpus)) if gpus else processors
    if not at_once:
        asked = f"a processor and {gpus:g} GPU" if gpus else "a processor"
        raise WorkersError(f"it has {processors} processors and {cards:g} GPUs, and a worker needs {asked}")
    return min(_AHEAD * at_once, workers or _AHEAD * at_once)


def failed(error: BaseException) -> Failed:
    """What Ray or a worker raised, in a line."""
    error = getattr(error, "cause", None) or error
    said = " ".join(str(error).split())
    if isinstance(error, WorkersError):
        return Failed(said, "make the machines alike, or ask for less, as docs/scale.md says")
    if lacking := re.search(r"No module named '(\w+)", said):
        return Failed(f"a machine of it cannot import {lacking[1]}", _SAME)
    if said.startswith("Version mismatch"):
        return Failed(said, _SAME)
    if isinstance(error, OSError):
        return Failed(f"no cluster answers ({said})", _START)
    return Failed(f"{type(error).__name__}: {said.partition('. ')[0][:300]}", _LOGS)
