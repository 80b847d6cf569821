"""A command starts without what it does not need."""

import subprocess
import sys

import pytest

CRAWLER = {"scrapy", "twisted", "dateparser"}
ENGINES = {"tantivy", "elasticsearch"}
SERVER = {"fastapi", "uvicorn", "starlette"}


def imported(code: str) -> set[str]:
    """Return the top-level names that a new interpreter has imported after ``code``."""
    said = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('imported:', *sys.modules)"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return {name.split(".")[0] for name in said.rsplit("imported:", 1)[1].split()}


def test_the_command_line_is_there_before_crawler_engines_and_server_are() -> None:
    assert not imported("import jiyao.cli.application") & (CRAWLER | ENGINES | SERVER)


@pytest.mark.parametrize("module", ["jiyao.runs", "jiyao.doctor", "jiyao.source_files", "pipelines.ledger"])
def test_what_only_asks_for_a_harvest_does_not_bring_scrapy(module: str) -> None:
    assert not imported(f"import {module}") & (CRAWLER | ENGINES | SERVER)


def test_a_date_is_understood_without_settings_archive_and_engines() -> None:
    run = "from jiyao.cli.application import app; app(['date', '今天', '--published', '2024-12-05'], standalone_mode=False)"
    assert not imported(run) & (CRAWLER | ENGINES | SERVER | {"parsel", "lxml", "warcio"})


def test_what_the_api_answers_is_printed_without_the_server() -> None:
    assert not imported("import jiyao.api.schemas") & (CRAWLER | ENGINES | SERVER)


def test_searching_and_the_server_come_without_the_crawler() -> None:
    assert not imported("import jiyao.api.application, jiyao.search.embedded, jiyao.search.elastic") & CRAWLER
