"""The commands as a person types them, in processes of their own, over a harvest of the demo site."""

import csv
import gzip
import json
import re
import shutil
from contextlib import closing
from pathlib import Path

import pyarrow.parquet
import pytest
from commands import free_port, jiyao
from flipping import flip
from invented_reports import a_report
from typer.testing import CliRunner

from jiyao.cli.application import app, exit_code
from jiyao.demo import serve_demo_site
from jiyao.doctor import examine
from jiyao.errors import (
    ArchiveDamaged,
    AskedWrongly,
    EngineAway,
    ExpectationMissed,
    IndexMismatch,
    JiyaoError,
    NotFound,
    SettingsError,
    SourceError,
    StorageFull,
)
from jiyao.model import Meeting
from jiyao.search import SearchQuery, open_index
from jiyao.settings import Settings

REPORT = (
    "近日，云溪县召开防汛工作会议。县委副书记、县长田雨禾主持会议并讲话，副县长唐跃飞参加会议。\n会议指出，要抓紧排查。"
)


def test_the_demo_ends_with_searches_in_both_scripts_and_what_to_do_next(demo: tuple[Path, str]) -> None:
    _, printed = demo
    assert "jiyao search 县务会议" in printed
    assert "縣務會議" in printed
    assert "县委书记" in printed
    assert "JIYAO_DATA=" in printed
    assert "missing 1, soft_404 1" in printed


def test_the_demo_ends_with_a_report_that_can_be_shown_as_it_is_typed(demo: tuple[Path, str]) -> None:
    [id] = re.findall(r"^  JIYAO_DATA=.* show (\S+)$", demo[1], re.M)
    shown = jiyao("show", id, data=demo[0])
    assert shown.returncode == 0, shown.stderr
    assert "邢恩泽" in shown.stdout


def test_one_query_finds_the_same_reports_in_either_script(demo: tuple[Path, str]) -> None:
    found = [json.loads(jiyao("search", words, "--json", data=demo[0]).stdout) for words in ("县务会议", "縣務會議")]
    assert found[0]["total"] == found[1]["total"] == 2
    assert [hit["id"] for hit in found[0]["hits"]] == [hit["id"] for hit in found[1]["hits"]]


def test_a_person_and_a_role_are_found_and_shown_with_evidence(demo: tuple[Path, str]) -> None:
    asked = ("--person", "邢恩澤", "--role", "chair", "--sort", "held")
    found = json.loads(jiyao("search", *asked, "--json", data=demo[0]).stdout)
    assert found["total"] == 3
    shown = jiyao("show", found["hits"][0]["id"], data=demo[0])
    assert shown.returncode == 0
    assert re.search(r"邢恩泽 +县委书记 +chair speaker +title before name", shown.stdout)
    assert re.search(r"sha256:[0-9a-f]{64}", shown.stdout)
    assert re.search(r"\.warc\.gz at byte \d+, \d+ bytes", shown.stdout)


def test_a_report_is_cited_with_the_bytes_that_prove_it(demo: tuple[Path, str]) -> None:
    found = json.loads(jiyao("search", "县务会议", "--json", data=demo[0]).stdout)
    ids = [hit["id"] for hit in found["hits"]]
    cited = jiyao("cite", *ids, data=demo[0])
    assert cited.returncode == 0, cited.stderr
    lines = cited.stdout.splitlines()
    assert len(lines) == len(ids) == 2
    for id, line in zip(ids, lines, strict=True):
        [name, offset, length] = re.findall(r"\((\S+\.warc\.gz), byte (\d+), (\d+) bytes\)", line)[0]
        [record] = (demo[0] / "archive").rglob(name.rpartition("/")[2])
        with record.open("rb") as file:
            file.seek(int(offset))
            body = gzip.decompress(file.read(int(length)))
        assert re.search(r"sha256:[0-9a-f]{64}", line)
        assert re.search(r"https?://\S+(?=\. Archived by Jiyao)", line)[0].encode() in body  # type: ignore[index]
        assert jiyao("cite", id, "--as", "bibtex", data=demo[0]).stdout.startswith(
            f"@online{{{id.replace('_', '-')},\n"
        )
    items = json.loads(jiyao("cite", *ids, "--as", "csl-json", data=demo[0]).stdout)
    assert [item["id"] for item in items] == ids
    assert jiyao("cite", ids[0], "--as", "word", data=demo[0]).returncode == 2
    unknown = jiyao("cite", ids[0], "nothing", data=demo[0])
    assert (unknown.returncode, unknown.stdout) == (1, "")


