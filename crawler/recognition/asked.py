"""What a page's scripts ask the site for: the addresses of lists, and what is posted there. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.recognition.literals import read_literal
from crawler.recognition.scripts import PAGE, Scripts, as_written, balanced, expression_at, is_page_number, joined
from jiyao.patterns import regex
from pipelines.addresses import canonical

#: How a request begins in a script: a call, or the key that names its address.
_REQUEST = regex(
    r"""(?:\b(?P<way>get|post|getJSON|ajax|load|fetch|open|axios|request)\s*\(\s*|\b(?:url|api|src)\s*[:=]\s*)"""
    r"""(?:["'](?:GET|POST)["']\s*,\s*)?(?=["'`A-Za-z_$(])""",
    re.I,
)
_NO_DATA = regex(r"\.(?:css|js|png|jpe?g|gif|ico|svg|woff2?|ttf|mp[34]|pdf|docx?|xlsx?|zip)$", re.I)
_PAGE = regex(r"\.s?html?$", re.I)
#: Words of an address that does something, or that holds no list: nothing of the kind is ever asked for.
_ACTS = regex(
    "like|zan|praise|support|log[io]n|log(?:out|off)|sign(?:in|out|up)|register|del(?:ete)?|remove|save|add|insert|create|update|edit"
    "|modify|set|submit|vote|comments?|reply|messages?|feedback|send|mail|sms|upload|download|export|collect|favou?rite|follow"
    "|subscribe|share|pay|order|captcha|verify|code|token|check|count(?:er|s)?|hits?|clicks?|visits?|track|log|stats?|statistics"
    "|[pu]v|weather|suggest"
)
#: Words of an address that is likely to hold a list, where the request itself names no page.
_HOLDS_LIST = regex(
    "lists?|news|articles?|contents?|data|json|rows|docs?|infos?|column|channel|items|records|query|search|pages?|notice|index"
    "|bulletin|press|xml"
)
_WORD = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BEFORE, _BEHIND = 300, 800
_MOST_READ = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a script makes; ``{n}`` in it stands for the number of the page.

    The number is ``first`` for the first page, and grows by ``step``.
    """

    url: str
    form: str | None = None
    json_body: str | None = None
    first: int = 1
    step: int = 1

    @property
    def moves(self) -> bool:
        """Whether it can ask for further pages."""
        return PAGE in self.url + (self.form or "") + (self.json_body or "")

    def at_first(self, template: str) -> str:
        """Return a part of it as it is for the first page."""
        return template.replace(PAGE, str(self.first))


def requests_of(scripts: Scripts) -> list[Asked]:
    """Return the requests for data that the scripts make of their own site, those for pages of a list first."""
    found = dict.fromkeys(_requests(scripts))
    return sorted(found, key=lambda asked: not asked.moves)


def _requests(scripts: Scripts) -> Iterator[Asked]:
    for head in islice(_REQUEST.finditer(scripts.text), _MOST_READ):
        expression = expression_at(scripts.text, head.end())
        scripts.first = scripts.step = 1
        url = scripts.written(expression) if re.search(r"[/?.]", expression) or expression.isidentifier() else None
        if not url or not re.match(r"(?:https?:)?//?[\w.]|\.{0,2}/|[\w{}-]+[/?.]", url):
            continue
        url = as_written(url.partition(" ")[0])  # $(…).load("list_1.html #rows")
        if url.startswith("/") and not url.startswith("//"):
            url = scripts.base().rstrip("/") + url
        address = joined(scripts.url, url)
        if not _on_site(address, scripts.url) or (_PAGE.search(urlsplit(address).path) and not head["way"]):
            continue
        around = _around(scripts.text, head, head.end() + len(expression))
        asked = _asked(scripts, address, around, head["way"] or "")
        if asked.moves or (asked.form is None and asked.json_body is None and _may_be_list(asked.url)):
            yield asked  # what is posted without the number of a page may change something


def _on_site(address: str, url: str) -> bool:
    if "{" in address.replace(PAGE, "") or canonical(address) is None:
        return False
    parts = urlsplit(address)
    if parts.netloc != urlsplit(url).netloc or canonical(address) == canonical(url):
        return False
    return not _NO_DATA.search(parts.path) and not any(map(_ACTS.fullmatch, _words_of(address)))


def _may_be_list(address: str) -> bool:
    """Tell whether an address speaks of a list, or has a page's number among its parameters."""
    given = parse_qsl(urlsplit(address).query)
    return any(map(_HOLDS_LIST.fullmatch, _words_of(address))) or any(is_page_number(name) for name, _ in given)


def _words_of(address: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(urlsplit(address).path)}


def _around(text: str, head: re.Match[str], end: int) -> str:
    """Return what is said of a request beside its address: the object around it, or what follows in the call."""
    if not head["way"] or head["way"].lower() == "ajax":
        opened = text.rfind("{", max(0, head.start() - _BEFORE), head.start() + 1)
        return balanced(text, opened, _BEFORE + _BEHIND) if opened >= 0 else ""
    following = re.match(r"\s*,\s*", text[end : end + 20])
    if not following:
        return ""
    place = end + following.end()
    if text[place : place + 1] == "{":
        return balanced(text, place, _BEHIND)
    expression = expression_at(text, place)
    return expression if not expression.startswith("function") else ""


def _asked(scripts: Scripts, url: str, around: str, way: str) -> Asked:
    posted = way.lower() == "post" or bool(re.search(r"""(?:type|method)["']?\s*:\s*["']post""", around, re.I))
    as_json = bool(re.search(r"JSON\.stringify|application/json", around)) or (
        posted and not re.search(r"\$\.|jQuery|urlencoded", scripts.text)
    )
    data = _data(scripts, around)
    if posted and as_json:
        value = read_literal(scripts, data)
        body = json.dumps(value if isinstance(value, dict) else {}, ensure_ascii=False)
        return Asked(url, json_body=body.replace(f'"{PAGE}"', PAGE), first=scripts.first, step=scripts.step)
    pairs = _pairs(scripts, data)
    if re.search(r"""dataType["']?\s*:\s*["']jsonp""", around):
        callback = re.search(r"""\bjsonp["']?\s*:\s*["'](\w+)""", around)
        pairs[callback[1] if callback else "callback"] = "found"
    if not pairs and not posted:
        return Asked(url, first=scripts.first, step=scripts.step)
    said = urlencode(pairs, safe="{}")
    if posted:
        return Asked(url, form=said or "=", first=scripts.first, step=scripts.step)
    return Asked(f"{url}{'&' if '?' in url else '?'}{said}", first=scripts.first, step=scripts.step)


def _data(scripts: Scripts, around: str) -> str:
    """Return the object of what is sent; what stands around it where nothing tells it apart."""
    named = re.search(r"\b(?:data|params|body)[\"']?\s*:\s*(?:JSON\.stringify\(\s*|qs\.stringify\(\s*)?", around)
    if named is None:
        return "" if re.search(r"\burl[\"']?\s*:|\bmethod[\"']?\s*:", around) else around
    if around[named.end() : named.end() + 1] == "{":
        return balanced(around, named.end())
    expression = expression_at(around, named.end())
    if expression.isidentifier():
        given = re.search(rf"(?<![\w$.]){re.escape(expression)}\s*=\s*(?=\{{)", scripts.text)
        return balanced(scripts.text, given.end()) if given else scripts.paged_object()
    return expression


def _pairs(scripts: Scripts, data: str) -> dict[str, str]:
    """Return the names and values of an object, or of words such as ``channel=7&page=``."""
    if not data.startswith("{"):
        words = scripts.written(data) if data else None
        return dict(pair.split("=", 1) for pair in (words or "").split("&") if "=" in pair)
    value = read_literal(scripts, data)
    flat = value.items() if isinstance(value, dict) else ()
    return {name: "" if one is None else str(one) for name, one in flat if not isinstance(one, dict | list)}
