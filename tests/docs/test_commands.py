"""Every command that the documentation shows is run as it stands there, page by page, in the order of the page.

A block of ``console`` begins each command with ``$``. Before a block there may stand a comment:
``<!-- not run: WHY -->`` for what needs a Docker engine or a system of its own, ``<!-- with Elasticsearch -->`` for
what needs one, ``<!-- with the demo's site for … -->`` where an invented site stands for a real one.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from compose_commands import compose_command
from typer.main import get_command

from jiyao.cli.application import app
from jiyao.demo import serve_demo_site
from jiyao.search import SearchQuery, open_index
from jiyao.settings import Settings

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
#: What somebody ends by hand; it has to say something first.
LASTING = re.compile(r"\bjiyao (serve|schedule)\b(?!.*(--once|status))")
_BLOCK = re.compile(r"(?:<!-- (?P<comment>[^>]*?) -->\n)?```console\n(?P<text>.*?)```", re.S)


@dataclass(frozen=True)
class Block:
    page: Path
    comment: str
    commands: tuple[str, ...]


def blocks(page: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(page.read_text("utf-8")):
        lines = found["text"].replace("\\\n", " ").splitlines()
        commands = [line[2:] for line in lines if line.startswith("$ ")]
        yield Block(page, found["comment"] or "", tuple(commands))


#: What nobody runs here, page by page, how often, and why; of these too every command and option exists (below), the
#: queries of docs/kibana.md are run by tests/kibana/test_guide.py, those with containers are held against compose.yaml.
NOT_RUN = Counter(
    {
        ("archive", "the pages of the demo have one version"): 1,
        ("elasticsearch", "names an Elasticsearch of yours"): 1,
        ("elasticsearch", "shows an Elasticsearch that is away"): 1,
        (
            "elasticsearch",
            "needs a node with path.repo; tests/search/test_snapshots_of_elastic.py and, with rights, "
            "tests/setup/test_secured.py do the same",
        ): 1,
        ("elasticsearch", "needs Docker"): 1,
        (
            "harvest",
            "your run has another number; tests/jiyao/test_runs.py does the same",
        ): 1,
        (
            "kibana",
            "needs a Kibana; tests/kibana/test_importing.py imports into a server that refuses what Kibana refuses",
        ): 1,
        ("operation", "needs Docker"): 8,
        ("operation", "needs an Elasticsearch with security on; tests/setup does the same"): 1,
        ("sources", "politely, a page a second, it takes minutes"): 1,
    }
)
BLOCKS = [block for page in PAGES for block in blocks(page)]


@pytest.fixture
def site() -> Iterator[str]:
    """The demo's site where the demo serves it: the addresses in the documentation lead there."""
    with serve_demo_site() as address:
        yield address


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the demo, with the ids and addresses that the documentation names."""
    folder = tmp_path_factory.mktemp("documented") / "demo"
    done = subprocess.run([sys.executable, "-m", "jiyao", "demo", "--folder", folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if any(blocks(page))], ids=lambda page: page.stem)
def test_every_command_of_a_page_does_what_it_should(
    page: Path, harvested: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(harvested, tmp_path / "demo")
    shell = Shell(tmp_path)
    for block in blocks(page):
        if block.comment.startswith("not run"):
            continue
        if block.comment.startswith("with the demo's site"):
            shell.stands_for = request.getfixturevalue("site")
        if block.comment == "with Elasticsearch":
            shell.use_elasticsearch(request.getfixturevalue("elasticsearch_url"))
        for command in block.commands:
            shell.run(command)


class Shell:
    """A terminal in a folder of its own: what one command exports, the next has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stands_for = ""
        bin = folder / ".venv" / "bin"
        bin.mkdir(parents=True)
        program = bin / "jiyao"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jiyao "$@"\n')
        program.chmod(0o755)
        given = {name: value for name, value in os.environ.items() if not name.startswith("JIYAO_")}
        path = f"{bin}:{Path(sys.executable).parent}:{given['PATH']}"
        # The folder that holds the project is where Python finds us, wherever the commands are run.
        self.environment = given | {"JIYAO_DATA": "demo", "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}

    def use_elasticsearch(self, url: str) -> None:
        prefix = f"test_docs_{os.getpid()}"
        self.environment |= {"JIYAO_ELASTICSEARCH": url, "JIYAO_INDEX_PREFIX": prefix}

    def run(self, command: str) -> None:
        command = command.partition("  #")[0].strip()
        if self.stands_for:
            command = command.replace("https://www.example.gov.cn", f"{self.stands_for}/county")
        if LASTING.search(command):
            self._begin_and_end(command)
            return
        script = f"set -e\n{command}\nenv -0 > .environment"
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300
        )
        expected = (0, 1) if re.search(r"\bjiyao (status|doctor|schedule status)\b", command) else (0,)
        assert done.returncode in expected, f"$ {command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr
        if done.returncode == 0:
            pairs = (self.folder / ".environment").read_bytes().decode().split("\0")
            self.environment = dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def _begin_and_end(self, command: str) -> None:
        with subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            said = process.stdout.readline()
            time.sleep(0.5)
            assert process.poll() is None, f"$ {command}\n{said}{process.stdout.read()}"
            process.send_signal(signal.SIGINT)
            process.wait(60)
        assert said.strip(), command


