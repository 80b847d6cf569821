"""Every option of an installation, as one frozen value that is read once and passed in."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jiyao.errors import SettingsError

PREFIX = "JIYAO_"
_FILE = "_file"
#: What may stand in a file of its own, whose path ``…_FILE`` gives: containers hand secrets over so.
_SECRETS = ("elasticsearch_api_key", "elasticsearch_password", "alerts")


class Settings(BaseModel):
    """Options with their defaults; ``JIYAO_DATA`` in the environment sets ``data``, and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(Path("data"), description="the folder that holds archive, index and runs")
    sources: Path | None = Field(None, description="a folder of source files, not DATA/sources or the shipped ones")
    elasticsearch: str | None = Field(
        None, description="URL of an Elasticsearch, or several of one cluster with blanks between"
    )
    elasticsearch_api_key: str | None = Field(None, description="API key for Elasticsearch", repr=False)
    elasticsearch_user: str | None = Field(None, description="user for Elasticsearch, where no key is used")
    elasticsearch_password: str | None = Field(None, description="password of that user", repr=False)
    elasticsearch_ca: Path | None = Field(None, description="certificate authority of the Elasticsearch server (PEM)")
    index_prefix: str = Field(
        "jiyao", pattern=r"^[a-z][a-z0-9_]*$", description="what the names of our Elasticsearch indices begin with"
    )
    contact: str | None = Field(None, description="mail or web address in the crawler's user agent")
    dask: str | None = Field(
        None, description="address of a Dask scheduler whose workers share our folder, or local, for rebuild"
    )
    alerts: str = Field(
        "",
        description="where trouble is told, with blanks between: https://… (web hook), mailtos://… (mail), see Apprise",
        repr=False,
    )
    workers: int = Field(
        0, ge=0, description="processes for rebuild, all but one of them beside a large harvest; 0 means one a core"
    )
    private_networks: bool = Field(
        False, description="whether names of sources may lead into the private network we run in"
    )
    index_patience: float = Field(
        300, ge=0, description="seconds that a run waits for another process which writes the index"
    )
    hang_seconds: float = Field(300, gt=0, description="silence after which a harvest is ended as hung")
    harvest_memory: int = Field(
        2048, ge=96, description="megabytes that a harvest may use; above it ends, and goes on the next time"
    )
    log: Literal["text", "json"] = Field("text", description="lines about what happens: for people, or for a machine")
    cors: str = Field("", description="web origins that may call the API from a browser, with blanks between them")
    host: str = Field("127.0.0.1", description="address the API listens on")
    port: int = Field(8777, ge=1, le=65535, description="port the API listens on")

    @property
    def archive_folder(self) -> Path:
        """Where the WARC files and their index lie."""
        return self.data / "archive"

    @property
    def spool_folder(self) -> Path:
        """Where a rebuild keeps what it has understood until it is through."""
        return self.data / "rebuild"

    @property
    def keys_file(self) -> Path:
        """Where the API's keys are kept."""
        return self.data / "keys.json"

    @property
    def index_folder(self) -> Path:
        """Where the embedded engine's index lies."""
        return self.data / "index"


def read_settings(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """Return the settings of ``environment``, over those of ``file`` (TOML) where it exists.

    ``JIYAO_CONFIG`` names another file, which must exist. An unknown name, in
    either, is a :class:`SettingsError` that says what may have been meant.
    """
    values: dict[str, Any] = {}
    named = environment.get(PREFIX + "CONFIG")
    path = Path(named) if named else file
    if path and (named or path.is_file()):
        values |= _from_file(path)
    for key, value in environment.items():
        if key.startswith(PREFIX) and key != PREFIX + "CONFIG" and not key.startswith(PREFIX + "TEST_"):
            name = key.removeprefix(PREFIX).lower()
            if name.removesuffix(_FILE) in _SECRETS and name.endswith(_FILE):
                name = name.removesuffix(_FILE)
                if value and environment.get(PREFIX + name.upper()):
                    raise SettingsError(f"{key} and {PREFIX}{name.upper()} are both set", "Unset one of them.")
                value = _secret(key, value)
            _known(name, key, [PREFIX + known.upper() for known in Settings.model_fields])
            if value:
                values[name] = value
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise SettingsError(
            f"{PREFIX}{name.upper()}: {first['msg']} (it is {first.get('input')!r})",
            f"It is {Settings.model_fields[name].description}." if name in Settings.model_fields else "",
        ) from None


def _secret(key: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingsError(
            f"{key}: {path} cannot be read: {reason}", "It names a file that holds the value."
        ) from None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", "Mend the path in JIYAO_CONFIG, or unset it.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    for name in values:
        _known(name, f"{path}: {name}", list(Settings.model_fields))
    return values


def _known(name: str, shown: str, choices: list[str]) -> None:
    if name in Settings.model_fields:
        return
    near = difflib.get_close_matches(shown.rsplit(" ", 1)[-1], choices, 1, 0.5)
    meant = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(choices)}."
    raise SettingsError(f"unknown setting {shown}", meant)
