"""What a site answered is on disk before it is acknowledged, comes back byte for byte, and damage is said."""

import errno
import gzip
import os
import re
import resource
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flipping import flip
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jiyao.errors import ArchiveDamaged, ArchiveError, StorageFull
from jiyao.model import Capture, History, Listed
from pipelines.archive import Archive, State, history_of, import_warc
from pipelines.archive.segments import segment_files

URL = "https://www.example.gov.cn/xwzx/202501/t20250117_12.html"
START = datetime(2025, 1, 17, 9, 30, 15, 250000, tzinfo=UTC)


def capture(body: bytes = b"<h1>\xe4\xbc\x9a</h1>", url: str = URL, at: int = 0, status: int = 200) -> Capture:
    return Capture(
        source="huaiyin",
        url=url,
        captured_at=START + timedelta(hours=at),
        status=status,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("ETag", '"a1"'),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ),
        body=body,
        listed=Listed("县政府召开常务会议", "[2025-01-17]"),
    )


def filled(folder: Path, pages: int = 5) -> list[Capture]:
    captures = [capture(f"<p>第{n}页</p>".encode() * 50, f"{URL}?{n}", n) for n in range(pages)]
    with Archive(folder, writable=True) as archive:
        for one in captures:
            archive.keep(one)
    return captures


def test_a_capture_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = capture()
    with Archive(tmp_path, writable=True) as archive:
        assert archive.keep(kept).state is State.NEW
    with Archive(tmp_path) as archive:
        page = archive.page("huaiyin", URL)
        assert page is not None
        assert archive.read(page.entries[0]) == kept
        assert list(archive.captures()) == [kept]
        assert [entry.url for entry in archive.by_digest(kept.digest)] == [URL]


def test_headers_of_the_transfer_are_kept_under_another_name_so_that_other_readers_do_not_decode_twice(
    tmp_path: Path,
) -> None:
    sent = capture()
    sent = Capture("s", URL, START, 200, (("Content-Encoding", "gzip"), ("Content-Length", "12")), sent.body)
    with Archive(tmp_path, writable=True) as archive:
        entry = archive.keep(sent).page.entries[0]
        assert archive.read(entry) == sent
    with segment_files(tmp_path)[0].open("rb") as file:
        records = {record.rec_type: record.http_headers for record in ArchiveIterator(file) if record.http_headers}
    assert records["response"].get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert records["response"].get_header("Content-Encoding") is None
    assert records["response"].get_header("Content-Length") == str(len(sent.body))


def test_other_tools_read_our_files_and_find_their_digests_right(tmp_path: Path) -> None:
    filled(tmp_path)
    with Archive(tmp_path, writable=True) as archive:
        archive.keep(capture("<p>第0页</p>".encode() * 50, f"{URL}?0", 9))
    checker = Checker(type("Options", (), {"inputs": [str(segment_files(tmp_path)[0])], "verbose": False}))
    checker.process_all()
    assert checker.exit_value == 0
    with segment_files(tmp_path)[0].open("rb") as file:
        records = [(record.rec_headers.protocol, record.rec_type) for record in ArchiveIterator(file)]
    kinds = ["warcinfo", *["response", "metadata"] * 5, "revisit", "metadata"]
    assert records == [("WARC/1.1", kind) for kind in kinds]


def test_states_of_a_page_are_told_apart(tmp_path: Path) -> None:
    visits = [
        (capture(), State.NEW),
        (capture(), State.UNCHANGED),
        (capture(b"", status=304), State.UNCHANGED),
        (capture(b"<h1>2</h1>"), State.EDITED),
        (capture(b"gone", status=404), State.GONE),
        (capture(b"gone", status=410), State.STILL_GONE),
        (capture(b"<h1>2</h1>"), State.RETURNED),
        (capture(b"gone", f"{URL}?x", status=404), State.MISSING),
    ]
    with Archive(tmp_path, writable=True) as archive:
        for hour, (visit, state) in enumerate(visits):
            visit = capture(visit.body, visit.url, hour, visit.status)
            assert archive.keep(visit).state is state
        page = archive.page("huaiyin", URL)
        assert page is not None
        first, second, third = page.contents
        assert history_of(page, first) == History(START, 1, START + timedelta(hours=4))
        assert history_of(page, second) == History(START, 2, START + timedelta(hours=4))
        assert history_of(page, third) == History(START, 2, None)


