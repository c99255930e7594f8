"""Whole processes as a user starts them, and what a process holds for itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Of the child alone: a small process starts it, since a child's highest memory counts from that of who starts it.
_LAUNCH = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
ran = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True, text=True)
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([ran.returncode, ran.stdout[-100_000:], ran.stderr[-2000:], seconds, used.ru_maxrss / 1000]))
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took, and the most that it held, in MB, files that it mapped among it."""

    seconds: float
    megabytes: float
    out: str


def whole(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Spent:
    """Raises SystemExit with what the process wrote where it failed."""
    # What Python compiles is kept, as where a program was installed.
    given = {name: value for name, value in (environment or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    launched = [sys.executable, "-I", "-S", "-c", _LAUNCH, *command]
    ran = subprocess.run(launched, check=True, capture_output=True, text=True, env=given)
    code, out, error, seconds, megabytes = json.loads(ran.stdout)
    if code:
        raise SystemExit(f"{' '.join(command)[:300]}: exit status {code}\n{out[-500:]}{error}")
    return Spent(seconds, megabytes, out)


def module(name: str, *arguments: str) -> dict[str, Any]:
    """What a module of ours, run by a process of its own, printed last, as JSON; raises as ``whole`` does."""
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    ran = whole([sys.executable, "-m", name, *arguments], os.environ | {"PYTHONPATH": path})
    found: dict[str, Any] = json.loads(ran.out.splitlines()[-1])
    return found


def citedesk(*arguments: str) -> list[str]:
    """The command, as this interpreter's."""
    return [sys.executable, "-c", "from assistant.cli import main; main()", *arguments]


class Held:
    """The most that this process has held for itself since ``with``, in MB; files that it maps can be given up."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Held:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        status = Path("/proc/self/status")
        while True:
            anonymous = re.search(r"RssAnon:\s*(\d+)", status.read_text()) if status.exists() else None
            self.most = max(self.most, int(anonymous[1]) / 1000 if anonymous else 0.0)
            if self._over.wait(0.05):
                return


def median_of(rounds: int, commands: Mapping[str, Sequence[str]]) -> dict[str, Spent]:
    """Each command's run of median time; the commands take turns."""
    ran: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            ran[name].append(whole(command))
    return {name: sorted(found, key=lambda one: one.seconds)[len(found) // 2] for name, found in ran.items()}
