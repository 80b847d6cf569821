"""From a capture to what the page says: title, text, dates, publisher, by the source's rules and then by general ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from parsel import Selector

from jiyao.model import Article, Capture, DateClue, Issue
from jiyao.source import ArticleRules, Source, find
from pipelines.decode import Decoded, decode
from pipelines.extract.blocks import Block, blocks, main_element, parse_html
from pipelines.extract.data import data_article
from pipelines.extract.facts import byline_of, date_clues, metas, publisher_of, title_of
from pipelines.extract.must import missing_in_data, missing_on
from pipelines.extract.refusals import refusal
from pipelines.unwrap import UnwrapError, unwrap

_LEAST_TEXT = 12
#: What found a field that no rule of the source did.
GENERAL = "general rules"
_NOISE = re.compile(
    r"^(?:[【\[（(]?\s*(?:责任编辑|责编|編輯|编辑|字号|字體|字体|打印本页|打印|关闭窗口|关闭|返回顶部|分享到?|收藏|浏览次数|点击(?:数|次数|量)?|阅读(?:量|次数)?|来源|來源|发布时间|發布時間|发布日期|信息来源|上一[篇条页]|下一[篇条页]|扫一扫|扫描二维码|相关(?:链接|阅读|新闻|文章)|原标题|更多|微信|视力保护色|大|中|小|附件[:：]?\s*$).{0,60}|\W+)$"
)
_TRAIL = re.compile(
    r"^(?:图集|\+\d{1,3}|[【\[（(]?\s*(?:纠错|采写[：:]|责任编辑|责编|编辑|本文来源|文章来源|原标题|原题|上一[篇条页]|下一[篇条页]|相关(?:链接|阅读|新闻|文章|推荐)|延伸阅读|推荐阅读|热门推荐|更多(?:精彩|猛料|新闻)|扫[一描]|返回.{0,8}查看更多|免责声明|声明[:：]|(?:本报|本网|本文)[^。]{0,20}(?:原创|未经)[^。]{0,16}(?:转载|许可|授权)|分享到|打印本页|关闭窗口|用微信扫|网友评论|版权声明|[（(]原标?题|[^。]{2,16}QQ(?:群)?[:：]\d+).*)$"
)


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
    if len(re.sub(r"\s", "", article.text)) < _LEAST_TEXT:
        rules = (
            f" (the rules for the body, {', '.join(source.article.body)}, found nothing)" if source.article.body else ""
        )
        return _issue(capture, "extract", "no_body", f"no text of an article was found on the page{rules}")
    if not article.title:
        return _issue(capture, "extract", "no_title", "no title was found on the page or in the list")
    return article


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
    page = _Page(unwrap(decoded.text, rules.inside) if capture.status == 200 else decoded.text, capture.url, found)
    refused = refusal(decoded.text, page.visible, page.page_title, capture.status)
    missing = None if refused else page.missing(rules)
    if refused or missing:
        return _issue(capture, "extract", *(refused or ("unexpected_structure", missing or "")))
    return page.article(rules, listed_title=listed.title, listed_date=listed.published, encoding=decoded.encoding)


def extract_page(html: str, url: str = "") -> Article:
    """Return what a page says by the general rules alone, for pages whose source is not known."""
    return _Page(html, url).article(ArticleRules())


def page_refusal(html: str) -> tuple[str, str] | None:
    """Return (reason, sentence) where a page that came with status 200 is a challenge, a soft 404, a shell, a login."""
    page = _Page(html, "")
    return refusal(html, page.visible, page.page_title, 200)


def _issue(capture: Capture, stage: Literal["decode", "extract"], reason: str, message: str) -> Issue:
    return Issue(capture.source, capture.url, capture.captured_at, capture.digest, stage, reason, message)


class _Page:
    """One page, parsed once, asked by the source's rules and by general ones."""

    def __init__(self, html: str, url: str, found: dict[str, str] | None = None) -> None:
        self.url = url
        self.found = {} if found is None else found
        self.root: Any = parse_html(html)
        self.html = html
        self.blocks: list[Block] = list(blocks(self.root)) if self.root is not None else []
        self.visible = "\n".join(block.text for block in self.blocks)
        self.page_title = "" if self.root is None else " ".join(self.root.xpath("string(//title)").split())
        self.metas: dict[str, str] = {} if self.root is None else metas(self.root)

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
        for rule in rules.drop:
            for found in find(selector, rule):
                node = found.root
                if hasattr(node, "getparent") and node.getparent() is not None:
                    node.drop_tree() if hasattr(node, "drop_tree") else node.getparent().remove(node)
        ruled = self._by_rule(selector, rules.body)
        body = main_element(self.root) if ruled is None else ruled
        title = self._first(selector, "title", rules.title)
        if not title:
            title = title_of(self.root, self.metas, self.blocks) or ""
            self.found["title"] = GENERAL
        if (
            listed_title
            and not rules.title
            and len(title) < len(listed_title)
            and not listed_title.endswith(("…", "..."))
        ):
            title = title if title and title in listed_title and len(title) > 8 else listed_title
            self.found["title"] = GENERAL if title != listed_title else "the list"
        near = self._near(body, title)
        said = self._first(selector, "published", rules.published)
        clues = [DateClue("line", said)] if said else []
        clues += date_clues(self.root, self.metas, near, self.url, listed_date)
        return Article(
            url=self.url,
            title=title,
            text=_text(body, title),
            clues=tuple(dict.fromkeys(clues)),
            publisher=_after_label(self._first(selector, "publisher", rules.publisher))
            or publisher_of(self.metas, near),
            byline=self._first(selector, "byline", rules.byline) or byline_of(self.metas, near),
            encoding=encoding,
            ruled=ruled is not None or not rules.body,
        )

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

    def _near(self, body: Any, title: str) -> list[str]:
        """Return the texts where date and source are printed: from the title to the body, and right behind it."""
        inside = {id(element) for element in body.iter()}
        texts = [block.text for block in self.blocks]
        first = next((i for i, block in enumerate(self.blocks) if id(block.element) in inside), len(texts))
        squeezed = re.sub(r"\s", "", title)
        named = next((i for i, text in enumerate(texts) if squeezed and squeezed in re.sub(r"\s", "", text)), None)
        begin = min(named, first) if named is not None else max(0, first - 8)
        last = max((i for i, block in enumerate(self.blocks) if id(block.element) in inside), default=first)
        return texts[max(begin, first - 25) : first + 6] + texts[last + 1 : last + 4]


