"""When the meeting was held: the words that state it, weighed by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from jiyao.model import Evidence, Held
from jiyao.patterns import regex
from pipelines.dates.expressions import Expression, expressions
from pipelines.dates.meanings import STATED_WEEKDAY, weekday_of
from pipelines.lexicon import starting
from pipelines.reading import QUOTES, Reading, is_open
from pipelines.script import for_reading

_LABEL = regex(
    starting(
        r"\s会召举开日时期质议集评鉴听验论审座约协调活培\d",
        r"(?:^|(?<=\s)|(?<=、))(?:(?:会议|开会|召开|举行|集会|质询|议事|评审|评议|鉴定|听证|验收|论证|审查|座谈|约谈|协商|会商|调度|活动|培训)?(?:时 *间|日 *期|日 *时|期间)(?:及地点|地点)?)(?:[ ]*[：　 \t]|[ ]*\n\s*(?=[\d民中一二]))|(?:^|\n)[ \t]*(?=\d{4}年 ?\d{1,2}月 ?\d{1,2}日 ?星期)",
    ),
    re.M,
)
_HELD = regex(
    "召开|举行|开幕|闭幕|主持|出席|缺席|参加|开会|登场|举办|召集|收听收看|列席|集体学习|通过|审议|审查|听取|部署|落幕|开场|正在进行|启幕|拉开(?:帷幕|序幕)|碰头|会商|协商|研判|座谈|会谈|接受|决定|任命|补选|选举|质询|答问|开议|继续|邀[^。；]{2,50}(?:列席|备询|报告)"
)
_DATELINE = regex(
    r"(?:新华社|中新社|中评社|中央社|本报|本刊|中新网|人民网|央视网|[㐀-鿿]{1,5}(?:网|在线|[日晚早晨时商]报|都市报|电视台|客户端|发布)|^[ \t　]*)[^，。（\n]{0,10}?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月)?(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日[^，。（\n\d]{0,5}(?:电(?!视|话|力|商|子)|(?<![通资视])讯(?!问|息)|消息)",
    re.M,
)
#: In so many characters a page has said its headline, and where it comes from; a head that is longer has no sentence.
_BEFORE_TEXT, _LONGEST_HEAD = 120, 400
#: The day under a speech's title, from which it counts its own: （2024年3月5日）.
_UNDER_TITLE = regex("^[ ]*（?(?P<day>[^（），。\n]{6,16}日)[^（）\n，。]{0,6}）?[ ]*$", re.M)
#: Who reports a speech says when it was held; a speech says 今天 of its own day.
_REPORTS_SPEECH = regex("以下[是为]|全文")
_NOT_HELD = regex(
    r"^[^，。]{0,6}(?:以来|起(?:施行|执行|实施)|印发|发布(?!会)|出台|前夕|截至|成立(?!大会|会议))|^[及和与](?:是|本|此|今)次"
)
#: The minutes of an earlier meeting, which this one read and passed: 通过2024年9月3日全会会议纪要.
_READS, _MINUTES = (
    regex("(?:通过|确认|审阅|宣读|追认|修[订正])[^，。]{0,12}$"),
    regex("[^，。；]{0,24}(?:纪要|[纪记]录|议事录)"),
)
#: The same behind them: 2024年9月3日会议纪要以75票赞成获得通过.
_WERE_READ = regex(f"{_MINUTES.pattern}[^。；]{{0,20}}(?:通过|确认|备查)")
#: When a meeting was called: 会议于7月18日以电子邮件方式通知.
_CALLED_ON = regex("(?:(?!召开|举行|召集)[^，。；]){0,20}(?:发出|送达|寄发|方式通知|书面通知)")
#: What a page shows beside the day on which it was put out.
_ON_THE_PAGE = regex(
    "[ |]*(?:语音朗读|听新闻|\\d*(?:观看|浏览|阅读|点阅|人气|点击)|字[级体号]|分享|列印|打印|收藏|来源：|责编：|编辑：)"
)
#: When the page was put out.
_PUT_OUT = regex("(?:公告|发布|发表|更新|刊登|上传|录入)(?:日期|时间)[： ]*$|^date *$")
#: An earlier sitting, of which another one tells: 6月13日开会时，朝野无异议.
_LOOKED_BACK_TO = regex("(?:开会|开议)时，")
#: The meeting itself as subject of the date: 会议于5月31日下午.
_ITSELF = regex("^[ 　]*(?:会议|大会|座谈会|论坛|活动)(?:于|在|系)?$")
#: A meeting that is still to come: 定于12月20日召开, 12月20日将举行.
_PLANNED_BEFORE = regex("(?:将|定|拟|订|计划|预定|原定|暂定|改)(?:于|在|到)?$")
_PLANNED_AFTER = regex(
    "[^，。]{0,14}?(?:将|拟|计划|即将|预定)(?:[于在会]|继续|正式|隆重|召开|举行|举办|出席|参加|主持|开幕)"
)
#: No meeting is announced to the second.
_SECONDS = regex("\\d：\\d\\d：\\d\\d")
_LONGEST_HEADLINE = 40
#: Reports appear soon after the meeting; an older day is more often a day spoken of.
_LATE_DAYS = 45
#: So much less is worth a day that has no year and would lie so far back: it may as well be one to come.
_LONG_AGO = 2.0
_NOTES = regex("[纪记]要|[纪记]录|议事录")
#: A line of minutes that holds a full date with its hour and nothing else but a broken label.
_OWN_LINE = regex(
    r"\s*[㐀-鿿]{0,4}[：: ]*\d{4}年\d{1,2}月\d{1,2}日[^，。；]{0,8}(?:[上下]午|\d{1,2}[：:]\d{2})[^，。；]{0,12}"
)
#: What a line is worth that begins with day and weekday: it heads a record, and pages that date themselves so.
_BARE_LINE = 3.2
#: What follows the day over a record.
_ROLL_FOLLOWS, _SOON = (
    regex("\\n[ \\t　]*(?:(?:主 ?席|出 ?席|列 ?席|[记纪] ?录)[^\\n，。]{0,8}(?:：|\\n)|会议[^\\n，。]{0,4}开始)"),
    160,
)
#: What tells a day only with the day of publication, and so much less than any other it is worth without.
_OF_AN_UNKNOWN_YEAR = ("day", "range", "month and day", "near", "weekday", "weekdays")
_DOES_NOT_TELL = 10.0
#: A day without a year that would lie further back is one still to come.
_HORIZON_WITHOUT_YEAR = 300


@dataclass(frozen=True, slots=True)
class _Candidate:
    expression: Expression
    weight: float
    how: str
    part: str
    of_the_meeting: bool = True
    """Whether a label says so, or the sentence that names the meeting; without a name of its own, the first."""


def held_on(reading: Reading, published: datetime | None, meeting: tuple[int, int] | None = None) -> Held | None:
    """Return when the meeting was held, with the words; its interval is None where they do not tell (近日).

    ``published`` is when the page was published, in the source's own time; without
    it only full dates can be read, and 8月28日 or 昨天 are words that do not tell. ``meeting``
    is the span of the meeting's name in the text: the sentence that names it dates it.
    """
    named = _named_year(reading, meeting) if published is None else None
    reference = published or (datetime(named, 12, 31, 23, 59) if named else datetime(9000, 1, 1))
    best: _Candidate | None = None
    for candidate in _candidates(reading, reference, meeting, known=published is not None, named=named is not None):
        if best is None or candidate.weight > best.weight:
            best = candidate
    if best is None:
        return None
    text = reading.text if best.part == "text" else reading.title
    found = best.expression
    evidence = Evidence(
        found.start, found.end, best.how, "text" if best.part == "text" else "title", sure=best.weight >= 3
    )
    return Held(found.interval, text[found.start : found.end].strip(), found.how, evidence)


def later_than(reading: Reading, published: datetime) -> str | None:
    """Return the words that state a day for the meeting which is later than the publication, and so cannot be its."""
    body = reading.body
    for start, end in _sentences(body)[:6]:
        sentence = body[start:end]
        for found in expressions(sentence, published):
            late = found.interval is not None and found.interval.start > published.date()
            if late and reading.is_report(start) and _weight(sentence, found, 0) > 1:
                return reading.text[start + found.start : start + found.end]
    return None


#: The day of the month, which looks like a weekday: 昨（四）日.
_DAY_IN_BRACKETS = regex("（[^（）]{1,3}）日")


def has_another_weekday(held: Held) -> bool:
    """Tell whether the words that state a day state a weekday too, which is not that day's."""
    stated = STATED_WEEKDAY.search(_DAY_IN_BRACKETS.sub("", for_reading(held.words)))
    day = held.interval if held.interval and held.interval.start == held.interval.end else None
    return stated is not None and day is not None and weekday_of(stated["wd"]) != day.start.weekday()


