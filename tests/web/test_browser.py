"""The journeys of a researcher in a real Chromium: front page to citation, both scripts, desk and phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_core_python.base import AXE_SCRIPT
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from servers import serve

from jiyao.settings import Settings

DESK, PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def site(demo: tuple[Path, str]) -> Iterator[str]:
    serving = serve(Settings(data=demo[0]))
    yield str(next(serving).base_url)
    serving.close()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def browser(chromium: Chrome, request: pytest.FixtureRequest) -> Chrome:
    width, height = request.param
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    return chromium


def violations(browser: Chrome) -> list[str]:
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    browser.refresh()
    browser.execute_script(AXE_SCRIPT)
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def wait_for(browser: Chrome, css: str) -> None:
    WebDriverWait(browser, 10).until(lambda here: here.find_elements(By.CSS_SELECTOR, css))


@pytest.mark.parametrize("typed", ["縣務會議", "县务会议"])
def test_from_the_front_page_to_a_citation(browser: Chrome, site: str, typed: str) -> None:
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    box.send_keys(typed, Keys.ENTER)
    wait_for(browser, "article.hit em")
    assert {mark.text for mark in browser.find_elements(By.TAG_NAME, "em")} <= {"縣務會議", "县务会议"}
    browser.find_element(By.CSS_SELECTOR, "article.hit h3 a").click()
    wait_for(browser, ".original")
    chair = browser.find_element(By.CSS_SELECTOR, "tbody tr:has(.role.chair) th a")
    name = chair.text
    citation = browser.find_element(By.CSS_SELECTOR, "a[href$='citation?format=text']").get_attribute("href")
    chair.click()
    wait_for(browser, ".meetings")
    assert name in browser.title
    assert browser.find_elements(By.CSS_SELECTOR, ".meetings .role.chair")
    browser.get(str(citation))
    assert "Archived by Jiyao" in browser.page_source
    assert "sha256:" in browser.page_source


def test_nothing_is_wider_than_the_window_and_nothing_is_logged(browser: Chrome, site: str) -> None:
    for path in ("/", "/?q=" + quote("县长"), "/sources", "/docs"):
        browser.get(site + path)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), path
    assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []


def test_no_page_has_a_barrier(browser: Chrome, site: str) -> None:
    browser.get(site + "/?q=" + quote("常委会"))
    report = browser.find_element(By.CSS_SELECTOR, "article.hit h3 a").get_attribute("href")
    browser.get(str(report))
    person = browser.find_element(By.CSS_SELECTOR, "tbody th a").get_attribute("href")
    body = browser.find_element(By.CSS_SELECTOR, "dl a[href^='/bodies/']").get_attribute("href")
    addresses = [
        site + path
        for path in (
            "/",
            "/?kind=symposium",
            "/statements?q=%E5%B7%A5%E4%BD%9C",
            "/?q=%28",
            "/sources",
            "/sources/demo_county",
            "/docs",
        )
    ]
    for address in [*addresses, str(report), str(person), str(body)]:
        browser.get(address)
        assert violations(browser) == [], address


def test_suggestions_come_while_typing_in_either_script(browser: Chrome, site: str) -> None:
    browser.get(site)
    browser.find_element(By.ID, "q").send_keys("邢恩泽"[:2])
    wait_for(browser, "#suggestions option")
    assert "邢恩泽" in [
        one.get_attribute("value") for one in browser.find_elements(By.CSS_SELECTOR, "#suggestions option")
    ]


def test_a_stretch_of_the_timeline_is_chosen_by_dragging(chromium: Chrome, site: str) -> None:
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    chromium.get(site)
    bars = chromium.find_elements(By.CSS_SELECTOR, ".timeline [data-first]")
    drag = ActionChains(chromium).move_to_element(bars[-3]).click_and_hold()
    drag.move_to_element(bars[-2]).move_to_element(bars[-1]).release().perform()
    WebDriverWait(chromium, 10).until(lambda here: "held_from" in here.current_url)
    asked = parse_qs(urlsplit(chromium.current_url).query)
    assert date.fromisoformat(asked["held_to"][0]).year - date.fromisoformat(asked["held_from"][0]).year == 2


def test_the_keyboard_is_enough_and_the_first_stop_skips_to_the_content(browser: Chrome, site: str) -> None:
    browser.get(site)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("id") == "q"
    outline = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_without_javascript_everything_is_there(browser: Chrome, site: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(site)
        browser.find_element(By.ID, "q").send_keys("防汛", Keys.ENTER)
        wait_for(browser, "article.hit em")  # the page before has hits too
        browser.find_element(By.CSS_SELECTOR, ".facets a").click()
        wait_for(browser, ".chips a")
        browser.find_element(By.CSS_SELECTOR, "a[hreflang='en']").click()
        wait_for(browser, "html[lang='en']")
        assert browser.find_elements(By.CSS_SELECTOR, ".chips a")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        browser.delete_all_cookies()


def test_no_request_leaves_the_machine_and_an_archived_page_runs_nothing(chromium: Chrome, site: str) -> None:
    chromium.get(site + "/?q=" + quote("县委"))
    report = str(chromium.find_element(By.CSS_SELECTOR, "article.hit h3 a").get_attribute("href"))
    for address in (site, report):
        chromium.get(address)
        loaded = json.loads(
            chromium.execute_script("return JSON.stringify(performance.getEntries().map((entry) => entry.name))")
        )
        assert all(name.startswith(site) for name in loaded if "://" in name)
    id = report.rpartition("/")[2]
    chromium.get(f"{site}/v1/reports/{id}/capture")
    assert chromium.execute_script("return window.origin") == "null"
