"""Whether a page is the page that its source promises: what a real one always has, and always says."""

from __future__ import annotations

from collections.abc import Callable

from jiyao.source import ArticleRules, find
from jiyao.source_rules import json_find
from pipelines.unwrap import read_json, xml_page


def missing_on(has: Callable[[str], bool], text: str, rules: ArticleRules) -> str | None:
    """Return a sentence about the first thing that is missing, None on a real page."""
    for rule in rules.must_have:
        if not has(rule):
            return f"{rule!r} finds nothing, and every real page of the source has it (must_have)"
    if rules.must_say and not any(words in text for words in rules.must_say):
        return f"the page says none of {'、'.join(rules.must_say)}, as every real page of the source does (must_say)"
    return None


def missing_in_data(text: str, rules: ArticleRules) -> str | None:
    """Return the same for JSON or XML."""
    if not rules.must_have:
        return missing_on(lambda rule: True, text, rules)
    page = read_json(text) if rules.kind == "json" else xml_page(text)
    return missing_on(
        lambda rule: any(True for _ in (json_find if rules.kind == "json" else find)(page, rule)), text, rules
    )
