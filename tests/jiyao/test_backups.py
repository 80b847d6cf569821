"""A copy is whole at every moment, grows with what was added, and an installation comes back from it."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest
from changing_site import ChangingSite
from commands import jiyao

from jiyao.backups import back_up, check
from jiyao.errors import ArchiveError, AskedWrongly, StorageFull
from jiyao.keys import KeyRing
from jiyao.runs import harvest, rebuild
from jiyao.search import SearchQuery, open_index
from jiyao.settings import Settings
from pipelines.archive import Archive


@pytest.fixture
def harvested(site: ChangingSite) -> ChangingSite:
    site.describe("enabled: true\n")
    site.publish(range(1, 9))
    harvest(site.settings, ["county"])
    return site


def found(settings: Settings) -> dict[str, str]:
    with closing(open_index(settings)) as index:
        return {str(hit.values["id"]): str(hit.values["title"]) for hit in index.scan(SearchQuery(meetings_only=False))}


def test_an_installation_comes_back_from_its_copy(harvested: ChangingSite, tmp_path: Path) -> None:
    before = found(harvested.settings)
    done = back_up(harvested.settings, tmp_path / "copy")
    assert done.captures == 9
    assert check(tmp_path / "copy") == []
    shutil.rmtree(harvested.settings.data)
    shutil.copytree(tmp_path / "copy", harvested.settings.data)
    rebuild(harvested.settings)
    assert found(harvested.settings) == before
    asked = harvested.asked["/a/1.html"]
    harvest(harvested.settings, ["county"])  # and it goes on from there: known pages are known
    assert harvested.asked["/a/1.html"] <= asked + 1
    assert len(found(harvested.settings)) == len(before)


def test_a_second_copy_takes_what_was_added_and_no_more(harvested: ChangingSite, tmp_path: Path) -> None:
    first = back_up(harvested.settings, tmp_path / "copy")
    assert first.added > 1000
    assert back_up(harvested.settings, tmp_path / "copy").added == 0
    harvested.publish(range(1, 11))
    harvest(harvested.settings, ["county"])
    second = back_up(harvested.settings, tmp_path / "copy")
    size = sum(path.stat().st_size for path in harvested.settings.archive_folder.glob("*.warc.gz"))
    assert second.added == size - first.added > 0
    assert second.captures > first.captures
    assert check(tmp_path / "copy") == []


def test_a_copy_that_is_made_while_a_crawl_writes_is_whole(harvested: ChangingSite, tmp_path: Path) -> None:
    harvested.publish(range(1, 80))
    crawl = threading.Thread(target=harvest, args=(harvested.settings, ["county"]))
    crawl.start()
    copies = 0
    while crawl.is_alive():
        back_up(harvested.settings, tmp_path / "copy")
        assert check(tmp_path / "copy") == []
        copies += 1
    crawl.join()
    assert copies > 1
    last = back_up(harvested.settings, tmp_path / "copy")
    with Archive(harvested.settings.archive_folder) as archive:
        assert last.captures == archive.count()


def test_keys_and_sources_are_in_it_and_the_index_is_not(harvested: ChangingSite, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    KeyRing(harvested.settings.keys_file).make("a newsroom", datetime.now(UTC))
    back_up(harvested.settings, tmp_path / "copy")
    names = {path.name for path in (tmp_path / "copy").iterdir()}
    assert {"archive", "ledger.sqlite", "journal.sqlite", "keys.json"} <= names
    assert "index" not in names


def test_source_files_of_ones_own_are_in_it_wherever_they_lie(harvested: ChangingSite, tmp_path: Path) -> None:
    back_up(harvested.settings, tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy" / "sources").rglob("*.yaml")] == ["county.yaml"]


def test_without_the_index_of_the_archive_nothing_is_copied_and_nothing_made(
    harvested: ChangingSite, tmp_path: Path
) -> None:
    for path in harvested.settings.archive_folder.glob("index.sqlite*"):
        path.unlink()
    done = jiyao("backup", str(tmp_path / "copy"), data=harvested.settings.data)
    assert done.returncode == 5
    assert "jiyao archive reindex" in done.stderr
    assert not list(harvested.settings.archive_folder.glob("index.sqlite*"))


def test_an_archive_that_is_empty_or_another_does_not_take_the_place_of_a_good_copy(
    harvested: ChangingSite, tmp_path: Path
) -> None:
    back_up(harvested.settings, tmp_path / "copy")
    before = {path: path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file()}
    empty = Settings(data=tmp_path / "empty")
    with Archive(empty.archive_folder, writable=True):
        pass
    for wrong in (tmp_path / "copy", tmp_path / "new"):
        with pytest.raises(ArchiveError, match=r"nothing is archived|has not"):
            back_up(empty, wrong)
    assert before == {path: path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file()}


def test_damage_in_the_copy_is_found(harvested: ChangingSite, tmp_path: Path) -> None:
    back_up(harvested.settings, tmp_path / "copy")
    path = next((tmp_path / "copy" / "archive").glob("*.warc.gz"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert check(tmp_path / "copy")
    done = jiyao("backup", str(tmp_path / "copy"), "--only-verify", data=harvested.settings.data)
    assert done.returncode == 5
    assert path.name in done.stdout


def test_what_cannot_be_meant_and_what_has_no_room_is_told(harvested: ChangingSite, tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly):
        back_up(harvested.settings, harvested.settings.data / "copy")
    with pytest.raises(ArchiveError):
        back_up(Settings(data=tmp_path / "none"), tmp_path / "copy")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageFull):
        back_up(harvested.settings, tmp_path / "file")
    with pytest.raises(ArchiveError):
        check(tmp_path / "elsewhere")


def test_a_file_that_lost_its_end_is_told_and_the_copy_before_stays(harvested: ChangingSite, tmp_path: Path) -> None:
    back_up(harvested.settings, tmp_path / "copy")
    path = next(harvested.settings.archive_folder.glob("*.warc.gz"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    (tmp_path / "copy" / "archive" / path.name).unlink()
    with pytest.raises(ArchiveError, match="100 bytes are missing"):
        back_up(harvested.settings, tmp_path / "copy")
    path.write_bytes(whole)
    back_up(harvested.settings, tmp_path / "copy")
    assert check(tmp_path / "copy") == []
