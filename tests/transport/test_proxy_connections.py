"""Real proxy processes. Only they can resolve the name `sage.test`, so a run that reaches it used the proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.errors import ConfigurationError, NetworkError
from tests.support.processes import running
from tests.support.runs import run_tap
from tests.transport.conftest import CREDENTIALS, PASSWORD, USER, Authority, behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox import Sandbox

NOBODY = "http://127.0.0.1:9"
"""The URL of a proxy that does not exist."""

Config = dict[str, Any]


@pytest.fixture
def far(sage: Sandbox, front: int, authority: Authority) -> Config:
    """Settings for a Sage and a Sage ID whose name only a proxy can resolve."""
    return behind(sage, front, host="sage.test", ca_bundle=authority.bundle)


@pytest.fixture
def near(sage: Sandbox, front: int, authority: Authority) -> Config:
    """Settings for a Sage that is reached without a proxy."""
    return behind(sage, front, ca_bundle=authority.bundle)


@pytest.fixture(scope="module")
def proxy() -> Iterator[int]:
    """A proxy without credentials."""
    with running("http_proxy") as port:
        yield port


@pytest.fixture(scope="module")
def guarded_proxy() -> Iterator[int]:
    """A proxy that requires credentials."""
    with running("http_proxy", f"--basic-auth={USER}:{PASSWORD}") as port:
        yield port


@pytest.fixture(scope="module")
def socks_proxy() -> Iterator[int]:
    """A SOCKS proxy that requires credentials."""
    with running("socks_proxy", USER, PASSWORD) as port:
        yield port


def test_without_the_proxy_the_name_cannot_be_resolved(far: Config) -> None:
    error = run_tap(far, "customers").error

    assert isinstance(error, NetworkError)
    assert "the name sage.test cannot be resolved" in str(error)


def test_tokens_and_tables_use_the_proxy_of_the_settings(far: Config, proxy: int) -> None:
    result = run_tap(far | {"proxy_url": f"http://127.0.0.1:{proxy}"}, "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_tokens_and_tables_use_the_proxy_of_the_environment(
    far: Config, proxy: int, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy}")

    assert len(run_tap(far, "customers").records("customers")) == 5


def test_the_proxy_of_the_settings_takes_precedence_over_the_environment(
    far: Config, proxy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", NOBODY)

    assert run_tap(far | {"proxy_url": f"http://127.0.0.1:{proxy}"}, "customers").error is None


@pytest.mark.parametrize("proxy_url", [NOBODY, ""])
def test_a_host_in_no_proxy_is_reached_directly(near: Config, monkeypatch: pytest.MonkeyPatch, proxy_url: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", NOBODY)
    assert isinstance(run_tap(near | {"proxy_url": proxy_url}, "customers").error, NetworkError)

    monkeypatch.setenv("NO_PROXY", "example.org,localhost")
    assert run_tap(near | {"proxy_url": proxy_url}, "customers").error is None


def test_the_certificate_of_a_tls_proxy_is_verified_like_that_of_sage(far: Config, authority: Authority) -> None:
    certificate = authority.certificate("localhost")
    with running("http_proxy", f"--cert-file={certificate}", f"--key-file={certificate}") as port:
        assert run_tap(far | {"proxy_url": f"https://localhost:{port}"}, "customers").error is None

        mistaken = run_tap(far | {"proxy_url": f"https://127.0.0.1:{port}"}, "customers").error
        assert "the certificate at the proxy is for another name" in str(mistaken)


@pytest.mark.usefixtures("system_store")
def test_a_tls_proxy_is_verified_with_the_trust_store_of_the_system(
    far: Config, authority: Authority, another_authority: Authority
) -> None:
    for issuer, is_trusted in ((authority, True), (another_authority, False)):
        certificate = issuer.certificate("localhost")
        with running("http_proxy", f"--cert-file={certificate}", f"--key-file={certificate}") as port:
            error = run_tap(far | {"proxy_url": f"https://localhost:{port}", "ca_bundle": None}, "customers").error
            assert (error is None) == is_trusted
    assert "the certificate of the proxy is not trusted" in str(error)


def test_a_proxy_receives_the_credentials(far: Config, guarded_proxy: int) -> None:
    result = run_tap(far | {"proxy_url": f"http://{CREDENTIALS}@127.0.0.1:{guarded_proxy}"}, "customers")

    assert len(result.records("customers")) == 5


@pytest.mark.parametrize("credentials", ["", f"{USER}:another-password@"])
def test_missing_or_wrong_proxy_credentials_end_the_run_without_retries(
    far: Config, guarded_proxy: int, credentials: str
) -> None:
    result = run_tap(far | {"proxy_url": f"http://{credentials}127.0.0.1:{guarded_proxy}"}, "customers")

    assert isinstance(result.error, NetworkError)
    assert "the proxy requires credentials, or refuses the credentials that the tap sent (407)" in str(result.error)
    assert "Add the user name and the password to proxy_url" in str(result.error)
    assert "another-password" not in str(result.error)
    assert result.waits == [], "retries could lock the account"


def test_a_proxy_that_does_not_reach_sage_is_retried(far: Config, proxy: int, sage: Sandbox) -> None:
    sage.stop()
    nowhere = far | {"token_url": "https://sage.test:9/oauth/token", "proxy_url": f"http://127.0.0.1:{proxy}"}
    result = run_tap(nowhere, "customers")

    assert isinstance(result.error, Exception)
    assert "sage.test" in str(result.error)
    assert len(result.waits) == 7


def test_a_proxy_that_is_down_has_its_own_error(far: Config) -> None:
    result = run_tap(far | {"proxy_url": NOBODY}, "customers")

    assert (
        "the proxy cannot be reached. Check proxy_url. If it is not set, check the environment variable HTTPS_PROXY"
        in str(result.error)
    )


def test_a_socks_proxy_resolves_the_name(far: Config, socks_proxy: int) -> None:
    result = run_tap(far | {"proxy_url": f"socks5h://{CREDENTIALS}@127.0.0.1:{socks_proxy}"}, "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5


@pytest.mark.usefixtures("system_store")
def test_behind_a_socks_proxy_sage_is_verified_with_the_trust_store_of_the_system(
    far: Config, socks_proxy: int
) -> None:
    through = {"proxy_url": f"socks5h://{CREDENTIALS}@127.0.0.1:{socks_proxy}", "ca_bundle": None}

    assert run_tap(far | through, "customers").error is None


def test_socks5_without_the_h_resolves_the_name_on_this_machine(far: Config, near: Config, socks_proxy: int) -> None:
    through = {"proxy_url": f"socks5://{CREDENTIALS}@127.0.0.1:{socks_proxy}"}

    assert isinstance(run_tap(far | through, "customers").error, NetworkError)
    assert run_tap(near | through, "customers").error is None


def test_a_socks_proxy_may_come_from_the_environment(
    far: Config, socks_proxy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"socks5h://{CREDENTIALS}@127.0.0.1:{socks_proxy}")

    assert run_tap(far, "customers").error is None


@pytest.mark.parametrize("credentials", ["", f"{USER}:another-password@"])
def test_missing_or_wrong_socks_credentials_end_the_run_without_retries(
    far: Config, socks_proxy: int, credentials: str
) -> None:
    result = run_tap(far | {"proxy_url": f"socks5h://{credentials}127.0.0.1:{socks_proxy}"}, "customers")

    assert isinstance(result.error, NetworkError)
    assert "the SOCKS proxy requires credentials, or refuses the credentials that the tap sent" in str(result.error)
    assert "another-password" not in str(result.error)
    assert result.waits == []


def test_the_error_for_an_invalid_proxy_of_the_environment_has_no_credentials(
    far: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{USER}:p#ss@127.0.0.1:99999999")
    result = run_tap(far, "customers")

    assert isinstance(result.error, ConfigurationError)
    assert str(result.error).startswith("HTTPS_PROXY must be an address")
    assert USER not in str(result.error)
