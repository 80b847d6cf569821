"""How the next page of a list that nobody has described yet may be asked for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from parsel import Selector

from crawler.recognition.asked import Asked
from crawler.recognition.cursors import cursor_ways
from crawler.recognition.rows import names_of
from crawler.recognition.scripts import EXPRESSION, PAGE, Scripts, is_page_number, joined
from jiyao.patterns import regex
from jiyao.source import find
from pipelines.addresses import canonical

_STRING_FIRST = r"createPageHTML\(['\"]\w+['\"],\s*(\d+)"
_RECORDS_FIRST = r"createPageHTML\(\d+,\s*(\d+),\s*\d+"
_PAGES_FIRST = r"createPageHTML\((\d+)"
_NAMED = regex(r"createPageHTML\([^)]*?['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"][^)]*\)")
_NEXT = ("下一页", "下一頁", "下页", "下頁", "后一页", "后页", "後頁", "下一版", "Next", "»")
_POSTED_BACK = regex(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]")
#: What somebody chose, as a script calls it.
_CHOSEN = regex(r"this\.options\[[^\]]*\]\.value|this\.value|\$\(this\)\.val\(\)")
_COUNT_KEYS = ("pages", "totalPage", "totalPages", "total_page", "pageCount", "page_count")
_PAGE_PARAMETER = regex(r"((?:[?&](?:page|pageNo|pageNum|pageIndex|currPage|pn|p)=))1(?=&|$)", re.I)
_PAGE_IN_NAME = regex(r"([_-])1(\.\w+)$")


@dataclass(frozen=True, slots=True)
class Guess:
    """Keys of ``paging`` that may be right, what is posted, and what they were read from, if it was ``seen``."""

    paging: dict[str, Any]
    because: str
    form: str | None = None
    seen: bool = True


def guesses(text: str, url: str, kind: str, asked: Asked | None = None) -> list[Guess]:
    """Return how the next page may be found, the likeliest first; each has to be tried.

    ``asked`` is the request that a script made for the page.
    """
    by_script = _from_request(text, asked) if asked else []
    return by_script + (
        [*_from_json(text, url), *_from_cursor(text, url), *_by_parameter(url)]
        if kind == "json"
        else [*_from_script(text), *_from_links(text, url), *_from_form(text, url), *_by_parameter(url)]
    )


def _from_request(text: str, asked: Asked) -> list[Guess]:
    if not asked.moves:
        return []
    formula = {"formula": asked.url} if PAGE in asked.url else {}
    steps = {"first": asked.first + asked.step} | ({"step": asked.step} if asked.step > 1 else {})
    return [Guess({**formula, **steps, **_counted(text)}, "the page's number in what a script asks")]


def _from_script(text: str) -> list[Guess]:
    named = _NAMED.search(text)
    count = next((rule for rule in (_STRING_FIRST, _RECORDS_FIRST, _PAGES_FIRST) if re.search(rule, text)), None)
    if not named or not count:
        return []
    formula = f"{named[1]}_{{n}}.{named[2]}"
    return [Guess({"formula": formula, "first": first, "count": count}, "createPageHTML") for first in (1, 2)]


def _from_links(text: str, url: str) -> list[Guess]:
    page = Selector(text=text)
    found: list[Guess] = []
    for words in _NEXT:
        for link in page.xpath(f'//a[@href and contains(., "{words}")]'):
            if link.attrib["href"].lower().startswith(("javascript", "#")):
                continue
            rule = next((name for name in names_of(link.root) if len(find(page, name)) == 1), None)
            found.append(Guess({"link": rule or f'//a[contains(., "{words}")]'}, f"a link that says {words}"))
            return found
    second = (
        'normalize-space() = "2" or starts-with(normalize-space(), "第2版") or starts-with(normalize-space(), "第02版")'
    )
    for link in page.xpath(f"//a[@href and ({second})]"):
        href = link.attrib["href"]
        if len(re.findall(r"2", href.rsplit("/", 1)[-1])) == 1 and not href.lower().startswith("javascript"):
            head, tail = href.rsplit("/", 1) if "/" in href else ("", href)
            here = not head or urljoin(url, f"{head}/") == urljoin(url, ".")
            formula = ("" if here else f"{head}/") + tail.replace("2", "{n}")
            found.append(Guess({"formula": formula, "first": 2}, "a link that says 2"))
            break
    return found or _from_choice(page, text, url)


def _from_choice(page: Selector, text: str, url: str) -> list[Guess]:
    """Return how a choice of pages goes on: by the address that its script makes, or by that of its options."""
    for choice in page.css("select"):
        values = choice.css("option::attr(value)").getall()
        code = choice.attrib.get("onchange", "")
        made = re.search(rf"(?:location(?:\.href)?\s*=|open\()\s*({EXPRESSION})", _CHOSEN.sub("page", code))
        if made and values[:2] in (["1", "2"], ["0", "1"]) and (said := Scripts(text, url).written(made[1])):
            return [Guess({"formula": said, "first": int(values[1])}, "a choice of pages")]
        form = choice.xpath("ancestor::form[not(@method) or translate(@method, 'GET', 'get') = 'get']")
        if form and choice.attrib.get("name") and values[:2] == ["1", "2"]:
            told = urlencode(_hidden(form) | {choice.attrib["name"]: PAGE}, safe="{}")
            action = joined(url, form.attrib.get("action", "")).partition("?")[0]
            return [Guess({"formula": f"{action}?{told}", "first": 2}, "a choice of pages")]
        if len(values) > 1 and re.search(r"(?<!\d)2(?!\d)", values[1]) and canonical(values[1], url):
            formula = re.sub(r"(?<!\d)2(?!\d)(?!.*(?<!\d)2(?!\d))", PAGE, values[1])
            return [Guess({"formula": formula, "first": 2}, "a choice of pages")]
    return []


def _by_parameter(url: str) -> list[Guess]:
    """Return the commonest ways to ask for page 2 by the address, to be tried where the page does not tell one."""
    base = url.partition("#")[0]
    sign = "&" if "?" in base else "?"
    return [Guess({"formula": f"{base}{sign}page={PAGE}", "first": 2}, "the address with page=2", seen=False)]


def _from_form(text: str, url: str) -> list[Guess]:
    """Return what a form posts for its next page with its own hidden fields: ASP.NET's, or a button of its own."""
    page = Selector(text=text)
    for link in page.xpath("//*[@href or @onclick]"):
        found = _POSTED_BACK.search(link.attrib.get("href", "") + link.attrib.get("onclick", ""))
        words = " ".join(link.xpath("string()").get("").split())
        if not found or not (words == "2" or any(each in words for each in _NEXT)):
            continue
        argument = re.sub(r"2$", PAGE, found[2])
        if words == "2" and argument == found[2]:
            continue
        target = urlencode({"__EVENTTARGET": found[1], "__EVENTARGUMENT": argument}, safe="{}")
        return [Guess({"first": 2}, "__doPostBack", f"{{hidden}}&{target}")]
    if numbered := _numbered_form(page, url):
        return numbered
    for button in page.css('input[type="submit" i][name], button[name]'):
        words = button.attrib.get("value") or button.xpath("string()").get("")
        if any(each in words for each in _NEXT):
            said = urlencode({button.attrib["name"]: button.attrib.get("value", "")})
            return [Guess({"first": 2}, f"a button that says {words.strip()}", f"{{hidden}}&{said}")]
    return []


