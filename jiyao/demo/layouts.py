"""How each of the four sites dresses its pages and lists. Pure: pages in, HTML or JSON out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from jiyao.demo.pages import DemoPage

PER_PAGE = 8
# A list of a real county always has one of these: taken down, but still linked.
DEAD_LINK = "/county/xwzx/202001/t20200101_999.html"
# And a page that says with status 200 that it is none.
SOFT_404 = "/county/xwzx/202001/t20200102_998.html"

_MENU = "".join(f'<li><a href="/county/">{word}</a></li>' for word in ("网站首页", "政务公开", "新闻中心", "政民互动"))
_FOOTER = "主办：清源县人民政府办公室　承办：清源县大数据中心　网站标识码：0000000000　联系电话：0000-0000000"


def county_list(pages: Sequence[DemoPage], number: int) -> str:
    """Return list page ``number`` (from 0) of the county."""
    rows = [(page.path, page.title, f"{page.at:%Y-%m-%d}") for page in pages]
    rows += [(DEAD_LINK, "（已撤下）", "2020-01-01"), (SOFT_404, "（栏目调整）", "2020-01-02")]
    shown = rows[number * PER_PAGE : (number + 1) * PER_PAGE]
    items = "".join(
        f'<li><a href="{path}" title="{escape(title)}">{escape(_cut(title))}</a><span>{day}</span></li>'
        for path, title, day in shown
    )
    total = -(-len(rows) // PER_PAGE)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>新闻中心_清源县人民政府</title></head><body>'
        f'<ul class="nav">{_MENU}</ul><ul class="list">{items}</ul>'
        f'<div class="page"><script>createPageHTML({total}, {number}, "index", "html");</script></div>'
        f'<div class="footer">{_FOOTER}</div></body></html>'
    )


def county_article(page: DemoPage) -> str:
    """Return an article of the county."""
    shown = f"{page.at:%Y-%m-%d %H:%M}" if "T" in page.published else f"{page.at:%Y-%m-%d}"
    body = "\n".join(f"<p>　　{escape(line)}</p>" for line in page.paragraphs)
    title, publisher = escape(page.title), escape(page.publisher or "清源县人民政府")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_清源县人民政府</title>'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{shown}">'
        f'<meta name="ContentSource" content="{publisher}"></head><body>'
        f'<div class="header"><ul class="nav">{_MENU}</ul><div class="weather">'
        "今天是2026年11月22日 多云 3~12℃</div></div>"
        f'<div class="crumb">您现在的位置：<a href="/county/">首页</a> &gt; 新闻中心</div>'
        f'<div class="article"><h1>{title}</h1><div class="info">发布时间：{shown}　来源：{publisher}　'
        '浏览次数：<span id="hits">144</span>次　字号：[<a>大</a> <a>中</a> <a>小</a>]</div>'
        f'<div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style>{body}</div></div>'
        f'<div class="footer">{_FOOTER}</div></body></html>'
    )


def soft_404() -> str:
    """Return a page that says that it is none."""
    return (
        '<html><head><meta charset="utf-8"><title>页面不存在</title></head><body>'
        "您访问的页面不存在或已被删除，5秒后返回首页。</body></html>"
    )


def oldtown_list(pages: Sequence[DemoPage], number: int) -> str:
    """Return list page ``number`` (from 1) of the old site."""
    shown = pages[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = "".join(
        f'<tr><td>·<a href="show.asp?id={page.number}" target=_blank>{escape(page.title)}</a></td>'
        f"<td>[{page.at:%Y-%m-%d}]</td></tr>"
        for page in shown
    )
    following = (
        f'<a class=next href="list.asp?page={number + 1}">下一页</a>' if number * PER_PAGE < len(pages) else "尾页"
    )
    return (
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>今日要闻</title></head>"
        f"<body><table>{rows}</table><p>{following}</body></html>"
    )


def oldtown_article(page: DemoPage) -> str:
    """Return an article of the old site."""
    day = f"{page.at.year}年{page.at.month}月{page.at.day}日"
    body = "<br><br>".join(f"　　{escape(line)}" for line in page.paragraphs)
    return (
        "<html><head><META http-equiv=Content-Type content='text/html; charset=gb2312'>"
        "<TITLE>柳坝镇信息网</TITLE></head>"
        "<body bgcolor=#ffffff><table width=960 align=center><tr><td width=200 valign=top><b>栏目导航</b><br>"
        "<a href=list.asp>今日要闻</a><br>部门动态<br>公示公告</td><td valign=top><table width=100%>"
        f"<tr><td align=center><font size=4 color=#cc0000><b>{escape(page.title)}</b></font></td></tr>"
        f"<tr><td align=center bgcolor=#eeeeee>时间：{day}　　来源：{escape(page.publisher or '本站')}　　点击：[91]"
        "</td></tr>"
        f"<tr><td class=content><font size=3>{body}</font></td></tr></table></td></tr></table>"
        "<p align=center>柳坝镇人民政府主办　建议使用1024×768浏览</body></html>"
    )


def gate_list(pages: Sequence[DemoPage]) -> str:
    """Return the one list page of the Traditional mirror."""
    items = "".join(
        f'<li><a href="{page.path}">{escape(page.title)}</a><em>{page.at:%Y-%m-%d}</em></li>' for page in pages
    )
    return (
        '<html><head><meta charset="big5"><title>兩岸縣情</title></head>'
        f'<body><ul class="news">{items}</ul></body></html>'
    )


def gate_article(page: DemoPage) -> str:
    """Return an article of the Traditional mirror."""
    shown = f"{page.at:%Y-%m-%d %H:%M:%S}" if "T" in page.published else f"{page.at:%Y-%m-%d}"
    body = "".join(f"<p>　　{escape(line)}</p>" for line in page.paragraphs)
    title = escape(page.title)
    return (
        f'<!DOCTYPE html><html><head><meta charset="big5"><title>{title}-縣情網</title></head><body>'
        f'<div class="nav">首頁 新聞 縣市 鄉鎮</div><h1 class="article-title">{title}</h1>'
        f'<div class="article-infos"><span class="apublishtime">{shown}</span>|'
        f'<span class="asource">來源：{escape(page.publisher or "縣情網")}</span></div>'
        f'<div id="abody" class="article-con">{body}</div>'
        '<div class="copyright">本頁由簡體頁面轉換而成，僅供閱覽。</div></body></html>'
    )


def assembly_list(pages: Sequence[DemoPage], number: int, size: int) -> str:
    """Return page ``number`` (from 1) of the list as JSON."""
    rows = [
        {"headline": page.title, "path": page.path, "time": page.published.replace("T", " ")}
        for page in pages[(number - 1) * size : number * size]
    ]
    return json.dumps({"code": 0, "data": {"total": len(pages), "page": number, "rows": rows}}, ensure_ascii=False)


def assembly_article(page: DemoPage) -> str:
    """Return an article of the site that is fed by JSON."""
    body = "".join(f"<div>　　{escape(line)}</div>" for line in page.paragraphs)
    title = escape(page.title)
    return (
        f'<!doctype html><html><head><meta charset="UTF-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"></head><body><header><nav>首頁 議事 公報</nav></header>'
        f'<main><article><h2 class="headline">{title}</h2><p class="meta">'
        f"<time>{page.published.replace('T', ' ')}</time> <span>{escape(page.publisher or '議事公報')}</span></p>"
        f'<div id="zoom">{body}</div></article></main></body></html>'
    )


def _cut(title: str) -> str:
    return title if len(title) <= 24 else title[:24] + "…"
