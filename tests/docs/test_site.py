"""The documentation is built without a warning: no link leads nowhere, no page stands outside of the contents."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "html", ROOT / "docs", target]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


def test_every_page_is_built_and_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    pages = {path.name for path in built.glob("*.html")}
    assert {"index.html", "tutorial.html", "operation.html", "evidence.html", "kibana.html"} <= pages
    for path in built.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"""<(?:script|link|img)[^>]+(?:src|href)=["'](?:https?:)?//""", text), path.name


def test_every_link_inside_leads_somewhere_down_to_its_heading(built: Path) -> None:
    ids: dict[Path, set[str]] = {}
    for path in built.rglob("*.html"):
        ids[path.resolve()] = set(re.findall(r'\bid="([^"]+)"', path.read_text("utf-8")))
    for path in built.rglob("*.html"):
        for link in re.findall(r'<a [^>]*href="([^"]+)"', path.read_text("utf-8")):
            if re.match(r"[a-z]+:", link):
                continue
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path.resolve()
            assert target.exists(), f"{path.name}: {link}"
            assert not anchor or target not in ids or anchor in ids[target], f"{path.name}: {link}"


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("cli", ["jiyao harvest", "jiyao archive verify", "--person", "jiyao completeness"]),
        ("settings", ["JIYAO_ELASTICSEARCH_API_KEY", "JIYAO_LOG", "8777"]),
        ("api", ["GET /v1/reports", "GET /v1/completeness", "held_from"]),
        ("sources", ["politeness.delay", "expect.articles", "seconds between two requests"]),
        ("fields", ["held_from", "开会日期", "Held from", "cited_documents.folded"]),
    ],
)
def test_the_reference_is_of_the_code(built: Path, page: str, named: list[str]) -> None:
    text = re.sub(r"<[^>]+>", "", (built / "reference" / f"{page}.html").read_text("utf-8"))
    for one in named:
        assert one in text, one


def test_every_field_has_a_name_in_both_languages(built: Path) -> None:
    text = (ROOT / "docs" / "reference" / "fields.md").read_text("utf-8")
    rows = [row.split(" | ") for row in text.splitlines() if row.startswith("| `")]
    hidden = {"| `record`", "| `likeness`"}
    assert len(rows) > 90
    assert [row[0] for row in rows if not (row[1] and row[2]) and row[0] not in hidden] == []
