"""How often a client may ask: a bucket of requests each, which fills up again steadily."""

from __future__ import annotations

from collections import OrderedDict

# Who has not asked for longest is forgotten first: its bucket is full again.
_CLIENTS = 10_000


class Rates:
    """``rate`` requests a second and client, twice as many at once; for one thread."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = max(1.0, 2 * rate)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """0 where it may ask at ``now``, in seconds, which counts; else how many seconds it must wait."""
        left, then = self._left.pop(client, (self._most, now))
        left = min(self._most, left + (now - then) * self._rate)
        allowed = left >= 1
        self._left[client] = (left - allowed, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate
