"""What a date expression means on the day it was published. Pure; nothing is guessed.

An expression without a year is the latest such day that is not after the
publication; 近日 and its like stay open. All texts are read folded
(:func:`pipelines.script.for_reading`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jiyao.model import Interval
from pipelines.dates import lunar
from pipelines.lexicon import starting
from pipelines.numerals import CLASS, number

_N = f"[{CLASS}]"
_SEP = r"\s*(?:至|到|-|—+|–|~|～|、|和|及)\s*"
_ERA = r"(?:(?P<era>(?:中华)?民国)\s*)?"
_YEAR = rf"{_ERA}(?P<y>{_N}{{2,5}}|元|(?<=国)百)）?\s*年度?\s*"
_YEAR_WORD = r"(?P<yw>今年|本年|去年|上年|前年|明年|当年)\s*"
_MONTH = rf"(?P<m>{_N}{{1,3}}|元|正)）?\s*月份?\s*"
_MONTH_WORD = r"(?P<mw>本月|当月|这个月|上个?月|下个?月)\s*"
_DAY = rf"(?P<d>{_N}{{1,3}})\s*[日号](?!线|楼|院|馆|公告|文件|议案|决议|令|提案|报|本|元|均)"
_WEEKDAY = r"(?:\s*[（(]?\s*(?:星期|礼拜|周)[一二三四五六日天]\s*[）)]?)?"
_PART = r"凌晨|清晨|早晨|早上|上午|中午|正午|晌午|午前|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|晨|早|午|晚|夜"
_CLOCK = (
    rf"(?:\s*(?P<part>{_PART}))?"
    rf"(?:\s*(?P<h>{_N}{{1,3}})\s*(?:时|点钟?|：|:)\s*(?:(?P<half>半)|(?P<mi>{_N}{{1,3}})(?!月)\s*分?)?(?:[：:]\d\d)?许?(?!间))?"
)
#: What makes a bound, a length or a habit of a date: 3日内, 5日前, 每年3月5日, 3年行动.
_BOUND = re.compile(r"\s*(?:以前|之前|前夕?|以后|之后|后|以内|之内|内|以上|以下|之计|左右|游)")
_BEFORE = re.compile(r"(?:每[年月周]?|逢|第|\d[./]|近|过去|未来|今后|连续|为期|共|历时|约|[\d一二三四五六七八九十])$")
_OPEN = re.compile(
    "近日|日前|近期|近来|近几天|前几天|这几天|连日来?|不久前|前不久|同期|届时|会议期间|即日起?|适时|择期"
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression in a text: its span and meaning; ``interval`` is None where it stays open.

    ``dated`` tells that the words name the year themselves.
    """

    start: int
    end: int
    interval: Interval | None
    how: str
    dated: bool = False


_Reader = Callable[[re.Match[str], datetime], "Interval | None"]


def _parse_year(written: str, era: str | None, now: date) -> int:
    year = 1 if written == "元" else number(written)
    if era:
        return year + 1911
    if year >= 1000:
        return year
    if 60 <= year <= 150 and year + 1911 <= now.year + 1 and len(written) <= 5:
        return year + 1911
    if year < 100:
        return 2000 + year if 2000 + year <= now.year + 1 else 1900 + year
    raise ValueError(written)


_YEAR_SHIFT = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}


def _year_of(match: re.Match[str], now: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return _parse_year(groups["y"], groups.get("era"), now)
    if groups.get("yw"):
        return now.year + _YEAR_SHIFT[groups["yw"]]
    return None


def _month_of(match: re.Match[str], now: date) -> tuple[int | None, int | None]:
    """Return (year, month) where the month is stated; the year only when it follows from the word."""
    groups = match.groupdict()
    if groups.get("m"):
        return None, 1 if groups["m"] in ("正", "元") else number(groups["m"])
    if groups.get("mw"):
        shift = {"上": -1, "下": 1}.get(groups["mw"][0], 0)
        months = now.year * 12 + now.month - 1 + shift
        return months // 12, months % 12 + 1
    return None, None


def _latest(month: int, day: int, now: date) -> date:
    for year in range(now.year, now.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            if month == 2 and day == 29:
                continue
            raise
        if found <= now:
            return found
    raise ValueError("no such day")


def _latest_in_month(day: int, now: date) -> date:
    """Return the last day of that number that is not after ``now``, in this month or the one before."""
    if day <= now.day:
        return now.replace(day=day)
    return (now.replace(day=1) - timedelta(days=1)).replace(day=day)


def _day_of(match: re.Match[str], now: date) -> date:
    day = number(match["d"])
    year, (month_year, month) = _year_of(match, now), _month_of(match, now)
    if month is None:
        return _latest_in_month(day, now)
    if year is None:
        year = month_year
    return date(year, month, day) if year else _latest(month, day, now)


def _clock(match: re.Match[str], day: date) -> Interval:
    groups = match.groupdict()
    if not groups.get("h"):
        return Interval(day, day)
    hour = number(groups["h"])
    minute = 30 if groups.get("half") else number(groups["mi"]) if groups.get("mi") else 0
    part = groups.get("part") or ""
    if hour < 12 and (
        part in ("下午", "午后", "傍晚") or part.startswith(("晚", "夜", "深夜")) or (part == "中午" and hour < 3)
    ):
        hour += 12
    if hour == 24:
        return Interval(day, day)
    return Interval(day, day, "minute", time(hour, minute))


def _read_day(match: re.Match[str], published: datetime) -> Interval:
    return _clock(match, _day_of(match, published.date()))


def _read_range(match: re.Match[str], published: datetime) -> Interval | None:
    now = published.date()
    start = _day_of(match, now)
    last = match.groupdict()
    month = number(last["m2"]) if last.get("m2") else start.month
    year = _parse_year(last["y2"], last.get("era2"), now) if last.get("y2") else start.year
    end = date(year, month, number(last["d2"]))
    if end < start and not last.get("y2") and month < start.month:
        end = end.replace(year=start.year + 1)
    return Interval(start, end) if start <= end else None


_NEAR = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2}


def _read_near(match: re.Match[str], published: datetime) -> Interval | None:
    day = published.date() + timedelta(days=_NEAR[match["near"]])
    stated = match.groupdict().get("d")
    if stated and number(stated) != day.day:
        # 今（20）日 states the day itself; the page may be a day or two later.
        day = _latest_in_month(number(stated), published.date())
    return _clock(match, day)


def _monday(now: date) -> date:
    return now - timedelta(days=now.weekday())


def _read_weekday(match: re.Match[str], published: datetime) -> Interval:
    now, word = published.date(), match["week"] or ""
    day = _monday(now) + timedelta(days="一二三四五六日天".index(match["wd"]) if match["wd"] != "天" else 6)
    if word:
        day += timedelta(weeks={"上上": -2, "上": -1, "下": 1}.get(word, 0))
    elif day > now:
        day -= timedelta(weeks=1)
    return _clock(match, day)


def _read_week(match: re.Match[str], published: datetime) -> Interval:
    start = _monday(published.date()) + timedelta(weeks={"上上": -2, "上": -1, "下": 1}.get(match["week"], 0))
    if match["end"]:
        return Interval(start + timedelta(days=5), start + timedelta(days=6))
    return Interval(start, start + timedelta(days=6))


def _last_day(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _read_part_of_month(match: re.Match[str], published: datetime) -> Interval:
    now = published.date()
    year, (month_year, month) = _year_of(match, now), _month_of(match, now)
    year, month = year or month_year or now.year, month or now.month
    if match.groupdict().get("m") and not _year_of(match, now) and date(year, month, 1) > now:
        year -= 1
    last = _last_day(year, month)
    first_to_last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day), "初": (1, 1)}
    start, end = first_to_last.get(match["piece"], (last.day, last.day))
    if further := match.groupdict().get("piece2"):
        end = first_to_last.get(further, (last.day, last.day))[1]
    return Interval(date(year, month, start), date(year, month, end))


def _read_month(match: re.Match[str], published: datetime) -> Interval:
    now = published.date()
    year, (month_year, month) = _year_of(match, now), _month_of(match, now)
    if not month:
        raise ValueError("no month")
    year = year or month_year or (now.year if month <= now.month else now.year - 1)
    return Interval(date(year, month, 1), _last_day(year, month), "month")


def _read_months(match: re.Match[str], published: datetime) -> Interval | None:
    now = published.date()
    first, last = number(match["m"]), number(match["m2"])
    year = _year_of(match, now) or (now.year if first <= now.month else now.year - 1)
    return Interval(date(year, first, 1), _last_day(year, last), "month") if first < last else None


def _read_year(match: re.Match[str], published: datetime) -> Interval:
    year = _year_of(match, published.date())
    if not year:
        raise ValueError("no year")
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def _read_years(match: re.Match[str], published: datetime) -> Interval:
    return Interval(date(number(match["from"]), 1, 1), date(number(match["to"]), 12, 31), "year")


