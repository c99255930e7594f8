"""What an operator counts, in Prometheus's form. No question, no code and no key is a label."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from assistant.serving.desks import Desks
from assistant.serving.turns import Turns

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Measures:
    """Of one service. Safe to share between threads."""

    def __init__(self, turns: Turns, desks: Desks) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Counter(
            "citedesk_requests", "Requests by route and status.", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "citedesk_request_seconds",
            "From the request's head to the response's end, by route.",
            ["route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._voices = Counter("citedesk_answers", "Answers by their voice.", ["voice"], registry=self._registry)
        for name, told, value in (
            ("citedesk_waiting", "Questions that wait for a place.", lambda: turns.waiting),
            ("citedesk_running", "Questions that are being answered.", lambda: turns.running),
            ("citedesk_renewals", "How often another index was taken since the start.", lambda: desks.renewed),
            ("citedesk_index_problem", "1 where the index as it stands cannot be used.", lambda: bool(desks.problem)),
        ):
            Gauge(name, told, registry=self._registry).set_function(value)

    def request(self, route: str, status: int, seconds: float) -> None:
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, voice: str) -> None:
        self._voices.labels(voice).inc()

    def text(self) -> bytes:
        return generate_latest(self._registry)
