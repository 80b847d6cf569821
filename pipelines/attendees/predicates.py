"""Predicates: what the words behind a name say that its holder did."""

from __future__ import annotations

import re

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.titles import HEAD
from pipelines.lexicon import alternation, rows, starting

#: That he asks: 问, and not 慰问 or 问题.
_ASKS = "(?<![慰访咨过询顾学疑责讯])问(?!题|责|卷|候|政|鼎)"
_SAY = (
    "^所[提询问述陈]|^所[作做]的(?:关于|[^，。]{0,30}(?:报告|说明|讲话))|期望|赞扬|称赞|赞赏|申报(?!表|书|材料|工作)|申明|指出|裁定|宣称|强调|要求|表示|认为|裁示|指示|回应|答复|回答|说明|补充|提出|(?<!的)建议|建请|提醒|质询(?!时间|成员|小组|顺序|议程|台|事项|组|内容|时段)|质疑|质问|询问|追问|反映|公布|提[到及]|谈及|分享|责成|叮咛|叮嘱|报以|允诺|争取|倡议|力促|^[则亦也续又]?指(?![导挥数标示定派责引控南战证])|讨论热烈|热烈讨论|呼吁|希望|承诺|允诺|感谢(?![状信牌]|奖[牌状])|提问|提议|重申|坦言|透露|直言|致了?[^，。]{0,6}[词辞]|致欢迎|讲话|发言|发表了?[^，。]{0,6}(?:意见|看法|见解|感言)|表了?态|授课|汇报|报告|通报"
    "|介绍|解读|解释|传达|部署|安排(?!他人|别人)|宣读|宣布|总结|点评|讲授|辅导|作了?[^，。]{0,20}(?:报告|说明|讲话|发言|汇报|解读|部署|动员|总结|提示|安排|点评|讲解|检讨(?!会))|做了?[^，。]{0,20}(?:报告|说明|讲话|发言|汇报|解读|部署|总结|提示|安排|点评|讲解)|高度评价(?!为)|反馈(?!会|单|表|机制|渠道|问题清单)|领学|带领(?:大家|同志们|与会[^，。]{1,4}|全体[^，。]{0,8})(?:集体|共同|一起|认真|专题)?(?:学习|重温)|组织(?:大家|与会[^，。]{1,4}|全体[^，。]{0,8})?(?:集体|共同|一起|认真|专题)?(?:学习|重温)了|作[^，。；]{0,10}工作重点(?=[，。；]|$)|主讲|(?<![座商会洽访约])谈(?:了|到|及|起|道)|(?<!座谈)交流(?!会|(?:访问|考察|学习|调研|对接)(?![^，。]{0,4}(?:体会|心得|情况|成果|经验|感受))|团|协会|中心|活动|平台|论坛)|关心|关注|声援|感到(?:遗憾|不满|失望|忧虑|欣慰|惋惜)|拍板|(?:最终|最后|当场|会中)决定|主张|专题演讲|演讲(?!比赛|稿|会)|反问|发问|质问|期许|期盼|期勉|勉励|肯定|坚持要|(?<![邀聘申])请[^，。]{1,12}(?:说明|研议|提出|加强|配合|协助|留意|检讨(?!会)|跟进|改善)|备悉"
    "|查询|查问|问及|投诉|不?同意(?!书)|致歉|道歉|秀出|(?<!的)提案(?!委员|人|者|单位|权|制度|审查|小组|办理|获|通过)|投(?:下|了)?[^，。资]{0,3}票(?!站|所|率)|(?<![工合协操])[作做](?:了|过)?[^，。]{0,20}(?:讲座|辅导报告)|(?:对[^，。]{2,40}进行了?[^，。]{0,6}培训|进行了?[^，。]{0,6}(?:授课|辅导))(?!班|会|课)|(?:提交|[作做])了?[^，。书]{0,4}书面发言|转达|请求|宣导(?!活动|会|品|大使|短片)|述责述廉(?!.{0,4}(?:大?会|报告))|为[^，。]{2,20}(?:发声|请命|喉舌)|回报|解答(?!室|窗口)|直斥|直批|力陈|敦促|促请|陈述|建言|献策|疾呼|痛陈|喊话|吁请|回[复覆]|回以|释疑|澄清|阐述|讲述|分析(?=[了，：指说])|简介|简报(?!室|资料|内容|系统|会)|表达|陈情(?!案|人|书|团)"
    "|说(?!明会|法|服)|称(?!号|职|赞)|引介|致以|述职(?!大?会|报告|评议)|研判|开口(?=[，：说])|献[词辞]|祝贺(?!大会|会议|[^，。]{2,40}(?:召开|开幕|举行)(?:[，。]|$))(?=[^，。]{3})|问候|代读|宣誓|转述|关切|忧心|[痛怒狠]批|批评|(?<=问题)点名|指责|指斥|[怒痛驳]斥|斥责|[怒反]?呛|[怒砲炮]轰|抨击|反驳|宣告|气得说|直呼|高呼|高喊|大喊|抱怨|坦承|认同|赞同|反对|附议|寄语|附和|点出|补了?一句|引述|先后登台|上台发言|插话|抢话|缓颊|动议|盼|忆|吁|"
    + _ASKS
    + "|(?<![报解备])答(?!案|卷|谢)|(?<![演宣])讲(?!座|解员|师|台|堂|究|稿|者)"
)
_ATTEND = r"[也都]到了(?=[，。；]|$)|(?<!附)和议(?=[）。；，]|$)|出席(?!者|(?:委员|议员|代表)\d|的|率|人数|情况|会议的?(?:有|还有|领导|人员))|参加(?!工作|革命|过|的)|与会(?!人员|者|代表|同志|各|单位|官员|来宾|领导)|到会(?!人员|代表)|(?<!内)到场(?!的?(?:贵宾|嘉宾|来宾|人士|人员|者))|(?:全程|现场|到会)指导|^指导(?:和监督)?[^，。；]{0,6}工作(?=，[㐀-鿿]{2,16}列席)|组织(?:审议|讨论|研讨|表决)了|担任(?:大会|会议)?(?:秘书|司仪)(?=[，。；]|$)|(?<!组织)(?<!如何)(?<!加强)(?<!做好)指导(?:了|此次|本次)?(?:会议|大会|座谈会?)(?=[，。；]|$)|莅会|莅临|赴会|(?:抵达|到达|步入|进入)[^，。；]{0,16}(?:会场|会议现场|会议室)(?=[，。；]|$)|参会(?=[，。、；并]|会议|$)|(?<!大家)(?<!组织)(?:集中|现场)?(?:收[看听]|聆听|观看)了?[^，。；的]{0,20}(?:讲座|报告会|实况|直播)|听取了?[^，。；的]{0,10}讲座|率[^，。]{1,12}(?:备询|听取|倾听|聆听|与会|到场|(?<!指挥)指导(?=[，。；]|$))|上台[领受]奖|组成[^，。]{0,8}(?:评审|专家|验收|评估|论证)(?:专家)?组|亲临(?!主持)|坐镇(?:指挥|调度|主持)?|在(?:主|分|县|市|省|区|各)?[^，。]{0,6}会场|就座|[齐欢共汇]聚一堂|(?:离|退)席(?=[，。；]|$)|在座(?=[，。；]|$)|列(?:于|坐)主席台|主席台(?:前排)?就[座坐]|共同出席|现身(?!说法|份|[㐀-鿿]{0,4}(?:脸书|社群))|全[员数]到齐|悉数到(?:齐|场)|坐成一圈|围坐|担任(?:活动|会议|主礼|特邀)?(?:与谈人|引言人|主讲人|评论人|对谈人|嘉宾(?!主持)|讲者|评审(?!委员会)|评委)|参与(?!者|度)|座谈(?!会|交流会)|进行(?:研商|协商|会商|商讨)|坐下来(?:谈|商)|逐[笔一项件案][核检讨][对视讨论]|^[^，。请]{0,8}(?:会勘|勘查|磋商|共商)|面对面(?=[，。沟交对座]|$)|陪同(?!下)"
#: What these begin with.
_SAY_BEGINS = (
    "组进对寄先上插抢缓带不同怒狠高大驳斥呛砲炮抨气秀道为所称申述研开专主也争交亦介代传作促倡做允公关分则力动勉又反发叮吁呼喊回坚坦安宣希建引强忆忧总感批承投报抱指提敦期查汇演澄点热献疾痛直"
    "备授盼祝称答简续肯致补表裁要解认讨讲询说请谈责质赞转辅追透通部释重问阐附陈领拍最当会声"
)
VERBS = [
    (
        Role.ABSENT,
        regex(
            r"请假|缺席|未(?:能|克|曾|有)?(?:出席|到会|参加|列席|到场|与会)(?!后续|其后|随后|表决)|不克(?:出席|前来|参加)?|未(?:能|克)?(?:在场|到场)主持|未(?:能|克)(?:亲自)?主持|没有(?:出席|参加|到会)|^(?:因[^，。]{0,12})?未到(?=[，。；]|$)|请[病事产丧婚长公]假(?!的|规定|制度|被|条)|不在(?:议?场|座|席)(?=[，。；]|$)|人在[^，。]{1,8}，(?:赶不|未|无法|不及)|^因在(?:[国海境]外|外地|[㐀-鿿]{2,6}(?:处理|开会|出差|参加|培训|住院|督导|考察|出席|学习|进修|挂职|值班|抢险|巡堤|巡查|调研))[^，。]{0,10}(?=，)|^由[^，。由]{1,10}代(?:表|理|为)?(?:出席|列席|参加|与会)?(?=[，。；]|$)|^因[^，。]{0,6}(?:在外(?:培训|出差|开会)?|外出(?:开会|出差|培训|考察)?|住院|生病(?:住院)?|患病|就医)(?=[，。；]|$)|^因(?:出差|公出|出国|外访|休假|产假|请假)|^(?:出差|公出|出国|休假|住院)(?=[，。；]|$)|公假|病假|事假|因[^，。]{0,16}(?:未能?|不能|无法|不克)(?:前来|前往|出席|参加|列席|到会|与会)|无法(?:出席|参加|与会)"
        ),
    ),
    (
        Role.CHAIR,
        regex(
            r"主持(?!人|词|正义|(?:召开)?过|[^，。；]{1,10}[会议]前)|担任(?:会议|大会)?(?:执行)?主席(?!团)|担任(?:[本此该]次)?(?:[㐀-鿿]{0,4}会议?|活动)?的?主持(?:人|工作)?|(?<!出)任主席(?!团)|^(?:在[^，。]{2,12})?(?:[今昨][日天]?|本[日周月]|改为|随后|遂|[\d一二三四五六七八九十]{1,3}[月日]|（[^（）]{1,8}）日?|[上下]午|晚间?|早上?|亲自|紧急|立即|随即|率先){0,5}(?:在[^，。]{2,12})?召开(?=[^，。；的]{0,40}会)(?![^，。]{0,12}(?:记者会|发布会|家庭))(?![^。]*由)|召集并|召集(?!人)|恢复会议|敲[下]?(?:议事)?槌"
        ),
    ),
    (Role.OBSERVER, regex(r"列席|旁听(?!席|民众|的)|^[^，。]{0,8}观礼")),
    (Role.RECORDER, regex("担任(?:会议)?[纪记]录|^(?:负责)?(?:会议)?[纪记]录(?=[，。；]|$)")),
    (Role.ATTENDEE, regex(_ATTEND)),
    (Role.SPEAKER, regex(starting(_SAY_BEGINS, _SAY))),
]
#: Who was away is named next: 提名未有出席会议的|议员乙.
_OF_ANOTHER = regex("[^，。]{0,6}的")
#: What makes a verb say that something was not done, or is still to be done.
_UNDONE = regex(
    r"(?:没有?|并?未(?:能|曾|予|有)?|[并绝]?不(?:能|会|再|予|便|得|曾|愿|肯|可)?|无法|否认(?:曾|有)?|拒绝|免于|(?<![思理设构梦联感意])[想欲]要?|(?:将|即将|拟|计划|准备|原定|预定|有望)(?:[于在][^，。的]{1,8}|要|会|继续|亲自|共同|分别|再次|应邀)?)$"
)
#: A verb of saying whose object is a clause: what follows is content, not what the speaker did.
_CONTENT = regex(
    starting(
        "主也亦介允关则又反吁呼回坦宣希建强总感承报指提汇直盼称答续肯致补表裁要认询说质透通重问",
        r"(?:指出|裁定|宣称|强调|要求|表示|认为|裁示|指示|回应|答复|提出|(?<!的)建议|建请|提醒|质询|质疑|质问|询问|反映|呼吁|希望|承诺|允诺|提议|重申|坦言|透露|直言|(?<![小学传假])说|(?<![名职简通对])称|反问|宣布|介绍|说明|补充|报告|汇报|通报|致词时说|感谢|主张|总结|肯定|认同|(?:^|(?<=，))[则亦也续又]?指(?![导挥数标示定派责引控南战证])|盼|吁|"
        + _ASKS
        + r"|关心|关注)(?:了)?(?:[，：,“「]|(?=[^，。；]{6,}))",
    )
)
_OTHER_SUBJECT = regex(
    r"，(?:会议(?!由|并|上|就)|会中(?=讨论|审议|通过|决议|表决)|会[上中]由|主席(?=请|宣|表示|裁示|指|询问|回|答)|委员会(?=[备悉同意接纳通过决定知])|大会|全会|与会|大家|全体|各[乡镇县市区村里部单级有地局处]|座谈会?由|[^，]{0,8}由[^，]{2,}主持|让|各[㐀-鿿、]{2,30}?[也均亦](?:到场|出席|参加|列席|与会|应邀)|我们|其(?=质询|发言|提案|意见|书面|职务|席位)|(?:(?:(?![受应特])[^，。：]){0,10}?邀(?:请|集)|召集)(?=[^，]{4})|(?:上午|下午|当天)?座谈会|部分|有关|相关|双方|(?:全|本)?[县市区乡镇村里校]?(?:共?有|[约近逾共])?(?:\d+|[一二三四五六七八九十百两]+)余?[位名户][㐀-鿿]|委员们|代表们|议员们|市府|县府|区公所|常委会|主席团|法案|议案|该|本案|有(?:与会者|议员|委员|市民|居民|民众|网友|消息|意见|业者|团体|学者|专家|分析|评论)(?![等、，]|提前)|并由|由|后由|改由|(?:列席|请假|缺席|出席)[^，。]{0,4}有|[㐀-鿿]{1,10}[局处署部所室司课](?:、[㐀-鿿]{1,10}[局处署部所室司课])*(?:等[^，]{0,6})?[均也亦皆都]?(?:派员|派代表|列席|出席|与会|分别|专案|专题|提出|进行|报告|说明|简报|回应|表示))"
)
_LISTED_SUBJECT = regex("，(?:各|有关|相关|部分|全体)")
#: Others who did something: behind a verb they are its next subject, without one they end the list.
_OTHERS = regex(
    rf"，(?!对|向|为|给|与|和|同|以及|及|暨|请|以|作为|受|要|希望|代表|听取|感谢|欢迎|勉励|并|针对|就|围绕|结合|对照|按照|根据)(?:(?:[㐀-鿿]{{1,10}}们|各[㐀-鿿、（）]{{1,20}}?|[㐀-鿿]{{0,8}}(?:{HEAD.pattern})|[㐀-鿿、]{{2,24}}?(?:同志|负责人|领导))等?(?:也|均|都|应邀|一同|一起|共同|分别|先后|依次)?(?:出席|参加|列席|陪同|发言|到会|与会|参会|莅临|莅会|到场|共同参与|表示|认为|提出|针对[^，。]{{2,30}}[作做]|(?:进行)?(?:简报|宣导))"
    rf"|(?:[㐀-鿿、]{{2,24}}(?:委员|干部|成员|领导|人员|班子|负责人|职工)，){{0,3}}(?:\d*[㐀-鿿、（）“”]{{0,20}}?(?:{HEAD.pattern})|[㐀-鿿\d、（）“”]{{2,60}}?(?:代表|人员|干部|同志|成员|党员|职工|员工|教职工|教师|师生|学生|会员|学员|分子|群众|村民|居民|官兵|专家|企业家|负责人|负责同志|(?:\d+|[一二三四五六七八九十百]+)余?[人名位]))(?:则?以[^，。]{{2,6}}方式|也|均|都|应邀|一同|共同|分别|踊跃|积极|热情|准时|陆续)?(?:出席|参加|列席|到会|与会|参会|到场))"
)
#: 列席参加 is one act, and so is 列席与会.
_OBSERVES = regex(
    starting("与出列到前参", "列席(?:参加|与会|出席|会议并参与)|(?:参加|出席)列席|(?:到场|前来|与会|出席)(?:旁听|观礼)")
)
#: Somebody else came for him: 因执行勤务，由[副局长乙代理出席].
_REPLACED = regex(
    "[则亦也]?因[^，。]{0,6}(?:病|感冒|身体不适|公(?=[改则故乃]?由)|公出|公务|要公|出差|出国|开会|住院|外出|培训|请假|休假|行程|返乡)[^，。]{0,2}[改则故乃]?由|(?:因[^，。]{2,20}|(?:出国|公出|另有(?:要公|公务|行程|任务))[^，。]{0,8})，[改则故乃]?由"
)
#: Verbs of saying that are so at the begin of what somebody did only: 警告，…, and not 张贴警告标志.
_OPENS = "(?:^|(?<=[，；]))(?:[也亦则还再又更均都皆曾已即便并且先续]|随[即后]|首先|最后|最终|同时|特别|一再|再三|多次|当场|强烈|严正|语带[^，。]{2,4}地?|进一步|(?:开场|致[词辞]|总结|发言|讲话|回应|结束)时){0,3}"
_SAYS = regex(rf"{_OPENS}{alternation(verb for verb, _ in rows('says'))}(?![。；！？]|$)")
_SAYS_CLAUSE = regex(
    rf"{_OPENS}{alternation(verb for verb, of in rows('says') if of == 'clause')}[了道说]?(?:[，：“「]|(?=[^，。；]{{6,}}))"
)
#: What is told to the press behind the doors is not said in the meeting.
_AFTERWARDS = regex(
    "(?:等(?:[省市县区乡镇]?领导|人|同志|嘉宾)?)?，会后(?:还|又|也)?(?:出席|参加)了?(?!会议)|(?:[在于][㐀-鿿]{0,3})?会后(?:接受|受访|[对向](?:媒体|传媒|记者))"
)
#: What a meeting that somebody calls does, behind a comma: 主持召开常务会议，传达学习….
_ITS_AGENDA = regex(
    "(?P<chaired>主持召开[^，。；]{2,40}会议?)(?:，(?:集中|专题|认真|进一步)?(?:传达|学习|研究|审议|听取|讨论|贯彻|分析|部署|安排)(?:(?!并(?:讲话|作|提出|强调|要求|指出))[^，。；])*|，(?:并|同时)?[就对][^，。；]{2,40}(?:进行|[作做])了?(?:专题|深入|认真|再)?(?:研究|讨论|审议|研讨|部署|安排)[^，。；]{0,6})+"
)
#: The meeting is the subject of what follows: 次长甲所主持的会报….
_CHAIRED = regex("(?:亲自)?所?主持的")
#: What is quoted of somebody: 教授甲的研究指出.
HIS_WORK = regex(
    "(?:重要)?(?:批示|指示|讲话)精神(?!饱|焕|抖)|(?:重要)?(?:批示要求|(?:指示|讲话)要求(?=[。；]|$))|(?:(?!传达|学习|领学|领读|通读|宣读|宣讲|转达|解读|介绍|汇报)[^，。]){0,40}[时中上]的(?:系列)?(?:重要)?(?:讲话|指示|批示)(?:精神|视频|录像|录音|原文|要求(?=[。；]|$))|任内[^，。]{0,16}的|当年的话|的(?:问候|慰问|贺[信词]|(?:一句|那句|老)话|研究|说法|看法|报告|著作|文章|调查|统计|论文|助理|办公室|家属|团队)"
)
#: Who sent somebody did not come: 主任甲亦派员关心.
_SENT_OTHERS = regex("[也亦均都皆并]?派(?:员|代表|人)")
#: Who is chosen for a smaller body does nothing here: 由委员甲、乙组成专案小组，….
CHOSEN = regex("(?:由|推派|推选|推举)[^，。、]{0,6}$")
FORMED = regex("(?:[、及和与][^，。、]{2,8})?(?:等[^，。]{0,6})?(?:共同)?组成(?!的)[^，。]{0,10}(?:小组|工作组|专班)")
#: What somebody says or thinks of another is nothing that this one did: 指|局长甲无正面回应.
SAID_OF = regex("(?:(?<![主所])[指称]|批评|质疑|认为|直指|不满|[炮砲]轰|[痛怒]斥|痛批|抱怨)(?:前任|时任|前|原|已故)?$")
#: On what each of several speaks: 甲以“…”、乙以“…”等主题，与大家交流.
_ON_THEME = regex("以[“「《][^”」》]{2,40}[”」》](?:、|等?(?:为|作为)?(?:主?题|专题|议题|题目))")
#: Who opens or closes a sitting presides: 随即宣布于走廊就地开会.
_OPENED = regex(
    "(?:[并则也]?(?:[于在][^，。]{2,14})?|随即|随后|遂|便|即|直接|最后|其后|当场)?宣[布告](?:[^，。]{0,8})?(?:开会|散会|休会(?!期)|会议开始|会议结束|闭会|开议|复会)"
)
#: Who put his name to a bill: 委员甲等22人拟具….
MOVED = regex("等\\d+人所?拟具")
#: Whose bill it is that others deal with: 立委甲、乙、某党党团各自提出的修正草案.
_PROPOSED = regex(
    "(?:、[㐀-鿿]{2,10}党团)*(?:等人?)?(?:各自|分别|共同|先前|日前)?所?(?:提出|拟具|连署|提案)的[^，。；]{0,40}?(?:草案|版本|修正案|修正动议|法案)"
)
#: 到场关心 says only that they came, and so does 参加调研交流.
_SHOWED_CARE = regex(
    "(?P<came>出席|到场|与会|前来|列席)(?:表示|表达)?(?:关心|关切|致意|力挺|支持)"
    "|(?P<joined>参加|参与)[^，。；并]{0,8}交流(?:活动)?(?=[，。；]|$)"
)
#: Who comes to another place for an exchange takes part in it: 一行来我局交流.
_CAME_TO_TALK = regex(
    "(?:就[^，。；]{2,30})?(?:来|前来|到|赴|前往|莅临)[^，。；]{1,24}(?<!座谈)交流(?:经验|工作|活动|学习)?(?=[，。；]|$)"
)
#: Who hears others for those who called them: 代表县委听取了党外人士的意见.
_HEARD_FOR = regex("^(?:同志)?(?:等(?:领导)?)?，?代表[^，。；]{2,16}听取了?[^，。；]{2,24}(?:意见|建议)")
#: 列席说明 says why they came, not that they spoke.
_TO_EXPLAIN = regex("列席(?!会议并|并)(?:会议)?(?:引介及|说明|解释|解答|介绍|备询|答询|引介|答复|回答|报告)[^，。]*")


