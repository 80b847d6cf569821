"""The records of a capture are whole or not there, say what could not be kept, and other tools read them."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jiyao.model import Capture, Fetch, Listed
from pipelines.addresses import canonical
from pipelines.archive import Archive, State, import_warc
from pipelines.archive.segments import segment_files

URL = "https://www.example.gov.cn/xwzx/202501/t20250117_12.html"
START = datetime(2025, 1, 17, 9, 30, 15, 250000, tzinfo=UTC)
ASKED = Fetch(
    "POST",
    f"{URL}?from=list",
    (("User-Agent", "jiyao"), ("Accept-Encoding", "gzip"), ("Proxy-Authorization", "Basic c2VjcmV0")),
    b"page=2&column=xwzx",
    "192.0.2.7",
    0.132,
)


def capture(body: bytes = "<h1>会</h1>".encode(), at: int = 0, status: int = 200, url: str = URL) -> Capture:
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("X-Note", "caf\xe9"),
    )
    listed = Listed("县政府召开常务会议", "[2025-01-17]")
    return Capture("huaiyin", url, START + timedelta(hours=at), status, headers, body, "article", listed, ASKED)


VISITS = (
    (capture(), State.NEW),
    (capture(at=1), State.UNCHANGED),
    (capture(b"", 2, 304), State.UNCHANGED),
    (capture(b"<h1>2</h1>", 3), State.EDITED),
    (capture(b"gone", 4, 404), State.GONE),
    (capture(b"gone", 5, 404), State.STILL_GONE),
    (capture(b"gone for good", 6, 410), State.STILL_GONE),
    (capture(b"<h1>2</h1>", 7), State.RETURNED),
)


@pytest.fixture
def visited(tmp_path: Path) -> Path:
    """The one file of an archive in which a page was visited in every way."""
    with Archive(tmp_path, writable=True) as archive:
        for visit, state in VISITS:
            assert archive.keep(visit).state is state
    [file] = segment_files(tmp_path)
    return file


def records(file: Path) -> Iterator[tuple[ArcWarcRecord, bytes]]:
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            yield record, record.content_stream().read()


def test_answer_request_and_metadata_are_one_group_and_name_each_other(visited: Path) -> None:
    kinds = [record.rec_type for record, _ in records(visited)]
    assert kinds[0] == "warcinfo"
    answers = ["response", "revisit", "revisit", "response", "response", "revisit", "response", "response"]
    assert kinds[1:] == [kind for answer in answers for kind in (answer, "request", "metadata")]
    answer = ""
    for record, _ in records(visited):
        headers = record.rec_headers
        if record.rec_type in ("response", "revisit"):
            answer = headers.get_header("WARC-Record-ID")
        elif record.rec_type != "warcinfo":
            assert headers.get_header("WARC-Concurrent-To") == answer
            assert headers.get_header("WARC-Target-URI") == URL


def test_the_request_is_kept_as_it_was_sent_but_for_secrets_of_a_proxy(visited: Path, tmp_path: Path) -> None:
    record, body = next(pair for pair in records(visited) if pair[0].rec_type == "request")
    assert record.http_headers.protocol == "POST"
    assert record.http_headers.statusline == "/xwzx/202501/t20250117_12.html?from=list HTTP/1.1"
    assert record.http_headers.headers == [
        ("Host", "www.example.gov.cn"),
        ("User-Agent", "jiyao"),
        ("Accept-Encoding", "gzip"),
    ]
    assert body == ASKED.body
    with Archive(tmp_path) as archive:
        [page] = archive.find(URL)
        _, fetch = archive.group(page.entries[0])
    assert fetch is not None
    assert (fetch.method, fetch.url, fetch.body, fetch.address) == ("POST", ASKED.url, ASKED.body, "192.0.2.7")


def test_metadata_say_what_was_seen_and_what_could_not_be_kept_byte_for_byte(visited: Path) -> None:
    said = [body.decode() for record, body in records(visited) if record.rec_type == "metadata"]
    assert [re.findall(r"^state: (.*)\r$", text, re.M) for text in said] == [[state] for _, state in VISITS]
    lines = said[0].splitlines()
    assert "listedTitle: 县政府召开常务会议" in lines
    assert "listedPublished: [2025-01-17]" in lines
    assert f"requestedUri: {ASKED.url}" in lines
    assert "fetchTimeMs: 132" in lines
    assert "altered: the body was received under Content-Encoding: gzip and is kept decoded" in lines
    assert sum(line.startswith("altered: ") for line in lines) == 4


def test_a_revisit_refers_to_what_it_found_again_and_has_its_digest(visited: Path) -> None:
    revisits = [record.rec_headers for record, _ in records(visited) if record.rec_type == "revisit"]
    assert [headers.get_header("WARC-Profile").rpartition("/")[2] for headers in revisits] == [
        "identical-payload-digest",
        "server-not-modified",
        "identical-payload-digest",
    ]
    referred = [START, START, START + timedelta(hours=4)]
    for headers, moment, body in zip(revisits, referred, (VISITS[0], VISITS[0], VISITS[4]), strict=True):
        assert headers.get_header("WARC-Refers-To-Target-URI") == URL
        assert datetime.fromisoformat(headers.get_header("WARC-Refers-To-Date")) == moment
        assert headers.get_header("WARC-Payload-Digest") == body[0].digest


def test_what_each_visit_found_is_read_from_an_index_that_was_built_from_the_files_alone(visited: Path) -> None:
    for file in visited.parent.glob("index.sqlite*"):
        file.unlink()
    with Archive(visited.parent) as archive:
        [page] = archive.find(URL)
        assert page.states == tuple(state for _, state in VISITS)
        assert [archive.read(entry) for entry in page.contents] == [VISITS[0][0], VISITS[3][0], VISITS[7][0]]


def test_header_injection_makes_no_header_and_no_record(tmp_path: Path) -> None:
    nasty = replace(capture(), headers=(("X-Note", "a\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nSet-Cookie: c=3"),))
    with Archive(tmp_path, writable=True) as archive:
        entry = archive.keep(replace(nasty, listed=Listed("标题\r\nstate: gone"))).page.entries[0]
        assert archive.read(entry).headers == (("X-Note", "a    WARC/1.1  WARC-Type: response  Set-Cookie: c=3"),)
        assert list(archive.verify()) == []
    assert Counter(record.rec_type for record, _ in records(segment_files(tmp_path)[0]))["response"] == 1


# --- other tools


def test_warcio_finds_every_digest_right(visited: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(visited)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("digest pass") == 1 + 5 + 8 + 8
    assert "failed" not in done.stdout


def test_fastwarc_finds_every_digest_right(visited: Path) -> None:
    kinds: Counter[str] = Counter()
    with visited.open("rb") as file:
        for record in FastIterator(file, parse_http=False):
            kinds[record.headers["WARC-Type"]] += 1
            assert record.verify_block_digest(), record.headers
            if record.record_type in (WarcRecordType.response, WarcRecordType.request):
                record.parse_http()
                assert record.verify_payload_digest(), record.headers
    assert kinds == {"warcinfo": 1, "response": 5, "revisit": 3, "request": 8, "metadata": 8}


def test_the_indexer_of_webrecorder_reads_offsets_and_digests_as_we_do(visited: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from cdxj_indexer.main import main; main(sys.argv[1:])", str(visited)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = [json.loads(line.split(" ", 2)[2]) for line in done.stdout.splitlines()]
    with Archive(visited.parent) as archive:
        [page] = archive.find(URL)
    assert [(row["offset"], row["length"], row["digest"]) for row in rows] == [
        (str(entry.offset), str(entry.length), entry.digest) for entry in page.entries
    ]
    assert [row["mime"] for row in rows].count("warc/revisit") == 3


@pytest.mark.skipif(not shutil.which("cdx-indexer"), reason="pywb is not installed (pip install pywb)")
def test_the_indexer_of_pywb_reads_them_too(visited: Path) -> None:
    done = subprocess.run(["cdx-indexer", "-j", str(visited)], capture_output=True, text=True, check=True)
    rows = [json.loads(line.split(" ", 2)[2]) for line in done.stdout.splitlines() if not line.startswith(" ")]
    with Archive(visited.parent) as archive:
        [page] = archive.find(URL)
    assert [(int(row["offset"]), row["digest"]) for row in rows] == [(one.offset, one.digest) for one in page.entries]


# --- archives of earlier versions


def earlier_record(given: Capture, kind: str) -> bytes:
    """A record as versions before 2026-11 wrote it: with warcio, alone."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    body = given.body if kind == "response" else b""
    said = {"source": given.source, "kind": given.kind, "digest": given.digest, "listed": ["县政府召开常务会议", None]}
    record = writer.create_warc_record(
        given.url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders("200 OK", [("ETag", '"a"'), ("Content-Length", "12")], protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": given.captured_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "Jiyao-Capture": json.dumps(said),
        },
    )
    writer.write_record(record)
    return out.getvalue()


