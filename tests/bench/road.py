"""Pages a second from the demo site into archive and index, and how fast texts are understood on one core.

    python tests/bench/road.py [--times 8]

The pages of the demo site are served so many times over, each under an address
of its own, on loopback and with no pause between two requests.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
# ruff: noqa: E402

from jiyao.demo import DemoPage, demo_pages, demo_sources, serve_demo_site
from jiyao.runs import harvest
from jiyao.settings import Settings
from pipelines.texts import read_documents, understood


def many_pages(times: int) -> list[DemoPage]:
    pages = demo_pages()
    return [
        replace(page, number=1001 + turn * len(pages) + place)
        for turn in range(times)
        for place, page in enumerate(pages)
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def road(times: int) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", sources=Path(folder) / "sources")
        assert settings.sources
        settings.sources.mkdir()
        for path in demo_sources().glob("*.yaml"):
            text = path.read_text("utf-8").replace(":8766/", f":{port}/").replace("delay: 0.05", "delay: 0")
            (settings.sources / path.name).write_text(text, "utf-8")
        with serve_demo_site(port, many_pages(times)):
            begun = time.perf_counter()
            runs = harvest(settings)
            spent = time.perf_counter() - begun
        for run in runs:
            if run.error:
                raise run.error
        pages, longest = sum(run.pages for run in runs), max(run.seconds for run in runs)
        print(f"road           {pages / longest:7.1f} pages/s from site to archive and index ({pages} pages, 4 sites)")
        print(f"road           {spent - longest:7.1f} s to start and to end")


def understanding() -> None:
    documents = [
        document
        for path in sorted((ROOT / "tests" / "gold").glob("*.jsonl"))
        for document in read_documents(path.read_bytes(), path.name, None, datetime.now(UTC))
        if document.article
    ]
    size = sum(len(document.article.text.encode()) for document in documents if document.article)
    spent = []
    for _ in range(4):
        begun = time.perf_counter()
        for document in documents:
            understood(document)
        spent.append(time.perf_counter() - begun)
    seconds = statistics.median(spent[1:])  # the first turn loads the lexicon
    print(f"understanding  {size / 1e6 / seconds:7.2f} MB/s on one core ({len(documents)} texts, {size / 1e6:.2f} MB)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=8)
    asked = parser.parse_args()
    understanding()
    road(asked.times)


if __name__ == "__main__":
    main()
