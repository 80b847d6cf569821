"""The words that the rules read. A new head of a title or a new verb is one line in its table; these tests read them all."""

import pytest

from jiyao.model import Article
from pipelines.flow import understand
from pipelines.lexicon import alternation, rows


@pytest.mark.parametrize("head", [head for (head,) in rows("heads")])
def test_every_head_of_a_title_is_read_before_a_name(head: str) -> None:
    report = understand(Article("", "", f"会议召开。市政府{head}王建国出席会议并讲话。"), None)
    assert [(person.name, person.titles) for person in report.attendances] == [("王建国", (f"市政府{head}",))]


def test_every_weak_head_is_a_head() -> None:
    assert {word for (word,) in rows("weak_heads")} <= {word for (word,) in rows("heads")}


@pytest.mark.parametrize("table", ["heads", "weak_heads", "followers"])
def test_a_table_of_words_holds_each_word_once(table: str) -> None:
    words = [word for (word,) in rows(table)]
    assert len(words) == len(set(words))


def test_an_alternation_matches_the_longest_word() -> None:
    import re

    pattern = re.compile(alternation(["主任", "主任委员", "主"]))
    assert [pattern.match(text).group() for text in ("主任委员会", "主任", "主席")] == ["主任委员", "主任", "主"]
