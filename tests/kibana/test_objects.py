"""The saved objects: made of the description, committed as made, and every slip in them or in a mapping is seen."""

from __future__ import annotations

import ast
import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index_mappings import INDEX_NAMES, KIBANA_INDICES, load
from index_mappings.for_kibana import provinces
from jiyao.errors import AskedWrongly, SettingsError
from jiyao.kibana import DEFAULT_PAGE, ndjson, read_description, saved_objects
from jiyao.kibana.bundle import VIEWS, Bundle, Line
from jiyao.kibana.checks import faults
from jiyao.kibana.description import parse_description
from jiyao.kibana.fields import mapping
from jiyao.kibana.labels import lookup, regions
from jiyao.model import Role
from jiyao.search.fold import fold
from jiyao.web.language import LANGUAGES, Words
from pipelines.archive.pages import State
from pipelines.journal import Verdict
from pipelines.ledger import UNLISTED
from pipelines.lexicon import rows
from pipelines.meeting.kinds import _KINDS
from pipelines.replay import DAMAGED, INCOMPLETE, TOO_LONG

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "index_mappings" / "kibana" / "jiyao.ndjson"
TEXT = (ROOT / "index_mappings" / "kibana" / "description.yaml").read_text("utf-8")


def made(**given: Any) -> list[Line]:
    return saved_objects(read_description(), **given)


def test_the_committed_file_is_what_the_description_makes() -> None:
    built = ndjson(made())
    assert COMMITTED.read_text("utf-8") == built, "jiyao kibana build --output index_mappings/kibana/jiyao.ndjson"


def test_nothing_is_wrong_with_what_is_made() -> None:
    assert faults(Bundle(made())) == []
    assert {line["type"] for line in made()} == {"tag", "index-pattern", "search", "dashboard"}
    assert sorted(VIEWS) == sorted([*INDEX_NAMES, *KIBANA_INDICES])


def test_what_is_made_of_an_installation_has_its_page_and_its_indices() -> None:
    text = ndjson(made(page_url="https://jiyao.example.org/archive/", prefix="minutes"))
    assert "https://jiyao.example.org/archive/reports/{{value}}/capture" in text
    assert DEFAULT_PAGE not in text
    titles = [
        line["attributes"]["title"] for line in map(json.loads, text.splitlines()) if line["type"] == "index-pattern"
    ]
    assert titles == [f"minutes-{name}" for name in VIEWS]
    assert faults(Bundle.read(text)) == []


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "/here", "ftp://example.org", "http://", "javascript:alert(1)", "http://a b", "https://x.org/?q=1",
     "https://x.org/#top", "https://user:secret@x.org", "https://x.org/{{value}}", "http://x.org:port"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(AskedWrongly, match="not the address of a page"):
        made(page_url=url)


def test_every_code_that_our_rules_give_has_a_name_in_two_languages() -> None:
    fields = read_description().views["reports"].fields
    for field, codes in (
        ("kind", [kind for kind, _ in _KINDS]),
        ("level", ["national", "province", "city", "county", "township"]),
        ("roles", [role.value for role in Role]),
        ("script", ["Hans", "Hant", "mixed"]),
    ):
        named = lookup(fields[field])
        assert set(codes) == set(named), field
        assert all(" · " in label for label in named.values())


#: The modules that make issues.
ISSUES = (
    "crawler/answers.py", "crawler/spiders/site.py", "pipelines/extract/__init__.py", "pipelines/extract/refusals.py",
    "pipelines/replay.py", "pipelines/workers.py",
)  # fmt: skip


def reasons_in(module: str) -> Iterator[str]:
    """Yield every reason that a module gives an issue: an argument of one, or what stands before a sentence."""
    for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("Issue", "_issue"):
            given = node.args
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            said = node.elts[1]
            if not isinstance(said, ast.Constant) or " " in str(said.value):
                given = [node.elts[0]]
        for one in given:
            for part in ast.walk(one):
                if isinstance(part, ast.Constant) and re.fullmatch(r"[a-z][a-z_0-9]+", str(part.value)):
                    yield str(part.value)


