"""Is this installation sound? Each finding says what is so, and what to do where it is not well."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from jiyao.errors import JiyaoError
from jiyao.plurals import many
from jiyao.search import open_index
from jiyao.settings import Settings, read_settings
from jiyao.source_files import sources_of
from pipelines.archive import Archive

OUR_NAMES = ("crawler", "pipelines", "index_mappings", "jiyao")
_OLDEST = (3, 11)
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``advice`` says what to do where it is not ``ok``; where it is, what would be better."""

    name: str
    ok: bool
    message: str
    advice: str = ""


def examine(environment: Mapping[str, str], file: Path | None = None) -> list[Finding]:
    """Look at everything and return what was found; no file is changed and nothing raised."""
    findings = [_python(), *_packages(), *_names()]
    try:
        settings = read_settings(environment, file)
    except JiyaoError as error:
        return [*findings, Finding("settings", False, str(error), error.advice)]
    findings.append(Finding("settings", True, f"data in {settings.data.resolve()}"))
    return [*findings, *_sources(settings), *_archive(settings), _engine(settings)]


def _python() -> Finding:
    shown = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= _OLDEST
    return Finding("python", ok, shown, "" if ok else "Jiyao needs Python 3.11 or later.")


def _packages() -> Iterator[Finding]:
    """Compare what is installed with what our metadata requires."""
    try:
        wanted = [Requirement(line) for line in requires("jiyao") or ()]
    except PackageNotFoundError:
        yield Finding("packages", False, "jiyao itself is not installed", "Install it: pip install -e .")
        return
    wrong = []
    for requirement in wanted:
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(installed, prereleases=True):
            wrong.append(f"{requirement.name} is {installed}, not {requirement.specifier}")
    message = "; ".join(wrong) if wrong else f"all {len(wanted)} as required"
    yield Finding("packages", not wrong, message, "Install again: make install" if wrong else "")


def _names() -> Iterator[Finding]:
    """Say who owns the four top-level names: others' distributions may bring a crawler or pipelines too."""
    owners = packages_distributions()
    strangers = {
        name: sorted(set(owners.get(name, ())) - {"jiyao"})
        for name in OUR_NAMES
        if set(owners.get(name, ())) - {"jiyao"}
    }
    here = Path(__file__).parent.parent
    elsewhere = [
        name
        for name in OUR_NAMES
        if (spec := importlib.util.find_spec(name)) and spec.origin and here not in Path(spec.origin).parents
    ]
    if strangers or elsewhere:
        said = "; ".join(f"{name} also belongs to {', '.join(who)}" for name, who in strangers.items())
        said = said or f"{', '.join(elsewhere)} is imported from another place than jiyao"
        yield Finding("names", False, said, "Install jiyao into an environment of its own.")
    else:
        yield Finding("names", True, f"{', '.join(OUR_NAMES)} are ours alone")


def _sources(settings: Settings) -> Iterator[Finding]:
    try:
        sources = sources_of(settings)
    except JiyaoError as error:
        yield Finding("sources", False, str(error), error.advice)
        return
    enabled = sum(source.enabled for source in sources.values())
    yield Finding("sources", True, f"{many(len(sources), 'source file')}, {enabled} enabled")
    yield Finding("contact", *contact(settings, enabled))


def contact(settings: Settings, enabled: int) -> tuple[bool, str, str]:
    """Return whether sites that we visit learn whom to write to, in words, and what to do where they do not."""
    if settings.contact:
        return True, f"sites are told {settings.contact}", ""
    if not enabled:
        return True, "none set, and no source is enabled", ""
    advice = (
        "Set JIYAO_CONTACT to a mail or web address: whoever runs a site then writes to you before locking you out."
    )
    return True, "sites that we visit are not told whom to write to", advice


def _archive(settings: Settings) -> Iterator[Finding]:
    if not settings.archive_folder.is_dir():
        yield Finding("archive", True, "nothing archived yet: jiyao harvest, or jiyao demo")
        return
    try:
        with Archive(settings.archive_folder, untouched=True) as archive:
            damages = list(archive.verify())
            count = archive.count()
    except JiyaoError as error:
        yield Finding("archive", False, str(error), error.advice)
        return
    shown = "; ".join(map(str, damages[:_MOST_SHOWN])) + (
        f" and {len(damages) - _MOST_SHOWN} more" if len(damages) > _MOST_SHOWN else ""
    )
    message = shown or f"{many(count, 'capture')}, every digest right"
    advice = "Copy the file from a backup; all other records can be read."
    yield Finding("archive", not damages, message, advice if damages else "")


def _engine(settings: Settings) -> Finding:
    try:
        with closing(open_index(settings)) as index:
            health = index.health()
    except JiyaoError as error:
        return Finding("engine", False, str(error), error.advice)
    if health.trouble is None:
        return Finding("engine", True, f"{health.name} {health.version}, {many(health.documents, 'report')}")
    if not settings.archive_folder.is_dir() and not settings.elasticsearch:
        return Finding("engine", True, str(health.trouble))
    return Finding("engine", False, str(health.trouble), health.trouble.advice)
