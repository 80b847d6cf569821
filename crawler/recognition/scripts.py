"""What a page's scripts put together: words and values joined by +, and templates. No script is run. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from parsel import Selector

from jiyao.patterns import regex

_QUOTED = r"""(?:'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+"|`(?:[^`\\]|\\.)*+`)"""
_NAMED = r"""[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+|\[['"]?\w++['"]?\]|\((?:[^()\n]|\([^()\n]{0,80}\)){0,80}\))*+"""
_TERM = rf"(?:{_QUOTED}|{_NAMED}|\d++)"
_PART = rf"(?:{_TERM}|\(\s*+{_TERM}\s*+\))"
#: Words and values joined by +; a value may stand in brackets.
EXPRESSION = rf"{_PART}(?:\s*+\+\s*+{_PART})*+"
_ONE_TERM = regex(_TERM)
_EXPRESSION = regex(EXPRESSION)
_IN_TEMPLATE = regex(r"\$\{([^{}]*)\}")
_CALLED_AROUND = regex(r"(?:encodeURI(?:Component)?|escape|String|parseInt|Number)\((.*?)(?:,\s*\d+)?\)$", re.S)
_PAGE_NUMBER = regex(
    r"(?:cur(?:rent)?|now|this)?_?(?:page|pg|pn|p)_?(?:no|num|number|index|idx|now|current)?|n|(?:cur|current)(?:no|num|index)",
    re.I,
)
PAGE_SIZE = regex(r"(?:page_?)?(?:size|limit|rows|count|num)|per_?page|ps|psize", re.I)
_MOMENT = regex(r"new Date|Date\.now|Math\.random|timestamp|getTime", re.I)
_LIBRARIES = regex(
    r"jquery|bootstrap|swiper|layui|layer|echarts|polyfill|vendor|axios|share|analytics|slide|player|vue(?:\.min)?\.js|min\.js$",
    re.I,
)
_MOST_SCRIPTS, _MOST_TEXT = 3, 200_000
MOST_ROWS = 10
OFFSET = regex(r"\(?\s*(?P<page>[A-Za-z_$][\w$.]*)\s*(?:-\s*1\s*)?\)?\s*\*\s*(?P<size>[A-Za-z_$][\w$.]*|\d+)")
DEEP, _NEAR = 12, 300
_MOST_WRITTEN, _LONGEST, LONG_NUMBER, MOST_RECORDS = 2_000, 2_000, 10, 10_000
#: The number of a page among what is asked for.
_PAGED = regex(r"[{,]\s*[\"']?(\w+)[\"']?\s*:\s*[01]\s*[,}]")
_BOUND = regex(r'\s(?::|@|v-bind:|v-on:)[\w.-]+\s*=\s*"([^"]*)"')
_UNKNOWN = "\ue001"
#: Stands where the number of the page goes.
PAGE = "{n}"


class Scripts:
    """The scripts of a page, its own and those of other files, and the places that values in them come from.

    ``first`` is the number that what was read last gives the first page (1, or 0 where a script sets it so), ``step``
    by how much it grows from page to page.
    """

    def __init__(self, page: str, url: str, others: Sequence[str] = ()) -> None:
        self.url = url
        self.text = "\n".join(each[:_MOST_TEXT] for each in (page, *others))
        self.first = self.step = 1
        self._page = page
        self._computing: set[str] = set()
        self._left = _MOST_WRITTEN
        # Each row of a list may ask for the same.
        self._given, self._assigned, self._defined = cache(self._look_up), cache(self._literal), cache(self._function)

    def written(
        self, expression: str, known: Mapping[str, str] | None = None, unknown: str | None = None
    ) -> str | None:
        """Return what an expression comes to, with ``{n}`` for the number of the page.

        ``known`` gives values by the names that stand for them there; for what has no value stands ``unknown``,
        and without it the whole is None.
        """
        words = []
        for term in _ONE_TERM.findall(expression):
            self._left -= 1  # a script may be made to take for ever
            word = self._term(term, known or {}, unknown) if self._left > 0 else None
            if word is None or len(word) > _LONGEST:
                return None
            words.append(word)
        return "".join(words)

    def value(self, name: str) -> str | None:
        """Return what a name, or what is called by it, stands for; None where that is unknown."""
        inner = _CALLED_AROUND.match(name)
        if inner:
            return self.written(inner[1])
        if _MOMENT.search(name):
            return "1"
        keys = re.findall(r"[\w$-]+", name)
        last = re.sub(
            r"^data-", "", keys[-1] if not name.endswith(")") or len(keys) == 1 else _said_to(name) or keys[-1]
        )
        assigned = self._assigned(last)
        if _PAGE_NUMBER.fullmatch(last):
            self.first = 0 if assigned == "0" else 1
            return PAGE
        if assigned is not None:
            return assigned
        given = self._given(last)
        if given is None and name.isidentifier():
            given = self._computed(name)
        return given if given is not None else str(MOST_ROWS) if PAGE_SIZE.fullmatch(last) else None

    def has_number(self, name: str) -> bool:
        """Tell whether a script gives a name a number, not words of digits."""
        return bool(name.isidentifier() and re.search(rf"(?<![\w$.]){name}['\"]?\s*[:=]\s*\d+\s*[;,}})\n]", self.text))

    def offset(self, expression: str) -> bool:
        """Tell whether an expression is ``(page - 1) * size``, the records before a page; take over its step."""
        found = OFFSET.match(expression)
        if not found or not is_page_number(found["page"].rsplit(".", 1)[-1]):
            return False
        size = self.written(found["size"])
        if not size or not size.isdecimal() or not 0 < int(size[:6]) < MOST_RECORDS:
            return False
        self.first, self.step = 0, int(size)
        return True

    def address_for(self, identities: Sequence[str], constants: Mapping[str, str]) -> tuple[str, str] | None:
        """Return a key of rows and the address that the scripts make of its value, with ``{link}`` in its place.

        ``identities`` are the keys whose values differ from row to row, ``constants`` the others with their values.
        """
        of_row = re.compile(rf"([\w$]+)(?:\.|\[['\"])({'|'.join(map(re.escape, identities))})\b(?:['\"]\])?")
        for expression in self._expressions():
            for found in of_row.finditer(expression):
                known = {f"{found[1]}.{key}": value for key, value in constants.items()} | {found[0]: "{link}"}
                said = self.written(expression, known, _UNKNOWN) or ""
                address = re.search(
                    rf"(?<!{_UNKNOWN})(?<![\w/.?=&-])[\w/.?=&:%-]*\{{link\}}[\w/.?=&:%-]*(?!{_UNKNOWN})", said
                )
                if address and re.search(r"[/?.]", address[0]):
                    return None if PAGE in address[0] else (found[2], joined(self.url, address[0]))
        return None

    def function(self, name: str) -> tuple[list[str], str] | None:
        """Return the names of what a function takes, and what it does; None where no script has it."""
        return self._defined(name)

    def _function(self, name: str) -> tuple[list[str], str] | None:
        found = re.search(
            rf"(?:\bfunction\s+{re.escape(name)}\s*|(?<![\w$.]){re.escape(name)}\s*[:=]\s*(?:function\s*)?)"
            r"\(([^()]*)\)\s*(?:=>\s*)?\{",
            self.text,
        )
        if not found:
            return None
        return re.findall(r"[\w$]+", found[1]), balanced(self.text, found.end() - 1)

    def _term(self, term: str, known: Mapping[str, str], unknown: str | None) -> str | None:
        if term in known:
            return known[term]
        if term[0] == "`":
            return self._template(term[1:-1], known, unknown)
        if term[0] in "'\"":
            return re.sub(r"\\(.)", r"\1", term[1:-1])
        if term.isdecimal():
            return term
        inner = _CALLED_AROUND.match(term)
        value = self.written(inner[1], known, unknown) if inner else self.value(term)
        return unknown if value is None else value

    def _template(self, text: str, known: Mapping[str, str], unknown: str | None) -> str | None:
        values = [self.written(inner, known, unknown) for inner in _IN_TEMPLATE.findall(text)]
        if None in values:
            return None
        following = iter(values)
        return _IN_TEMPLATE.sub(lambda _: str(next(following)), text)

    def _literal(self, name: str) -> str | None:
        """Return the literal value that a script gives a name."""
        found = re.search(
            rf"(?<![\w$.?&-])['\"]?{re.escape(name)}['\"]?\s*[:=]\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(\d+))(?=\s*[;,}})\n])",
            self.text,
        )
        return None if found is None else next(value for value in found.groups() if value is not None)

    def _computed(self, name: str) -> str | None:
        """Return what a name comes to that a script gives a value once: rows = parseInt($list.data("rows"))."""
        if name in self._computing or len(self._computing) > DEEP:
            return None
        self._computing.add(name)
        try:
            given = re.search(rf"(?<![\w$.]){re.escape(name)}\s*=(?!=)\s*({EXPRESSION})", self.text)
            return self.written(given[1]) if given and not given[1].isidentifier() else None
        finally:
            self._computing.discard(name)

    def paged_object(self) -> str:
        """Return the first object that holds the number of a page, what a component asks for; or nothing."""
        for found in _PAGED.finditer(self.text):
            opened = self.text.rfind("{", max(0, found.start() - _NEAR), found.start() + 1)
            if opened >= 0 and is_page_number(found[1]):
                return balanced(self.text, opened)
        return ""

    def base(self) -> str:
        """Return what the scripts put before the addresses they ask for (baseURL); empty where they say nothing."""
        said = re.search(rf"\bbaseURL[\"']?\s*[:=]\s*({EXPRESSION})", self.text)
        return (self.written(said[1]) or "") if said else ""

    def _look_up(self, name: str) -> str | None:
        """Return what the page itself gives a name: data-name, a field's value, a meta tag, its own address."""
        page, plain = self._selector, name.replace('"', "")
        for rule in (
            f"//@data-{plain}",
            f'//input[@id="{plain}" or @name="{plain}"]/@value',
            f'//meta[@name="{plain}"]/@content',
        ):
            try:
                value = page.xpath(rule).get()
            except ValueError:  # a name that no attribute has
                continue
            if value is not None:
                return value
        return dict(parse_qsl(urlsplit(self.url).query)).get(name)

    def _expressions(self) -> Iterator[str]:
        """Yield what is joined by + or stands in templates, in scripts and in attributes that hold script."""
        for text in (self.text, *_BOUND.findall(self._page)):
            for found in _EXPRESSION.finditer(text):
                if "+" in found[0] or "${" in found[0]:
                    yield found[0]

    @cached_property
    def _selector(self) -> Selector:
        return Selector(text=self._page or " ")


def files_of(page: str) -> list[str]:
    """Return the addresses of a page's own script files, as written, the last first: libraries stand above them."""
    files = re.findall(r"""<script\b[^>]*?\ssrc\s*=\s*["']?([^"'\s<>]+)""", page, re.I)
    return [each for each in reversed(files) if not _LIBRARIES.search(each.rsplit("/", 1)[-1])][:_MOST_SCRIPTS]


def as_written(address: str) -> str:
    """Return an address as it is asked for, out of raw text in which its ``&`` may be written as an entity.

    Others stay: ``&copy=1`` and ``&sect=2`` are parameters.
    """
    return re.sub(r"&(?:amp|#0*38|#x0*26);", "&", address, flags=re.I)


def joined(base: str, address: str) -> str:
    """Return an address in full, braces as they are; as it is where it cannot be one."""
    try:
        return (
            urljoin(base, address.replace("{", "\ue002").replace("}", "\ue003"))
            .replace("\ue002", "{")
            .replace("\ue003", "}")
        )
    except ValueError:  # a bracket that is no address
        return address


def balanced(text: str, start: int, most: int = 2_000) -> str:
    """Return what stands from an opening bracket to the closing one, or to ``most`` characters."""
    depth = 0
    for place in range(start, min(len(text), start + most)):
        depth += text[place] in "{(["
        depth -= text[place] in "})]"
        if depth == 0:
            return text[start : place + 1]
    return text[start : start + most]


def expression_at(text: str, place: int) -> str:
    """Return the expression that begins at a place; empty where none does."""
    found: Any = _EXPRESSION.match(text, place)
    return found[0] if found else ""


def is_page_number(name: str) -> bool:
    """Tell whether a name is one that scripts give the number of a page."""
    return bool(_PAGE_NUMBER.fullmatch(name))


def _said_to(call: str) -> str | None:
    """Return the last quoted word in a call: ``getQuery("id")``, ``$("#channel").val()``."""
    quoted = re.findall(r"""['"][#.]?([\w-]+)['"]""", call)
    return quoted[-1] if quoted else None
