"""What a person types means one thing, or is refused with the place marked."""

from __future__ import annotations

import random

import pytest

from jiyao.errors import AskedWrongly
from jiyao.search.highlight import LENGTH, highlight
from jiyao.search.numerals import other_numbers
from jiyao.search.regional import MOST_FORMS, with_regional_words
from jiyao.search.rewording import apart, with_fewer, written
from jiyao.search.syntax import All, AnyOf, Not, Phrase, parse_query, phrases

A, B, C = Phrase("甲"), Phrase("乙"), Phrase("丙")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("甲", A),
        ("甲 乙　丙", All((A, B, C))),
        ("甲 OR 乙", AnyOf((A, B))),
        ("甲 ＯＲ 乙", AnyOf((A, B))),
        ("甲 乙 OR 丙", AnyOf((All((A, B)), C))),
        ("甲 (乙 OR 丙)", All((A, AnyOf((B, C))))),
        ("（甲　OR　乙）丙", All((AnyOf((A, B)), C))),
        ("甲 -乙", All((A, Not(B)))),
        ("-（甲 乙）", Not(All((A, B)))),
        ("甲 or 乙", All((A, Phrase("or"), B))),
        ("甲 AND 乙", All((A, B))),
        ("甲 NOT 乙", All((A, Not(B)))),
        ("甲 AND NOT (乙 丙)", All((A, Not(All((B, C)))))),
        ("甲、乙,丙", All((A, B, C))),
        ("甲/乙；丙。", All((A, B, C))),
        ("甲 | 乙", All((A, B))),
        ("甲|乙 || 丙 &", All((A, B, C))),
        ("甲 ｜ 乙 / 丙", All((A, B, C))),
        ("甲 or C++", All((A, Phrase("or"), Phrase("C++")))),
        ("|", Phrase("|")),
        ("3/15 R&D", All((Phrase("3/15"), Phrase("R&D")))),
        ("、", Phrase("、")),
        ("“甲、乙”", Phrase("甲、乙", exact=True)),
        ("ORACLE", Phrase("ORACLE")),
        ("COVID-19", Phrase("COVID-19")),
        ("常委会（扩大）会议", Phrase("常委会（扩大）会议")),
        ("常委会（扩大、公开）会议", Phrase("常委会（扩大、公开）会议")),
        ("(常委会(扩大)会议)", Phrase("常委会(扩大)会议")),
        ("《条例》", Phrase("《条例")),
        ("“甲 乙”", Phrase("甲 乙", exact=True)),
        ("”甲“丙", All((Phrase("甲", exact=True), C))),
        ("「紧盯“双碳”目标」", Phrase("紧盯“双碳”目标", exact=True)),
        ('"(甲 OR"', Phrase("(甲 OR", exact=True)),
        ("『甲』-「乙」", All((Phrase("甲", exact=True), Not(Phrase("乙", exact=True))))),
        ("", None),
        (" 　\n", None),
        ("《应急预案》 寿阳", All((Phrase("《应急预案"), Phrase("寿阳")))),
        ('"《应急预案》"', Phrase("《应急预案》", exact=True)),
        ("《》", Phrase("《》")),
    ],
)
def test_queries_mean_what_they_say(text: str, meant: object) -> None:
    assert parse_query(text) == meant


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("甲 (乙", "this bracket is not closed (character 3): 甲 ⟪(⟫乙"),
        ("甲)", "this bracket closes nothing (character 2): 甲⟪)⟫"),
        ("会议（扩大", "this bracket is not closed (character 3): 会议⟪（⟫扩大"),
        ("“甲", "this quotation mark is not closed (character 1): ⟪“⟫甲"),
        ("甲 OR", "OR needs something on both sides (character 3): 甲 ⟪OR⟫"),
        ("甲 AND", "AND needs something on both sides (character 3): 甲 ⟪AND⟫"),
        ("AND 甲", "AND needs something on both sides (character 1): ⟪AND⟫ 甲"),
        ("NOT -甲 乙", "NOT needs a word behind it (character 1): ⟪NOT⟫ -甲 乙"),
        ("-NOT 甲", "NOT needs a word behind it, and no minus before it (character 2): -⟪NOT⟫ 甲"),
        ("甲 NOT", "NOT needs a word behind it (character 3): 甲 ⟪NOT⟫"),
        ("OR 甲", "OR needs something on both sides (character 1): ⟪OR⟫ 甲"),
        ("甲 - 乙", "a minus needs a word right behind it (character 3): 甲 ⟪-⟫ 乙"),
        ("甲 ()", "these brackets hold nothing (character 3): 甲 ⟪(⟫)"),
        ('甲 ""', 'there is nothing to search for here (character 3): 甲 ⟪"⟫"'),
        ("\u200b", "there is nothing to search for here (character 1): ⟪\u200b⟫"),
    ],
)
def test_a_mistake_is_refused_with_its_place_marked(text: str, message: str) -> None:
    with pytest.raises(AskedWrongly) as caught:
        parse_query(text)
    assert str(caught.value) == message
    assert "quotation marks" in caught.value.advice


