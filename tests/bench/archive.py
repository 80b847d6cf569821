"""How fast the archive is written, beside bare warcio that writes the same responses.

    python tests/bench/archive.py [--pages 3000] [--rounds 5]

Both write the same invented pages, one gzip member a record, and take turns:
warcio with zlib at level 9, the archive with libdeflate at 7, which packs pages a
little smaller; what response records take on disk is printed. warcio writes response records and nothing else; the archive writes
response, request and metadata, looks up what it knew of each page, and keeps its
index. Flushed (fsync) is on both sides the same: never; after each page; after
every 16 pages.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "bench")]
# ruff: noqa: E402

from many_reports import many_reports
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jiyao.model import Capture, Fetch
from pipelines.archive import Archive

SITE = "https://www.example.gov.cn"
START = datetime(2025, 1, 17, 9, 30, tzinfo=UTC)
HEADERS = (
    ("Server", "nginx"),
    ("Date", "Fri, 17 Jan 2025 09:30:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Last-Modified", "Fri, 17 Jan 2025 08:00:00 GMT"),
    ("ETag", '"678a1c2b-7a31"'),
    ("Vary", "Accept-Encoding"),
)
SENT = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "zh"),
    ("User-Agent", "jiyao (+https://example.org)"),
    ("Accept-Encoding", "gzip, deflate"),
)
#: After how many pages the disk is waited for; 0 is never.
POLICIES = {"never flushed": 0, "each flushed": 1, "16 flushed at once": 16}


def pages(count: int) -> list[Capture]:
    """Return pages as such sites send them: a report among the links of its column."""
    chance = random.Random(6)
    reports = list(many_reports(count))
    links = [f"/xwzx/2024{chance.randint(1, 12):02}/t2024_{chance.randrange(10**6)}.html" for _ in range(4000)]
    captures = []
    for number, report in enumerate(reports):
        column = "".join(
            f'<li><a href="{link}" target="_blank" title="{reports[chance.randrange(count)].title}">'
            f"{reports[chance.randrange(count)].title}</a><span>2024-{chance.randint(1, 12):02}</span></li>\n"
            for link in chance.sample(links, 60)
        )
        text = "".join(f"<p style='text-indent: 2em'>{line}</p>\n" for line in report.text.split("\n"))
        body = f"<html><head><title>{report.title}</title></head><body><ul>{column}</ul><div>{text}</div></body></html>"
        url = f"{SITE}/xwzx/202501/t20250117_{number}.html"
        fetch = Fetch("GET", url, SENT, address="192.0.2.7", seconds=0.1)
        at = START + timedelta(seconds=number)
        captures.append(Capture("huaiyin", url, at, 200, HEADERS, body.encode(), fetch=fetch))
    return captures


def by_warcio(captures: list[Capture], folder: Path, policy: int) -> int:
    with (folder / "bare.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for number, one in enumerate(captures, 1):
            http = StatusAndHeaders("200 OK", list(one.headers), protocol="HTTP/1.1")
            date = {"WARC-Date": one.captured_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
            body = BytesIO(one.body)
            record = writer.create_warc_record(
                one.url, "response", payload=body, length=len(one.body), http_headers=http, warc_headers_dict=date
            )
            writer.write_record(record)
            if policy and number % policy == 0:
                file.flush()
                os.fsync(file.fileno())
        return file.tell()


def by_archive(captures: list[Capture], folder: Path, policy: int) -> int:
    with Archive(folder, writable=True) as archive:
        if policy < 2:
            kept = [archive.keep(one) for one in captures]
        else:
            batches = (captures[at : at + policy] for at in range(0, len(captures), policy))
            kept = [one for batch in batches for one in archive.keep_all(batch)]
    return sum(one.page.entries[-1].length for one in kept)


@contextmanager
def flushing(policy: int) -> Iterator[None]:
    """Let nothing wait for the disk where the policy is never."""
    real = os.fsync
    if not policy:
        os.fsync = lambda descriptor: None  # type: ignore[assignment]
    try:
        yield
    finally:
        os.fsync = real


def seconds(
    write: Callable[[list[Capture], Path, int], int], captures: list[Capture], policy: int
) -> tuple[float, int]:
    """Return how long the writing took, and what the response records take on disk."""
    with tempfile.TemporaryDirectory() as folder, flushing(policy):
        begun = time.perf_counter()
        written = write(captures, Path(folder), policy)
        return time.perf_counter() - begun, written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    captures = pages(asked.pages)
    size = sum(len(one.body) for one in captures) / 1e6
    print(
        f"archive        {len(captures)} pages of {size / len(captures) * 1000:.1f} kB, the best of {asked.rounds} rounds"
    )
    for name, policy in POLICIES.items():
        bare, ours = [], []
        for _ in range(asked.rounds):
            spent, bare_size = seconds(by_warcio, captures, policy)
            bare.append(spent)
            spent, our_size = seconds(by_archive, captures, policy)
            ours.append(spent)
        rates = [len(captures) / min(spent) for spent in (bare, ours)]
        print(
            f"archive        {rates[1]:7.1f} pages/s, {rates[1] * size / len(captures):5.1f} MB/s, {name};"
            f" bare warcio {rates[0]:.1f} pages/s: {rates[1] / rates[0]:.2f} of it"
        )
    print(f"archive        response records take {our_size / 1e6:.2f} MB on disk, warcio's {bare_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
