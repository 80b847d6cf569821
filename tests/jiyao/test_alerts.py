"""Trouble is told once and its end once, to a real web hook and a real mail server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from loopback import on_loopback

from jiyao.alerts import alarm, due, send_test
from jiyao.errors import JiyaoError, SettingsError
from jiyao.settings import Settings
from pipelines.journal import Incident, Journal, journal_file

START = datetime(2026, 11, 24, 3, tzinfo=UTC)
BROKEN = ("county", ("expected: 0 articles are listed, at least 3 are expected",))
WELL = ("county", ())


class Hook(ThreadingHTTPServer):
    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Hook)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?token=secret"


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Hook)
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status == 200 and self.path == "/hook?token=secret":
            self.server.heard.append(said)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    with on_loopback(Hook()) as server:
        yield server


def open_incidents(settings: Settings) -> dict[str, Incident]:
    with closing(Journal(journal_file(settings))) as journal:
        return journal.incidents()


def test_trouble_is_told_once_and_its_end_once() -> None:
    incidents, alerts = due({}, [BROKEN], START)
    assert [alert.kind for alert in alerts] == ["trouble"]
    told = {"county": Incident("county", START, BROKEN[1], told=True)}
    later = START + timedelta(days=1)
    incidents, alerts = due(told, [BROKEN], later)
    assert (incidents, alerts) == ([told["county"]], [])
    incidents, alerts = due(told, [WELL], later)
    assert incidents == []
    assert [(alert.kind, alert.incident.opened_at) for alert in alerts] == [("recovery", START)]
    assert due({"county": Incident("county", START, BROKEN[1])}, [WELL], later) == ([], [])


def test_a_web_hook_hears_what_is_wrong_since_when_and_what_to_do(hook: Hook, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, alerts=hook.address)
    for _ in range(3):
        assert alarm(settings, [BROKEN], START) == []
    assert [said["title"] for said in hook.heard] == ["Jiyao: county needs you"]
    assert "Since 2026-11-24 03:00 UTC" in hook.heard[0]["message"]
    assert BROKEN[1][0] in hook.heard[0]["message"]
    assert "jiyao runs --waiting" in hook.heard[0]["message"]
    assert open_incidents(settings)["county"].told
    alarm(settings, [WELL], START + timedelta(days=1))
    alarm(settings, [WELL], START + timedelta(days=2))
    assert [said["title"] for said in hook.heard[1:]] == ["Jiyao: county is well again"]
    assert open_incidents(settings) == {}


def test_an_alert_that_could_not_be_delivered_is_told_the_next_time(hook: Hook, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, alerts=hook.address)
    hook.status = 503
    assert alarm(settings, [BROKEN], START) == ["the alert about county could not be delivered"]
    assert not open_incidents(settings)["county"].told
    hook.status = 200
    assert alarm(settings, [BROKEN], START + timedelta(hours=1)) == []
    assert "Since 2026-11-24 03:00 UTC" in hook.heard[0]["message"]
    hook.status = 503
    assert alarm(settings, [WELL], START + timedelta(hours=2)) != []
    hook.status = 200
    assert alarm(settings, [WELL], START + timedelta(hours=3)) == []
    assert [said["title"][14:].strip() for said in hook.heard] == ["needs you", "is well again"]


def test_mail_goes_to_a_mailbox(tmp_path: Path) -> None:
    letters: list[Any] = []

    class Mailbox:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            letters.append(envelope)
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        address = f"mailto://127.0.0.1:{port}?from=jiyao@example.org&to=watch@example.org&mode=insecure"
        send_test(Settings(data=tmp_path, alerts=address))
    finally:
        controller.stop()
    assert letters[0].rcpt_tos == ["watch@example.org"]
    assert b"Jiyao: this is a test" in letters[0].content


def test_without_addresses_the_incident_is_kept_all_the_same(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert alarm(settings, [BROKEN], START) == []
    assert open_incidents(settings)["county"].reasons == BROKEN[1]
    with pytest.raises(SettingsError, match="no address is set"):
        send_test(settings)


def test_an_address_that_nobody_knows_is_an_error_that_tells_no_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not an address that alerts can go to: pigeon") as caught:
        alarm(Settings(data=tmp_path, alerts="pigeon://user:secret@roof"), [BROKEN], START)
    assert "secret" not in str(caught.value)


def test_a_test_alert_that_reaches_nobody_is_an_error(hook: Hook, tmp_path: Path) -> None:
    hook.status = 503
    with pytest.raises(JiyaoError, match="not every address could be reached"):
        send_test(Settings(data=tmp_path, alerts=hook.address))
