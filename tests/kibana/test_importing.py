"""The import, as Kibana reads it: again and again, into a space, and what it refuses is told object by object."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from commands import free_port, jiyao
from fake_kibana import basic, fake_kibana

from jiyao.errors import AskedWrongly, EngineAway, EngineError, SettingsError
from jiyao.kibana import ndjson, read_description, saved_objects
from jiyao.kibana.importing import Kibana, import_objects

LINES = saved_objects(read_description(), "https://jiyao.example.org")
TEXT = ndjson(LINES)
PAGE = ("--page-url", "https://jiyao.example.org")


def test_everything_is_imported_and_the_reports_are_the_default_view() -> None:
    with fake_kibana() as kibana:
        done = import_objects(Kibana(kibana.url), TEXT)
        assert (done.objects, done.version) == (len(LINES), "8.19.4")
        assert set(kibana.objects) == {("default", line["type"], line["id"]) for line in LINES}
        assert kibana.default == {"default": "jiyao-reports"}


def test_an_import_again_replaces_what_is_there() -> None:
    with fake_kibana(version="9.4.2") as kibana:
        import_objects(Kibana(kibana.url), TEXT)
        done = import_objects(
            Kibana(kibana.url + "/"), TEXT.replace("https://jiyao.example.org", "https://elsewhere.example")
        )
        assert done.objects == len(LINES) == len(kibana.objects)
        view = kibana.objects["default", "index-pattern", "jiyao-reports"]
        assert "https://elsewhere.example/reports/" in view["attributes"]["fieldFormatMap"]


def test_a_space_has_objects_of_its_own() -> None:
    with fake_kibana() as kibana:
        import_objects(Kibana(kibana.url, space="press"), TEXT)
        assert {space for space, _, _ in kibana.objects} == {"press"}
        assert kibana.default == {"press": "jiyao-reports"}
        with pytest.raises(SettingsError, match="no space 'nowhere'"):
            import_objects(Kibana(kibana.url, space="nowhere"), TEXT)


def test_a_space_is_made_where_it_is_asked_for_and_missing() -> None:
    with fake_kibana() as kibana:
        for _ in range(2):
            import_objects(Kibana(kibana.url, space="jiyao"), TEXT, make_space=True)
        assert {space for space, _, _ in kibana.objects} == {"jiyao"}
        assert kibana.asked.count("POST /api/spaces/space") == 1


@pytest.mark.parametrize(
    ("login", "door"),
    [
        (basic("elastic", "open sesame"), Kibana("", user="elastic", password="open sesame")),
        ("ApiKey c2VjcmV0", Kibana("", api_key="c2VjcmV0", user="elastic", password="x")),
    ],
)
def test_who_we_are_is_told_and_a_wrong_password_is_an_error_that_does_not_say_it(login: str, door: Kibana) -> None:
    with fake_kibana(login=login) as kibana:
        assert import_objects(replace(door, url=kibana.url), TEXT).objects == len(LINES)
        with pytest.raises(EngineError, match="refused \\(401\\)") as told:
            import_objects(Kibana(kibana.url, user="elastic", password="wrong one"), TEXT)
        assert "wrong one" not in str(told.value) + repr(replace(door, password="wrong one"))


def spoilt(**changes: Any) -> str:
    """Return the file with one dashboard changed."""
    return ndjson([line | changes if line["id"] == "jiyao-person" else line for line in LINES])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (spoilt(typeMigrationVersion="10.4.0"), "dashboard jiyao-person: unknown .*more recent version"),
        (ndjson([line for line in LINES if line["id"] != "jiyao-pages"]), "search jiyao-session-issues: missing_references index-pattern jiyao-pages"),
        (TEXT + TEXT, "Non-unique import objects"),
    ],
)  # fmt: skip
def test_what_kibana_refuses_is_told_by_object(text: str, said: str) -> None:
    with fake_kibana() as kibana, pytest.raises(EngineError, match=said):
        import_objects(Kibana(kibana.url), text)


def test_the_fake_refuses_what_kibana_refuses() -> None:
    """A file of another name, a request without the header, an import that does not replace."""
    with fake_kibana() as kibana:
        place, header = f"{kibana.url}/api/saved_objects/_import", {"kbn-xsrf": "true"}
        assert requests.post(place, files={"file": ("jiyao.json", TEXT)}, headers=header, timeout=9).status_code == 400
        assert requests.post(place, files={"file": ("jiyao.ndjson", TEXT)}, timeout=9).status_code == 400
        assert (
            requests.post(place, files={"other": ("jiyao.ndjson", TEXT)}, headers=header, timeout=9).status_code == 400
        )
        sent = {"file": ("jiyao.ndjson", TEXT)}
        assert requests.post(place, files=sent, headers=header, timeout=9).json()["success"] is True
        again = requests.post(place, files=sent, headers=header, timeout=9)
        assert again.status_code == 200
        assert again.json()["success"] is False
        assert {error["error"]["type"] for error in again.json()["errors"]} == {"conflict"}


@pytest.mark.parametrize(("version", "said"), [("8.18.2", "older than 8.19"), ("7.17.0", "older"), ("", "no Kibana")])
def test_an_older_kibana_is_refused_before_anything_is_sent(version: str, said: str) -> None:
    with fake_kibana(version=version) as kibana:
        with pytest.raises(EngineError, match=said):
            import_objects(Kibana(kibana.url), TEXT)
        assert kibana.asked == ["GET /api/status"]


def test_a_kibana_that_is_away_or_not_ready_is_told() -> None:
    with (
        fake_kibana(ready=False) as kibana,
        pytest.raises(EngineAway, match="is not ready: Kibana server is not ready yet"),
    ):
        import_objects(Kibana(kibana.url), TEXT)
    with pytest.raises(EngineAway, match="does not answer"):
        import_objects(Kibana(f"http://127.0.0.1:{free_port()}"), TEXT)
    with pytest.raises(AskedWrongly):
        import_objects(Kibana("nonsense"), TEXT)


# --- the commands


def test_build_import_and_check_as_a_person_types_them(tmp_path: Path) -> None:
    file = tmp_path / "jiyao.ndjson"
    done = jiyao("kibana", "build", *PAGE, "--output", str(file))
    assert done.returncode == 0, done.stderr
    assert file.read_text("utf-8") == TEXT == jiyao("kibana", "build", *PAGE).stdout
    done = jiyao("kibana", "check", "--file", str(file))
    assert done.returncode == 0
    assert f"{len(LINES)} objects are sound (no Elasticsearch was asked)" in done.stdout
    with fake_kibana() as kibana:
        for way in (("--file", str(file)), PAGE):
            done = jiyao("kibana", "import", "--url", kibana.url, *way)
            assert done.returncode == 0, done.stderr
            assert f"{len(LINES)} objects are in Kibana 8.19.4" in " ".join(done.stdout.split())
        assert len(kibana.objects) == len(LINES)


def test_the_login_of_elasticsearch_is_that_of_kibana() -> None:
    with fake_kibana(login=basic("elastic", "open sesame")) as kibana:
        environment = {"JIYAO_ELASTICSEARCH_USER": "elastic", "JIYAO_ELASTICSEARCH_PASSWORD": "open sesame"}
        assert jiyao("kibana", "import", "--url", kibana.url, *PAGE, environment=environment).returncode == 0
        assert jiyao("kibana", "import", "--url", kibana.url, *PAGE).returncode == 7
        asked = jiyao("kibana", "import", "--url", kibana.url, *PAGE, "--user", "elastic", given=b"open sesame\n")
        assert asked.returncode == 0, asked.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("build", "--page-url", "nonsense"), 2, "not the address of a page"),
        (("build", "--output", "/nowhere/x.ndjson"), 3, "/nowhere/x.ndjson"),
        (("import", "--url", "http://127.0.0.1:9"), 2, "say where our own page is"),
        (("import", "--url", "http://127.0.0.1:9", *PAGE), 6, "does not answer"),
        (("rows",), 3, "no Elasticsearch"),
    ],
)
def test_a_command_that_fails_says_why(words: tuple[str, ...], code: int, said: str) -> None:
    done = jiyao("kibana", *words)
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())


def test_check_names_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    file = tmp_path / "spoilt.ndjson"
    file.write_text(spoilt(coreMigrationVersion="9.0.0"), "utf-8")
    done = jiyao("kibana", "check", "--file", str(file), "--json")
    assert done.returncode == 1
    [told] = map(json.loads, done.stdout.splitlines())
    assert "jiyao-person" in told["fault"]
    file.write_text("not JSON\n", "utf-8")
    assert "not a file of saved objects" in jiyao("kibana", "check", "--file", str(file)).stderr
