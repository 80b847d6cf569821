"""Alert rules and the dashboard: what they ask for is what the server counts."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent / "deploy" / "watch"
RULES = [rule for group in yaml.safe_load((ROOT / "rules.yml").read_text("utf-8"))["groups"] for rule in group["rules"]]
BOARD: dict[str, Any] = json.loads((ROOT / "grafana" / "dashboards" / "jiyao.json").read_text("utf-8"))
ASKED = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
METRIC = re.compile(r"\bjiyao_\w+")


@pytest.fixture(scope="module")
def promtool() -> str:
    found = shutil.which("promtool")
    if not found:
        if os.environ.get("JIYAO_TEST_REQUIRE"):
            pytest.fail("promtool is not there, and JIYAO_TEST_REQUIRE is set: Debian's package prometheus")
        pytest.skip("promtool is not there: Debian's package prometheus")
    return found


def test_the_rules_are_rules_and_call_when_they_should(promtool: str) -> None:
    for arguments in (["check", "config", "prometheus.yml"], ["test", "rules", "rules_test.yml"]):
        done = subprocess.run([promtool, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_block_that_names_an_alertmanager_is_one_once_its_marks_are_taken_away(tmp_path: Path) -> None:
    text = (ROOT / "prometheus.yml").read_text("utf-8")
    block = re.search(r"(?:^# (?:alerting:|  .*)\n)+", text, re.M)
    assert block
    told = yaml.safe_load(text.replace(block[0], re.sub(r"^# ", "", block[0], flags=re.M)))
    [manager] = told["alerting"]["alertmanagers"]
    assert manager["static_configs"][0]["targets"] == ["alertmanager.example.org:9093"]
    assert set(told) > {"alerting", "rule_files", "scrape_configs"}
    assert "`alerting`" in (ROOT.parents[1] / "docs" / "operation.md").read_text("utf-8")


def test_every_alert_is_tried_calling_and_silent() -> None:
    alerts = {rule["alert"] for rule in RULES}
    silent, *calling = yaml.safe_load((ROOT / "rules_test.yml").read_text("utf-8"))["tests"]
    assert {test["alertname"] for test in silent["alert_rule_test"]} == alerts
    tried = [test for one in calling for test in one["alert_rule_test"]]
    assert {test["alertname"] for test in tried if test.get("exp_alerts")} == alerts


def test_every_alert_says_what_to_do() -> None:
    assert all(rule["annotations"]["action"] and rule["labels"]["severity"] in ("page", "ticket") for rule in RULES)


def test_every_question_of_the_dashboard_is_one_that_prometheus_can_answer(promtool: str, tmp_path: Path) -> None:
    rules = [{"record": f"asked:{number}", "expr": expr} for number, expr in enumerate(ASKED)]
    file = tmp_path / "asked.yml"
    file.write_text(json.dumps({"groups": [{"name": "asked", "rules": rules}]}), "utf-8")
    done = subprocess.run([promtool, "check", "rules", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(ASKED) > 12


def test_what_rules_and_dashboard_ask_for_is_counted(archive: httpx.Client) -> None:
    archive.get("/v1/reports")
    counted = set(METRIC.findall(archive.get("/metrics").text))
    asked = {name for text in [*ASKED, *(rule["expr"] for rule in RULES)] for name in METRIC.findall(text)}
    assert len(asked) > 12
    assert asked <= counted


def test_the_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])


def test_the_numbers_are_those_of_the_installation(archive: httpx.Client, demo: tuple[Path, str]) -> None:
    from jiyao.measures import measures_of
    from jiyao.settings import Settings

    found = measures_of(Settings(data=demo[0]))
    text = archive.get("/metrics").text
    assert f"jiyao_archive_captures {float(found.captures)}" in text
    [counted] = re.findall(r"^jiyao_archive_bytes (\S+)$", text, re.M)
    assert float(counted) == found.archive_bytes
    assert 'jiyao_issues{reason="soft_404"} 1.0' in text
    assert re.search(r'jiyao_run_reports\{source="demo_county"\} [1-9]', text)
    assert found.captures > 60
