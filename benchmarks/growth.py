"""Time and memory of indexing a folder that is grown from the shipped base, and of indexing it again with 1% changed.

    python -m benchmarks.growth [--kb kb] [--passages 5000 20000]

Each size is indexed by a process of its own: at first, with nothing changed, and with every hundredth file changed.
The embedder is a stand-in that takes no time, so that what is measured is all the rest: reading, cutting, storing.
Memory is the most that the process held for itself, without the files that it maps (Linux alone tells it); its slope
between the sizes is told for a million passages. Ratios are of processor time, which a busy machine changes least.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.scale import moved

EMBEDDER = '''
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
BUILD = """
import json, re, sys, threading, time
from pathlib import Path

most = 0
def watch():
    # What the process holds for itself: files that it maps can be given up at any time.
    global most
    while True:
        most = max(most, int(re.search(r"RssAnon:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]))
        time.sleep(0.1)
threading.Thread(target=watch, daemon=True).start()
from indexer import embedders
embedders.__path__.append(sys.argv[1])
from indexer.build import build
from indexer.settings import IndexSettings
start = time.perf_counter()
report = build([Path(sys.argv[2])], Path(sys.argv[3]), IndexSettings(embedder="noise"), lambda *told: None)
print(json.dumps({
    "seconds": time.perf_counter() - start, "cpu": time.process_time(), "passages": report.manifest.passages,
    "embedded": report.embedded, "mb": most / 1000,
}))
"""
_PROCEDURE = re.compile(r"\b\d{5}\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--passages", type=int, nargs="+", default=[5_000, 20_000])
    options = parser.parse_args()
    measured = [_measure(options.kb, count) for count in options.passages]
    (less, mb), (more, most) = measured[0], measured[-1]
    if more > less:
        slope = (most - mb) / (more - less)
        print(
            f"memory: {1000 * slope:.1f} kB a passage; {(mb + slope * (1_000_000 - less)) / 1000:.2f} GB for a million"
        )


def _measure(kb: Path, count: int) -> tuple[int, float]:
    with tempfile.TemporaryDirectory(prefix="citedesk-growth-") as scratch:
        plugins, grown, index = (Path(scratch, name) for name in ("plugins", "grown", "index"))
        plugins.mkdir()
        (plugins / "noise.py").write_text(EMBEDDER, "utf-8")
        files = grow(kb, grown, count)
        full = _built(plugins, grown, index)
        same = _built(plugins, grown, index)
        for path in files[::100]:
            path.write_text(path.read_text("utf-8").replace(". ", ", so they say. ", 1), "utf-8")
        part = _built(plugins, grown, index)
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
    print(
        f"{full['passages']:,.0f} passages of {len(files):,} files, {size:.0f} MB on disk\n"
        f"  first:      {full['cpu']:.1f} s of processor, {full['seconds']:.1f} s, {full['mb']:.0f} MB of memory\n"
        f"  unchanged:  {same['cpu']:.1f} s of processor, {same['cpu'] / full['cpu']:.3f}\n"
        f"  1% changed: {part['cpu']:.1f} s of processor, {part['cpu'] / full['cpu']:.3f}, {part['mb']:.0f} MB",
        flush=True,
    )
    return int(full["passages"]), max(full["mb"], part["mb"])


def grow(kb: Path, target: Path, passages: int) -> list[Path]:
    """Writes variations of the documents of ``kb``, about as many as make so many passages, and gives them in order."""
    own = sorted(path for path in kb.rglob("*.md") if path.name not in {"NOTICE.md", "README.md"})
    texts = [path.read_text("utf-8") for path in own]
    words = [word for text in texts for word in text.split() if word.isalpha()]
    drawn, found = random.Random(0), list[Path]()
    # The shipped documents give some 1.8 passages each.
    for number in range(max(1, int(passages / 1.85))):
        path = target / f"{number // 1000}" / f"{own[number % len(own)].stem}-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_varied(texts[number % len(own)], words, drawn), "utf-8")
        found.append(path)
    return found


def _varied(text: str, words: list[str], drawn: random.Random) -> str:
    """Every tenth word of a line without marks is another one; each procedure code moves by the same distance."""
    step = drawn.randrange(1, 400)
    lines = text.split("\n")
    first = lines.index("---", 1) if lines[0] == "---" else 0
    for at, line in enumerate(lines[first:], first):
        if line[:1].isalpha():
            lines[at] = " ".join(
                drawn.choice(words) if word.isalpha() and drawn.random() < 0.1 else word for word in line.split(" ")
            )
    return _PROCEDURE.sub(lambda match: moved(match[0], step), "\n".join(lines))


def _built(plugins: Path, kb: Path, index: Path) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-c", BUILD, str(plugins), str(kb), str(index)], check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
