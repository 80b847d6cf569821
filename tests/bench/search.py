"""How fast each engine is beside the same work done by hand with its own client, in one run.

    python tests/bench/search.py [--reports 20000] [--elasticsearch URL] [--keep FOLDER]

Searches: pages with three facets and highlights, by the library and by the search API of a server of its own, in turns
with the same query in the engine's own words (in Elasticsearch with its own highlighter; in tantivy without highlights,
which it cannot make over folded text). No search is asked twice, but for the last line: there an engine may have kept
what it counted the first time.
Indexing: rows of 5,000 reports put in bare, beside ours; the bare ones were made beforehand. Also: opening,
suggestions, the size of the index, a walk and an export with the memory that they take.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]
# ruff: noqa: E402

import tantivy
from commands import serving
from elasticsearch import Elasticsearch, helpers
from engines import delete_indices
from many_reports import many_reports

from index_mappings import INDEX_NAMES, load
from jiyao.exports import export
from jiyao.model import Report
from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.search.elastic_query import rows
from jiyao.search.embedded_query import register, schema, tantivy_document
from jiyao.search.generation import stored_report
from jiyao.search.query import START
from jiyao.search.suggest import SUGGESTED
from jiyao.search.tokens import tokens
from jiyao.settings import Settings

PREFIX = "test_bench"
INDEXED = 5_000
QUERIES = ("会议", "县长 民生", "主持會議", "乡村振兴", "供热", "县委 防汛")
FACETS = ("people", "month", "source")
TIMES = 20
_T = TypeVar("_T")


@dataclass
class Timed:
    """Milliseconds that something took, each time."""

    name: str
    spent: list[float] = field(default_factory=list)

    def run(self, doing: Callable[[], _T]) -> _T:
        begun = time.perf_counter()
        done = doing()
        self.spent.append((time.perf_counter() - begun) * 1000)
        return done

    def share(self, share: float) -> float:
        return sorted(self.spent)[min(int(len(self.spent) * share), len(self.spent) - 1)]

    def __str__(self) -> str:
        return f"{self.name} p50 {self.share(0.5):6.1f} ms  p99 {self.share(0.99):6.1f} ms"


#: Searches for words without another one, and returns how many there are.
Search = Callable[[str, str], int]


def by_library(index: SearchIndex) -> Search:
    return lambda text, but: index.search(SearchQuery(text=f"{text} -{but}", facets=FACETS, regional=False)).total


@contextmanager
def by_api(settings: Settings) -> Iterator[Search]:
    """A search by the API of a server in a process of its own, over one connection that stays open."""
    given = {
        "JIYAO_DATA": str(settings.data), "JIYAO_ELASTICSEARCH": settings.elasticsearch or "",
        "JIYAO_INDEX_PREFIX": settings.index_prefix,
    }  # fmt: skip
    with serving(given) as client:
        yield lambda text, but: int(
            client.get("/v1/reports", params={"q": f"{text} -{but}", "facet": FACETS, "regional": False})
            .raise_for_status()
            .json()["total"]
        )


def searches(engine: str, settings: Settings, index: SearchIndex, by_hand: Search) -> None:
    """Print all three, asked in turns; the first round warms them and does not count."""
    hand, library, api = Timed("by hand    "), Timed("the library"), Timed("the API    ")
    again = Timed("the API again")
    words = (f"nowhere{number}" for number in itertools.count(time.time_ns()))
    with by_api(settings) as asked:
        ways = ((hand, by_hand), (library, by_library(index)), (api, asked))
        for round in range(TIMES + 1):
            for text in QUERIES:
                found = {
                    (timed if round else Timed("warm")).run(lambda way=way, but=but, text=text: way(text, but))
                    for (timed, way), but in zip(ways, words, strict=False)
                }
                assert len(found) == 1, (text, found)
        for text in QUERIES * TIMES:
            again.run(lambda text=text: asked(text, "nowhere"))
    print(f"{engine:14} a page with {len(FACETS)} facets and highlights, {len(hand.spent)} searches:")
    for timed in (hand, library, api, again):
        times = "  ".join(f"{timed.share(share) / hand.share(share):.2f}" for share in (0.5, 0.99))
        print(f"{'':14} {timed}  times the time by hand: {times}")


def by_hand_in_elasticsearch(client: Elasticsearch, alias: str) -> Search:
    fields = ["title", "names", "text"]

    def phrase(word: str) -> dict[str, Any]:
        return {"multi_match": {"query": word, "type": "phrase", "fields": fields}}

    def ask(text: str, but: str) -> int:
        held = [{"term": {"is_meeting": True}}, *map(phrase, text.split())]
        answer = client.search(
            index=alias,
            query={"bool": {"filter": held, "must_not": [phrase(but)]}},
            sort=[{"published_at": {"order": "desc", "missing": "_last"}}, {"id": "desc"}],
            size=10,
            track_total_hits=True,
            highlight={
                "fields": {
                    "title": {"number_of_fragments": 0},
                    "text": {"fragment_size": 120, "number_of_fragments": 3},
                }
            },
            aggs={
                "people": {"terms": {"field": "people.folded", "size": 10}},
                "month": {"date_histogram": {"field": "held_from", "calendar_interval": "month", "min_doc_count": 1}},
                "source": {"terms": {"field": "source", "size": 10}},
            },
        )
        return int(answer["hits"]["total"]["value"])

    return ask


def by_hand_in_tantivy(folder: Path) -> Search:
    index = tantivy.Index.open(str(folder))
    register(index)
    searcher, made = index.searcher(), index.schema
    must, should = tantivy.Occur.Must, tantivy.Occur.Should

    def ask(text: str, but: str) -> int:
        parts = [
            (must, tantivy.Query.term_query(made, "of", "reports")),
            (must, tantivy.Query.term_query(made, "is_meeting", True)),
            *(
                (tantivy.Occur.MustNot, tantivy.Query.term_query(made, name, but))
                for name in ("title", "names", "text")
            ),
        ]
        for word in text.split():
            forms = [
                (should, tantivy.Query.phrase_query(made, name, list(tokens(word))))
                for name in ("title", "names", "text")
            ]
            parts.append((must, tantivy.Query.boolean_query(forms)))
        query = tantivy.Query.boolean_query(parts)
        found = searcher.search(query, 10, order_by_field="published_at_order")
        for _, address in found.hits:
            searcher.doc(address).get_first("stored")
        terms = (("people", "people.folded", 10), ("month", "held_from:month", 10_000), ("source", "source", 10))
        searcher.aggregate(query, {name: {"terms": {"field": told, "size": size}} for name, told, size in terms})
        total: int = found.count  # type: ignore[attr-defined]
        return total

    return ask


def suggestions(engine: str, index: SearchIndex) -> None:
    """Print how long suggestions take for what people type: the first one to three characters of what there is."""
    chance, begins = random.Random(7), list[tuple[Any, str]]()
    for of, start in (("people", "王"), ("bodies", "山"), ("places", "玉"), ("meeting_names", "金"), ("titles", "县")):
        names = [value.label for value in index.suggest(start, of, 100)]  # type: ignore[arg-type]
        begins += [(of, chance.choice(names)[: chance.randint(1, 3)]) for _ in range(60)]
    assert {of for of, _ in begins} == set(SUGGESTED)
    timed = Timed("suggest")
    for of, text in begins:
        timed.run(lambda of=of, text=text: index.suggest(text, of))
    print(f"{engine:14} {timed}  (slowest {max(timed.spent):.1f} ms)")


def walks(engine: str, index: SearchIndex) -> None:
    """Print how fast everything is walked through and exported, and what memory an export takes."""
    begun, count, page = time.perf_counter(), 0, index.search(SearchQuery(size=1000, after=START))
    while True:
        count += len(page.hits)
        if page.after is None or count >= 20_000:
            break
        page = index.search(SearchQuery(size=1000, after=page.after))
    print(f"{engine:14} a walk: {count / (time.perf_counter() - begun):.0f} reports/s over {count}")
    for format in ("ndjson", "csv", "parquet"):
        tracemalloc.start()
        size = sum(map(len, export(index, SearchQuery(source=("yilan",)), format)))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{engine:14} export as {format}: {size / 1e6:.1f} MB with at most {highest / 1e6:.1f} MB of memory")


def opening(engine: str, settings: Settings) -> None:
    timed = Timed("opening")
    for _ in range(10):
        with closing(open_index(settings)) as index:
            timed.run(index.count)
    print(f"{engine:14} {timed}")


def build(settings: Settings, reports: Iterable[Report]) -> tuple[float, int]:
    """Build the index; return seconds, and how many bytes of text there were."""
    size = 0

    def measured() -> Iterable[Report]:
        nonlocal size
        for report in reports:
            size += len(report.text.encode())
            yield report

    begun = time.perf_counter()
    with closing(open_index(settings)) as index, index.rebuild() as writer:
        writer.write(measured())
    return time.perf_counter() - begun, size


def bare_bulk(url: str, reports: list[Report]) -> float:
    """Put the rows in with the client's own helper; return seconds."""
    actions = [
        {"_index": f"{PREFIX}-{name}-bare", "_id": row["id"], "_source": row}
        for report in reports
        for name, row in rows(report)
    ]
    with closing(Elasticsearch(url, request_timeout=60)) as client:
        begun = time.perf_counter()
        for name in INDEX_NAMES:
            body = load(name).body
            settings = body["settings"] | {"refresh_interval": "-1"}
            client.indices.create(index=f"{PREFIX}-{name}-bare", settings=settings, mappings=body["mappings"])
        helpers.bulk(client, actions)
        client.indices.refresh(index=f"{PREFIX}-*-bare")
        spent = time.perf_counter() - begun
    delete_indices(url, PREFIX)
    return spent


