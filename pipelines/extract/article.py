"""Which element of a page holds its article, and what surrounds articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from jiyao.patterns import regex
from pipelines.extract.blocks import Block, Element, squeeze

#: Words in class and id of what surrounds an article, seen on Chinese government and news sites.
_AROUND = regex(
    r"\b(?:nav|menu|crumb\w*|breadcrumb|header|footer|foot|copyright|copy_?right|sidebar|side|aside|share\w*|social|comment\w*|pinglun|rel|relat\w*|recommend\w*|hot|rank\w*|toplist|pager|pagination|tool\w*|qrcode|ewm|advert\w*|ad|ads|banner|login|search|friendlink|links?|keyword\w*|tags?|statement|disclaimer|declare|toolbar|prevnext|xg|xgwz|xgyd|xgxw|editor-?info|art-?pre|function|bdshare\w*|jiathis\w*|weibo|weixin|wechat|popup|dialog|modal|float\w*)\b",
    re.I,
)
#: A page number's place, by its whole name: page-caption and page-content are parts of any page.
_TURNS = regex(r"(?<!\S)pages?(?!\S)|page[-_]?(?:nav|bar|num|turn|list|link)|paging", re.I)
_INSIDE = regex(r"trs_?editor|article|content|zoom|news|main|text|detail|body|ucap|entry|post", re.I)
#: An element is left for its child while the child keeps this share of the running text.
_KEEP = 0.72
_ITEMS = ("li", "div", "section", "article", "p", "dd", "tr")
#: So many links in a row are a list of other pages.
_LIST = 3


def main_element(root: Element, blocks: list[Block], title: str = "") -> Element:
    """Return the element that holds the article: the deepest that keeps nearly all of the page's running text.

    What stands above the title counts little, and so does what surrounds
    articles and lists of other pages; a text that comes twice counts once.
    """
    found = _deepest(root, _weights(blocks, title, _Surroundings()))
    sentences = [block for block in blocks if "。" in block.text and not block.of_links]
    if any(_holds(found, block.element) for block in sentences):
        return found
    sentences = [block for block in sentences if not beside(block.element)]
    if len(sentences) >= _LIST:
        here = sum(block.worth for block in blocks if _holds(found, block.element))
        if here < _NEXT_TO_NOTHING * sum(block.worth for block in sentences):
            # The article itself stands in what is named like something around articles.
            return _deepest(root, _weights(sentences, title, _Surroundings(named=False)))
    return found


#: What holds sentences, and never an article.
_BESIDE = regex(
    r"foot|copy|disclaim|statement|declare|comment|pinglun|relat|recommend|hot|rank|side(?!\w)|aside|friend|notice|login|pop",
    re.I,
)
_NEXT_TO_NOTHING = 0.4


def beside(element: Element) -> bool:
    """Tell whether an element holds what stands beside an article, and never one: a foot, comments, other pages."""
    return any(
        one.tag in ("aside", "footer") or _BESIDE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in [element, *element.iterancestors()][:-2]
    )


def _holds(element: Element, other: Element) -> bool:
    return other is element or any(ancestor is element for ancestor in other.iterancestors())


def _weights(blocks: list[Block], title: str, surrounding: _Surroundings) -> dict[Element, float]:
    """Return how much of the running text each element holds."""
    weights: dict[Element, float] = {}
    seen: set[str] = set()
    begins = _begin(blocks, title)
    for place, block in enumerate(blocks):
        worth = block.worth
        if not worth or (len(block.text) > 20 and block.text in seen) or is_imprint(block.text):
            continue
        seen.add(block.text)
        worth *= surrounding.share(block.element) * (0.1 if place < begins else 1.0)
        for ancestor in (block.element, *block.element.iterancestors()):
            weights[ancestor] = weights.get(ancestor, 0.0) + worth
    return weights


#: Who keeps a site, and how to reach him.
_IMPRINT = regex(
    "ICP[备備]|[备備]案[号號][：:]|公?网安[备備]|网站标识码|版[权權]所有|(?:主[办辦]|承[办辦]|技[术術]支持|[维維][护護])(?:[单單]位)?[：:].*[：:]"
    "|(?:(?:[联聯][系絡络]|服[务務]|值班|[办辦]公)?[电電][话話]|[总總][机機]|[邮郵](?:[编編]|箱))[：:].*(?:地址|[传傳][真]|[邮郵])|地址[：:].*(?:[电電][话話]|[总總][机機]|[邮郵][编編]|[传傳]真)"
)


def is_imprint(text: str) -> bool:
    """Tell whether a line says who keeps a site, and how to reach him."""
    return len(text) < _LONG_LINE and "。" not in text and _IMPRINT.search(text) is not None


_LONG_LINE = 160


def _deepest(root: Element, weights: dict[Element, float]) -> Element:
    best = root
    while True:
        children = [child for child in best if child in weights]
        if not children:
            return best
        heaviest = max(children, key=lambda child: weights[child])
        if weights[heaviest] < _KEEP * weights[best]:
            return best if not _lone_paragraph(best, heaviest, weights) else heaviest
        if heaviest.tag in ("p", "span", "font", "b", "strong") or (heaviest.tag == "tr" and _is_record(best)):
            return best
        best = heaviest


#: What stands in the first cell of a row of minutes.
_LABEL = regex(
    "[ 　]*(?:出 *席|列 *席|主 *席|主 *持|地 *[点點]|记 *录|紀 *錄|请 *假|請 *假|缺 *席|会议名称|會議名稱|参会|参加|與會)[㐀-鿿 　（）]{0,8}[：:]?[ 　]*"
)


def _is_record(rows: Element) -> bool:
    """Tell whether the rows of a table are minutes, each with a label and what it is of."""
    labelled = 0
    for row in rows.iterchildren("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        first = "".join(cells[0].itertext()).strip() if len(cells) > 1 else ""
        labelled += _LABEL.fullmatch(first) is not None and "".join(cells[1].itertext()).strip() != ""
    return labelled >= _LIST


def _begin(blocks: list[Block], title: str) -> int:
    """Return the place of the title that has most running text behind it, 0 where it stands nowhere."""
    named = squeeze(title)
    places = [place for place, block in enumerate(blocks) if named and block.squeezed == named]
    return next((place for place in places if not blocks[place].of_links), 0)


class _Surroundings:
    """What surrounds the article of one page; each element is looked at once.

    Without ``named`` the names of elements say nothing.
    """

    def __init__(self, *, named: bool = True) -> None:
        self._known: dict[Element, float] = {}
        self._named = named

    def share(self, element: Element) -> float:
        """Return what the words of an element count: little in what is named so, next to nothing in a list of pages."""
        return min((self._of_one(one) for one in [element, *element.iterancestors()][:-2]), default=1.0)

    def _of_one(self, element: Element) -> float:
        if element not in self._known:
            self._known[element] = 0.02 if lists_pages(element) else 0.1 if self._named and surrounds(element) else 1.0
        return self._known[element]


def _lone_paragraph(element: Element, heaviest: Element, weights: dict[Element, float]) -> bool:
    """Tell whether the rest of an element is what surrounds articles, and its heaviest child the article."""
    if not _INSIDE.search(f"{heaviest.get('class')} {heaviest.get('id')}") or heaviest.tag == "p":
        return False
    return weights[heaviest] > 0.45 * weights[element]


def surrounds(element: Element) -> bool:
    """Tell whether an element is named as what surrounds articles."""
    if element.tag in ("aside", "footer", "nav", "header"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names == " " or re.search(r"content|article|trs|zoom", names, re.I):
        return False
    return bool(_AROUND.search(re.sub(r"[-_]", " ", names)) or _TURNS.search(names))


def lists_pages(element: Element) -> bool:
    """Tell whether an element is a list of other pages: items of one kind, each of which begins with a link."""
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) < _LIST:
        return False
    tags = Counter(child.tag for child in children if child.tag in _ITEMS)
    commonest = "dt" if element.tag == "dl" else max(tags, key=lambda tag: tags[tag], default=None)
    items = [child for child in children if child.tag == commonest]
    return len(items) >= _LIST and sum(map(_begins_with_link, items)) > 0.8 * len(items)


def _begins_with_link(element: Element) -> bool:
    for link in element.iter("a"):
        words = "".join(link.itertext()).strip()
        return len(words) >= 6 and _words_before(element, link) <= 3
    return False


def _words_before(element: Element, link: Element) -> int:
    return sum(len(squeeze(text)) for text in _until(element, link))


def _until(element: Element, link: Element) -> Iterable[str]:
    for one in element.iter():
        if one is link:
            return
        if isinstance(one.tag, str) and one.text:
            yield one.text
