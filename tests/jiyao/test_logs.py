"""Lines of JSON know what they are about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from changing_site import Answer, ChangingSite
from commands import jiyao, serving

from jiyao.settings import read_settings


def environment(site: ChangingSite) -> dict[str, str]:
    return {"JIYAO_LOG": "json", "JIYAO_SOURCES": str(site.settings.sources)}


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_harvest_tells_what_it_did_in_lines_of_json_with_source_and_run(site: ChangingSite) -> None:
    site.describe()
    site.publish(range(1, 4))
    site.answers["/a/3.html"] = Answer("<html><body><p>nothing</body></html>")
    done = jiyao("harvest", "county", data=site.settings.data, environment=environment(site))
    told = lines("\n".join(line for line in done.stderr.splitlines() if line.startswith("{")))
    assert {"at", "level", "logger", "message"} <= set(told[0])
    about = [line for line in told if line.get("source") == "county"]
    assert about
    assert {line["run"] for line in about if "run" in line} == {1}
    assert any(site.url(3) in line["message"] for line in about)
    assert not (site.settings.data / "logs").exists()


def test_the_schedule_tells_in_lines_of_json_too(site: ChangingSite) -> None:
    site.describe("enabled: true\n")
    site.publish(range(1, 3))
    done = jiyao("schedule", "--once", data=site.settings.data, environment=environment(site))
    assert done.returncode == 0
    told = [line for line in lines(done.stderr) if line["logger"] == "jiyao.schedule"]
    assert told[0]["message"] == "1 source, 1 of them enabled"
    assert [line["source"] for line in told[1:]] == ["county", "county"]
    assert told[-1]["run"] == 1
    assert "finished" in told[-1]["message"]


def test_an_answer_of_the_server_is_a_line_with_the_id_of_its_request(tmp_path: Path) -> None:
    given = {"JIYAO_LOG": "json", "JIYAO_DATA": str(tmp_path)}
    log = tmp_path / "serve.log"
    with log.open("w") as file, serving(given, file) as client:
        client.get("/healthz", headers={"X-Request-ID": "this-one"})
    said = log.read_text("utf-8")
    [line] = [line for line in lines(said) if line.get("request") == "this-one"]
    assert line["logger"] == "jiyao.api.door"
    assert line["route"] == "/healthz"


def test_text_is_what_people_get_without_asking() -> None:
    assert read_settings({}).log == "text"
