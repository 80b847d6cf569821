"""Where the rows of a list stand on a page that nobody has described yet, in HTML and in JSON. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsel import Selector

from crawler.addresses import base_of, canonical, host_of
from jiyao.source import find

DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|1\d\d)\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_ROWS = ("li", "tr", "dd", "dl", "article")
_LEAST_WORDS = 4
_LIKE_A_TITLE = 8
#: By what else a table of an old page may be told from the others.
_LOOKS = ("width", "bgcolor", "border", "cellpadding", "align")
_DATE_RULES = (
    "span", "em", "i", "b", "time", "td:last-child", ".date", ".time", "span:last-of-type", "dd", "p:last-child",
    "font", "div:last-child",
)  # fmt: skip
_ADDRESS = re.compile(r"(?:https?:)?/|\.{0,2}/|[\w/-]+\.s?html?$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LINK_RULES = ("a::attr(href)", "a[title]::attr(href)", "a:last-of-type::attr(href)")


@dataclass(frozen=True, slots=True)
class FoundList:
    """The rules by which a list's rows are found; ``inside`` are the steps to them in an answer that holds more."""

    kind: str
    items: str
    link: str
    title: str | None
    date: str | None
    links: tuple[str, ...]
    dated: bool = False
    inside: tuple[Mapping[str, str], ...] = ()


def html_rows(text: str, url: str) -> FoundList | None:
    """Return the list of the page: the group of like rows whose links look most like articles with dates."""
    page, url = Selector(text=text), base_of(text, url) or url
    groups: dict[Any, dict[Any, Selector]] = defaultdict(dict)
    for link in page.css("a[href]"):
        address = canonical(link.attrib["href"], url)
        words = " ".join("".join(link.root.itertext()).split()) or link.attrib.get("title", "")
        if (
            address is None
            or host_of(address) != host_of(url)
            or len(words) < _LEAST_WORDS
            or address == canonical(url)
        ):
            continue
        row = _row(link.root)
        if row is not None and row.getparent() is not None:
            before = groups[row.getparent()].get(row)
            if before is None or len(words) > len("".join(before.root.itertext())):
                groups[row.getparent()][row] = link
    if not groups:
        return None
    best = max(groups.values(), key=lambda rows: sum(_worth(row, link) for row, link in rows.items()))
    return _described(page, best, url)


def _row(link: Any) -> Any:
    for ancestor in link.iterancestors():
        if ancestor.tag in _ROWS:
            return ancestor
    return link.getparent() if link.getparent() is not None and link.getparent().tag not in ("body", "html") else link


def _worth(row: Any, link: Selector) -> int:
    words = "".join("".join(row.itertext()).split())
    return 1 + 3 * bool(DATE.search(words)) + (len("".join(link.root.itertext())) >= _LIKE_A_TITLE)


def _described(page: Selector, rows: dict[Any, Selector], url: str) -> FoundList:
    items = _items_rule(page, list(rows))
    selected = [item for item in find(page, items) if item.root in rows]
    hrefs = {row: link.attrib["href"] for row, link in rows.items()}
    link = next(
        (rule for rule in _LINK_RULES if all(find(item, rule).get() == hrefs[item.root] for item in selected)),
        _LINK_RULES[0],
    )
    anchor = link.removesuffix("::attr(href)")
    titled = sum(bool(each.attrib.get("title", "").strip()) for each in rows.values())
    title = f"{anchor}::attr(title)" if titled > 0.8 * len(rows) else anchor
    links = tuple(address for href in hrefs.values() if (address := canonical(href, url)))
    dated = sum(bool(DATE.search("".join(row.itertext()))) for row in rows) >= 0.8 * len(rows)
    return FoundList("html", items, link, title, _date_rule(selected), links, dated)


def _date_rule(items: Sequence[Selector]) -> str | None:
    for rule in _DATE_RULES:
        found = [find(item, rule).xpath("string()").get() or "" for item in items]
        if items and sum(bool(DATE.search(text)) and len(text.strip()) < 40 for text in found) >= 0.9 * len(items):
            return rule
    return None


def _items_rule(page: Selector, rows: list[Any]) -> str:
    """Return the shortest rule that selects the rows, and hardly anything else that holds a link."""
    tag, wanted = rows[0].tag, set(rows)
    ancestors = list(rows[0].iterancestors())
    names = [name for ancestor in ancestors for name in names_of(ancestor)]
    names += [f'{each.tag}[{look}="{each.get(look)}"]' for each in ancestors for look in _LOOKS if each.get(look)]
    ends = [f"{tag}.{name}" for name in (rows[0].get("class") or "").split() if re.fullmatch(r"[A-Za-z_][\w-]*", name)]
    rules = [f"{name} {tag}" for name in names] + ends + [f"{tag}:has(a)"]
    best, fewest = f"{tag}:has(a)", 0
    for rule in rules:
        selected = {item.root for item in find(page, rule) if item.css("a")}
        if wanted <= selected and len(selected) <= 1.2 * len(wanted) + 1:
            return rule
        if wanted <= selected and (not fewest or len(selected) < fewest):
            best, fewest = rule, len(selected)
    return best


def names_of(element: Any) -> Iterator[str]:
    """Yield rules by which an element may be selected: its id, its tag with each class."""
    identity = element.get("id") or ""
    if re.fullmatch(r"[A-Za-z_][\w-]*", identity):
        yield f"#{identity}"
    for name in (element.get("class") or "").split():
        if re.fullmatch(r"[A-Za-z_][\w-]*", name):
            yield f"{element.tag}.{name}"


def json_rows(data: Any, url: str) -> FoundList | None:
    """Return the list of a JSON answer: the array of objects with addresses that has the most rows."""
    best: FoundList | None = None
    for path, rows in _arrays(data, ""):
        link = _key(
            rows,
            lambda value: isinstance(value, str) and bool(re.match(r"(?:https?:)?/|\.{0,2}/|[\w/-]+\.s?html?$", value)),
        )
        if link is None:
            continue
        title = _key(
            rows, lambda value: isinstance(value, str) and len(re.findall(r"[\u4e00-\u9fff]", value)) >= _LEAST_WORDS
        )
        date = _key(rows, lambda value: bool(DATE.match(str(value)) or _EPOCH.match(str(value))))
        links = tuple(address for row in rows if (address := canonical(str(row.get(link)), url)))
        if links and (best is None or len(links) > len(best.links)):
            best = FoundList("json", f"{path}[*]", link, title, date, links, date is not None)
    return best


def _arrays(data: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if re.fullmatch(r"[^.\[\]]+", key):
                yield from _arrays(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        rows = [row for row in data if isinstance(row, dict)]
        if rows:
            yield path, rows


def _key(rows: Sequence[dict[str, Any]], fits: Any) -> str | None:
    """Return the key whose values fit in most rows, the one with the longest values where several do."""
    scores: dict[str, tuple[int, int]] = {}
    for row in rows:
        for key, value in row.items():
            if re.fullmatch(r"[^.\[\]]+", key) and fits(value):
                count, length = scores.get(key, (0, 0))
                scores[key] = (count + 1, length + len(str(value)))
    enough = {key: score for key, score in scores.items() if score[0] >= 0.8 * len(rows)}
    return max(enough, key=lambda key: enough[key]) if enough else None
