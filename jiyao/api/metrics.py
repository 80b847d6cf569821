"""What is counted, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from jiyao.search import EngineHealth


class Metrics:
    """The counts of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "jiyao_requests_total", "Answers by route and status", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "jiyao_request_seconds", "Time to the answer by route", ["route"], registry=self._registry
        )
        self._reports = Gauge("jiyao_reports", "Reports in the index", registry=self._registry)
        self._up = Gauge("jiyao_engine_up", "1 where a search would do", registry=self._registry)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer; ``route`` is its pattern, never an address that somebody typed."""
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, health: EngineHealth) -> bytes:
        """Return everything in Prometheus's text format, with how the engine is now."""
        self._reports.set(health.documents)
        self._up.set(health.ok)
        return generate_latest(self._registry)
