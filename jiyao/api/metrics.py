"""What is counted, for Prometheus."""

from __future__ import annotations

from collections import Counter as Counted
from datetime import datetime
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from jiyao.measures import Measures
from jiyao.schedule.status import Schedule, SourceState
from jiyao.search import EngineHealth
from jiyao.search.elastic_health import Cluster, Colour

_SOURCES = {
    "overdue": "1 where a run should have begun over an hour ago",
    "running": "1 while it is harvested",
    "trouble": "1 while it is in trouble",
    "last_run_timestamp_seconds": "When its latest run began",
    "next_run_timestamp_seconds": "When it is due",
}

_HELD = {
    "archive_captures": "Captures in the archive",
    "archive_bytes": "Bytes of the archive's files",
    "disk_free_bytes": "Bytes free where the data lie",
    "disk_bytes": "Bytes of the disk where the data lie",
    "outbox_pages": "Pages that wait because the search engine did not take them",
    "runs_waiting": "Runs whose pages wait for a person",
}
_RUNS = {
    "seconds": "How long the latest run took",
    "reports": "Reports that the latest run brought",
    "meetings": "Reports of meetings among them",
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
        self._held = {name: Gauge(f"jiyao_{name}", said, registry=self._registry) for name, said in _HELD.items()}
        self._issues = Gauge("jiyao_issues", "Pages with an open issue", ["reason"], registry=self._registry)
        self._runs = {
            name: Gauge(f"jiyao_run_{name}", said, ["source"], registry=self._registry) for name, said in _RUNS.items()
        }
        self._pages = Gauge(
            "jiyao_run_pages", "Article pages of the latest run, by what the visit found", ["source", "state"],
            registry=self._registry,
        )  # fmt: skip
        self._up = Gauge("jiyao_engine_up", "1 where a search would do", registry=self._registry)
        self._colour = Gauge(
            "jiyao_cluster_colour", "1 for the colour that Elasticsearch's cluster has, 0 for the others", ["colour"],
            registry=self._registry,
        )  # fmt: skip
        self._not_green = Gauge(
            "jiyao_cluster_indices", "Our own indices that are not green", ["colour"], registry=self._registry
        )
        self._copied_at = Gauge(
            "jiyao_backup_timestamp_seconds", "When the last good copy of the archive was begun; NaN without one",
            registry=self._registry,
        )  # fmt: skip

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer; ``route`` is its pattern, never an address that somebody typed."""
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def text(
        self,
        health: EngineHealth,
        schedule: Schedule | None,
        measures: Measures | None,
        cluster: Cluster | None = None,
        copied_at: datetime | None = None,
    ) -> bytes:
        """Return everything in Prometheus's text format, with how the installation is now.

        ``schedule``, ``measures`` and ``cluster`` are None where they cannot be read, the latter also where the
        embedded engine serves; ``copied_at`` is when the last good copy was made.
        """
        self._tell_of_the_cluster(cluster)
        self._copied_at.set(copied_at.timestamp() if copied_at else float("nan"))
        if measures:
            self._tell_what_is_held(measures)
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

    def _tell_what_is_held(self, measures: Measures) -> None:
        held = {
            "archive_captures": measures.captures,
            "archive_bytes": measures.archive_bytes,
            "disk_free_bytes": measures.free_bytes,
            "disk_bytes": measures.disk_bytes,
            "runs_waiting": len(measures.waiting),
            "outbox_pages": measures.unpublished,
        }
        for name, value in held.items():
            self._held[name].set(value)
        for gauge in (self._issues, self._pages, *self._runs.values()):
            gauge.clear()
        for reason, pages in measures.issues.items():
            self._issues.labels(reason).set(pages)
        for source, run in measures.latest.items():
            for name, gauge in self._runs.items():
                if isinstance(counted := run.record.get(name), int | float):
                    gauge.labels(source).set(counted)
            for state, pages in run.record.get("states", {}).items():
                self._pages.labels(source, state).set(pages)

    def _tell_of_the_cluster(self, cluster: Cluster | None) -> None:
        self._colour.clear()
        self._not_green.clear()
        if cluster is None:
            return
        not_green = Counted(cluster.not_green.values())
        for colour in get_args(Colour):
            self._colour.labels(colour).set(cluster.colour == colour)
            if colour != "green":
                self._not_green.labels(colour).set(not_green[colour])

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
