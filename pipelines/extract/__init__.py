"""From a capture to what the page says: title, text, dates, publisher, by the source's rules and then by general ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from lxml import etree
from parsel import Selector

from jiyao.model import Article, Capture, DateClue, Issue, Lack
from jiyao.patterns import regex
from jiyao.source import ArticleRules, Source, find
from pipelines.decode import Decoded, decode, file_kind
from pipelines.extract.article import main_element
from pipelines.extract.blocks import Block, blocks, parse_html, squeeze, take_out
from pipelines.extract.body import body_lines
from pipelines.extract.clues import date_clues
from pipelines.extract.data import data_article
from pipelines.extract.facts import Near, byline_of, metas, of_newspaper, publisher_of
from pipelines.extract.filling import filled
from pipelines.extract.further import following, leaf_of
from pipelines.extract.must import missing_in_data, missing_on
from pipelines.extract.refusals import SOFT_404, refusal, says_gone
from pipelines.extract.scripted import stated_article, with_written
from pipelines.extract.titles import is_no_title, title_of
from pipelines.unwrap import UnwrapError, unwrap

_LEAST_TEXT = 12
_ERRORS = 400
#: What found a field that no rule of the source did.
GENERAL = "general rules"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a page comes to, and for each field the rule that found it; what general rules found says so."""

    outcome: Article | Issue
    found: Mapping[str, str]


def extract(capture: Capture, source: Source) -> Article | Issue:
    """Return the article of a capture, or the issue that says why there is none."""
    return explain(capture, source).outcome


def explain(capture: Capture, source: Source) -> Explained:
    """Return the same as :func:`extract`, with what found each field."""
    found: dict[str, str] = {}
    return Explained(_extract(capture, source, found), found)


def _extract(capture: Capture, source: Source, found: dict[str, str]) -> Article | Issue:
    if no_page := _no_page(capture):
        return no_page
    decoded = decode(capture.body, capture.header("Content-Type"), source.article.encoding)
    if decoded.broken:
        message = (
            f"{decoded.replaced} places cannot be read as {decoded.encoding}; the source file can name another encoding"
        )
        return _issue(capture, "decode", "broken_encoding", message)
    try:
        article = _article(capture, source.article, decoded, found)
    except UnwrapError as error:
        return _issue(capture, "extract", "unexpected_structure", f"the page is not as its source declares: {error}")
    if isinstance(article, Issue):
        return article
    if len(squeeze(article.text)) < _LEAST_TEXT:
        rules = (
            f" (the rules for the body, {', '.join(source.article.body)}, found nothing)" if source.article.body else ""
        )
        return _issue(capture, "extract", "no_body", f"no text of an article was found on the page{rules}")
    if not article.title:
        return _issue(capture, "extract", "no_title", "no title was found on the page or in the list")
    return _with_further_pages(article, capture, source)


def _no_page(capture: Capture) -> Issue | None:
    """Return the issue of an answer that is a file and no page; what a site answers with an error is looked at as ever."""
    kind = file_kind(capture.body, capture.header("Content-Type")) if capture.status < _ERRORS else None
    said = f"{kind}; such files are archived, but not read"
    return _issue(capture, "decode", "no_page", said) if kind else None


def _with_further_pages(article: Article, capture: Capture, source: Source) -> Article:
    """Return the article with the text of its further pages; up to the first that is not here, or is not as declared."""
    leaves, texts, lacks = [leaf_of(capture, source, capture.url)], [article.text], None
    for number, page in enumerate(capture.further, 2):
        said = _further_text(page, capture, source)
        if isinstance(said, Issue):
            lacks = Lack(number, page.url, said.message)
            break
        leaves.append(leaf_of(page, source, capture.url))
        if said not in texts:
            texts.append(said)
        elif source.article.paging and source.article.paging.formula:
            lacks = Lack(number, page.url, "it shows what another page of the article does")
            break
    missing = following(leaves, source)
    if lacks is None and missing:
        lacks = Lack(len(leaves) + 1, missing, capture.broken_off or "no visit asked for it")
    return replace(article, text="\n".join(texts), lacks=lacks)


def _further_text(page: Capture, first: Capture, source: Source) -> str | Issue:
    """Return the text of a further page, or why there is none."""
    if no_page := _no_page(page):
        return no_page
    decoded = decode(page.body, page.header("Content-Type"), source.article.encoding)
    try:
        said = _article(replace(page, listed=first.listed), source.article, decoded, {})
    except UnwrapError as error:
        return _issue(page, "extract", "unexpected_structure", str(error))
    if isinstance(said, Article):
        return said.text or _issue(page, "extract", "no_body", "no text of an article was found on the page")
    return said