def _read_part_of_year(match: re.Match[str], published: datetime) -> Interval:
    now = published.date()
    year = _year_of(match, now)
    months = _part_of_year(match["piece"])
    if year is None:
        year = now.year if date(now.year, months[0], 1) <= now else now.year - 1
    if match["piece"].endswith(("底", "末")):
        return Interval(date(year, 12, 31), date(year, 12, 31))
    if match["piece"].endswith("初"):
        return Interval(date(year, 1, 1), date(year, 1, 1))
    return Interval(date(year, months[0], 1), _last_day(year, months[1]))


def _part_of_year(piece: str) -> tuple[int, int]:
    if "半年" in piece:
        return (1, 6) if piece.startswith("上") else (7, 12)
    if "季" in piece:
        quarter = number(piece.strip("前第季度个头"))
        return (1 if piece[0] in "前头" else quarter * 3 - 2, quarter * 3)
    return (1, 12)


def _read_since(match: re.Match[str], published: datetime) -> Interval | None:
    now = published.date()
    year, (month_year, month) = _year_of(match, now), _month_of(match, now)
    start = date(year or month_year or now.year, month or 1, number(match["d"]) if match.groupdict().get("d") else 1)
    return Interval(start, now) if start <= now else None


def _read_iso(match: re.Match[str], published: datetime) -> Interval:
    year = number(match["y"])
    day = date(year + 1911 if year < 1000 else year, number(match["m"]), number(match["d"]))
    return _clock(match, day)


def _read_month_day(match: re.Match[str], published: datetime) -> Interval:
    return _clock(match, _latest(number(match["m"]), number(match["d"]), published.date()))


def _read_lunar(match: re.Match[str], published: datetime) -> Interval | None:
    groups, now = match.groupdict(), published.date()
    feast = groups.get("feast") or groups.get("feast2")
    if feast:
        month, day = _FEASTS.get(feast, (1, 1))
        year = _year_of(match, now)
        if year:
            found = lunar.solar_day(year, month, day) if month else None
        else:
            found = lunar.last_of_year(now) if month == 0 else lunar.latest_day(month, day, now)
    else:
        name = groups["lm"]
        month = {"正": 1, "冬": 11, "腊": 12}.get(name) or number(name)
        leap = bool(groups.get("leap"))
        day = number(groups["ld"])
        year = _year_of(match, now)
        found = lunar.solar_day(year, month, day, leap=leap) if year else lunar.latest_day(month, day, now, leap=leap)
    return _clock(match, found) if found else None


_FEASTS = {
    "除夕": (0, 0), "大年三十": (0, 0), "大年初一": (1, 1), "元宵节": (1, 15), "端午节": (5, 5), "七夕": (7, 7),
    "中秋节": (8, 15), "重阳节": (9, 9), "腊八节": (12, 8),
}  # fmt: skip


def _read_ago(match: re.Match[str], published: datetime) -> Interval:
    if match["now"]:
        return Interval(published.date(), published.date(), "minute", _minute(published))
    count = 0.5 if match["n"] == "半" else number(match["n"])
    unit = match["unit"].removeprefix("个")
    if unit in ("分钟", "小时"):
        at = published - timedelta(minutes=count * (60 if unit == "小时" else 1))
        return Interval(at.date(), at.date(), "minute", _minute(at))
    day = published.date() - timedelta(days=int(count) * {"天": 1, "日": 1, "周": 7, "星期": 7}[unit])
    return Interval(day, day)


def _minute(at: datetime) -> time:
    return at.time().replace(second=0, microsecond=0)


_DATE = rf"(?:(?:{_YEAR}|{_YEAR_WORD})?(?:{_MONTH}|{_MONTH_WORD}))?"
_LUNAR_DAY = rf"(?P<ld>初[一二三四五六七八九十]|{_N}{{1,3}})日?"
_ERA2 = r"(?:(?P<era2>(?:中华)?民国)\s*)?"

