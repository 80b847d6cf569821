"""The text of a page that stands in its data, put into the element that its script would put it into. Pure."""

from __future__ import annotations

from lxml import etree
from parsel import Selector

from jiyao.source import ArticleRules, find
from pipelines.extract.blocks import parse_html
from pipelines.unwrap import UnwrapError, unwrap


def filled(html: str, rules: ArticleRules) -> str:
    """Return the page with the text that ``body_inside`` leads to, where what ``body`` selects is there and empty."""
    root = parse_html(html) if rules.body_inside else None
    if root is None:
        return html
    selector = Selector(root=root, type="html")
    places = [found.root for rule in rules.body for found in find(selector, rule) if hasattr(found.root, "itertext")]
    if not places or any("".join(place.itertext()).strip() for place in places):
        return html
    try:
        text = parse_html(f"<div>{unwrap(html, rules.body_inside)}</div>")
    except UnwrapError:
        return html
    if text is None:
        return html
    places[0].extend(text.xpath("/html/body/*"))
    return str(etree.tostring(root, method="html", encoding="unicode"))
