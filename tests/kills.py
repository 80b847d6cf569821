"""Indexers, schedulers, API servers and Elasticsearch itself, ended with SIGKILL at seeded moments over the demo corpus.

    python tests/kills.py FOLDER FIRST LAST [KIND…] [URL]

Each seed is one kill: of an indexer (in five of six; it publishes, builds, checks, switches, rolls back, flushes, or
two do so at once), of ``jiyao schedule``, of an API server that is being asked, or of the node itself. An indexer
says of each report, once the ledger has it, that it is published; half of them die at a call that matters
(the bulk, the aliases, the ledger), the others after so many milliseconds. After each kill

- every report that was acknowledged is found, in that version or a newer one,
- each of the three aliases points to one index, and all three to the same generation,

and each time so many seeds are through a run makes up for what was left: everything that is archived is found,
a second run writes nothing, no generation but those that are kept is left, and a rebuild comes to the same
documents. Prints what was counted as JSON; raises AssertionError where something is lost or half. Runs a node of its
own, but for a URL of one, which is not killed.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
# ruff: noqa: E402

import uvicorn
from elasticsearch_cluster import Node
from elasticsearch_node import _free_ports
from installation import SOURCE, acknowledged, address, identity, installation, publish, send, source_of
from killing import die_in

from jiyao.demo import demo_pages, demo_sources, serve_demo_site
from jiyao.errors import JiyaoError
from jiyao.model import report_id
from jiyao.runs.builds import build_and_switch, prune, rollback
from jiyao.search.elastic_generations import Generations, GenerationWriter
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings
from jiyao.web.site import create_site, server_of
from pipelines.archive import Archive
from pipelines.built import Built
from pipelines.flow import process
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import flush
from pipelines.publish import Publisher, borrow_index, return_index
from pipelines.release import unsettled
from pipelines.replay import understand

SEEDS_A_FOLDER = 40
NUMBERS = 60
#: Where an indexer dies: the n-th call of these is its last, or is not made.
CALLS: dict[str, tuple[tuple[object, str, int], ...]] = {
    "publish": (
        (Server, "bulk", 6), (Server, "refresh", 6), (Server, "remove_rows", 4), (Ledger, "settle", 6), (os, "fsync", 20),
    ),
    "flush": ((Ledger, "queue", 4), (Ledger, "settle", 4), (Server, "bulk", 4), (Ledger, "queued", 6)),
    "build": (
        (Generations, "create", 2), (Generations, "note", 5), (Generations, "point_to", 2), (Generations, "delete", 2),
        (Built, "switch", 2), (Built, "add", 4), (Server, "bulk", 6), (Built, "forget", 4), (GenerationWriter, "finish", 5),
    ),
    "rollback": ((Generations, "note", 8), (Generations, "point_to", 4), (Built, "switch", 4), (Built, "forget", 6)),
}  # fmt: skip
#: An address where nothing answers.
NOWHERE = "http://127.0.0.1:9"
#: The indices of schedules that are killed; each time emptied, and each schedule has a data folder of its own.
SCHEDULES = "test_kills_of_schedules"


class Standing:
    """A node that somebody else runs."""

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> None: ...
    def wait(self) -> None: ...
    def kill(self) -> None: ...
    def end(self) -> None: ...


class Trial:
    """One node, and one installation at a time on it."""

    def __init__(self, base: Path, node: Node | Standing) -> None:
        self.base, self.node = base, node
        self.counts: Counter[str] = Counter()
        self.settings = installation(base / "none", node.url, "none")
        self.seen: dict[str, int] = {}
        self.pace = 2.0
        #: How many seconds `jiyao schedule --once` takes here, 0 while that is unknown.
        self.harvest_pace = 0.0
        self.serving = ""

    def begin(self, number: int) -> None:
        """Begin with an empty installation."""
        self.settings = installation(self.base / str(number), self.node.url, f"test_kills_{os.getpid()}_{number}")
        self.seen = {}
        assert publish(self.settings, range(3)) is None
        started = time.monotonic()
        build_and_switch(self.settings)
        self.pace = time.monotonic() - started
        self.serving = ""

    # --- what must be so after each kill

    def check(self, where: str) -> None:
        told = send(self.node.url, "_alias")
        behind = {
            alias: [index for index, one in told.items() if f"{self.settings.index_prefix}-{alias}" in one["aliases"]]
            for alias in ("reports", "attendances", "statements")
        }
        moments = {index.rpartition("-")[2] for indices in behind.values() for index in indices}
        assert [len(indices) for indices in behind.values()] == [1, 1, 1], f"{where}: {behind}"
        assert len(moments) == 1, f"{where}: switched half: {behind}"
        [serving] = moments
        self.counts["generations switched to"] += bool(self.serving) and serving != self.serving
        self.serving = serving
        found = self.found()
        lost = {id: version for id, version in self.seen.items() if found.get(id, 0) < version}
        if lost:
            lost = {id: version for id, version in lost.items() if not self.came_later(id, found.get(id, 0), version)}
        if lost:
            lost = {
                id: f"version {version}, but {found.get(id, 'none')}, of {self.archived(id)}"
                for id, version in lost.items()
            }
        assert not lost, f"{where}: acknowledged, and not found: {lost}"
        missing = acknowledged(self.settings) - found.keys()
        assert not missing, f"{where}: the ledger says published, and not found: {missing}"

    def came_later(self, id: str, found: int, acknowledged: int) -> bool:
        """Tell whether what is found was archived later, though its number was taken earlier: two archive at once."""
        order = self.archived(id)
        return found in order and order.index(found) > order.index(acknowledged)

    def archived(self, id: str) -> list[int]:
        """Return the versions of a report that the archive has, in its order."""
        with Archive(self.settings.archive_folder, untouched=True) as archive:
            for number in range(NUMBERS):
                if identity(number) == id and (page := archive.page(SOURCE, address(number))):
                    bodies = [archive.read(entry).body.decode() for entry in page.contents]
                    return [int(one) for body in bodies for one in re.findall(r"号第(\d+)版", body)[:1]]
        return []

    def found(self) -> dict[str, int]:
        """Return the version of each report that a search finds."""
        prefix = self.settings.index_prefix
        answer = send(self.node.url, f"{prefix}-reports/_search?size=10000&_source=title")
        hits = ((hit["_id"], hit["_source"]["title"]) for hit in answer["hits"]["hits"])
        return {id: int(title.rpartition("第")[2][:-2]) for id, title in hits if "版）" in title}

    def documents(self) -> dict[str, Any]:
        prefix = self.settings.index_prefix
        every = f"{prefix}-reports,{prefix}-attendances,{prefix}-statements/_search?size=10000"
        return {hit["_id"]: hit["_source"] for hit in send(self.node.url, every)["hits"]["hits"]}

    def writes(self) -> int:
        told = send(self.node.url, f"{self.settings.index_prefix}-*/_stats/indexing")
        return sum(
            int(one["primaries"]["indexing"]["index_total"])
            for name, one in told["indices"].items()
            if not name.endswith("-leases")
        )

    def make_up(self) -> None:
        """Do what the next run does; then nothing is left to do, and a rebuild comes to the same."""
        self.run_once()
        before = self.writes()
        self.run_once()
        assert self.writes() == before, "a second run wrote something"
        with Archive(self.settings.archive_folder) as archive:
            pages = {report_id(page.source, page.url): len(page.contents) for page in archive.pages(SOURCE)}
        assert self.found().keys() == pages.keys()
        documents = self.documents()
        build_and_switch(self.settings)
        assert self.documents() == documents, "a rebuild came to something else"
        prune(self.settings, keep=0)
        left = {name.rpartition("-")[2] for name in send(self.node.url, f"{self.settings.index_prefix}-*-*/_alias")}
        assert len(left) == 1, f"left behind: {left}"
        self.counts["documents compared after a rebuild"] += len(documents)
        for name in send(self.node.url, f"{self.settings.index_prefix}-*/_alias"):
            send(self.node.url, name, "DELETE")
        shutil.rmtree(self.settings.data)

    def run_once(self) -> None:
        source = source_of(self.settings)
        done = flush(self.settings, source)
        assert (done.waiting, done.error) == (0, None)
        with (
            Archive(self.settings.archive_folder, writable=True) as archive,
            closing(Ledger(ledger_file(self.settings))) as ledger,
        ):
            publisher = Publisher(borrow_index(self.settings), ledger)
            for page in list(unsettled(archive, ledger, SOURCE)):
                self.counts["made up for"] += 1
                publisher.publish(understand(page, source[SOURCE], archive.read, process))
            publisher.flush()
            return_index(self.settings)
            publisher.raise_trouble()


# --- indexers


def fork(work: Callable[[], None], told: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except JiyaoError as error:
        os.write(told, f"refused {type(error).__name__} 0\n".encode())
    except BaseException:
        traceback.print_exc()
        os.write(told, b"failed it 0\n")
    os._exit(0)


def indexing(settings: Settings, what: str, chance: random.Random, told: int) -> Callable[[], None]:
    """Return what an indexer does until it is killed."""

    def publishing() -> None:
        for _ in range(30):
            numbers = chance.sample(range(NUMBERS), chance.randint(1, 5))
            version = int(time.monotonic() * 1000)  # grows over all processes of the machine
            if publish(settings, numbers, version) is None:
                for number in numbers:
                    os.write(told, f"published {number} {version}\n".encode())

    def building() -> None:
        while True:
            build_and_switch(settings)
            os.write(told, b"switched it 0\n")

    def rolling_back() -> None:
        build_and_switch(settings)
        while True:
            rollback(settings)
            os.write(told, b"switched it 0\n")

    def flushing() -> None:
        away = settings.model_copy(update={"elasticsearch": NOWHERE})
        while True:
            numbers = chance.sample(range(NUMBERS), chance.randint(1, 5))
            publish(away, numbers, int(time.monotonic() * 1000))
            flush(settings, source_of(settings))

    return {"publish": publishing, "build": building, "rollback": rolling_back, "flush": flushing}[what]


#: What goes on at once, and for how long at most before the kill: so many times what a rebuild takes here.
WORK: tuple[tuple[tuple[str, ...], float], ...] = (
    (("publish",), 0.3), (("publish",), 0.6), (("build",), 1.5), (("publish", "build"), 1.5), (("flush",), 0.4),
    (("rollback",), 2.0), (("build", "build"), 1.3), (("flush", "publish", "build"), 1.6),
)  # fmt: skip


def kill_indexers(trial: Trial, seed: int, chance: random.Random, *, node: bool = False) -> str:
    kinds, builds = chance.choice(WORK)
    longest = builds * trial.pace
    heard, told = os.pipe()
    inside = not node and chance.random() < 0.5
    pids = []
    for number, what in enumerate(kinds):
        work = indexing(trial.settings, what, random.Random(f"{seed}/{number}"), told)
        if inside and number == 0:
            owner, name, most = chance.choice(CALLS[what])
            turn, before = chance.randint(1, most), chance.random() < 0.5

            def armed(
                work: Callable[[], None] = work, owner: object = owner, name: str = name, turn: int = turn,
                before: bool = before,
            ) -> None:  # fmt: skip
                die_in(owner, name, turn, before=before)
                work()

            pids.append(fork(armed, told))
        else:
            pids.append(fork(work, told))
    os.close(told)
    ended: Counter[str] = Counter()
    wait_for(pids[0], chance.uniform(0, longest) if not inside else 1.5 * longest)
    if node:
        trial.node.kill()
        time.sleep(0.3)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in pids:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    with os.fdopen(heard) as pipe:
        for line in pipe.read().splitlines():
            said, number, version = line.split()
            ended[said] += 1
            if said == "refused":
                trial.counts[f"ended by itself with {number}"] += 1
            assert said != "failed" or node, f"seed {seed}: an indexer failed by itself"
            if said == "published":
                id = report_id(SOURCE, f"http://127.0.0.1:8766/county/t{number}.html")
                trial.seen[id] = max(trial.seen.get(id, 0), int(version))
                trial.counts["acknowledged"] += 1
    trial.counts["switches told"] += ended["switched"]
    return f"{'+'.join(kinds)}, {'at a call' if inside else 'at a moment'}"


def wait_for(pid: int, seconds: float) -> None:
    """Wait until the process has ended, but not longer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.003)


