"""What is settled of roles once all clauses are read: who was away all the same, who presides by his name, who went on."""

from __future__ import annotations

from bisect import bisect_left

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import CALLED, LISTED, Mention
from pipelines.reading import SAT_DOWN

_AWAY_NOTE = regex("（(?:因[^）]{1,8})?(?:请假|公假|病假|事假|出国|公出|公差|缺席|未出席|休假|出差)")
_BARE_CHAIR = frozenset(("主席", "会议主席", "大会主席"))


def stayed_away(text: str, mentions: list[Mention]) -> None:
    """Let who is on leave, as a list or a note behind his name says, be absent and nothing else."""
    away = {mention.name(text) for mention in mentions if mention.rule == LISTED and mention.roles == {Role.ABSENT}}
    for mention in mentions:
        if mention.rule == CALLED and mention.name(text) in away:
            mention.roles.discard(Role.SPEAKER)  # 涂委员表示，吴委员同意出任主席: said of who is not there
        note = _AWAY_NOTE.match(text, mention.right if mention.right == mention.end else mention.end)
        if note and mention.roles != {Role.ABSENT}:
            mention.roles.clear()
            mention.roles.add(Role.ABSENT)
        if text.startswith("（列席）", mention.end) and Role.ABSENT not in mention.roles:
            mention.roles.discard(Role.ATTENDEE)
            mention.roles.add(Role.OBSERVER)
        if Role.ABSENT in mention.roles:
            mention.roles -= {Role.ATTENDEE, Role.OBSERVER}


#: The next sentence goes on with him: …签订了责任书。他指出….
_HE_SAID = regex(
    "(?:[与同和为向][^。，]{0,24}|代表[^。，]{0,16})?(?:签订|签署|签约|颁[发奖]|授[牌旗予]|揭牌|致[辞词])[^。！？\n]{0,40}[。！？]"
    "[ \t]*(?:会上，?|随后，?)?[他她](?:还|并|在讲话中|在致辞中)?(?:指出|强调|表示|要求|说|认为|介绍|希望)"
)


#: The same of who presided, or came alone: 由司长甲主持。他说，….
_PRESIDED_AND_SAID = regex(
    "[^。！？\n，、]{0,14}(?:主持(?:会议|召开)?的?|出席[^。！？\n，、]{0,16}会议?)。[ \t]*(?:会上，?)?[他她](?:还|并|在?(?:致[词辞]|讲话|总结)[中时])?(?:说|指出|强调|表示|要求|认为|宣布)"
)


def he_said(text: str, mentions: list[Mention]) -> None:
    """Let speak whom the next sentence goes on with (他说，…): who begins one with his office alone, or presided in it."""
    for mention, following in zip(mentions, [*mentions[1:], None], strict=False):
        begins = mention.left == 0 or text[mention.left - 1] in "。！？\n"
        alone = begins and mention.titles and not mention.roles
        present = mention.roles == {Role.CHAIR} or (begins and mention.roles == {Role.ATTENDEE})
        goes_on = _PRESIDED_AND_SAID if present else _HE_SAID if alone else None
        said = goes_on.match(text, mention.right) if goes_on else None
        if said and (following is None or following.left >= said.end()):
            mention.roles.add(Role.SPEAKER)


#: So many characters away is near.
_SOON = 400
#: What stands between those of a sentence that is nothing but a list, and where one begins and ends.
_ONLY_JOINED, _SENTENCES = regex("[、，；和及与暨 \\t]*"), regex("[^。！？\n]+")
_FEWEST_LISTED = 3
_WERE_CHOSEN = regex("当选|选出|选举|名单|获奖|表彰|任命")
#: What heads a list of others than those who met, in characters no longer than so many: 调整领导小组成员如下, 历任会长.
_LISTS_OTHERS, _HEADING = regex("(?:如下|组成|成员|调整|历任|前任)[^。\n]{0,8}$|：$"), 60
_NOT_HERE = regex("原|历任|第一任|首任|已故|前")


