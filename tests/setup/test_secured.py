"""The same processes against a real Elasticsearch that asks who is there, over TLS with our own certificates."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import jiyao, serving
from elasticsearch import AuthorizationException, Elasticsearch
from elasticsearch_node import HOW, NoNodeError, a_secured_node

from jiyao.errors import AccessDenied, EngineAway, SettingsError
from jiyao.search import SearchQuery, open_index
from jiyao.search.elastic_security import Security, takes_key
from jiyao.settings import Settings
from jiyao.setup.access import make_reader, set_up
from jiyao.setup.secrets import Secrets
from jiyao.status import look

KIBANA = "https://archive.example.org/kibana"


class Installation:
    """A secured node, its secrets, and the settings of who asks it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.secrets = Secrets(folder)
        self.made: list[str] = []

    def settings(self, data: Path, **more: object) -> Settings:
        authority = self.secrets.folder / "authority" / "ca.crt"
        return Settings.model_validate({"data": data, "elasticsearch": self.url, "elasticsearch_ca": authority} | more)

    def administrator(self, data: Path) -> Settings:
        password = self.secrets.read("elasticsearch/elastic_password")
        return self.settings(data, elasticsearch_user="elastic", elasticsearch_password=password)

    def person(self, data: Path, name: str) -> Settings:
        password = self.secrets.read(f"people/{name}")
        return self.settings(data, elasticsearch_user=name, elasticsearch_password=password)

    def service(self, data: Path, name: str) -> Settings:
        return self.settings(data, elasticsearch_api_key=self.secrets.read(f"{name}/api_key"))

    def environment(self, service: str) -> dict[str, str]:
        return {
            "JIYAO_ELASTICSEARCH": self.url,
            "JIYAO_ELASTICSEARCH_CA": str(self.secrets.folder / service / "ca.crt"),
            "JIYAO_ELASTICSEARCH_API_KEY_FILE": str(self.secrets.folder / service / "api_key"),
        }

    @contextmanager
    def client(self, **login: Any) -> Iterator[Elasticsearch]:
        """The plain client, as somebody who is no part of us asks."""
        authority = str(self.secrets.folder / "authority" / "ca.crt")
        with closing(Elasticsearch(self.url, ca_certs=authority, request_timeout=60, **login)) as client:
            yield client

    def set_up(self, data: Path, *, renew: bool = False) -> list[str]:
        return list(set_up(self.administrator(data), self.secrets, KIBANA, "/run/jiyao/ca.crt", renew=renew))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installation") / "secrets"
    done = jiyao("setup", "secrets", str(folder), "--host", "127.0.0.1")
    assert done.returncode == 0, done.stderr
    try:
        with a_secured_node(folder) as url:
            found = Installation(url, folder)
            found.made = found.set_up(folder)
            yield found
    except NoNodeError as error:
        if os.environ.get("JIYAO_TEST_REQUIRE"):
            pytest.fail(f"no secured Elasticsearch, and JIYAO_TEST_REQUIRE is set: {error}; {HOW}", pytrace=False)
        pytest.skip(f"no secured Elasticsearch: {error}")


