"""What is told of somebody that he did not do in the meeting, and other turns that read like it; each in a text of our own."""

from time import process_time

import pytest
from told import People, of, people

from jiyao.model import Article
from pipelines.flow import understand

HELD = "会议由县长石守成主持。"
CHAIR = {"石守成": of("县长", "chair")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # whose case was told of, and who was there once
        ("原副县长王立新严重违纪的案件在会上被通报。原县委书记赵晓光的案件被通报。", {}),
        ("副省长王立新此前曾到我县调研，对安全生产提出过要求。", {}),
        # 工作 is no part of a name of two characters
        (
            "会议听取副县长王立工作汇报，审议财政局局长赵晓工作报告。",
            {"王立": of("副县长", "speaker"), "赵晓": of("财政局局长", "speaker")},
        ),
        # who did not come, in a sentence of its own or behind a comma
        ("未出席会议的有副县长王立新。", {"王立新": of("副县长", "absent")}),
        ("会议应到5人，实到4人，因故未出席会议的有副县长王立新。", {"王立新": of("副县长", "absent")}),
        ("出席会议的有副县长王立新。", {"王立新": of("副县长", "attendee")}),
        # a speech that tells what another had done
        ("会议强调，县长王立新亲自部署此项工作，各部门要抓好落实。", {}),
        # a guest is what he is at the meeting
        (
            "到场嘉宾镇长王立新、受邀嘉宾议员赵晓光致辞。",
            {"王立新": of("镇长", "speaker"), "赵晓光": of("议员", "speaker")},
        ),
    ],
)
def test_people(text: str, expected: People) -> None:
    assert people(HELD + text) == CHAIR | expected


def _said(text: str) -> list[tuple[str | None, str]]:
    report = understand(Article("", "", text), None)
    return [(one.speaker, text[one.start : one.end]) for one in report.statements]


def test_an_item_of_a_record_goes_on_with_no_item_above_the_last_one() -> None:
    text = (
        "公所第2次业务会报纪录\n一、时间：115年2月11日上午9时\n二、主席：王乡长立新\n三、出席：赵课长晓光、钱课长宏宇\n"
        "四、主席致词：略。\n五、报告事项：\n（一）民政课：慰问金已发放九成。\n（二）建设课：道路工程三月完工。\n"
        "六、主席裁示：请各课于月底前完成年度计画。\n"
    )
    assert _said(text) == [("王立新", "请各课于月底前完成年度计画。")]


@pytest.mark.parametrize(
    "text",
    [
        "出席者主席王立新" + "AB" * 3000 + "先生",
        "出席者主席王立新" + "AB、" * 3000,
        "出席者" + "主席王立新先生议员赵晓光女士" * 1500,
        "出席者人员议员" * 4000,
        "县长王立新、局长赵晓光、镇长钱宏宇。" * 1500,
        "".join(f"出席：王立新{i % 9}、赵晓光、钱宏宇\n列席：局长孙志强、县长周文静\n" for i in range(900)),
    ],
    ids=lambda text: text[:12],
)
def test_a_long_text_takes_no_longer_than_its_length(text: str) -> None:
    began = process_time()
    understand(Article("", "", text[: len(text) // 4]), None)
    short, began = process_time() - began, process_time()
    understand(Article("", "", text), None)
    assert process_time() - began < 10 * short + 0.5  # a quarter of it takes a quarter of the time, not a sixteenth
