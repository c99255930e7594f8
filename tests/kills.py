"""Kills an indexing of files of every format at random moments and looks at what it leaves.

    python tests/kills.py [--moments 200] [--seed 0]

Each time: the old or the new index answers, the doctor finds nothing wrong, and the next run embeds no text again whose
vector was on the disk when the process died. Exits with 1 and says what was broken where one of these fails.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from test_mixed_folder import FILES

from indexer import doctor, index, spool
from indexer.build import build
from indexer.settings import IndexSettings
from indexer.stores import Query

INDEX = """
import sys
from pathlib import Path
from indexer import embedding
from indexer.build import build
from indexer.settings import IndexSettings
# So that there are moments at which some vectors are made and others are not.
embedding._SLICE, embedding._WINDOW = 200, 3
build([Path(sys.argv[1])], Path(sys.argv[2]), IndexSettings(), lambda *told: None)
"""


@dataclass(frozen=True)
class Killed:
    """An indexing that was killed after ``seconds``, or ended before; ``kept`` vectors were on the disk then."""

    seconds: float
    ended: bool
    new: bool
    kept: int
    again: int


def fill(kb: Path, version: int) -> int:
    """A file of each format, all to be read again, and guidance; gives how many texts are of this version alone."""
    kb.mkdir(exist_ok=True)
    # By their names they come between the others, so that vectors are made from the first to the last moment.
    for name, data in FILES.items():
        (kb / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        (kb / f"{name}.yaml").write_text(f"source: Carrier Bulletin {version}\n", "utf-8")
    for number in range(20):
        text = f"Version {version}. Report 623{number + 50} when pump number {number} is filled again by the nurse."
        (kb / f"{chr(97 + number)}-rule.md").write_text(
            f"---\nsource: Clinic FAQ\n---\n# Rule {number}\n\n{text}\n", "utf-8"
        )
    return 20


def killed(kb: Path, target: Path, seconds: float) -> bool:
    """Whether the indexing ended before it was killed."""
    process = subprocess.Popen([sys.executable, "-c", INDEX, str(kb), str(target)], start_new_session=True)
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        # With whatever it started to read a file.
        os.killpg(process.pid, 9)
        process.wait()
        return False


def versions(target: Path) -> set[str]:
    """Of which versions the open index quotes guidance."""
    opened = index.open_index(target)
    found = opened.store.search(Query(vector=opened.embedder.question("when is a pump filled again"), top=30)).meaning
    texts = [passage.text for passage in opened.store.passages([match.row for match in found])]
    return {text.split(".")[0] for text in texts if text.startswith("Version ")}


def check(kb: Path, target: Path, seconds: float, old: int, new: int) -> Killed:
    """Raises AssertionError where a kill after so many seconds of indexing ``new`` over ``old`` broke something."""
    fresh = fill(kb, new)
    ended = killed(kb, target, seconds)
    answers = versions(target)
    assert answers in ({f"Version {old}"}, {f"Version {new}"}), answers
    # One file stands for the base, which takes longest to look at and has changed in any case.
    found = doctor.examine([kb / "a-rule.md"], target, IndexSettings())
    wrong = [one.what for one in found if not one.good and "the index is stale" not in one.what]
    assert not wrong, wrong
    kept = held(target)
    report = build([kb], target, IndexSettings(), lambda *told: None)
    assert versions(target) == {f"Version {new}"}
    moved = answers == {f"Version {new}"}
    assert report.embedded == (0 if moved else fresh - kept), (report.embedded, fresh, kept)
    assert not (target / spool.FILE).exists()
    return Killed(seconds, ended, moved, kept, report.embedded)


def held(target: Path) -> int:
    """How many whole vectors a killed indexing left."""
    path = target / spool.FILE
    each = spool.DIGEST + 4 + 4 * 384
    return max(0, (path.stat().st_size - 32) // each) if path.exists() else 0


def prepared(kb: Path, target: Path) -> float:
    """Indexes a first version; gives how long indexing the next one takes as a whole process."""
    fill(kb, 0)
    assert killed(kb, target, 600)
    fill(kb, 1)
    start = time.monotonic()
    assert killed(kb, target, 600)
    return time.monotonic() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    drawn = random.Random(options.seed)
    scratch = Path(tempfile.mkdtemp(prefix="citedesk-kills-"))
    try:
        kb, target = scratch / "kb", scratch / "index"
        whole = prepared(kb, target)
        print(f"an indexing takes {whole:.1f} s")
        for version in range(2, options.moments + 2):
            found = check(kb, target, drawn.uniform(0.0, 1.1 * whole), version - 1, version)
            print(found, flush=True)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
