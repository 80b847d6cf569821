"""What new pages of one night may have in common without anything being wrong, and what not."""

from datetime import UTC, datetime

import pytest

from jiyao.model import Article
from pipelines.archive import Entry, Page
from pipelines.flow import understand
from pipelines.passages import Passages, passages_of
from pipelines.replay import Outcome
from pipelines.summary import summary_of


def passages(text: str) -> frozenset[str]:
    return passages_of(understand(Article("", "县政府召开会议", text), None))


@pytest.mark.parametrize(
    "line",
    [
        "值班编辑：张三丰 责任编辑：李四光 审核：王五一 终审：赵六顺",
        "（县融媒体中心全媒体记者 张晓明 李小华 通讯员 王大力 文/图）",
        "采写：张晓明　拍摄：李小华　剪辑：王大力　视频：赵六顺",
        "大会执行主席王建国、李大明、陈志强、赵六顺在主席台前排就座。",
        "会议还研究了其他事项。",
        "（2025年1月8日清水县第十七届人民代表大会第五次会议通过）",
        "（二〇二五年一月八日清水县第十七届人民代表大会第五次会议通过）",
    ],
)
def test_who_wrote_and_who_came_may_stand_in_all_reports_of_a_day(line: str) -> None:
    report = "县长王大明主持召开县政府常务会议，研究春耕生产和防汛抗旱等工作。"
    assert passages(f"{report}\n{line}") == {report}


def test_a_list_of_links_is_a_passage() -> None:
    links = "友情链接：省政府门户网站 市政府门户网站 县人大常委会 县政协委员会"
    counted = Passages()
    for number in range(3):
        counted.add(
            f"/a/{number}.html",
            passages(f"3月{number + 1}日，县长王大明主持召开县政府常务会议，研究第{number}件事。\n{links}"),
        )
    assert counted.most() == (links.replace(" ", ""), 3)
    for number in range(600):
        counted.add(f"/b/{number}.html", {"县"})
    assert counted.most() == ("", 0), "a first crawl takes no memory"


@pytest.mark.parametrize(
    ("before", "now", "retold"),
    [
        ("阅读：9999次。", "阅读：1.2万次。", False),
        ("发布于3小时前。", "发布于2天前。", False),
        ("今天是星期三，农历十月初五。", "今天是星期四，农历十月初六。", False),
        ("县政府召開會議，研究防汛。", "县政府召开会议，研究防汛。", False),
        ("副县长周一鸣参加。", "副县长周二虎参加。", True),
        ("副县长李大明参加。", "", True),
    ],
)
def test_what_changes_by_itself_is_no_edit(before: str, now: str, retold: bool) -> None:
    text = "3月5日上午，县长王大明主持召开县政府常务会议，研究春耕生产和防汛抗旱等工作。\n"
    at = datetime(2025, 3, 5, tzinfo=UTC)
    page = Page((Entry("f", 0, 1, "response", "s", "https://e.cn/1", "article", at, 200, "sha256:0"),))
    old, new = (understand(Article("", "县政府召开会议", text + line), None) for line in (before, now))
    summary = summary_of(Outcome(page, new, None, old))
    assert ("retold" in summary.facts) is retold
    assert "retold" not in summary.without("retold").facts
