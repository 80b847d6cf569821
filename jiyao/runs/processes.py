"""Processes that understand pages: of this machine, or of a Dask cluster whose machines share the data folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from jiyao.errors import SettingsError
from jiyao.settings import Settings
from pipelines.workers import pool

LOCAL = "local"


@contextmanager
def processes(settings: Settings) -> Iterator[tuple[Executor, int]]:
    """Give an executor and how many processes stand behind it.

    :class:`SettingsError` where ``settings.dask`` names a scheduler that does not
    answer, or Dask is not installed.
    """
    if settings.dask:
        with _dask(settings) as given:
            yield given
        return
    number = settings.workers or os.cpu_count() or 1
    local = pool(number)
    try:
        yield local, number
    finally:
        local.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _dask(settings: Settings) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise SettingsError("Dask is not installed", "Install it: pip install 'jiyao[dask]'.") from None
    number = settings.workers or os.cpu_count() or 1
    assert settings.dask is not None
    cluster = None
    try:
        if settings.dask == LOCAL:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=number,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            )
        client = Client(cluster or settings.dask, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise SettingsError(
            f"no Dask scheduler answers at {settings.dask}: {error}",
            "Start one (dask scheduler, dask worker), or say local.",
        ) from None
    try:
        threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False), max(threads, 1)  # type: ignore[no-untyped-call]
    finally:
        client.close()  # type: ignore[no-untyped-call]
        if cluster is not None:
            cluster.close()