#: What expressions begin with: a number, a year, a month or a day of a year.
_NUMERALS = "0123456789" + CLASS[3:]
_YEARS = _NUMERALS + "中民元今本去上前明当"
_DAYS = _YEARS + "正这下"
#: Readers in the order in which they are tried: name, what it begins with, pattern, meaning.
_READERS: list[tuple[str, str, re.Pattern[str], _Reader]] = [
    (name, starts, re.compile(pattern), reader)
    for name, starts, pattern, reader in (
        ("lunar", _YEARS + "农阴夏", rf"(?:{_YEAR}|{_YEAR_WORD})?(?:农历|阴历|夏历)(?P<leap>闰)?(?P<lm>正|冬|腊|{_N}{{1,2}})月{_LUNAR_DAY}{_CLOCK}", _read_lunar),
        ("lunar", "闰正冬腊", rf"(?P<leap>闰)?(?P<lm>正|冬|腊)月{_LUNAR_DAY}{_CLOCK}", _read_lunar),
        ("lunar", _NUMERALS + "闰", rf"(?P<leap>闰)?(?P<lm>{_N}{{1,2}})月(?P<ld>初[一二三四五六七八九十]){_CLOCK}", _read_lunar),
        ("feast", "除大元端七中重腊" + _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<feast>{'|'.join(_FEASTS)})(?:当天|当日)?{_CLOCK}", _read_lunar),
        ("feast", _YEARS + "春", rf"(?:(?:{_YEAR}|{_YEAR_WORD})(?P<feast>春节)(?:当天|当日)?|(?P<feast2>春节)当[天日]){_CLOCK}", _read_lunar),
        ("since", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?:{_MONTH})?(?:{_DAY})?以?来", _read_since),
        ("range", _DAYS, rf"{_DATE}(?P<d>{_N}{{1,3}})\s*[日号]?{_WEEKDAY}(?:{_PART})?{_SEP}"
                  rf"(?:(?:{_ERA2}(?P<y2>{_N}{{2,5}})\s*年\s*)?(?P<m2>{_N}{{1,3}})\s*月\s*)?(?P<d2>{_N}{{1,3}})\s*[日号]{_WEEKDAY}(?:{_PART})?", _read_range),
        ("day", _DAYS, rf"{_DATE}{_DAY}{_WEEKDAY}{_CLOCK}", _read_day),
        ("day", _NUMERALS, rf"(?<=（)(?P<d>{_N}{{1,3}})）\s*日{_CLOCK}", _read_day),
        # 今日（六月二十八日）states the day itself; the page may be a day or two later.
        ("day", "大昨前今当上本这周星礼", rf"(?:大?[昨前今当]\s*[天日]|(?:上上|上|本|这)?个?(?:周|星期|礼拜)[一二三四五六日天])\s*（{_DATE}{_DAY}{_WEEKDAY}）{_CLOCK}", _read_day),
        ("near", "大昨前今当明后", rf"(?P<near>大前|[昨前今当明后])\s*(?:[天日]|（(?P<d>{_N}{{1,3}})(?:日)?）\s*[天日]?|(?=[晨早午晚夜上下中][午上]?(?<!上月)))(?:（{_N}{{1,3}}日?）)?{_WEEKDAY}{_CLOCK}", _read_near),
        ("near", "昨今", r"(?P<near>[昨今])(?=[通召举出主与就开宣审公表说称到由讨续]|在[^，。]{1,20}[开行办])", _read_near),
        ("weekday", "上本这下个周星礼", rf"(?P<week>上上|上|本|这|下)?个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])(?![年届次个行围边])(?:（{_N}{{1,3}}日?）)?{_CLOCK}", _read_weekday),
        ("week", "上本这下", r"(?P<week>上上|上|本|这|下)个?(?:周|星期|礼拜)(?P<end>末)?(?![一二三四五六日天年])", _read_week),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)(?:{_WEEKDAY}[ tT　]*{_CLOCK})", _read_iso),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?P<y>1[0-4]\d|[6-9]\d)(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d){_WEEKDAY}\s*{_CLOCK}", _read_iso),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)\s*{_CLOCK}", _read_iso),
        ("month and day", _NUMERALS, rf"(?<![\d/.:：-])(?P<m>\d{{1,2}})[-/](?P<d>\d{{1,2}})(?![\d/%：:.-]|\s*[以月])\s*{_CLOCK}", _read_month_day),
        ("part of month", _DAYS, rf"(?:(?:(?:{_YEAR}|{_YEAR_WORD})?(?:{_MONTH}|{_MONTH_WORD}))(?P<piece>上旬|中旬|下旬|初|底|末)(?:[至到-](?P<piece2>中旬|下旬|底|末))?)", _read_part_of_month),
        ("part of month", "月", r"(?<![一-鿿])月(?P<piece>初|底|末)", _read_part_of_month),
        ("part of year", _YEARS + "前第头上下", rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<piece>(?:前|第|头)?[一二三四1234]个?季度|[上下]半年)", _read_part_of_year),
        ("part of year", _YEARS, rf"(?:{_YEAR}|(?P<yw>今年|去年|前年|明年|今|去|明)\s*)(?P<piece>年?[初底末])", _read_part_of_year),
        ("years", _NUMERALS, r"(?P<from>(?:19|20)\d\d)\s*年?\s*(?:至|到|-|—+|–|~)\s*(?P<to>(?:19|20)\d\d)\s*年", _read_years),
        ("months", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<m>{_N}{{1,3}})月?\s*(?:至|到|-|—+|–|~)\s*(?P<m2>{_N}{{1,3}})月(?!\s*{_N}+\s*[日号])", _read_months),
        ("month", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?:{_MONTH})", _read_month),
        ("month", _NUMERALS + "本当这上下", rf"(?:{_MONTH_WORD}|(?P<m>{_N}{{1,3}})\s*月份?(?![一-鿿]*日))", _read_month),
        ("ago", _NUMERALS + "半两刚", rf"(?:(?P<n>半|两|{_N}{{1,4}})\s*(?P<unit>分钟|个?小时|天|日|周|个?星期)(?:之|以)?前|(?P<now>刚刚|刚才))", _read_ago),
        ("year", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?![春夏秋冬除元端中重]|同期)", _read_year),
    )
]  # fmt: skip
_BY_START: dict[str, list[tuple[str, re.Pattern[str], _Reader]]] = {}
for _name, _starts, _pattern, _reader in _READERS:
    for _start in _starts:
        _BY_START.setdefault(_start, []).append((_name, _pattern, _reader))