def test_an_archive_of_an_earlier_version_is_read_verified_and_gone_on_with(tmp_path: Path) -> None:
    old = tmp_path / "jiyao-20250101T000000000000-00000000.warc.gz"
    first, again = capture(), capture(at=1)
    old.write_bytes(earlier_record(first, "response") + earlier_record(again, "revisit"))
    with Archive(tmp_path, writable=True) as archive:
        assert archive.keep(capture(b"<h1>2</h1>", 2)).state is State.EDITED
        assert list(archive.verify()) == []
        [page] = archive.find(URL)
        assert page.states == (State.NEW, State.UNCHANGED, State.EDITED)
        assert {entry.file for entry in page.entries} == {old.name}
        kept = archive.read(page.entries[0])
        assert (kept.body, kept.headers, kept.captured_at) == (first.body, (("ETag", '"a"'),), START)
        assert archive.group(page.entries[0])[1] is None


# --- a group is whole or not there


@pytest.mark.parametrize("records_left", [0, 1, 2])
@pytest.mark.parametrize("lost", [1, 60])
def test_a_group_that_a_crash_cut_off_is_cut_off_whole(tmp_path: Path, records_left: int, lost: int) -> None:
    with Archive(tmp_path, writable=True) as archive:
        whole = archive.keep(capture()).page.entries[0]
        entry = archive.keep(capture(b"<h1>2</h1>", 1)).page.entries[1]
    [file] = segment_files(tmp_path)
    with file.open("rb") as stream:
        offsets = []
        iterator = ArchiveIterator(stream)
        for _ in iterator:
            offsets.append(iterator.get_record_offset())
    ends = [*offsets[offsets.index(entry.offset) + 1 :], file.stat().st_size]
    for index in tmp_path.glob("index.sqlite*"):
        index.unlink()
    data = file.read_bytes()
    file.write_bytes(data[: entry.offset])
    Archive(tmp_path).close()  # indexed up to the second group
    file.write_bytes(data[: ends[records_left] - lost])
    left = file.stat().st_size - entry.offset
    with Archive(tmp_path) as reader:
        assert reader.count() == 1
        assert list(reader.verify()) == []
    with Archive(tmp_path, writable=True) as archive:
        assert archive.mended == [f"{file.name}: cut off {left} bytes of a record that was not written to its end"]
        first, second = archive.keep(capture(b"<h1>2</h1>", 1)).page.entries
        assert (first, second.offset) == (whole, entry.offset)
        assert list(archive.verify()) == []


