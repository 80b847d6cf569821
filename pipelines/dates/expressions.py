"""What a date expression means on the day it was published. Pure; nothing is guessed.

An expression without a year is the latest such day that is not after the
publication; 近日 and its like stay open. All texts are read folded
(:func:`pipelines.script.for_reading`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiyao.model import Interval
from jiyao.patterns import regex
from pipelines.dates import english, feasts, meanings, weeks
from pipelines.lexicon import starting
from pipelines.numerals import CLASS, number

_N = f"[{CLASS}]"
_SEP = r"\s*起?\s*(?:至|到|-|—+|–|~|～|、|和|及)\s*"
_ERA = rf"(?:(?P<era>(?:中华)?民国|{'|'.join(meanings.ERAS)})\s*)?"
#: Of digits that stand apart (中华民国 1 0 1 年 1 1 月): a month or a day only right behind what is above it.
_SPACED_YEAR = r"(?<!\d)\d(?: \d){2,3}(?=\s*年)"
_YEAR = rf"{_ERA}(?P<y>(?(era){_N}{{1,5}}|{_N}{{2,5}})|{_SPACED_YEAR}|元|(?<=国)百)）?\s*年度?\s*"
_YEAR_WORD = r"(?P<yw>今年|本年|去年|上年|前年|明年|当年)(?:（(?:民国)?\d{2,4}年?）)?\s*"
_MONTH = rf"(?P<m>{_N}{{1,3}}|(?:(?<=年)|(?<=年 ))1 [0-2]|元|正)）?\s*月份?\s*"
_MONTH_WORD = r"(?P<mw>本月|当月|这个月|上个?月|下个?月)\s*"
_DAY = rf"(?P<d>{_N}{{1,3}}|(?:(?<=月)|(?<=月 ))[1-3] \d)\s*(?:[日号](?!线|楼|院|馆|公告|文件|议案|决议|令|提案|报|本|元|均)|(?:(?<=月\d)|(?<=月\d\d))(?=[上下]午))"
_WEEKDAY = r"(?:\s*[（(]?\s*(?:星期|礼拜|周)[一二三四五六日天]\s*[）)]?|\s*（[一二三四五六日]）)?(?:\s*（(?:农历|阴历|夏历|旧历)[^（）]{1,10}）)?"
_PART = r"凌晨|清晨|早晨|早上|上午|中午|正午|晌午|午前|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|晨|早|午|晚|夜"
_CLOCK = (
    rf"(?:\s*(?P<part>{_PART}))?"
    rf"(?:\s*(?P<h>{_N}{{1,3}}|两)\s*(?:时|点钟?|：|:)\s*(?:(?P<half>半)|(?P<quarters>[一二三123])刻钟?|(?P<mi>{_N}{{1,3}})(?!月)\s*分?)?(?:[：:](?P<sec>\d\d)(?:\.\d+)?)?许?(?!间))?"
)
#: The hour beside a day of a range, which is one of days.
_TIME = rf"(?:\s*(?:{_PART})?\s*{_N}{{1,3}}\s*(?:时|点钟?|：|:)\s*(?:半|{_N}{{1,3}}分?)?|\s*(?:{_PART}))?"
#: What makes a bound, a length or a habit of a date: 3日内, 5日前, 每年3月5日, 3年行动.
_BOUND = regex(
    r"\s*(?:以前|之前|前夕|前(?![往来去赴任])|以后|之后|后|以内|之内|内|以上|以下|之计|左右|游|的[^，。]{0,4}?(?:假期|休假|行程|会期|旅程|课程|训练|展期|任期)(?![^，。]{0,6}会))"
)
_BEFORE = regex(
    r"(?:每[年月周]?|同[年月]|[次翌]年[的之]?|逢|第|\d[./]|(?:19|20)\d\d[〕\]】）]|近|过去|未来|今后|连续|为期|共|历时|约|[\d一二三四五六七八九十])$"
)
#: The day before another: 前一日; not 目前3日.
_DAYS_BEFORE = regex(r"(?<![目此])前(?:[一二两三四五六七八九十]{1,2}|\d{1,2})[日天](?!\d)")
#: What makes a day one that is still to come: 将于12月20日, 12月20日将召开; not 原定于.
_TO_COME_BEFORE = regex("(?<!原)(?:(?:[将拟]|预计|计划|安排|预定)[于在到]|(?:^|[^原])[定订改]于)$")
_TO_COME_AFTER = regex("(?:即将|[将拟])(?![至近到领])")
_OPEN = regex(
    "近日|日前|近期|近[两几][日天]|前几天|这[两几]天|连日来?|不久前|前不久|同期|届时|会议期间|即日起?|适时|择期"
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


_DATE = rf"(?:(?:{_YEAR}|{_YEAR_WORD})?(?:{_MONTH}|{_MONTH_WORD}))?"
#: What a number between signs counts: 3-5人 is no day.
_COUNTED = "[页人个名位项家次件天年岁倍万亿千百元米公里小时分级层款条批组轮期]"
_ENGLISH = "(?i:" + "|".join(f"{name}(?:{rest})?" for name, rest in english.ENGLISH_MONTHS) + ")"
#: A moment with its zone is for who knows the zone of the page.
_NO_ZONE = r"(?!\s*\d\d?[:：]\d\d(?:[:：]\d\d)?\s*(?:GMT|UTC|[A-Z]{2,4}T\b|Z|[+-]\d\d[:：]?\d\d))"
#: What stands behind an English date: its weekday, and the hour with its half of the day.
_ENGLISH_END = rf"{_NO_ZONE}(?:\s*[(（][A-Za-z]{{3,9}}\.?[)）])?,?\s*{_CLOCK}(?:\s*(?P<half_day>[AaPp])\.?[Mm]\b\.?)?"
_ENGLISH_TO = "(?: *[-–—~～] *| to | and )"
_LUNAR_DAY = rf"(?P<ld>初[一二三四五六七八九十]|{_N}{{1,3}})日?"
#: A year of the cycle of sixty: 甲辰.
_CYCLE = f"[{feasts.STEMS}][{feasts.BRANCHES}]"
_ERA2 = r"(?:(?P<era2>(?:中华)?民国)\s*)?"

#: What expressions begin with: a number, a year, a month or a day of a year.
_NUMERALS = "0123456789" + CLASS[3:]
_YEARS = _NUMERALS + "".join(era[0] for era in meanings.ERAS) + "中民元今本去上前明当"
_DAYS = _YEARS + "正这下"
#: Readers in the order in which they are tried: name, what it begins with, pattern, meaning.
_READERS: list[tuple[str, str, re.Pattern[str], _Reader]] = [
    (name, starts, regex(pattern), reader)
    for name, starts, pattern, reader in (
        ("lunar", _YEARS + "农阴夏", rf"(?:{_YEAR}|{_YEAR_WORD})?(?:农历|阴历|夏历)(?P<leap>闰)?(?P<lm>正|冬|腊|{_N}{{1,2}})月{_LUNAR_DAY}{_CLOCK}", feasts.read_lunar),
        ("lunar", "农阴夏", rf"(?:农历|阴历|夏历)(?:{_YEAR}|{_YEAR_WORD}|(?P<cycle>{_CYCLE})年)(?P<leap>闰)?(?P<lm>正|冬|腊|{_N}{{1,2}})月{_LUNAR_DAY}{_CLOCK}", feasts.read_lunar),
        ("lunar", feasts.STEMS, rf"(?P<cycle>{_CYCLE})年(?P<leap>闰)?(?P<lm>正|冬|腊|{_N}{{1,2}})月{_LUNAR_DAY}{_CLOCK}", feasts.read_lunar),
        ("lunar", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?P<leap>闰)?(?P<lm>正|冬|腊)月{_LUNAR_DAY}{_CLOCK}", feasts.read_lunar),
        ("lunar", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?P<leap>闰)?(?P<lm>{_N}{{1,2}})月(?P<ld>初[一二三四五六七八九十]){_CLOCK}", feasts.read_lunar),
        ("lunar", "闰正冬腊", rf"(?P<leap>闰)?(?P<lm>正|冬|腊)月{_LUNAR_DAY}{_CLOCK}", feasts.read_lunar),
        ("lunar", _NUMERALS + "闰", rf"(?P<leap>闰)?(?P<lm>{_N}{{1,2}})月(?P<ld>初[一二三四五六七八九十]){_CLOCK}", feasts.read_lunar),
        ("day", _NUMERALS, rf"(?P<m>{_N}{{1,2}})月(?P<d>[二三]?十[一二三四五六七八九]?)(?=[，。；、）\s]|[上下]午|$){_CLOCK}", meanings.read_no_unit),
        ("feast", "除大元端七中重腊" + _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<feast>{'|'.join(feasts.FEASTS)})(?:当天|当日)?{_CLOCK}", feasts.read_lunar),
        ("feast", "端中" + _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<feast>中秋|端午)(?=当[天日]|[，。；）\s]|[上下]午|晚|$)(?:当天|当日)?{_CLOCK}", feasts.read_lunar),
        ("feast", _YEARS + "春中清", rf"(?:(?:{_YEAR}|{_YEAR_WORD})(?P<feast>{'|'.join(feasts.SEASONS)})(?![期假前后])(?:当天|当日)?|(?P<feast2>{'|'.join(feasts.SEASONS)})当[天日]){_CLOCK}", feasts.read_lunar),
        ("feast", _YEARS + "国", rf"(?:(?:{_YEAR}|{_YEAR_WORD})(?P<feast>元旦|国庆节?)(?![期假前后档长晚文联和与、至春黄小七])(?:当天|当日)?|(?P<feast2>元旦|国庆节?)当[天日]){_CLOCK}", feasts.read_solar_feast),
        ("feast", "".join(sorted({name[0] for name in feasts.SOLAR_FEASTS} | set(_YEARS))), rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<feast>{'|'.join(sorted(feasts.SOLAR_FEASTS, key=len, reverse=True))})当(?:[天日]{_CLOCK}|晚)", feasts.read_solar_feast),
        ("weekday of a month", _DAYS, rf"(?:(?:{_YEAR}|{_YEAR_WORD})?(?:{_MONTH}|{_MONTH_WORD}))的?(?:第(?P<nth>[一二三四五])个?|最后一?个?)(?:周|星期|礼拜)(?P<wd>[一二三四五六日天]){_CLOCK}", weeks.read_weekday_of_month),
        ("since", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?:{_MONTH})?(?:{_DAY})?(?:以?来|[至迄]今(?![天日年晚晨早夜午后]))", meanings.read_since),
        ("since", _NUMERALS, rf"{_MONTH}(?:{_DAY})?(?:以来|[至迄]今(?![天日年晚晨早夜午后]))", meanings.read_since),
        ("range", _DAYS, rf"{_DATE}(?P<d>{_N}{{1,3}})\s*(?:[日号]{_WEEKDAY}{_TIME}|{_WEEKDAY}(?:{_PART})?)(?:\s*、\s*(?:{_N}{{1,3}}\s*月\s*)?{_N}{{1,3}}\s*(?:[日号]{_WEEKDAY}|(?=、)))*{_SEP}(?P<opened>[今昨][日天]（)?"
                  rf"(?:(?:{_ERA2}(?P<y2>{_N}{{2,5}})\s*年\s*|(?P<next>[次翌隔明]年)\s*)?(?P<m2>{_N}{{1,3}})\s*月\s*|(?P<mw2>本月|当月|下个?月)\s*)?(?P<d2>{_N}{{1,3}})\s*(?:[日号]|两[日天]){_WEEKDAY}{_TIME}(?(opened)）?)", meanings.read_range),
        ("range", _DAYS, rf"{_DATE}{_DAY}{_WEEKDAY}{_TIME}\s*(?:至|到|-|—+|–|~|～)\s*(?P<day_after>[次翌隔]日|第二[日天]){_TIME}", meanings.read_to_day_after),
        ("range", _NUMERALS, r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})\s*(?:至|到|-|—+|–|~|～)\s*(?:(?P<y2>(?:19|20)\d\d)(?P=sep))?(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?![\d./:：-])", meanings.read_range),
        ("range", _NUMERALS, rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})\s*(?:至|到|(?<!-\d)(?<!-\d\d)-|—+|–|~|～)\s*(?P<d2>\d{{1,2}})(?![\d./:：-]|\s*(?:点|{_COUNTED}))", meanings.read_range),
        ("day", _DAYS, rf"{_DATE}{_DAY}{_WEEKDAY}{_CLOCK}", meanings.read_day),
        ("day", _NUMERALS, rf"(?<=（)(?P<d>{_N}{{1,3}})）\s*日{_CLOCK}", meanings.read_day),
        # 今日（六月二十八日）states the day itself; the page may be a day or two later.
        ("day", "大昨前今当上本这周星礼", rf"(?:大?[昨前今当]\s*[天日]|(?:上上|上|本|这)?个?(?:周|星期|礼拜)[一二三四五六日天])\s*（{_DATE}{_DAY}{_WEEKDAY}）{_CLOCK}", meanings.read_day),
        ("near", "大昨前今当明后", rf"(?P<near>大前|[昨前今当明后])\s*(?:[天日]|（\s*(?P<d>{_N}{{1,3}})\s*日?\s*）\s*[天日]?|(?=[晨早午晚夜上下中][午上]?(?<!上月)))(?:（{_N}{{1,3}}日?）)?{_WEEKDAY}{_CLOCK}", meanings.read_near),
        ("near", "昨今", r"(?P<near>[昨今])(?P<near2>[今明])两[日天]", meanings.read_two_days),
        ("near", "噚㖊寻", rf"(?P<near>[噚㖊]|(?<![找搜追探查访])寻)日(?![本子常报])(?:（{_N}{{1,3}}日?）)?{_CLOCK}", meanings.read_near),
        ("near", "日", r"(?<!\d)日(?P<near>昨)(?![天日晚夜])", meanings.read_near),
        ("this day of another year", "去前上", r"(?P<yw>去年|前年|上年)的?(?:今[日天]|同[日一]天?)", meanings.read_same_day),
        ("near", "昨今", r"(?P<near>[昨今])(?=[通召举出主与就开宣审公表说称到由讨续率首先]|在[^，。]{1,20}[开行办])", meanings.read_near),
        ("weekdays", "上本这下个周星礼", r"(?P<week>上上|上|本|这|下)?个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])\s*(?:至|到|—|－|-|~|～)\s*(?:周|星期|礼拜)?(?P<wd2>[一二三四五六日天])(?![年届次个行围边级])", weeks.read_weekdays),
        ("weekday", "上本这下个周星礼", rf"(?P<week>上上|上|本|这|下)?个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])(?![年届次个行围边])(?:（{_N}{{1,3}}日?）)?{_CLOCK}", weeks.read_weekday),
        ("week", "上本这下", r"(?P<week>上上|上|本|这|下)个?(?:周|星期|礼拜)(?P<end>末)?(?![一二三四五六日天年])", weeks.read_week),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)(?:{_WEEKDAY}[ tT　]*{_CLOCK})(?P<zone>[Zz]|(?<=\d)[+-]\d\d[:：]?\d\d(?!\d|[:：]\d))?", meanings.read_iso),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?P<y>1[0-4]\d|[6-9]\d)(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d){_WEEKDAY}\s*{_CLOCK}", meanings.read_iso),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?<!\d-)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)\s*{_CLOCK}", meanings.read_iso),
        ("range", _NUMERALS, r"(?<![\d/.:：-])(?P<m>\d{1,2})/(?P<d>\d{1,2})\s*(?:至|到|-|—+|–|~|～)\s*(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?![\d/])", meanings.read_range),
        ("range", _NUMERALS, rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_ENGLISH_TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ ]+(?P<month>{_ENGLISH})\.?,?[ ]+(?P<y>(?:19|20)\d\d)(?!\d)", english.read_english_range),
        ("range", "JFMASONDjfmasond", rf"(?<![A-Za-z])(?P<month>{_ENGLISH})\.?[ ]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_ENGLISH_TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?，?[ ]*,?[ ]*(?P<y>(?:19|20)\d\d)(?!\d)", english.read_english_range),
        ("month and day", _NUMERALS, rf"(?<![\d/.:：-])(?<!超过)(?<!不足)(?<!达到)(?<![逾约近])(?P<m>\d{{1,2}})[-/](?P<d>\d{{1,2}})(?![\d/%：:.-]|）?\s*[以月]|\s*{_COUNTED}){_WEEKDAY}\s*{_CLOCK}", meanings.read_month_day),
        ("month and day", _NUMERALS, rf"(?<![\d/.-])(?<!\d[:：])(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})(?=\s*(?:（(?:周|星期)?[一二三四五六日天]）|{_PART})){_WEEKDAY}\s*{_CLOCK}", meanings.read_month_day),
        ("timestamp", _NUMERALS, rf"(?<![\d/.:：-])(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>(?:19|20)\d\d)(?!\d){_WEEKDAY}\s*{_CLOCK}", meanings.read_day_first),
        ("timestamp", _NUMERALS, rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:[ -]+| of )(?P<month>{_ENGLISH})\.?,?[ -]+(?P<y>(?:19|20)\d\d)(?!\d){_ENGLISH_END}", english.read_english),
        ("timestamp", "JFMASONDjfmasond", rf"(?<![A-Za-z])(?P<month>{_ENGLISH})\.?[ ]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?，?[ ]*,?[ ]*(?P<y>(?:19|20)\d\d)(?!\d){_ENGLISH_END}", english.read_english),
        ("part of month", _DAYS, rf"(?:(?:(?:{_YEAR}|{_YEAR_WORD})?(?:{_MONTH}|{_MONTH_WORD}))(?P<piece>上中旬|中下旬|上旬|中旬|下旬|初|底|末)(?:[至到-](?P<piece2>中旬|下旬|底|末))?)", meanings.read_part_of_month),
        ("part of month", "月", r"(?<![一-鿿])月(?P<piece>初|底|末)", meanings.read_part_of_month),
        ("part of year", "上本这下", r"(?P<which>[上本这下])个?季度", weeks.read_quarter),
        ("part of year", _YEARS + "前第头上下", rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<piece>(?:前|第|头)?[一二三四1234]个?季度|第[一二三四1234]季(?![度报节候风赛])|[上下]半年)", meanings.read_part_of_year),
        ("part of year", _YEARS, rf"(?:{_YEAR}|(?P<yw>今年|去年|前年|明年|今|去|明)\s*)(?P<piece>年?[初底末])", meanings.read_part_of_year),
        ("years", _NUMERALS, r"(?P<from>(?:19|20)\d\d)\s*年?\s*(?:至|到|-|—+|–|~)\s*(?P<to>(?:19|20)\d\d)\s*年", meanings.read_years),
        ("months", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})?(?P<m>{_N}{{1,3}})\s*月?\s*(?:至|到|-|—+|–|~)\s*(?:(?P<y2>(?:19|20)\d\d)\s*年\s*)?(?P<m2>{_N}{{1,3}})\s*月(?!\s*{_N}+\s*[日号])", meanings.read_months),
        ("month", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?:{_MONTH})", meanings.read_month),
        ("month", _NUMERALS + "本当这上下", rf"(?:{_MONTH_WORD}|(?P<m>{_N}{{1,3}})\s*月份?(?!龄)(?![一-鿿]*日|[廿卅初]))", meanings.read_month),
        ("ago", _NUMERALS + "半两刚", rf"(?:(?P<n>半|两|{_N}{{1,4}})\s*(?P<unit>分钟|个?小时|天|日|周|个?星期)(?:之|以)?前(?![往来去赴任])|(?P<now>刚刚|刚才))", meanings.read_ago),
        ("year", _YEARS, rf"(?:{_YEAR}|{_YEAR_WORD})(?<!度)(?!代(?![表理])|[度春夏秋冬除元端中重清]|第[\d一二三四五六七八九十]+周|同期|远景|愿景|目标|\s*{_N}{{1,2}}\s*月)", meanings.read_year),
    )
]  # fmt: skip
_BY_START: dict[str, list[tuple[str, re.Pattern[str], _Reader]]] = {}
for _name, _starts, _pattern, _reader in _READERS:
    for _start in _starts:
        _BY_START.setdefault(_start, []).append((_name, _pattern, _reader))
#: The second characters of words of time (今年, 上周, 昨召开): 本市, 上述 and 明确 need not be read.
_SECOND = (
    _NUMERALS
    + feasts.BRANCHES
    + "".join(era[1] for era in meanings.ERAS)
    + r"\s）（庆旦国年月历正冬腊宵国华秋夕前午阳节天日晨早晚夜上下中初底末明个周星礼半季期拜分小才刚通召举出主与就开宣审公表说称到由讨续在诞安宪平动女党军昨今"
)
_ERAS_BEGIN = "光宣同咸道嘉乾雍康顺崇万明贞开洪永民佛藏傣彝檀元"
#: A date of an era that is not counted here, or of none: it stays open, and no part of it is read by itself.
_OTHER_ERA = regex(
    starting(
        _ERAS_BEGIN,
        rf"(?:(?:光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|万历|明治|贞观|开元|洪武|永乐|民国前|民前|佛历|藏历|傣历|彝历|檀纪)[ \t]*"
        rf"(?:{_N}{{1,4}}|元)|(?<!民国)(?<!民国 )元(?=年(?:{_N}{{1,3}}|正|冬|腊)月))[ \t]*年(?:[ \t]*闰?(?:{_N}{{1,3}}|正|冬|腊)[ \t]*月)?(?:[ \t]*(?:{_N}{{1,3}}[ \t]*[日号]|初{_N}))?",
    )
)
#: Where an expression may begin: at a number with a unit behind it, or at a word of time.
_WORDS_BEGIN = "".join(sorted(set(_BY_START) - set(_NUMERALS)))
_TRIGGER = regex(
    starting(
        rf"{_NUMERALS}\d{_WORDS_BEGIN}近日前这连不同届会即适择{_ERAS_BEGIN}",
        rf"{_N}{{1,8}}）?\s*(?:[年月日号天周星个时点分小半季—–~～至到、和及：:/.-]|[以之]?[来前])|\d{{8}}|{_SPACED_YEAR}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:{_ENGLISH_TO}\d{{1,2}}(?:st|nd|rd|th)?)?(?:[ -]+| of ){_ENGLISH}|(?<![A-Za-z]){_ENGLISH}\.?[ ]+\d"
        rf"|[{_WORDS_BEGIN}](?=[{_SECOND}])|(?:[五六七八]一|三八|二二八)[㐀-鿿]{{0,5}}当[天日晚]|{_OPEN.pattern}|{_OTHER_ERA.pattern}",
    )
)


def _match_at(text: str, at: int, published: datetime) -> tuple[int, Expression | None]:
    """Return where the expression at ``at`` ends, and what it means; None where it is a bound, a habit or impossible."""
    refused = bool(_BEFORE.search(text[max(0, at - 5) : at])) or _DAYS_BEFORE.match(text, at - 1) is not None
    for how, pattern, read in _BY_START.get(text[at], ()):
        match = pattern.match(text, at)
        if not match or match.end() == at:
            continue
        if refused or (how not in ("ago", "since") and _BOUND.match(text, match.end())):
            return match.end(), None
        try:
            interval = read(match, _reckoned_from(text, match, how, published))
        except (ValueError, OverflowError, KeyError):
            groups = match.groupdict()
            if how == "lunar" or groups.get("era") or ("d" in groups and how in ("day", "timestamp")):
                return match.end(), None  # 2月30日 is no day, and no 2月 either; 昭和2024年 is no year
            continue
        if interval is None and how in ("lunar", "feast", "weekdays"):
            return match.end(), None  # 农历十三月初十 is no day, and no part of one; 周一至周五 is a habit
        if interval is not None:
            groups = match.groupdict()
            return match.end(), Expression(
                at, match.end(), interval, how, dated=bool(groups.get("y") or groups.get("yw"))
            )
    return at + 1, None


def _reckoned_from(text: str, match: re.Match[str], how: str, published: datetime) -> datetime:
    """Return the moment of which a day without a year is the latest; of a day to come (将于12月20日), one that lies ahead."""
    groups = match.groupdict()
    if how not in ("day", "range", "month and day", "weekday") or any(map(groups.get, ("y", "yw", "mw", "week"))):
        return published
    if not (_TO_COME_BEFORE.search(text[: match.start()][-4:]) or _TO_COME_AFTER.match(text, match.end())):
        return published
    if groups.get("wd"):
        return published + timedelta(days=6)
    return published + timedelta(days=364) if groups.get("m") else meanings.next_end(number(groups["d"]), published)


def expressions(text: str, published: datetime) -> Iterator[Expression]:
    """Yield every date expression of a folded text, in order, open ones (近日) included."""
    at = 0
    while trigger := _TRIGGER.search(text, at):
        start = trigger.start()
        if vague := _OTHER_ERA.match(text, start) or _OPEN.match(text, start):
            yield Expression(start, vague.end(), None, "open" if _OPEN.match(text, start) else "another era")
            at = vague.end()
            continue
        at, found = _match_at(text, start, published)
        if found:
            yield found


def meaning(text: str, published: datetime) -> Expression | None:
    """Return the first expression of a folded text that states a date or is known to be open."""
    return next(expressions(text, published), None)