# One element often holds the whole line: 时间：… 来源：… 点击：….
_BEFORE_NAME = re.compile(
    r"^.*(?:来源|來源|稿源)\s*[：:]\s*|^\W{0,3}(?:信息|稿件|文章|新闻|资料|本文)?(?:来源|來源|稿源)[\s：:】\])）]*|^[：:]\s*|"
    r"(?:[\s|｜【\[(（]+(?:点击|點擊|浏览|瀏覽|阅读|閱讀|访问|发布|發布|时间|時間|日期|作者|记者|編輯|编辑|责编|字号|字體|字体|打印|分享)"
    r"[^：:]{0,6}[：:【\[(（].*)$",
    re.S,
)


def _after_label(text: str | None) -> str | None:
    return _BEFORE_NAME.sub("", text).strip() or None if text else None


def _text(body: Any, title: str) -> str:
    lines: list[str] = []
    for block in blocks(body):
        text = block.text
        if not lines and (re.sub(r"\s", "", text) == re.sub(r"\s", "", title) or block.heading):
            continue
        if (
            block.linked
            and block.linked > 0.6 * len(re.sub(r"\s", "", text))
            and len(text) < 80
            and not re.search("[。；]$", text)
        ):
            continue
        if _NOISE.match(text) and len(text) < 70:
            continue
        if not lines and _info_line(text):
            continue
        lines.append(text)
    return "\n".join(_trimmed(lines, title))


def _trimmed(lines: list[str], title: str) -> list[str]:
    """Drop what stands above the title or the line with the date, and what trails behind the article."""
    squeezed = re.sub(r"\s", "", title)
    for place, line in enumerate(lines[:10]):
        if re.sub(r"\s", "", line) == squeezed or (_info_line(line) and sum(map(len, lines[:place])) < 160):
            return _trimmed(lines[place + 1 :], title)
    while lines and _TRAIL.match(lines[-1]):
        lines = lines[:-1]
    total = sum(map(len, lines))
    before = 0
    for place, line in enumerate(lines):
        if place and _TRAIL.match(line) and before > 0.35 * total:
            return lines[:place]
        before += len(line)
    return lines


def _info_line(text: str) -> bool:
    """Tell whether a line above the text is the one with date, source and counters."""
    return (
        len(text) < 120
        and bool(
            re.search(
                r"(?:发布|發布|发表|发稿)(?:时间|日期|時間|人)|来源[：:]|來源[：:]|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2})?\s*(?:$|来源|浏览|字)",
                text,
            )
        )
        and not text.endswith("。")
    )