# --- the others


def kill_node(trial: Trial, seed: int, chance: random.Random) -> str:
    how = kill_indexers(trial, seed, chance, node=True)
    trial.node.start()
    trial.node.wait()
    for _ in range(200):
        with suppress(OSError):
            send(trial.node.url, f"{trial.settings.index_prefix}-*/_search?size=0&allow_partial_search_results=false")
            break
        time.sleep(0.1)
    return f"while {how}"


def kill_api(trial: Trial, seed: int, chance: random.Random) -> str:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    port = listening.getsockname()[1]
    answers: list[int] = []

    def ask() -> None:
        with suppress(OSError):
            while True:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/reports?size=3", timeout=3) as answer:
                    answers.append(answer.status)

    def serve() -> None:
        uvicorn.Server(server_of(create_site(trial.settings), "127.0.0.1", 0)).run(sockets=[listening])

    pid = fork(serve, 2)
    listening.close()
    askers = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for asker in askers:
        asker.start()
    time.sleep(chance.uniform(0, 2.0))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    for asker in askers:
        asker.join(10)
    trial.counts["answers of the API before it was killed"] += len(answers)
    return "asked by three" if answers else "before its first answer"


def kill_schedule(trial: Trial, seed: int, chance: random.Random, port: int) -> str:
    folder = trial.base / f"schedule-{seed}"
    settings = trial.settings.model_copy(
        update={"data": folder / "data", "sources": folder / "sources", "index_prefix": SCHEDULES}
    )
    (folder / "sources").mkdir(parents=True)
    text = (demo_sources() / "demo_gate.yaml").read_text("utf-8").replace("delay: 0.05", "delay: 0")
    (folder / "sources" / "demo_gate.yaml").write_text(text.replace("127.0.0.1:8766", f"127.0.0.1:{port}"), "utf-8")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}
    given = clean | {
        "JIYAO_DATA": str(settings.data), "JIYAO_SOURCES": str(settings.sources), "PYTHONPATH": str(ROOT),
        "JIYAO_ELASTICSEARCH": trial.node.url, "JIYAO_INDEX_PREFIX": settings.index_prefix,
    }  # fmt: skip
    command = [sys.executable, "-m", "jiyao", "schedule", "--once"]
    if not trial.harvest_pace:
        started = time.monotonic()
        subprocess.run(command, env=given, capture_output=True, check=True, timeout=120)
        trial.harvest_pace = time.monotonic() - started
        shutil.rmtree(settings.data)
        empty_schedules(trial)
    process = subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0.5, 1.1) * trial.harvest_pace)
    alone = chance.random() < 0.5
    children = children_of(process.pid)
    process.kill()
    process.wait()
    if not alone:
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < until:
        time.sleep(0.02)
    found = {hit["_id"] for hit in of_schedules(trial)}
    settled: dict[str, Any] = {}
    if ledger_file(settings).exists():
        with closing(Ledger(ledger_file(settings))) as ledger:
            settled = ledger.settled("demo_gate")
    missing = {report_id("demo_gate", url) for url in settled} - found
    assert not missing, f"seed {seed}: the schedule's ledger says published, and not found: {missing}"
    trial.counts["published before a schedule was killed"] += len(settled)
    if seed % 3 == 0:
        done = subprocess.run([*command[:3], "harvest", "demo_gate"], env=given, capture_output=True, timeout=120)
        assert not done.returncode, f"seed {seed}: {done.stderr.decode()}"
        pages = sum(page.site == "gate" for page in demo_pages())
        assert len(of_schedules(trial)) == pages
        trial.counts["harvests that made up for a schedule"] += 1
    shutil.rmtree(folder)
    empty_schedules(trial)
    return "alone" if alone else "with its harvest"


