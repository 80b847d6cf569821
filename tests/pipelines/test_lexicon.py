"""The words that the rules read. A new head of a title or a new verb is one line in its table; these tests read them all."""

import re
import sys
from collections.abc import Iterable
from typing import Any

import pytest

from jiyao.model import Article, Role
from pipelines.attendees.predicates import VERBS
from pipelines.flow import understand
from pipelines.lexicon import alternation, rows


@pytest.mark.parametrize("head", [head for (head,) in rows("heads")])
def test_every_head_of_a_title_is_read_before_a_name(head: str) -> None:
    report = understand(Article("", "", f"会议召开。市政府{head}王建国出席会议并讲话。"), None)
    assert [(person.name, person.titles) for person in report.attendances] == [("王建国", (f"市政府{head}",))]


def test_every_weak_head_is_a_head() -> None:
    assert {word for (word,) in rows("weak_heads")} <= {word for (word,) in rows("heads")}


@pytest.mark.parametrize(("verb", "of"), list(rows("says")))
def test_whoever_is_told_to_say_something_speaks(verb: str, of: str) -> None:
    report = understand(
        Article("", "", f"县委召开座谈会，李建国主持会议。副县长王建华{verb}，这项工作还要再抓紧一些。"), None
    )
    roles = {person.name: set(person.roles) for person in report.attendances}
    assert roles == {"李建国": {Role.CHAIR}, "王建华": {Role.SPEAKER}}
    said = [one.speaker for one in report.statements if one.verb == verb]
    assert said == (["王建华"] if of == "clause" else [])


@pytest.mark.parametrize("table", ["heads", "weak_heads", "followers", "says"])
def test_a_table_of_words_holds_each_word_once(table: str) -> None:
    words = [row[0] for row in rows(table)]
    assert len(words) == len(set(words))


def test_an_alternation_matches_the_longest_word() -> None:
    pattern = re.compile(alternation(["主任", "主任委员", "主"]))
    assert [pattern.match(text).group() for text in ("主任委员会", "主任", "主席")] == ["主任委员", "主任", "主"]


def first_characters(parsed: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """Return the characters and classes that a parsed pattern can begin with, and whether it can match nothing."""
    found: set[str] = set()
    for code, value in parsed:
        begins, empty = _first(str(code), value)
        found |= begins
        if not empty:
            return found, False
    return found, True


def _first(code: str, value: Any) -> tuple[set[str], bool]:
    if code == "LITERAL":
        return {chr(value)}, False
    if code == "IN":
        return set().union(*(_members(str(kind), member) for kind, member in value)), False
    if code == "BRANCH":
        ways = [first_characters(way) for way in value[1]]
        return set().union(*(begins for begins, _ in ways)), any(empty for _, empty in ways)
    if code == "SUBPATTERN":
        return first_characters(value[3])
    if code in ("MAX_REPEAT", "MIN_REPEAT"):
        begins, empty = first_characters(value[2])
        return begins, empty or value[0] == 0
    assert code in ("ASSERT", "ASSERT_NOT", "AT"), code
    return set(), True


def _members(kind: str, member: Any) -> set[str]:
    if kind == "RANGE":
        return {chr(code) for code in range(member[0], member[1] + 1)}
    return {chr(member) if kind == "LITERAL" else str(member)}


def patterns_that_look_first() -> list[Any]:
    held = [
        value
        for name, module in sorted(sys.modules.items())
        if name.startswith("pipelines")
        for value in vars(module).values()
    ]
    patterns = [
        value for value in [*held, *(verb for _, verb in VERBS)] if isinstance(getattr(value, "pattern", 0), str)
    ]
    found = {value.pattern: value for value in patterns if value.pattern.startswith("(?=[")}
    return [pytest.param(value, id=text[:24]) for text, value in found.items()]


@pytest.mark.parametrize("pattern", patterns_that_look_first())
def test_a_pattern_says_all_that_it_can_begin_with(pattern: re.Pattern[str]) -> None:
    (_, (_, looked_at)), *rest = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    said, _ = first_characters(looked_at)
    begins, _ = first_characters(rest)
    space = {" ", "\t", "\n", "　"} if "CATEGORY_SPACE" in said else set()
    assert begins <= said | space


def test_enough_patterns_are_found_to_be_tried() -> None:
    assert len(patterns_that_look_first()) > 15