def test_the_index_is_built_again_from_the_files_alone(tmp_path: Path) -> None:
    captures = filled(tmp_path)
    with Archive(tmp_path, writable=True) as archive:
        archive.keep(capture(b"<p>1</p>", f"{URL}?1", 30))
        archive.keep(capture(b"<p>1</p>", f"{URL}?1", 31))
        before = list(archive.pages())
        assert archive.reindex() == []
        assert list(archive.pages()) == before
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    with Archive(tmp_path) as archive:
        assert list(archive.pages()) == before
        assert list(archive.captures())[:5] == captures


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True, most_bytes=1000) as archive:
        for n in range(6):
            archive.keep(capture(os.urandom(600), f"{URL}?{n}"))
    assert len(segment_files(tmp_path)) == 6
    with Archive(tmp_path) as archive:
        assert len(list(archive.captures())) == 6


def test_two_writers_at_once_each_have_a_file_of_their_own(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as one, Archive(tmp_path, writable=True) as other:
        one.keep(capture(url=f"{URL}?1"))
        other.keep(capture(url=f"{URL}?2"))
        assert len(segment_files(tmp_path)) == 2
        assert one.count() == other.count() == 2


def test_an_archive_opened_for_reading_is_not_written(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive, pytest.raises(ArchiveError, match="opened for reading"):
        archive.keep(capture())


@pytest.mark.parametrize("lost", [1, 40, 200])
def test_a_torn_tail_is_cut_off_and_said_and_the_next_run_continues(tmp_path: Path, lost: int) -> None:
    filled(tmp_path)
    path = segment_files(tmp_path)[0]
    whole = path.stat().st_size
    with Archive(tmp_path, writable=True) as archive:
        archive.keep(capture(os.urandom(400), f"{URL}?torn"))
    grown = path.read_bytes()
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    path.write_bytes(grown[:whole])
    Archive(tmp_path).close()  # indexed up to here, as a crash in the middle of the next record leaves it
    path.write_bytes(grown[:-lost])
    with Archive(tmp_path, writable=True) as archive:
        assert archive.mended == [
            f"{path.name}: cut off {len(grown) - whole - lost} bytes of a record that was not written to its end"
        ]
        assert archive.keep(capture(url=f"{URL}?next")).page.entries[0].offset == whole
        assert list(archive.verify()) == []
        assert len(list(archive.captures())) == 6


def test_a_reader_after_a_crash_leaves_the_torn_tail_for_the_next_writer_to_cut_off(tmp_path: Path) -> None:
    filled(tmp_path)
    path = segment_files(tmp_path)[0]
    whole = path.stat().st_size
    with Archive(tmp_path, writable=True) as archive:
        archive.keep(capture(os.urandom(400), f"{URL}?torn"))
    os.truncate(path, path.stat().st_size - 40)
    torn = path.stat().st_size
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    with Archive(tmp_path) as reader:
        assert list(reader.verify()) == []
        assert [damage.said for damage in reader.reindex()] == ["the record is cut off"]
    assert path.stat().st_size == torn
    with Archive(tmp_path, writable=True) as archive:
        assert archive.mended == [
            f"{path.name}: cut off {torn - whole} bytes of a record that was not written to its end"
        ]
        assert archive.keep(capture(url=f"{URL}?next")).page.entries[0].offset == whole
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    with Archive(tmp_path) as archive:
        assert archive.reindex() == []
        assert len(list(archive.captures())) == 6


def refuse(folder: Path, refusing: bool) -> None:
    """Let the index of captures refuse every new entry, or no longer."""
    with closing(sqlite3.connect(folder / "index.sqlite")) as database:
        database.execute(
            "CREATE TRIGGER no BEFORE INSERT ON captures BEGIN SELECT RAISE(ABORT, 'broken'); END"
            if refusing
            else "DROP TRIGGER no"
        )


@pytest.mark.parametrize("again", [True, False], ids=["the same writer", "the next writer"])
def test_a_record_that_the_index_refused_is_indexed_by_the_next_write_and_said(tmp_path: Path, again: bool) -> None:
    filled(tmp_path, 2)
    late = capture(url=f"{URL}?late")
    archive = Archive(tmp_path, writable=True)
    refuse(tmp_path, True)
    for one in (late, capture(url=f"{URL}?never"), late):
        with pytest.raises(ArchiveError, match="broken"):
            archive.keep(one)
    refuse(tmp_path, False)
    if not again:
        archive.close()
        archive = Archive(tmp_path, writable=True)
    assert archive.keep(capture(url=f"{URL}?next")).state is State.NEW
    assert archive.keep(late).state is State.UNCHANGED
    assert "are indexed now" in archive.mended[0]
    assert len(archive.mended) == 1
    before = list(archive.pages())
    assert archive.reindex() == []
    assert list(archive.pages()) == before
    archive.close()


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


@pytest.mark.parametrize("index", ["sound", "missing", "empty"])
def test_an_archive_that_is_to_stay_untouched_is_verified_and_no_file_of_it_changes(tmp_path: Path, index: str) -> None:
    captures = filled(tmp_path)
    if index != "sound":
        (tmp_path / "index.sqlite").unlink()
    if index == "empty":
        (tmp_path / "index.sqlite").touch()
    before = contents(tmp_path)
    with Archive(tmp_path, untouched=True) as archive:
        assert list(archive.verify()) == []
        assert archive.count() == len(captures)
        assert list(archive.captures()) == captures
    assert contents(tmp_path) == before


def test_an_untouched_archive_is_read_while_another_process_writes(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as writer:
        writer.keep(capture())
        with Archive(tmp_path, untouched=True) as archive:
            assert archive.count() == 1
            writer.keep(capture(url=f"{URL}?2"))
            assert archive.count() == 2


def test_a_record_that_was_on_disk_but_not_indexed_is_found_on_opening(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    path = segment_files(tmp_path)[0]
    short = path.read_bytes()
    late = capture(url=f"{URL}?late")
    with Archive(tmp_path, writable=True) as archive:
        archive.keep(late)
    long = path.read_bytes()
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    path.write_bytes(short)
    Archive(tmp_path).close()
    path.write_bytes(long)
    with Archive(tmp_path, writable=True) as archive:
        assert "are indexed now" in archive.mended[0]
        assert archive.keep(late).state is State.UNCHANGED


def test_a_truncated_file_is_damage_and_writing_goes_on_in_another(tmp_path: Path) -> None:
    captures = filled(tmp_path)
    path = segment_files(tmp_path)[0]
    os.truncate(path, path.stat().st_size - 1000)
    with Archive(tmp_path, writable=True) as archive:
        assert archive.mended == [f"{path.name}: 1000 bytes are missing at its end; bring it back from a copy"]
        archive.keep(capture(url=f"{URL}?next"))
        assert len(segment_files(tmp_path)) == 2
        said = [str(damage) for damage in archive.verify()]
        assert [line.partition(" bytes: ")[2] for line in said] == [
            f"the record is cut off ({captures[-1].url})",
            "the file is shorter than it was",
        ]
        page = archive.page("huaiyin", captures[-1].url)
        assert page is not None
        with pytest.raises(ArchiveDamaged, match=rf"{path.name}, offset \d+: the record is cut off"):
            archive.read(page.entries[0])


@pytest.mark.parametrize("place", [0, 7, 19])
def test_a_flipped_bit_is_found_with_its_page_and_the_rest_is_still_read(tmp_path: Path, place: int) -> None:
    captures = filled(tmp_path, 20)
    path = segment_files(tmp_path)[0]
    with Archive(tmp_path) as archive:
        [entry] = archive.by_digest(captures[place].digest)
    at = entry.offset + entry.length // 2
    flip(path, at)
    with Archive(tmp_path) as archive:
        [damage] = archive.verify()
        assert damage.offset <= at < damage.offset + damage.length
        assert damage.url == captures[place].url
        assert captures[place].url in str(damage)
        for _ in range(2):
            assert [one.offset for one in archive.reindex()] == [damage.offset]
            [known] = archive.by_digest(captures[place].digest)
            assert known == entry
            assert [one.url for one in archive.verify()] == [captures[place].url]
            with pytest.raises(ArchiveDamaged, match=path.name):
                archive.read(known)
            assert archive.count() == len(captures)


def test_a_body_that_does_not_match_its_digest_is_damage(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    path = segment_files(tmp_path)[0]
    with path.open("rb") as file:
        plain = gzip.GzipFile(fileobj=file).read()
    changed = re.sub(rb"WARC-Block-Digest: .*\r\n", b"", plain.replace("第0页".encode(), "第1页".encode(), 1))
    records = re.split(rb"(?=WARC/1\.1\r\n)", changed)[1:]
    path.write_bytes(b"".join(map(gzip.compress, records)))
    with Archive(tmp_path) as archive:
        assert any("does not match its digest" in damage.said for damage in archive.reindex())


def test_a_file_of_another_tool_in_the_folder_is_left_alone_and_said(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    (tmp_path / "other.warc.gz").write_bytes(b"\x1f\x8b\x08 whatever")
    with Archive(tmp_path, writable=True) as archive:
        assert [damage.file for damage in archive.verify()] == ["other.warc.gz"]
        assert "import it" in next(archive.verify()).said


def other_tools_file(path: Path, *, compressed: bool = True) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compressed, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record("other", {"software": "other/1"}))
        for name, status, body in [
            ("/a.html", "200 OK", gzip.compress("会议".encode())),
            ("/moved.html", "302 Found", gzip.compress(b"")),
            ("/b.html", "404 Not Found", gzip.compress(b"gone")),
        ]:
            headers = StatusAndHeaders(status, [("Content-Encoding", "gzip")], protocol="HTTP/1.1")
            for host in ("www.example.gov.cn", "ads.example.com"):
                record = writer.create_warc_record(
                    f"https://{host}{name}", "response", payload=BytesIO(body), length=len(body), http_headers=headers
                )
                writer.write_record(record)
        request = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
        writer.write_record(writer.create_warc_record("https://www.example.gov.cn/", "request", http_headers=request))


def place_of(url: str) -> tuple[str, str] | None:
    return ("huaiyin", url) if "://www.example.gov.cn/" in url else None


@pytest.mark.parametrize("compressed", [True, False])
def test_a_warc_of_another_tool_is_imported_and_what_is_passed_over_is_said(tmp_path: Path, compressed: bool) -> None:
    other_tools_file(tmp_path / "other.warc", compressed=compressed)
    with Archive(tmp_path / "archive", writable=True) as archive:
        imported = import_warc(archive, tmp_path / "other.warc", place_of)
        assert imported.captures == 2
        assert imported.passed_over == {
            "warcinfo record": 1,
            "request record": 1,
            "status 302": 2,
            "of no source": 2,
        }
        bodies = [one.body for one in archive.captures()]
    assert bodies == ["会议".encode(), b"gone"]


def test_a_cut_warc_of_another_tool_is_damage_that_names_file_and_what_was_taken(tmp_path: Path) -> None:
    path = tmp_path / "other.warc"
    other_tools_file(path, compressed=False)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"/b.html") + 300])
    with Archive(tmp_path / "archive", writable=True) as archive:
        with pytest.raises(ArchiveDamaged, match=r"other\.warc: 1 captures were taken, then: "):
            import_warc(archive, path, place_of)
        assert len(list(archive.captures())) == 1


@pytest.mark.parametrize("size", [100, 20_000, 90_000], ids=["index first", "either", "file first"])
def test_a_full_disk_keeps_what_was_acknowledged_and_the_next_run_continues(tmp_path: Path, size: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    acknowledged = 0
    archive = Archive(tmp_path, writable=True)
    archive.keep(capture(url=f"{URL}?0"))
    acknowledged += 1
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        with pytest.raises(StorageFull, match="no space left for the archive") as caught:  # noqa: PT012
            for n in range(1, 1000):
                archive.keep(capture(os.urandom(size), f"{URL}?{n}"))
                acknowledged += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "it continues where it stopped" in caught.value.advice
    assert acknowledged > 1
    archive.close()
    with Archive(tmp_path, writable=True) as archive:
        assert acknowledged <= len(list(archive.captures())) <= acknowledged + 1
        assert archive.keep(capture(url=f"{URL}?after")).state is State.NEW
        assert list(archive.verify()) == []


class FullWhenFlushed:
    """A disk that finds out only when flushed that it is full."""

    def __call__(self, descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_when_flushed_leaves_no_half_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path, 1)
    size = segment_files(tmp_path)[0].stat().st_size
    archive = Archive(tmp_path, writable=True)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", FullWhenFlushed())
        with pytest.raises(StorageFull):
            archive.keep(capture(url=f"{URL}?1"))
    assert segment_files(tmp_path)[0].stat().st_size == size
    assert archive.keep(capture(url=f"{URL}?1")).state is State.NEW
    archive.close()


def test_what_a_file_has_lost_at_its_end_stays_known_and_is_read_when_it_is_back(tmp_path: Path) -> None:
    captures = filled(tmp_path, 20)
    path = segment_files(tmp_path)[0]
    whole = path.read_bytes()
    os.truncate(path, len(whole) - 1000)
    with Archive(tmp_path) as archive:
        for _ in range(2):
            assert any(one.said == "the file is shorter than it was" for one in archive.reindex())
            assert archive.count() == len(captures)
            assert list(archive.verify())
        [last] = archive.by_digest(captures[-1].digest)
        with pytest.raises(ArchiveDamaged, match=path.name):
            archive.read(last)
    path.write_bytes(whole)
    with Archive(tmp_path) as archive:
        assert list(archive.verify()) == []
        assert list(archive.captures()) == captures


def test_a_file_that_is_gone_stays_known_until_the_index_is_deleted(tmp_path: Path) -> None:
    captures = filled(tmp_path, 5)
    path = segment_files(tmp_path)[0]
    whole = path.read_bytes()
    path.unlink()
    with Archive(tmp_path) as archive:
        assert [(one.file, one.said) for one in archive.reindex()] == [(path.name, "the file is missing")]
        assert archive.count() == len(captures)
        assert [one.said for one in archive.verify()] == ["the file is missing"]
    path.write_bytes(whole)
    with Archive(tmp_path) as archive:
        assert archive.reindex() == []
        assert list(archive.captures()) == captures


def test_a_body_that_cannot_be_read_any_more_is_kept_once_more_and_is_no_edit(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    url = f"{URL}?0"
    same = capture(f"<p>第{0}页</p>".encode() * 50, url, 24)
    with Archive(tmp_path, writable=True) as archive:
        assert archive.keep(same).state is State.UNCHANGED
    flip(segment_files(tmp_path)[0], 900)
    with Archive(tmp_path, writable=True) as archive:
        later = replace(same, captured_at=same.captured_at + timedelta(days=1))
        unasked = replace(later, status=304, body=b"")
        assert archive.keep(unasked).state is State.UNCHANGED  # a 304 brings nothing to keep
        kept = archive.keep(later)
        assert kept.state is State.COMPLETED
        assert archive.keep(replace(later, captured_at=later.captured_at + timedelta(days=1))).state is State.UNCHANGED
        page = archive.page("huaiyin", url)
        assert page is not None
        assert [state.value for state in page.states] == ["new", "unchanged", "unchanged", "completed", "unchanged"]
        assert page.different == len(page.versions) == 1
        assert archive.read(page.contents[-1]).body == same.body
        with pytest.raises(ArchiveDamaged):
            archive.read(page.entries[0])
        history = history_of(page, page.contents[-1])
        assert (history.first_seen_at, history.versions) == (page.entries[0].captured_at, 1)
        assert len(list(archive.verify())) == 1


def test_an_article_whose_further_page_was_kept_once_more_is_told_too(tmp_path: Path) -> None:
    def visit(day: int) -> list[Capture]:
        second = replace(capture(b"<p>second</p>" * 80, f"{URL}?p=2", 24 * day), kind="further")
        return [second, replace(capture(b"<p>first</p>" * 80, URL, 24 * day), further=(second,))]

    with Archive(tmp_path, writable=True) as archive:
        archive.keep_all(visit(0))
        [entry] = archive.by_digest(visit(0)[0].digest)
    flip(segment_files(tmp_path)[0], entry.offset + entry.length // 2)
    with Archive(tmp_path, writable=True) as archive:
        states = [archive.keep(one).state for day in (1, 2) for one in visit(day)]
        assert states == [State.COMPLETED, State.COMPLETED, State.UNCHANGED, State.UNCHANGED]
        page = archive.page("huaiyin", URL)
        assert page is not None
        assert archive.read(page.contents[-1]).further[0].body == visit(0)[0].body