def _numbered_form(page: Selector, url: str) -> list[Guess]:
    """Return what a form asks for that has a field for the number of the page, by its address and by a post."""
    for form in page.css("form"):
        fields = _hidden(form)
        field = next((name for name, value in fields.items() if is_page_number(name) and value.isdecimal()), None)
        if field is None:
            continue
        first = int(fields[field][:6]) + 1
        action = joined(url, form.attrib.get("action", ""))
        told = urlencode(fields | {field: PAGE}, safe="{}")
        guess = Guess({"formula": f"{action.partition('?')[0]}?{told}", "first": first}, f"a form's field {field}")
        posted = Guess({"first": first}, f"a form's field {field}", f"{{hidden}}&{field}={PAGE}")
        return [guess, posted] if action.partition("?")[0] == url.partition("?")[0] else [guess]
    return []


def _hidden(form: Any) -> dict[str, str]:
    return {each.attrib["name"]: each.attrib.get("value", "") for each in form.css('input[type="hidden" i][name]')}


def _from_json(text: str, url: str) -> list[Guess]:
    path = urlsplit(url)
    last = path.path.rsplit("/", 1)[-1] + (f"?{path.query}" if path.query else "")
    for pattern, put in ((_PAGE_PARAMETER, r"\g<1>{n}"), (_PAGE_IN_NAME, r"\g<1>{n}\2")):
        formula, changed = pattern.subn(put, last, count=1)
        if changed and "{" not in last:
            return [Guess({"formula": formula, "first": 2, **_counted(text)}, "the page's number in the address")]
    return []


def _from_cursor(text: str, url: str) -> list[Guess]:
    return [Guess(way, f"a cursor, {way['cursor']}") for way in cursor_ways(text, url)]


def _counted(text: str) -> dict[str, Any]:
    """Return the rule for the number of pages that a JSON answer tells, where it does."""
    count = next((key for key in _COUNT_KEYS if re.search(rf'"{key}":\s*"?\d+', text)), None)
    return {"count": rf'"{count}":\s*"?(\d+)'} if count else {}