def test_words_that_find_nothing_can_be_asked_otherwise() -> None:
    assert list(with_fewer('甲 -乙 "丙 丁"')) == [("甲", '-乙 "丙 丁"'), ("-乙", '甲 "丙 丁"'), ('"丙 丁"', "甲 -乙")]
    assert next(iter(with_fewer("甲 (乙 OR 丙)"))) == ("甲", "(乙 OR 丙)")
    assert list(with_fewer("甲")) == list(with_fewer("甲 (")) == list(with_fewer("甲 OR 乙")) == []
    assert list(apart("寿阳防汛会")) == ["寿阳 防汛会", "寿阳防 汛会"]
    assert list(apart("寿阳")) == list(apart("寿阳 防汛")) == list(apart("COVID")) == list(apart("会" * 13)) == []
    for text in ("甲 乙 丙", "甲 (乙 OR 丙) -丁", '“他说"好"” 甲'):
        node = parse_query(text)
        assert node
        assert parse_query(written(node)) == node


def test_queries_have_limits() -> None:
    for text in ("甲" * 1001, "甲 " * 65, "(" * 17 + "甲" + ")" * 17, "-(" * 17 + "甲" + ")" * 17, "\ud800"):
        with pytest.raises(AskedWrongly):
            parse_query(text)
    assert parse_query("(" * 16 + "甲" + ")" * 16) == A
    assert parse_query("甲" * 1000) == Phrase("甲" * 1000)


def test_any_text_is_understood_or_refused() -> None:
    chance = random.Random(3)
    for _ in range(5000):
        text = "".join(chance.choices('甲乙 　()（）“”"「」-－|＆ORａ\u200b\n', k=chance.randrange(1, 16)))
        try:
            found = parse_query(text)
        except AskedWrongly:
            continue
        assert found is None or with_regional_words(found)


def test_only_phrases_that_a_hit_may_contain_are_looked_for() -> None:
    assert phrases(parse_query("甲 (乙 OR -丙)")) == [A, B]


def test_regional_words_join_inside_a_word_and_stay_few() -> None:
    found, added = with_regional_words(Phrase("政府資訊公開"))
    assert found == Phrase("政府資訊公開", also=("政府信息公開",))
    assert [(one.word, one.also) for one in added] == [("資訊", ("信息",))]
    many, _ = with_regional_words(Phrase("软件硬件芯片网络信息软件硬件芯片"))
    assert isinstance(many, Phrase)
    assert len(many.also) == MOST_FORMS


def test_every_form_of_a_number_leads_to_all_its_others() -> None:
    for number in range(1, 10_000, 7):
        forms = {str(number), *other_numbers(str(number))}
        assert len(forms) > 1
        assert all({form, *other_numbers(form)} == forms for form in forms)


@pytest.mark.parametrize("none", ["", "0", "0000", "10000", "百", "十百", "二〇二四〇", "零"])
def test_what_is_no_number_has_no_other_form(none: str) -> None:
    assert other_numbers(none) == ()


def test_highlights_begin_at_the_sentence_and_hold_the_match() -> None:
    text = "前一句。" + "无关" * 200 + "。縣長在會上講話，" + "后文" * 200 + "。最後縣長說。"
    (found,) = highlight({"title": "無", "text": text}, [Phrase("县长")])
    assert [fragment.html[:14] for fragment in found.fragments] == ["<em>縣長</em>在會上", found.fragments[1].html[:14]]
    for fragment in found.fragments:
        assert len(fragment.text) <= LENGTH
        assert fragment.text in text
        assert [fragment.text[start:end] for start, end in fragment.marks] == ["縣長"]


def test_overlapping_matches_are_one_mark() -> None:
    (found,) = highlight({"title": "人民政府辦公室"}, [Phrase("人民政府"), Phrase("政府办公")])
    assert found.fragments[0].html == "<em>人民政府辦公</em>室"
