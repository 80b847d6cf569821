"""What Elasticsearch is told is what we say we tell it."""

from __future__ import annotations

import json

import index_mappings
from index_mappings import INDEX_NAMES, load
from index_mappings.analysis import comparable_characters, generate, read_table
from index_mappings.analysis.generate import FOLDER

#: Every distribution has these; match_only_text, wildcard, constant_keyword … come in modules that some lack.
PLAIN = {"keyword", "text", "date", "boolean", "integer", "object"}


def test_committed_tables_are_what_the_installed_opencc_gives() -> None:
    for name, text in generate.tables().items():
        assert (FOLDER / name).read_text("utf-8") == text, f"run python -m index_mappings.analysis.generate ({name})"


def test_pairs_that_are_dropped_are_pairs_of_opencc() -> None:
    fold = {ord(before): after for before, after in generate.fold_pairs().items()}
    known = set()
    for line in generate._opencc_table("TWPhrases"):
        word, _, others = line.translate(fold).partition("\t")
        known |= {f"{word} {other}" for other in others.split(" ")}
    lines = (FOLDER / "regional_dropped.txt").read_text("utf-8").splitlines()
    dropped = [line for line in lines if not line.startswith("#")]
    assert set(dropped) <= known
    assert len(dropped) == len(set(dropped)) > 100


def test_regional_words_join_what_regions_call_differently_and_nothing_ordinary() -> None:
    rows = {row[0]: row[1:] for row in read_table("regional.tsv")}
    assert rows["信息"] == ["资讯"]
    assert rows["软件"] == ["软体"]
    for ordinary in ("支持", "文件", "程序", "项目", "创建", "数据", "智能"):
        assert ordinary not in rows


def test_comparing_changes_one_character_into_one_and_twice_is_once() -> None:
    changed = comparable_characters()
    assert all(len(before) == len(after) == 1 for before, after in changed.items())
    assert not set(changed.values()) & set(changed)
    assert [changed[one] for one in "壽Ａ「—Ⅷ" if one in changed] == ["寿", "a", '"', "-"]


def test_mappings_are_strict_flat_and_plain() -> None:
    for name in INDEX_NAMES:
        mappings = load(name).body["mappings"]
        assert mappings["dynamic"] == "strict"
        for field, told in load(name).properties.items():
            kinds = {told["type"], *(form["type"] for form in told.get("fields", {}).values())}
            assert kinds <= PLAIN, field
            assert told["type"] != "object" or told == {"type": "object", "enabled": False}


def test_a_field_has_one_type_in_all_mappings() -> None:
    types: dict[str, set[str]] = {}
    for name in INDEX_NAMES:
        for field, told in load(name).properties.items():
            types.setdefault(field, set()).add(told["type"])
    assert all(len(kinds) == 1 for kinds in types.values())


def test_a_fingerprint_changes_with_any_change_of_the_body() -> None:
    fingerprints = {load(name).fingerprint for name in INDEX_NAMES} | {index_mappings.fingerprint()}
    assert len(fingerprints) == 4
    body = json.loads(json.dumps(load("reports").body))
    assert index_mappings._fingerprint(body) == load("reports").fingerprint
    body["settings"]["analysis"]["char_filter"]["comparable"]["mappings"][0] += " "
    assert index_mappings._fingerprint(body) != load("reports").fingerprint
