"""Texts from outside the archive: told apart, and every bad one an error of its own line."""

import json
from datetime import UTC, datetime

import pytest

from pipelines.texts import Document, read_documents, when_published

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "<html><head><title>县委召开会议</title></head><body><h1>县委召开会议</h1><p>县委书记张志强主持会议。</p></body></html>"


def read(body: bytes, published: str | None = None) -> list[Document]:
    return list(read_documents(body, "file", published, NOW))


@pytest.mark.parametrize("lead", ["", "\ufeff", "\ufeff\n", "<!-- saved 2025 -->\n<!-- twice -->", "  \r\n"])
def test_a_page_is_one_whatever_stands_before_it(lead: str) -> None:
    (document,) = read((lead + PAGE).encode())
    assert document.article
    assert document.article.title == "县委召开会议"
    assert "<" not in document.article.text


def test_a_mark_of_byte_order_does_not_hide_json_lines() -> None:
    (document,) = read('\ufeff{"id": 7, "text": "县委召开会议。"}\n'.encode())
    assert (document.id, document.error) == ("7", None)


@pytest.mark.parametrize(("line", "says"), [
    (b'{"id": "a", "text": "\\ud800"}', "lone surrogate"),
    (b'{"id": "a", "title": "\\udfff", "text": "x"}', "lone surrogate"),
    (b'{"id": "a", "text": "x", "published": "soon"}', "'soon'"),
    (b'{"id": "a", "text": 3}', '"text"'),
    (b'{"id": "a", "text": "x"', "not JSON"),
])  # fmt: skip
def test_a_bad_line_is_its_own_error_and_the_others_are_read(line: bytes, says: str) -> None:
    good = json.dumps({"id": "b", "text": "县委召开会议。"}).encode()
    first, second = read(line + b"\n" + good + b"\n")
    assert first.article is None
    assert says in (first.error or "")
    assert first.id == "file, line 1"
    assert (second.id, second.error) == ("b", None)


def test_line_separators_inside_a_text_cut_no_record() -> None:
    (document,) = read('{"id": "a", "text": "第一\u2028第二\x85第三"}\n'.encode())
    assert document.article
    assert document.article.text == "第一\u2028第二\x85第三"


@pytest.mark.parametrize(("words", "day"), [("2024-12-05", 5), ("2024-12-05T20:00Z", 6), ("2024年12月5日", 5)])
def test_when_published_is_in_chinas_time(words: str, day: int) -> None:
    published = when_published(words)
    assert published
    assert published.at.day == day


@pytest.mark.parametrize("words", ["soon", "2024-13-40", "近日"])
def test_what_is_no_date_dates_nothing(words: str) -> None:
    assert when_published(words) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "县政府召开会议\n发布时间：2024-04-17 17:20　来源：县融媒体中心\n昨日，县长王强主持召开会议。",
            "2024-04-17T17:20",
        ),
        ("市務會議\n發布日期：113年4月17日\n昨日召開市務會議。", "2024-04-17T00:00"),
        ("县政府召开会议\n2024年04月17日 来源：某县发布\n昨日召开会议。", "2024-04-17T00:00"),
        # the day of a meeting is none of publication, nor one that is still to come, nor one spoken of in the text
        ("会议纪要\n时间：2024年4月16日\n地点：二楼会议室", None),
        ("县政府召开会议\n发布时间：2034-04-17\n昨日召开会议。", None),
        ("县政府召开会议。" + "全县各单位按照安排推进。" * 60 + "公告发布日期：2024-04-17", None),
    ],
)
def test_a_plain_text_that_says_above_itself_when_it_was_published_is_dated_so(text: str, said: str | None) -> None:
    for body in (text.encode(), json.dumps({"id": "a", "text": text}).encode()):
        [document] = read_documents(body, "report.txt", None, NOW)
        assert (document.published and document.published.at.isoformat()[:16]) == said
        [given] = read_documents(body, "report.txt", "2024-12-05", NOW)
        assert given.published
        assert given.published.at.day == 5


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("县政府召开第3次常务会议\n昨日，县长王文主持会议。", "县政府召开第3次常务会议"),
        ("\n　　第608次市政會議紀錄　\n\n時間：上午9時", "第608次市政會議紀錄"),
        ("县长王文主持会议。\n会议研究防汛。", ""),
        ("县长王文主持会议，研究防汛。", ""),
        ("出席：王文、李文\n列席：张文", ""),
    ],
)
def test_the_first_line_of_a_plain_text_is_its_title_where_it_is_no_sentence(text: str, title: str) -> None:
    [document] = read(text.encode())
    assert document.article
    assert (document.article.title, document.article.text) == (title, text)


@pytest.mark.parametrize("line", ["中華民國114年2月11日", "民國114年2月11日", "114-02-11", "2025-02-11"])
def test_a_whole_day_alone_on_a_line_above_the_text_is_when_it_was_published(line: str) -> None:
    [document] = read_documents(f"縣府召開防災會議\n{line}\n縣府今（11）日召開會議。".encode(), "a", None, NOW)
    assert document.published is not None
    assert document.published.at.date().isoformat() == "2025-02-11"


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("县委召开会议\n2025-03-01 来源：青溪县融媒体中心 作者：李明\n县委书记张志强主持会议。", "青溪县融媒体中心"),
        ("縣府召開會議。縣長張志強主持。\n（來源：縣府新聞處）", "縣府新聞處"),
        ("县委召开会议\n来源： 作者：李明\n县委书记张志强主持会议。", None),
        ("县委召开会议，研究水的来源：县长张志强主持会议。", None),
    ],
)
def test_a_plain_text_says_whose_it_is(text: str, publisher: str | None) -> None:
    for body in (text.encode(), json.dumps({"id": "a", "text": text}, ensure_ascii=False).encode()):
        (document,) = read(body)
        assert document.article
        assert document.article.publisher == publisher


@pytest.mark.parametrize(("body", "says"), [(b" \n", "empty"), (b"The council met on 3 May.", "no Chinese character")])
def test_a_file_without_a_chinese_word_says_so(body: bytes, says: str) -> None:
    (document,) = read(body)
    assert says in str(document.error)
