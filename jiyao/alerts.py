"""Trouble with a source or the whole is told once, and its end once; by web hook, mail, or what else Apprise knows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from jiyao.errors import JiyaoError, SettingsError
from jiyao.settings import Settings
from pipelines.journal import Incident, Journal, journal_file

_SECONDS = 10
_log = logging.getLogger(__name__)

#: What the name of an incident begins with that is of no source; no source is named so.
WHOLE = "@"

Tell = Callable[[str, str, Literal["trouble", "recovery"]], bool]


@dataclass(frozen=True, slots=True)
class Alert:
    """What has to be told of a source, or of a part of the whole (:data:`WHOLE`): it is in trouble, or well again.

    ``incident`` is what is the matter, or what is over.
    """

    kind: Literal["trouble", "recovery"]
    incident: Incident

    @property
    def title(self) -> str:
        """One line for a subject."""
        name = self.incident.source.removeprefix(WHOLE)
        return f"Jiyao: {name} {'needs you' if self.kind == 'trouble' else 'is well again'}"

    @property
    def text(self) -> str:
        """What is wrong since when, and what to do; or since when it was."""
        since = f"{self.incident.opened_at:%Y-%m-%d %H:%M} UTC"
        if self.kind == "recovery":
            return f"The trouble since {since} is over: {'; '.join(self.incident.reasons)}."
        advice = _ADVICE_OF_WHOLE if self.incident.source.startswith(WHOLE) else _ADVICE
        return "\n".join([f"Since {since}:", *(f"- {reason}" for reason in self.incident.reasons), "", advice])


_ADVICE = "Every page is in the archive. `jiyao runs --waiting` shows what waits; `jiyao issues` tells why."
_ADVICE_OF_WHOLE = "`jiyao status` shows how everything stands."


def due(
    known: Mapping[str, Incident], seen: Sequence[tuple[str, Sequence[str]]], now: datetime
) -> tuple[list[Incident], list[Alert]]:
    """Return the incidents as they are after what was ``seen`` (source and what is wrong with it), and what to tell.

    An incident that is known is told again only where nobody has been told; one that
    nobody has been told of ends in silence.
    """
    incidents: list[Incident] = []
    alerts: list[Alert] = []
    for source, reasons in seen:
        before = known.get(source)
        if reasons:
            incident = Incident(
                source, before.opened_at if before else now, tuple(reasons), bool(before and before.told)
            )
            incidents.append(incident)
            if not incident.told:
                alerts.append(Alert("trouble", incident))
        elif before and before.told:
            alerts.append(Alert("recovery", before))
    return incidents, alerts


def alarm(settings: Settings, seen: Sequence[tuple[str, Sequence[str]]], now: datetime) -> list[str]:
    """Keep the incidents and tell what is due; return a sentence for each alert that could not be delivered.

    One that could not be delivered is due again the next time.
    """
    tell = teller(settings)
    undelivered: set[str] = set()
    with closing(Journal(journal_file(settings))) as journal:
        known = journal.incidents()
        incidents, alerts = due(known, seen, now)
        for incident in incidents:
            journal.keep_incident(incident)
        for alert in alerts:
            if tell is None:
                continue
            if not tell(alert.title, alert.text, alert.kind):
                undelivered.add(alert.incident.source)
            elif alert.kind == "trouble":
                journal.keep_incident(replace(alert.incident, told=True))
        for source, reasons in seen:
            if not reasons and source in known and source not in undelivered:
                journal.close_incident(source)
    return [f"the alert about {source} could not be delivered" for source in sorted(undelivered)]


def teller(settings: Settings) -> Tell | None:
    """Return what tells by the setting ``alerts``, None where it is empty; :class:`SettingsError` for a bad one."""
    addresses = settings.alerts.split()
    if not addresses:
        return None
    hooks = [address for address in addresses if address.startswith(("http://", "https://"))]
    caller = _caller([address for address in addresses if address not in hooks])

    def tell(title: str, text: str, kind: Literal["trouble", "recovery"]) -> bool:
        posted = [_post(hook, {"title": title, "message": text, "kind": kind}) for hook in hooks]
        return all(posted) and caller(title, text, kind)

    return tell


def _post(hook: str, said: Mapping[str, str]) -> bool:
    import requests

    try:
        return requests.post(hook, json=said, timeout=_SECONDS).ok
    except requests.RequestException as error:
        _log.warning("%s", type(error).__name__)  # the message would tell the hook's secret
        return False


def _caller(addresses: Sequence[str]) -> Tell:
    if not addresses:
        return lambda title, text, kind: True
    import apprise

    caller = apprise.Apprise()
    for address in addresses:
        if not caller.add(address):
            raise SettingsError(
                f"JIYAO_ALERTS: not an address that alerts can go to: {address.split('://')[0]}://…",
                "A web hook is https://…, a mailbox mailtos://user:password@server?to=…; more in Apprise's list.",
            )
    kinds = {"trouble": apprise.NotifyType.WARNING, "recovery": apprise.NotifyType.SUCCESS}
    return lambda title, text, kind: bool(caller.notify(title=title, body=text, notify_type=kinds[kind]))


def send_test(settings: Settings) -> None:
    """Send an alert to all addresses; :class:`JiyaoError` where one of them cannot be reached."""
    tell = teller(settings)
    if tell is None:
        raise SettingsError("no address is set for alerts", "Set JIYAO_ALERTS, such as https://example.org/hook.")
    if not tell("Jiyao: this is a test", "Alerts about sources that need you will look like this.", "trouble"):
        raise JiyaoError(
            "not every address could be reached",
            "Is each up, and does it take what is sent: a web hook a POST of JSON, a mailbox a login?",
        )
