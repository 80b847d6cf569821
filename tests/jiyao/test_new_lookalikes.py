"""What `sources new` does not take for what it looks like: invented sites, each with a trap that real ones set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from changing_site import Answer, ChangingSite, changing_site

from jiyao.errors import NotFound
from jiyao.runs.drafts import draft_source

DAYS = [datetime.now(UTC).date() - timedelta(days=back) for back in range(1, 6)]
TITLES = (
    "區議會舉行第九次會議",
    "地區管理委員會檢視風災應變",
    "撲滅罪行委員會討論騙案",
    "社區會堂暫停開放",
    "渡輪小組會議",
)


def drafted(site: ChangingSite, path: str) -> dict[str, Any]:
    """Return what `sources new` writes for a list page, as it is read."""
    assert site.settings.sources is not None
    (site.settings.sources / "county.yaml").unlink(missing_ok=True)
    written: dict[str, Any] = yaml.safe_load(draft_source(site.settings, site.root + path, 0)[1])
    return written


MENU = "<ul class=nav>" + "".join(f"<li><a href=/about/{n}.html>本處工作簡介之{n}</a></li>" for n in range(3)) + "</ul>"


def release(title: str, heading: str = "新聞公報") -> Answer:
    text = f"{title}的情況如下：地區主任何立春主持會議，各部門代表匯報了上季的工作，並通過了下季的安排，委員就此發表了意見。"
    return Answer(
        f"<html><head><meta charset=utf-8><title>{heading} | 變區辦事處</title></head><body>{MENU}<h1>{heading}</h1>"
        f"<div class=rel><h2 class=head>{title}</h2><p>{text}</p><p>會議並備悉其他事項，下次會議日期另行通知。</p></div></body></html>"
    )


def press_releases(site: ChangingSite, *, titles: tuple[str, ...] = TITLES, english: bool = False) -> None:
    """A list of press releases whose own addresses are days, each with a second link to its English where there is one."""
    rows = ""
    for one, title in zip(DAYS, titles, strict=True):
        name = f"n{one:%Y%m%d}.html"
        site.answers[f"/tc/{name}"], site.answers[f"/en/{name}"] = release(title), release("Notice")
        second = f"<a href=/en/{name}>(English version of this release)</a>" if english else ""
        rows += f"<tr><td><a href={name}>{title}</a> {second}</td></tr>"
    site.answers["/tc/press.php"] = Answer(f"<meta charset=utf-8><h1>新聞公報</h1><table class=rows>{rows}</table>")


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with changing_site(tmp_path) as standing:
        yield standing


def test_a_dated_article_is_no_list_of_its_day(site: ChangingSite) -> None:
    press_releases(site)
    written = drafted(site, "/tc/press.php")
    assert "days" not in written
    assert written["start"] == f"{site.root}/tc/press.php"
    assert site.asked["/tc/press.php"] == 1


def test_a_dated_page_without_rows_of_the_same_kind_is_no_list_of_its_day(site: ChangingSite) -> None:
    press_releases(site)
    weekly = [f"/w/{one:%Y%m%d}.html" for one in DAYS]
    site.answers |= {path: Answer(f"<meta charset=utf-8>{MENU}") for path in weekly}
    site.answers["/tc/press.php"].body += "".join(f"<a href={path}>一週</a>" for path in weekly)
    assert "days" not in drafted(site, "/tc/press.php")
    assert site.asked[weekly[1]], "it was looked at"


def test_only_the_link_of_the_title_tells_how_articles_are_named(site: ChangingSite) -> None:
    press_releases(site, english=True)
    assert drafted(site, "/tc/press.php")["articles"]["allow"] == [r"/tc/n\d{8}\.html$"]


def test_what_all_pages_say_in_a_title_s_place_is_no_title(site: ChangingSite) -> None:
    press_releases(site)
    assert drafted(site, "/tc/press.php")["article"]["title"] == "h2.head"


def test_pages_that_the_list_itself_names_alike_may_have_one_title(site: ChangingSite) -> None:
    press_releases(site, titles=("區議會會議紀錄撮要",) * len(DAYS))
    for one in DAYS:
        site.answers[f"/tc/n{one:%Y%m%d}.html"] = release(f"本月{one.day}日", "區議會會議紀錄撮要")
    assert drafted(site, "/tc/press.php")["article"]["title"] == "h1"


def test_a_list_of_files_is_said_to_be_one(site: ChangingSite) -> None:
    rows = "".join(f"<li><a href=/f/{n}.pdf>第{n}次常务会议纪要全文</a> 2026-11-0{n}</li>" for n in range(1, 5))
    site.answers["/minutes.html"] = Answer(f"<meta charset=utf-8><ul>{rows}</ul>")
    with pytest.raises(NotFound, match="4 links to files") as said:
        drafted(site, "/minutes.html")
    assert "not read" in said.value.advice


def test_an_index_of_several_lists_says_which_addresses_they_have(site: ChangingSite) -> None:
    tree = '[{"id": 31, "name": "常务会议"}, {"id": 32, "name": "全体会议"}]'
    site.answers["/gkmlpt/index"] = Answer(f'<script>window._CONFIG = {{"SID": 7, "TREE": {tree}}};</script>')
    with pytest.raises(NotFound, match="2 lists") as said:
        drafted(site, "/gkmlpt/index")
    assert f"全体会议 {site.root}/gkmlpt/api/all/32?page=1&sid=7" in said.value.advice
