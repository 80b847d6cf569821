"""Elasticsearch, tantivy and Python cut every text alike."""

from __future__ import annotations

import json
import random
import unicodedata
import urllib.request
from collections.abc import Iterator

import pytest
from engines import delete_indices
from invented_reports import invented_reports

from index_mappings import load
from jiyao.search.embedded_query import analyzer
from jiyao.search.fold import fold
from jiyao.search.tokens import comparable, phrase_pattern, tokens

NASTY = [
    *("", " ", "\u3000", "\u200b"),
    *("\n\r\n\t", "壽陽縣 第98次", "𠀀\U000323af〇㐀", "áé"),
    *("ＡＢＣ１２３", "İstanbul ẞ ΣΑΣ", "‘’“”「」『』", "甲·乙•丙‧丁・戊･己"),
    *("x" * 200, "1,234.5%", "Ⅷ ① ㈱ ㎡ …", "\x00\x01\x1f\x7f\x85\xa0\xad"),
    *("\u2028\u2029\ufeff\u180e", "葛󠄀城︀", "👨\u200d👩\u200d👧", "\U0010ffff\uffff�"),
    *("ⓐⒶ🅰", "한국어 日本語かな", "ئۇيغۇر བོད་ ᠮᠣᠩ", "a-b_c@d.e/f\\g"),
]


def texts() -> Iterator[str]:
    yield from NASTY
    yield from (report.text for report in invented_reports()[::9])
    chance = random.Random(1)
    alphabet = [chr(code) for code in range(1, 0x11_0000) if not 0xD800 <= code < 0xE000 and chance.random() < 0.02]
    common = "甲乙丙。，、 　\n“”「」aB9０Ａ·—-(（〇"
    for _ in range(150):
        yield "".join(chance.choice(alphabet) if chance.random() < 0.4 else chance.choice(common) for _ in range(60))


@pytest.fixture(scope="module")
def cut_by_elasticsearch(elasticsearch_url: str) -> Iterator[str]:
    name = "test_tokens-reports-1"
    body = load("reports").body
    post(f"{elasticsearch_url}/{name}", body, "PUT")
    yield f"{elasticsearch_url}/{name}/_analyze"
    delete_indices(elasticsearch_url, "test_tokens")


def post(url: str, body: object, method: str = "POST") -> dict[str, list[dict[str, object]]]:
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request) as answer:
        found: dict[str, list[dict[str, object]]] = json.load(answer)
    return found


def test_elasticsearch_cuts_as_python_does(cut_by_elasticsearch: str) -> None:
    for text in texts():
        cut = post(cut_by_elasticsearch, {"analyzer": "han", "text": text})["tokens"]
        assert [token["token"] for token in cut] == tokens(text), repr(text)
        assert [token["position"] for token in cut] == list(range(len(cut)))


def test_elasticsearch_folds_names_as_python_does(cut_by_elasticsearch: str) -> None:
    for text in filter(None, texts()):
        folded = post(cut_by_elasticsearch, {"normalizer": "folded", "text": text})["tokens"]
        assert [token["token"] for token in folded] == [comparable(text)], repr(text)


def test_tantivy_cuts_as_python_does() -> None:
    cutting = analyzer()
    for text in texts():
        assert cutting.analyze(comparable(text)) == tokens(text), repr(text)


def test_what_is_comparable_keeps_every_offset_and_stays_as_it_is() -> None:
    for text in texts():
        assert len(comparable(text)) == len(text)
        assert comparable(comparable(text)) == comparable(text) == comparable(fold(text))


def test_full_width_and_half_width_are_one() -> None:
    for code in range(0x21, 0x7F):
        wide = chr(code + 0xFEE0)
        assert comparable(wide) == comparable(chr(code)) == comparable(unicodedata.normalize("NFKC", wide))


def test_a_phrase_stands_where_its_tokens_stand_in_a_row() -> None:
    chance = random.Random(2)
    hits = 0
    for text in texts():
        cut = tokens(text)
        if any(len(token) == 64 for token in cut):
            continue  # a run beyond 64 is cut for the engines only
        for _ in range(5):
            at, length = chance.randrange(len(text) + 1), chance.randrange(1, 8)
            phrase = text[at : at + length] if chance.random() < 0.7 else "".join(chance.choices("甲乙a9 。", k=2))
            wanted = tokens(phrase)
            stands = bool(wanted) and any(cut[i : i + len(wanted)] == wanted for i in range(len(cut)))
            assert bool(phrase_pattern(phrase).search(comparable(text))) == stands, (text, phrase)
            hits += stands
    assert hits > 300
