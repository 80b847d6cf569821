"""Script: which one a text is written in, and the form that the rules read."""

from __future__ import annotations

from functools import cache

from jiyao.model import Script
from jiyao.patterns import regex
from jiyao.search.fold import Table, fold_table

#: Marks that stand for Chinese ones: of ASCII in carelessly typed reports, others on sites of Hong Kong.
_WIDE = {ord(narrow): wide for narrow, wide in zip("(),:;?!〔〕︰∶─━", "（），：；？！（）：：——", strict=True)}


#: A full stop typed for the middle dot of a name: 巴兰.巴尚、.
_DOT_IN_NAME = regex(r"(?<![㐀-鿿])[㐀-鿿]{1,6}\.[㐀-鿿]{1,6}(?=[、，（A-Za-z \n]|$)")
#: The wide full stop between the parts of a name (笛賽．法茂); behind a number it stands for 、, and so in a list of three.
_WIDE_DOT = regex(
    "(?<=[㐀-鿿])(?<![一二三四五六七八九十百〇零壹贰貳叁參肆伍陆陸柒捌玖拾])．(?=[㐀-鿿])(?!攝影|摄影|記者|记者|文)"
)
_LISTED_BY_DOTS = regex("[㐀-鿿]{2,4}(?:．[㐀-鿿]{2,4}){2,}")
#: A full stop typed for 。, between Chinese characters.
_FULL_STOP = regex(r"(?<=[㐀-鿿”）])\.(?=[㐀-鿿“\n]|$)")


#: What makes a word of a post one to be found, and stands where a blank would: #县议员.
_TAGGED = regex("#(?=[㐀-鿿])")


@cache
def _reading_table() -> Table:
    folded = fold_table()
    table = {code: _WIDE.get(ord(text), text) for code, text in folded.items()}
    return Table(table | _WIDE)


def for_reading(text: str) -> str:
    """Return the text as the rules read it: folded, with Chinese punctuation, of the same length."""
    if "．" in text:
        text = _LISTED_BY_DOTS.sub(lambda listed: listed.group().replace("．", "、"), text)
        text = _WIDE_DOT.sub("·", text)
    folded = _reading_table().translate(text)
    if "#" in folded:
        folded = _TAGGED.sub(" ", folded)
    if "." in folded:
        folded = _FULL_STOP.sub("。", _DOT_IN_NAME.sub(lambda name: name.group().replace(".", "·"), folded))
    return folded


@cache
def _script_table() -> Table:
    """Return T for each character written only in Traditional, S for each written only in Simplified."""
    pairs = {chr(code): after for code, after in fold_table().items() if "㐀" <= chr(code) < "豈"}
    simplified = frozenset(pairs.values()) - frozenset(pairs) - _IN_BOTH
    table = {ord(character): "S" for character in simplified} | {ord(character): "T" for character in pairs}
    return Table(table | {ord("S"): "", ord("T"): ""})


#: Simplified forms that Traditional text uses too, as words of their own; and what OpenCC writes in Traditional text of
#: Taiwan or Hong Kong as it stands, though a rarer form folds onto it (侷 onto 局).
_IN_BOTH = frozenset(
    "后里面干只云出制合同向回家幸才折曲松板准术志舍谷郁余卜系了历台几范游志胜复么于征丑仆斗升占党致"
    "佛俊修僵克兑冢凌卧即卷叁吃吊呆咽唇噪困囱埼奸姜娘媪局峰布席床庵弦彩御念恤悦愈愠戚户扇扎托抬抵拐拼挨挲捆捍捝揾搜教敚旗既昆札朱杆杯查栗核梁棁棋棱榅欲氲污沈泄泛注涚温溪溯漓灶煴玩璇症痴皂真矩私秘税粽累群胄胡脱腽芸苔葱蒀蒙蓑蔑蜕酸雕"
)


def script_of(text: str) -> Script:
    """Return the script a text is written in; mixed when both have more than a trace."""
    marked = _script_table().translate(text)
    hant, hans = marked.count("T"), marked.count("S")
    total = hant + hans
    if total and 0.15 < hant / total < 0.85:
        return "mixed"
    return "Hant" if hant > hans else "Hans"
