"""A first source file, written of what a look at a site found; what it could not find stands in comments. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import yaml

from crawler.recognition.asked import Asked
from crawler.recognition.dated_lists import Dated
from crawler.recognition.families import Recognised
from crawler.recognition.rows import FoundList

_FIELDS = {
    "title": "the title", "published": "the date of publication", "publisher": "what stands behind 来源",
    "body": "the text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a site so far."""

    url: str
    start: str
    title: str
    language: str
    rows: FoundList
    allow: tuple[str, ...]
    publisher: str | None = None
    asked: Asked | None = None
    recognised: Recognised | None = None
    paging: Mapping[str, Any] | None = None
    because: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    of_family: frozenset[str] = frozenset()
    dated: Dated | None = None
    articles: int = 0
    refused: int = 0
    delay: float = 3.0
    notes: tuple[str, ...] = ()


def name_for(url: str) -> str:
    """Return a name for the source of a list page: its host and the last words of its path."""
    parts = urlsplit(url)
    host = [word for word in (parts.hostname or "").split(".") if word not in ("www", "gov", "cn", "com", "org", "net")]
    words = re.split(r"[^A-Za-z0-9]+", parts.path)
    path = [word for word in words if word and not re.fullmatch(r"(?:index|list|s?html?)\d*", word)]
    name = re.sub(r"[^a-z0-9]+", "_", "_".join([*host, *path[-2:]]).lower()).strip("_")
    return name if name[:1].isalpha() else f"site_{name}"


def write_draft(draft: Draft, today: date) -> str:
    """Return the YAML of the draft."""
    lines = [*_head(draft, today), *_facts(draft), *_listing(draft), *_articles(draft), *_article(draft)]
    lines += [f"politeness: {{delay: {draft.delay:g}}}"]
    return "\n".join([*lines, *_expect(draft)]) + "\n"


def _head(draft: Draft, today: date) -> list[str]:
    lines = [
        "# yaml-language-server: $schema=source.schema.json",  # `jiyao sources schema` prints it
        f"# Written by `jiyao sources new {draft.url}` on {today:%Y-%m-%d}; nobody has looked at it yet.",
        "# See what it takes with `jiyao sources try`, mend it, then say `verified: true` with the month.",
    ]
    if draft.recognised:
        lines.append(f"# Seen: the family {draft.recognised.family}, by {', '.join(draft.recognised.marks)}.")
    else:
        lines.append("# Not found: a family that this site belongs to.")
    return lines + [f"# {_on_one_line(note)}" for note in draft.notes]


def _facts(draft: Draft) -> list[str]:
    lines = [f"family: {draft.recognised.family}"] if draft.recognised else []
    return [
        *lines,
        f"title: {_said(draft.title)}",
        f"publisher: {_said(draft.publisher)}" if draft.publisher else "# Not found: publisher.",
        "# Not found: home (the region's code in GB/T 2260, in quotes).",
        f"language: {draft.language}",
        "verified: false",
        f"start: {_said(_starts(draft))}",
        *(f"{key}: {_said(value)}" for key, value in (draft.dated.keys if draft.dated else {}).items()),
    ]


def _starts(draft: Draft) -> str | list[str]:
    if draft.dated is None:
        return draft.start
    return draft.dated.start[0] if len(draft.dated.start) == 1 else list(draft.dated.start)


def _listing(draft: Draft) -> list[str]:
    rows = draft.rows
    lines = ["listing:", f"  # rows on the first page: {len(rows.links)}"]
    lines += [f"  kind: {rows.kind}"] if rows.kind != "html" or draft.recognised else []
    steps = [dict(step) for step in rows.inside]
    lines += [f"  inside: {_said(steps[0] if len(steps) == 1 else steps)}"] if steps else []
    found = {"items": rows.items, "link": rows.link, "link_pattern": rows.link_pattern, "address": rows.address}
    lines += [f"  {key}: {_said(value)}" for key, value in found.items() if value]
    for key, rule in (("title", rows.title), ("date", rows.date)):
        if rule:
            lines.append(f"  {key}: {_said(rule)}")
        else:
            found_in_row = key == "date" and rows.date_pattern
            lines += [] if found_in_row else [f"  # Not found: {key}."]
            lines += [f"  {key}: null"] if draft.recognised else []
    lines += [f"  date_pattern: {_said(rows.date_pattern)}"] if rows.date_pattern else []
    if draft.asked and (draft.asked.form or draft.asked.json_body):
        body = {"form": draft.asked.form} if draft.asked.form else {"json_body": draft.asked.json_body}
        lines.append(f"  request: {_said(body)}")
    if draft.paging:
        lines += [f"  paging:  # seen: {_on_one_line(draft.because)}"]
        lines += [f"    {key}: {_said(value)}" for key, value in draft.paging.items()]
    elif draft.paging is None:
        lines += ["  # Not found: a second page.", "  paging: null"]
    else:
        lines.append(f"  # paging: {draft.because}.")
    return lines


def _articles(draft: Draft) -> list[str]:
    return ["articles:", "  allow:", *(f"    - {_said(pattern)}" for pattern in draft.allow)]


def _article(draft: Draft) -> list[str]:
    lines = [f"article:  # pages looked at: {draft.articles}"]
    for name, what in _FIELDS.items():
        if name in draft.of_family:
            lines.append(f"  # {name}: the family's rules find {what}.")
        elif name in draft.fields:
            lines.append(f"  {name}: {_said(draft.fields[name])}")
        else:
            lines.append(f"  # Not found: a rule for {what}; general rules look for it.")
    return lines if any(not line.lstrip().startswith("#") for line in lines[1:]) else [f"# {line}" for line in lines]


def _expect(draft: Draft) -> list[str]:
    """Return what a run may be held to: no share of refused pages where some of the first ones were."""
    articles = max(1, len(draft.rows.links) // 2)
    if not draft.refused:
        return [f"expect: {{articles: {articles}, dated: 0.9, issues: 0.2}}"]
    if not draft.articles:
        return [
            "# Seen: none of the first pages is an article. Mend what is above, or a run is withheld.",
            f"expect: {{articles: {articles}, dated: 0.9, issues: 0.2}}",
        ]
    return [
        f"# Seen: {draft.refused} of the first {draft.refused + draft.articles} pages are no articles.",
        f"expect: {{articles: {articles}, dated: 0.9}}",
    ]


def _on_one_line(words: str) -> str:
    """Return words of a page as they may stand in a comment."""
    return " ".join(words.split())


def _said(value: Any) -> str:
    """Return a value as YAML writes it on one line."""
    text: str = yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)
    return text.removesuffix("\n...\n").rstrip("\n")
