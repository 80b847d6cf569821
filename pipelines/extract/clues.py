"""The words of a page that may date it, the strongest of each place first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, pairwise
from urllib.parse import unquote, urlsplit

from jiyao.model import CHINA, DateClue
from jiyao.patterns import regex
from pipelines.extract.article import beside, lists_pages
from pipelines.extract.blocks import Block, Element
from pipelines.extract.days import (
    DATE_ALONE,
    LONGEST_LINE,
    PROSE,
    begins_minutes,
    labelled_days,
    lone_day,
    narrow,
    of_minutes,
)
from pipelines.extract.facts import Near, is_info, spaced, structured_items

_DATE_METAS = (
    "pubdate", "publishdate", "firstpublishedtime", "article:published_time", "og:published_time", "publish_time", "publishtime",
    "weibo: article:create_at", "og:release_date", "release_date", "date", "dc.date", "createdate", "apub:time", "datepublished", "bytedance:published_time",
)  # fmt: skip
#: What is no day of publication: when a document was made, when the page was last changed.
_OTHER_DATE = regex(
    "覆[检檢]|[复複][检檢]|最[后後]|上次|成文|更新|修改|修[訂订]|生成|打印|列印|检索|檢視|审核|有效|截止|截至|施行|实施|访谈|訪談|直播|会议|會議|开会|開會|活动|活動|召开|召開|举行|舉行|举办|舉辦|采访"
)
_URL_DATE = regex(
    r"(?<!\d)((?:19|20)\d{2})(?:[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])|/(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?=/))(?!\d)"
)
#: The end of a press release: 2024年3月15日（星期五） / 香港時間17時32分.
_RELEASED = regex(r"^(?:香港|澳門|北京)?時間\s*(?P<hour>\d{1,2}\s*[時:：]\s*\d{1,2})\s*分?$")


def date_clues(
    root: Element, meta: dict[str, str], near: Near, url: str, title: str, listed: str | None
) -> Iterator[DateClue]:
    """Yield the words that may date the page, the strongest of each place first.

    ``near`` is where sites print the line with date and source. A day in the
    page's own title that is not in the article's is the day of the issue.
    """
    for name in _DATE_METAS:
        if name in meta and re.search(r"\d", meta[name]):
            yield DateClue("meta", meta[name])
    yield from _structured(root)
    yield from _scripted(root)
    above, below = (
        [narrow(line) for line in _without_minutes(lines)] for lines in (near.lines_above, near.lines_below)
    )
    yield from _labelled(above)
    for place, block in enumerate(near.above):
        if place >= near.outside or not _of_other_pages(block):
            yield from _alone(block, outside=place < near.outside)
    for first, second in pairwise(near.above[: near.outside]):
        if parted := lone_day(narrow(f"{first.text} {second.text}")):
            yield DateClue("line", parted)
    yield from _released([narrow(block.text) for block in (*near.above, *near.below)])
    yield from _labelled(below)
    for block in near.below:
        if not block.linked and not beside(block.element) and not _of_other_pages(block):
            yield from _alone(block, outside=True)
    for line in above:  # 更新时间, where the page says nothing else; below the text it is that of the page
        for match in labelled_days(line):
            yield DateClue("line", match["labelled"])
    for block in near.over:
        if not block.linked and (alone := lone_day(narrow(block.text))):
            yield DateClue("line", alone)
    if listed and re.search(r"\d", listed):
        yield DateClue("list", listed)
    page_title = "".join(root.xpath("string(//title)"))
    for match in DATE_ALONE.finditer(page_title):
        if match["date"] not in title:
            yield DateClue("url", match["date"])
    for address in (url, *root.xpath("//link[@rel='canonical']/@href"), meta.get("og:url", "")):
        if dated := _URL_DATE.search(unquote(_path_of(address))):
            yield DateClue("url", "-".join(part for part in dated.groups() if part))
            break


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""  # http://[


def _of_other_pages(block: Block) -> bool:
    """Tell whether a block stands in a list of other pages, whose days are theirs."""
    return any(lists_pages(one) for one in islice(block.element.iterancestors(), _DEEP))


#: So deep in the item of a list its day stands.
_DEEP = 4


def _without_minutes(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines but for those that say when the minutes below them were of."""
    return (line for line, after in pairwise([*lines, ""]) if not of_minutes(line, after))


def _labelled(lines: Sequence[str]) -> Iterator[DateClue]:
    for line in lines:
        for match in labelled_days(line):
            if not _OTHER_DATE.search(line[max(0, match.start() - 2) : match.start("labelled")]):
                yield DateClue("line", match["labelled"])


def _alone(block: Block, *, outside: bool) -> Iterator[DateClue]:
    """Yield the days of a line without a label; within the text a day with words beside it may be an event's."""
    text = narrow(spaced(block))
    if len(text) > LONGEST_LINE or PROSE.search(text) or not (outside or is_info(text)) or begins_minutes(text):
        return
    if whole := lone_day(text):
        yield DateClue("line", whole)
    for match in DATE_ALONE.finditer(text):
        if not _OTHER_DATE.search(text[max(0, match.start() - 8) : match.start()]):
            yield DateClue("line", match["date"])


def _released(texts: list[str]) -> Iterator[DateClue]:
    for day, hour in pairwise(texts):
        told = _RELEASED.match(hour)
        if told and DATE_ALONE.match(day):
            yield DateClue("line", f"{re.sub('[（(].*', '', day)} {told['hour']}分")


#: How pages of WeChat tell when they were published: a script writes it into them (seen 2018-2026).
_SECONDS = regex(r"""\b(?:ct|oriCreateTime)\s*[:=]\s*["']?(1\d{9})(?:\d{3})?\b""")


def _scripted(root: Element) -> Iterator[DateClue]:
    if not root.xpath("//*[@id='js_content' or @id='js_article']"):
        return
    for script in root.iter("script"):
        if told := _SECONDS.search(script.text or ""):
            yield DateClue("meta", datetime.fromtimestamp(int(told[1]), CHINA).isoformat())
            return


def _structured(root: Element) -> Iterator[DateClue]:
    for item in structured_items(root):
        said = item.get("datePublished") or item.get("pubDate")
        if isinstance(said, str):
            yield DateClue("meta", said)
    for time in root.iter("time"):
        if time.get("datetime"):
            yield DateClue("meta", time.get("datetime"))
