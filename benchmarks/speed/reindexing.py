"""``citedesk index`` of a folder with an embedder that takes no time, as a process of its own.

    python -m benchmarks.speed.reindexing FOLDER TARGET

Prints as JSON the processor time, the passages, how many texts had no vector, and what the process held at its highest.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.speed.processes import Held
from indexer import embedders
from indexer.build import build
from indexer.settings import IndexSettings

_EMBEDDER = '''
import zlib
import numpy as np

class Noise:
    """A text's vector is drawn by its check sum."""
    dimension, limit = 384, 256
    def count(self, text):
        return 2 + len(text.split()) * 4 // 3
    def passages(self, texts):
        drawn = [np.random.default_rng(zlib.crc32(text.encode())) for text in texts]
        rows = [one.standard_normal(384, dtype=np.float32) for one in drawn]
        found = np.array(rows, dtype=np.float32).reshape(-1, 384)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    def question(self, text):
        return self.passages([text])[0]
    questions = words = passages

def prepare(model, target, settings):
    (target / "note").write_text("noise")

def load(folder, threads, settings):
    return Noise()
'''


def main() -> None:
    with tempfile.TemporaryDirectory() as plugins, Held() as held:
        Path(plugins, "noise.py").write_text(_EMBEDDER, "utf-8")
        embedders.__path__.append(plugins)
        settings = IndexSettings(embedder="noise")
        report = build([Path(sys.argv[1])], Path(sys.argv[2]), settings, lambda stage, done, total: None)
        told = {"processor": time.process_time(), "passages": report.manifest.passages, "embedded": report.embedded}
    print(json.dumps(told | {"megabytes": held.most}))


if __name__ == "__main__":
    main()
