"""Is all well? One line for each thing that an operator answers for, and what to do where it is not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from jiyao.alerts import WHOLE
from jiyao.backups import last_backup
from jiyao.doctor import Finding, contact
from jiyao.errors import EngineAway, JiyaoError
from jiyao.measures import Measures, measures_of
from jiyao.plurals import many
from jiyao.schedule.status import Schedule, schedule_of
from jiyao.search import open_index
from jiyao.search.elastic_health import Cluster, cluster_of
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.outbox import outbox_of
from pipelines.replay import DAMAGED

GIGABYTE = 1 << 30
#: Below both there is too little space to go on with: a part of the disk, and bytes.
_LEAST_FREE, _LEAST_BYTES = 0.05, 10 * GIGABYTE
_CERTIFICATE_DAYS = 30
_BACKUP_DAYS = 31
#: Elasticsearch (as delivered) puts nothing new on a node with less than 15 % and 200 GB free, moves shards away from
#: one with less than these (its high watermark), and locks the indices of one with less than 5 % and 100 GB.
_LEAST_FREE_OF_NODE, _LEAST_BYTES_OF_NODE = 0.1, 150 * GIGABYTE
_PATIENCE = 10.0  # seconds for a server to show its certificate
_MOST_SHOWN = 3

Looked = tuple[bool, str, str]


@dataclass(frozen=True)
class Sight:
    """An installation at a moment; what several look at is read once."""

    settings: Settings
    now: datetime

    @cached_property
    def measures(self) -> Measures:
        """What is counted."""
        return measures_of(self.settings)

    @cached_property
    def schedule(self) -> Schedule:
        """How the schedule stands."""
        return schedule_of(self.settings, self.now)


Look = Callable[[Sight], Looked]


def look(settings: Settings, now: datetime, only: str | None = None) -> list[Finding]:
    """Return how everything stands (``now`` in UTC), or the one of that name; nothing is changed and nothing raised."""
    at = Sight(settings, now)
    return [_found(name, look_at, at) for name, look_at in LOOKS.items() if only in (None, name)]


def troubles(settings: Settings, now: datetime) -> list[tuple[str, tuple[str, ...]]]:
    """Return each part of the whole with what is wrong with it and what to do, as :func:`jiyao.alerts.alarm` takes it.

    A source that is in trouble is told of when it ran, and who keeps the schedule asks this.
    """
    found = [finding for finding in look(settings, now) if finding.name not in _TOLD_OTHERWISE]
    return [(WHOLE + one.name, () if one.ok else tuple(filter(None, (one.message, one.advice)))) for one in found]


_TOLD_OTHERWISE = ("schedule", "sources", "quarantine")


def _found(name: str, look_at: Look, at: Sight) -> Finding:
    try:
        return Finding(name, *look_at(at))
    except JiyaoError as error:
        return Finding(name, False, str(error), error.advice)
    except OSError as error:
        return Finding(name, False, f"{error.filename}: {error.strerror}", "Check JIYAO_DATA and its permissions.")


def _schedule(at: Sight) -> Looked:
    stands = at.schedule
    enabled = [state for state in stands.sources if state.enabled]
    if not enabled and stands.keeper is None:
        return True, "no source is enabled, so nobody needs to keep it", ""
    running = sum(state.running is not None for state in enabled)
    following = min((state.next_at for state in enabled if state.next_at), default=None)
    said = f"{many(len(enabled), 'source')} enabled, {running} running now"
    said += f", the next at {following:%Y-%m-%d %H:%M} UTC" if following else ""
    if stands.keeper is None and all(state.last and not state.overdue for state in enabled):
        return True, f"kept by nobody, but nothing is overdue; {said}", ""
    if stands.keeper is None:
        return False, f"kept by nobody; {said}", "Start `jiyao schedule`; deploy/ has a unit for systemd."
    return True, f"kept by {stands.keeper}; {said}", ""


def _sources(at: Sight) -> Looked:
    stands = at.schedule
    said = [f"{state.name} since {told.opened_at:%Y-%m-%d}: {'; '.join(told.reasons)}"
            for state in stands.sources if (told := state.incident)]  # fmt: skip
    enabled = sum(state.enabled for state in stands.sources)
    if not enabled and not said:
        return True, f"none of {many(len(stands.sources), 'source')} is enabled: nothing is collected", _ENABLE
    if said:
        advice = "`jiyao schedule status` has all of them; `jiyao sources try NAME` looks at one."
        return False, "; ".join(_some(said)), advice
    return True, f"{enabled} enabled, none in trouble", ""


def _overdue(at: Sight) -> Looked:
    late = [state.name for state in at.schedule.sources if state.overdue]
    if not late:
        return True, "no source should have been visited over an hour ago", ""
    advice = "`jiyao schedule status`: is the schedule kept, and has it room (`--at-once`)? Its log says more."
    return False, f"{', '.join(_some(late))} {'is' if len(late) == 1 else 'are'} overdue", advice


def _some(said: list[str]) -> list[str]:
    more = [f"{len(said) - _MOST_SHOWN} more"] if len(said) > _MOST_SHOWN else []
    return said[:_MOST_SHOWN] + more


_ENABLE = (
    "`jiyao sources new URL` writes a file for a site, `jiyao sources try NAME` shows what it takes; "
    "`enabled: true` in the file lets `jiyao schedule` visit it."
)


def _quarantine(at: Sight) -> Looked:
    waiting = at.measures.waiting
    if not waiting:
        return True, "no run waits for a person", ""
    oldest = waiting[-1]
    said = f"{len(waiting)} wait for a person, the oldest since {oldest.started_at:%Y-%m-%d} ({oldest.source})"
    return False, said, "`jiyao runs --waiting` lists them; then `jiyao runs show|publish|discard NUMBER`."


def _index(at: Sight) -> Looked:
    with closing(open_index(at.settings)) as index:
        health = index.health()
    if health.trouble is None:
        return True, f"{health.name} {health.version} answers, with {many(health.documents, 'report')}", ""
    if not at.settings.archive_folder.is_dir() and not at.settings.elasticsearch:
        return True, "there is none yet, and nothing to put in", ""
    raise health.trouble


def _cluster(at: Sight) -> Looked:
    if not at.settings.elasticsearch:
        return True, "none needed: the embedded engine serves", ""
    return judged(cluster_of(at.settings))


def judged(cluster: Cluster) -> Looked:
    """Return whether a cluster is well, how it is, and what to do where it is not."""
    free = cluster.free_bytes / cluster.disk_bytes
    said = f"{cluster.colour}, {many(cluster.nodes, 'node')}; {cluster.fullest} has "
    said += f"{cluster.free_bytes / GIGABYTE:.1f} GB free, {free:.0%}"
    if cluster.locked:
        name, blocks = next(iter(cluster.locked.items()))
        more = f" and {len(cluster.locked) - 1} more" if len(cluster.locked) > 1 else ""
        return False, f"{said}; locked: {name} ({', '.join(blocks)}){more}", _LOCKED
    if free < _LEAST_FREE_OF_NODE and cluster.free_bytes < _LEAST_BYTES_OF_NODE:
        return False, said, _FULL
    if cluster.not_green or cluster.colour == "red":
        named = ", ".join(list(cluster.not_green)[:_MOST_SHOWN])
        return False, f"{said}; not green: {named or 'indices of others'}", _NOT_GREEN
    return True, said, ""


_FULL = (
    "Make space on that node, or add one: Elasticsearch moves shards away from it, and below 5 % (or 100 GB, on a "
    "large disk) it locks the indices there."
)
_LOCKED = "Make space on its nodes, then take the block away: `PUT INDEX/_settings` with `index.blocks.…: null`."
_NOT_GREEN = (
    "Is a node away? `GET _cluster/allocation/explain` says what is missing. Of a red index: `jiyao rebuild` makes "
    "ours again from the archive."
)


def _outbox(at: Sight) -> Looked:
    waits = outbox_of(at.settings)
    if not waits.total:
        return True, "nothing waits to be published", ""
    since = f" since {waits.since:%Y-%m-%d %H:%M} UTC" if waits.since else ""
    said = f"{many(waits.total, 'page waits', 'pages wait')} to be published{since}"
    if waits.refused:
        said += f", {waits.refused} of them refused for what they are"
    return False, f"{said}: {waits.error or 'the engine was away'}", _WAITING


_WAITING = (
    "`jiyao index waiting` lists them, each with its reason. Once Elasticsearch is well again: `jiyao index flush`, or "
    "wait for the schedule."
)


def _archive(at: Sight) -> Looked:
    if not at.settings.data.is_dir():
        said = f"there is no folder {at.settings.data} yet: nothing was harvested, or JIYAO_DATA names another"
        return False, said, "`jiyao harvest` or `jiyao demo` makes one; otherwise check JIYAO_DATA."
    found = at.measures
    size = f"{found.archive_bytes / GIGABYTE:.2f} GB"
    held = f"{many(found.captures, 'capture')} in {many(found.files, 'file')}, {size}"
    if at.settings.archive_folder.is_dir():
        with Archive(at.settings.archive_folder, untouched=True) as archive:
            lost = archive.lost()
        if lost:
            return False, f"{held}; {'; '.join(map(str, lost[:_MOST_SHOWN]))}", _BRING_BACK
    return True, f"{held}; `jiyao archive verify` reads them all", ""


def _pages(at: Sight) -> Looked:
    """Pages that are no reports are no fault of an operator: they are told, and only what cannot be read is wrong."""
    issues = at.measures.issues
    counted = ", ".join(f"{reason} {count}" for reason, count in issues.most_common(_MOST_SHOWN))
    said = f"{issues.total()} with an open issue" + (f": {counted}; `jiyao issues`" if counted else "")
    return not issues[DAMAGED], said, _BRING_BACK if issues[DAMAGED] else ""


_BRING_BACK = "`jiyao archive verify` names what cannot be read: bring it back from a copy and run `jiyao rebuild`."


def _space(at: Sight) -> Looked:
    found = at.measures
    free = found.free_bytes / found.disk_bytes
    said = f"{found.free_bytes / GIGABYTE:.1f} GB free where the data lie, {free:.0%}"
    enough = free >= _LEAST_FREE or found.free_bytes >= _LEAST_BYTES
    advice = "Make space, or move the data folder to a larger disk: a crawl stops where it cannot write."
    return enough, said, "" if enough else advice


def _backup(at: Sight) -> Looked:
    """Advise to make a copy where there is none of ours, or an old one: others may be made by other means."""
    if not at.settings.archive_folder.is_dir():
        return True, "nothing to copy yet", ""
    last = last_backup(at.settings)
    if last is None:
        return True, "`jiyao backup` has made no copy yet", "`jiyao backup FOLDER --verify`, best on another disk."
    days = (at.now - last).days
    said = f"the last was made on {last:%Y-%m-%d}, {many(days, 'day')} ago"
    return True, said, "" if days <= _BACKUP_DAYS else "`jiyao backup FOLDER` takes what was added since."


def _contact(at: Sight) -> Looked:
    return contact(at.settings, sum(state.enabled for state in at.schedule.sources))


def _certificate(at: Sight) -> Looked:
    urls = [url for url in (at.settings.elasticsearch or "").split() if urlsplit(url).scheme == "https"]
    if not urls:
        return True, "none needed: there is no connection over TLS", ""
    ends = min(_end_of_certificate(url, at.settings.elasticsearch_ca) for url in urls)
    days = (ends - at.now).days
    advice = "Run `jiyao setup secrets` with your folder of secrets, or renew it where it was made."
    lasts = days > _CERTIFICATE_DAYS
    return lasts, f"Elasticsearch's ends on {ends:%Y-%m-%d}, in {days} days", "" if lasts else advice


def _end_of_certificate(url: str, authority: Path | None) -> datetime:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 9200
    try:
        context = ssl.create_default_context(cafile=str(authority) if authority else None)
        with (
            socket.create_connection((host, port), _PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=host) as line,
        ):
            shown = line.getpeercert(binary_form=True) or b""
    except OSError as error:
        raise EngineAway(f"{host}:{port} shows none that we trust: {error}", "Check JIYAO_ELASTICSEARCH_CA.") from None
    return x509.load_der_x509_certificate(shown).not_valid_after_utc


#: What is looked at, by name, in the order in which an operator asks.
LOOKS: dict[str, Look] = {
    "schedule": _schedule,
    "sources": _sources,
    "overdue": _overdue,
    "quarantine": _quarantine,
    "contact": _contact,
    "index": _index,
    "cluster": _cluster,
    "outbox": _outbox,
    "archive": _archive,
    "pages": _pages,
    "space": _space,
    "backup": _backup,
    "certificate": _certificate,
}
