"""A site's name, its certificate and its bytes may mean harm: each is told apart, none hurts."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from changing_site import SOURCE, article
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from loopback import on_loopback

from crawler.answers import unreachable
from crawler.network import PrivateAddress, leads_inside
from jiyao.model import Issue
from jiyao.runs import SourceRun, harvest
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.ledger import Ledger, ledger_file


@pytest.mark.parametrize(
    ("name", "address", "inside"),
    [
        ("www.e.gov.cn", "127.0.0.1", True),
        ("www.e.gov.cn", "10.1.2.3", True),
        ("www.e.gov.cn", "169.254.169.254", True),
        ("www.e.gov.cn", "::1", True),
        ("www.e.gov.cn", "202.108.22.5", False),
        ("localhost", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", False),
    ],
)
def test_a_public_name_that_leads_inside_is_told_from_one_that_says_so(name: str, address: str, inside: bool) -> None:
    assert leads_inside(name, address) is inside


def test_a_name_that_leads_inside_has_a_reason_of_its_own() -> None:
    assert unreachable(PrivateAddress("e.cn leads to 10.0.0.1"))[0] == "private_address"


def issues(settings: Settings) -> list[Issue]:
    with closing(Ledger(ledger_file(settings))) as ledger:
        return list(ledger.issues())


class Harmful(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        match name:
            case "list.html":
                rows = "".join(f'<li><a href="/a/{each}">{each}</a></li>' for each in ("good", "bomb", "drip", "split"))
                self.answer(f"<ul>{rows}</ul>".encode())
            case "good":
                self.answer(article(1).body.encode())
            case "bomb":
                self.answer(gzip.compress(b"0" * 300_000_000, 9), ("Content-Encoding", "gzip"))
            case "split":
                self.answer(article(2).body.encode(), ("X-Said", "a\r\n b\r\nWARC-Type: response"))
            case "drip":
                self.send_response(200)
                self.end_headers()
                try:
                    for _ in range(150):
                        self.wfile.write(b"<p>")
                        self.wfile.flush()
                        time.sleep(0.1)
                except OSError:
                    pass
            case _:
                self.send_error(404)

    def answer(self, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.wfile.flush()
            self._headers_buffer.append(f"{name}: {value}\r\n".encode())  # type: ignore[attr-defined]
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Harmful)) as serves:
        yield serves


def visit(folder: Path, root: str, more: str = "") -> tuple[Settings, SourceRun]:
    settings = Settings(data=folder / "data", sources=folder / "sources")
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources/county.yaml").write_text(SOURCE.format(root=root) + more, "utf-8")
    [run] = harvest(settings)
    return settings, run


def test_bombs_and_forged_headers_hurt_nobody_and_a_drip_is_waited_for_while_the_run_may_last(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    root = f"http://127.0.0.1:{server.server_address[1]}"
    began = time.monotonic()
    settings, run = visit(tmp_path, root, "visit: {longest: 0.003}\n")  # hours: eleven seconds
    assert time.monotonic() - began < 40
    assert run.states == {"new": 3}
    assert {issue.url.rpartition("/")[2]: issue.reason for issue in issues(settings)}["bomb"] == "too_large"
    with Archive(settings.archive_folder) as archive:
        assert list(archive.verify()) == []
        said = {page.url.rpartition("/")[2]: archive.read(page.contents[0]) for page in archive.pages()}
    assert set(said) == {"good", "split", "drip"}
    assert b"WARC-Type" not in said["split"].body


def certificate(folder: Path, days: int) -> Path:
    """A certificate of 127.0.0.1 that nobody vouches for, valid until so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + timedelta(days=days)).sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "certificate.pem"
    file.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return file


def test_an_expired_certificate_is_told_and_read_only_where_the_source_file_says_so(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, -1))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    root = f"https://127.0.0.1:{server.server_address[1]}"
    settings, run = visit(tmp_path, root)
    assert run.states == {}
    assert {issue.reason for issue in issues(settings)} == {"bad_certificate"}
    assert "nothing was read over it" in issues(settings)[0].message
    file = tmp_path / "sources/county.yaml"
    rules = file.read_text("utf-8").replace("delay: 0}", "delay: 0, certificates: unchecked}")
    file.write_text(rules.replace("allow: /a/", "allow: /a/, deny: drip"), "utf-8")
    [again] = harvest(settings)
    assert again.states["new"] == 2
