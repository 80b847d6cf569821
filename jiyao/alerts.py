"""Trouble with a source is told once, and once more when it is over; by web hook, mail, or what else Apprise knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from jiyao.errors import JiyaoError, SettingsError
from jiyao.settings import Settings
from pipelines.journal import Incident, Journal, journal_file

Tell = Callable[[str, str, Literal["trouble", "recovery"]], bool]


@dataclass(frozen=True, slots=True)
class Alert:
    """What has to be told of one source: that it is in trouble, or well again (``incident`` is then what is over)."""

    kind: Literal["trouble", "recovery"]
    incident: Incident

    @property
    def title(self) -> str:
        """One line for a subject."""
        return f"Jiyao: {self.incident.source} {'needs you' if self.kind == 'trouble' else 'is well again'}"

    @property
    def text(self) -> str:
        """What is wrong since when, and what to do; or since when it was."""
        since = f"{self.incident.opened_at:%Y-%m-%d %H:%M} UTC"
        if self.kind == "recovery":
            return f"The trouble since {since} is over: {'; '.join(self.incident.reasons)}."
        return "\n".join([f"Since {since}:", *(f"- {reason}" for reason in self.incident.reasons), "", _ADVICE])


_ADVICE = "Every page is in the archive. `jiyao runs --waiting` shows what waits; `jiyao issues` tells why."


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
    undelivered: list[str] = []
    with closing(Journal(journal_file(settings))) as journal:
        known = journal.incidents()
        incidents, alerts = due(known, seen, now)
        for incident in incidents:
            journal.keep_incident(incident)
        for alert in alerts:
            if tell is None:
                continue
            if not tell(alert.title, alert.text, alert.kind):
                undelivered.append(f"the alert about {alert.incident.source} could not be delivered")
            elif alert.kind == "trouble":
                journal.keep_incident(replace(alert.incident, told=True))
        over = {source for source, reasons in seen if not reasons and source in known}
        waiting = {alert.incident.source for alert in alerts if alert.kind == "recovery"} if undelivered else set()
        for source in over - waiting:
            journal.close_incident(source)
    return undelivered


def teller(settings: Settings) -> Tell | None:
    """Return what tells by the setting ``alerts``, None where it is empty; :class:`SettingsError` for a bad one."""
    addresses = settings.alerts.split()
    if not addresses:
        return None
    import apprise

    caller = apprise.Apprise()
    for address in addresses:
        if not caller.add(_hook(address)):
            raise SettingsError(
                f"JIYAO_ALERTS: not an address that alerts can go to: {address.split('://')[0]}://…",
                "A web hook is https://…, a mailbox mailtos://user:password@server?to=…; more in Apprise's list.",
            )
    kinds = {"trouble": apprise.NotifyType.WARNING, "recovery": apprise.NotifyType.SUCCESS}

    def tell(title: str, text: str, kind: Literal["trouble", "recovery"]) -> bool:
        return bool(caller.notify(title=title, body=text, notify_type=kinds[kind]))

    return tell


def send_test(settings: Settings) -> None:
    """Send an alert to all addresses; :class:`JiyaoError` where one of them cannot be reached."""
    tell = teller(settings)
    if tell is None:
        raise SettingsError("no address is set for alerts", "Set JIYAO_ALERTS, such as https://example.org/hook.")
    if not tell("Jiyao: this is a test", "Alerts about sources that need you will look like this.", "trouble"):
        raise JiyaoError("not every address could be reached", "The lines above say which, and why.")


def _hook(address: str) -> str:
    """Return the address as Apprise knows it: a plain web address takes a POST of JSON."""
    scheme, _, rest = address.partition("://")
    return {"http": "json://", "https": "jsons://"}.get(scheme, f"{scheme}://") + rest