def bare_tantivy(reports: list[Report]) -> float:
    """Put the rows in with tantivy's own writer; return seconds."""
    made = [
        tantivy_document(name, row, stored_report(report) if name == "reports" else row["id"].encode())
        for report in reports
        for name, row in (((name, {k: v for k, v in row.items() if k != "record"})) for name, row in rows(report))
    ]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        index = tantivy.Index(schema(), path=folder)
        register(index)
        writer = index.writer(128_000_000, 2)
        for document in made:
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return time.perf_counter() - begun


def indexing(engine: str, settings: Settings, bare: Callable[[list[Report]], float]) -> None:
    reports = list(many_reports(INDEXED))
    rates = [
        INDEXED / statistics.median(one)
        for one in zip(*((build(settings, reports)[0], bare(reports)) for _ in range(3)), strict=True)
    ]
    print(f"{engine:14} indexing: ours {rates[0]:.0f} reports/s, bare {rates[1]:.0f}, ratio {rates[0] / rates[1]:.2f}")


def embedded(count: int, folder: Path) -> None:
    settings = Settings(data=folder)
    if not (settings.index_folder / "current").exists():
        indexing("tantivy", settings, bare_tantivy)
        seconds, size = build(settings, many_reports(count))
        print(f"{'tantivy':14} {count / seconds:.0f} reports/s, {size / 1e6:.0f} MB of text")
        (folder / "text.json").write_text(json.dumps(size))
    text = json.loads((folder / "text.json").read_text())
    on_disk = sum(path.stat().st_size for path in settings.index_folder.rglob("*") if path.is_file())
    print(f"{'tantivy':14} {on_disk / text:.2f} times the text on disk")
    opening("tantivy", settings)
    with closing(open_index(settings)) as index:
        generation = settings.index_folder / (settings.index_folder / "current").read_text().strip()
        searches("tantivy", settings, index, by_hand_in_tantivy(generation))
        suggestions("tantivy", index)
        walks("tantivy", index)


