"""Certificates for localhost and 127.0.0.1, made anew each time."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Identity:
    """PEM files."""

    cert: Path
    key: Path


class Authority:
    """Vouches for others by its own certificate, `ca`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(f"Authority of {folder.name}")
        certificate = _certificate(self._name, self._name, self._key.public_key(), 1, _names(None), ca=True).sign(
            self._key, hashes.SHA256()
        )
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str, days: int = 1, host: str | None = None) -> Identity:
        """
        :param days: until it expires; below 0, it has
        :param host: what it is for, if not for localhost
        """
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(_name(name), self._name, key.public_key(), days, _names(host), ca=False).sign(
            self._key, hashes.SHA256()
        )
        identity = Identity(self._folder / f"{name}.pem", self._folder / f"{name}-key.pem")
        identity.cert.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        identity.key.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
        return identity


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _names(host: str | None) -> list[x509.GeneralName]:
    if host is not None:
        return [x509.DNSName(host)]
    return [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]


def _certificate(subject, issuer, public_key, days, names, ca) -> x509.CertificateBuilder:
    now = datetime.now(timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
    )
