"""What `sources new` writes for each layout of the mirror harvests all of its articles.

Runs where ``JIYAO_TEST_MIRROR`` names the folder that holds ``serve.py`` and ``manifest.json``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from commands import free_port

from jiyao.runs import harvest
from jiyao.runs.drafts import draft_source
from jiyao.search import open_index
from jiyao.settings import Settings

MIRROR = os.environ.get("JIYAO_TEST_MIRROR", "")
LISTS = {
    "county": "/county/xwzx/index.html",
    "jsoncms": "/jsoncms/index.html",
    "oldsite": "/oldsite/news/list.htm",
    "big5": "/big5/list.htm",
    "traps": "/traps/list.html",
}

pytestmark = pytest.mark.skipif(not MIRROR, reason="JIYAO_TEST_MIRROR does not name the mirror's folder")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, str(Path(MIRROR) / "serve.py"), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("layout", LISTS)
def test_what_new_writes_harvests_every_article_with_title_and_date(layout: str, site: str, tmp_path: Path) -> None:
    name, text = draft_source(Settings(), site + LISTS[layout], delay=0.02)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / f"{name}.yaml").write_text(text, "utf-8")
    settings = Settings(data=tmp_path / "data", sources=tmp_path / "sources")
    harvest(settings)
    with closing(open_index(settings)) as index:
        reports = {hit.report.url.removeprefix(site): hit.report for hit in index.scan() if hit.report}
    rows = [
        row
        for row in json.loads((Path(MIRROR) / "manifest.json").read_text("utf-8"))
        if row["path"].startswith(f"/{layout}/")
    ]
    assert rows
    assert set(reports) == {row["path"] for row in rows}
    for row in rows:
        report = reports[row["path"]]
        assert report.title == row["title"]
        assert report.published is not None
        assert report.published.at.isoformat().startswith(row["published"][:10])
