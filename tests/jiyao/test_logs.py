"""Lines of JSON know what they are about."""

from __future__ import annotations

import json
from typing import Any

from changing_site import Answer, ChangingSite
from commands import free_port, jiyao

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


def test_an_answer_of_the_server_is_a_line_with_the_id_of_its_request(site: ChangingSite) -> None:
    import os
    import subprocess
    import sys
    import time

    import httpx

    port = free_port()
    given = {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}
    given |= {"JIYAO_LOG": "json", "JIYAO_DATA": str(site.settings.data)}
    command = [sys.executable, "-m", "jiyao", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz", headers={"X-Request-ID": "this-one"})
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        server.terminate()
        _, said = server.communicate(timeout=20)
    [line] = [line for line in lines(said) if line.get("request") == "this-one"]
    assert line["logger"] == "jiyao.api.door"
    assert line["route"] == "/healthz"


def test_text_is_what_people_get_without_asking() -> None:
    assert read_settings({}).log == "text"
