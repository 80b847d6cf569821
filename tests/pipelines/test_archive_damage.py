"""Nothing acknowledged is lost when writers are killed, and no bit flips in silence."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jiyao.errors import ArchiveError, StorageFull
from jiyao.model import Capture, Fetch
from pipelines.archive import Archive, State
from pipelines.archive.members import members
from pipelines.archive.segments import segment_files

KILLER = Path(__file__).parents[1] / "killing.py"
KILLS = 1000
FLIPS = 1500
URL = "https://www.example.gov.cn/xwzx/202501/t20250117"


def page(number: int) -> Capture:
    url = f"{URL}_{number}.html"
    body = f"<h1>第{number}次会议</h1><p>{random.Random(number).randbytes(300).hex()}</p>".encode()
    at = datetime(2025, 1, 17, tzinfo=UTC) + timedelta(hours=number)
    return Capture("huaiyin", url, at, 200, (("ETag", '"a"'),), body, fetch=Fetch("GET", url))


def test_kill_9_at_a_thousand_seeded_moments_loses_no_acknowledged_page_and_the_next_run_continues(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, str(KILLER), str(tmp_path), "0", str(KILLS)], capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["kills"] == KILLS
    assert counts["acknowledged"] > 5 * KILLS
    assert counts["torn tails cut off"] > KILLS / 10
    assert counts["tails indexed"] > KILLS / 10
    assert counts["files"] > KILLS / 10


def test_a_bit_that_is_flipped_anywhere_is_found_or_changes_nothing_that_a_record_says(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        for number in range(5):
            archive.keep(page(number))
        archive.keep(page(4))
    [file] = segment_files(tmp_path)
    sound = file.read_bytes()
    with file.open("rb") as stream:
        said = [(member.data, member.offset + member.length) for member in members(stream)]
    chance = random.Random(6)
    harmless = 0
    with Archive(tmp_path, untouched=True) as archive:
        for _ in range(FLIPS):
            at = chance.randrange(len(sound))
            flipped = bytearray(sound)
            flipped[at] ^= 1 << chance.randrange(8)
            file.write_bytes(flipped)
            found = list(archive.verify())
            if not found:  # the bits that fill the last byte of a compressed stream, in front of its checksum
                harmless += 1
                assert at + 9 in {end for _, end in said}
                with file.open("rb") as stream:
                    assert [(member.data, member.offset + member.length) for member in members(stream)] == said
                continue
            assert any(one.file == file.name and one.offset <= at < one.offset + one.length for one in found)
            assert all(one.url.startswith(URL) for one in found if one.offset)
    assert harmless < FLIPS / 100


def test_a_bit_is_found_while_a_crawl_writes_to_the_same_file(tmp_path: Path) -> None:
    chance = random.Random(6)
    with Archive(tmp_path, writable=True) as writer:
        entries = [writer.keep(page(number)).page.entries[0] for number in range(3)]
        [file] = segment_files(tmp_path)
        for number in range(3, 40):
            hit = chance.choice(entries)
            at = hit.offset + 10 + chance.randrange(hit.length - 20)
            with file.open("r+b") as stream, Archive(tmp_path, untouched=True) as reader:
                stream.seek(at)
                before = stream.read(1)
                stream.seek(at)
                stream.write(bytes([before[0] ^ 1 << chance.randrange(8)]))
                stream.flush()
                entries.append(writer.keep(page(number)).page.entries[0])
                [damage] = reader.verify()
                assert (damage.file, damage.offset, damage.url) == (file.name, hit.offset, hit.url)
                stream.seek(at)
                stream.write(before)
        assert list(writer.verify()) == []


def test_an_index_that_says_otherwise_than_the_files_is_found_and_built_again(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        entries = [archive.keep(page(number)).page.entries[0] for number in range(3)]
        archive._index._database.execute(
            "UPDATE captures SET url = 'https://e.cn/' WHERE offset = ?", (entries[0].offset,)
        )
        archive._index._database.execute("DELETE FROM captures WHERE offset = ?", (entries[1].offset,))
        archive._index._database.execute(
            "UPDATE captures SET offset = offset + 1 WHERE offset = ?", (entries[2].offset,)
        )
        damages = list(archive.verify())
        assert [one.offset for one in damages] == [*(entry.offset for entry in entries), entries[2].offset + 1]
        assert all("`jiyao archive reindex`" in one.said for one in damages)
        assert archive.reindex() == []
        assert list(archive.verify()) == []
        assert [page.entries[0] for page in archive.pages()] == entries


def test_an_index_is_built_again_while_another_process_writes(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as writer, Archive(tmp_path) as other:
        for number in range(20):
            writer.keep(page(number))
            assert other.reindex() == []
            assert other.count() == number + 1
        assert list(other.verify()) == []


def test_the_torn_beginning_of_a_new_file_is_removed(tmp_path: Path) -> None:
    (tmp_path / "jiyao-20250101T000000000000-00000000.warc.gz").touch()
    (tmp_path / "jiyao-20250101T000000000000-00000001.warc.gz").write_bytes(b"\x1f\x8b\x08\x00\x00")
    with Archive(tmp_path, writable=True) as archive:
        assert ["cut off 5 bytes" in line for line in archive.mended] == [True]
        assert archive.keep(page(0)).state is State.NEW
        assert list(archive.verify()) == []
    assert len(segment_files(tmp_path)) == 1


class Refusing:
    """A folder in which no file may be made: what the system says to who has lost the permission."""

    def __call__(self, path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied", str(path))
        return real_open(path, flags, mode)


real_open = os.open


def test_lost_permission_is_said_with_what_to_check_and_writing_goes_on_once_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path, writable=True) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", Refusing())
            with pytest.raises(ArchiveError, match=r"cannot be written: Permission denied") as caught:
                archive.keep(page(0))
        assert "permissions" in caught.value.advice
        assert archive.keep(page(0)).state is State.NEW
    with Archive(tmp_path) as archive:
        assert archive.count() == 1
        assert list(archive.verify()) == []


FILLING = """
import json, os, resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from jiyao.errors import StorageFull
from jiyao.model import Capture, Fetch
from pipelines.archive import Archive
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with Archive(Path(sys.argv[1]), writable=True) as archive:
        for n in range(1000):
            url = f"https://e.cn/{n}"
            archive.keep(Capture("s", url, datetime.now(UTC), 200, (), os.urandom(3000), fetch=Fetch("GET", url)))
            print(url, flush=True)