def test_every_reason_state_and_end_has_a_name_in_every_language() -> None:
    stages = {"fetch", "decode", "extract", "date", "understand"}
    codes = {
        "reason": {reason for module in ISSUES for reason in reasons_in(module)} - stages
        | {UNLISTED, INCOMPLETE, TOO_LONG, DAMAGED},
        "stage": stages,
        "visit": {*map(str, State), "resting", "moved", "unlisted"},
        "verdict": {verdict.value for verdict in Verdict},
        "state": {"published", "withdrawn", "withheld", "discarded", "refused", "missing", "waiting"},
    }
    assert len(codes["reason"]) >= 25
    for prefix, named in codes.items():
        for language in LANGUAGES:
            assert set(Words(language).below(prefix)) == named, prefix
    fields = read_description().views["pages"].fields
    assert lookup(fields["reason"])["soft_404"] == "自称不存在 · says that it does not exist"
    for name in ("reason", "state", "visit", "stage"):
        assert all(" · " in label for label in lookup(fields[name]).values())


def test_every_province_and_city_of_the_lexicon_has_a_name() -> None:
    named = regions()
    assert named["14"] == "山西 · Shanxi"
    assert named["44"] == "广东 廣東 · Guangdong"
    assert named["1407"] == "晋中市"
    assert named["10002"] == "宜蘭縣"
    assert named["5002"] == "重庆 直辖"
    assert {code[:2] for code, *_ in rows("places")} <= set(provinces())
    assert {code[:4] for code, *_ in rows("places") if code[2:4] != "00"} <= set(named)


def test_labels_are_chinese_and_english() -> None:
    for view in read_description().views.values():
        for name, field in view.fields.items():
            chinese, _, english = field.label.partition(" · ")
            assert any("一" <= letter <= "鿿" for letter in chinese), name
            assert english.isascii(), name
            assert english, name


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("name: 报道 · Reports", "nmae: 报道 · Reports", "views.reports.nmae"),
        ("show: bars", "show: barss", "panels"),
        ("every: 1M", "every: 2M", "every"),
        ("time: published_at", "tiem: published_at", "tiem"),
    ],
)
def test_a_slip_in_the_description_is_named(before: str, after: str, said: str) -> None:
    assert before in TEXT
    with pytest.raises(SettingsError, match=said):
        parse_description(TEXT.replace(before, after, 1), "description.yaml")


def test_a_field_that_no_view_has_is_named_with_the_nearest() -> None:
    described = parse_description(TEXT.replace("{terms: kind, size: 8", "{terms: kidn, size: 8", 1), "description.yaml")
    with pytest.raises(SettingsError, match="has no field kidn") as told:
        saved_objects(described)
    assert "kind" in told.value.advice


# --- what is seen


def dashboard(lines: list[Line], id: str = "jiyao-researchers") -> Line:
    return next(line for line in lines if line["id"] == id)


def change(line: Line, attribute: str, how: Callable[[Any], None]) -> None:
    """Change something inside of an attribute that holds JSON as text."""
    value = json.loads(line["attributes"][attribute])
    how(value)
    line["attributes"][attribute] = json.dumps(value)


def panels(
    how: Callable[[dict[str, Any]], None], name: str, id: str = "jiyao-researchers"
) -> Callable[[list[Line]], None]:
    def spoil(lines: list[Line]) -> None:
        change(dashboard(lines, id), "panelsJSON", lambda all: how(next(p for p in all if p["panelIndex"] == name)))

    return spoil


