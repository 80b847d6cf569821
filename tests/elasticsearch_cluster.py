"""Nodes of a test's own: one that may be killed, or three that are one cluster, from the distribution of a test node.

Where the tests' node is not run by us from Java (``elasticsearch_node``), these tests are skipped or, with
``JIYAO_TEST_REQUIRE=1``, fail: a container cannot be killed in the middle and started on its data again so simply.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from elasticsearch_node import HOW, ONE_CORE, QUICK, NoNodeError, _distribution, _free_ports, _java, copy_configuration

SECONDS = 120
HEAP = f"-Xms400m -Xmx400m {ONE_CORE} {QUICK}"


class Node:
    """A node on ports and in a folder of its own, which can be killed and started again on what it has."""

    def __init__(self, name: str, http: int, transport: int, others: Sequence[tuple[str, int]] = ()) -> None:
        java, maven = _java(), shutil.which("mvn")
        if not java or not maven:
            raise NoNodeError("a JDK >= 21 and Maven are needed")
        self._java, self._program = java, _distribution(maven)
        self.name, self.url = name, f"http://127.0.0.1:{http}"
        self.home = Path(tempfile.mkdtemp(prefix="jiyao-node-", dir="/var/tmp" if os.geteuid() == 0 else None))
        for folder in ("data", "logs", "tmp", "config", "snapshots"):
            (self.home / folder).mkdir()
        self._configure(http, transport, others)
        self._process: subprocess.Popen[bytes] | None = None

    def _configure(self, http: int, transport: int, others: Sequence[tuple[str, int]]) -> None:
        config = self.home / "config"
        copy_configuration(self._program, self.home)
        together = [(self.name, transport), *others]
        discovery = (
            f"discovery.seed_hosts: {json.dumps([f'127.0.0.1:{port}' for _, port in together])}\n"
            f"cluster.initial_master_nodes: {json.dumps([name for name, _ in together])}\n"
            if others
            else "discovery.type: single-node\n"
        )
        (config / "elasticsearch.yml").write_text(
            f"cluster.name: jiyao-cluster-{min(port for _, port in together)}\nnode.name: {self.name}\n{discovery}"
            f"network.host: 127.0.0.1\nhttp.port: {http}\ntransport.port: {transport}\n"
            f"path.data: {self.home}/data\npath.logs: {self.home}/logs\npath.repo: [{self.home}/snapshots]\n"
            "cluster.routing.allocation.disk.threshold_enabled: false\nxpack.security.enabled: false\n"
            "xpack.ml.enabled: false\n"
        )

    def start(self) -> None:
        """Start it; it does not answer yet."""
        command: list[str | Path] = [self._java / "bin" / "java", "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-cp"]
        command += [f"{self._program}/lib/tools/server-launcher/*", "org.elasticsearch.server.launcher.ServerLauncher"]
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "nobody:", self.home], check=True)
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        environment = os.environ | {
            "ES_HOME": str(self._program), "ES_PATH_CONF": f"{self.home}/config", "ES_TMPDIR": f"{self.home}/tmp",
            "ES_JAVA_HOME": str(self._java), "JAVA": f"{self._java}/bin/java", "JAVA_TYPE": "ES_JAVA_HOME",
            "ES_DISTRIBUTION_TYPE": "tar", "ES_JAVA_OPTS": HEAP, "CLI_JAVA_OPTS": "",
        }  # fmt: skip
        with (self.home / "logs" / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._program, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def wait(self, wanted: str = "_cluster/health?wait_for_status=yellow&timeout=2s") -> None:
        """Return once it answers that with 200."""
        limit = time.monotonic() + SECONDS
        while time.monotonic() < limit:
            try:
                with urllib.request.urlopen(f"{self.url}/{wanted}", timeout=5):
                    return
            except OSError:
                assert self._process
                if self._process.poll() is not None:
                    said = (self.home / "logs" / "console.log").read_text(errors="replace")[-500:]
                    raise NoNodeError(f"the node ended: {said}") from None
                time.sleep(0.2)
        raise NoNodeError(f"the node at {self.url} did not answer within {SECONDS} s")

    def kill(self) -> None:
        """End it with SIGKILL: the launcher and the server, which are a session of their own."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def end(self) -> None:
        """Kill it and delete what it had."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def nodes(count: int) -> Iterator[list[Node]]:
    """Run so many nodes, one cluster, while the block lasts."""
    ports = _free_ports(2 * count)
    names = [(f"node{number}", ports[count + number]) for number in range(count)]
    made = [
        Node(name, ports[number], transport, [other for other in names if other[0] != name])
        for number, (name, transport) in enumerate(names)
    ]
    try:
        for node in made:
            node.start()
        for node in made:
            node.wait(f"_cluster/health?wait_for_nodes={count}&wait_for_status=green&timeout=2s")
        yield made
    finally:
        for node in made:
            node.end()


def run_or_skip(count: int) -> Iterator[list[Node]]:
    """Give a fixture so many nodes, or skip its tests."""
    try:
        with nodes(count) as made:
            yield made
    except NoNodeError as error:
        if os.environ.get("JIYAO_TEST_REQUIRE"):
            pytest.fail(f"no Elasticsearch nodes, and JIYAO_TEST_REQUIRE is set: {error}; {HOW}", pytrace=False)
        pytest.skip(f"no Elasticsearch nodes: {error}")