def _article(capture: Capture, rules: ArticleRules, decoded: Decoded, found: dict[str, str]) -> Article | Issue:
    """Return what the page says by the source's rules, or why it is no page of an article."""
    listed = capture.listed
    if rules.kind != "html":
        refused = refusal(decoded.text, decoded.text, "", capture.status)
        if refused:
            return _issue(capture, "extract", *refused)
        text = unwrap(decoded.text, rules.inside)
        missing = missing_in_data(text, rules)
        if missing:
            return _issue(capture, "extract", "unexpected_structure", missing)
        return data_article(text, rules, capture.url, found, listed.title, listed.published)
    html = filled(unwrap(decoded.text, rules.inside), rules) if capture.status == 200 else decoded.text
    shown = _Page(html, capture.url, found)
    page = _stated(shown, rules, listed.title)
    refused = refusal(decoded.text, page.visible, page.page_title, capture.status)
    missing = None if refused else shown.missing(rules)
    if refused or missing:
        return _issue(capture, "extract", *(refused or ("unexpected_structure", missing or "")))
    article = page.article(rules, listed_title=listed.title, listed_date=listed.published, encoding=decoded.encoding)
    if says_gone((block.text for block in page.blocks if not block.linked), article.text):
        return _issue(capture, "extract", *SOFT_404)
    return article


def extract_page(html: str, url: str = "") -> Article:
    """Return what a page says by the general rules alone, for pages whose source is not known."""
    return _stated(_Page(html, url), ArticleRules()).article(ArticleRules())


def page_refusal(html: str) -> tuple[str, str] | None:
    """Return (reason, sentence) where a page that came with status 200 is a challenge, a soft 404, a shell, a login."""
    page = _Page(html, "")
    return refusal(html, page.visible, page.page_title, 200)


def _issue(capture: Capture, stage: Literal["decode", "extract"], reason: str, message: str) -> Issue:
    return Issue(capture.source, capture.url, capture.captured_at, capture.digest, stage, reason, message)


def _stated(page: _Page, rules: ArticleRules, listed_title: str | None = None) -> _Page:
    """Return the page; one that shows nothing, of a source that names no place for the text, with its data's article."""
    refused = refusal(page.html, page.visible, page.page_title, 200)
    if rules.body or (refused and refused[0] not in ("shell", "empty")):
        return page
    stated = stated_article(page.html, page.blocks, [page.page_title, *filter(None, [listed_title])])
    return _Page(stated[1], page.url, page.found, stated[0]) if stated else page


class _Page:
    """One page, parsed once, asked by the source's rules and by general ones."""

    def __init__(self, html: str, url: str, found: dict[str, str] | None = None, title: str | None = None) -> None:
        self.url, self.title = url, title
        self.found = {} if found is None else found
        self.html = with_written(html)
        self.root: Any = parse_html(self.html)
        self.blocks: list[Block] = list(blocks(self.root)) if self.root is not None else []
        self.visible = "\n".join(block.text for block in self.blocks)
        self.page_title = "" if self.root is None else " ".join(self.root.xpath("string(//title)").split())
        self.metas: dict[str, str] = {} if self.root is None else metas(self.root) | of_newspaper(html)

    def missing(self, rules: ArticleRules) -> str | None:
        """Return a sentence about what a real page of the site has and this one has not."""
        selector = Selector(root=self.root, type="html") if self.root is not None else Selector(text="<html></html>")
        return missing_on(lambda rule: bool(find(selector, rule)), self.html, rules)

    def article(
        self,
        rules: ArticleRules,
        *,
        listed_title: str | None = None,
        listed_date: str | None = None,
        encoding: str = "utf-8",
    ) -> Article:
        if self.root is None:
            return Article(self.url, listed_title or "", "", encoding=encoding)
        selector = Selector(root=self.root, type="html")
        dropped = self._drop(selector, rules)
        ruled = self._by_rule(selector, rules.body)
        title = self._first(selector, "title", rules.title) or dropped.get("title") or self.title
        if title and listed_title and title != listed_title and is_no_title(title):
            title = None  # the site's name stands where its titles stood: the list knows better
        if not title:
            title = title_of(self.page_title, self.metas, self.blocks) or ""
            self.found["title"] = GENERAL
        if (
            listed_title
            and self.found["title"] == GENERAL
            and len(title) < len(listed_title)
            and not listed_title.endswith(("…", "..."))
        ):
            title = title if title and title in listed_title and len(title) > 8 else listed_title
            self.found["title"] = GENERAL if title != listed_title else "the list"
        shown = list(blocks(self.root)) if rules.drop else self.blocks
        body = main_element(self.root, shown, title) if ruled is None else ruled
        lines = body_lines(body, title)
        near = self._near(body, title, lines)
        said = self._first(selector, "published", rules.published) or dropped.get("published")
        clues = [DateClue("line", said)] if said else []
        clues += date_clues(self.root, self.metas, near, self.url, title, listed_date)
        return Article(
            url=self.url,
            title=title,
            text="\n".join(lines),
            clues=tuple(dict.fromkeys(clues)),
            publisher=_after_label(self._first(selector, "publisher", rules.publisher) or dropped.get("publisher"))
            or publisher_of(self.root, self.metas, near),
            byline=self._first(selector, "byline", rules.byline)
            or dropped.get("byline")
            or byline_of(self.root, self.metas, near),
            encoding=encoding,
            ruled=ruled is not None or not rules.body,
        )

    def _drop(self, selector: Selector, rules: ArticleRules) -> dict[str, str | None]:
        """Take out what ``drop`` names; return what the rules for the fields found before: it may be what is dropped."""
        if not rules.drop:
            return {}
        named = {"title": rules.title, "published": rules.published, "publisher": rules.publisher}
        before = {
            field: self._first(selector, field, said) for field, said in (named | {"byline": rules.byline}).items()
        }
        for rule in rules.drop:
            for found in find(selector, rule):
                if isinstance(found.root, etree._Element) and found.root.getparent() is not None:
                    take_out(found.root)
        return before

    def _by_rule(self, selector: Selector, rules: Iterable[str]) -> Any:
        for rule in rules:
            for found in find(selector, rule):
                if not isinstance(found.root, str) and len("".join(found.root.itertext()).strip()) >= _LEAST_TEXT:
                    self.found["body"] = rule
                    return found.root
        self.found["body"] = GENERAL
        return None

    def _first(self, selector: Selector, field: str, rules: Iterable[str]) -> str | None:
        for rule in rules:
            for found in find(selector, rule):
                text = found.root if isinstance(found.root, str) else "".join(found.root.itertext())
                if text.strip():
                    self.found[field] = rule
                    return " ".join(text.replace("　", " ").split())
        return None

    def _near(self, body: Any, title: str, lines: list[str]) -> Near:
        """Return where date and source are printed: from the title to the text, and right behind it."""
        inside = {id(element) for element in body.iter()}
        places = [place for place, block in enumerate(self.blocks) if id(block.element) in inside]
        first = places[0] if places else len(self.blocks)
        ends = (place for place in reversed(places) if lines and self.blocks[place].text == lines[-1])
        last = next(ends, places[-1] if places else first)
        named = squeeze(title)
        titled = [place for place, block in enumerate(self.blocks) if named and named in block.squeezed]
        begin = min(titled[0], first) if titled else max(0, first - 8)
        begin = _in_table(self.blocks, begin, body)
        begin = max(begin, first - 25)
        apart = [
            block
            for place in titled[:_MOST_TITLED]
            if place < begin and not self.blocks[place].of_links
            for block in self.blocks[max(place - _BESIDE_TITLE, 0) : min(place + 2 * _BESIDE_TITLE, begin)]
        ]  # a menu stands between the title and the text
        # The title may be in the text's element.
        head = titled[0] if titled and first < titled[0] < first + _LONGEST_HEAD else first
        opens = next((place for place in places if lines and self.blocks[place].text == lines[0]), first)
        head = max(head + 6, min(opens, head + _LONGEST_HEAD))
        return Near(
            above=[*apart, *self.blocks[begin : max(first, min(head, last + 1))]],
            below=self.blocks[last + 1 : last + 9],
            over=self.blocks[max(begin - 2, 0) : begin],
            outside=len(apart) + first - begin,
        )


