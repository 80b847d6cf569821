"""Regular expressions that are compiled when they are first asked."""

import gc
import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import crawler
import pipelines
from jiyao.patterns import regex


def ours() -> list[re.Pattern[str]]:
    """Every expression of the stages and the harvest."""
    for package in (pipelines, crawler):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return [held for held in gc.get_objects() if type(held).__name__ == "_Regex"]


def test_each_of_ours_can_be_compiled() -> None:
    expressions = ours()
    assert len(expressions) > 600
    for expression in expressions:
        re.compile(expression.pattern, expression.flags)


def test_answers_as_a_compiled_one_does() -> None:
    numbered = regex(r"第(?P<number>\d+)次", re.M)
    assert [match["number"] for match in numbered.finditer("第3次 第12次")] == ["3", "12"]
    assert numbered.sub(r"\g<number>", "第3次", count=1) == "3"
    assert numbered.search("第3次", 1) is None
    assert (numbered.pattern, numbered.groups) == (r"第(?P<number>\d+)次", 1)
    assert regex(rb"\d").findall(b"1 2") == [b"1", b"2"]


def test_a_mistake_comes_up_when_it_is_asked() -> None:
    broken = regex("(")
    with pytest.raises(re.error, match="unterminated"):
        broken.search("")


def test_what_understands_is_imported_without_compiling_its_rules() -> None:
    program = (
        "import gc, pipelines.flow\n"
        "held = [each for each in gc.get_objects() if type(each).__name__ == '_Regex']\n"
        "print(len(held) > 500, [each.pattern for each in held if 'search' in vars(each)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "True []"