def _commands_of_ours(command: str) -> Iterator[list[str]]:
    for part in re.split(r"\s*(?:&&|\||;)\s*", command.partition("  #")[0]):
        words = [word for word in shlex.split(part) if not re.match(r"^[A-Z_]+=", word)]
        if words[:1] == ["jiyao"]:
            yield words[1:]
        elif words[:2] == ["docker", "compose"]:
            yield compose_command(words[2:]).ours


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.comment.startswith("not run")], ids=lambda block: block.page.stem
)
def test_what_is_not_run_says_why_and_names_commands_that_there_are(block: Block) -> None:
    assert re.match(r"not run: \w.{4,}", block.comment)
    for command in block.commands:
        for words in _commands_of_ours(command):
            here = get_command(app)
            while words and hasattr(here, "commands") and words[0] in here.commands:
                here = here.commands[words.pop(0)]
            known = {spelled for parameter in here.params for spelled in parameter.opts}
            assert not hasattr(here, "commands") or not words or words[0].startswith("-"), command
            assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, command


def test_what_is_not_run_is_what_is_listed_here() -> None:
    """A block that is left out without a line of its own here is a slip; one that can be run loses its line."""
    found = Counter(
        (block.page.stem, block.comment.removeprefix("not run: ")) for block in BLOCKS if is_left_out(block)
    )
    assert found == NOT_RUN


def is_left_out(block: Block) -> bool:
    return block.comment.startswith("not run")


def test_no_command_stands_in_a_block_that_nobody_looks_at() -> None:
    for page in PAGES:
        text = _BLOCK.sub("", page.read_text("utf-8"))
        for block in re.findall(r"^```(?!\{)\w*\n(.*?)^```", text, re.M | re.S):
            assert not re.search(r"^(?:\$ |jiyao |docker |curl )", block, re.M), f"{page.name}: {block}"


INLINE = [(page.name, code) for page in PAGES for code in re.findall(r"`(jiyao [^`]+)`", page.read_text("utf-8"))]


@pytest.mark.parametrize(("page", "code"), sorted(set(INLINE)))
def test_every_command_in_a_sentence_exists_with_its_options(page: str, code: str) -> None:
    command = re.split(r" [>|&] | && ", code)[0]
    for words in alternatives(command.split()[1:]):
        here = get_command(app)
        while words and hasattr(here, "commands") and words[0] in here.commands:
            here = here.commands[words.pop(0)]
        assert not hasattr(here, "commands") or not words or words[0][0] in "-[…", code
        known = {spelled for parameter in here.params for spelled in parameter.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, code


def alternatives(words: list[str]) -> Iterator[list[str]]:
    """Yield `runs publish` and `runs discard` for `runs publish|discard`."""
    for choice in product(*(word.split("|") for word in words)):
        yield list(choice)


def test_the_code_of_the_documentation_runs(harvested: Path) -> None:
    found = [
        block for page in PAGES for block in re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)
    ]
    assert found
    for block in found:
        with closing(open_index(Settings(data=harvested))) as index:
            exec(compile(block, "docs", "exec"), {"index": index, "SearchQuery": SearchQuery})


def test_the_documentation_shows_commands_enough() -> None:
    run = [command for block in BLOCKS if not block.comment.startswith("not run") for command in block.commands]
    assert len(run) > 40
