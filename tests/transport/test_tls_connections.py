"""TLS with a real server process and certificates of a test authority."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

import pytest
from sage200_sandbox import Fault

from tap_sage200.errors import ConfigurationError, NetworkError
from tests.support.processes import running
from tests.support.runs import run_tap
from tests.support.tap_process import run_tap_process
from tests.transport.conftest import Authority, behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sage200_sandbox import Sandbox


def test_an_authority_that_ca_bundle_names_is_trusted(sage: Sandbox, front: int, authority: Authority) -> None:
    result = run_tap(behind(sage, front, ca_bundle=authority.bundle), "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_an_authority_that_the_environment_names_is_trusted(
    sage: Sandbox, front: int, authority: Authority, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, authority.bundle)

    assert len(run_tap(behind(sage, front), "customers").records("customers")) == 5


def test_the_setting_takes_precedence_over_the_environment(
    sage: Sandbox, front: int, authority: Authority, another_authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", another_authority.bundle)

    assert run_tap(behind(sage, front, ca_bundle=authority.bundle), "customers").error is None
    assert isinstance(run_tap(behind(sage, front), "customers").error, NetworkError)


@pytest.mark.usefixtures("system_store")
def test_an_authority_in_the_trust_store_of_the_system_needs_no_setting(sage: Sandbox, front: int) -> None:
    result = run_tap(behind(sage, front), "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5


@pytest.mark.usefixtures("system_store")
def test_ca_bundle_replaces_the_trust_store_of_the_system(
    sage: Sandbox, front: int, another_authority: Authority
) -> None:
    error = run_tap(behind(sage, front, ca_bundle=another_authority.bundle), "customers").error

    assert isinstance(error, NetworkError)


@pytest.mark.usefixtures("empty_store")
def test_certifi_is_trusted_if_the_trust_store_of_the_system_is_empty(
    sage: Sandbox, front: int, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certifi.where", lambda: authority.bundle)

    assert run_tap(behind(sage, front), "customers").error is None


@pytest.mark.usefixtures("system_store")
def test_certifi_is_not_trusted_beside_the_trust_store_of_the_system(
    sage: Sandbox, another_authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", another_authority.bundle)
    certificate = another_authority.certificate("localhost")
    with running("tls_front", certificate, sage.url.rpartition(":")[2]) as front:
        assert isinstance(run_tap(behind(sage, front), "customers").error, NetworkError)


def test_an_unknown_authority_ends_the_run_without_retries_and_the_error_says_what_to_do(
    sage: Sandbox, front: int
) -> None:
    result = run_tap(behind(sage, front), "customers")

    assert isinstance(result.error, NetworkError)
    assert "the certificate of localhost is not trusted" in str(result.error)
    assert "set ca_bundle" in str(result.error)
    assert result.waits == [], "a retry cannot help"
    assert sage.requests == []


def test_a_slow_response_through_tls_is_aborted_too(sage: Sandbox, front: int, authority: Authority) -> None:
    sage.fault(Fault("slow", table="customers", seconds=10))
    began = time.monotonic()
    result = run_tap(behind(sage, front, ca_bundle=authority.bundle, request_timeout=1), "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5
    assert result.waits, "it was requested again"
    assert time.monotonic() - began < 8


def test_a_certificate_for_another_name_is_refused(sage: Sandbox, front: int, authority: Authority) -> None:
    result = run_tap(behind(sage, front, host="127.0.0.1", ca_bundle=authority.bundle), "customers")

    assert isinstance(result.error, NetworkError)
    assert "for another name" in str(result.error)


def test_with_verify_ssl_false_every_server_is_trusted_and_every_run_warns(
    sage: Sandbox, front: int, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        caplog.clear()
        result = run_tap(behind(sage, front, verify_ssl=False, refresh_token=sage.new_refresh_token()), "customers")

        assert len(result.records("customers")) == 5
        told = [record for record in caplog.records if "verify_ssl is off" in record.getMessage()]
        assert [record.levelno for record in told] == [logging.WARNING]


def test_a_server_without_tls_has_its_own_error(sage: Sandbox) -> None:
    result = run_tap(behind(sage, int(sage.url.rpartition(":")[2])), "customers")

    assert isinstance(result.error, NetworkError)
    assert "does not use a supported version of TLS" in str(result.error)


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_certificate_that_names_a_secret_is_refused_without_naming_it(
    sage: Sandbox, authority: Authority, tmp_path: Path, *, is_trusted: bool
) -> None:
    settings = sage.settings()
    certificate = authority.certificate(settings["client_secret"])
    with running("tls_front", certificate, sage.url.rpartition(":")[2]) as front:
        bundle = {"ca_bundle": authority.bundle} if is_trusted else {}
        config = behind(sage, front, **bundle) | {"client_secret": settings["client_secret"]}
        (tmp_path / "config.json").write_text(json.dumps(config))
        run = run_tap_process("--config", str(tmp_path / "config.json"), "--log-level", "debug")

    assert run.returncode == 1
    assert "certificate" in run.stderr
    assert settings["client_secret"] not in run.stderr
    assert "Traceback" not in run.stderr


@pytest.fixture
def strict_front(sage: Sandbox, authority: Authority) -> Iterator[int]:
    """A server that requires a client certificate."""
    certificate = authority.certificate("localhost")
    port = sage.url.rpartition(":")[2]
    with running("tls_front", certificate, port, "--clients-of", authority.bundle) as front:
        yield front


def test_a_client_certificate_is_presented(sage: Sandbox, strict_front: int, authority: Authority) -> None:
    own = authority.certificate("finance@example.org")
    result = run_tap(behind(sage, strict_front, ca_bundle=authority.bundle, client_certificate=own), "customers")

    assert len(result.records("customers")) == 5


def test_the_error_for_a_missing_client_certificate_names_the_setting(
    sage: Sandbox, strict_front: int, authority: Authority
) -> None:
    result = run_tap(behind(sage, strict_front, ca_bundle=authority.bundle), "customers")

    assert isinstance(result.error, NetworkError)
    assert "requires a client certificate" in str(result.error)
    assert "Set client_certificate" in str(result.error)
    assert result.waits == []


def test_the_error_for_a_client_certificate_of_another_authority_names_it(
    sage: Sandbox, strict_front: int, authority: Authority, another_authority: Authority
) -> None:
    own = another_authority.certificate("finance@example.org")
    result = run_tap(behind(sage, strict_front, ca_bundle=authority.bundle, client_certificate=own), "customers")

    assert isinstance(result.error, NetworkError)
    assert "client certificate" in str(result.error)


def test_the_error_for_a_missing_bundle_of_the_environment_names_the_variable(
    sage: Sandbox, front: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/authority.pem")
    result = run_tap(behind(sage, front), "customers")

    assert isinstance(result.error, ConfigurationError)
    assert str(result.error).startswith("REQUESTS_CA_BUNDLE is not a readable file")
