"""What scripts write into a page, and the article that a page's data holds."""

from __future__ import annotations

import json

import pytest

from pipelines.extract import extract_page
from pipelines.extract.scripted import with_written

SENTENCES = "3月5日，青溪县召开防汛工作会议，县长王守成主持会议并讲话。会议要求各乡镇把责任落实到人，汛前完成排查。"
CONTENT = f'<p style="text-indent:2em">{SENTENCES}</p><p>各乡镇负责人参加会议。</p>'
ARTICLE = {
    "id": 7,
    "title": "青溪县召开防汛工作会议",
    "source": "青溪县水利局",
    "publishTime": 1709625600000,
    "content": CONTENT,
}
SHELL = "<html><head><title>{title}</title></head><body><div id='app'>加载中…</div>{script}<script src='/app.js'></script></body></html>"


def shell(script: str, title: str = "青溪县人民政府") -> str:
    return SHELL.format(title=title, script=script)


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__INITIAL_STATE__ = {json.dumps({'detail': ARTICLE}, ensure_ascii=False)};</script>",
        f"<script>window['__DATA__']={json.dumps({'data': [ARTICLE]})}</script>",
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"pageProps": {"info": ARTICLE}}})}</script>',
        '<script type="application/ld+json">'
        + json.dumps(
            {
                "@type": "NewsArticle",
                "headline": ARTICLE["title"],
                "datePublished": "2024-03-05T16:00:00+08:00",
                "source": "青溪县水利局",
                "articleBody": f"{SENTENCES}\n各乡镇负责人参加会议。",
            }
        )
        + "</script>",
        "<script>var page = {menu: ['首页',], doc: {title: '青溪县召开防汛工作会议', docPubTime: '2024-03-05 16:00', source: '青溪县水利局', docContent: '"
        + CONTENT
        + "'}};</script>",
        f"<script>window.__STATE__ = {json.dumps({'d': {**ARTICLE, 'content': CONTENT.replace('<', '&lt;').replace('>', '&gt;')}})}</script>",
    ],
)
def test_a_page_that_shows_nothing_gives_the_article_that_its_data_holds(script: str) -> None:
    found = extract_page(shell(script))
    assert found.title == "青溪县召开防汛工作会议"
    assert found.text == f"{SENTENCES}\n各乡镇负责人参加会议。"
    assert found.publisher == "青溪县水利局"
    assert [clue.words[:10] for clue in found.clues][:1] == ["2024-03-05"]


def test_of_several_articles_the_one_that_the_page_is_called_by_is_taken() -> None:
    other = {"title": "青溪县领导调研", "content": CONTENT * 3}
    script = f"<script>window.__STATE__ = {json.dumps([other, ARTICLE])}</script>"
    assert extract_page(shell(script, "青溪县召开防汛工作会议-青溪县人民政府")).title == "青溪县召开防汛工作会议"


@pytest.mark.parametrize(
    "page",
    [
        shell(
            f"<p>{SENTENCES}</p><script>window.__STATE__ = {json.dumps({**ARTICLE, 'title': '另一篇文章的标题'})}</script>"
        ),
        shell(f"<script>window.__STATE__ = {json.dumps({**ARTICLE, 'content': '网站简介'})}</script>"),
        shell('<script>window.__STATE__ = {"title": "青溪县", content: "</script>'),
        shell(f"<p>{'通知公告 政务公开 ' * 60}</p><script>window.__STATE__ = {json.dumps(ARTICLE)}</script>"),
        shell("<script>window.__STATE__ = " + "[" * 5000 + "]" * 5000 + "</script>"),
    ],
)
def test_a_page_with_text_of_its_own_or_no_article_in_its_data_stays_what_it_is(page: str) -> None:
    assert "防汛工作会议" not in extract_page(page).title


def test_words_that_a_script_writes_stand_at_their_place() -> None:
    page = (
        "<html><head><title>青溪县政务网</title></head><body><table><tr><td><strong>青溪县召开防汛工作会议</strong></td></tr><tr><td>"
        '<script>document.write("日期：2024-03-05 09:14");</script>　<script>document.write("来源："+\'县水利局\')</script></td></tr>'
        f"<tr><td><p>{SENTENCES}</p><p>各乡镇负责人参加会议。</p></td></tr></table></body></html>"
    )
    found = extract_page(page)
    assert (found.title, found.publisher) == ("青溪县召开防汛工作会议", "县水利局")
    assert [clue.words for clue in found.clues] == ["2024-03-05 09:14"]


@pytest.mark.parametrize(
    "script", ["<script>document.write(new Date())</script>", "<script>if (a) document.write('x')</script>", "document.write('x')"]
)  # fmt: skip
def test_what_a_script_reckons_stays_as_it_is(script: str) -> None:
    assert with_written(script) == script