@pytest.fixture(scope="module")
def harvested(installation: Installation, demo: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo whose reports are in the secured node, put there with the key of the schedule."""
    data = shutil.copytree(demo[0], tmp_path_factory.mktemp("harvested") / "data")
    done = jiyao("rebuild", data=data, environment=installation.environment("schedule"))
    assert done.returncode == 0, done.stderr
    return data


def test_everything_is_made_once(installation: Installation, tmp_path: Path) -> None:
    assert any(line.startswith("role jiyao_researcher") for line in installation.made)
    assert any(line.startswith("user operator") for line in installation.made)
    assert sum(line.startswith("API key") for line in installation.made) == 2
    before = {path: path.read_bytes() for path in installation.secrets.folder.rglob("*") if path.is_file()}
    assert installation.set_up(tmp_path) == []
    assert installation.secrets.make(["127.0.0.1"], datetime.now(UTC)) == []
    assert before == {path: path.read_bytes() for path in installation.secrets.folder.rglob("*") if path.is_file()}


def test_a_rebuild_writes_with_the_key_of_the_schedule_and_a_search_reads_with_that_of_the_server(
    installation: Installation, harvested: Path
) -> None:
    found = jiyao("search", "县务会议", "--json", data=harvested, environment=installation.environment("serve"))
    assert found.returncode == 0, found.stderr
    assert "簡以謙" in found.stdout


def test_the_key_of_the_server_cannot_write(installation: Installation, harvested: Path) -> None:
    index = open_index(installation.service(harvested, "serve"))
    report = next(iter(index.search(SearchQuery(size=1)).hits)).id
    with pytest.raises(AccessDenied):
        index.remove([report])
    index.close()
    done = jiyao("rebuild", data=harvested, environment=installation.environment("serve"))
    assert done.returncode == 7
    assert "may not do that" in done.stderr


def test_a_researcher_reads_and_does_no_more(installation: Installation, harvested: Path) -> None:
    given = installation.person(harvested, "researcher")
    index = open_index(given)
    assert index.count() > 0
    index.close()
    login = (given.elasticsearch_user or "", given.elasticsearch_password or "")
    client = Elasticsearch(installation.url, basic_auth=login, ca_certs=str(given.elasticsearch_ca))
    try:
        assert client.field_caps(index="jiyao-reports", fields="*")["indices"]
        assert client.search(index="jiyao-counts", query={"exists": {"field": "percent"}})["hits"]["hits"]
        attempts = [
            lambda: client.index(index="jiyao-reports", document={"id": "x"}),
            lambda: client.delete_by_query(index="jiyao-reports", query={"match_all": {}}),
            lambda: client.indices.delete(index="jiyao-leases"),
            lambda: client.index(index="jiyao-counts", document={"id": "x"}),
            lambda: client.search(index="jiyao-leases"),
            lambda: client.search(index="jiyao-runs"),
            lambda: client.search(index="jiyao-pages"),
            lambda: client.search(index=".security"),
            lambda: client.security.get_user(),
        ]
        for attempt in attempts:
            with pytest.raises(AuthorizationException):
                attempt()
    finally:
        client.close()


def test_an_operator_may_change_our_indices_and_nobody_elses(installation: Installation, harvested: Path) -> None:
    index = open_index(installation.person(harvested, "operator"))
    report = next(iter(index.search(SearchQuery(size=1)).hits)).id
    kept = index.get(report)
    assert index.remove([report]) == 1
    assert index.write([kept]) == 1
    index.close()
    other = installation.person(harvested, "operator").model_copy(update={"index_prefix": "others"})
    index = open_index(other)
    with pytest.raises(AccessDenied):
        index.write([kept])
    index.close()


def test_a_wrong_password_is_told_with_what_to_do(installation: Installation, tmp_path: Path) -> None:
    wrong = installation.environment("serve")
    del wrong["JIYAO_ELASTICSEARCH_API_KEY_FILE"]
    wrong |= {"JIYAO_ELASTICSEARCH_USER": "researcher", "JIYAO_ELASTICSEARCH_PASSWORD": "not the password"}
    done = jiyao("search", "会议", data=tmp_path, environment=wrong)
    assert done.returncode == 7
    assert "401" in done.stderr
    assert "JIYAO_ELASTICSEARCH_API_KEY" in done.stderr
    assert "not the password" not in done.stderr


def test_a_key_that_has_ended_is_refused(installation: Installation, harvested: Path) -> None:
    given = installation.administrator(harvested)
    login = (given.elasticsearch_user or "", given.elasticsearch_password or "")
    client = Elasticsearch(installation.url, basic_auth=login, ca_certs=str(given.elasticsearch_ca))
    made = client.security.create_api_key(name="soon-over", expiration="5s")
    client.close()
    given = installation.settings(harvested, elasticsearch_api_key=made["encoded"])
    index = open_index(given)
    assert index.count() > 0
    time.sleep(5.5)
    with pytest.raises(AccessDenied) as told:
        index.count()
    index.close()
    assert "ended" in told.value.advice
    assert not index.health().ok


def test_a_server_whose_certificate_nobody_vouches_for_is_not_spoken_to(
    installation: Installation, tmp_path: Path
) -> None:
    key = installation.secrets.read("serve/api_key")
    unknown = Settings(data=tmp_path, elasticsearch=installation.url, elasticsearch_api_key=key)
    index = open_index(unknown)
    with pytest.raises(EngineAway, match=r"(?i)certificate"):
        index.count()
    index.close()


def test_a_server_under_a_name_that_its_certificate_does_not_have_is_not_spoken_to(
    installation: Installation, tmp_path: Path
) -> None:
    given = installation.service(tmp_path, "serve")
    index = open_index(given.model_copy(update={"elasticsearch": installation.url.replace("127.0.0.1", "localhost")}))
    with pytest.raises(EngineAway, match=r"(?i)certificate|hostname"):
        index.count()
    index.close()


def test_a_key_for_a_service_of_others_reads_the_three_indices_only(
    installation: Installation, harvested: Path
) -> None:
    made = make_reader(installation.administrator(harvested), "a newsroom", 30)
    index = open_index(installation.settings(harvested, elasticsearch_api_key=made.secret))
    report = next(iter(index.search(SearchQuery(size=1)).hits)).id
    with pytest.raises(AccessDenied):
        index.remove([report])
    index.close()
    with installation.client(api_key=made.secret) as client:
        assert client.search(index="jiyao-counts", query={"exists": {"field": "percent"}})["hits"]["hits"]
        for forbidden in ("jiyao-runs", "jiyao-pages", "jiyao-sources", "jiyao-leases"):
            with pytest.raises(AuthorizationException):
                client.search(index=forbidden)


def test_keys_of_other_services_are_listed_and_revoked_one_by_one(installation: Installation, harvested: Path) -> None:
    given = {
        "JIYAO_ELASTICSEARCH": installation.url, "JIYAO_ELASTICSEARCH_USER": "elastic",
        "JIYAO_ELASTICSEARCH_CA": str(installation.secrets.folder / "authority" / "ca.crt"),
        "JIYAO_ELASTICSEARCH_PASSWORD_FILE": str(installation.secrets.folder / "elasticsearch" / "elastic_password"),
    }  # fmt: skip

    def setup(*words: str) -> subprocess.CompletedProcess[str]:
        return jiyao("setup", *words, data=harvested, environment=given)

    made = [json.loads(setup("key", name, "--days", "30", "--json").stdout) for name in ("a library", "a museum")]
    listed = {key["id"]: key for key in map(json.loads, setup("keys", "--json").stdout.splitlines())}
    assert {listed[key["id"]]["name"] for key in made} == {"a library", "a museum"}
    assert all("key" not in key for key in listed.values())
    lasts = datetime.fromisoformat(listed[made[0]["id"]]["ends_at"]) - datetime.now(UTC)
    assert timedelta(days=29) < lasts < timedelta(days=31)
    assert made[0]["key"] not in setup("keys").stdout
    assert f"{made[0]['id']}  a library  made" in setup("keys").stdout
    done = setup("revoke", made[0]["id"])
    assert (done.returncode, "a library" in done.stdout) == (0, True)
    for key, is_taken in ((made[0], False), (made[1], True)):
        assert takes_key(installation.settings(harvested), key["key"]) is is_taken
    assert made[0]["id"] not in setup("keys").stdout
    again = setup("revoke", made[0]["id"])
    assert (again.returncode, "jiyao setup keys" in again.stderr) == (1, True)
    ours = Security(installation.administrator(harvested))
    [schedule] = ours.keys("jiyao-schedule")
    ours.close()
    refused = setup("revoke", schedule.id)
    assert (refused.returncode, "--renew" in refused.stderr) == (1, True), "our own are made anew, not taken away"


def test_the_schedule_and_the_server_run_with_their_own_keys(installation: Installation, harvested: Path) -> None:
    environment = {**installation.environment("schedule"), "JIYAO_SOURCES": str(harvested / "sources")}
    done = jiyao("schedule", "--once", data=harvested, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "may not do that" not in done.stdout
    told = jiyao("status", "--json", data=harvested, environment=environment).stdout.splitlines()
    stands = {one["name"]: one for one in map(json.loads, told)}
    assert (stands["index"]["ok"], stands["outbox"]["ok"], stands["certificate"]["ok"]) == (True, True, True)
    assert "node" in stands["cluster"]["message"]
    with serving(installation.environment("serve") | {"JIYAO_DATA": str(harvested)}) as client:
        assert client.get("/readyz").json()["ok"] is True
        found = client.get("/v1/reports", params={"q": "县务会议"})
        assert (found.status_code, found.json()["hits"] != []) == (200, True)


def test_an_operator_registers_a_repository_takes_a_snapshot_and_restores_it(
    installation: Installation, harvested: Path
) -> None:
    """What docs/elasticsearch.md shows with curl; the repository's folder is below the node's own path.repo."""
    repository = {"type": "fs", "settings": {"location": "jiyao"}}
    ours = {"indices": "jiyao-*", "include_global_state": False}
    password = installation.secrets.read("people/operator")
    with installation.client(basic_auth=("operator", password)) as client:
        before = client.count(index="jiyao-reports")["count"]
        assert before > 0
        client.snapshot.create_repository(name="jiyao", repository=repository)
        taken = client.snapshot.create(repository="jiyao", snapshot="monday", wait_for_completion=True, **ours)
        assert taken["snapshot"]["state"] == "SUCCESS"
        names = list(client.indices.get(index="jiyao-*"))
        client.indices.delete(index=names)
        client.snapshot.restore(repository="jiyao", snapshot="monday", wait_for_completion=True, **ours)
        assert client.count(index="jiyao-reports")["count"] == before
        assert set(client.indices.get(index="jiyao-*")) == set(names)
    for refused in ({"basic_auth": ("researcher", installation.secrets.read("people/researcher"))},
                    {"api_key": installation.secrets.read("schedule/api_key")}):  # fmt: skip
        with installation.client(**refused) as client, pytest.raises(AuthorizationException):
            client.snapshot.create_repository(name="others", repository=repository)


def test_the_token_in_kibanas_settings_is_that_of_kibanas_own_account(
    installation: Installation, tmp_path: Path
) -> None:
    written = yaml.safe_load(installation.secrets.read("kibana/kibana.yml"))
    token = written["elasticsearch.serviceAccountToken"]
    authority = str(installation.secrets.folder / "kibana" / "ca.crt")
    client = Elasticsearch(installation.url, bearer_auth=token, ca_certs=authority)
    assert client.security.authenticate()["username"] == "elastic/kibana"
    client.close()
    assert written["server.basePath"] == "/kibana"
    assert all(len(written[name]) >= 32 for name in written if name.endswith("encryptionKey"))


def test_only_the_owner_may_read_a_secret(installation: Installation) -> None:
    files = [path for path in installation.secrets.folder.rglob("*") if path.is_file()]
    assert len(files) >= 12
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_renewed_secrets_end_the_old_ones(installation: Installation, harvested: Path) -> None:
    old = installation.service(harvested, "serve")
    made = installation.set_up(harvested, renew=True)
    assert sum(line.startswith("API key") for line in made) == 2
    index = open_index(old)
    with pytest.raises(AccessDenied):
        index.count()
    index.close()
    index = open_index(installation.service(harvested, "serve"))
    assert index.count() > 0
    index.close()
    assert installation.set_up(harvested) == []


def test_status_says_when_the_certificate_of_elasticsearch_ends(installation: Installation, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    given = installation.service(tmp_path, "serve")
    [found] = look(given, now, "certificate")
    assert (found.ok, "in 729 days" in found.message or "in 730 days" in found.message) == (True, True)
    [late] = look(given, now + timedelta(days=710), "certificate")
    assert not late.ok
    assert "jiyao setup secrets" in late.advice
    [untrusted] = look(given.model_copy(update={"elasticsearch_ca": None}), now, "certificate")
    assert not untrusted.ok


def test_a_certificate_that_ends_soon_is_made_anew_of_the_same_authority(
    installation: Installation, tmp_path: Path
) -> None:
    folder = Secrets(shutil.copytree(installation.secrets.folder, tmp_path / "secrets"))
    before = folder.read("authority/ca.crt")
    assert folder.make(["127.0.0.1"], datetime.now(UTC) + timedelta(days=600)) == ["elasticsearch/http.crt"]
    assert folder.read("authority/ca.crt") == before
    assert folder.make(["127.0.0.1", "elastic.example.org"], datetime.now(UTC)) == ["elasticsearch/http.crt"]
    assert folder.make(["127.0.0.1"], datetime.now(UTC)) == []


def test_a_password_that_was_lost_is_made_anew_and_a_user_of_others_is_left_alone(
    installation: Installation, tmp_path: Path
) -> None:
    installation.secrets.write("people/researcher", "no longer known to anybody")
    assert [line.split(",")[0] for line in installation.set_up(tmp_path)] == ["user researcher"]
    given = installation.person(tmp_path, "researcher")
    index = open_index(given)
    assert index.count() > 0
    index.close()
    server = Security(installation.administrator(tmp_path))
    server.put_user("operator", "somebody else's", ["viewer"], "Another operator")
    with pytest.raises(SettingsError, match="operator"):
        installation.set_up(tmp_path)
    server.put_user("operator", installation.secrets.read("people/operator"), ["jiyao_operator"], "Operator")
    server.close()
    assert installation.set_up(tmp_path) == []


def test_who_may_not_manage_security_is_told_so(installation: Installation, tmp_path: Path) -> None:
    server = Security(installation.service(tmp_path, "schedule"))
    with pytest.raises(AccessDenied):
        server.put_role("jiyao_researcher", {"cluster": ["all"]})
    server.close()
