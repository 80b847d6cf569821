"""Problems in the visitor's language: every sentence that a page can refuse or fail with has words in both scripts."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from invented_reports import CAPTURED, a_report
from lxml import html as parsed
from servers import serve, serve_app

from jiyao import errors
from jiyao.api import mistakes
from jiyao.api.problems import KINDS, a_problem
from jiyao.model import Capture, report_id
from jiyao.search import open_index
from jiyao.search.elastic_errors import away, refused
from jiyao.settings import Settings
from jiyao.web.language import LANGUAGES, Words
from jiyao.web.sentences import english_forms, in_language
from jiyao.web.site import create_site
from pipelines.archive import Archive, Tombstone

CHINESE = ("zh-Hans", "zh-Hant")
ALONE, ELSEWHERE, GONE = (a_report(id, "县政府常务会议", "县长王伟主持会议。") for id in ("alone", "elsewhere", "gone"))
#: The id that the report of a page which was taken out had.
TAKEN_OUT = report_id(GONE.source, GONE.url)

#: Every way to ask a page for what it cannot answer, with the status. None is told in English on a Chinese page.
ASKED: tuple[tuple[int, str], ...] = (
    *((422, f"/?q={q}") for q in (
        "(会议", "会议)", "()", "“会议", "OR", "会议 OR", "会议 AND", "NOT", "会议 -", "-NOT 会议", '""', "(" * 20 + "会",
        "会 " * 80, "会" * 1001,
    )),
    *((422, f"/?{name}={value}") for name, value in (
        ("perso", "王"), ("zzzz", "1"), ("after", "*"), ("size", "5"), ("facet", "people"), ("offset", "9999"),
        ("facet_size", "many"), ("facet_size", "0"), ("facet_size", "1001"),
        ("offset", "-1"), ("offset", "many"), ("offset", "1" * 5000), ("offset", "10001"), ("sort", "helt"),
        ("sort", "zzzz"), ("role", "chef"), ("role", "zzzz"), ("level", "县"), ("kind", "hearng"), ("script", "hans"),
        ("held_from", "gestern"), ("held_from", "2024-13"), ("held_to", "2024-02-30"), ("person", "王" * 201),
        ("person_as", "王伟"), ("regional", "maybe"), ("has_statements", "perhaps"), ("first_seen_since", "2024"),
        ("first_seen_since", "2024-12-05T08:00:00+08:00"), ("held_from", "2024&held_to=2023"),
        ("published_from", "2024&published_to=2023"), ("q", "a&q=b"), ("sort", "held&sort=held"),
        ("person", "&person=".join("王" * 51)),
    )),
    (422, "/attendances?group=县发改局"), (422, "/attendances?formerly=true"), (422, "/statements?person_as=chair:王伟"),
    (422, "/feed?persn=王"), (422, "/feed?sort=held"), (422, "/feed?offset=9951"), (422, "/feed?kind=hearng"), (422, "/suggest"), (422, "/suggest?q=a&of=bodys"),
    (422, "/suggest?q=" + "a" * 501), (422, "/suggest?q=a&size=0"), (422, "/suggest?q=a&size=1.5"),
    (404, "/reports/nothing"), (404, "/reports/no'thing"), (404, '/reports/no\'th"ing'), (404, "/reports/nothing/changes"),
    (404, "/reports/nothing/capture"), (404, "/reports/nothing/citation"), (422, "/reports/nothing/citation?format=word"),
    (410, f"/reports/{TAKEN_OUT}"), (410, f"/reports/{TAKEN_OUT}/changes"), (410, f"/reports/{TAKEN_OUT}/capture"),
    (404, "/reports/elsewhere/capture"), (404, "/reports/elsewhere/changes"), (404, "/reports/alone/changes"),
    (422, "/reports/edited/changes?old=3"), (422, "/reports/edited/changes?old=0"), (422, "/reports/edited/changes?new=two"),
    (404, "/people/查无此人"), (404, "/people/%2F"), (404, "/bodies/查无此会"), (404, "/sources/nothing"),
    (422, "/people/王伟?x=1"), (422, "/bodies/县政府?plase=寿阳"), (422, "/completeness?plase=寿阳"), (422, "/sources?q=王"),
    (422, "/docs?x=1"), (422, "/docs?q=1"), (422, "/language/en?too=/"), (422, "/language/en?to=/&to=/"),
    (404, "/language/xx"), (404, "/nothing"), (404, "/%0A/x: y"), (404, "/static/nothing.css"),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server over a report that was edited, one with one version, one that the archive lacks, and one taken out."""
    settings = Settings(data=tmp_path_factory.mktemp("problems"))
    edited = a_report("edited", "县政府常务会议", "县长王伟主持会议。")
    with Archive(settings.archive_folder, writable=True) as archive:
        for report, hours in ((edited, 0), (edited, 1), (ALONE, 0), (GONE, 0)):
            at, body = CAPTURED + timedelta(hours=hours), f"<h1>{report.title}</h1><p>{hours}</p>".encode()
            archive.keep(Capture(report.source, report.url, at, 200, (), body))
        archive.entomb(Tombstone(GONE.source, GONE.url, CAPTURED + timedelta(days=1), "县档案馆", "本人请求"))
    with closing(open_index(settings)) as index:
        index.write([edited, ALONE, ELSEWHERE])
    serving = serve(settings)
    yield next(serving)
    serving.close()


