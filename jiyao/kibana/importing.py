"""Import into a Kibana: over HTTP, again as often as one likes; what it says of each object is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests

from jiyao.errors import EngineAway, EngineError, SettingsError
from jiyao.kibana.naming import view_id
from jiyao.kibana.objects import page_address

#: Objects of our shape are brought up to date by a newer Kibana, and refused by an older one.
OLDEST = (8, 19)
_SECONDS = 120
_LOGIN = "Give an API key or a user who may write saved objects: JIYAO_ELASTICSEARCH_API_KEY, or _USER and _PASSWORD."
_READY = "Start it, or wait: it answers once it is connected with Elasticsearch and its status is available."


@dataclass(frozen=True, slots=True)
class Kibana:
    """A Kibana at ``url``, and who we are there; ``space`` is empty for the default one, ``ca`` a file (PEM)."""

    url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    space: str = ""
    ca: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """How many objects were imported, and the version of the Kibana that has them."""

    objects: int
    version: str


def import_objects(kibana: Kibana, text: str, *, make_space: bool = False) -> Imported:
    """Put all objects of a file (NDJSON) there, in place of those of their ids; our reports become the default view.

    With ``make_space`` a space that is not there yet is made.
    :class:`EngineAway` where no Kibana answers, :class:`EngineError` with each object that was refused.
    """
    version = _version(kibana)
    if make_space and kibana.space:
        _make_space(kibana)
    answer = _asked(
        kibana, "POST", "/api/saved_objects/_import", params={"overwrite": "true"},
        # Kibana refuses a file whose name ends otherwise.
        files={"file": ("jiyao.ndjson", text.encode(), "application/x-ndjson")},
    )  # fmt: skip
    if not answer.get("success"):  # the status is 200 all the same
        raise _refused(kibana, answer)
    _asked(kibana, "POST", "/api/data_views/default", json={"data_view_id": view_id("reports"), "force": True})
    return Imported(int(answer["successCount"]), version)


def _version(kibana: Kibana) -> str:
    told = _asked(kibana, "GET", "/api/status", in_space=False)
    version = str(told.get("version", {}).get("number", ""))
    found = re.match(r"(\d+)\.(\d+)", version)
    if not found:
        raise EngineError(f"{kibana.url} is no Kibana that says its version", _LOGIN)
    if (int(found[1]), int(found[2])) < OLDEST:
        raise EngineError(f"Kibana {version} at {kibana.url} is older than 8.19", "Bring it up to 8.19 or 9.x first.")
    return version


def _make_space(kibana: Kibana) -> None:
    spaces = _asked(kibana, "GET", "/api/spaces/space", in_space=False)
    if kibana.space not in {space["id"] for space in spaces}:
        space = {"id": kibana.space, "name": kibana.space, "description": "纪要 · Jiyao"}
        _asked(kibana, "POST", "/api/spaces/space", in_space=False, json=space)


def _asked(kibana: Kibana, method: str, path: str, *, in_space: bool = True, **more: Any) -> Any:
    """Return the JSON of an answer."""
    space = f"/s/{quote(kibana.space, safe='')}" if kibana.space and in_space else ""
    headers = {"kbn-xsrf": "true", "Accept": "application/json"}
    if kibana.api_key:
        headers["Authorization"] = f"ApiKey {kibana.api_key}"
    login = (kibana.user, kibana.password or "") if kibana.user and not kibana.api_key else None
    address = page_address(kibana.url) + space + path
    try:
        answer = requests.request(
            method, address, headers=headers, auth=login, timeout=_SECONDS, verify=kibana.ca or True,
            allow_redirects=False, **more,
        )  # fmt: skip
    except requests.exceptions.SSLError as error:
        advice = "Name its certificate authority with --ca (PEM)."
        raise EngineAway(f"Kibana at {kibana.url} has a certificate that is not trusted: {error}", advice) from None
    except OSError as error:  # of requests, or of the file of the authority
        raise EngineAway(f"Kibana at {kibana.url} does not answer: {error}", _READY) from None
    return _read(kibana, path, answer)


def _read(kibana: Kibana, path: str, answer: requests.Response) -> Any:
    try:
        told: Any = answer.json()
    except ValueError:
        told = {}
    said = told.get("message", "") if isinstance(told, Mapping) else ""
    if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise EngineError(
            f"Kibana at {kibana.url} refused ({answer.status_code}): {said or 'no right to do it'}", _LOGIN
        )
    if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        raise EngineAway(f"Kibana at {kibana.url} is not ready: {said or answer.text[:200]}", _READY)
    if answer.status_code == HTTPStatus.NOT_FOUND and kibana.space:
        raise SettingsError(f"Kibana at {kibana.url} has no space {kibana.space!r}", "Make it first, or leave --space.")
    if not answer.ok or answer.is_redirect or not isinstance(told, Mapping | list) or not told:
        raise EngineError(
            f"Kibana at {kibana.url} answered {answer.status_code} to {path}: {said or answer.text[:200]}"
        )
    return told


def _refused(kibana: Kibana, answer: Mapping[str, Any]) -> EngineError:
    """Return the error with what Kibana says of each object."""
    told = []
    for each in answer.get("errors", ()):
        error = each.get("error", {})
        gone = [f"{one['type']} {one['id']}" for one in error.get("references", ())]
        why = " ".join(filter(None, [str(error.get("type", "")), str(error.get("message", "")), ", ".join(gone)]))
        told.append(f"{each.get('type')} {each.get('id')}: {why}")
    done = answer.get("successCount", 0)
    return EngineError(
        f"Kibana at {kibana.url} took {done} objects and refused {len(told)}: " + "; ".join(told),
        "It keeps those that it took. Import again once the cause is gone: the same ids are replaced.",
    )