#: What somebody gave has a title: 作《关于……的调研报告》.
_GAVE = regex(
    "[作做]了?(?:(?:题为)?《[^》]*》|“[^”]*(?:报告|发言|总结|讲话)”|(?:(?!听取)[^，。；《》]){0,30}?的(?:报告|说明|讲话|发言|汇报)|(?:(?!听取)[^，。；《》的：]){0,16}?(?:报告|说明|汇报|总结|通报|介绍)(?=[，；并及和与]|$))"
)
#: What is quoted, heard or cited is nothing that he did.
_OF_OTHERS = regex(
    "(?:当选|选举|选为|推选|选派|产生)[^，。；]{0,8}(?:出席|参加)[^，。；]{0,30}?代表|接受[^，。；]{0,24}?(?:表扬|表彰|嘉奖|颁奖|采访|专访|祝贺|慰问|献花)|(?:通过|采取|采用)[^，。；]{2,60}?等?(?:方式|形式)|祝贺(?:大会|会议)[^，。]{0,8}(?=[，。；]|$)|(?<=就)[^，。；]{2,160}?(?=进行|展开|开展|[作做]了?[^，。；]{0,10}(?:交流|讨论|探讨|发言|汇报|说明|报告|介绍))|(?<![受应])邀请(?![函了到])[^，。；]{2,20}?(?:到场|莅临)|(?<=感谢)[^，。；]{2,40}?(?:出席|参加|列席|到场|莅临|光临)|《[^》]*》|“[^”]*”|(?:引[发起]|备?受到?|获得?)[^，。的]{0,6}(?:关注|关切|热议|讨论)|听听?[^，。]{0,12}(?:怎么|如何|怎样)说|组织[^，。]{0,16}宣誓|(?:缺席|请假)说明|(?:说明|报告|通报|介绍|汇报|交流|推介|总结|部署|述职|点评|解读|宣讲|讲评|质询)大?会(?![议上])|(?<![提交作做])(?<!提交了)(?<!作了)(?<!大会)(?<!会议)书面[^，。；]{0,2}(?:质询|质问|意见|答复|报告|说明|发言)|听取[^，。；]*(?:汇报|报告|简报|介绍|说明|意见|建议|心声|民意|发言)|的(?:系列)?(?:重要)?(?:讲话|指示|批示|论述|报告)(?:和[^，。]{0,6}(?:指示|批示))?精?神?"
)


