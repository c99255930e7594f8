"""Facts of the machine, the program and the libraries, so that a figure can be understood later."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

# What the fast paths of the libraries ask a processor for, best last.
_FLAGS = ("asimd", "asimddp", "i8mm", "avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8")
_LIBRARIES = ("faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "tantivy", "tokenizers", "torch")
_ROOT = Path(__file__).parents[2]

Facts = dict[str, str | int | float | list[float]]


def facts() -> Facts:
    """Beside those that stay: the load of the last minute, the version and commit of the program, and the date."""
    versions = {name: metadata.version(name) for name in _LIBRARIES}
    return {
        "cores": cores(),
        "processor": processor(),
        "flags": " ".join(flags()),
        "memory_gb": round(_proc("meminfo", r"MemTotal:\s*(\d+)", 0) / 1e6, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "libraries": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "program": metadata.version("citedesk"),
        "commit": _commit(),
        "date": datetime.date.today().isoformat(),
    }


def kind() -> str:
    """The same for machines that may be compared: cores, processor, and the best flag that matters."""
    words = f"{cores()} {processor()} {' '.join(flags()[-1:])}"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def load() -> float:
    """Processes that wanted a core in the last minute, on average."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    named = re.search(r"model name\s*:\s*(.+)", _read("cpuinfo"))
    return named[1].strip() if named else platform.processor() or platform.machine()


def flags() -> list[str]:
    found = re.search(r"(?:flags|Features)\s*:\s*(.+)", _read("cpuinfo"))
    has = set(found[1].split()) if found else set()
    return [flag for flag in _FLAGS if flag in has]


def _proc(name: str, pattern: str, lacking: int) -> int:
    found = re.search(pattern, _read(name))
    return int(found[1]) if found else lacking


def _read(name: str) -> str:
    path = Path("/proc", name)
    return path.read_text("utf-8", "replace") if path.exists() else ""


def _commit() -> str:
    """With a + where files differ from it; empty without git."""
    ran = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=_ROOT, capture_output=True, text=True)
    return ran.stdout.strip()
