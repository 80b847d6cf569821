"""What is counted, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from jiyao.schedule.status import Schedule, SourceState
from jiyao.search import EngineHealth

_SOURCES = {
    "overdue": "1 where a run should have begun over an hour ago",
    "running": "1 while it is harvested",
    "trouble": "1 while it is in trouble",
    "last_run_timestamp_seconds": "When its latest run began",
    "next_run_timestamp_seconds": "When it is due",
}


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
        self._sources = {
            name: Gauge(f"jiyao_source_{name}", said, ["source"], registry=self._registry)
            for name, said in _SOURCES.items()
        }
        self._kept = Gauge("jiyao_schedule_kept", "1 where a process keeps the schedule", registry=self._registry)
        self._up = Gauge("jiyao_engine_up", "1 where a search would do", registry=self._registry)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer; ``route`` is its pattern, never an address that somebody typed."""
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, health: EngineHealth, schedule: Schedule | None) -> bytes:
        """Return everything in Prometheus's text format, with how the engine and the schedule are now.

        ``schedule`` is None where it cannot be read.
        """
        for gauge in self._sources.values():
            gauge.clear()
        if schedule:
            self._kept.set(schedule.keeper is not None)
            for state in schedule.sources:
                if state.enabled:
                    self._tell_of(state)
        self._reports.set(health.documents)
        self._up.set(health.ok)
        return generate_latest(self._registry)

    def _tell_of(self, state: SourceState) -> None:
        values = {
            "overdue": state.overdue,
            "running": state.running is not None,
            "trouble": state.incident is not None,
            "last_run_timestamp_seconds": state.last.started_at.timestamp() if state.last else None,
            "next_run_timestamp_seconds": state.next_at.timestamp() if state.next_at else None,
        }
        for name, value in values.items():
            if value is not None:
                self._sources[name].labels(state.name).set(value)