def elasticsearch(count: int, url: str) -> None:
    settings = Settings(elasticsearch=url, index_prefix=PREFIX + "_ours")
    try:
        indexing("elasticsearch", settings, lambda reports: bare_bulk(url, reports))
        seconds, _ = build(settings, many_reports(count))
        print(f"{'elasticsearch':14} {count / seconds:.0f} reports/s")
        opening("elasticsearch", settings)
        with closing(open_index(settings)) as index, closing(Elasticsearch(url, request_timeout=60)) as client:
            searches("elasticsearch", settings, index, by_hand_in_elasticsearch(client, f"{PREFIX}_ours-reports"))
            suggestions("elasticsearch", index)
            walks("elasticsearch", index)
    finally:
        delete_indices(url, PREFIX + "_ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--elasticsearch", help="URL of a node; without it only the embedded engine is measured")
    parser.add_argument("--keep", type=Path, help="where the embedded index is kept, and taken from the next time")
    asked = parser.parse_args()
    print(f"{asked.reports} reports of at least 2,000 characters")
    with tempfile.TemporaryDirectory() as folder:
        embedded(asked.reports, asked.keep or Path(folder))
    if asked.elasticsearch:
        elasticsearch(asked.reports, asked.elasticsearch)


if __name__ == "__main__":
    main()