def test_a_record_that_cannot_be_read_is_cited_by_nobody(demo: tuple[Path, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(demo[0], data)
    [id] = [hit["id"] for hit in json.loads(jiyao("search", "县务会议", "--json", data=data).stdout)["hits"]][:1]
    [(name, offset)] = re.findall(r"\((\S+\.warc\.gz), byte (\d+)", jiyao("cite", id, data=data).stdout)
    [record] = (data / "archive").rglob(name.rpartition("/")[2])
    flip(record, int(offset) + 200)
    cited = jiyao("cite", id, data=data)
    assert cited.returncode == 0
    assert re.search(r"sha256:[0-9a-f]{64}", cited.stdout)
    assert ".warc.gz" not in cited.stdout
    assert f"{id} is cited without its record: {name}, offset {offset}: " in cited.stderr
    assert re.search(rf"byte {offset}, \d+ bytes, which cannot be read", jiyao("show", id, data=data).stdout)


def test_exports_are_lines_of_json(demo: tuple[Path, str]) -> None:
    articles = [json.loads(line) for line in jiyao("export", "articles", data=demo[0]).stdout.splitlines()]
    assert len(articles) >= 40
    assert articles[0].keys() == {"url", "title", "published_at", "is_meeting", "source", "digest"}
    reports = [json.loads(line) for line in jiyao("export", "reports", data=demo[0]).stdout.splitlines()]
    assert {report["id"] for report in reports}
    assert len(reports) == sum(article["is_meeting"] for article in articles)


def test_any_search_is_exported_in_the_format_that_the_name_of_the_file_says(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    asked = ("县", "--from", "2024-01-01", "--statements")
    found = json.loads(jiyao("search", *asked, "--size", "100", "--json", data=demo[0]).stdout)
    assert found["total"] > 5
    for name, given in (("a.csv", ()), ("a.parquet", ()), ("b.dat", ("--format", "csv")), ("b.txt", ())):
        done = jiyao("export", "reports", *asked, "--output", str(tmp_path / name), *given, data=demo[0])
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [hit["id"] for hit in found["hits"]]
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").num_rows == found["total"]
    assert (tmp_path / "b.dat").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert len((tmp_path / "b.txt").read_text("utf-8").splitlines()) == found["total"]
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "a.parquet", "b.dat", "b.txt"}


def test_an_export_that_fails_leaves_no_file(demo: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("kept")
    done = jiyao("export", "reports", '"open', "--output", str(tmp_path / "there.csv"), data=demo[0])
    assert done.returncode == 2
    done = jiyao("export", "reports", "--output", str(tmp_path / "no" / "folder.csv"), data=demo[0])
    assert done.returncode == 2
    assert f"there is no folder {tmp_path / 'no'}" in done.stderr.replace("\n", " ")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("there.csv", "kept")]


def test_persons_are_asked_for_each_in_a_role(demo: tuple[Path, str]) -> None:
    def total(*words: str) -> int:
        answer: int = json.loads(jiyao("search", *words, "--json", data=demo[0]).stdout)["total"]
        return answer

    assert total("--as", "chair=邢恩澤") == 3
    assert total("--as", "chair=邢恩澤", "--as", "recorder=邢恩澤") == 0
    assert total("--new-since", "2000-01-01T08:00") == total() > total("--new-since", "2100-01-01") == 0


def test_a_rebuild_gives_what_the_crawl_gave(demo: tuple[Path, str]) -> None:
    before = sorted(jiyao("export", "reports", "--all", data=demo[0]).stdout.splitlines())
    sources = demo[0] / "sources"
    done = jiyao("rebuild", "--json", data=demo[0], environment={"JIYAO_SOURCES": str(sources)})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reports"] == len(before)
    assert sorted(jiyao("export", "reports", "--all", data=demo[0]).stdout.splitlines()) == before


def test_issues_are_listed_with_their_reasons(demo: tuple[Path, str]) -> None:
    issues = [json.loads(line) for line in jiyao("issues", "--json", data=demo[0]).stdout.splitlines()]
    assert {issue["reason"] for issue in issues} == {"missing", "soft_404"}


def test_the_doctor_finds_nothing_wrong_with_the_demo(demo: tuple[Path, str]) -> None:
    done = jiyao("doctor", "--json", data=demo[0])
    assert done.returncode == 0, done.stdout
    assert {json.loads(line)["name"] for line in done.stdout.splitlines()} >= {
        "python",
        "packages",
        "names",
        "settings",
        "sources",
        "archive",
        "engine",
    }


@pytest.mark.parametrize("with_index", [True, False])
def test_the_doctor_changes_no_file(demo: tuple[Path, str], tmp_path: Path, with_index: bool) -> None:
    data = tmp_path / "data"
    shutil.copytree(demo[0], data)
    if not with_index:
        for file in (data / "archive").glob("index.sqlite*"):
            file.unlink()

    def files() -> dict[Path, bytes | None]:
        return {path: path.read_bytes() if path.is_file() else None for path in data.rglob("*")}

    before = files()
    found = {finding.name: finding for finding in examine({"JIYAO_DATA": str(data)})}
    assert found["archive"].ok, found["archive"].message
    assert re.match(r"[1-9]\d+ captures, every digest right", found["archive"].message)
    assert found["engine"].ok
    assert files() == before


def test_the_doctor_names_a_damaged_record(demo: tuple[Path, str], tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    [segment] = sorted((demo[0] / "archive").glob("*.warc.gz"))[:1]
    body = bytearray(segment.read_bytes())
    body[len(body) // 2] ^= 0xFF
    (folder / segment.name).write_bytes(body)
    done = jiyao("doctor", "--json", data=tmp_path)
    [archive] = [row for row in map(json.loads, done.stdout.splitlines()) if row["name"] == "archive"]
    assert done.returncode == 1
    assert not archive["ok"]
    assert segment.name in archive["message"]


# --- understanding


def test_parse_reads_standard_input_and_shows_every_fact_with_its_rule() -> None:
    done = jiyao("parse", "-", given=REPORT.encode())
    assert done.returncode == 0
    for words in ("防汛工作会议", "云溪县", "“近日” does not tell", "田雨禾", "title before name", "verb of saying"):
        assert words in done.stdout


def test_parse_prints_a_record_a_line(tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    rows = [
        {"id": "a", "text": REPORT, "published": "2024-07-04", "other": 1},
        {"id": "b", "text": "云溪县的荷花开了。"},
    ]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    records = [json.loads(line) for line in jiyao("parse", str(file), "--json").stdout.splitlines()]
    assert [(record["id"], record["is_meeting"]) for record in records] == [("a", True), ("b", False)]
    gold = [json.loads(line) for line in jiyao("parse", str(file), "--as", "gold").stdout.splitlines()]
    assert gold[0]["people"][0] == {"name": "田雨禾", "titles": ["县委副书记", "县长"], "roles": ["chair", "speaker"]}


def test_a_bad_line_is_named_and_the_others_are_still_parsed(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text(
        '{"id": "a", "text": "会议"}\n{"id": "b"\n{"id": "c", "text": 3}\n{"id": "d", "text": "会议"}\n', "utf-8"
    )
    done = jiyao("parse", str(file), "--as", "gold")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "d"]
    assert done.returncode == 1
    assert "line 2: not JSON" in done.stderr
    assert 'line 3: no "text"' in done.stderr


def test_extract_gives_the_keys_that_programs_read() -> None:
    page = Path(__file__).parent.parent / "pages" / "trs_county" / "page.html"
    record = json.loads(jiyao("extract", str(page), "--json").stdout)
    assert record.keys() == {"file", "title", "published", "source", "byline", "body"}
    assert record["file"] == "page.html"
    assert record["published"] == "2024-07-04T09:12:00+08:00"


def test_evaluate_scores_what_it_parses_and_what_it_is_given(tmp_path: Path) -> None:
    gold = Path(__file__).parent.parent / "gold" / "constructions.jsonl"
    scores = json.loads(jiyao("evaluate", str(gold), "--json").stdout)
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(jiyao("parse", str(gold), "--as", "gold").stdout, "utf-8")
    assert json.loads(jiyao("evaluate", str(gold), str(predicted), "--json").stdout) == scores
    assert "mistakes" in jiyao("evaluate", str(gold), "--worst", "1").stdout


def test_date_answers_arguments_and_lines() -> None:
    done = jiyao("date", "上週五", "近日", "12条", "--published", "2024-12-05T10:00+08:00")
    assert done.stdout.splitlines() == ["上週五\t2024-11-29\tday", "近日\tcannot be known", "12条\tno date"]
    lines = jiyao("date", "-", "--published", "2024-12-05", "--json", given="昨日\n".encode()).stdout.splitlines()
    assert json.loads(lines[0])["start"] == "2024-12-04"
    some = jiyao("date", "昨日", "民國113年3月5日", "12日")
    assert some.returncode == 2
    assert some.stdout.splitlines() == [
        "昨日\tdepends on when it was published",
        "民國113年3月5日\t2024-03-05\tday",
        "12日\tdepends on when it was published",
    ]
    assert "'昨日', '12日'" in some.stderr


# --- what goes wrong


@pytest.mark.parametrize(
    ("words", "environment", "code", "said"),
    [
        (("search", "x"), {}, 7, "jiyao rebuild"),
        (("search", '"open'), {}, 2, "character 1"),
        (("search", "x", "--from", "yesterday"), {}, 2, "2024-12-05"),
        (("search", "x", "--sort", "helds"), {}, 2, "Did you mean held?"),
        (("search", "x"), {"JIYAO_DATE": "1"}, 3, "Did you mean JIYAO_DATA?"),
        (("search", "x"), {"JIYAO_ELASTICSEARCH": "http://127.0.0.1:9"}, 6, "JIYAO_ELASTICSEARCH"),
        (("sources",), {"JIYAO_SOURCES": "/nowhere"}, 4, "no such folder"),
        (("harvest", "demo_countie"), {}, 1, "there is no source"),
        (("parse", "no-such-file.txt"), {}, 1, "No such file"),
        (("export", "everything"), {}, 2, "statements or articles"),
        (("export", "articles", "防汛"), {}, 2, "Export reports"),
        (("export", "reports", "--format", "cvs"), {}, 2, "Did you mean csv?"),
        (("search", "--as", "chairman=X"), {}, 2, "Did you mean chair?"),
        (("search", "--as", "X"), {}, 2, "Write it like chair=彭超"),
        (("search", "--new-since", "now"), {}, 2, "2024-12-05T01:12Z"),
        (("date", "今天"), {}, 2, "--published"),
    ],
)  # fmt: skip
def test_each_mistake_has_one_message_and_its_own_exit_code(
    words: tuple[str, ...], environment: dict[str, str], code: int, said: str, tmp_path: Path
) -> None:
    done = jiyao(*words, data=tmp_path / "data", environment=environment, folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_mistyped_key_in_a_source_file_is_named_with_line_and_suggestion(tmp_path: Path) -> None:
    (tmp_path / "village.yaml").write_text(
        "title: 村\nlanguage: zh-Hans\nstart: http://127.0.0.1:1/\nlisting:\n  itmes: li\n  link: a::attr(href)\n",
        "utf-8",
    )
    done = jiyao("sources", "--check", environment={"JIYAO_SOURCES": str(tmp_path)})
    assert done.returncode == 4
    assert "village.yaml" in done.stderr
    assert "items" in done.stderr


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("expect: {articles: 20}\n", "village: expected: 0 articles are listed, at least 20 are expected"),
        ("", "village: no article was visited: missing"),
    ],
)
def test_a_harvest_that_brought_less_than_its_source_expects_says_so_below_the_table_and_ends_with_10(
    expect: str, said: str, tmp_path: Path
) -> None:
    narrow = {"JIYAO_SOURCES": str(tmp_path), "COLUMNS": "80"}
    with serve_demo_site(0) as address:
        (tmp_path / "village.yaml").write_text(
            f"title: 村\nlanguage: zh-Hans\nstart: {address}/nothing/\nlisting:\n  items: li\n"
            f"  link: a::attr(href)\npoliteness: {{delay: 0}}\n{expect}",
            "utf-8",
        )
        done = jiyao("harvest", data=tmp_path / "data", environment=narrow)
    assert done.returncode == 10, done.stderr
    assert "1 of 1 sources brought less than expected: village" in done.stderr
    assert said in done.stdout.splitlines()
    head, row = done.stdout.splitlines()[:2]
    assert head.split() == ["source", "pages", "new", "edited", "unchanged", "gone", "meetings", "seconds", "issues"]
    assert row.split()[:2] == ["village", "0"]
    assert row.endswith("missing 1")


def test_a_demo_whose_pages_are_all_gone_ends_with_10(tmp_path: Path) -> None:
    words = ("demo", "--folder", str(tmp_path / "data"), "--port", str(free_port()))
    with serve_demo_site(0) as proxy:  # as a proxy it knows the lists of the sites, and no page
        done = jiyao(*words, environment={"http_proxy": proxy, "no_proxy": ""})
    assert done.returncode == 10, done.stdout
    assert "demo_county: expected: 28 of 28 pages have issues (" in done.stdout
    assert "4 of 4 sources" in done.stderr


def test_every_kind_of_error_has_an_exit_code_of_its_own() -> None:
    kinds = (
        NotFound,
        AskedWrongly,
        SettingsError,
        SourceError,
        ArchiveDamaged,
        EngineAway,
        IndexMismatch,
        StorageFull,
        JiyaoError,
        ExpectationMissed,
    )
    assert [exit_code(kind("x")) for kind in kinds] == list(range(1, 11))


def test_every_command_teaches_in_its_help() -> None:
    commands = (
        "demo",
        "harvest",
        "rebuild",
        "sources",
        "issues",
        "search",
        "show",
        "export",
        "parse",
        "extract",
        "evaluate",
        "date",
        "serve",
        "doctor",
    )
    overview = jiyao("--help").stdout
    for command in commands:
        assert re.search(rf"\b{command}\b", overview)
        # In this process: what a process answers, the overview has shown.
        assert len(CliRunner().invoke(app, [command, "--help"]).output) > 300


def test_a_key_is_shown_once_and_listed_and_revoked_without_its_secret(tmp_path: Path) -> None:
    made = json.loads(jiyao("keys", "make", "某报", "--per-minute", "60", "--json", data=tmp_path).stdout)
    assert made["key"].startswith("jy_")
    listed = jiyao("keys", "list", data=tmp_path).stdout
    assert made["id"] in listed
    assert made["key"] not in listed
    assert jiyao("keys", "revoke", made["id"], data=tmp_path).returncode == 0
    assert "revoked" in jiyao("keys", "list", data=tmp_path).stdout
    unknown = jiyao("keys", "revoke", "nothing", data=tmp_path)
    assert unknown.returncode == 1
    assert "jiyao keys list" in unknown.stderr


def test_a_server_that_others_reach_does_not_start_without_keys_unless_told_so(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        refused = jiyao("serve", "--host", host, data=tmp_path)
        assert refused.returncode == 3
        assert "jiyao keys make" in refused.stderr
        assert "--without-keys" in refused.stderr


def test_a_server_that_shall_ask_for_keys_says_how_to_make_the_first(tmp_path: Path) -> None:
    refused = jiyao("serve", "--with-keys", data=tmp_path)
    assert refused.returncode == 3
    assert "--with-keys answers holders of keys only, and there is no key yet" in refused.stderr
    assert "jiyao keys make" in refused.stderr
    assert "by others" not in refused.stderr
    assert "--without-keys" not in refused.stderr
    made = json.loads(jiyao("keys", "make", "a newsroom", "--json", data=tmp_path).stdout)
    jiyao("keys", "revoke", made["id"], data=tmp_path)
    assert "every key is revoked" in jiyao("serve", "--with-keys", data=tmp_path).stderr
    assert jiyao("serve", "--with-keys", "--without-keys", data=tmp_path).returncode == 2


def test_reprints_are_folded_in_a_search_and_named_behind_a_report(tmp_path: Path) -> None:
    text = "会议听取了全县春耕备耕情况汇报，研究部署下一阶段农业农村重点工作，县长主持会议并讲话。" * 2
    meeting = Meeting("常务会议", identity="one")
    with closing(open_index(Settings(data=tmp_path))) as index:
        index.write(
            [a_report("a", "甲报", text, meeting=meeting), a_report("b", "乙报", text + "来源", meeting=meeting)]
        )
    assert "2  the same meeting in  甲报" in jiyao("search", "春耕", data=tmp_path).stdout
    shown = jiyao("show", "a", data=tmp_path).stdout
    assert "the same meeting in  乙报  test  b" in shown
    assert "nearly the same text in  乙报" in shown


@pytest.mark.parametrize(
    ("option", "value", "meant"),
    [
        ("--kind", "exective_meeting", "executive_meeting"),
        ("--level", "contry", "county"),
        ("--script", "hans", "Hans"),
    ],
)
def test_a_kind_a_level_or_a_script_that_there_is_not_is_refused_with_what_may_be_meant(
    option: str, value: str, meant: str, demo: tuple[Path, str]
) -> None:
    done = jiyao("search", option, value, data=demo[0])
    assert done.returncode == 2
    assert meant in done.stderr


def test_a_home_that_is_no_official_code_is_refused_and_the_name_of_a_file_decides_its_format(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    (tmp_path / "report.txt").write_text("县长田雨禾主持会议。", "utf-8")
    done = jiyao("parse", str(tmp_path / "report.txt"), "--home", "999999", data=demo[0])
    assert done.returncode == 2
    assert "999999" in done.stderr
    assert jiyao("parse", str(tmp_path / "report.txt"), "--home", "140725", data=demo[0]).returncode == 0
    done = jiyao("export", "reports", "--output", str(tmp_path / "reports.xlsx"), data=demo[0])
    assert done.returncode == 2
    assert "csv" in done.stderr


def test_a_statement_is_shown_and_the_days_of_a_meeting_are_both_shown(demo: tuple[Path, str]) -> None:
    said = jiyao("search", "--of", "statements", "--person", "邢恩泽", data=demo[0]).stdout
    with closing(open_index(Settings(data=demo[0]))) as index:
        hits = index.search(SearchQuery(of="statements", person=("邢恩泽",))).hits
        assert hits
        for hit in hits:
            passage = index.get(hit.report_id).text[hit.values["start"] : hit.values["end"]]
            assert passage[:20] in "".join(said.split())
    assert " to 2024-12-03" in jiyao("search", "南投縣議會", data=demo[0]).stdout


def test_completeness_of_a_body_that_there_is_not_says_so(demo: tuple[Path, str]) -> None:
    assert "no body is called so" in jiyao("completeness", "臺南", data=demo[0]).stdout


def test_a_day_that_is_written_out_needs_no_day_of_publication() -> None:
    assert "2024-12-05" in jiyao("date", "2024年12月5日").stdout
    done = jiyao("date", "昨日下午")
    assert done.returncode == 2
    assert "--published" in done.stderr


def test_what_would_command_a_terminal_is_shown_replaced_and_a_program_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "县长王明义主持会议，县委\x1b[31m常委会会议召开。\x1b[31m会议指出，要抓紧。\x1b]0;title\x07", "utf-8"
    )
    shown = jiyao("parse", str(tmp_path / "a.txt")).stdout
    assert "王明义" in shown
    assert "\x1b" not in shown
    assert "\x07" not in shown
    (tmp_path / "program").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0")
    refused = jiyao("parse", str(tmp_path / "program"))
    assert refused.returncode == 1
    assert "no text" in refused.stderr
