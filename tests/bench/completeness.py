"""How long it takes to tell what is missing, with many bodies: the page, the API, and all of them at once.

python tests/bench/completeness.py [--reports 50000] [--places 8000] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]
# ruff: noqa: E402

from fastapi.testclient import TestClient
from many_reports import many_reports

from jiyao.search import SearchQuery, open_index
from jiyao.search.completeness import completeness_of
from jiyao.settings import Settings
from jiyao.web.site import create_site

TIMES = 5


def timed(client: TestClient, path: str) -> None:
    spent, worked = [], []
    for _ in range(TIMES):
        begun, before = time.perf_counter(), time.process_time()
        answer = client.get(path)
        assert answer.status_code == 200
        spent.append(time.perf_counter() - begun)
        worked.append(time.process_time() - before)
    told = (
        f"first {spent[0]:.2f} s, then {min(spent[1:]):.2f}–{max(spent[1:]):.2f} s (of a core: {min(worked[1:]):.2f} s)"
    )
    print(f"GET {path}: {told}, {len(answer.content) / 1000:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50_000)
    parser.add_argument("--places", type=int, default=8_000)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        with closing(open_index(Settings(data=folder))) as index:
            if not (folder / "index").is_dir():
                begun = time.perf_counter()
                with index.rebuild() as writer:
                    writer.write(many_reports(given.reports, given.places))
                print(f"{given.reports} reports indexed in {time.perf_counter() - begun:.0f} s")
            asked = SearchQuery(size=0, facets=("body",), facet_size=1000)
            commonest = [value.count for value in index.search(asked).facets[0].values]
            print(f"reports a body: {commonest[0]} of the commonest, {commonest[-1]} of the {len(commonest)}th")
            with TestClient(create_site(Settings(data=folder))) as client:
                timed(client, "/completeness")
                timed(client, "/v1/completeness?size=100")
                timed(client, "/v1/completeness")
            begun = time.perf_counter()
            found = completeness_of(index.meetings(SearchQuery()), datetime.now(UTC).date())
            print(f"everything: {len(found)} bodies, {time.perf_counter() - begun:.1f} s")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
