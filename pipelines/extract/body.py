"""The text of an article: the blocks of its element without what sites put between and around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from jiyao.patterns import regex
from pipelines.extract.article import lists_pages, surrounds
from pipelines.extract.blocks import Block, Element, blocks, squeeze
from pipelines.extract.days import begins_minutes, of_minutes
from pipelines.extract.facts import is_info, spaced
from pipelines.wrapped import made_whole

#: What a reader of the page may press.
_PRESSED = (
    "字号|字體|字体|字級|大|中|小|默认|预设|打印(?:本页|页面|此页)?|列印|友善列印|轉寄(?:友人)?|回(?:到)?(?:頂端|頁首|首頁|最上層|最上方)|关闭(?:窗口|页面|本页)?|返回(?:顶部|列表|上页|首页)?|回(?:上頁|列表|上一頁)|收藏(?:本页)?|分享(?:到|至)?|转发|点赞|纠错|"
    "微信|微博|朋友圈|QQ|复制链接|视力保护色|广告|廣告|更多|展开全文|加载更多|听新闻|朗读|语音播报|[+-]|A(?:[+-]|(?![+-]))|TOP|Top"
)
#: Lines between and around paragraphs that are none: what may be pressed, labels of the page's furniture, counters.
_NOISE = regex(
    rf"^(?:[【\[（(\s]*(?:{_PRESSED})(?:[】\]）)【\[（(\s|｜·/:：\d]*(?:{_PRESSED}))*+[】\]）)\s|｜·/:：\d]*"
    r"|[【\[（(]?\s*(?:责任编辑|责编|編輯|编辑|来源|來源|(?:发布|發布|發佈)(?:时间|時間|日期)|(?:信息|稿件|文章)来源)(?:\s*[：:】\]）)／/ 　].{0,60})?"
    r"|[【\[（(]?\s*(?:浏览(?:次数|量)?|点击(?:数|次数|量|率)?|點閱(?:數|次數|率)?|瀏覽(?:次數|人次)?|阅读(?:量|次数)?|访问量)\s*[：:】\]）)]?\s*[\d,.万次+-]*\s*[】\]）)]?"
    r"|[【\[（(]?\s*(?:上一[篇条页則筆]|下一[篇条页則筆])(?:[：:\s　】\]].{0,60})?|扫一扫.{0,60}|扫描二维码.{0,60}|[长長]按(?:识别|識別|图片|掃描|扫描)?二[维維][码碼].{0,30}|[长長]按[识識][别別].{0,30}|[视視][频頻]加[载載]中[.…]*|\d{1,2}:\d{2}(?:\s*/\s*\d{1,2}:\d{2})?|\d{1,6}|分享[让讓]更多人看到|(?:最[後后]|上次|頁面|页面)?(?:更新|修改|異動|异动|維護|维护|覆檢)(?:日期|時間|时间)\s*[：:].{0,30}|相关(?:链接|阅读|新闻|文章|信息|报道|专题|图片)[：:]?|相關(?:連結|圖片|新聞|附件|檔案)[：:]?|附件[：:]?|[【\[（(]?原标题[：:].{0,80}"
    r"|(?:您|你)[的当当前]{0,3}[浏瀏][览覽]器.{0,24}(?:不支持|不支援|版本).{0,24}|(?:点击|點擊)?(?:上方|下方|题目下方)?(?:蓝字|藍字).{0,16}|\W+|.{0,20}分享(?:到|至)?[：:].{0,30})$"
)
_TRAIL = regex(
    r"^(?:图集|\+\d{1,3}|[（(]?完[）)]?|[—\-\s]*(?:END|The End|THE END)[—\-\s]*|[【\[（(]?\s*(?:(?:我要)?纠错(?=[】\]）)]|$)|采写[：:]|责任编辑|责编|编辑(?=[：:/／\s】\])）]|$)|(?:初审|复审|终审|审核|校对|编审|审签|签发|监制|主编|总编|来源|供稿(?:部门|单位|人)?|撰稿|(?:文章|信息)?录入|(?:發布|發佈|公告|發文|資料|維護)(?:單位|者)|資料(?:更新|維護|來源)(?:日期|時間|單位)?)[：:]|本文来源|文章来源|原标题|原题|上一[篇条页]|下一[篇条页]|上一[則筆]|下一[則筆]|相关(?:链接|阅读|新闻|文章|推荐|信息|报道)(?=[：:\s】\])）>]|$)|延伸阅读|推荐阅读|热门推荐|更多(?:精彩|猛料|新闻|动态)|加载更多|扫一扫|扫描(?:下方|上方|左侧|右侧|文中|关注|此)?二维码|返回.{0,8}查看更多|免责声明|声明[:：]|(?:本报|本网|本文)[^。]{0,20}(?:原创|未经)[^。]{0,16}(?:转载|许可|授权)|分享到|打印本页|关闭窗口|用微信扫|关注[“「].{2,12}[”」].{0,6}公众号|网友评论|版权声明|[（(]原标?题|[^。]{2,16}QQ(?:群)?[:：]\d+).*)$"
)
#: The end of a press release: 完, the day, the hour; they stand below its text.
_RELEASED = regex(
    r"^(?:[（(]?完[）)]?|(?:\d{4}|中華民國\d+)年\d{1,2}月\d{1,2}日[（(]星期.[）)]|(?:香港|澳門)時間\d{1,2}時\d{1,2}分)$"
)


def body_lines(body: Element, title: str) -> list[str]:
    """Return the paragraphs of an article's element."""
    lines: list[str] = []
    named = squeeze(title)
    found = list(blocks(body))
    known: dict[Element, bool] = {body: False} | dict.fromkeys(_boxes(found, body), True)
    for block in found:
        if not lines and (block.squeezed == named or (block.heading and block.squeezed in named)):
            continue
        if _is_link(block) or _is_apart(block.element, known) or (len(block.text) < 70 and _NOISE.match(block.text)):
            continue
        if not lines and is_info(spaced(block)) and not begins_minutes(block.text):
            continue
        lines.append(block.text)
    lines = _trimmed(lines, title)
    return [] if all(map(_is_furniture, lines)) else made_whole(lines)


