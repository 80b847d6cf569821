"""Pages are read in the encoding they are in, whatever they say."""

import pytest

from pipelines.decode import Decoded, decode

HANS = "<p>12月4日上午，县长王建军主持召开县政府常务会议，研究部署冬季清洁取暖工作，听取有关部门的汇报。</p>" * 3
HANT = "<p>縣長今日上午主持縣務會議，聽取各局處報告，並對春耕用水、清明交通疏導等議題作出裁示，請各單位辦理。</p>" * 3


def page(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'


@pytest.mark.parametrize(
    ("body", "content_type", "declared", "encoding"),
    [
        (page(HANS, "utf-8").encode(), "text/html", None, "utf-8"),
        (page(HANS, "gb2312").encode("gb18030"), "text/html", None, "gb18030"),
        (HANS.encode("gb18030"), "text/html; charset=GBK", None, "gb18030"),
        (HANS.encode("gb18030"), None, None, "gb18030"),
        (HANT.encode("big5hkscs"), "text/html; charset=big5", None, "big5hkscs"),
        (HANT.encode("big5hkscs"), None, None, "big5hkscs"),
        (HANT.encode("gb18030"), "text/html", "gb2312", "gb18030"),
        (b"\xef\xbb\xbf" + HANS.encode(), "text/html; charset=gb2312", None, "utf-8"),
        (HANS.encode("utf-16"), None, None, "utf-16-le"),
    ],
    ids=[
        "utf-8",
        "gb2312 by meta",
        "gbk by header",
        "gb unsaid",
        "big5 by header",
        "big5 unsaid",
        "by source",
        "bom",
        "utf-16",
    ],
)
def test_text_comes_out_whole(body: bytes, content_type: str | None, declared: str | None, encoding: str) -> None:
    decoded = decode(body, content_type, declared)
    assert decoded.encoding == encoding
    assert (HANS in decoded.text) or (HANT in decoded.text)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (page(HANS, "gb2312").encode(), "text/html"),
        (page(HANS, "utf-8").encode("gb18030"), "text/html; charset=utf-8"),
        (page(HANT, "gb2312").encode("big5hkscs"), None),
        (HANS.encode(), "text/html; charset=ISO-8859-1"),
        (page(HANS, "gbk").encode("gb18030"), "text/html; charset=ISO-8859-1"),
        (HANT.encode("big5hkscs"), "text/html; charset=windows-1252"),
    ],
    ids=[
        "utf-8 that says gb2312",
        "gb that says utf-8",
        "big5 that says gb2312",
        "utf-8 behind a default header",
        "gb behind a default header",
        "big5 behind a western header",
    ],
)
def test_a_page_that_lies_about_its_encoding_is_read_all_the_same(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert (HANS in decoded.text) or (HANT in decoded.text)
    assert not decoded.broken


def test_characters_beyond_gb2312_are_read_in_a_page_that_declares_gb2312() -> None:
    assert "朱镕基、喆、𠮷" in decode("朱镕基、喆、𠮷".encode("gb18030"), "text/html; charset=gb2312").text


def test_the_wide_space_of_old_gb_editors_is_a_wide_space() -> None:
    assert decode(b"\xa3\xa0" + HANS.encode("gb18030"), None, "gb2312").text.startswith("\u3000<p>")


def test_a_page_in_a_broken_encoding_is_read_with_replacement_and_that_is_said() -> None:
    body = bytearray(HANS.encode() * 2)
    for at in range(40, len(body), 25):
        body[at] = 0xFF
    decoded = decode(bytes(body), "text/html; charset=utf-8")
    assert decoded.broken
    assert decoded.replaced > 3
    assert "\ufffd" in decoded.text


def test_one_cut_character_at_the_end_is_not_a_broken_page() -> None:
    decoded = decode((HANS * 10).encode()[:-2] + b"\xe4\xbc", None)
    assert decoded.encoding == "utf-8"
    assert not decoded.broken


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    assert decode(("\ufffd" * 9 + HANS).encode(), None).replaced == 0


def test_a_western_page_stays_in_its_encoding() -> None:
    text = "<p>La séance a été présidée par M. Müller, à l'Hôtel de Ville ; « Où êtes-vous ? », demanda-t-il.</p>" * 20
    assert decode(text.encode("cp1252"), "text/html; charset=ISO-8859-1").text == text


def test_an_empty_body_is_empty_text() -> None:
    assert decode(b"", None) == Decoded("", "utf-8")
