from pathlib import Path

import pytest

from jiyao.errors import SettingsError
from jiyao.settings import Settings, read_settings


def test_without_anything_the_defaults_hold() -> None:
    assert read_settings({}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "jiyao.toml"
    file.write_text('data = "from-file"\nport = 9000\n', "utf-8")
    given = read_settings({"JIYAO_DATA": "from-environment"}, file)
    assert (given.data, given.port) == (Path("from-environment"), 9000)


def test_an_unknown_name_is_an_error_that_says_what_may_be_meant() -> None:
    with pytest.raises(SettingsError, match="unknown setting JIYAO_ELASTIC_SEARCH") as caught:
        read_settings({"JIYAO_ELASTIC_SEARCH": "http://127.0.0.1:9200"})
    assert caught.value.advice == "Did you mean JIYAO_ELASTICSEARCH?"


def test_an_unknown_name_in_the_file_is_an_error_with_the_file_named(tmp_path: Path) -> None:
    file = tmp_path / "jiyao.toml"
    file.write_text('dta = "x"\n', "utf-8")
    with pytest.raises(SettingsError, match=r"jiyao\.toml: dta") as caught:
        read_settings({}, file)
    assert caught.value.advice == "Did you mean data?"


def test_a_wrong_value_says_what_the_setting_is() -> None:
    with pytest.raises(SettingsError, match="JIYAO_PORT"):
        read_settings({"JIYAO_PORT": "many"})


def test_a_named_file_must_exist_and_be_toml(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        read_settings({"JIYAO_CONFIG": str(tmp_path / "none.toml")})
    broken = tmp_path / "broken.toml"
    broken.write_text("port = = 1", "utf-8")
    with pytest.raises(SettingsError, match="not TOML"):
        read_settings({"JIYAO_CONFIG": str(broken)})


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(elasticsearch_password="open sesame", elasticsearch_api_key="abc123"))
    assert "sesame" not in shown
    assert "abc123" not in shown


def test_every_setting_has_its_help() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("abc123\n", "utf-8")
    assert read_settings({"JIYAO_ELASTICSEARCH_API_KEY_FILE": str(file)}).elasticsearch_api_key == "abc123"
    with pytest.raises(SettingsError, match="both set"):
        read_settings({"JIYAO_ALERTS_FILE": str(file), "JIYAO_ALERTS": "https://example.org"})
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings({"JIYAO_ELASTICSEARCH_PASSWORD_FILE": str(tmp_path / "none")})
    with pytest.raises(SettingsError, match="unknown setting JIYAO_DATA_FILE"):
        read_settings({"JIYAO_DATA_FILE": str(file)})
