"""What a source file says of its lists: where in an answer the rows stand, and how the next page is asked for.

Of articles that go on over several pages it says the latter too.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from jiyao.source_rules import (
    Address,
    DatePattern,
    Encoding,
    GroupPattern,
    GroupsPattern,
    Kind,
    Part,
    Pattern,
    Rule,
    Whole,
    check_address,
    check_rule,
    groups_of,
    json_steps,
)

#: Never more pages of one article than so many, where its source says nothing else.
MOST_PAGES = 20
#: What may stand in braces, and what it becomes.
PLACES = {
    "n": "the number of the page, from `first` for the second page",
    "from": "the number of the page's first record, from 1",
    "to": "the number of the page's last record",
    "cursor": "what `cursor` found on the page before",
    "name": "the name of the start page's file without its ending (index)",
    "ext": "the ending of the start page's file (html)",
    "hidden": "the hidden fields of the page before (of ASP.NET: __VIEWSTATE), in what is posted as a form only",
}
#: The same in start pages: each year of `years`, each of the last `days`.
DATED_PLACES = ("year", "yyyy", "mm", "m", "dd", "d")
#: The same in the addresses of an article's further pages, of which ``name`` and ``ext`` are its own.
ARTICLE_PLACES = ("n", "name", "ext")
_BRACES = re.compile(r"\{(\w*)\}")
_MOVING = frozenset({"n", "from", "to", "cursor", "hidden"})


def fill(template: str, values: dict[str, str]) -> str:
    """Return the template with what stands in braces replaced; braces around anything else stay."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), template)


def places_of(template: str | None) -> set[str]:
    """Return which names stand in braces in a template."""
    return set(_BRACES.findall(template or ""))


def _json_path(path: str) -> str:
    json_steps(path)
    return path


