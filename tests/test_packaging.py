import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"crawler", "pipelines", "index_mappings", "jiyao"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_brings_our_four_names_and_no_other(wheel: zipfile.ZipFile) -> None:
    names = {name.split("/")[0] for name in wheel.namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == OURS


def test_the_wheel_contains_every_file_that_is_read_at_run_time(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())
    for package in OURS:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in packed


def test_the_wheel_carries_licence_and_notices(wheel: zipfile.ZipFile) -> None:
    licences = {name.split("/licenses/")[-1] for name in wheel.namelist() if "/licenses/" in name}
    assert licences == {"LICENSE", "pipelines/lexicon/NOTICE"}


def test_an_installed_wheel_runs_without_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    code = "import jiyao.cli.application, crawler.loader, pipelines.flow; from jiyao.search.fold import fold; print(fold('壽陽'), jiyao.cli.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {code}"],
        capture_output=True, cwd=tmp_path, check=True,
    )  # fmt: skip
    assert done.stdout.decode().split() == ["寿阳", str(tmp_path / "site" / "jiyao" / "cli" / "__init__.py")]