except StorageFull as error:
    print(error, "|", error.advice, file=sys.stderr)
    sys.exit(8)
"""


@pytest.mark.parametrize("room", [40_000, 77_777, 200_000])
def test_a_disk_that_fills_in_the_middle_keeps_what_was_acknowledged_and_goes_on_after_space_is_made(
    tmp_path: Path, room: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLING, str(tmp_path), str(room)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 8, done.stderr
    assert "no space left" in done.stderr
    assert "everything acknowledged before is kept" in done.stderr or "what was acknowledged before" in done.stderr
    assert "run the same command again" in done.stderr
    acknowledged = done.stdout.split()
    with Archive(tmp_path, writable=True) as archive:
        kept = {page.url for page in archive.pages()}
        assert set(acknowledged) <= kept
        assert len(kept) <= len(acknowledged) + 1
        assert archive.keep(page(0)).state is State.NEW
        assert list(archive.verify()) == []


def test_a_disk_without_room_for_a_single_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path, writable=True)
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", lambda *given: os.write(os.open("/dev/full", os.O_WRONLY), given[1]))
        with pytest.raises(StorageFull, match="no space left"):
            archive.keep(page(0))
    assert segment_files(tmp_path) == []
    assert archive.keep(page(0)).state is State.NEW
    archive.close()


@pytest.mark.parametrize("hours", [(10, 5, 12), (10, 5, 5), (10, 20, 1)])
def test_a_clock_that_jumps_loses_nothing(tmp_path: Path, hours: tuple[int, ...]) -> None:
    visits = [
        replace(page(0), captured_at=page(hour).captured_at, body=body)
        for hour, body in zip(hours, (b"1", b"2", b"1"), strict=True)
    ]
    with Archive(tmp_path, writable=True) as archive:
        for visit in visits:
            archive.keep(visit)
        [kept] = archive.pages()
        assert {archive.read(entry).body for entry in kept.contents} == {b"1", b"2"}
        assert [entry.captured_at for entry in kept.entries] == sorted(visit.captured_at for visit in visits)
        assert archive.reindex() == []
        assert list(archive.pages()) == [kept]
        assert len(kept.states) == 3
