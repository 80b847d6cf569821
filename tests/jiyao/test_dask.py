"""A rebuild on Dask, here or on a cluster of other processes, comes to the same as in one process, byte for byte."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from changing_site import changing_site

from jiyao.errors import SettingsError
from jiyao.record import report_to_dict
from jiyao.runs import harvest, rebuild
from jiyao.search import open_index
from jiyao.settings import Settings

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with changing_site(tmp_path_factory.mktemp("dask")) as site:
        site.publish(range(1, 150))
        harvest(site.settings)
        return site.settings.model_copy(update={"workers": 2})


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A scheduler and two workers, processes of their own as on other machines."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with ExitStack() as running:
        for name, more in (
            (
                "scheduler",
                ["--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--dashboard-address", "127.0.0.1:0"],
            ),
            ("worker", [address, "--nthreads", "1", "--dashboard-address", "127.0.0.1:0"]),
            ("worker", [address, "--nthreads", "2", "--dashboard-address", "127.0.0.1:0"]),
        ):
            command = [sys.executable, "-m", "distributed.cli.dask_" + name, *more]
            process = running.enter_context(
                subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            )
            running.callback(process.kill)
        yield address


def documents(settings: Settings) -> bytes:
    with closing(open_index(settings)) as index:
        reports = sorted((hit.report for hit in index.scan() if hit.report), key=lambda report: report.id)
    return "\n".join(json.dumps(report_to_dict(report), ensure_ascii=False) for report in reports).encode()


def test_on_this_machine_and_on_a_cluster_the_same_documents_come_out(harvested: Settings, cluster: str) -> None:
    crawled = documents(harvested)
    assert crawled.count(b"\n") == 148
    for dask in (None, "local", cluster):
        given = harvested.model_copy(update={"dask": dask, "workers": 1 if dask is None else 2})
        done = rebuild(given)
        assert (done.pages, done.reports) == (149, 149)
        assert documents(harvested) == crawled, f"rebuilt on {dask or 'one process'}"


def test_a_scheduler_that_does_not_answer_is_told_and_the_index_stays(harvested: Settings) -> None:
    before = documents(harvested)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(SettingsError, match=f"no Dask scheduler answers at {nobody}"):
            rebuild(harvested.model_copy(update={"dask": nobody}))
    assert documents(harvested) == before
