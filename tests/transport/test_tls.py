from __future__ import annotations

from pathlib import Path

import certifi
import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError
from tap_sage200.transport import tls


def settings(**given: object) -> Settings:
    return Settings.from_config({"access_token": "access-0", **given})


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def bundle(ca: trustme.CA, tmp_path: Path) -> str:
    ca.cert_pem.write_to_path(path := tmp_path / "authority.pem")
    return str(path)


@pytest.fixture
def certificate(ca: trustme.CA, tmp_path: Path) -> tuple[str, str]:
    """A certificate and its key, in two files."""
    issued = ca.issue_cert("finance@example.org")
    issued.cert_chain_pems[0].write_to_path(certificate := tmp_path / "certificate.pem")
    issued.private_key_pem.write_to_path(key := tmp_path / "key.pem")
    return str(certificate), str(key)


def test_the_setting_takes_precedence_over_the_environment_and_the_environment_over_the_default(
    bundle: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tls.trusted(settings()) is True
    for name in reversed(tls.BUNDLES):
        copy = tmp_path / f"{name}.pem"
        copy.write_bytes((tmp_path / "authority.pem").read_bytes())
        monkeypatch.setenv(name, str(copy))
        assert tls.trusted(settings()) == str(copy)
    assert tls.trusted(settings(ca_bundle=bundle)) == bundle
    assert tls.trusted(settings(verify_ssl=False)) is False


def test_certifi_is_trusted_by_default_only_if_the_trust_store_of_the_system_is_empty(
    empty_store: Path, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tls.trusted(settings()) == certifi.where()

    monkeypatch.setattr("truststore._openssl._CA_FILE_CANDIDATES", [bundle])
    assert tls.trusted(settings()) is True, "truststore knows more places than OpenSSL"

    monkeypatch.setattr("truststore._openssl._CA_FILE_CANDIDATES", [])
    (empty_store / "0a1b2c3d.0").write_bytes(Path(bundle).read_bytes())
    assert tls.trusted(settings()) is True


def test_a_folder_of_authorities_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))

    assert tls.trusted(settings()) == str(tmp_path)


@pytest.mark.parametrize("content", ["", "no certificate"])
def test_the_error_for_an_invalid_bundle_names_the_setting_or_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    path = tmp_path / "something.pem"
    path.write_text(content)

    with pytest.raises(ConfigurationError, match=r"^ca_bundle contains no usable certificates: .* PEM"):
        tls.trusted(settings(ca_bundle=str(path)))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(path))
    with pytest.raises(ConfigurationError, match=r"^CURL_CA_BUNDLE contains no usable certificates"):
        tls.trusted(settings())


def test_the_error_for_a_missing_bundle_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/authority.pem")

    with pytest.raises(ConfigurationError, match=r"^SSL_CERT_FILE is not a readable file \(No such file"):
        tls.trusted(settings())


def test_a_client_certificate_is_presented_with_its_key_file(certificate: tuple[str, str]) -> None:
    own, key = certificate

    assert tls.presented(settings(client_certificate=own, client_key=key)) == (own, key)
    assert tls.presented(settings()) is None


def test_a_client_certificate_that_contains_its_key_is_presented_alone(
    certificate: tuple[str, str], tmp_path: Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_text("".join(Path(file).read_text() for file in certificate))

    assert tls.presented(settings(client_certificate=str(both))) == str(both)


def test_a_key_of_another_certificate_is_an_error(ca: trustme.CA, certificate: tuple[str, str], tmp_path: Path) -> None:
    ca.issue_cert("another@example.org").private_key_pem.write_to_path(key := tmp_path / "another.pem")

    with pytest.raises(ConfigurationError, match=r"^client_key is not the private key of client_certificate"):
        tls.presented(settings(client_certificate=certificate[0], client_key=str(key)))


def test_a_client_certificate_without_a_key_is_an_error(certificate: tuple[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be used: .* must contain the key"):
        tls.presented(settings(client_certificate=certificate[0]))


def test_a_key_with_a_password_is_an_error_without_a_prompt(certificate: tuple[str, str], tmp_path: Path) -> None:
    key = serialization.load_pem_private_key((tmp_path / "key.pem").read_bytes(), None)
    locked = tmp_path / "locked.pem"
    locked.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"password"),
        )
    )

    with pytest.raises(ConfigurationError, match="must have no password"):
        tls.presented(settings(client_certificate=certificate[0], client_key=str(locked)))
