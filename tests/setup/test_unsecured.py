"""What is said of an Elasticsearch that has nothing to set up: its security is off, or it holds nothing of ours yet."""

from pathlib import Path

from commands import jiyao


def test_a_server_without_security_is_said_to_be_one(elasticsearch_url: str, tmp_path: Path) -> None:
    for words in (("access", str(tmp_path / "secrets")), ("key", "newspaper")):
        done = jiyao("setup", *words, data=tmp_path, environment={"JIYAO_ELASTICSEARCH": elasticsearch_url})
        assert done.returncode == 7, done.stderr
        assert "has its security switched off" in done.stderr
        assert "xpack.security.enabled: true" in done.stderr


def test_indices_that_are_not_there_yet_are_told_in_one_sentence(elasticsearch_url: str, tmp_path: Path) -> None:
    given = {"JIYAO_ELASTICSEARCH": elasticsearch_url, "JIYAO_INDEX_PREFIX": "test_never_built", "COLUMNS": ""}
    done = jiyao("kibana", "check", data=tmp_path, environment=given)
    assert done.returncode == 1
    [line] = done.stdout.splitlines()
    assert line.startswith("there is no index test_never_built-reports, test_never_built-attendances")
    assert "jiyao rebuild" in line