#: A vote is said, however short: 海生明：同意.
_VOTES = regex("：(?:同意|赞成|反对|附议|支持|弃权)")
#: A report that was only handed out is nothing that was said.
_HANDED_OUT = regex("所[作做]的[^，。]{0,12}(?:书面形式|印发)")
#: Who excused himself did not speak.
_EXCUSED = regex("(?:致歉|道歉)(?=[^，。]{0,4}(?:未|无法|不能|不克))")
#: Through whom somebody spoke who was not there: 也托助理转达关心.
_THROUGH_OTHERS = regex(
    "，?(?:透过|通过|[在于])其?(?:脸书|社群(?:平台|媒体)|网[路络]上)(?:贴文|直播|发文)?(?:上|中)?(?:痛?批评?|质疑|[称指]|发文|表示|写道)[^，。]*|，?[也亦并]?(?:(?<!拜)(?:委托|托)|派)(?:其|了)?(?:助理|秘书(?![长处])|幕僚|家人|夫人)[^，。]*"
)
#: What somebody said on another occasion: 日前在广播节目称.
_ELSEWHERE = regex(
    "曾经?(?:[在于][^，。]{2,16})?(?:说过?|表示|指出|提到|强调|提出|写道)|曾经?(?:要求|建议)(?![^。]{0,60}会上)|常[说讲言]|(?:昔日|当年|生前|任内)(?:曾|已|就)|(?:日前|此前|先前|较?早前|早些时候)(?:[在于][^，。]{1,12}(?:节目|媒体|脸书|专访|社群|直播|广播|电台|电视|网[络路])(?![^，。]{0,14}(?:会|座谈|调研|论坛))|接受[^，。]{0,8}[采专]访|受访|投书|撰文|发文)"
    "|(?:[在于](?:19|20)?\\d\\d年|当年|多年前|任内)?(?:倡议|首倡|力推)的|[在于](?:(?:19|20)\\d\\d|民国\\d{2,3})年[^，。]{0,8}(?:建议|倡议|推动|制定)[^，。上会]{0,8}的(?![^，。]{0,8}[上会])"
)