#: What stands over a box of links to other pages.
_READ_ON = regex(
    r"[【\[（(]?\s*(?:延伸(?:阅读|閱讀|内容)|推荐(?:阅读|文章|新闻)|推薦閱讀|相关(?:链接|阅读|新闻|文章|推荐|信息|报道|资讯)|相關(?:連結|閱讀|新聞|報導)|热门推荐|热点新闻|猜你喜欢|更多(?:新闻|精彩|阅读))[】\]）)：:\s>]*"
)
#: A box beside the text holds no more running text than this, and the text around it a paragraph of that.
_LITTLE, _PARAGRAPH = 200, 60
_MOST_BOXES = 12


def _boxes(found: list[Block], body: Element) -> Iterator[Element]:
    """Yield the boxes within an article that lead to other pages, where its text goes on behind them."""
    for heading in islice((block for block in found if _READ_ON.fullmatch(block.text)), _MOST_BOXES):
        for box in (heading.element, *heading.element.iterancestors()):
            if box is body:
                break
            inside = {id(one) for one in box.iter()}
            held = [block for block in found if id(block.element) in inside]
            if len(held) > 1:
                apart = sum(block.worth for block in held) < _LITTLE
                apart = apart and sum(block.of_links for block in held) > (len(held) - 1) / 2
                if apart and any(block.worth > _PARAGRAPH and id(block.element) not in inside for block in found):
                    yield box
                break


#: What every page of a site says at its foot: whose it is, how to reach him, what he answers for.
_FURNITURE = regex(
    "版[权權](?:所有|[归歸])|[转轉][载載][请請须須]|均[为為][转轉][载載]|如有侵[权權]|凡(?:本[网網])?注明|免[责責][声聲]明|ICP[备備]|网安[备備]|Copyright|©"
    "|技[术術]支持|建[议議]使用|分辨率|[网網]站[标標][识識][码碼]|(?:地址|[邮郵][编編]|主[办辦][单單]位|承[办辦][单單]位)[：:]|隱私權|[内內]容由AI生成",
    re.I,
)
_LONGEST_FURNITURE = 200


def _is_furniture(line: str) -> bool:
    return len(line) < _LONGEST_FURNITURE and _FURNITURE.search(line) is not None


def _is_link(block: Block) -> bool:
    return (
        bool(block.linked)
        and block.linked > 0.6 * len(block.squeezed)
        and len(block.text) < 80
        and not re.search("[。；]$", block.text)
    )


def _is_apart(element: Element, known: dict[Element, bool]) -> bool:
    """Tell whether an element lies in a list of other pages, or in what surrounds articles, inside of the article's own."""
    path = []
    for one in (element, *element.iterancestors()):
        if one in known:
            break
        path.append(one)
    apart = known.get(one, False)
    for one in reversed(path):
        apart = apart or lists_pages(one) or (surrounds(one) and _is_poor(one))
        known[one] = apart
    return apart


def _is_poor(element: Element) -> bool:
    """Tell whether an element holds little running text beside its links."""
    found = list(blocks(element))
    return sum(block.worth for block in found) < 120 or sum(block.of_links for block in found) > 0.4 * len(found)


#: A line that says who wrote what stands below it: 作者：县人大办, （本网通讯员 甲）.
_SIGNED = regex(
    "(?:原|本文|文章)?作者[：:].{1,24}$|[（(](?:本[报报网刊台站]|[㐀-鿿]{2,8}[报网台])?(?:记者|通讯员|特约记者)[ 　:：][^（）()]{2,24}[）)]$"
)
#: The title, a line with its date, one with its source, one with who wrote it: not more stand above a text.
_MOST_CUTS = 4


def _head(lines: list[str], named: str) -> int:
    """Return how many of the first lines stand above the title or the line with the date, these included."""
    for place, line in enumerate(lines[:10]):
        little = sum(map(len, lines[:place])) < 160 and not any(above.endswith("。") for above in lines[:place])
        if of_minutes(line, "".join(lines[place + 1 : place + 2])) or of_minutes(
            f"{line}：", "".join(lines[place + 2 : place + 3])
        ):
            return 0
        if squeeze(line) == named or ((is_info(line) or _SIGNED.match(line)) and little):
            return place + 1
    return 0


#: The day of publication in brackets, below a text; a day without them is that of whoever signed it.
_STAMP = regex(
    r"[\[【(（]\s*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\s*[\]】)）]"
)


def _trimmed(lines: list[str], title: str) -> list[str]:
    """Drop what stands above the title or the line with the date, and what trails behind the article."""
    named, begin = squeeze(title), 0
    for _ in range(_MOST_CUTS):
        begin += _head(lines[begin : begin + 12], named)
    lines = lines[begin:]
    while lines and (
        _STAMP.fullmatch(lines[-1])
        or _TRAIL.match(lines[-1])
        or _RELEASED.match(squeeze(lines[-1]))
        or _is_furniture(lines[-1])
    ):
        lines = lines[:-1]
    total = sum(map(len, lines))
    before = 0
    for place, line in enumerate(lines):
        if place and _TRAIL.match(line) and before > 0.35 * total:
            return lines[:place]
        before += len(line)
    return lines
