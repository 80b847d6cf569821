"""Where a name may end: at a mark, a joint, a form of address, a verb that people do.

The figures are natural logarithms of likelihood ratios, name against running text.
"""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.lexicon import common_words, rows

MARKS = frozenset("。！？；\n，：、（）“”《》〈〉【】「」『』…—□■◎●△▲◆|／/ .·[]")
#: What people do right after their name.
FOLLOWERS = frozenset(row[0] for table in ("followers", "says") for row in rows(table))
#: The same by their first characters, the longest first.
_FOLLOWERS_FROM: dict[str, list[str]] = {}
for _word in sorted(FOLLOWERS, key=len, reverse=True):
    _FOLLOWERS_FROM.setdefault(_word[0], []).append(_word)
CONJUNCTIONS = frozenset("和与及暨跟")
CONJUNCTION = regex("以及|[和与及暨跟]")
_HONORIFIC = regex(
    "同志|先生|女士|小姐|老师|太平绅士|委员|议员|教授|博士|医生|律师|[上中少准]将|[上少]校(?!长)|中校(?!长)"
)
_HONORIFIC_BEGINS = frozenset("上中先准医博同太女委小少律教老议")
COURTESIES = frozenset((
    "先生", "姑娘", "女士", "小姐", "太太", "老师", "同志", "婆婆", "奶奶", "爷爷",
    "伯", "叔", "婶", "姨", "嫂", "伯伯", "阿姨", "大妈", "大爷", "大娘", "大叔", "大姐", "大哥",
))  # fmt: skip