def bare_lists(text: str, mentions: list[Mention]) -> None:
    """Let those attend whom sentences only list with their offices, in a report that says of others what they did."""
    if not any(mention.roles for mention in mentions):
        return
    lefts = [mention.left for mention in mentions]
    for sentence in _SENTENCES.finditer(text) if any(not mention.roles for mention in mentions) else ():
        above = text[max(0, sentence.start() - _HEADING) : sentence.start()].rstrip("\n。")
        if _WERE_CHOSEN.search(text, max(0, sentence.start() - _SOON), sentence.start()) or _LISTS_OTHERS.search(above):
            continue  # 选举结果如下：理事长甲。常务监事乙；监事丙、丁。
        listed = mentions[bisect_left(lefts, sentence.start()) : bisect_left(lefts, sentence.end())]
        ends = [sentence.start(), *(m.right for m in listed)]
        begins = [*(m.left for m in listed), sentence.end()]
        joined = all(_ONLY_JOINED.fullmatch(text, a, b) for a, b in zip(ends, begins, strict=True))
        if (
            len(listed) >= _FEWEST_LISTED
            and joined
            and all(m.titles and not m.roles for m in listed)
            and not any(_NOT_HERE.match(text, m.left) for m in listed)
        ):
            for mention in listed:
                mention.roles.add(Role.ATTENDEE)


#: Who came to another place, and that they sat down together there: 主任甲、乙副处长一行6人到我处调研. …召开座谈会.
_CAME_AS_GUESTS = regex(
    "(?:、[^，。；]{2,30}?)?(?:等[^，。；]{0,6})?一行(?:\\d+人)?[^，。；]{0,10}?(?:来|到|赴|前往|莅临)[^，。；]{1,30}(?=[，。；])"
)


def guests(text: str, mentions: list[Mention]) -> None:
    """Let guests of whom nothing else is told be of those who met, where they sat down with their hosts."""
    did_more = {mention.name(text) for mention in mentions if mention.roles}
    for mention in mentions:
        came = None if mention.name(text) in did_more else _CAME_AS_GUESTS.match(text, mention.right)
        if came and SAT_DOWN.search(text, came.end(), came.end() + _SOON):
            mention.roles.add(Role.ATTENDEE)


#: Who is brought along presides over nothing: 县长甲偕同|镇长乙召开座谈会.
BRINGS = regex("[^，。、]{0,8}(?:率|偕|带[领同])")


def come_along(mentions: list[Mention], leaders: list[Mention]) -> None:
    """Let those whom ``leaders`` brought along attend, and neither preside nor speak: what is said there, their leader said."""
    for mention in mentions if leaders else ():
        if mention not in leaders and Role.CHAIR in mention.roles:
            mention.roles = mention.roles - {Role.CHAIR, Role.SPEAKER} | {Role.ATTENDEE}


#: Whose post presided, who is named elsewhere: 会议由镇党委书记主持召开.
_POST_PRESIDES = regex(
    "(?:^|[，。\n])(?:(?:本次|此次|这次)?会议|大会|座谈会)?由(?P<post>[㐀-鿿]{2,12}?)(?:亲自)?主持(?:会议|召开)?(?=[，。；\n]|$)"
)
#: Who presides is called by his office only: 议长直接宣布散会.
_OFFICE_OPENS = regex(
    "(?<![㐀-鿿])(?P<post>议长|副议长|主席|副主席|召集委员)(?:直接|随即|遂|便|即|最后|随后)?(?:宣[布告][^，。]{0,6}(?:散会|休会|开会)|敲槌)"
)


def opens_by_office(text: str, mentions: list[Mention]) -> None:
    """Make preside whose office presides, opens or closes the sitting, where only one holds it and nobody else does."""
    if any(Role.CHAIR in mention.roles for mention in mentions):
        return
    opened = _OFFICE_OPENS.search(text) or _POST_PRESIDES.search(text)
    if opened is None:
        return
    holders = [
        mention
        for mention in mentions
        if Role.ABSENT not in mention.roles and any(text[a:b].endswith(opened["post"]) for a, b in mention.titles)
    ]
    holders = [m for m in holders if opened["post"][0] == "副" or not any("副" in text[a:b] for a, b in m.titles)]
    if len({m.name(text) for m in holders}) == 1 and holders[0].roles:
        holders[0].roles.add(Role.CHAIR)


def hosts(text: str, mentions: list[Mention]) -> None:
    """Make the host of a record preside, which is no office: 主持人、新闻发布处处长甲."""
    for mention in mentions:
        hosts = [span for span in mention.titles if text[slice(*span)] in ("主持人", "会议主持人")]
        if hosts:
            mention.titles = [span for span in mention.titles if span not in hosts]
            mention.roles.add(Role.CHAIR)


def is_bare_chair(text: str, mention: Mention) -> bool:
    """Tell whether one is called chairman of no body, right before his name or, as 会议主席, before another title."""
    called = [(a, b) for a, b in mention.titles if text[a:b] in _BARE_CHAIR and b <= mention.start]
    # 妇联党组书记、主席甲 is the chairman of what the post before it names.
    return any((b == mention.start and text[a - 1 : a] != "、") or text[a:b] != "主席" for a, b in called)