#: However he says it, what stands behind is quoted: 快人快语：“….
_SAYS_QUOTED = regex("[㐀-鿿]{2,10}：[“「]")
#: Instructions that were given before, of which a meeting only hears: 日前作出重要指示，强调….
_INSTRUCTED = regex("[^，。；]{0,24}?(?<!会上)作出(?:了)?(?:重要)?(?:指示|批示|讲话)(?!安排|部署)")
#: When somebody left his office, or came to it.
_IN_OFFICE = regex("(?:届龄)?退休时(?=宣|公)|上任时(?=提出|表示|宣布|承诺|说)")
#: What somebody is the head of, and no meeting: 主持的“治理专组”会继续….
_HIS_TEAM = regex(
    "(?:亲自)?所?主持的[“「]?[^，。；：“”「」]{2,16}(?:专组|小组|工作组|专班|委员会|办公室)[”」]?(?:会(?:继续|持续|将)|将|已经|正在)"
)
#: What others did to him or made of his case, and what he did once: …的案件在会上被通报, 提出过要求.
_OF_HIM = regex(
    "[^，。；：]{0,24}(?:被(?:通报|点名|问责|处[理分罚]|查处|撤[职销]|免[职去]|开除|双开|留置|约谈|起诉|逮捕|立案)|(?:的|严重违[纪法])[^，。；：]{0,4}(?:案件?|问题)[^，。；：]{0,8}通报)"
    "|(?:此前|先前|早前|之前|以前)?(?:曾经?|多次)[到赴来去至]|[^，。；：]{0,16}(?:提出|作出|做出|发表|强调|指出|表示|要求|召开|主持|参加|出席)过"
)
#: What is listed is no people: 甲、乙等部落, 丙等问题.
_OF_THINGS = regex(
    "(?:[、及和与][^，。；、及和与]{1,10}){0,8}等(?:时事|法律|相关|有关|各项|多项|重点|热点|民生|突出|具体|实际|重大|主要|各类)?"
    "(?:(?:部落|语言|族群|方言|村落|村庄|[村里镇]|乡镇|县市|市县|国家|景点|路段)(?=[，。；）]|$)|(?:问题|议题)(?![^，。；]{0,8}(?:小组|专班|成员|发言人|负责人|专家|代表)))"
)
#: What begins so says nothing that he did in the meeting.
_NOTHING_HERE = (
    _OF_THINGS,
    _HIS_TEAM,
    _IN_OFFICE,
    _PROPOSED,
    _INSTRUCTED,
    _HANDED_OUT,
    _AFTERWARDS,
    _ELSEWHERE,
    HIS_WORK,
    _OF_HIM,
    _SENT_OTHERS,
    MOVED,
)
_IN_HIS_SPEECH = regex(
    "在(?:[大全]?会|会议|座谈会)上?的(?:讲话|发言|致[辞词])中[^，。的]{0,6}(?:回顾|说|指出|强调|表示|要求|提出|介绍|总结|肯定|希望|谈|通报|部署)"
)
_KEPT_RECORD = regex("(?:负责|担任|作|做)了?(?:大会|会议|现场)?(?:记录|纪录)(?=[，。；]|工作|$)")
_CAME = frozenset({Role.ATTENDEE, Role.OBSERVER})