#: What looks back on a year is held in it or in the next: 2024年度工作总结表彰大会.
_OF_YEAR_PAST = regex("年度[^，。]{0,12}(?:总结|表彰|述职|考核|民主生活会|组织生活会)")


def _named_year(reading: Reading, meeting: tuple[int, int] | None) -> int | None:
    """Return the year that the meeting's name states (2022年推进会, 102年度会议), None where it states none or several."""
    words = reading.folded[slice(*meeting)] if meeting else ""
    if _OF_YEAR_PAST.search(words):
        return None
    years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d|1[0-2]\d|[89]\d)年(?!来)", words)}
    year = years.pop() if len(years) == 1 else None
    return year + 1911 if year and year < 1000 else year


def _within_year(expression: Expression, text: str) -> bool:
    """Tell whether an expression states month and day, so that only its year is missing."""
    words = text[expression.start : expression.end]
    return (expression.how in ("day", "range") and "月" in words) or expression.how == "month and day"


def _candidates(
    reading: Reading, reference: datetime, meeting: tuple[int, int] | None, *, known: bool, named: bool
) -> Iterator[_Candidate]:
    body = reading.body
    dated = known
    reference, dateline = _dateline(body, reference) if known else (reference, None)
    if reading.is_speech() and not _REPORTS_SPEECH.search(body[:200]):
        known = False  # its 今天 is not the page's
        for heading in _UNDER_TITLE.finditer(body[:200]):
            for expression in expressions(heading["day"], reference):
                if _usable(expression, known, reference):
                    yield _Candidate(_moved(expression, heading.start("day")), 5.0, "heading of a speech", "text")
    for one in (*_labelled(reading, reference), *_told(reading, reference, meeting, dateline or 0, dated=dated)):
        expression = one.expression
        if _usable(expression, known, reference):
            yield one
        elif named and one.how != "label" and _within_year(expression, reading.text):
            yield one if known else replace(one, how="clause of the meeting, year of its name")
        elif not dated and one.of_the_meeting and expression.how in _OF_AN_UNKNOWN_YEAR:
            yield replace(one, expression=replace(expression, interval=None), weight=one.weight - _DOES_NOT_TELL)
    for expression in expressions(reading.folded_title, reference):
        if (
            _usable(expression, known, reference)
            and expression.interval
            and expression.interval.precision in ("day", "minute")
        ):
            yield _Candidate(expression, 0.8, "title", "title")


