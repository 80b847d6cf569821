"""How many bytes a report takes in Elasticsearch, and how fast one is written: what docs/elasticsearch.md counts with.

    python tests/bench/bytes.py URL [REPORTS]

Writes so many invented reports of 2,000 characters and more into a generation of its own, merges it, measures, and
deletes it.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
# ruff: noqa: E402

from installation import send
from many_reports import many_reports

from jiyao.search.elastic_generations import Generations
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings


def main() -> None:
    url, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    server = Server.from_settings(Settings(elasticsearch=url))
    generations = Generations(server, "test_bytes")
    made = generations.create(count, {"state": "building"})
    try:
        started = time.monotonic()
        writer = generations.writer(made)
        writer.write(many_reports(count))
        writer.finish()
        seconds = time.monotonic() - started
        names = ",".join(made.indices.values())
        urllib.request.urlopen(
            urllib.request.Request(f"{url}/{names}/_forcemerge?max_num_segments=1&flush=true", method="POST"),
            timeout=600,
        ).close()
        told = send(url, f"{names}/_stats/docs,store")["indices"]
        for name, index in made.indices.items():
            docs, size = told[index]["primaries"]["docs"]["count"], told[index]["primaries"]["store"]["size_in_bytes"]
            print(json.dumps({"index": name, "rows": docs, "rows a report": round(docs / count, 2),
                              "bytes a report": round(size / count)}))  # fmt: skip
        print(json.dumps({"reports": count, "seconds": round(seconds, 1), "reports a second": round(count / seconds)}))
    finally:
        generations.delete(made)


if __name__ == "__main__":
    main()
