"""A sandbox behind TLS, with certificates of a test authority."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from cryptography import x509
from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import customers

from tests.support.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "proxy-user", "p@ss:w/rd"
CREDENTIALS = "proxy-user:p%40ss%3Aw%2Frd"
"""User and password, percent-encoded for a URL."""


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the test, and the files of its certificates."""

    ca: trustme.CA
    folder: Path

    @property
    def bundle(self) -> str:
        """The PEM file with the authority."""
        self.ca.cert_pem.write_to_path(path := self.folder / "authority.pem")
        return str(path)

    def certificate(self, *names: str) -> str:
        """Issue a certificate. The file contains its key too."""
        issued = self.ca.issue_cert(*names)
        issued.private_key_and_cert_chain_pem.write_to_path(path := self.folder / f"{names[0]}.pem")
        return str(path)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority of the server's certificate."""
    return Authority(trustme.CA(), tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def another_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that did not issue the server's certificate."""
    return Authority(trustme.CA(), tmp_path_factory.mktemp("another"))


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A sandbox with five customers, to be reached through `front`."""
    with Sandbox() as sandbox:
        sandbox.companies[0].replace("customers", customers(5))
        yield sandbox


@pytest.fixture
def front(sage: Sandbox, authority: Authority) -> Iterator[int]:
    """The port of a TLS server that forwards to the sandbox."""
    certificate = authority.certificate("localhost", "sage.test")
    with running("tls_front", certificate, sage.url.rpartition(":")[2]) as port:
        yield port


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where OpenSSL finds the trust store of the operating system, as in a slim container."""
    if sys.platform != "linux":
        pytest.skip("only OpenSSL reads its trust store from a folder that the environment names")
    (store := tmp_path / "store").mkdir()
    monkeypatch.setenv("SSL_CERT_DIR", str(store))
    monkeypatch.setenv("SSL_CERT_FILE", "")
    monkeypatch.setattr("truststore._openssl._CA_FILE_CANDIDATES", [])
    return store


@pytest.fixture
def system_store(empty_store: Path, authority: Authority) -> None:
    """A trust store of the operating system with the authority of the server."""
    certificate = Path(authority.bundle).read_bytes()
    (empty_store / f"{subject_hash(certificate)}.0").write_bytes(certificate)


def subject_hash(certificate: bytes) -> str:
    """Return the file name, without suffix, under which OpenSSL looks for an authority."""
    subject = x509.load_pem_x509_certificate(certificate).subject
    lower = [x509.Name([x509.NameAttribute(part.oid, str(part.value).lower())]) for part in subject]
    digest = hashlib.sha1(b"".join(name.public_bytes()[2:] for name in lower), usedforsecurity=False).digest()
    return digest[3::-1].hex()


def behind(sage: Sandbox, port: int, host: str = "localhost", **given: object) -> dict[str, Any]:
    """Make settings for a sandbox behind TLS at a port of this machine."""
    settings: dict[str, Any] = sage.settings()
    addresses = {
        name: value.replace(sage.url, f"https://{host}:{port}")
        for name, value in settings.items()
        if isinstance(value, str) and value.startswith(sage.url)
    }
    return settings | addresses | given
