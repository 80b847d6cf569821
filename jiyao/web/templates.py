"""Templates with what every page needs: the visitor's words, and addresses that are made in one place."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jiyao.plurals import ranges
from jiyao.search import Hit
from jiyao.search.highlight import Fragment
from jiyao.web.language import LANGUAGES, Words, chosen_language
from pipelines.lexicon.regions import region_name

COOKIE = "jiyao_language"
#: So many pieces of a report's text stand below a hit.
TEXTS = 2


def render(request: Request, template: str, **values: Any) -> str:
    """Return the page of a template in the visitor's language."""
    language = chosen_language(request.cookies.get(COOKIE), request.headers.get("Accept-Language", ""))
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    switch = [(code, name, f"/language/{code}?to={quote(here, safe='')}") for code, name in LANGUAGES.items()]
    page = _environment().get_template(template)
    return page.render(words=Words(language), language=language, switch=switch, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("jiyao.web", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["segment"] = lambda text: quote(str(text), safe="")
    environment.filters["emphasised"] = _emphasised
    environment.filters["pieces"] = _pieces
    environment.filters["named"] = _named
    environment.filters["moment"] = _moment
    environment.filters["ranges"] = ranges
    environment.filters["region"] = region_name
    environment.globals["TEXTS"] = TEXTS
    return environment


def _moment(at: datetime | str) -> Markup:
    """Return a moment of ours with its zone: machines run, and sites are seen, in every zone."""
    shown = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(UTC)
    return Markup(f'<time datetime="{shown:%Y-%m-%dT%H:%M:%SZ}">{shown:%Y-%m-%d %H:%M} UTC</time>')


def _pieces(hit: Hit) -> dict[str, tuple[Fragment, ...]]:
    """Return the highlights of a hit by field."""
    return {highlight.field: highlight.fragments for highlight in hit.highlights}


def _named(hit: Hit) -> list[Fragment]:
    """Return the names, posts and groups that matched and stand neither in the title nor in the text shown."""
    pieces = _pieces(hit)
    shown = [str(hit.values.get("title") or ""), *(fragment.text for fragment in pieces.get("text", ())[:TEXTS])]
    named = [fragment for field in ("people", "titles", "groups") for fragment in pieces.get(field, ())]
    return [fragment for fragment in named if not any(fragment.text in words for words in shown)]


def _emphasised(fragment: Fragment) -> Markup:
    """Return a highlight as HTML; it has escaped what is not its own ``<em>``."""
    return Markup(fragment.html)
