"""How much the service answers, against the same desk asked in its own process, in the same run.

    python -m benchmarks.serving [--index .citedesk] [--seconds 60] [--clients 16]

CLIENTS clients ask over HTTP, each its next question as soon as it has an answer, with the program's reader and
without; another one looks at /healthz. In turn with them a desk in this process is asked from as many threads as the
service has. At last one client sends HAMMER questions at once while /healthz is looked at. Exits with 1 where a request
failed, the service answers less than RATIO of what the desk alone does, or a bound is not met. The bounds are for an
idle machine.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.ask import Desk
from assistant.serving import limits
from assistant.settings import AssistantSettings
from benchmarks.speed import timings

# Answers a second with the reader and without, on two idle cores; seconds at the 95th percentile.
READ, UNREAD, P95 = 8.0, 30.0, 3.0
# Of what the desk alone answers, and how many seconds /healthz may take at the 99th percentile.
RATIO, HEALTH = 0.8, 0.5
HAMMER, ROUNDS = 1_000, 4
_HEALTHY = 0.1


@dataclass
class Taken:
    """What came back: how often which status, and the seconds that each answer took."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        return float(np.percentile(self.seconds or [float("inf")], share))


@dataclass(frozen=True)
class Spent:
    """``answers`` took ``seconds``, and ``processor`` seconds of processor time."""

    answers: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.answers + other.answers, self.seconds + other.seconds, self.processor + other.processor)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    @property
    def each(self) -> float:
        """Milliseconds of processor time an answer."""
        return 1000 * self.processor / max(1, self.answers)


@dataclass(frozen=True)
class Address:
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


@contextlib.contextmanager
def served(index: Path, *options: str) -> Iterator[Address]:
    """`citedesk serve` on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--index", str(index)]
    server = subprocess.Popen([*command, "--port", str(port), *options], stdout=subprocess.DEVNULL)
    try:
        while not _healthy(Address(port)):
            if server.poll() is not None:
                raise SystemExit("the service did not start")
            time.sleep(_HEALTHY)
        yield Address(port)
    finally:
        server.terminate()
        server.wait(60)


def _healthy(address: Address) -> bool:
    connection = address.connect()
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def ask(connection: http.client.HTTPConnection, question: str, taken: Taken) -> None:
    """A connection that breaks counts as status 0."""
    start = time.perf_counter()
    try:
        connection.request("POST", "/ask", json.dumps({"question": question}), {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
    except OSError:
        connection.close()
        taken.statuses[0] += 1
        return
    taken.statuses[response.status] += 1
    if response.status == 200:
        taken.seconds.append(time.perf_counter() - start)


def clients(address: Address, asked: Sequence[str], count: int, seconds: float, taken: Taken, health: Taken) -> Spent:
    """``count`` clients ask for ``seconds``; ``health`` is what /healthz says meanwhile."""
    before, stop = len(taken.seconds), threading.Event()
    start, used = time.perf_counter(), processor(address)

    def client(number: int) -> None:
        connection = address.connect()
        for question in itertools.islice(itertools.cycle(asked), number * 7, None):
            if time.perf_counter() >= start + seconds:
                return
            ask(connection, question, taken)

    watcher = threading.Thread(target=watch, args=(address, health, stop))
    watcher.start()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(client, range(count)))
    stop.set()
    watcher.join()
    return Spent(len(taken.seconds) - before, time.perf_counter() - start, processor(address) - used)


def processor(address: Address) -> float:
    """Seconds of processor time that the service has used so far, as it says itself."""
    connection = address.connect()
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return next(float(line.split()[1]) for line in lines if line.startswith("process_cpu_seconds_total "))


def watch(address: Address, health: Taken, stop: threading.Event) -> None:
    while not stop.wait(_HEALTHY):
        start, connection = time.perf_counter(), address.connect()
        connection.request("GET", "/healthz")
        health.statuses[connection.getresponse().status] += 1
        connection.close()
        health.seconds.append(time.perf_counter() - start)


def alone(desk: Desk, asked: Sequence[str], threads: int, seconds: float) -> Spent:
    """What the desk in this process answers."""
    until, done = time.perf_counter() + seconds, itertools.count()
    start, used = time.perf_counter(), time.process_time()

    def work(number: int) -> None:
        for question in itertools.islice(itertools.cycle(asked), number * 7, None):
            if time.perf_counter() >= until:
                return
            desk.ask(question)
            next(done)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return Spent(next(done), time.perf_counter() - start, time.process_time() - used)


def hammered(address: Address, question: str) -> tuple[Taken, Taken]:
    """HAMMER questions at once, each on a connection of its own, and what /healthz said meanwhile."""
    taken, health, stop = Taken(), Taken(), threading.Event()
    watcher = threading.Thread(target=watch, args=(address, health, stop))
    watcher.start()
    with ThreadPoolExecutor(HAMMER) as pool:
        list(pool.map(lambda _: ask(address.connect(), question, taken), range(HAMMER)))
    stop.set()
    watcher.join()
    return taken, health


@dataclass(frozen=True)
class Mode:
    """A way to serve, and ``least`` answers a second."""

    name: str
    settings: AssistantSettings
    options: tuple[str, ...]
    least: float

    def measure(self, index: Path, asked: Sequence[str], count: int, seconds: float) -> bool:
        """In ROUNDS, since a busy machine is busier at one time than at another."""
        taken, health = Taken(), Taken()
        over, bare = Spent(), Spent()
        with served(index, *self.options) as address:
            desk = Desk.open(index, self.settings)
            desk.ask(asked[0])
            for _ in range(ROUNDS):
                over += clients(address, asked, count, seconds / ROUNDS, taken, health)
                bare += alone(desk, asked, limits.processors(), seconds / ROUNDS)
        p95, slow, ratio = taken.percentile(95), health.percentile(99), over.rate / bare.rate
        print(
            f"{self.name}: {over.rate:.1f} answers/s (at least {self.least:g}), {taken.percentile(50):.2f} s p50, "
            f"{p95:.2f} s p95 (at most {P95:g}), statuses {dict(taken.statuses)}; "
            f"the desk alone {bare.rate:.1f}/s, ratio {ratio:.2f} (at least {RATIO}); processor time of an answer "
            f"{over.each:.0f} ms, alone {bare.each:.0f} ms; /healthz {slow:.3f} s p99 (at most {HEALTH})"
        )
        bounds = over.rate >= self.least, p95 <= P95, ratio >= RATIO, slow <= HEALTH
        return all(bounds) and set(taken.statuses) == set(health.statuses) == {200}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    asked = timings.questions()
    print(f"{limits.processors()} processors, load {os.getloadavg()[0]:.1f} before")
    good = [
        mode.measure(options.index, asked, options.clients, options.seconds)
        for mode in (
            Mode("with the reader", AssistantSettings(), (), READ),
            Mode("without", AssistantSettings(reader=False), ("--no-reader",), UNREAD),
        )
    ]
    with served(options.index, "--no-reader") as address:
        taken, health = hammered(address, asked[0])
    print(f"{HAMMER} at once: statuses {dict(taken.statuses)}; /healthz {health.percentile(99):.3f} s p99")
    print(f"load {os.getloadavg()[0]:.1f} after; every figure shares the machine with what else ran")
    good.append(set(health.statuses) == {200} and set(taken.statuses) <= {200, 429, 503})
    raise SystemExit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
