"""The publisher out of the line that a rule gives, with what else stands in it."""

from __future__ import annotations

import pytest

from pipelines.extract import _after_label


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("来源：青溪县融媒体中心", "青溪县融媒体中心"),
        ("时间：2025年4月30日 来源：青溪县白石镇人民政府 点击：[91]", "青溪县白石镇人民政府"),
        ("发布日期：2024-12-05 10:20  信息来源：县政府办 浏览次数：(12) 字号：[大 中 小]", "县政府办"),
        ("來源：新聞處　點擊數：20", "新聞處"),
        ("【来源】青溪日报", "青溪日报"),
        ("：青溪县人民政府", "青溪县人民政府"),
        ("青溪县 人民政府", "青溪县 人民政府"),
        ("青溪县水资源来源调查队", "青溪县水资源来源调查队"),
        ("", None),
        (None, None),
    ],
)
def test_the_name_alone_is_the_publisher(line: str | None, name: str | None) -> None:
    assert _after_label(line) == name