def _steps(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value


JsonPath = Annotated[str, AfterValidator(_json_path)]


class Inside(Whole):
    """One step into an answer that holds the list as a part of it. Say one of the three."""

    path: JsonPath | None = Field(
        default=None, description="a JSON path to text that holds the list, such as data.html (HTML inside JSON)"
    )
    after: Pattern | None = Field(
        default=None,
        description=r"a pattern; the JavaScript value right behind it is the list, such as window\._CONFIG\s*=",
    )
    tag: str | None = Field(
        default=None,
        pattern=r"^\w+$",
        description="the name of tags whose contents, CDATA or not, are the list, such as record",
    )

    @field_validator("tag")
    @classmethod
    def _one(cls, tag: str | None, info: ValidationInfo) -> str | None:
        if sum(value is not None for value in (tag, *info.data.values())) != 1 and len(info.data) == 2:
            raise ValueError("say one of path, after, tag in each step")
        return tag


Steps = Annotated[
    tuple[Inside, ...],
    BeforeValidator(_steps),
    WithJsonSchema({"anyOf": [Inside.model_json_schema(), {"type": "array", "items": Inside.model_json_schema()}]}),
]


class Asking(Part):
    """How a list page is asked for, where a plain GET is not enough. With ``form`` or ``json_body`` it is a POST."""

    form: str | None = Field(
        default=None,
        description="what is posted as a form, such as pageIndex={n}&channel_id=17; with {hidden} in it (the hidden "
        "fields of the page before, but those that are named here) the first page is asked for by a GET",
        pattern="=|\\{hidden\\}",
    )
    json_body: str | None = Field(
        default=None, description='what is posted as JSON, such as {"pageIndex": {n}, "pageSize": 15}'
    )
    referer: Address | None = Field(
        default=None, description="the Referer header that the site wants to see, an address"
    )
    x_requested_with: str | None = Field(
        default=None, description="the X-Requested-With header, such as XMLHttpRequest"
    )

    @field_validator("json_body")
    @classmethod
    def _is_json(cls, body: str | None, info: ValidationInfo) -> str | None:
        if body is None:
            return None
        if info.data.get("form") is not None:
            raise ValueError("say either form or json_body")
        if "hidden" in places_of(body):
            raise ValueError("{hidden} is of a form only")
        try:
            json.loads(fill(body, dict.fromkeys(PLACES, "0")))
        except ValueError as error:
            raise ValueError(f"not JSON once the names in braces are replaced: {error}") from None
        return body

    @property
    def moves(self) -> bool:
        """Whether what is posted changes from page to page."""
        return bool((places_of(self.form) | places_of(self.json_body)) & _MOVING)

    @property
    def goes_on(self) -> bool:
        """Whether what is posted is made of the page before, so that the first page is asked for by a GET."""
        return "hidden" in places_of(self.form)


class Paging(Whole):
    """How the next page of a list is found: by a ``link``, a ``formula``, a ``cursor``, or by what is posted.

    It ends at ``last``, at the number of pages that ``count`` finds on the first
    page (or of records that ``total`` finds), or at a page that lists nothing new.
    """

    link: Rule | None = Field(default=None, description="a rule for the link to the next page (HTML, XML)")
    cursor: JsonPath | None = Field(
        default=None, description="a JSON path in the answer to the next cursor, or to the next address"
    )
    cursor_pattern: GroupPattern | None = Field(
        default=None, description="a pattern with one group around the next cursor, or the next address"
    )
    formula: str | None = Field(
        default=None, description="the next address, relative to the start page, such as index_{n}.html"
    )
    first: int = Field(default=1, ge=0, description="what {n} is on the second page")
    step: int = Field(default=1, ge=1, description="by how much {n} grows from page to page")
    per_page: int | None = Field(default=None, ge=1, description="records on a page, for {from}, {to} and total")
    last: int | None = Field(default=None, ge=0, description="the last {n}")
    count: GroupPattern | None = Field(
        default=None, description="a pattern with one group around the number of pages, in the first page"
    )
    total: GroupPattern | None = Field(
        default=None, description="a pattern with one group around the number of records, in the first page"
    )

    @field_validator("formula")
    @classmethod
    def _has_number(cls, formula: str | None, info: ValidationInfo) -> str | None:
        link, cursor, pattern = (info.data.get(name) for name in ("link", "cursor", "cursor_pattern"))
        if sum(way is not None for way in (link, cursor, pattern)) > 1 or (formula and link):
            raise ValueError("say either link or formula or one cursor")
        if formula is None:
            return None
        named, wanted = places_of(formula), {"cursor"} if cursor or pattern else {"n", "from"}
        known = set(PLACES) - {"hidden"}
        if not named & wanted or formula.count("{") != len(_BRACES.findall(formula)) or not named <= known:
            needed = "{cursor}" if cursor or pattern else "{n}"
            raise ValueError(
                f"a formula holds {needed} and no other braces than "
                f"{', '.join(f'{{{name}}}' for name in PLACES if name in known)}: {formula!r}"
            )
        return formula

    @field_validator("per_page")
    @classmethod
    def _is_there(cls, per_page: int | None, info: ValidationInfo) -> int | None:
        if per_page is None and places_of(info.data.get("formula")) & {"from", "to"}:
            raise ValueError("{from} and {to} need per_page")
        return per_page

    @field_validator("total")
    @classmethod
    def _can_be_divided(cls, total: str | None, info: ValidationInfo) -> str | None:
        if total is not None and info.data.get("per_page") is None:
            raise ValueError("the number of records needs per_page")
        return total

    @property
    def says_how(self) -> bool:
        """Whether the next page can be found by what stands here alone."""
        return any((self.link, self.cursor, self.cursor_pattern, self.formula))


class ArticlePaging(Whole):
    """How an article goes on: by a ``link`` to its next page, or by a ``formula`` and the ``count`` of its pages.

    The walk ends at the last page, at one that leads back or repeats another, or at ``most``.
    """

    link: Rule | None = Field(default=None, description="a rule for the link to the article's next page")
    formula: str | None = Field(
        default=None, description="the next address, relative to the article's first page, such as {name}_{n}.{ext}"
    )
    first: int = Field(default=1, ge=0, description="what {n} is on the article's second page")
    count: GroupPattern | None = Field(
        default=None, description="a pattern with one group around the number of pages, in the article's first page"
    )
    most: int = Field(default=MOST_PAGES, ge=2, le=200, description="never more pages of one article than so many")

    @field_validator("formula")
    @classmethod
    def _has_number(cls, formula: str | None, info: ValidationInfo) -> str | None:
        if (formula is None) == (info.data.get("link") is None):
            raise ValueError("say either link or formula")
        if formula is not None and ("n" not in places_of(formula) or not places_of(formula) <= set(ARTICLE_PLACES)):
            raise ValueError(f"a formula holds {{n}} and no other braces than {{name}}, {{ext}}: {formula!r}")
        return formula

    @field_validator("count")
    @classmethod
    def _ends(cls, count: str | None, info: ValidationInfo) -> str | None:
        if (count is None) != (info.data.get("formula") is None):
            raise ValueError("a formula needs count, which says how many pages there are; a link needs none")
        return count


class Listing(Part):
    """What a list page looks like. In JSON, ``items`` is a path, and the others are paths inside an item."""

    kind: Kind = Field(default="html", description="what the list is: html, json, or xml (RSS, Atom)")
    encoding: Encoding | None = Field(default=None, description="the list's encoding, where the site does not tell it")
    frame: Rule | None = Field(
        default=None, description="a rule for the iframe of the same host that the list stands in; followed once"
    )
    inside: Steps = Field(default=(), description="steps into an answer that holds the list as a part of it")
    items: str = Field(description="a rule (in JSON a path, such as data.rows[*]) that selects each row")
    link: str = Field(description="inside a row: the link, such as a::attr(href), or a path")
    link_pattern: GroupsPattern | None = Field(
        default=None,
        description="a pattern with a group around what matters of the link, such as open\\('(.+?)'\\); where it has "
        "several, `address` names them {1}, {2}",
    )
    address: str | None = Field(
        default=None,
        validate_default=True,
        description="the article's address where the link is only an identity: …/show?id={link}",
    )
    title: str | None = Field(default=None, description="inside a row: the title")
    date: str | None = Field(default=None, description="inside a row: the date")
    date_pattern: DatePattern | None = Field(
        default=None,
        description="a pattern for the date, in what `date` finds, else in all words of the row; its three groups are "
        "year, month and day, in another order by these names",
    )
    date_in_link: DatePattern | None = Field(
        default=None,
        description=r"a pattern for the date in the article's address, such as /(\d{4})(\d\d)/t\d{6}(\d\d)_",
    )
    request: Asking = Field(default=Asking(), description="how a list page is asked for, where a GET is not enough")
    paging: Paging | None = Field(default=None, description="how the next page is found; without it there is one page")
    pages: int = Field(default=200, ge=1, description="never walk further than so many pages")

    @field_validator("items", "link", "title", "date")
    @classmethod
    def _of_its_kind(cls, rule: str | None, info: ValidationInfo) -> str | None:
        return rule if rule is None else check_rule(rule, info.data.get("kind", "html"))

    @field_validator("address")
    @classmethod
    def _takes_the_link(cls, address: str | None, info: ValidationInfo) -> str | None:
        groups = groups_of(info.data.get("link_pattern") or "")
        if address is None:
            if groups > 1:
                raise ValueError("a link_pattern with several groups needs an address that names them: {1}, {2}")
            return None
        named, wanted = (
            places_of(check_address(address)),
            {"link"} if groups < 2 else set(map(str, range(1, groups + 1))),
        )
        if not named or not named <= wanted:
            raise ValueError(
                f"needs {' or '.join(f'{{{name}}}' for name in sorted(wanted))} where the link's words go: {address!r}"
            )
        return address

    @field_validator("paging")
    @classmethod
    def _can_be_walked(cls, paging: Paging | None, info: ValidationInfo) -> Paging | None:
        request = info.data.get("request")
        if paging is not None and not paging.says_how and not (request and request.moves):
            raise ValueError("say either link or formula (or a cursor, or {n} in what request posts)")
        return paging


def articles_accept(url: str, allow: tuple[str, ...], deny: tuple[str, ...]) -> bool:
    """Return whether an address is an article's; ``deny`` wins, and no ``allow`` allows all."""
    if any(re.search(pattern, url) for pattern in deny):
        return False
    return not allow or any(re.search(pattern, url) for pattern in allow)
