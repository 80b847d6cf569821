"""compose.yaml, the image and the proxy: valid, careful, and of commands and settings that there are."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from click import Context
from commands import free_port
from loopback import on_loopback, root_of
from typer.main import get_command

from jiyao.cli.application import app
from jiyao.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if str(service["image"]).startswith("jiyao:")]
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]


def words(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def filled(text: str) -> str:
    """What a variable with a default stands for where nobody sets it."""
    return re.sub(r"\$\{\w+:-(.*?)\}", r"\1", text)


def needs(program: str, how: str) -> str:
    found = shutil.which(program)
    if not found:
        if os.environ.get("JIYAO_TEST_REQUIRE"):
            pytest.fail(f"{program} is not there, and JIYAO_TEST_REQUIRE is set: {how}", pytrace=False)
        pytest.skip(f"{program} is not there: {how}")
    return found


def loaded(file: Path) -> subprocess.CompletedProcess[str]:
    """Let Compose read a file: the program itself, or the command of the library that it reads files with."""
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0:
        command = ["docker", "compose", "--profile", "*", "--file", str(file), "config"]
    else:
        how = "install docker compose, or name the command of compose-go in JIYAO_TEST_COMPOSE"
        command = [needs(os.environ.get("JIYAO_TEST_COMPOSE", "docker-compose-is-missing"), how), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_file_is_what_compose_takes(tmp_path: Path) -> None:
    done = loaded(ROOT / "compose.yaml")
    assert done.returncode == 0, done.stderr
    assert "level=warning" not in done.stderr
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services: {a: {image: x, colour: red}}", "utf-8")
    assert loaded(wrong).returncode != 0


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_bounded_and_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["mem_limit"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service["user"].startswith(("0", "root"))
    assert service["logging"]["options"]["max-size"]
    assert not service.get("privileged")
    assert service["restart"] in ("no", "unless-stopped")


GIGABYTE = 1 << 30


def bytes_of(limit: str) -> int:
    number, unit = filled(limit)[:-1], filled(limit)[-1]
    return int(number) * {"g": 1 << 30, "m": 1 << 20}[unit]


def limits(*profiles: str) -> int:
    """What the services that last may take in all, with those of some profiles."""
    chosen = [SERVICES[name] for name in LASTING if set(SERVICES[name].get("profiles", [])) <= set(profiles)]
    return sum(bytes_of(service["mem_limit"]) for service in chosen)


@pytest.mark.parametrize("file", ["compose.yaml", "docs/operation.md"])
def test_the_memory_that_is_asked_for_is_what_the_limits_add_up_to(file: str) -> None:
    [(told, watched)] = re.findall(
        r"(\d+) GB of memory \((\d+) with `(?:--profile )?watch`\)", (ROOT / file).read_text("utf-8")
    )
    assert (int(told), int(watched)) == (ceil(limits() / GIGABYTE), ceil(limits("watch") / GIGABYTE))


def test_as_many_harvests_as_run_at_once_fit_into_the_memory_of_the_schedule() -> None:
    service = SERVICES["schedule"]
    at_once = int(filled(service["command"][service["command"].index("--at-once") + 1]))
    each = int(filled(service["environment"]["JIYAO_HARVEST_MEMORY"]))
    beside = 75 * (int(filled(service["environment"]["JIYAO_WORKERS"])) - 1)
    keeper = 150
    assert (at_once * (each + beside) + keeper) << 20 <= bytes_of(service["mem_limit"])
    assert each >= 2 * 185, "a harvest of 1,500 pages takes 185 MB"


@pytest.mark.parametrize("name", LASTING)
def test_every_service_that_lasts_tells_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned_by_its_version(name: str) -> None:
    _, _, version = filled(SERVICES[name]["image"]).partition(":")
    assert re.match(r"v?\d+\.\d+\.\d+", version)


def test_there_is_no_password_in_the_file() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    for line in re.findall(r"^\s+\S*(?:PASSWORD|API_KEY|SECRET)\S*:.*$", text, re.M):
        assert re.search(r"_FILE: /", line), line


def test_only_the_proxy_and_what_watches_are_reached_from_outside_and_from_this_machine_alone_by_default() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"proxy", "grafana"}
    assert all(filled(port).startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_every_volume_and_every_file_is_there() -> None:
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            if isinstance(volume, dict):
                assert volume["source"] in COMPOSE["volumes"], name
            elif filled(volume).startswith("./"):
                assert (ROOT / filled(volume).split(":")[0]).exists(), volume
            elif ":" in volume:
                assert filled(volume).split(":")[0] in COMPOSE["volumes"], name


def test_each_service_sees_its_own_secrets_only() -> None:
    parts = {
        name: {volume["volume"]["subpath"] for volume in service.get("volumes", []) if isinstance(volume, dict)}
        for name, service in SERVICES.items()
    }
    everything = {
        name
        for name, service in SERVICES.items()
        if any(str(volume).startswith("secrets:") for volume in service.get("volumes", []))
    }
    assert everything == {"secrets", "access", "tell"}
    assert all(SERVICES[name]["restart"] == "no" for name in everything)
    assert parts["serve"] == {"serve"}
    assert parts["schedule"] == {"schedule"}
    assert parts["elasticsearch"] == {"elasticsearch"}
    assert parts["kibana"] == {"kibana"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_exists_with_its_options(name: str) -> None:
    service = SERVICES[name]
    entry = words(service.get("entrypoint", ["jiyao"]))
    if entry[0] == "sh":
        commands = [shlex.split(part)[1:] for part in entry[-1].split("&&")]
    elif entry[0] == "jiyao":
        commands = [[filled(word) for word in service["command"]]]
    else:
        commands = []
    health = service.get("healthcheck", {}).get("test", [])
    if "jiyao" in health:
        commands.append(health[health.index("jiyao") + 1 :])
    for given in commands:
        parsed(given)


def parsed(given: list[str]) -> None:
    command, context, rest = get_command(app), None, list(given)
    while hasattr(command, "commands"):
        if not rest or rest[0] not in command.commands:
            break
        name = rest.pop(0)
        context = Context(command, parent=context, info_name=name)
        command = command.commands[name]
    command.make_context(command.name, rest, parent=context, resilient_parsing=False)


@pytest.mark.parametrize("name", OURS)
def test_every_setting_of_ours_is_one(name: str, tmp_path: Path) -> None:
    environment = {key: filled(str(value)) for key, value in SERVICES[name].get("environment", {}).items()}
    secret = tmp_path / "secret"
    secret.write_text("abc", "utf-8")
    given = {key: str(secret) if key.endswith("_FILE") else value for key, value in environment.items()}
    assert isinstance(read_settings(given), Settings)


def test_the_image_holds_what_its_steps_copy_and_install(tmp_path: Path) -> None:
    """The steps of the Dockerfile, done here: what it copies, and the installing of that without anything else of ours."""
    steps = (ROOT / "Dockerfile").read_text("utf-8")
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    for sources, target in re.findall(r"^COPY (?!--)(.+) (\S+)$", steps, re.M):
        for source in sources.split():
            assert source not in ignored
            place = tmp_path / target / (source if target == "./" else "")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", target]
    subprocess.run([*pip, "."], cwd=tmp_path, check=True)
    environment = {"PYTHONPATH": str(target), "PATH": os.environ["PATH"], "JIYAO_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "jiyao", "--version"], cwd="/", env=environment, capture_output=True, text=True
    )
    assert done.stdout.startswith("jiyao "), done.stderr
    where = "import jiyao, index_mappings; print(jiyao.__file__, bool(index_mappings.security('x')))"
    done = subprocess.run([sys.executable, "-c", where], cwd="/", env=environment, capture_output=True, text=True)
    assert done.stdout.split() == [str(target / "jiyao" / "__init__.py"), "True"], done.stderr


def test_the_image_runs_as_the_user_of_the_services_and_is_pinned() -> None:
    steps = (ROOT / "Dockerfile").read_text("utf-8")
    assert "--uid 1000" in steps
    assert re.search(r"^USER jiyao$", steps, re.M)
    assert re.search(r"^FROM python:3\.\d+\.\d+-slim-\w+$", steps, re.M)


@pytest.mark.parametrize("site", [None, "archive.example.org", "http://localhost"])
def test_the_proxy_takes_its_file_with_a_name_and_without(site: str | None, tmp_path: Path) -> None:
    caddy = needs("caddy", "Debian's package caddy")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | ({"JIYAO_SITE": site} if site else {})
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", ROOT / "deploy" / "proxy" / "Caddyfile"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_proxy_shows_the_page_and_the_api_and_not_what_is_counted(tmp_path: Path) -> None:
    caddy = needs("caddy", "Debian's package caddy")

    class Behind(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{self.server.server_address[1]} {self.path}".encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with (
        on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Behind)) as serve,
        on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Behind)) as kibana,
    ):
        http, https, health = (free_port() for _ in range(3))
        text = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text("utf-8")
        for old, new in (
            ("http_port 8080", f"http_port {http}"), ("https_port 8443", f"https_port {https}"),
            ("127.0.0.1:8081", f"127.0.0.1:{health}"), ("serve:8777", root_of(serve).removeprefix("http://")),
            ("kibana:5601", root_of(kibana).removeprefix("http://")),
        ):  # fmt: skip
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "Caddyfile"
        file.write_text(text, "utf-8")
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        command = [caddy, "run", "--adapter", "caddyfile", "--config", str(file)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as proxy:
            try:
                asked = httpx.Client(base_url=f"http://127.0.0.1:{http}")
                for _ in range(100):
                    with suppress(httpx.TransportError):
                        asked.get("/")
                        break
                    time.sleep(0.1)
                answers = {path: asked.get(path) for path in ("/", "/v1/reports?q=x", "/kibana/app", "/metrics")}
                asked.close()
                assert httpx.get(f"http://127.0.0.1:{health}/healthz").status_code == 200
            finally:
                proxy.terminate()
        assert answers["/metrics"].status_code == 404
        assert answers["/metrics"].text == ""
        assert answers["/"].text.startswith(str(serve.server_address[1]))
        assert answers["/v1/reports?q=x"].text == f"{serve.server_address[1]} /v1/reports?q=x"
        assert answers["/kibana/app"].text == f"{kibana.server_address[1]} /kibana/app"
