"""Secrets at the first start, and what a later start finds."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from jiyao.errors import SettingsError
from jiyao.setup.certificates import make_authority, make_server
from jiyao.setup.secrets import Secrets

NOW = datetime(2026, 11, 28, tzinfo=UTC)
HOSTS = ["elasticsearch", "127.0.0.1"]


def fits(folder: Secrets) -> bool:
    certificate = x509.load_pem_x509_certificate(folder.read("elasticsearch/http.crt").encode())
    return load_pem_private_key(folder.read("elasticsearch/http.key").encode(), None).public_key() == (
        certificate.public_key()
    )


@pytest.fixture
def folder(tmp_path: Path) -> Secrets:
    secrets = Secrets(tmp_path / "secrets")
    assert secrets.make(HOSTS, NOW)
    return secrets


def test_no_two_installations_have_a_secret_in_common(folder: Secrets, tmp_path: Path) -> None:
    other = Secrets(tmp_path / "other")
    other.make(HOSTS, NOW)
    for path in folder.folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() != (other.folder / path.relative_to(folder.folder)).read_bytes(), path.name


def test_a_start_that_was_killed_between_key_and_certificate_is_made_good_by_the_next(
    folder: Secrets, tmp_path: Path
) -> None:
    other = Secrets(shutil.copytree(folder.folder, tmp_path / "other"))
    other.make([*HOSTS, "another.example.org"], NOW)
    folder.write("elasticsearch/http.key", other.read("elasticsearch/http.key"))
    assert not fits(folder)
    assert folder.make(HOSTS, NOW) == ["elasticsearch/http.crt"]
    assert fits(folder)


def test_an_authority_without_its_key_is_told_and_nothing_is_made(folder: Secrets) -> None:
    (folder.folder / "authority" / "ca.key").unlink()
    before = folder.read("elasticsearch/http.crt")
    with pytest.raises(SettingsError, match=r"ca\.key"):
        folder.make(HOSTS, NOW + timedelta(days=700))
    assert folder.read("elasticsearch/http.crt") == before


def test_a_certificate_of_another_authority_stays(folder: Secrets) -> None:
    authority, key = make_authority(NOW)
    from cryptography.hazmat.primitives import hashes

    stranger = x509.load_pem_x509_certificate(authority)
    certificate, server_key = make_server(authority, key, HOSTS, NOW)
    assert stranger.issuer.rfc4514_string() == "CN=Jiyao authority"
    # One of ours by name, but of another key, is remade; one that another issued is left alone.
    folder.write("elasticsearch/http.crt", certificate.decode())
    folder.write("elasticsearch/http.key", server_key.decode())
    assert folder.make(HOSTS, NOW) == ["elasticsearch/http.crt"]
    loaded = load_pem_private_key(folder.read("elasticsearch/http.key").encode(), None)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "An institution")])
    foreign = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(loaded.public_key())  # type: ignore[arg-type]
        .serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=9))
        .sign(loaded, hashes.SHA256())  # type: ignore[arg-type]
    )  # fmt: skip
    from cryptography.hazmat.primitives.serialization import Encoding

    folder.write("elasticsearch/http.crt", foreign.public_bytes(Encoding.PEM).decode())
    assert folder.make(HOSTS, NOW) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SettingsError):
        Secrets(tmp_path / "file" / "secrets").make(HOSTS, NOW)