def _labelled(reading: Reading, reference: datetime) -> Iterator[_Candidate]:
    """Yield the days behind the labels of minutes."""
    body = reading.body
    for label in _LABEL.finditer(body[:1200]):
        if not reading.is_report(label.end()):
            continue
        line = body[label.end() : label.end() + 60].split("\n")[0]
        heads = label.group().strip() or _ROLL_FOLLOWS.search(body, label.end(), label.end() + _SOON)
        for expression in expressions(line, reference):
            sittings = _to_last_sitting(body, label.end(), expression)
            yield _Candidate(_moved(sittings, label.end()), 6.0 if heads else _BARE_LINE, "label", "text")


def _told(
    reading: Reading, reference: datetime, meeting: tuple[int, int] | None, dateline: int, *, dated: bool
) -> Iterator[_Candidate]:
    """Yield the days of the first sentences that may be the meeting's; ``dated`` says that the day of publication is known."""
    body = reading.body
    sentences = [(start, end) for start, end in _sentences(body) if reading.is_report(start)]
    headlines = _headlines(body, sentences)
    for number, (start, end) in enumerate(sentences[:15]):
        place = number - headlines if number >= headlines else number
        sentence = body[start:end]
        for expression in expressions(sentence, reference):
            if start + expression.start < dateline:
                continue
            weight = _weight(sentence, expression, place)
            named = meeting is not None and start <= meeting[0] < end
            weight += 0.6 if weight > 0 and named else 0.0
            if dated and expression.interval and (reference.date() - expression.interval.end).days > _LATE_DAYS:
                weight -= 1.0 if expression.dated else _LONG_AGO
            if _OWN_LINE.fullmatch(sentence) and _NOTES.search(body[:200]):
                weight = max(weight, 2.6)
            if weight > 0:
                its_own = named or (meeting is None and place == 0)
                yield _Candidate(_moved(expression, start), weight, "clause of the meeting", "text", its_own)


#: A further sitting, behind a semicolon or on a line under that of the first: 10月4日（星期二）上午9时.
_NEXT_SITTING = regex(
    r"[\n；][ \t　]*(?P<words>\d{1,2} ?月 ?\d{1,2} ?日(?=[^\n；]*(?:[上下]午|\d[时：]))[\d （）星期一二三四五六日天上下午晚中时分至、：~～—–-]*)(?=\n|；|$)"
)
_LONGEST_SESSION = 45  # days
#: What stands between the day of a sitting and the semicolon behind it.
_HOURS = regex("[\\d （）星期一二三四五六日天上下午晚中时分至、：~～—–-]*(?=；)")


