"""Routes for who runs the server: is it alive, is it ready, what has it done."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from pydantic import BaseModel, Field

from jiyao.api.given import Index, Installation
from jiyao.api.metrics import Metrics
from jiyao.api.schemas import HealthAnswer
from jiyao.backups import last_backup
from jiyao.errors import EngineAway, JiyaoError
from jiyao.measures import measures_of
from jiyao.schedule.status import schedule_of
from jiyao.search import EngineHealth
from jiyao.search.elastic_health import Cluster, cluster_of
from jiyao.settings import Settings


class AliveAnswer(BaseModel):
    """The server answers."""

    ok: bool = True


class ReadyAnswer(BaseModel):
    """Whether a search would do, and what is not ready."""

    ok: bool
    not_ready: list[str] = Field(description="What is not ready, and what to do about it")
    engine: HealthAnswer


operation_routes = APIRouter(tags=["server"])


@operation_routes.get("/healthz", operation_id="is_alive")
def is_alive() -> AliveAnswer:
    """Tell that the server answers; it asks nobody else."""
    return AliveAnswer()


@operation_routes.get(
    "/readyz",
    operation_id="is_ready",
    response_model=ReadyAnswer,
    responses={503: {"model": ReadyAnswer, "description": "A search would fail"}},
)
def is_ready(index: Index) -> JSONResponse:
    """Tell whether a search would do: 200, else 503 and what is not ready."""
    health = HealthAnswer.model_validate(index.health(), from_attributes=True)
    ready = ReadyAnswer(ok=health.ok, not_ready=[] if health.ok else [f"engine: {health.message}"], engine=health)
    return JSONResponse(ready.model_dump(), 200 if ready.ok else 503)


@operation_routes.get(
    "/metrics",
    operation_id="get_metrics",
    response_class=Response,
    responses={200: {"description": "For Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_metrics(request: Request, index: Index, settings: Installation) -> Response:
    """Return what was counted, in the text format of Prometheus."""
    metrics: Metrics = request.app.state.metrics
    schedule, measures = None, None
    with suppress(JiyaoError):  # a mistake in a source file is no reason not to tell the rest
        schedule = schedule_of(settings, datetime.now(UTC))
    with suppress(JiyaoError):
        measures = measures_of(settings)
    health = index.health()
    text = metrics.text(health, schedule, measures, _cluster(settings, health), last_backup(settings))
    return Response(text, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def _cluster(settings: Settings, health: EngineHealth) -> Cluster | None:
    """Return how the cluster is; None where there is none, where it is away, or where our key may not ask."""
    if settings.elasticsearch and not isinstance(health.trouble, EngineAway):
        with suppress(JiyaoError):
            return cluster_of(settings)
    return None