def english_on(client: httpx.Client, address: str, language: str, status: int) -> list[str]:
    """What a page tells in English, in an element that says so or in three words that stand together."""
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == status, (address, answer.status_code)
    content = parsed.fromstring(answer.text).xpath("//main")[0]
    assert content.xpath("//h1")[0].text != "无法照办"
    said = " ".join(content.xpath(".//text()[not(ancestor::form)]"))
    return [*content.xpath(".//*[@lang='en']"), *re.findall("[A-Za-z]+ [a-z]+ [a-z]+", said)]


@pytest.mark.parametrize("language", CHINESE)
def test_no_address_of_a_page_is_refused_in_english_on_a_chinese_page(site: httpx.Client, language: str) -> None:
    told = {address: english_on(site, address, language, status) for status, address in ASKED}
    assert {address: english for address, english in told.items() if english} == {}


def test_what_is_wrong_and_what_to_do_are_told_with_the_values(site: httpx.Client) -> None:
    for address, *said in (
        ("/?perso=王", "没有“perso”这个参数", "您是想问“person”吗？"),
        ("/?q=(会议", "第 1 个字：这个括号没有后一半：⟪(⟫会议", "请放在引号里"),
        ("/?held_to=2024-02-30", "没有 2024-02-30 这一天", "日子写作 2024-12-05"),
        (f"/reports/{TAKEN_OUT}", "已由 县档案馆 于 ", "本人请求", "不再有它"),
        ("/reports/edited/changes?old=3", "没有版本 3", "有版本 1 至 2"),
        ("/?level=县", "没有“县”这个层级", "可用的有：national, province"),
    ):
        shown = site.get(address, headers={"Accept-Language": "zh-CN"}).text
        assert [one for one in said if one not in shown] == [], address
    assert "沒有「perso」這個參數" in site.get("/?perso=王", headers={"Accept-Language": "zh-TW"}).text
    assert "there is no parameter" in site.get("/v1/reports?perso=王", headers={"Accept-Language": "zh-TW"}).text


