"""Where the rows of a list stand on a page that nobody has described yet, in HTML and in JSON. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parsel import Selector

from crawler.listing import made_address
from crawler.recognition.row_dates import DATE, date_rules, is_dated
from crawler.recognition.row_links import RowLink, row_links
from crawler.recognition.scripts import Scripts
from jiyao.patterns import regex
from jiyao.source import find
from pipelines.addresses import base_of, canonical, host_of
from pipelines.numerals import since_epoch

_ROWS = ("li", "tr", "dd", "dl", "article")
_FILE = regex(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|zip|rar|mp[34]|wmv|jpe?g|png|gif)$", re.I)
_BOXES = ("div", "section", "p", "h2", "h3", "h4", "figure")
_LEAST_WORDS = 4
_LIKE_A_TITLE = 8
#: By what else a table of an old page may be told from the others.
_LOOKS = ("width", "height", "bgcolor", "border", "cellpadding", "align")
_FEW_NAMES = 8
_ADDRESS = regex(r"(?:https?:)?/|\.{0,2}/|[\w/-]+\.s?html?$")
_CHINESE = regex(r"[\u4e00-\u9fff]")
_TITLE_KEY = regex(r"title|subject|headline|biaoti|^bt$|^name$", re.I)
_ADDRESS_KEY = regex(r"^(?:url|href|link|.*(?:url|href|link|path))$", re.I)
_DATE_KEY = regex(r"pub|release|issue|fb|show|display", re.I)
_LONG, _MANY = 80, 3
_PICTURE = regex(r"\.(?:jpe?g|png|gif|webp|svg|bmp)(?:$|\?)", re.I)
_ANCHORS = ("a", "a[title]", "a:last-of-type")
_TITLE_RULES = ("h3", "h4", "a", ".title", ".tit", "p", "td:first-child", "td:nth-child(2)", "span", "div")


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
    link_pattern: str | None = None
    address: str | None = None
    date_pattern: str | None = None


_Rows = dict[Any, RowLink]


def html_rows(text: str, url: str, scripts: Scripts | None = None) -> FoundList | None:
    """Return the list of the page: the group of like rows whose links look most like articles with dates."""
    page, url = Selector(text=text), base_of(text, url) or url
    groups: dict[Any, _Rows] = defaultdict(dict)
    for link in row_links(page, url, scripts or Scripts(text, url)):
        words = _words_of(link.element)
        if host_of(link.url) != host_of(url) or len(words) < _LEAST_WORDS or _FILE.search(link.url.partition("?")[0]):
            continue
        if link.url == canonical(url):
            continue
        row = _row(link.element)
        if row is not None and row.getparent() is not None:
            group = groups[(row.getparent(), link.attribute, link.pattern, link.template, link.rule)]
            before = group.get(row)
            if before is None or _like_a_title(words) > _like_a_title(_words_of(before.element)):
                group[row] = link
    several = [rows for rows in groups.values() if len(rows) == 1 or len({link.url for link in rows.values()}) > 1]
    if not several:
        return None
    best = max(several, key=lambda rows: (len(rows) > 1, sum(_worth(row, link, url) for row, link in rows.items())))
    return _described(page, best)


def files_led_to(text: str, url: str) -> int:
    """Return how many links of a page lead to files that are no pages: PDFs and the like."""
    base = base_of(text, url) or url
    led = {canonical(href, base) for href in Selector(text=text).xpath("//a/@href").getall()}
    return sum(bool(each and _FILE.search(each.partition("?")[0])) for each in led)


def _words_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) or element.get("title", "")


def _like_a_title(words: str) -> tuple[int, int]:
    """Tell which of a row's links is the article's: the one with most Chinese to it, not (English version)."""
    return len(_CHINESE.findall(words)), len(words)


def _row(link: Any) -> Any:
    """Return the element around a link that stands in a row with others like it."""
    for element in (link, *link.iterancestors()):
        if element.tag in _ROWS or _stands_among_like(element):
            return element
    return link.getparent() if link.getparent() is not None and link.getparent().tag not in ("body", "html") else link


def _stands_among_like(element: Any) -> bool:
    parent = element.getparent()
    if parent is None or element.tag not in _BOXES:
        return False
    like = (each for each in parent.iterchildren(element.tag) if each.get("class") == element.get("class"))
    return sum(1 for _ in islice(like, _MANY)) == _MANY


def _worth(row: Any, link: RowLink, url: str) -> float:
    dated = is_dated(row)
    worth = 1 + 3 * dated + (len("".join(link.element.itertext())) >= _LIKE_A_TITLE)
    like_the_list = re.sub(r"\d+", "0", link.url) == re.sub(r"\d+", "0", url)  # page 2, another layout of a paper
    return worth / 2 if like_the_list and not dated else worth


def _described(page: Selector, rows: _Rows) -> FoundList:
    items = _items_rule(page, list(rows))
    selected = [item for item in find(page, items) if item.root in rows]
    one = next(iter(rows.values()))
    link, title = (one.rule, _title_rule(selected)) if one.rule else _link_rules(selected, rows, one.attribute)
    links = tuple(each.url for each in rows.values())
    dated = sum(map(is_dated, rows)) >= 0.8 * len(rows)
    named = [name for each in selected[:1] for inner in each.root.iterdescendants() for name in names_of(inner)]
    date, pattern = date_rules(selected, named, [rows[item.root].url for item in selected])
    return FoundList(
        "html", items, link, title, date, links, dated,
        link_pattern=one.pattern, address=one.template, date_pattern=pattern,
    )  # fmt: skip


def _link_rules(selected: Sequence[Selector], rows: _Rows, attribute: str) -> tuple[str, str | None]:
    """Return the rules for the links of the rows and for their titles."""
    if all(link.element is row for row, link in rows.items()):
        return f"./@{attribute}", _title_rule(selected)
    classes = [name for link in rows.values() for name in names_of(link.element) if not name.startswith("#")]
    common = [name for name, _ in Counter(classes).most_common(1)]
    anchors = [*_ANCHORS, *common] if all(link.element.tag == "a" for link in rows.values()) else [f"[{attribute}]"]

    def fits(anchor: str) -> int:
        found = ((find(item, f"{anchor}::attr({attribute})").get(), rows[item.root].written) for item in selected)
        return sum(said == written for said, written in found)

    anchor = max(anchors, key=fits)
    titled = sum(bool(each.element.get("title", "").strip()) for each in rows.values())
    if titled > 0.8 * len(rows):
        return f"{anchor}::attr({attribute})", f"{anchor}::attr(title)"

    def tells(rule: str) -> int:
        found = ((find(item, rule).xpath("string()").get() or "", rows[item.root].element) for item in selected)
        return sum(" ".join(said.split()) == _words_of(element) for said, element in found)

    return f"{anchor}::attr({attribute})", max((anchor, "a:not(:has(img))", "h2", "h3", "h4"), key=tells)


def _title_rule(items: Sequence[Selector]) -> str | None:
    """Return the rule for what stands in rows that are links themselves: not the day."""
    for rule in _TITLE_RULES:
        found = [" ".join((find(item, rule).xpath("string()").get() or "").split()) for item in items]
        if sum(len(text) >= _LIKE_A_TITLE and not DATE.fullmatch(text) for text in found) >= 0.9 * len(items):
            return rule
    return None


def _items_rule(page: Selector, rows: list[Any]) -> str:
    """Return the shortest rule that selects the rows, and hardly anything else with a link: nothing from elsewhere."""
    tag, wanted, parent = rows[0].tag, set(rows), rows[0].getparent()
    ancestors = list(rows[0].iterancestors())
    names = [name for ancestor in ancestors for name in (*names_of(ancestor), *_looks_of(ancestor))]
    ends = [f"{tag}.{name}" for name in (rows[0].get("class") or "").split() if re.fullmatch(r"[A-Za-z_][\w-]*", name)]
    rules = [f"{name} {tag}" for name in names] + ends + [f"{tag}:has(a)"]
    # Last, by what stands in the rows: of old tables that look alike, one holds links in cells of its own kind.
    within = [name for each in rows[0].iterdescendants() for name in (*names_of(each), *_looks_of(each))]
    rules += [
        f"{name} {tag}:has({inner})" for name in names[:_FEW_NAMES] for inner in dict.fromkeys(within[:_FEW_NAMES])
    ]
    best, fewest = f"{tag}:has(a)", 0
    for rule in rules:
        selected = {item.root for item in _found(page, rule) if item.root in wanted or item.css("a")}
        if not wanted <= selected:
            continue
        if len(selected) <= 1.2 * len(wanted) + 1 and all(each.getparent() is parent for each in selected):
            return rule
        if not fewest or len(selected) < fewest:
            best, fewest = rule, len(selected)
    return best


def _looks_of(element: Any) -> Iterator[str]:
    return (f'{element.tag}[{look}="{element.get(look)}"]' for look in _LOOKS if element.get(look))


def _found(page: Selector, rule: str) -> Sequence[Selector]:
    try:
        return find(page, rule)
    except Exception:  # cssselect's errors share no class with parsel's: o:p, width='"'
        return []


def names_of(element: Any) -> Iterator[str]:
    """Yield rules by which an element may be selected: its id, its tag with each class."""
    identity = element.get("id") or ""
    if re.fullmatch(r"[A-Za-z_][\w-]*", identity):
        yield f"#{identity}"
    for name in (element.get("class") or "").split():
        if re.fullmatch(r"[A-Za-z_][\w-]*", name):
            yield f"{element.tag}.{name}"


def json_rows(data: Any, url: str, scripts: Scripts | None = None) -> FoundList | None:
    """Return the list of a JSON answer: the array of objects with addresses that has the most rows.

    Where rows have no address, ``scripts`` may say what they make of an identity.
    """
    best: FoundList | None = None
    for path, rows in _arrays(data, ""):
        title = _key(rows, _is_title, _TITLE_KEY)
        link, address = _key(rows, _is_address, _ADDRESS_KEY), None
        if link is None and scripts and title:
            link, address = _made_address(rows, scripts) or (None, None)
        if link is None:
            continue
        date = _key(rows, lambda value: bool(DATE.match(str(value)) or since_epoch(str(value))), _DATE_KEY)
        given = (str(row[link]) for row in rows if row.get(link) not in (None, ""))
        written = (made_address(address, [one]) if address else one for one in given)
        links = tuple(filter(None, (canonical(one, url) for one in written)))
        differ = len(links) == 1 or len(set(links)) > 1
        if links and differ and (best is None or len(links) > len(best.links)):
            best = FoundList("json", f"{path}[*]", link, title, date, links, date is not None, address=address)
    return best


def _made_address(rows: Sequence[dict[str, Any]], scripts: Scripts) -> tuple[str, str] | None:
    """Return the key of the rows' identity, and the address that scripts make of it."""
    values: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for key, value in row.items():
            if isinstance(value, str | int) and re.fullmatch(r"[\w$]+", key) and len(str(value)) < _LONG:
                values[key].append(str(value))
    identities = [key for key, all in values.items() if len(set(all)) == len(rows) > 1 and not DATE.search(all[0])]
    constants = {key: all[0] for key, all in values.items() if len(set(all)) == 1}
    return scripts.address_for(identities, constants) if identities else None


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(_ADDRESS.match(value)) and not _PICTURE.search(value)


def _arrays(data: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if re.fullmatch(r"[^.\[\]]+", key):
                yield from _arrays(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        rows = [row for row in data if isinstance(row, dict)]
        if rows:
            yield path, rows


def _is_title(value: Any) -> bool:
    return isinstance(value, str) and len(_CHINESE.findall(value)) >= _LEAST_WORDS


def _key(rows: Sequence[dict[str, Any]], fits: Any, likely: re.Pattern[str]) -> str | None:
    """Return the key whose values fit in most rows; of several one with a likely name, or with the longest values."""
    scores: dict[str, tuple[int, int]] = {}
    for row in rows:
        for key, value in row.items():
            if re.fullmatch(r"[^.\[\]]+", key) and fits(value):
                count, length = scores.get(key, (0, 0))
                scores[key] = (count + 1, length + len(str(value)))
    enough = {key: score for key, score in scores.items() if score[0] >= 0.8 * len(rows)}
    return max(enough, key=lambda key: (bool(likely.search(key)), enough[key])) if enough else None
