"""Which script a text is written in."""

import pytest

from pipelines.script import script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("出席議員：梁修文、朱群秘書；缺席：局長姜布俊。教育局查核後即注意。", "Hant"),
        ("出席议员：梁修文、朱群秘书；缺席：局长姜布俊。教育局查核后即注意。", "Hans"),
        ("县委書記張三主持会议并講話，县长李四參加。", "mixed"),
    ],
)
def test_characters_that_both_scripts_use_decide_nothing(text: str, script: str) -> None:
    assert script_of(text) == script
