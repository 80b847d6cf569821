"""Every source file is a spider, from the root and by Scrapy's own commands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings as ScrapySettings

from crawler.configuration import scrapy_settings
from crawler.loader import SourceLoader
from crawler.spiders.site import SiteSpider
from jiyao.demo import demo_sources
from jiyao.settings import Settings
from jiyao.source_files import sources_of

ROOT = Path(__file__).parents[2]


def scrapy(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JIYAO_")}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_scrapy_list_names_the_sources_of_the_installation(tmp_path: Path) -> None:
    listed = scrapy("list", JIYAO_SOURCES=str(demo_sources()), JIYAO_DATA=str(tmp_path))
    assert listed.stdout.split() == ["demo_assembly", "demo_county", "demo_gate", "demo_oldtown"]


def test_scrapy_check_finds_nothing_wrong_with_the_sources_we_ship(tmp_path: Path) -> None:
    checked = scrapy("check", JIYAO_DATA=str(tmp_path))
    assert checked.returncode == 0, checked.stderr
    assert "OK" in checked.stderr


def test_sources_that_we_ship_are_off_and_said_to_be_unverified() -> None:
    sources = sources_of(Settings())
    assert len(sources) >= 2
    for source in sources.values():
        assert not source.enabled
        assert not source.verified
        assert source.politeness.delay >= 1
        assert source.politeness.robots


def test_a_spider_carries_its_source_and_its_politeness() -> None:
    settings = ScrapySettings(scrapy_settings(Settings(sources=demo_sources(), contact="mail@example.org")))
    loader = SourceLoader.from_settings(settings)
    spider = loader.load("demo_county")
    assert issubclass(spider, SiteSpider)
    assert spider.source.name == spider.name == "demo_county"
    assert spider.custom_settings is not None
    assert spider.custom_settings["DOWNLOAD_DELAY"] == 0.05
    assert spider.custom_settings["ROBOTSTXT_OBEY"]
    assert "mail@example.org" in settings["USER_AGENT"]
    assert loader.find_by_request(Request("http://127.0.0.1:8766/gate/")) == loader.list()
    with pytest.raises(KeyError):
        loader.load("nowhere")


def test_we_are_polite_and_quiet_unless_told_otherwise() -> None:
    settings = scrapy_settings(Settings())
    assert settings["ROBOTSTXT_OBEY"]
    assert settings["DOWNLOAD_DELAY"] >= 1
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert not settings["TELNETCONSOLE_ENABLED"]
    assert not settings["REMOTE_CONTROL_ENABLED"]
    assert settings["USER_AGENT"].startswith("jiyao/")