#: Words and picture, in a byline: 王小明文／李大华图.
_WHAT_HE_MADE, _BEHIND_IT = frozenset("文图摄"), frozenset("／/、图摄文（）) \n影")


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one, beyond the BMP too."""
    return "㐀" <= character <= "鿿" or "\U00020000" <= character <= "\U000323af" or character == "〇"


def is_honorific(text: str, at: int) -> bool:
    """Tell whether a form of address, a profession or a rank stands at ``at``: 博士, 少将."""
    return _HONORIFIC.match(text, at) is not None


def follower_end(text: str, at: int) -> int:
    """Return where the longest follower that stands at ``at`` ends, ``at`` itself where none does."""
    for word in _FOLLOWERS_FROM.get(text[at : at + 1], ()):
        if text.startswith(word, at) and not (word[-1] == "同" and text[at + len(word) : at + len(word) + 1] == "志"):
            if word in _WHAT_HE_MADE and text[at + 1 : at + 2] not in _BEHIND_IT:
                continue  # 谢铭文|两周内提出
            return at + len(word)  # 一同 says what they do; 正一|同志
    return at


def starts_word(text: str, at: int) -> bool:
    """Tell whether a common word begins at ``at``."""
    words = common_words()
    return text[at : at + 2] in words or text[at : at + 3] in words


def boundary(text: str, end: int) -> float:
    """Return how well a name may end at ``end``: 3 at a mark, below zero inside a word."""
    if end >= len(text):
        return 3.0
    character = text[end]
    if character in _QUOTES_OPEN and text[end - 1] in "以就对":
        return 0.2
    if character in MARKS:
        return 3.0
    if character == "外" and text[end + 1 : end + 2] in _CLOSES_OUT:
        return 2.0  # 除院长甲、秘书长乙|外，
    if character == "等":
        return 0.0 if _OF_MATTERS.match(text, end) else 2.5
    if character == "为" and follower_end(text, end + 1) > end + 2 and not _FOR_WHOM.match(text, end):
        return 0.2  # 队长刘有为|宣导
    if character == "同" and text.startswith("同同志", end):
        return -1.5  # 栾书同|同志
    if character == "和" and CAME_BEHIND.match(text, end):
        return -1.5  # 甲、乙、阙枚和|到场
    if character == "同" and text[end + 1 : end + 2] in _BEFORE_WHOM:
        return -1.5  # 刘胡同|对…提出要求
    if character in CONJUNCTIONS and text[end + 1 : end + 2] == "等":
        return -1.5  # 张庆和|等
    joins = character in CONJUNCTIONS or (character == "以" and text.startswith("以及", end))
    if joins and not text.startswith("与会", end):
        return 1.6 if _GROUP_BEHIND.match(text, end) else 1.0
    if character == "的" and _HIS_REPORT.match(text, end):
        return 1.2
    honorific = _HONORIFIC.match(text, end) if character in _HONORIFIC_BEGINS else None
    if honorific:
        after = honorific.end()
        closed = (
            after >= len(text)
            or text[after] in MARKS
            or CONJUNCTION.match(text, after)
            or follower_end(text, after) > after
        )
        return (2.5 if honorific.group() in COURTESIES else 2.2) if closed else 0.4
    if character in "以就对" and text[end + 1 : end + 2] in _QUOTES_OPEN:
        return 2.5  # 处长江芸|以「春耕」为题
    return _before_word(text, end)


def _before_word(text: str, end: int) -> float:
    """Return how well a name may end before a word: a verb that people do, what is quoted of them, any other word."""
    quoted = _QUOTED_NEXT.match(text, end)
    if quoted and quoted["how"][1:] in _SAID and quoted["how"][0] not in _SO:
        return 0.2  # 郑恩|合说：“
    if quoted and (follower_end(text, end) > end or follower_end(text, end + 1) < end + 3):
        return 1.6
    follower = follower_end(text, end)
    if text[end] in _TOO and follower_end(text, end + 1) > end + 2:
        return 1.6
    if follower > end:
        if follower - end > 1:
            return 1.6
        return 0.9 if text[end - 1 : end + 1] not in common_words() else -0.8
    if _COUNTED.match(text, end):
        return 2.0  # 副局长束梁|两名考察对象
    if text[end].isdigit() or not is_han(text[end]):
        return 2.0 if text[end].isdigit() else 1.0
    if starts_word(text, end):
        if text[end - 1 : end + 1] in common_words():
            return -1.2
        return 0.6 if common_words().get(text[end : end + 2], (0, ""))[1][:1] in ("v", "d") else 0.2
    return -2.2


#: How many are named before.
_COUNTED = regex("[两二三四五六七八九十]+[名位人](?![大民])")
#: What a joint does not stand before.
_BEFORE_WHOM = frozenset("对就在向为说作做指强要表")
#: What says that he did so too: 李玄|亦亲自参加.
_TOO = frozenset("亦也")
_CLOSES_OUT = frozenset(("，", "、", ""))
_QUOTES_OPEN = frozenset("“「『《")
#: For whom somebody does it: 张伟|为介绍情况的村干部点赞.
_FOR_WHOM = regex("为[^，。；]{2,12}的")
#: However somebody speaks, what is quoted behind it says that he does: 快人快语：“…; not in 裴晓|彤反问：“….
_QUOTED_NEXT = regex("(?P<how>[㐀-鿿]{2,6})：[“「]")
#: One word says that he speaks, and what may stand before it is how, and no end of his name.
_SAID, _SO = frozenset("说问道答称喊"), frozenset("笑也又还再则并且便就才地哭叹急怒直常总更续反追回告")
#: 和 right before a verb is joined to nothing; 和出席的嘉宾 joins.
CAME_BEHIND = regex(
    "和(?:先后|分别|出席|列席|到场|参加|到会|与会|发言|请假|缺席|陪同|承诺|表示|指出|强调|回应|说明|建议|认为|提到|补充|答复|坦言|呼吁|质询|主持|关于)(?!人|者|代表|同志|嘉宾|干部|领导|群众|学员|官员|主管)(?![^，。；]{0,12}(?:的|人员|人士|代表|干部))"
)
_HIS_REPORT = regex("的[^，。；的]{0,10}(?:汇报|报告|说明|发言|介绍|意见)")
_GROUP_BEHIND = regex("(?:以及|[和与及暨])(?:全体|各|其他|其余|有关|相关|部分|所有)|以及(?:委员|代表|会员|理事)")
#: What these are examples of are no people: 青年教师周转房等问题.
_OF_MATTERS = regex(
    "等(?:方面|问题|事项|事宜|议题|议案|工作|情况|内容|项目|措施|建议|诉求|意见|难题|需求|政策|领域|环节|因素|任务|制度|法规|条例|设施|产业|产品|地区?(?!方))(?!带头人|负责人|人员|工作者|专家|经理|[主组][任长])"
)
