"""Which family of sites a page belongs to, by the marks that the system leaves in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognised:
    """A family, and the marks of it that were seen."""

    family: str
    marks: tuple[str, ...]


#: What each system leaves in pages and addresses, as seen on sites of 2018 to 2026; the more special ones first.
_MARKS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("gkmlpt", (("window._CONFIG", r"window\._CONFIG\s*="), ("/gkmlpt/", r"/gkmlpt/"))),
    ("jpaas", (("parseType bulidstatic", r"bulidstatic"), ("jpaas-publish-server", r"jpaas-publish-server"))),
    (
        "jpage",
        (
            ("dataproxy.jsp", r"dataproxy\.jsp"),
            ("a <datastore> of records", r"<datastore>|<recordset>"),
            ("/col/col…", r"/col/col\d+/"),
            ("art_…", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html"),
        ),
    ),
    ("ucap", (("common/search", r"/common/search/[0-9a-f]{32}"), ("<ucapcontent>", r"<ucap(?:content|title)\b"))),
    ("truecms", (("getMessage.do", r"getMessage\.do"), ("messageController", r"messageController/"))),
    ("epoint", (("webBuilderCommon.js", r"webBuilderCommon\.js"), ("lightfrontaction", r"lightfrontaction"))),
    (
        "vsb",
        (
            ("#vsb_content", r"vsb_content"),
            ("info/…/….htm", r"\binfo/\d+/\d+\.htm"),
            ("SiteWeaver or VSB scripts", r"_sitegray|vsbscreen|visual ?sitebuilder"),
        ),
    ),
    ("cri", (("#abody and #asource", r'id="?abody"?[\s\S]*id="?asource|id="?asource[\s\S]*id="?abody'),)),
    (
        "nfcms",
        (("post_….html", r"/content/post_\d+\.html"), ("news_cont_d_wrap", r"news_cont_d_wrap")),
    ),
    (
        "trs",
        (
            ("generator TRS", r"""<meta[^>]+generator[^>]+TRS"""),
            ("TRS_Editor", r"TRS_?U?EDITOR|trs_editor_view"),
            ("createPageHTML", r"createPageHTML\s*\("),
            ("t20…_….html", r"/t20\d{6}_\d+\.s?html?"),
        ),
    ),
    (
        "old_tables",
        (
            ("bgcolor", r"<t[dr][^>]+bgcolor="),
            ("font tags", r"<font[^>]+(?:size|color)="),
            ("….asp", r"\.asp(?:\?|_id=)"),
        ),
    ),
)


def recognise(pages: Iterable[str]) -> Recognised | None:
    """Return the family with the most marks in the pages (list page and articles), None where there is no mark."""
    text = "\n".join(pages)
    best: Recognised | None = None
    for family, marks in _MARKS:
        seen = tuple(name for name, pattern in marks if re.search(pattern, text, re.I))
        if len(seen) > (len(best.marks) if best else 0):
            best = Recognised(family, seen)
    return best
