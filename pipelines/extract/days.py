"""How pages write the day they were published on, with a label and without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.patterns import regex

#: No line with date and source is longer, in characters.
LONGEST_LINE = 120
_WEEKDAY = r"(?:\s*[（(]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
_HOUR = rf"(?:{_WEEKDAY}\s*(?:[上下]午)?\s*\d{{1,2}}\s*[:：∶时時]\s*\d{{1,2}}(?:\s*分|[:∶]\d{{2}})?)?"
#: Days written in numerals, and with the day first, as Hong Kong and Macau write them.
_IN_WORDS = "[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_DAY_FIRST = r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*(?:19|20)\d{2}"
_DAY = (
    rf"(?:{_DAY_FIRST}(?!\d)|\d{{2,4}}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?|{_IN_WORDS}"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
DATE_LINE = regex(
    r"(?:(?:发布|发表|发稿|更新|提交|公布|添加|录入|刊登|创建|成文|上稿|发文|上传|发帖|發佈|發布|發表|發稿|更新|公告|張貼|刊登|上版|公布)?(?:时间|日期|時間|于|於)|日期)"
    rf"\s{{0,4}}[】\]]?\s{{0,4}}[：:为]?\s{{0,4}}(?P<labelled>(?:中華民國|民國|西元)?[^\s|｜\d]{{0,2}}{_DAY}{_HOUR})"
)
DATE_ALONE = regex(
    r"(?<!\d)(?P<date>(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    rf"|(?:(?:(?:19|20)\d{{2}}|(?:中華|中华)?(?:民國|民国)\s*\d{{2,3}})\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?"
    rf"|1[0-4]\d年\d{{1,2}}月\d{{1,2}}日|{_DAY_FIRST}|{_IN_WORDS}){_HOUR})(?!\d)"
)
_LONE = regex(DATE_ALONE.pattern + _WEEKDAY)
#: A day that fills its line: 115.11.20, 115-11-20.
_ROC_ALONE = regex(r"1[0-4]\d\s*([-/.])\s*\d{1,2}\s*\1\s*\d{1,2}")
#: A day that stands in two or three elements: 20 | 2026-11, 2026 | 11/20 | 08:30:15.
_PARTED = regex(
    r"(?P<day>\d{1,2}) (?P<year>(?:19|20)\d{2})[-/.年](?P<month>\d{1,2})月?"
    r"|(?P<year2>(?:19|20)\d{2}) (?P<month2>\d{1,2})[-/.](?P<day2>\d{1,2})(?P<hour> \d{1,2}:\d{2})?(?::\d{2})?"
)
_BRACKETS = regex(r"^[\[【(（](?=[^\]】)）]*[\]】)）]$)|(?<=\d|日)[\]】)）]$")


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def narrow(line: str) -> str:
    """Return a line with the figures that Hong Kong's press releases write wide (２０２４年３月１５日) as others write them."""
    return line.translate(_NARROW)


def lone_day(line: str) -> str | None:
    """Return the day that a line is, and is nothing else, however it is set; None where it is more or less."""
    words = _BRACKETS.sub("", line.strip())
    if parted := _PARTED.fullmatch(words):
        year, month, day = (parted[name] or parted[f"{name}2"] for name in ("year", "month", "day"))
        return f"{year}-{month}-{day}{parted['hour'] or ''}"
    if alone := _LONE.fullmatch(words):
        return alone["date"]
    return words if _ROC_ALONE.fullmatch(words) else None


#: A day within a sentence is one that is spoken of.
PROSE = regex("[，。！？]")
LABELLED_DAY = regex(rf"(?:^|[\s|｜【\[（(·　])(?!于|於){DATE_LINE.pattern}")


_ISSUED = regex(r"\s*(?:发布|發布|發佈|发表|發表|刊登)")


def labelled_days(line: str) -> Iterator[re.Match[str]]:
    """Yield the days behind a label; 于 is one (发布 于 2024-03-05), in a sentence only before 发布 (会议于3月5日召开，)."""
    told = bool(PROSE.search(line))
    for match in DATE_LINE.finditer(line):
        if match[0][0] not in "于於" or not told or _ISSUED.match(line, match.end()):
            yield match


#: The line of minutes that says when they met, and what stands on the lines below it.
_NUMBERED = r"[ 　]*(?:[（(]?[一二三四五六七八九十壹贰貳叁參肆\d]{1,2}[、.．)）][ 　]*)?"
_MET = regex(
    rf"{_NUMBERED}(?:会议|會議|开会|開會)?(?:[时時][ 　]*[间間]|日[ 　]*期|日[ 　]*[时時])[ 　]*(?:[：:]|[ 　])"
)
_BELOW_MET = regex(
    rf"{_NUMBERED}(?:(?:会议|會議|开会|開會)?地[ 　]*[点點]|主[ 　]*持|主[ 　]*席|出[ 　]*席|列[ 　]*席|参加|參加|参会|与会|與會|记[ 　]*录|紀[ 　]*錄|[时時][ 　]*[间間])"
)


def begins_minutes(text: str) -> bool:
    """Tell whether a line says when something was, as the first lines of minutes do."""
    return _MET.match(text) is not None


def of_minutes(text: str, following: str) -> bool:
    """Tell whether a line with a day says when the minutes below it were of, and not when the page was published."""
    return _MET.match(text) is not None and _BELOW_MET.match(following) is not None
