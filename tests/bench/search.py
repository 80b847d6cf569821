"""Reports a second into each engine, beside the same rows put in bare; and the time of searches.

    python tests/bench/search.py [--reports 5000] [--elasticsearch URL]

Both of a pair make an index with the same mapping and put the same rows into it,
in turns, and the median of three turns counts. The bare one has its rows made
beforehand; ours begins with reports, and ends with the new generation in the
old one's place.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]
# ruff: noqa: E402

import tantivy
from elasticsearch import Elasticsearch, helpers
from engines import delete_indices
from invented_reports import invented_reports

from index_mappings import INDEX_NAMES, load
from jiyao.model import Report
from jiyao.record import report_to_json
from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.search.elastic_query import rows
from jiyao.search.embedded_query import analyzer, schema, tantivy_document
from jiyao.settings import Settings

PREFIX = "test_bench"
QUERIES = ("会议", "县长 民生", "「主持會議」", "乡村振兴 OR 供热", "资讯", "县委 -市")


def many_reports(count: int) -> list[Report]:
    """Reports of about 2,000 characters: the invented ones, each with paragraphs of others behind its own."""
    chance = random.Random(5)
    invented = invented_reports()
    paragraphs = [line for report in invented for line in report.text.split("\n") if len(line) > 60]
    made = []
    for number in range(count):
        report = invented[number % len(invented)]
        text = report.text
        while len(text) < 2000:
            text += "\n" + chance.choice(paragraphs)
        assert report.published
        published = replace(report.published, at=report.published.at + timedelta(days=number % 3000))
        made.append(replace(report, id=f"{report.id}-{number}", text=text, published=published))
    return made


def seconds(doing: Callable[[], object]) -> float:
    begun = time.perf_counter()
    doing()
    return time.perf_counter() - begun


def bare_bulk(url: str, reports: Iterable[Report]) -> Callable[[], object]:
    actions = [
        {"_index": f"{PREFIX}-{name}-bare", "_id": row["id"], "_source": row}
        for report in reports
        for name, row in rows(report)
    ]

    def run() -> None:
        client = Elasticsearch(url, request_timeout=60)
        begun = time.perf_counter()
        for name in INDEX_NAMES:
            settings = load(name).body["settings"] | {"refresh_interval": "-1"}
            client.indices.create(
                index=f"{PREFIX}-{name}-bare", settings=settings, mappings=load(name).body["mappings"]
            )
        helpers.bulk(client, actions)
        client.indices.refresh(index=f"{PREFIX}-*-bare")
        spent.append(time.perf_counter() - begun)
        client.close()
        delete_indices(url, PREFIX)

    spent: list[float] = []
    run.spent = spent  # type: ignore[attr-defined]
    return run


def bare_tantivy(reports: Iterable[Report]) -> Callable[[], object]:
    made = [
        tantivy_document(name, row, report_to_json(report) if name == "reports" else row["id"].encode())
        for report in reports
        for name, row in (((name, {k: v for k, v in row.items() if k != "record"})) for name, row in rows(report))
    ]

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            index = tantivy.Index(schema(), path=folder)
            index.register_tokenizer("han", analyzer())
            writer = index.writer(128_000_000, 2)
            for document in made:
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            spent.append(time.perf_counter() - begun)

    spent: list[float] = []
    run.spent = spent  # type: ignore[attr-defined]
    return run


def through_our_door(settings: Callable[[], Settings], reports: list[Report]) -> Callable[[], object]:
    def run() -> None:
        index = open_index(settings())
        begun = time.perf_counter()
        with index.rebuild() as writer:
            writer.write(reports)
        spent.append(time.perf_counter() - begun)
        index.close()

    spent: list[float] = []
    run.spent = spent  # type: ignore[attr-defined]
    return run


def compare(name: str, ours: Callable[[], object], bare: Callable[[], object], count: int) -> None:
    for _ in range(3):
        bare()
        ours()
    rates = [count / statistics.median(one.spent) for one in (ours, bare)]  # type: ignore[attr-defined]
    print(f"{name:14} ours {rates[0]:7.0f} reports/s   bare {rates[1]:7.0f}   ratio {rates[0] / rates[1]:.2f}")


def searches(name: str, index: SearchIndex) -> None:
    spent = []
    for _ in range(20):
        for text in QUERIES:
            query = SearchQuery(text=text, facets=("people", "month", "source"))
            spent.append(seconds(lambda query=query: index.search(query)))
    spent.sort()
    p50, p99 = (spent[int(len(spent) * share)] * 1000 for share in (0.5, 0.99))
    print(f"{name:14} a page with three facets and highlights: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--elasticsearch", help="URL of a node; without it only the embedded engine is measured")
    asked = parser.parse_args()
    reports = many_reports(asked.reports)
    characters = sum(len(report.text) for report in reports)
    print(
        f"{len(reports)} reports, {characters / 1e6:.1f} M characters, {sum(1 for r in reports for _ in rows(r))} rows"
    )
    with tempfile.TemporaryDirectory() as folder:
        embedded = Settings(data=Path(folder))
        compare("tantivy", through_our_door(lambda: embedded, reports), bare_tantivy(reports), len(reports))
        index = open_index(embedded)
        searches("tantivy", index)
        size = sum(path.stat().st_size for path in embedded.index_folder.rglob("*") if path.is_file())
        print(f"{'tantivy':14} {size / sum(len(r.text.encode()) for r in reports):.2f} times the text on disk")
        index.close()
    if asked.elasticsearch:
        settings = Settings(elasticsearch=asked.elasticsearch, index_prefix=PREFIX + "_ours")
        ours = through_our_door(lambda: settings, reports)
        compare("elasticsearch", ours, bare_bulk(asked.elasticsearch, reports), len(reports))
        index = open_index(settings)
        searches("elasticsearch", index)
        index.close()
        delete_indices(asked.elasticsearch, PREFIX + "_ours")


if __name__ == "__main__":
    main()