def empty_schedules(trial: Trial) -> None:
    gone = f"{SCHEDULES}-*-*/_delete_by_query?refresh=true&conflicts=proceed"
    send(trial.node.url, gone, "POST", {"query": {"match_all": {}}})
    # The next one has another folder, as if it were another machine, which would wait 90 seconds for this one's source.
    send(trial.node.url, f"{SCHEDULES}-leases?ignore_unavailable=true", "DELETE")


def of_schedules(trial: Trial) -> list[Any]:
    answer = send(trial.node.url, f"{SCHEDULES}-reports*/_search?size=1000&_source=false")
    hits: list[Any] = answer["hits"]["hits"]
    return hits


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def kind_of(seed: int) -> str:
    """Return whom a seed kills: of a hundred 84 indexers, 8 schedules, 5 servers of the API and 3 times the node."""
    place = seed * 37 % 100
    return "indexer" if place < 84 else "schedule" if place < 92 else "api" if place < 97 else "elasticsearch"


def main() -> None:
    base, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    only = [word for word in sys.argv[4:] if "://" not in word]
    given = [word for word in sys.argv[4:] if "://" in word]
    http, transport, site = _free_ports(3)
    node: Node | Standing = Standing(given[0]) if given else Node("kills", http, transport)
    site_process = os.fork()
    if not site_process:
        with serve_demo_site(site, demo_pages(), ()):
            signal.pause()
    try:
        node.start()
        node.wait()
        trial = Trial(base, node)
        for number, seed in enumerate(range(first, last)):
            if number % SEEDS_A_FOLDER == 0:
                if number:
                    trial.make_up()
                trial.begin(seed)
            kind = kind_of(seed)
            if only and kind not in only:
                continue
            chance = random.Random(seed)
            if kind == "indexer":
                how = kill_indexers(trial, seed, chance)
            elif kind == "schedule":
                how = kill_schedule(trial, seed, chance, site)
            else:
                how = {"api": kill_api, "elasticsearch": kill_node}[kind](trial, seed, chance)
            trial.check(f"seed {seed}, {kind} {how}")
            trial.counts["kills"] += 1
            trial.counts[f"kills: {kind}"] += 1
            if kind == "indexer":
                trial.counts[f"kills: {kind}: {how}"] += 1
            if seed % 10 == 0:
                print(seed, dict(trial.counts), file=sys.stderr, flush=True)
        trial.make_up()
        print(json.dumps(trial.counts))
    finally:
        os.kill(site_process, signal.SIGKILL)
        node.end()


if __name__ == "__main__":
    main()
