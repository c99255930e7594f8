"""What the service takes on: how much at a time, how often, how large."""

from __future__ import annotations

import os
from dataclasses import dataclass

# Of those that may wait, one client may hold this part, so that another one still gets in.
SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``threads`` questions are answered at a time and ``waiting`` ones wait, ``longest`` seconds at most. A client may
    send ``rate`` requests a second, and twice as many at once. A body has at most ``body`` bytes, is nested at most
    ``depth`` deep and arrives within ``patience`` seconds. ``drain``: how many seconds open requests are given when the
    service is stopped.
    """

    threads: int
    waiting: int = 128
    longest: float = 20.0
    rate: float = 100.0
    body: int = 256_000
    depth: int = 8
    patience: float = 20.0
    drain: int = 30

    @property
    def share(self) -> int:
        """How many of those that wait may be one client's."""
        return max(1, int(self.waiting * SHARE))


def processors() -> int:
    """Those that this process may run on."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
