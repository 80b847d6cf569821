"""Harvesters that share a server never have one source twice, and a dead one's sources are taken over."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from changing_site import changing_site
from engines import delete_indices
from installation import send

from jiyao.runs import harvest, rebuild
from jiyao.runs.shared import shared
from jiyao.schedule.keeper import Keeper, Limits
from jiyao.search.elastic_health import cluster_of
from jiyao.search.elastic_leases import Leases
from jiyao.settings import Settings

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def settings(elasticsearch_url: str, tmp_path: Path) -> Iterator[Settings]:
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    given = Settings(data=tmp_path / "data", elasticsearch=elasticsearch_url, index_prefix=prefix)
    yield given
    delete_indices(elasticsearch_url, prefix)


@pytest.fixture
def leases(settings: Settings) -> Iterator[Leases]:
    with closing(Leases(settings)) as opened:
        yield opened


def test_a_source_is_had_once_and_free_when_it_is_given_back_or_its_holder_is_dead(leases: Leases) -> None:
    assert leases.take("county", "a", NOW, 90)
    assert not leases.take("county", "b", NOW + timedelta(seconds=80), 90)
    assert leases.keep("county", "a", NOW + timedelta(seconds=80), 90)
    assert not leases.take("county", "b", NOW + timedelta(seconds=160), 90)
    assert leases.take("county", "b", NOW + timedelta(seconds=171), 90), "a has said nothing for 90 seconds"
    assert not leases.keep("county", "a", NOW + timedelta(seconds=172), 90)
    assert leases.holder("county", NOW + timedelta(seconds=172)) == "b"
    leases.leave("county", "b", NOW + timedelta(seconds=180))
    assert leases.holder("county", NOW + timedelta(seconds=181)) is None
    assert leases.began(["county", "town"]) == {"county": NOW + timedelta(seconds=171)}


def test_of_many_that_reach_for_a_source_at_once_one_has_it(settings: Settings) -> None:
    def reach(number: int) -> bool:
        with closing(Leases(settings)) as mine:
            return mine.take("county", f"harvester {number}", NOW, 90)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(reach, range(24))) == 1


def test_every_index_that_we_make_is_green_on_a_single_node(settings: Settings, tmp_path: Path) -> None:
    with changing_site(tmp_path) as site:
        site.publish(range(1, 4))
        given = settings.model_copy(update={"sources": site.settings.sources})
        harvest(given, ["county"])
        rebuild(given)
    health = f"_cluster/health/{given.index_prefix}-*?level=indices&wait_for_no_initializing_shards=true&timeout=20s"
    made = send(given.elasticsearch or "", health)["indices"]
    kinds = {name.removeprefix(f"{given.index_prefix}-").split("-")[0] for name in made}
    assert kinds == {"reports", "attendances", "statements", "runs", "pages", "sources", "counts", "gaps", "leases"}
    assert cluster_of(given).not_green == {}


def test_a_harvester_whose_source_is_taken_over_is_told_to_stop(settings: Settings, leases: Leases) -> None:
    with shared(settings, ["county"], seconds=0.6) as (mine, lost):
        assert mine == ["county"]
        time.sleep(1)
        assert not lost.is_set()
        # Who renews it at that very moment wins, so that a thief may have to try twice.
        assert any(leases.take("county", "thief", datetime.now(UTC) + timedelta(hours=1), 90) for _ in range(20))
        assert lost.wait(5)


def test_two_machines_with_folders_of_their_own_visit_each_source_once(settings: Settings, tmp_path: Path) -> None:
    with changing_site(tmp_path) as site:
        site.publish(range(1, 4))
        for n in range(4):
            site.describe("visit: {cron: '0 6 * * *', jitter: 0}\n", name=f"county_{n}")
        assert site.settings.sources is not None
        site.settings.sources.joinpath("county.yaml").unlink()
        machines = [
            settings.model_copy(update={"data": tmp_path / name, "sources": site.settings.sources})
            for name in ("east", "west")
        ]
        said: list[str] = []
        threads = [
            threading.Thread(target=Keeper(machine, Limits(1, 0.05), said.append).run, kwargs={"once": True})
            for machine in machines
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert sorted(line.partition(":")[0] for line in said if "finished" in line) == [
            f"county_{n}" for n in range(4)
        ]
        assert sum(number for path, number in site.asked.items() if path.endswith("/list.html")) == 4
        assert [run.ended for run in harvest(machines[0], ["county_1"])] == ["finished"], "it is free again"