def layer(panel: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = panel["embeddableConfig"]["attributes"]["state"]["datasourceStates"]["formBased"]["layers"][
        "layer"
    ]
    return found


def of(lines: list[Line], kind: str, id: str) -> Line:
    return next(line for line in lines if (line["type"], line["id"]) == (kind, id))


SPOILS: dict[str, tuple[Callable[[list[Line]], None], str]] = {
    "a newer version": (lambda all: all[1].update(typeMigrationVersion="10.9.0"), "typeMigrationVersion"),
    "a missing version": (lambda all: all[1].pop("typeMigrationVersion"), "Field required"),
    "a stray key of a session": (lambda all: all[8]["attributes"].update(tabs=[]), "tabs"),
    "an object twice": (lambda all: all.append(copy.deepcopy(all[0])), "is there 2 times"),
    "JSON that is no text": (lambda all: all[1]["attributes"].update(fieldAttrs={}), "fieldAttrs"),
    "text that is no JSON": (lambda all: all[1]["attributes"].update(fieldFormatMap="{"), "fieldFormatMap"),
    "a view that is gone": (lambda all: all.remove(of(all, "index-pattern", "jiyao-pages")), "which is not there"),
    "a reference too many": (
        lambda all: dashboard(all)["references"].append({"name": "x:y", "type": "tag", "id": "jiyao"}), "x:y is not used"),
    "a click that leads nowhere": (
        lambda all: dashboard(all)["references"].remove(next(r for r in dashboard(all)["references"] if "chairs-to-person" in r["name"])),
        "the reference chairs:drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:chairs-to-person:dashboardId is missing"),
    "a click of another kind": (
        panels(lambda p: p["embeddableConfig"]["enhancements"]["dynamicActions"]["events"][0]["action"].update(factoryId="URL_DRILLDOWN"), "chairs"),
        "factoryId"),
    "a reference that is missing": (
        lambda all: dashboard(all)["references"].pop(0), "the reference reports:indexpattern-datasource-layer-layer is missing"),
    "a control without a reference": (
        lambda all: dashboard(all).update(references=[r for r in dashboard(all)["references"] if "control" not in r["name"]]),
        "controlGroup_province:optionsListDataView is missing"),
    "a saved object's id inside": (panels(lambda p: p["embeddableConfig"].update(savedObjectId="x"), "latest"), "savedObjectId"),
    "an older kind of panel": (panels(lambda p: p.update(type="vis"), "kinds"), "panelsJSON"),
    "a panel over another": (panels(lambda p: p["gridData"].update(y=20), "by_city"), "lies over levels_over_time"),
    "a panel too wide": (panels(lambda p: p["gridData"].update(x=40), "documents"), "wider than the grid"),
    "another id on the grid": (panels(lambda p: p["gridData"].update(i="x"), "kinds"), "calls itself x"),
    "a field that is not there": (
        panels(lambda p: layer(p)["columns"]["by0"].update(sourceField="kidn"), "kinds"), "has no field kidn"),
    "words that are counted": (
        panels(lambda p: layer(p)["columns"]["by0"].update(sourceField="title"), "kinds"), "cannot be used for terms"),
    "bars of what is no time": (
        panels(lambda p: layer(p)["columns"]["by1"].update(sourceField="kind"), "levels_over_time"), "date_histogram"),
    "a sum of words": (
        panels(lambda p: layer(p)["columns"]["of1"].update(operationType="sum", sourceField="body"), "titles"), "used for sum"),
    "an order by what is not there": (
        panels(lambda p: layer(p)["columns"]["by0"]["params"]["orderBy"].update(columnId="of7"), "kinds"), "of7, which is no measure"),
    "a measure first": (panels(lambda p: layer(p)["columnOrder"].reverse(), "kinds"), "stands before what it is grouped by"),
    "a column that is not ordered": (panels(lambda p: layer(p)["columnOrder"].pop(), "kinds"), "columnOrder"),
    "a column that is not drawn": (
        panels(lambda p: p["embeddableConfig"]["attributes"]["state"]["visualization"]["layers"][0].update(accessors=["ofX"]), "provinces_over_time"),
        "ofX is drawn and not counted"),
    "a query for what is not there": (
        panels(lambda p: p["embeddableConfig"]["attributes"]["state"]["query"].update(query='knid: "x"'), "kinds"), "asks for knid"),
    "a query that cannot be read": (
        panels(lambda p: p["embeddableConfig"]["attributes"]["state"]["query"].update(query='kind: ("x"'), "kinds"), "not closed"),
    "a control that a panel's view lacks": (
        lambda all: dashboard(all, "jiyao-person")["attributes"]["controlGroupInput"].update(
            panelsJSON=dashboard(all, "jiyao-person")["attributes"]["controlGroupInput"]["panelsJSON"].replace('"person","title"', '"name.folded","title"')),
        "has no field name.folded"),
    "a column of a session that is not there": (
        lambda all: of(all, "search", "jiyao-session-reports")["attributes"]["columns"].append("speaker"), "has no column speaker"),
    "a session in the order of words": (
        lambda all: of(all, "search", "jiyao-session-reports")["attributes"].update(sort=[["text", "desc"]]), "used for sort"),
    "a time that is none": (lambda all: all[1]["attributes"].update(timeFieldName="title"), "used for time"),
    "a relative link": (
        lambda all: change(all[1], "fieldFormatMap", lambda m: m["id"]["params"].update(urlTemplate="/reports/{{value}}")), "urlTemplate"),
    "a label for what is not there": (
        lambda all: change(all[1], "fieldAttrs", lambda m: m.update(gone={"customLabel": "x"})), "has no field gone"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILS)
def test_a_slip_in_the_objects_is_seen(spoilt: str) -> None:
    how, said = SPOILS[spoilt]
    lines = copy.deepcopy(made())
    how(lines)
    found = faults(Bundle(lines))
    assert any(said in fault for fault in found), found


def test_a_mapping_that_changes_without_its_panels_is_seen() -> None:
    """Each field, taken out of its mapping, is missed by somebody; a new one has no label; another type is of no use."""
    lines = made()
    for view in VIEWS:
        for field in mapping(view):
            if field in ("record", "likeness"):
                continue
            others = {name: copy.deepcopy(mapping(name)) for name in VIEWS}
            del others[view][field]
            assert any(field in fault for fault in faults(Bundle(lines, others))), f"{view}: {field}"
    others = {name: copy.deepcopy(mapping(name)) for name in VIEWS}
    others["reports"]["weather"] = {"type": "keyword"}
    assert faults(Bundle(lines, others)) == ["view jiyao-reports: the field weather has no label"]
    for view, field, kind in (
        ("reports", "kind", "text"),
        ("reports", "held_from", "keyword"),
        ("pages", "state", "text"),
        ("runs", "seconds", "keyword"),
    ):
        others = {name: copy.deepcopy(mapping(name)) for name in VIEWS}
        others[view][field] = {"type": kind}  # type: ignore[index]
        assert any(f"{field} of jiyao-{view} is {kind}" in fault for fault in faults(Bundle(lines, others))), field


def test_a_click_on_a_person_carries_a_field_that_every_view_of_its_dashboard_has() -> None:
    described = read_description()
    leading = [
        panel for told in described.dashboards.values() for panel in told.panels.values() if panel.leads_to is not None
    ]
    assert len(leading) == 3
    for panel in leading:
        target = described.dashboards[panel.leads_to or ""]
        views = {each.view for each in target.panels.values() if each.view} | {
            each.view for each in target.controls.values()
        }
        assert {by.terms for by in panel.by} == {"person"}
        assert all("person" in described.views[view].fields for view in views)


def test_the_cities_are_those_that_the_lexicon_of_places_has() -> None:
    printed = subprocess.run(
        [sys.executable, "tools/build_cities.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (ROOT / "index_mappings" / "cities.tsv").read_text("utf-8") == printed.stdout
    names = [line.split("\t") for line in printed.stdout.splitlines()]
    assert ["4401", "广州市", "廣州市"] in names
    hard = {"新餘市", "赤峰市", "台州市", "岳陽市", "咸寧市", "阿里地區", "瀋陽市", "煙臺市"}
    assert hard <= {traditional for _, _, traditional in names}
    assert all(fold(simplified) == fold(traditional) for _, simplified, traditional in names)
    script = load("reports").body["mappings"]["properties"]["city"]["script"]["source"]
    assert len(script.encode()) < 32_768, "Elasticsearch takes 65,535 bytes"
