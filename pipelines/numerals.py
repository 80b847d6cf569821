"""Numbers as reports write them: digits, 〇一二, 十二, 廿三, 元; and moments that data counts since 1970."""

from __future__ import annotations

from datetime import UTC, datetime

from jiyao.patterns import regex

_VALUES = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_VALUES |= {"零": 0, "○": 0, "o": 0, "O": 0, "Ο": 0, "О": 0, "两": 2, "元": 1, "正": 1, "初": 0}
#: The characters a number may be written with, for use inside a regular expression's class.
CLASS = "0-9〇○零一二三四五六七八九十百廿卅"


def number(text: str) -> int:
    """Return the value of a number below 10,000; ValueError if it is none.

    Read are 12, 十二, 二十, 廿三, 卅, 1 0 1, 一百一十三, 二〇二四 (digit by digit), 元 (the first).
    """
    text = text.replace(" ", "").strip().replace("廿", "二十").replace("卅", "三十")
    if text.isascii() and text.isdigit():
        return int(text)
    if not text:
        raise ValueError("no number")
    if text[0] == "百":
        text = "一" + text  # 民国百年
    if "百" in text:
        head, _, tail = text.partition("百")
        return number(head) * 100 + (number(tail.lstrip("零〇○")) if tail.strip("零〇○") else 0)
    if "十" in text:
        head, _, tail = text.partition("十")
        return (number(head) if head else 1) * 10 + (number(tail) if tail else 0)
    try:
        return int("".join(str(int(c)) if c.isdigit() else str(_VALUES[c]) for c in text))
    except KeyError:
        raise ValueError(f"no number: {text!r}") from None


#: Seconds or milliseconds since 1970, of 2001 and later.
_EPOCH = regex(r"1\d{9}(?:\d{3})?")


def since_epoch(text: str) -> datetime | None:
    """Return the moment, in UTC, that a number counts seconds or milliseconds to; None for any other text."""
    return datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.fullmatch(text) else None
