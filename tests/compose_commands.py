"""What a command of `docker compose` in the documentation means, held against compose.yaml and what Compose takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
#: The options that our documentation uses, of Compose 2.26: True for one with a value.
OPTIONS: dict[str, dict[str, bool]] = {
    "": {"--profile": True},
    "build": {"--pull": False},
    "exec": {"-T": False},
    "logs": {"--tail": True},
    "restart": {},
    "run": {"--rm": False, "-T": False, "--entrypoint": True},
    "up": {"-d": False, "-V": False, "--wait": False},
}


@dataclass(frozen=True)
class ComposeCommand:
    """``ours`` are the words that are given to `jiyao` in a container, none where another program is run there."""

    name: str
    services: tuple[str, ...]
    ours: list[str]


def compose_command(words: list[str]) -> ComposeCommand:
    """Return what the words behind `docker compose` mean; an AssertionError names what there is not."""
    given, rest = _options("", words)
    profiles = {profile for service in SERVICES.values() for profile in service.get("profiles", [])}
    assert set(filter(None, given.values())) <= profiles, words
    name, *rest = rest
    assert name in OPTIONS, words
    given, rest = _options(name, rest)
    if name not in ("exec", "run"):
        assert set(rest) <= set(SERVICES), words
        return ComposeCommand(name, tuple(rest), [])
    service, *rest = rest
    assert service in SERVICES, words
    if name == "exec":
        assert SERVICES[service]["restart"] != "no", f"{service} has ended by then: {words}"
        return ComposeCommand(name, (service,), rest[1:] if rest[0] == "jiyao" else [])
    is_ours = "--entrypoint" not in given and "entrypoint" not in SERVICES[service]
    return ComposeCommand(name, (service,), rest if is_ours else [])


def _options(command: str, words: list[str]) -> tuple[dict[str, str], list[str]]:
    found, rest = {}, list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        assert option in OPTIONS[command], f"docker compose {command} {option}"
        found[option] = rest.pop(0) if OPTIONS[command][option] else ""
    return found, rest