def roles_of(predicate: str) -> set[Role]:
    """Return the roles that a predicate states, up to where it becomes what was said or has another subject."""
    if _REPLACED.fullmatch(predicate):
        return {Role.ABSENT}
    if _IN_HIS_SPEECH.match(predicate):
        return {Role.SPEAKER}
    if any(pattern.match(predicate) for pattern in _NOTHING_HERE):
        return set()
    quoted = _SAYS_QUOTED.match(predicate) or _ON_THEME.match(predicate)
    predicate = _own(predicate)
    if _CHAIRED.match(predicate):
        return {Role.CHAIR}
    if predicate.startswith("）："):
        predicate = predicate[1:]  # 教务处（李主任晓青）：…
    if predicate.startswith("："):
        return {Role.SPEAKER} if len(predicate) > 3 or predicate == "：" or _VOTES.match(predicate) else set()
    if quoted:
        return {Role.SPEAKER}
    if _KEPT_RECORD.match(predicate):
        return {Role.RECORDER}
    opened = _OPENED.match(predicate)
    content = _first_done(_CONTENT, predicate) or _first_done(_SAYS_CLAUSE, predicate)
    said = bool(content)
    if content:
        predicate = predicate[: content.start()] + content.group().rstrip("，：,“「")
    found = ({Role.SPEAKER} if said else set()) | ({Role.CHAIR} if opened else set())
    negated = VERBS[0][1].search(predicate)
    if negated and _OF_ANOTHER.fullmatch(predicate, negated.end()):
        predicate = predicate[: negated.start()]
    elif negated:
        found.add(Role.ABSENT)
        predicate = predicate.replace(negated.group(), "")
    if _TO_EXPLAIN.search(predicate):
        found.discard(Role.SPEAKER)
        predicate = _TO_EXPLAIN.sub("列席", predicate)
    if _first_done(_SAYS, predicate):
        found.add(Role.SPEAKER)
    begins: dict[Role, int] = {}
    for role, pattern in VERBS[1:]:
        if done := _first_done(pattern, predicate):
            found.add(role)
            begins[role] = done.start()
    if found >= _CAME:  # one came in one way: 参加会议，…列席 tells of others behind the comma
        first, second = sorted(_CAME, key=lambda role: begins[role])
        if "，" in predicate[begins[first] : begins[second]]:
            found.discard(second)
    if Role.CHAIR in found and Role.ATTENDEE in begins and predicate.startswith("座谈", begins[Role.ATTENDEE]):
        found.discard(Role.ATTENDEE)  # 主持召开座谈会，同学员座谈
    if predicate.startswith(("答：", "问：")) and len(predicate) > 3:
        found.add(Role.SPEAKER)
    return found


