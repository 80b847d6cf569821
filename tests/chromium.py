"""A real headless Chromium for tests of the page: the system's, with its ChromeDriver (Debian: chromium, chromium-driver).

Where either is missing the tests are skipped, and the summary says so in one
line; with ``JIYAO_TEST_REQUIRE=1`` they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from skipped import skipped_because

HOW = "install Chromium and ChromeDriver (Debian: apt-get install chromium chromium-driver)"
_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


class NoChromiumError(Exception):
    """There is no Chromium here, or no driver for it."""


def open_chromium() -> Chrome:
    """Return a browser that prefers Simplified Chinese."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        raise NoChromiumError(HOW)
    options = ChromeOptions()
    options.binary_location = program
    for argument in (*_QUIET, "--lang=zh-CN"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN"})
    return Chrome(options, ChromeService(driver))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    """A browser for the whole session."""
    try:
        browser = open_chromium()
    except NoChromiumError:
        if os.environ.get("JIYAO_TEST_REQUIRE"):
            pytest.fail(f"no Chromium, and JIYAO_TEST_REQUIRE is set: {HOW}", pytrace=False)
        pytest.skip("no Chromium")
    yield browser
    browser.quit()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if skipped_because(terminalreporter, "no Chromium"):
        terminalreporter.write_sep("!", red=True, bold=True)
        terminalreporter.write_line(f"THE PAGE WAS NOT TESTED IN A BROWSER: {HOW}.", red=True, bold=True)
