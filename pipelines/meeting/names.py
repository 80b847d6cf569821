"""The meeting's name as written: from a record's heading, or from the clause that says it was held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jiyao.model import Part
from jiyao.patterns import regex
from pipelines.lexicon import starting
from pipelines.meeting.planned import is_to_come
from pipelines.meeting.records import is_kept, is_record
from pipelines.meeting.trimming import PRESIDIUM, Named, pointed_to, trimmed, with_whole_titles
from pipelines.meeting.whole import HAPPENS, in_full, longer, numbered
from pipelines.reading import QUOTES, Reading

#: A meeting's name ends in one of these; 委员会, 协会 and their like are bodies.
_HEAD = (
    r"(?:（扩大）)?(?:会议|(?<=次)(?:常委会|常务会|党组会|党委会|院务会|校务会|局务会)(?!（?扩大|议|上|第)|会报(?![送告名批废警])|集体学习|主管[月周双]报|论坛(?!上|中|于|由|的)|大会|全会|协商会|会商会|磋商会|评议会|审议会|合议会"
    r"|(?<=[政法]院)会(?=[上中时])|(?<!委员)(?<![委协学商工议社机农渔教总分误体领宴拜都将不还就才更或亦也仍便均只总须开])会(?![议员长场上中后前见晤费籍计展徽址报商谈签堂众合师期]))"
)
_SCOPE = r"(?:（(?:扩大|视频|电视电话|[一二三四五六七八九十\d]{1,3})）|20\d\d(?=[”」』]))?"
_NAMED_SO = rf"(?:[^，。；：！？\n\s]|(?<=[\d年]) |(?<![\d年]) (?=[\d第])|(?<=[A-Za-z]) (?=[A-Za-z])){{0,60}}?{_HEAD}{_SCOPE}(?:[暨及][^，。；：！？\n\s]{{2,40}}?(?:会议|会报|大会|会){_SCOPE})?(?:(?<=会报)第[一二三四五六七八九十\d]+次(?:定期|临时|工作)?会议)?"
_NAME = rf"(?P<name>{_NAMED_SO})"
#: A body that is held, and not only one that holds something: 召开程序委员会，; 主持召开市委常委会，.
_COMMITTEE = "(?<=[召举][开行])(?:(?!会议|大会|选举|选出|产生|成立|学习|传达|贯彻)[^，。；：！？\\n\\s的]|(?<=\\d) |(?<=第) | (?=第)){0,30}(?:委员会|常委会|常务会|党组会|党委会|办公会)(?=[，。])"
_PLACE = r"(?:\s*(?:于|在|假)[^，。；\n]{1,34}?)?"
_WHEN = (
    r"(?:\s*(?:系|业|已)?(?:于|在)?(?:\d{2,4}年)?(?:[〇一二三四五六七八九十\d]{1,3}月)?(?:[〇一二三四五六七八九十廿卅\d]{1,3}[日号]起?)?(?:至(?:\d{1,2}月)?[〇一二三四五六七八九十\d]{1,3}[日号])?"
    r"(?:日前|近日|近期|[今昨前明当][天日晨晚午]?|上?本?周[一二三四五六日])?(?:（[^）]{1,8}）[日天]?)?(?:凌晨|早上|上午|中午|下午|傍晚|晚上?|晚间)?(?:[〇一二三四五六七八九十\d]{1,3}[时点](?:[一二三四五六七八九十\d]{1,3}分|半)?)?)?"
)
_MANNER = "(?:续|正式|终于|准时|按时|按期|隆重|胜利|如期|顺利|圆满|随即|继续|依法|今|先后|分别|也|以[^，。]{2,12}[形方]式|采[^，。]{2,12}方式|同步)*"
_HELD = "(?:召开|举行|展开(?=[，。；]|$)|开幕|揭幕|闭幕|开会|登场|开讲|举办|召集(?!人)|闭会|落幕|拉开(?:帷幕|序幕|大幕)|落下帷幕|开议|续开|圆满完成|完成各项议程|进行(?:[一二三]、?)+读|开了(?=[^，。]{1,4}(?:小时|个?钟|天))|(?:进行|继续|展开|进入)[^，。]{0,8}(?:质询|议程)|继续进行|(?:[今昨]日?)?起一连)"
#: What a sitting does, behind its name: 市人大常委会第三十一次会议决定任命….
_ACTED = regex(
    r"(?P<name>[^，。；：！？\n\s]{2,50}?第[^，。；\s]{1,6}次(?:[^，。；\s]{0,8})?(?:会议|临时会|定期会|大会)|[^，。；：！？\n\s在于日（）]{0,12}(?:立法会|[^评审协合商]议会|代表会)全体会议|[^，。；：！？\n\s在于日（）]{0,12}(?:[市县政院部局处区乡镇][政务]会议|行政院会))(?:[今昨][天日]|（?\d{1,2}）?日)?，?(?:[一二三]读)?(?:经?表决|审议|通过|决定|处理|讨论|审查|接受|听取|补选|选举|任命|免去)"
)
#: A later clause that says when and where the meeting of the clause before was held.
_LATER_CHAIRED = regex("由?[㐀-鿿（）]{3,20}主持(?:会议)?")
_LATER_HELD = regex(
    rf"(?:首[站场])?{_WHEN}{_PLACE}{_WHEN}{_MANNER}{_HELD}(?!前)|第[一二三四五六七八九十\d]{{1,3}}[天日](?:的[^，]{{2,8}}质询|，)"
)
_NTH, _LATER_ACTED = regex("第[^，]{1,4}次"), regex("(?:经?表决|审议|审查|通过|讨论|[一二三]读)")
#: A sitting within a session, which takes the session's name: X会议举行第二次全体会议.
_SITTING = regex(
    "[一二三、]{1,5}读会|(?:第[一二三四五六七八九十\\d]+次)?(?:全体会议|大会|全会)|(?:闭幕|开幕|预备)(?:会议?|大会)"
)
#: A council's session, whose days are numbered meetings: 第4次定期会举行第3次会议.
_SESSION, _NUMBERED = regex("(?:定期会|临时会|大会|会期)$"), regex("第[一二三四五六七八九十\\d]+次会议")
_WAS_HELD = regex(starting("举今召圆完展开昨登继续落拉起进闭揭", _HELD))
_SUBJECT = regex(rf"{_NAME}[”」』】]?{_WHEN}{_PLACE}{_WHEN}{_MANNER}{_HELD}")
_OBJECT = regex(
    rf"(?:主持召开|组织召开|组织了|召集召开|召开|举行|举办|办理|出席|缺席(?!名单|人员)|参加|主持|召集|收听收看|收看收听|列席|进行|开展(?=了|\d{{4}}年|第)|召开并主持)(?:了|的)?(?:一次|本年(?!度)|本年度(?!第)|首次(?=专题))?[“「『]?(?P<name>{_COMMITTEE}|{_NAMED_SO})(?=[，。；、（并时\n \t”」』]|$|后|上|以|暨|和讲话|讲话|强调|指出|，|开幕|闭幕|研究|传达|听取|审议|专题|部署|安排|学习|落实|贯彻|议案|的)"
)
#: The meeting at which somebody spoke: 于行政院会强调, 在县务会议裁示.
_SPOKE_AT = regex(
    rf"[于在](?P<name>{_NAMED_SO}|[^，。；：！？\n\s]{{2,40}}?[^委协学商工议社员机总聚金]会(?=上))(?:上|中|时)?(?:强调|表示|简报|专题报告|提报|指示|指出|裁示|宣布|质询|致词|致辞|提出|要求|听取|备询|报告|[作做][^，。\n]{{0,8}}报告|，(?:多[名位]|有|数[名位])?(?:议员|委员|立委)|[就以][^，。\n]{{2,60}}(?:发言|致辞|致词|讲话)|的?(?:开场|总结|开幕)?(?:致辞|致词|发言|讲话|谈话|答问)(?:全文|内容|要点|重点|摘要))"
)
#: The same in the title of the speech itself: 在2024年全市经济工作会议上的讲话.
_SPEECH_AT = regex(
    rf"\A(?:[^，]*[于在])?(?P<name>{_NAMED_SO})(?:[开闭]幕[式会])?(?:上|中|时)?的?(?:重要)?(?:讲话|致辞|致词|发言|演讲|主持词|开幕词|闭幕词)"
)
_PRESS = regex("^(?:新闻)?(?:记者|发布|发佈)会$")
#: A council's session, named in full where no verb says that it was held: 县议会第17届第21次临时会，今天由审计室报告.
_COUNCIL_SITS = regex(
    "(?:(?<![㐀-鿿])|(?<=[是为今昨日于在]))(?:(?:[㐀-鿿]{1,3}[省市县州乡镇]){1,2}|[市县乡镇])(?:议会|民?代表会)第[一二三四五六七八九十\\d]{1,3}届第[一二三四五六七八九十\\d]{1,3}次(?:定期大?会|临时大?会)"
)
#: The meeting whose chair a clause names: 市政会议改由副市长甲代为主持.
_WAS_CHAIRED = regex(rf"(?<![㐀-鿿]){_NAME}{_WHEN}(?:，|改|均|皆)?由[^，。；\n]{{2,40}}主持")
_RECORD = regex(
    r"^[ \t　※◎●■★◆]*(?P<name>[^\n：。]{4,80}?(?:会议|会报|大会|定期会|临时会|座谈会|(?:(?<!委)员|[^委员协学商工议社])会)|[㐀-鿿]{2,3}会议?(?=[ ]*(?:记录|纪录|议事录|纪要)[ \t]*$))[ ]*(?:（[^）\n]{1,16}）)?(?:会议)?(?:[摘简]要)?(?P<kept>记录|纪录|议事录|纪要|实录|速记|议程|总质询|业务质询)?(?:（[^）\n]{1,12}）|〔[^\n]{1,14})?[ \t]*$",
    re.M,
)
#: The line of minutes that says which meeting they are of.
_LABELLED = regex(
    r"^[ \t　]*(?:[（(]?[一二三四五六七八九十壹\d]{1,2}[、.．)）][ ]*)?(?:会 *议|活 *动)(?:名 *称|主 *题(?=[^\n]{4,60}会议?(?:[记纪]录|纪要)))[ ]*[：　 |][ 　]*(?P<name>[^\n：。]{4,60}?)(?:(?:(?<=会议|会报)会议|(?<=会)(?<!委员会)会议)?(?:记录|纪录|议事录|纪要|实录))?[ \t　|]*$",
    re.M,
)
#: The heading of minutes whose lines were joined, before 时间：.
_RECORD_LINE = regex(
    r"\s*(?P<name>[^\n：。]{4,80}?(?:会议|会报|大会|定期会|临时会|座谈会|(?:(?<!委)员|[^委员协学商工议社])会))(?:会议)?(?:[摘简]要)?(?:记录|纪录|议事录|纪要|实录)(?=[ 　]|目录|时|日 *期)"
)
_DAY_LABEL = regex("(?:会议)?(?:日 *期|时 *间)[ ：]")
_RECORD_TITLE = regex(
    r"(?P<name>[^\n：。，]{3,80}?(?:会议|会报|大会|定期会|临时会|座谈会|(?:(?<!委)员|[^委员协学商工议社])会))[ ]*(?:(?:会议)?(?:[摘简]要)?(?:记录|纪录|议事录|纪要|实录|速记))?[ \d/.-]*(?:（[^）\n]{1,12}）)?"
)
#: The heading of minutes over several lines: the body, then 第7次会议纪要.
_HEADING_LINES = regex(
    r"^[ \t※◎●■★◆]*(?P<name>(?:[㐀-鿿\d /（）《》]{2,40}(?:会|局|院|府|组|处|校|系|次|公所|年度|届|法团)(?:（[\d—–-]{4,12}年?）)?[ \t]*\n\s*){1,3}(?:第|首|[㐀-鿿]{0,12}?)[^\n：。，]{0,24}?(?:会 ?议|大会|会报)(?:（[续扩]大?会?）)?)\s*(?:会议)?(?:纪 ?要|纪 ?录|记 ?录|议事录)(?:（[^）\n]{1,12}）)?[ \t]*$",
    re.M,
)
_GENERIC = regex(
    r"^(?:了|今日|今天的?|昨日|本次|此次|该|上述|这次|有关|相关|专题|工作|全体|重要|一次|今天的|昨天的|首次|专门|紧急|扩大|视频|线上|内部|视讯)*(?:会议|大会|座谈会|专题会议?|会|例会|工作会议?|座谈|讨论会|协调会|视频会议|研讨会|集体学习)$"
)
_CONVENER_VERB = regex(r".*(?:主持召开|组织召开|召开|举行|举办|出席|参加|主持|召集(?!人)|收听收看|收看)(?:了|的)?")
#: How many meetings were held, which is none of them: 7次工作会议.
_COUNTED = "(?:\\d+|[几多数])余? ?(?:场次?|次)"
_NOT_NAME = regex(
    f"^{_COUNTED}|^(?:决定(?!性)|祝贺(?=大会|会议))|^(?:过(?![渡街程境])|的)|^[一二两三]场(?=[会座说公听])|(?<!主)旨案|^(?:所有(?!权|制)|历次|各次|多次|每次)|(?:运动|音乐|演唱|演奏|晚|(?<!早)餐|酒|庙|灯|游园|园游|同乐|联欢|舞|博览|展览|展销|交易|招聘|相亲|朗诵)会$|"
    "^就|^(?:欢迎|敬请|可以)|^会议(?:由|集中|学习|传达|听取|审议|研究|强调|指出|要求|认为|通报|讨论|还)|^现在|^会后|(?:与|到|赴|参)会$|^(?:党|中国共产党)的[^，。]{0,12}[届次]|关于召开|根据|为了(?!解(?![决除放]))|为进一步|按照|开展|通过|表决|提及|提到|表示|发言时|确保|审议(?!会|委员|小组|大会)|研究(?!中心|院|所|会|发展|生|室|成果|报告|课题|项目)|听取|必须|应当|要求|希望|来自|认为|指出|强调|将于|(?:^|[已还正原])计划|计划(?=[于在从将]|召开|举行|举办|开展)|拟|会见|机会|社会$|[相有]关部会$|各部会$|即将|筹备(?!会)|议程|议案审查|还有|各项|的(?:座谈会|会议|大会|会)$|^在[^，。]*(?:后|期间|前)$"
)


#: What says which meeting it was stands in the lead, or nowhere.
_LONGEST_LEAD, _HEADLINE_WITHIN = 3000, 120


#: What is quoted before 会议 is no name of it.
_WHOLE_SENTENCE = regex("[。！？]")
#: A body that sits, without a word on its sitting.
_BODY = regex("[^，。]*(?:立法会|(?<![评审协合商])议会|民代表会|行政会)")
_ONLY_ATTENDED = regex(r"(?:出席|参加|列席|主持)了?\Z")


_SENTENCE, _CLAUSE = regex(r"[^。！？\n]+"), regex("[^，；]+")


def meeting_name(reading: Reading) -> Named | None:
    """Return the name of the meeting a text reports, None where it has none of its own."""
    for named in _candidates(reading):
        if named.end - named.start < 2:
            continue
        text = reading.folded if named.part == "text" else reading.folded_title
        words = text[named.start : named.end]
        if _BODY.fullmatch(words) or _WHOLE_SENTENCE.search(words) or words.count("《") != words.count("》"):
            continue
        if points := 0 if _GENERIC.match(words) else pointed_to(words):
            named, words = replace(named, start=named.start + points), words[points:]
        if _GENERIC.match(words) and _ONLY_ATTENDED.search(text, max(0, named.start - 3), named.start):
            continue  # 出席会议 says only that he came to the one named elsewhere
        if _GENERIC.match(words):  # 召开会议: it has no name of its own, and the title's would be the editor's
            return longer(reading, words, _candidates(reading)) if words.startswith("全体") else None
        if 4 <= len(words) <= 70:
            return in_full(reading, numbered(reading, words, _candidates(reading)) or named, words)
    return None


def _candidates(reading: Reading) -> Iterator[Named]:
    body = with_whole_titles(reading.body)
    if speech := reading.whose_speech():
        yield trimmed(body, *speech.span("where"), "text", "where somebody spoke")
    if reading.is_speech():  # its own 这次会议 is what the title names
        for spoken in _SPEECH_AT.finditer(reading.folded_title):
            yield trimmed(reading.folded_title, *spoken.span("name"), "title", "where somebody spoke")
    labelled_lines = is_record(body)
    labelled = _LABELLED.search(body)
    if labelled and labelled.start() < 700:
        yield trimmed(body, *labelled.span("name"), "text", "label of a record")
    lines = _HEADING_LINES.search(body, 0, 700) if labelled_lines else None
    if lines:
        yield trimmed(body, *lines.span("name"), "text", "heading of a record")
    headings = list(_RECORD.finditer(body[:400] if labelled_lines else ""))
    for record in sorted(headings, key=lambda heading: heading["kept"] is None):
        tells = record["kept"] is None and _TELLS.search(record["name"])
        none = tells or _OF_BEFORE.search(record["name"]) or _ATTENDED.search(record["name"])
        if not none and not _NOT_NAME.search(record["name"][:6]):
            yield trimmed(body, *record.span("name"), "text", "heading of a record")
    joined = _RECORD_LINE.match(body, 0, 200)
    if joined and (labelled_lines or _DAY_LABEL.match(body, joined.end())):
        yield trimmed(body, *joined.span("name"), "text", "heading of a record")
    of_record = labelled_lines or _RECORD_WORD.search(reading.folded_title) or is_kept(body)
    titled = _RECORD_TITLE.fullmatch(reading.folded_title.strip()) if of_record else None
    if titled and not HAPPENS.search(_IN_QUOTES.sub("", titled["name"])):
        offset = len(reading.folded_title) - len(reading.folded_title.lstrip())
        start, end = (offset + place for place in titled.span("name"))
        yield trimmed(reading.folded_title, start, end, "title", "heading of a record")
    lead = _lead_end(body)
    yield from _told(reading, body, lead)
    for chaired in _WAS_CHAIRED.finditer(body, 0, lead):
        told = chaired["name"]
        if not any(pattern.search(told) for pattern in (_NOT_NAME, HAPPENS, _GENERIC, _PRESS)):
            yield trimmed(body, *chaired.span("name"), "text", "subject of 由…主持")
    for sitting in _COUNCIL_SITS.finditer(body, 0, lead + 1200):
        if not _ANOTHER.search(body, max(0, sitting.start() - 12), sitting.start()):
            yield Named(*sitting.span(), "text", "session of a council")
    for sitting in _COUNCIL_SITS.finditer(reading.folded_title):
        yield Named(*sitting.span(), "title", "session of a council")


def _told(reading: Reading, body: str, lead: int) -> Iterator[Named]:
    """Yield the meetings that the sentences tell of, of the lead first, then the headline, then what follows."""
    title = "".join(reading.folded_title.split())
    headlines, first = [], True
    for sentence in _SENTENCE.finditer(body, 0, lead):
        caption = sentence.group()[0] in "▲△▼"
        if caption or (body[sentence.end() : sentence.end() + 1] == "\n" and sentence.start() < _HEADLINE_WITHIN):
            headlines.append(sentence.span())  # the text's own headline: its sentences name the meeting in full
            continue
        if title and "".join(sentence.group().split()) == title:
            continue
        yield from _in_sentence(body, *sentence.span(), "text")
        if first:
            first = False
            yield from _spoke_at(body, *sentence.span())
    for start, end in headlines:
        yield from _in_sentence(body, start, end, "text")
    yield from _in_sentence(reading.folded_title, 0, len(reading.folded_title), "title")
    for sentence in _SENTENCE.finditer(body, lead, lead + 1200):
        yield from _in_sentence(body, *sentence.span(), "text")
    yield from _spoke_at(body, 0, lead)


#: The line under a picture, and the one that says who reports.
_BESIDE_TEXT = regex("^(?:[^\\n]*（[^（）\\n]{2,20}摄影?）|[^\\n，。]{2,40}报[导道]。?)[ ]*$", re.M)


def _spoke_at(body: str, start: int, end: int) -> Iterator[Named]:
    for spoken in _SPOKE_AT.finditer(body, start, end):
        name, begin = spoken["name"], spoken.start()
        told_of = _TOLD_OF.search(body, max(start, begin - _TOLD_WITHIN), begin)
        if not (told_of or body.startswith("的", spoken.end()) or _NOT_NAME.search(name) or HAPPENS.search(name)):
            yield trimmed(body, *spoken.span("name"), "text", "where somebody spoke")


#: What was said elsewhere is only told of here: 传达总书记在全国两会上强调的精神.
_TOLD_OF, _TOLD_WITHIN = regex("(?:传达|学习|贯彻|领会|落实)[^，。]*$"), 24


def _lead_end(body: str) -> int:
    """Return where the first two paragraphs with a sentence end, within the first characters of a text."""
    head, end, found = body[:_LONGEST_LEAD], 0, 0
    for line in head.splitlines(keepends=True):
        end += len(line)
        found += "。" in line and not _BESIDE_TEXT.match(line)
        if found == 2:
            break
    return end if found else min(len(head), 600)


#: What a meeting is about says nothing of what happened: 「…之研究」专家会议.
_IN_QUOTES = regex("[“「『][^”」』]*[”」』]")
_RECORD_WORD = regex("(?:议事录|[纪记]录|纪要)[ \\d/.-]*(?:（[^（）]{1,8}）)?\\s*\\Z")
#: The minutes of another meeting (确认上次会议纪录), or its begin: 壹、主席宣告开会.
_OF_BEFORE = regex("确认|宣[读告布]|上次|前次|上一次")
#: Nor does one of two clauses: 强化沟通效能 花莲办部落联席会报.
_TELLS = regex("[㐀-鿿]{6,} [㐀-鿿]{2,8}?[办开](?!公)")
#: A headline that ends in a meeting which somebody went to heads no record.
_ATTENDED = regex("[㐀-鿿](?:出席|参加|列席)(?!人|者|单位)")
#: Who presides may stand before the name: 由司长甲主持的规划委员会会议.
_CHAIRED_BY = regex("由[^，]{2,30}?(?:主持|召集|主办)的")


def _in_sentence(text: str, start: int, end: int, part: Part) -> Iterator[Named]:
    sentence = text[start:end]
    clauses = list(_CLAUSE.finditer(sentence))
    for place, clause in enumerate(clauses):
        behind = [one.group() for one in clauses[place + 1 : place + 3]]
        if len(behind) > 1 and (_LASTS.match(behind[0]) or _DAY_ALONE.fullmatch(behind[0])):
            behind = behind[1:]
        subject = _subject(clause.group(), behind[0] if behind else "")
        chaired = _CHAIRED_BY.match(subject["name"]) if subject else None
        begin = subject.start("name") + (chaired.end() if chaired else 0) if subject else 0
        name = clause.group()[begin : subject.end("name")] if subject else ""
        held_by = _CONVENER_VERB.match(name) and not PRESIDIUM.fullmatch(name)
        to_come = subject and is_to_come(clause.group(), subject.end())
        if subject and not _NOT_NAME.search(name) and not held_by and not to_come:
            at = start + clause.start()
            yield trimmed(text, at + begin, at + subject.end("name"), part, "subject of 召开")
    for held in _OBJECT.finditer(sentence):
        if _ANOTHER.search(sentence, max(0, sentence.rfind("，", 0, held.start())), held.start()):
            continue
        begin = held.start("name")
        inner = _CONVENER_VERB.match(held["name"])
        if inner:
            begin += inner.end()
        if sentence[begin - 1 : begin] in QUOTES and QUOTES[sentence[begin - 1]] in sentence[begin : held.end("name")]:
            begin -= 1  # “完善治理”专题协商会 begins with what it quotes
        none = _NOT_NAME.search(sentence[begin : held.end("name")]) or is_to_come(sentence, begin)
        if begin < held.end("name") and not none:
            yield trimmed(text, start + begin, start + held.end("name"), part, "object of 召开")


#: The day alone, between a meeting and where it was held: 轮值会议，于3月22日，在酒店召开.
_DAY_ALONE = regex(r"[于在]?\d[\d年月日号 ]{3,12}(?:[上下]午|晚上?)?(?:\d{1,2}[：时点]\d{0,2}分?)?")
#: For how long a session is: 定期大会，自5月15日起至26日止，于议事厅召开.
_LASTS = regex("(?:会期)?(?:自|从)[^，]{2,24}(?:起|至)|为期|会期(?:共计?)?\\d")
#: What is held at another time than now, or often: 曾于5月办理说明会, 去年举办, 本会期共举行卅七次.
_ANOTHER = regex(
    "(?:负责|职责|职权)[^，。]{0,24}$|曾(?:经|(?=[于在\\d]))|(?:去年|前年|每[年月周]|历[年次])(?:度|[\\d一二三四五六七八九十]+月)?(?:份|底|初|间)?(?:均|都|也)?$|原定|原订|(?<![设审统会主预一公])[共计]$|累计|下(?:周|个?月|季|次)[^，]{0,6}$"
)


def _subject(clause: str, following: str) -> re.Match[str] | None:
    """Return the name of the meeting that a clause says was held, or that acted."""
    head = _ANY_HEAD.search(clause)
    if head is None:
        return None
    if presidium := PRESIDIUM.search(clause):
        return presidium
    if _EARLIER.search(clause):
        return None  # 在省里会议召开后: another meeting, before this one
    held = _SUBJECT.search(clause) if _WAS_HELD.search(clause, head.start()) else None
    if held and _FOR_IT.match(clause, held.end()):
        return None  # 为全国两会胜利召开|营造良好环境
    if held is None:
        alone = _ALONE.fullmatch(clause)
        told = _LATER_HELD.match(following) or (
            alone and not HAPPENS.search(alone["name"]) and _LATER_CHAIRED.fullmatch(following)
        )
        acted = alone and _NTH.search(alone["name"]) and _LATER_ACTED.match(following)
        if alone and (told or acted):
            return alone
        return _ACTED.search(clause)
    inner = _INNER.match(clause, held.end())
    sitting = inner and (
        _SITTING.fullmatch(inner["name"]) or (_SESSION.search(held["name"]) and _NUMBERED.fullmatch(inner["name"]))
    )
    if inner and not sitting and not _GENERIC.match(inner["name"]):
        return inner
    return held


_EARLIER = regex(
    "^(?:在|继)[^，]*(?:会议|大会|(?:(?<!委)员|[^委员协学商工议社])会)[^，]{0,8}(?:召开|举行|结束|闭幕)(?:之?[前后]|以[前后]|前夕|之际)$|(?<![㐀-鿿])[㐀-鿿]{2,12}会\\d{1,2}月\\d{1,2}日开会时$"
)
#: What is done so that a meeting that is still to come goes well.
_FOR_IT = regex("(?:而)?(?:营造|提供|创造|奠定|打下|打牢|夯实|保驾|护航|献[礼策计]|贡献|[作做]出|做好|凝聚|汇聚)")
_ANY_HEAD = regex("会|论坛|主管.报|集体学习")
_ALONE = regex(rf"\s*{_NAME}[”」』]?")
_INNER = regex(rf"(?:了|的)?{_NAME}(?=[”」』]?(?:$|[，。；、（]))")