def _own(predicate: str) -> str:
    """Return what a predicate says of its own subject: up to the next one, without what others did or said."""
    for pattern in (_OTHER_SUBJECT, _OTHERS):
        other = next((m for m in pattern.finditer(predicate) if _is_subject(predicate, m)), None)
        predicate = predicate[: other.start()] if other else predicate
    predicate = _CAME_TOO.sub("", _THROUGH_OTHERS.sub("", _EXCUSED.sub("", predicate)))
    predicate = _ITS_AGENDA.sub(r"\g<chaired>", _OBSERVES.sub("列席", predicate))
    predicate = _HEARD_FOR.sub("参加", predicate)
    predicate = _CAME_TO_TALK.sub("参加", _SHOWED_CARE.sub(r"\g<came>\g<joined>", predicate))
    return _OF_OTHERS.sub("", _GAVE.sub("作讲话", predicate))


#: Others who came beside him, and what they did: 列席|及各相关单位与会，….
_CAME_TOO = regex(
    "(?<=[列出]席|参加|到场|与会)[及和与暨](?:各|相关|有关|其他)[^，。]{2,16}(?:与会|出席|列席|参加|到场)(?:，(?!并|会上|会中|同时).*)?$"
)


def _is_subject(predicate: str, other: re.Match[str]) -> bool:
    """Tell whether others begin what they did, and do not go on a list of those before a verb."""
    listed = other.re.pattern == _OTHERS.pattern or _LISTED_SUBJECT.match(other.group())
    return not listed or any(pattern.search(predicate, 0, other.start()) for _, pattern in VERBS)


def _first_done(pattern: re.Pattern[str], predicate: str) -> re.Match[str] | None:
    """Return the first match that no word denies or puts off (没有主持, 将主持)."""
    return next(
        (m for m in pattern.finditer(predicate) if not _UNDONE.search(predicate[max(0, m.start() - 16) : m.start()])),
        None,
    )
