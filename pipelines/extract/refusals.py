"""Pages that are no articles: challenges, soft 404s, shells that a script would fill, logins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiyao.patterns import regex
from pipelines.extract.blocks import squeeze

_CHALLENGE_STATUS = frozenset((412, 521))
_CHALLENGE = regex(
    r"安全验证|人机验证|访问验证|滑动验证|请完成验证|wzws|acw_sc__v2|__jsl_clearance|document\.cookie\s*=.{0,200}location\.(?:reload|href)|网站防火墙|\$_ts\b|security_session_(?:mid_)?verify|访问异常页面|您的访问.{0,12}(?:异常|拦截)|访问过于频繁|请输入验证码|cf-browser-verification|just a moment|开启\s*javascript.{0,10}刷新",
    re.I | re.S,
)
_GONE = regex(
    r"[查找][无無](?:此|相关|相關|该|該|您要的)?(?:[资資]料|信息|[内內]容|文章)|[无無]此(?:[资資]料|文章|信息)|(?:页面|内容|文章|信息|网页|您(?:访问|查看|要找)的[^。]{0,12})[^。\n]{0,8}(?:不存在|已(?:经)?(?:被)?(?:删除|移除|下线|撤回)|无法找到|找不到|未找到|走丢)|頁面(?:不存在|已移除)|找不到(?:您)?(?:要|所)?(?:訪問|瀏覽)?的?(?:頁面|網頁)|404\s*(?:not found|错误|页面)|page not found|抱歉[，,][^。]{0,20}(?:不存在|删除)",
    re.I,
)
_LOGIN = regex(r"(?:用户登录|请先登录|请登录后|會員登入|统一身份认证|sign in to continue)", re.I)
#: The reason of a page that only says that there is none, and the sentence.
SOFT_404 = ("soft_404", "the page says that it does not exist, with status 200")
_FEW = 200
_SMALL = 20_000


def refusal(html: str, text: str, title: str, status: int) -> tuple[str, str] | None:
    """Return (reason, sentence) where a page is no article; ``text`` is all that a reader would see.

    Only short pages can be refused by their words: an article may well report
    that a page does not exist.
    """
    if status in _CHALLENGE_STATUS:
        return "challenge", f"the site answered {status}, which stands for a challenge to the browser"
    if status in (404, 410):
        return "gone", f"the site answered {status}"
    if status >= 400:
        return "server_error" if status >= 500 else "refused", f"the site answered {status}"
    visible = squeeze(text)
    if len(visible) <= _FEW:
        if _CHALLENGE.search(html):
            return "challenge", "the page asks the browser to prove itself; nothing was bypassed"
        if _GONE.search(f"{title} {text}"):
            return SOFT_404
        if _LOGIN.search(f"{title} {text}"):
            return "login", "the page asks for a login"
    if not visible:
        if "<script" in html.lower():
            return "shell", "the page holds no text: it is a shell that a script would fill"
        return "empty", "the page holds no text"
    return None


#: A page with menus that says so in a line of its own has no more text than this, and the line no more than that.
_LITTLE, _ONE_LINE = 300, 40


def says_gone(lines: Iterable[str], text: str) -> bool:
    """Tell whether a line of a page says that there is nothing, where what could be an article's ``text`` is short."""
    return len(squeeze(text)) < _LITTLE and any(len(line) <= _ONE_LINE and _GONE.search(line) for line in lines)


def is_challenge(html: str) -> bool:
    """Return whether an answer wants the browser to prove itself; of a page with much text it does not."""
    return len(html) < _SMALL and bool(_CHALLENGE.search(html))
