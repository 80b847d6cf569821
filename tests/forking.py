"""``python forking.py FD``: begins processes for `warm.py`, forked, once what a visit needs is imported and asked."""

from __future__ import annotations

import json
import os
import runpy
import selectors
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

#: What a visit comes to need, and no module that needs a reactor to be imported.
IMPORTED = (
    "crawler.harvest",
    "crawler.spiders.site",
    "crawler.monitors",
    "crawler.middlewares",
    "crawler.network",
    "index_mappings",
    "jiyao.search.embedded",
    "pipelines.items",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.extensions.throttle",
    "spidermon.contrib.scrapy.extensions",
)
#: A report that asks most rules, so that they are compiled.
REPORT = "11月3日上午，县长卢正明主持召开县政府第3次常务会议。副县长何立春、方志远参加。会议听取了有关部门的汇报，卢正明指出，要加强领导。"
LONGEST = 1 << 16


def next_child(line: socket.socket) -> tuple[dict[str, Any], int, int] | None:
    """Fork for each order; return in the child, with its order, standard input and output. None when the line is closed."""
    waiting = selectors.DefaultSelector()
    waiting.register(line, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is not line:
                pid, end = key.data
                waiting.unregister(key.fileobj)
                os.close(key.fd)
                os.write(end, str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
                os.close(end)
                continue
            told, given, _, _ = socket.recv_fds(line, LONGEST, 16)
            if not told:
                return None
            end = given.pop(2)
            if pid := os.fork():
                for inherited in given:
                    os.close(inherited)
                waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, end))
                continue
            order = json.loads(told)
            if order["session"]:
                os.setsid()
            line.send(str(os.getpid()).encode())
            for other in list(waiting.get_map().values()):
                if other.data:
                    os.close(other.fd)
                    os.close(other.data[1])
            waiting.close()
            line.close()
            os.close(end)
            return order, given[0], given[1]


def main() -> None:
    """Begin what is ordered until the line is closed; a child runs its module as ``python -m`` does."""
    sys.path.remove(str(Path(__file__).resolve().parent))
    for module in IMPORTED:
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules
    model, flow = import_module("jiyao.model"), import_module("pipelines.flow")
    flow.understand(model.Article("", "", REPORT), None)
    child = next_child(socket.socket(fileno=int(sys.argv[1])))
    if child is None:
        return
    order, given, said = child
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    for ours, its in ((given, 0), (said, 1)):
        os.dup2(ours, its)
        os.close(ours)
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