#: The second characters of words of time (今年, 上周, 昨召开): 本市, 上述 and 明确 need not be read.
_SECOND = (
    _NUMERALS
    + r"\s）（年月历正冬腊宵国华秋夕前午阳节天日晨早晚夜上下中初底末个周星礼半期拜分小才刚通召举出主与就开宣审公表说称到由讨续在"
)
_ERAS_BEGIN = "光宣同咸道嘉乾雍康顺崇万昭平令大明贞开洪永民佛藏傣彝檀元"
#: A date of an era that is not counted here, or of none: it stays open, and no part of it is read by itself.
_OTHER_ERA = re.compile(
    starting(
        _ERAS_BEGIN,
        rf"(?:(?:光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|万历|昭和|平成|令和|大正|明治|贞观|开元|洪武|永乐|民国前|佛历|藏历|傣历|彝历|檀纪)[ \t]*"
        rf"(?:{_N}{{1,4}}|元)|(?<!民国)(?<!民国 )元(?=年(?:{_N}{{1,3}}|正|冬|腊)月))年(?:[ \t]*闰?(?:{_N}{{1,3}}|正|冬|腊)月)?(?:[ \t]*(?:{_N}{{1,3}}[日号]|初{_N}))?",
    )
)
#: Where an expression may begin: at a number with a unit behind it, or at a word of time.
_WORDS_BEGIN = "".join(sorted(set(_BY_START) - set(_NUMERALS)))
_TRIGGER = re.compile(
    starting(
        rf"{_NUMERALS}\d{_WORDS_BEGIN}近日前这连不同届会即适择{_ERAS_BEGIN}",
        rf"{_N}{{1,8}}）?\s*(?:[年月日号天周星个时点分小半季—–~～至到、和及：:/.-]|[以之]?[来前])|\d{{8}}"
        rf"|[{_WORDS_BEGIN}](?=[{_SECOND}])|{_OPEN.pattern}|{_OTHER_ERA.pattern}",
    )
)


def _match_at(text: str, at: int, published: datetime) -> tuple[int, Expression | None]:
    """Return where the expression at ``at`` ends, and what it means; None where it is a bound, a habit or impossible."""
    refused = bool(_BEFORE.search(text[max(0, at - 3) : at]))
    for how, pattern, read in _BY_START.get(text[at], ()):
        match = pattern.match(text, at)
        if not match or match.end() == at:
            continue
        if refused or (how not in ("ago", "since") and _BOUND.match(text, match.end())):
            return match.end(), None
        try:
            interval = read(match, published)
        except (ValueError, OverflowError, KeyError):
            if "d" in match.groupdict() and how in ("day", "timestamp"):
                return match.end(), None  # 2月30日 is no day, and no 2月 either
            continue
        if interval is not None:
            groups = match.groupdict()
            return match.end(), Expression(
                at, match.end(), interval, how, dated=bool(groups.get("y") or groups.get("yw"))
            )
    return at + 1, None


def expressions(text: str, published: datetime) -> Iterator[Expression]:
    """Yield every date expression of a folded text, in order, open ones (近日) included."""
    at = 0
    while trigger := _TRIGGER.search(text, at):
        start = trigger.start()
        if vague := _OTHER_ERA.match(text, start) or _OPEN.match(text, start):
            yield Expression(start, vague.end(), None, "open" if vague.re is _OPEN else "another era")
            at = vague.end()
            continue
        at, found = _match_at(text, start, published)
        if found:
            yield found


def meaning(text: str, published: datetime) -> Expression | None:
    """Return the first expression of a folded text that states a date or is known to be open."""
    return next(expressions(text, published), None)