def test_several_captures_are_kept_at_once_each_knowing_those_before_it(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        kept = archive.keep_all([visit for visit, _ in VISITS])
        assert [one.state for one in kept] == [state for _, state in VISITS]
        [page] = archive.find(URL)
        assert page == kept[-1].page
        assert list(archive.verify()) == []


# --- files of other tools


def chunked(body: bytes) -> bytes:
    packed = gzip.compress(body)
    parts = (packed[:7], packed[7:])
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_an_import_keeps_headers_undoes_the_transfer_and_says_that_the_request_is_not_known(tmp_path: Path) -> None:
    sent = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]
    body = chunked("会议".encode())
    with (tmp_path / "other.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        http = StatusAndHeaders("200 OK", [*sent, ("X-Note", "会")], protocol="HTTP/1.1")
        for url in (f"{URL}?utm_source=x", URL):
            record = writer.create_warc_record(url, "response", BytesIO(body), len(body), http_headers=http)
            record.rec_headers.replace_header("WARC-Date", "2020-05-01T00:00:00Z")
            # warcio would write the header percent-encoded; other tools write it as it came
            http.headers_buff = http.to_bytes()
            http.compute_headers_buffer = lambda *given: None
            writer.write_record(record)
    with Archive(tmp_path / "archive", writable=True) as archive:
        done = import_warc(archive, tmp_path / "other.warc.gz", lambda url: ("huaiyin", canonical(url) or url))
        assert done.captures == 2
        [page] = archive.find(URL)
        assert page.states == (State.NEW, State.UNCHANGED)
        kept = archive.read(page.entries[0])
        assert kept.body == "会议".encode()
        assert kept.headers[0] == ("Content-Type", "text/html")
        assert kept.header("Transfer-Encoding") == "chunked"
        assert kept.header("X-Note") == "会".encode().decode("latin-1")
        assert kept.captured_at == datetime(2020, 5, 1, tzinfo=UTC)
    texts = [
        text.decode()
        for record, text in records(segment_files(tmp_path / "archive")[0])
        if record.rec_type == "metadata"
    ]
    assert all("altered: the request is not known" in text for text in texts)
    assert "altered: the body was received under Transfer-Encoding: chunked, Content-Encoding: gzip" in texts[0]
