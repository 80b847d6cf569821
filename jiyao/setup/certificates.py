"""An authority of our own and the certificates of servers, for connections inside an installation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_AUTHORITY = "Jiyao authority"
AUTHORITY_DAYS = 20 * 365
SERVER_DAYS = 2 * 365
#: A server's certificate is made anew when it has fewer days left.
RENEWED_DAYS = 180


def make_authority(now: datetime) -> tuple[bytes, bytes]:
    """Return the certificate and the private key of a new authority (PEM); ``now`` in UTC."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(_AUTHORITY)
    built = (
        _begun(name, name, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return _pem(built.sign(key, hashes.SHA256())), _key(key)


def make_server(authority: bytes, authority_key: bytes, hosts: Sequence[str], now: datetime) -> tuple[bytes, bytes]:
    """Return the certificate and the private key (PEM) of a server that is reached by these names or addresses."""
    issuer = x509.load_pem_x509_certificate(authority)
    issuer_key = serialization.load_pem_private_key(authority_key, None)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise ValueError("the authority's key is not one of ours")
    key = ec.generate_private_key(ec.SECP256R1())
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    built = (
        _begun(_name(hosts[0]), issuer.subject, key.public_key(), now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(x509.SubjectAlternativeName([_place(host) for host in hosts]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return _pem(built.sign(issuer_key, hashes.SHA256())), _key(key)


def serves(certificate: bytes, key: bytes, authority: bytes, hosts: Sequence[str], now: datetime) -> bool:
    """Tell whether the certificate is of this key and this authority, for these hosts, and not about to end."""
    found = x509.load_pem_x509_certificate(certificate)
    try:
        found.verify_directly_issued_by(x509.load_pem_x509_certificate(authority))
        if serialization.load_pem_private_key(key, None).public_key() != found.public_key():
            return False
    except Exception:  # of another name, of another key, or signed by another: the library has an error for each
        return False
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(name.value) for name in names}
    return set(hosts) <= known and found.not_valid_after_utc - now > timedelta(days=RENEWED_DAYS)


def is_foreign(certificate: bytes) -> bool:
    """Tell whether a certificate was issued by somebody else than an authority of ours."""
    return x509.load_pem_x509_certificate(certificate).issuer != _name(_AUTHORITY)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    # An hour before: the clocks of two machines differ.
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _place(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