#: The line of day and source stands so near to a title, in blocks.
_BESIDE_TITLE, _MOST_TITLED = 3, 4
#: So many cells has the head of a document within the table of its text.
_LONGEST_HEAD = 16


def _of_other_pages(block: Block) -> bool:
    return block.of_links or any(one.tag in ("ul", "ol", "li") for one in block.element.iterancestors())


def _in_table(blocks: list[Block], place: int, body: Any) -> int:
    """Return where the table begins in which a block stands, when it is a small one: the head of a document.

    In a table that holds the text too, which may be the layout of the page, it ends at what links to other pages.
    """
    table = next(blocks[place].element.iterancestors("table"), None) if place < len(blocks) else None
    begin = place
    layout = table is not None and (body is table or table in body.iterancestors("table"))
    while (
        table is not None
        and begin
        and table in blocks[begin - 1].element.iterancestors("table")
        and place - begin < (_LONGEST_HEAD if layout else 12)
        and not (layout and _of_other_pages(blocks[begin - 1]))
    ):
        begin -= 1
    return begin


# One element often holds the whole line: 时间：… 来源：… 点击：….
_BEFORE_NAME = regex(
    r"^.*(?:来源|來源|稿源)\s*[：:]\s*|^\W{0,3}(?:信息|稿件|文章|新闻|资料|本文)?(?:来源|來源|稿源)[\s：:】\])）]*|^[：:]\s*|"
    r"(?:[\s|｜【\[(（]+(?:点击|點擊|浏览|瀏覽|阅读|閱讀|访问|发布|發布|时间|時間|日期|作者|记者|編輯|编辑|责编|字号|字體|字体|打印|分享)"
    r"[^：:]{0,6}[：:【\[(（].*)$",
    re.S,
)


def _after_label(text: str | None) -> str | None:
    """Return what a rule found behind its label; a whole line with a day and counters names nobody."""
    named = _BEFORE_NAME.sub("", text).strip() if text else ""
    return None if not named or _OF_A_LINE.search(named) else named


_OF_A_LINE = regex(r"(?:19|20)\d{2}\s*[-/.年]|阅读|閱讀|浏览|瀏覽|点击|點擊|字体|字體|字号")