def _to_last_sitting(body: str, start: int, first: Expression) -> Expression:
    """Return the days from the first sitting to the last, where the lines behind a label name further ones."""
    hours, last = _HOURS.match(body, start + first.end), first.interval
    at = hours.end() if hours else body.find("\n", start)
    while last and at >= 0 and (line := _NEXT_SITTING.match(body, at)):
        at = line.end() if line.end() < len(body) else -1
        reference = datetime(last.start.year, 12, 31, 23, 59)
        day = next((found.interval for found in expressions(line["words"], reference) if found.interval), None)
        if day is None or not 0 < (day.end - last.end).days <= _LONGEST_SESSION:
            break
        last = replace(last, end=day.end, precision="day", at=None)
    return replace(first, interval=last)


def _headlines(body: str, sentences: list[tuple[int, int]]) -> int:
    """Return how many lines stand over the first sentence."""
    short = (body[end : end + 1] == "\n" and end - start <= _LONGEST_HEADLINE for start, end in sentences)
    return next((number for number, headline in enumerate(short) if not headline), 0)


def _is_period(sentence: str, expression: Expression) -> bool:
    """Tell whether a part of a year is one that is reported on: a quarter, or half a year that begins no sentence."""
    words = sentence[expression.start : expression.end]
    return "季" in words or ("半年" in words and bool(sentence[: expression.start].strip()))


def _weight(sentence: str, expression: Expression, place: int) -> float:
    """Weigh a date by its sentence: a verb of holding behind it, nothing before it, near the top."""
    after = sentence[expression.end : expression.end + 90]
    before = sentence[: expression.start]
    if expression.how == "timestamp" and _SECONDS.search(sentence, expression.start, expression.end):
        return 0.0  # when the page was put out
    if _NOT_HELD.match(after) or _PLANNED_BEFORE.search(before) or _PLANNED_AFTER.match(after):
        return 0.0
    if _PUT_OUT.search(before) or _CALLED_ON.match(after) or _ON_THE_PAGE.match(after):
        return 0.0
    if _MINUTES.match(after) and (_READS.search(before) or _WERE_READ.match(after)):
        return 0.0
    if expression.how == "since":
        return 0.0  # 今年以来
    if expression.how == "part of year" and _is_period(sentence, expression):
        return 0.0  # 二季度党建联席会, 介绍上半年经济运行情况: what it is about, or which of several
    if before.count("《") > before.count("》") or any(is_open(before, mark) for mark in QUOTES):
        return 0.0
    precision = expression.interval.precision if expression.interval else None
    within_month = precision == "month" or expression.how == "part of month"  # 七月底
    if precision == "year" or within_month:
        begins = within_month and place == 0 and not before.strip() and _HELD.search(after)
        return 1.0 if begins else 0.0
    weight = 2.0 if _HELD.search(after) else 0.6 if _HELD.search(before) else 0.0
    if not weight:
        return 0.5 if place == 0 and expression.interval else 0.0
    weight += (
        1.2
        if not before.strip("　 \t“（）：—-本报讯记者") or len(before) < 8 or before.rstrip().endswith(("于", "在"))
        else 0.6
        if "，" not in before
        else 0.0
    )
    weight += 0.5 if expression.interval else 0.0
    weight += 0.9 if expression.interval and _ITSELF.search(before) else 0.0
    weight -= 1.0 if _LOOKED_BACK_TO.match(after) else 0.0
    weight -= 1.0 if sentence[expression.start] == "当" else 0.0  # the day spoken of, not the day of publication
    return weight - (0.5 if place else 0) - 0.15 * place


def _usable(expression: Expression, known: bool, reference: datetime) -> bool:
    interval = expression.interval
    if interval is None:
        return expression.how == "open"
    if not known:
        stated = expression.dated or expression.how == "timestamp"  # 11日 counted from a year's end is no day of it
        return stated and expression.how in ("day", "range", "timestamp") and interval.start.year < 8990
    if interval.start > reference.date():
        return False
    age = (reference.date() - interval.start).days
    return age <= _HORIZON_WITHOUT_YEAR or expression.dated


def _dateline(body: str, reference: datetime) -> tuple[datetime, int | None]:
    """Return the day of an agency's dateline (新华社北京11月5日电), from which relative days count, and where it ends."""
    match = _DATELINE.search(body[:_BEFORE_TEXT]) or _below_head(body)
    if not match:
        return reference, None
    day = next((e.interval for e in expressions(match.group().rstrip("电讯"), reference) if e.interval), None)
    if day is None:
        return reference, match.end()
    return reference.replace(year=day.end.year, month=day.end.month, day=day.end.day, hour=23, minute=59), match.end()


def _below_head(body: str) -> re.Match[str] | None:
    match = _DATELINE.search(body[:_LONGEST_HEAD])
    begins = match and body[body.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" 　\t据") == ""
    return match if match and begins and "。" not in body[: match.start()] else None


def _moved(expression: Expression, by: int) -> Expression:
    return replace(expression, start=expression.start + by, end=expression.end + by)


def _sentences(body: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^。！？\n]+", body[:4000]) if m.group().strip()]
