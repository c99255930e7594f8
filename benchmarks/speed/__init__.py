"""How fast the program is: every figure beside a baseline of the same run, compared with the run that is stored.

    make bench-speed [SIZES="0 1000 10000"] [ONLY="search recall"] [PEERS=venv/bin/python] [STORE=--store]

``measures/`` has one module a measure, and its file name is its registration; what it offers is ``Module``. Most are of
the shipped base grown to a size (``benchmarks.grown``), so that a row of sizes shows how costs rise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground


class Module(Protocol):
    """``LARGEST``: at more passages it takes too long and is measured only where it is named; None where it is of the
    shipped base alone.
    """

    LARGEST: int | None

    def measure(self, ground: Ground, size: int) -> Iterator[Figure | str]:
        """Figures, and notes on what was left out. ``size`` is a number of passages, 0 the shipped base. The names of
        figures stay, so that runs can be compared.
        """