@pytest.mark.parametrize("language", CHINESE)
def test_an_engine_that_does_not_serve_is_told_in_chinese(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "older"
    (older / "index" / "0123456789abe1-20240101T000000").mkdir(parents=True)
    (older / "index" / "current").write_text("0123456789abe1-20240101T000000\n", "utf-8")
    away = Settings(data=tmp_path, elasticsearch="http://127.0.0.1:9")
    for settings in (Settings(data=tmp_path / "none"), Settings(data=older), away):
        serving = serve(settings)
        assert english_on(next(serving), "/", language, 503) == []
        serving.close()
    site = create_site(Settings(data=tmp_path))
    monkeypatch.setattr(site.state.index, "search", lambda query: 1 / 0)
    serving = serve_app(site)
    assert english_on(next(serving), "/", language, 500) == []
    serving.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_ours_is_a_page_with_its_request_and_the_headers_of_every_page(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = create_site(Settings(data=tmp_path))
    monkeypatch.setattr(site.state.index, "search", lambda query: 1 / 0)
    serving = serve_app(site)
    client = next(serving)
    answer = client.get("/", headers={"Accept-Language": language})
    assert answer.status_code == 500
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    shown = parsed.fromstring(answer.text).xpath("//main//code/text()")
    assert shown == [answer.headers["x-request-id"]]
    for path in ("/v1/reports", "/static/nothing.css", "/nothing", "/?q=("):
        assert client.get(path).headers["x-request-id"], path
        assert client.get(path).headers["x-content-type-options"] == "nosniff"
    serving.close()


def test_whatever_elasticsearch_refuses_is_told_in_chinese() -> None:
    url = "http://127.0.0.1:9200"
    kinds = (
        "index_not_found_exception",
        "cluster_block_exception",
        "search_context_missing_exception",
        "mapper_parsing_exception",
        "other",
    )
    told = [
        away(url, "refused (111): so: so"),
        *(refused(url, status, {"type": "other", "reason": "so: (so)"}) for status in (400, 401, 403, 429, 500, 503)),
    ]
    told += [refused(url, 400, {"type": kind, "reason": "so"}) for kind in kinds]
    told += [refused(url, 429, {"type": "x", "reason": "flood-stage"})]
    for error in told:
        for language in CHINESE:
            assert in_language(str(error), language), error
            assert in_language(error.advice, language), error.advice


def test_a_problem_that_no_row_has_says_who_can_mend_it_and_shows_the_english_as_such(tmp_path: Path) -> None:
    bad = tmp_path / "sources"
    bad.mkdir()
    (bad / "one.yaml").write_text("titel: 县政府\n", "utf-8")
    settings = Settings(data=tmp_path / "data", sources=bad)
    with closing(open_index(settings)) as index:
        index.write([ALONE])
    serving = serve(settings)
    answer = next(serving).get("/sources", headers={"Accept-Language": "zh-CN"})
    shown = parsed.fromstring(answer.text)
    assert answer.status_code == 500
    assert "请把下面的英文转告他" in shown.xpath("string(//p[@class='problem'])")
    assert "titel" in shown.xpath("string(//p[@lang='en'])")
    serving.close()


def test_every_kind_of_problem_has_words() -> None:
    for kind in KINDS:
        assert all(f"problem.{kind}" in Words(language)._words for language in LANGUAGES), kind


@pytest.mark.parametrize("query", ["'会议 ⟪(⟫市'", "'会议', '⟪(⟫市'", "'会' '⟪(⟫议'"])
def test_a_query_is_shown_with_the_marks_that_were_typed(query: str) -> None:
    assert query in (in_language(f"this bracket is not closed (character 5): {query}", "zh-Hans") or "")


@pytest.mark.parametrize("name", ["'甲', '乙'", "'甲'" + "-" * 100_000 + "'乙'"])
def test_a_value_that_is_no_single_one_in_marks_stays(name: str) -> None:
    assert f"“{name}”" in (in_language(f"no meeting names {name}", "zh-Hans") or "")


def test_a_hostile_sentence_is_told_at_once() -> None:
    started = time.perf_counter()
    for one in ("q: ", "was taken out on ", " has no part in ", "'", "/a does not answer ", " (character 1): "):
        for whole in (one * 30_000, f"there is nothing at /{one * 30_000}"):
            in_language(whole, "zh-Hans")
    assert time.perf_counter() - started < 5


# --- a new error in the code needs a row

#: What is told to who runs the server, in English everywhere: `failed` and its like, or an error of writing.
_OF_OPERATORS = (
    "SettingsError",
    "SourceError",
    "ArchiveError",
    "ArchiveDamaged",
    "Busy",
    "WriterBusy",
    "NotWritten",
    "NotSound",
    "ExpectationMissed",
    "JiyaoError",
)
#: Modules of which pages use no function that raises these.
_OF_COMMANDS = (
    "jiyao.backups", "jiyao.keys", "jiyao.oversight", "jiyao.runs", "jiyao.schedule", "jiyao.exports", "jiyao.search.elastic_", "jiyao.gold",
    "pipelines.archive.segments",
    "pipelines.waiting", "pipelines.archive.imports", "pipelines.publish", "pipelines.release", "pipelines.journal",
)  # fmt: skip
#: Sentences that only commands or the API say, beside others that pages say too.
_ELSEWHERE = (
    "no facet is named", "Name some: facet=people&facet=month.", "{name} was not taken out", "{name} is not archived",
    "{name} is a further page of {articles}", "`jiyao forget {article}` takes the article out with all its pages.",
    "{name} was taken out with {article}", "`jiyao forget --list` has all that were.", "`jiyao archive list` lists what there is.", "who decided it, and why, is kept for ever",
    "Say both: --by NAME --why REASON.", "{url} was never there: the site answered {status}", "{url} was not archived before {day} UTC", "Name a later moment.",
)  # fmt: skip


def test_every_sentence_that_the_code_can_say_on_a_page_has_a_row() -> None:
    rows = (*english_forms(), *_ELSEWHERE)
    missing = sorted({said for said in _sentences() if not any(re.fullmatch(said, row, re.DOTALL) for row in rows)})
    assert missing == []


def test_every_sentence_of_validation_has_a_row() -> None:
    for said in mistakes._SAID.values():
        if said != "{error}":
            told = f"offset: {said.format(given='x', ge=1, le=2, max_length=3)}"
            assert in_language(told, "zh-Hans"), told


def test_every_row_has_its_values_in_both_scripts() -> None:
    for form in english_forms():
        filled = re.sub(r"\{(\w+)\}", lambda place: {"path": "/x", "at": "7"}.get(place[1], "x"), form)
        for language in CHINESE:
            told = in_language(filled, language)
            assert told, form
            assert "{" not in told


def _sentences() -> Iterator[str]:
    """Every message and advice of an error of a page, as a pattern: what is put in may be anything."""
    for name in _modules_of_pages():
        if not name.startswith((*_OF_COMMANDS, "jiyao.cli")):
            module = importlib.import_module(name)
            tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
            for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
                for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                    yield from _told_by(call, function, module)


def _modules_of_pages() -> list[str]:
    """Return the modules that the site brings, asked in a process of its own: here other tests may have loaded more."""
    asked = "import sys, jiyao.web.site; print(*(name for name in sys.modules if name.startswith(('jiyao.', 'pipelines.'))))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return sorted(told.stdout.split())


_TOLD = [
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.JiyaoError) and name not in _OF_OPERATORS
]


def _told_by(call: ast.Call, function: ast.FunctionDef, module: ModuleType) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in _TOLD:
        arguments = call.args[:2]
    elif name == a_problem.__name__:
        arguments = call.args[1:3]
    elif name == "refuse" and module.__name__ == "jiyao.search.syntax":
        for why in _patterns(call.args[1], function, module):
            yield rf"{why} \(character .+\): .+"
        return
    elif name == "ValueError" and module.__name__ in ("jiyao.api.parameters", "jiyao.search.stretches"):
        for why in _patterns(call.args[0], function, module):
            yield f".+: {why}"
        return
    else:
        return
    for argument in arguments:
        yield from _patterns(argument, function, module)


def _patterns(said: ast.expr, function: ast.FunctionDef, module: ModuleType) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(words)):
            yield re.escape(words)
        case ast.JoinedStr(values):
            parts = [
                next(_patterns(part, function, module)) if isinstance(part, ast.Constant) else _put_in(part, module)
                for part in values
            ]
            yield "".join(parts)
        case ast.IfExp(body=one, orelse=other):
            yield from _patterns(one, function, module)
            yield from _patterns(other, function, module)
        case ast.Name(name):
            given = [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign)
                and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
            ]
            for value in given:
                yield from _patterns(value, function, module)
            if not given and isinstance(getattr(module, name, None), str):
                yield re.escape(getattr(module, name))


def _put_in(part: ast.expr, module: ModuleType) -> str:
    """A constant of the module stands as it is, whatever else may be anything."""
    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.conversion == -1:
        constant = getattr(module, part.value.id, None)
        if part.value.id in ("_AGAIN", "START", "FORM"):
            return re.escape(str(constant))
    return ".+"
