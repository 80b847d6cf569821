"""The operators' rows: what a harvest did and how each page stands, written again where they are lost, never in its way."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from changing_site import Answer, ChangingSite, article, changing_site
from commands import jiyao
from engines import delete_indices

from index_mappings import KIBANA_INDICES, load_for_kibana
from jiyao.model import report_id
from jiyao.oversight import Written, keep_rows, write_rows
from jiyao.removals import forget
from jiyao.runs import harvest, rebuild
from jiyao.settings import Settings
from pipelines.journal import Journal, journal_file


@pytest.fixture
def county(elasticsearch_url: str, tmp_path: Path, warm: None) -> Iterator[ChangingSite]:
    """A site with five reports, and an installation that shares an Elasticsearch."""
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    with changing_site(tmp_path) as site:
        site.publish(range(1, 6))
        site.settings = site.settings.model_copy(
            update={"elasticsearch": elasticsearch_url, "index_prefix": prefix, "workers": 1}
        )
        yield site
    delete_indices(elasticsearch_url, prefix)


def rows(settings: Settings, name: str) -> dict[str, dict[str, Any]]:
    """Return the rows of an index by id, as the server has them."""
    found = httpx.post(
        f"{settings.elasticsearch}/{settings.index_prefix}-{name}/_search",
        json={"size": 1000, "query": {"match_all": {}}},
    ).json()
    return {hit["_id"]: hit["_source"] for hit in found["hits"]["hits"]}


def states(settings: Settings) -> dict[str, str]:
    return {
        row["url"].rsplit("/", 1)[1].removesuffix(".html"): row["state"] for row in rows(settings, "pages").values()
    }


def test_mappings_of_rows_are_strict_and_of_fields_that_kibana_can_count() -> None:
    for name in KIBANA_INDICES:
        assert load_for_kibana(name).body["mappings"]["dynamic"] == "strict"
        kinds = {told["type"] for told in load_for_kibana(name).properties.values()}
        assert kinds <= {"keyword", "date", "integer", "float", "boolean"}


def test_a_harvest_leaves_a_row_for_its_run_and_one_for_each_page(county: ChangingSite) -> None:
    county.answers["/a/5.html"] = Answer("<h1>404</h1>", 404)
    [run] = harvest(county.settings)
    [row] = rows(county.settings, "runs").values()
    assert row["source"] == "county"
    assert (row["ended"], row["verdict"], row["number"]) == ("finished", "published", run.number)
    assert (row["pages"], row["new"], row["missing"], row["meetings"]) == (5, 4, 1, 4)
    assert row["newest"] == "2026-11-05"
    assert states(county.settings) == dict.fromkeys("1234", "published") | {"5": "missing"}
    first = rows(county.settings, "pages")[report_id("county", county.url(1))]
    assert first["report"] == first["id"]
    assert (first["visit"], first["versions"], first["visits"], first["status"]) == ("new", 1, 1, 200)
    assert first["first_seen_at"] == first["last_seen_at"]
    assert "reason" not in first


def test_what_a_site_edits_and_takes_down_is_seen_in_the_rows(county: ChangingSite) -> None:
    harvest(county.settings)
    county.answers["/a/1.html"] = article(1, "汪文远")
    county.answers["/a/2.html"] = Answer("<h1>404</h1>", 404)
    [run] = harvest(county.settings)
    found = rows(county.settings, "pages")
    edited, gone, same = (found[report_id("county", county.url(number))] for number in (1, 2, 3))
    assert (edited["state"], edited["visit"], edited["versions"]) == ("published", "edited", 2)
    assert edited["edited_at"] == [edited["last_seen_at"]]
    assert (gone["state"], gone["visit"], gone["status"]) == ("withdrawn", "gone", 404)
    assert gone["withdrawn_at"] == [gone["last_seen_at"]]
    assert "edited_at" not in same
    latest = max(rows(county.settings, "runs").values(), key=lambda row: row["started_at"])
    assert (latest["edited"], latest["gone"], latest["number"]) == (1, 1, run.number)


def test_what_nobody_vouched_for_is_withheld_until_a_person_decides(county: ChangingSite) -> None:
    county.describe("expect: {articles: 50}\n")
    [run] = harvest(county.settings)
    assert states(county.settings) == dict.fromkeys("12345", "withheld")
    environment = {
        "JIYAO_ELASTICSEARCH": str(county.settings.elasticsearch),
        "JIYAO_INDEX_PREFIX": county.settings.index_prefix,
        "JIYAO_SOURCES": str(county.settings.sources),
    }
    done = jiyao("runs", "discard", str(run.number), data=county.settings.data, environment=environment)
    assert done.returncode == 0, done.stderr
    assert states(county.settings) == dict.fromkeys("12345", "discarded")
    done = jiyao("runs", "publish", str(run.number), data=county.settings.data, environment=environment)
    assert done.returncode == 0, done.stderr
    assert states(county.settings) == dict.fromkeys("12345", "published")
    assert [row["verdict"] for row in rows(county.settings, "runs").values()] == ["published"]


def test_a_second_time_there_is_nothing_to_write_and_all_can_be_written_again(county: ChangingSite) -> None:
    harvest(county.settings)
    before = {name: rows(county.settings, name) for name in KIBANA_INDICES}
    assert write_rows(county.settings) == Written(0, 0)
    delete_indices(str(county.settings.elasticsearch), f"{county.settings.index_prefix}-nothing")
    for name in KIBANA_INDICES:
        index = f"{county.settings.index_prefix}-{name}-{load_for_kibana(name).fingerprint}"
        httpx.delete(f"{county.settings.elasticsearch}/{index}").raise_for_status()
        alone = {"counts": Written(counts=1), "gaps": Written(counts=1), "sources": Written(sources=1)}
        assert write_rows(county.settings) == alone.get(name, Written(1, 5))
        assert {each: rows(county.settings, each) for each in KIBANA_INDICES} == before
    assert write_rows(county.settings, everything=True) == Written(1, 5, 1, 1)
    assert {each: rows(county.settings, each) for each in KIBANA_INDICES} == before


def test_each_source_that_has_a_file_has_a_row_with_what_is_known_of_it(county: ChangingSite) -> None:
    county.describe("enabled: false\n", name="resting")
    [run] = harvest(county.settings, ["county"])
    told = rows(county.settings, "sources")
    assert told["county"]["newest"] == "2026-11-06"
    assert told["county"]["enabled"] is True
    assert told["county"]["not_since"] == told["county"]["last_run_at"]
    assert told["county"]["last_run_at"].startswith(f"{run.started_at:%Y-%m-%dT%H:%M}")
    assert set(told["resting"]) == {"id", "source", "enabled", "not_since"}
    assert county.settings.sources is not None
    elsewhere = county.settings.model_copy(
        update={"data": county.settings.data.parent / "elsewhere", "sources": county.settings.data.parent / "others"}
    )
    (elsewhere.data / "archive").mkdir(parents=True)
    (county.settings.data.parent / "others").mkdir()
    with closing(Journal(journal_file(elsewhere))):
        pass
    write_rows(elsewhere)
    assert rows(county.settings, "sources") == told, "a machine that knows less takes nothing away"
    (county.settings.sources / "county.yaml").unlink()
    write_rows(county.settings)
    assert rows(county.settings, "sources") == {"resting": told["resting"]}, "its file is gone, and we know it"


def test_a_rebuild_is_a_run_too_and_says_when_it_began(county: ChangingSite) -> None:
    harvest(county.settings)
    rebuild(county.settings)
    [row] = [row for row in rows(county.settings, "runs").values() if row["kind"] == "rebuild"]
    assert (row["pages"], row["reports"], row["verdict"]) == (5, 5, "published")
    assert row["started_at"] < row["ended_at"]
    assert "source" not in row


def test_rows_that_cannot_be_written_lose_no_harvest_and_are_written_by_the_next(
    county: ChangingSite, caplog: pytest.LogCaptureFixture
) -> None:
    harvest(county.settings)
    county.publish(range(1, 9))
    url, prefix = county.settings.elasticsearch, county.settings.index_prefix
    httpx.put(f"{url}/{prefix}-pages/_settings", json={"index.blocks.write": True}).raise_for_status()
    with caplog.at_level(logging.WARNING):
        [run] = harvest(county.settings)
    assert (run.ended, run.error, run.meetings) == ("finished", None, 3)
    assert "the rows of runs, pages and counts were not written" in caplog.text
    assert len(rows(county.settings, "pages")) == 5
    assert len(rows(county.settings, "runs")) == 1
    httpx.put(f"{url}/{prefix}-pages/_settings", json={"index.blocks.write": None}).raise_for_status()
    harvest(county.settings)
    assert states(county.settings) == dict.fromkeys("12345678", "published")
    assert len(rows(county.settings, "runs")) == 3


def test_a_mapping_that_changed_gets_an_index_of_its_own(county: ChangingSite, monkeypatch: pytest.MonkeyPatch) -> None:
    harvest(county.settings)
    other = json.loads(json.dumps(load_for_kibana("runs").body))
    other["mappings"]["properties"]["another"] = {"type": "keyword"}
    changed = type(load_for_kibana("runs"))("runs", other, "0123456789")
    monkeypatch.setattr(
        "jiyao.search.elastic_rows.load_for_kibana", lambda name: changed if name == "runs" else load_for_kibana(name)
    )
    assert write_rows(county.settings).runs == 1
    behind = httpx.get(f"{county.settings.elasticsearch}/_alias/{county.settings.index_prefix}-runs").json()
    assert list(behind) == [f"{county.settings.index_prefix}-runs-0123456789"]
    assert len(rows(county.settings, "runs")) == 1


def test_a_page_that_is_taken_out_has_no_row(county: ChangingSite) -> None:
    harvest(county.settings)
    forget(county.settings, county.url(2), "the archivist", "a request", datetime.now(UTC))
    assert "2" in states(county.settings)
    write_rows(county.settings)
    assert states(county.settings) == dict.fromkeys("1345", "published")
    harvest(county.settings)
    write_rows(county.settings, everything=True)
    assert states(county.settings) == dict.fromkeys("1345", "published")


def test_without_an_elasticsearch_there_are_no_rows(site: ChangingSite) -> None:
    harvest(site.settings)
    assert write_rows(site.settings, everything=True) == Written(0, 0)


def test_a_server_that_is_away_is_told_and_stops_nothing(site: ChangingSite, caplog: pytest.LogCaptureFixture) -> None:
    harvest(site.settings)
    with caplog.at_level(logging.WARNING, logger="jiyao.oversight"):
        keep_rows(site.settings.model_copy(update={"elasticsearch": "http://127.0.0.1:9"}))
    assert "does not answer" in caplog.text
