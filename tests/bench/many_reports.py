"""As many reports as one likes, the same at every run: the invented ones, of other persons, places and lengths."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from invented_reports import invented_reports

from jiyao.model import Attendance, History, Report

PERSONS, COUNTIES, LENGTH = 60_000, 2_800, 2_000
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏鍾汪田任姜范方石姚譚廖鄒熊金陸郝孔白崔康毛邱秦江史顧侯邵孟龍萬段"
_GIVEN = "建国华明志伟军强平文波辉晓红玉春秀英丽敏静梅芳兰香月莺媛艳瑞凡佳嘉琼勤珍贞莉桂娣璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思宏鐘東遠"
_PLACES = "山江河海湖林石泉谷川陵阳陰安平丰宁康德昌兴盛福寿永長清明新古南北西東太中上下金玉龍虎鳳鶴松竹梅桃柳槐榆桑"


def many_reports(count: int, places: int = COUNTIES) -> Iterator[Report]:
    """Yield reports of at least 2,000 characters; commoner persons and places are much commoner.

    Some of the ``places`` bear one name, and are one place then.
    """
    chance = random.Random(5)
    invented = invented_reports()
    paragraphs = [line for report in invented for line in report.text.split("\n") if len(line) > 60]
    counties = sorted({"".join(chance.choices(_PLACES, k=2)) + chance.choice("县縣市區") for _ in range(places)})
    persons = {
        length: ["".join([chance.choice(_SURNAMES), *chance.choices(_GIVEN, k=length - 1)]) for _ in range(PERSONS)]
        for length in (2, 3, 4)
    }
    for number in range(count):
        template = invented[number % len(invented)]
        report = _of_others(template, persons, chance)
        county = counties[int(len(counties) * chance.random() ** 2)]
        text = report.text
        while len(text) < LENGTH:
            text += "\n" + chance.choice(paragraphs)
        yield replace(_elsewhere(report, county, number), id=f"{report.id}-{number}", text=text)


def _of_others(report: Report, persons: dict[int, list[str]], chance: random.Random) -> Report:
    """Return the report with other names of the same length, so that every span stays right."""
    title, text, people, said = report.title, report.text, list[Attendance](), dict[str | None, str]()
    for person in report.attendances:
        pool = persons.get(len(person.name))
        name = pool[int(len(pool) * chance.random() ** 3)] if pool else person.name
        title, text = title.replace(person.name, name), text.replace(person.name, name)
        said[person.name] = name
        people.append(replace(person, name=name))
    statements = tuple(replace(one, speaker=said.get(one.speaker, one.speaker)) for one in report.statements)
    return replace(report, title=title, text=text, attendances=tuple(people), statements=statements)


def _elsewhere(report: Report, county: str, number: int) -> Report:
    days = timedelta(days=number % 3000, seconds=number)
    assert report.published
    assert report.history
    published = replace(report.published, at=report.published.at + days)
    history = History(report.history.first_seen_at + days, report.history.versions)
    meeting = report.meeting
    if meeting:
        ordinal, kind = str(number % 120 + 1), meeting.kind or "会议"
        meeting = replace(
            meeting,
            name=f"{county}人民政府第{ordinal}次{kind}",
            body=f"{county}人民政府",
            ordinal=ordinal,
            places=tuple(replace(place, name=county) for place in meeting.places[:1]),
            identity=f"meeting-{number // 2}",
        )
    return replace(report, published=published, history=history, meeting=meeting)
