"""Proxies that are processes of their own: only they know the name `sage.test`, so who gets there went through them."""

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
"""A proxy that is not there."""

Config = dict[str, Any]


@pytest.fixture
def far(sage: Sandbox, front: int, authority: Authority) -> Config:
    """Settings for a Sage whose name only a proxy can resolve, be it for tokens or for tables."""
    return behind(sage, front, host="sage.test", ca_bundle=authority.bundle)


@pytest.fixture
def near(sage: Sandbox, front: int, authority: Authority) -> Config:
    """Settings for a Sage that needs no proxy."""
    return behind(sage, front, ca_bundle=authority.bundle)


@pytest.fixture(scope="module")
def proxy() -> Iterator[int]:
    """A proxy for everybody."""
    with running("http_proxy") as port:
        yield port


@pytest.fixture(scope="module")
def guarded_proxy() -> Iterator[int]:
    """A proxy that wants credentials."""
    with running("http_proxy", f"--basic-auth={USER}:{PASSWORD}") as port:
        yield port


@pytest.fixture(scope="module")
def socks_proxy() -> Iterator[int]:
    """A SOCKS proxy that wants credentials."""
    with running("socks_proxy", USER, PASSWORD) as port:
        yield port


def test_without_its_proxy_this_sage_is_not_to_be_found(far: Config) -> None:
    error = run_tap(far, "customers").error

    assert isinstance(error, NetworkError)
    assert "the name sage.test cannot be resolved" in str(error)


def test_tokens_and_tables_come_through_the_proxy_of_the_settings(far: Config, proxy: int) -> None:
    result = run_tap(far | {"proxy_url": f"http://127.0.0.1:{proxy}"}, "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_tokens_and_tables_come_through_the_proxy_of_the_environment(
    far: Config, proxy: int, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy}")

    assert len(run_tap(far, "customers").records("customers")) == 5


def test_the_proxy_of_the_settings_comes_before_that_of_the_environment(
    far: Config, proxy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", NOBODY)

    assert run_tap(far | {"proxy_url": f"http://127.0.0.1:{proxy}"}, "customers").error is None


@pytest.mark.parametrize("proxy_url", [NOBODY, ""])
def test_a_host_that_no_proxy_names_is_reached_directly(
    near: Config, monkeypatch: pytest.MonkeyPatch, proxy_url: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", NOBODY)
    assert isinstance(run_tap(near | {"proxy_url": proxy_url}, "customers").error, NetworkError)

    monkeypatch.setenv("NO_PROXY", "example.org,localhost")
    assert run_tap(near | {"proxy_url": proxy_url}, "customers").error is None


def test_a_proxy_that_speaks_tls_itself_is_checked_like_sage(far: Config, authority: Authority) -> None:
    certificate = authority.certificate("localhost")
    with running("http_proxy", f"--cert-file={certificate}", f"--key-file={certificate}") as port:
        assert run_tap(far | {"proxy_url": f"https://localhost:{port}"}, "customers").error is None

        mistaken = run_tap(far | {"proxy_url": f"https://127.0.0.1:{port}"}, "customers").error
        assert "the certificate at the proxy is for another name" in str(mistaken)


def test_a_proxy_gets_the_credentials_that_it_wants(far: Config, guarded_proxy: int) -> None:
    result = run_tap(far | {"proxy_url": f"http://{CREDENTIALS}@127.0.0.1:{guarded_proxy}"}, "customers")

    assert len(result.records("customers")) == 5


@pytest.mark.parametrize("credentials", ["", f"{USER}:another-password@"])
def test_a_proxy_that_gets_no_or_wrong_credentials_ends_the_run_at_once(
    far: Config, guarded_proxy: int, credentials: str
) -> None:
    result = run_tap(far | {"proxy_url": f"http://{credentials}127.0.0.1:{guarded_proxy}"}, "customers")

    assert isinstance(result.error, NetworkError)
    assert "the proxy requires credentials, or refuses those it got (407)" in str(result.error)
    assert "Put user and password into proxy_url" in str(result.error)
    assert "another-password" not in str(result.error)
    assert result.waits == [], "tried again and again, they would lock the account"


def test_a_proxy_that_does_not_reach_sage_is_tried_again(far: Config, proxy: int, sage: Sandbox) -> None:
    sage.stop()
    nowhere = far | {"token_url": "https://sage.test:9/oauth/token", "proxy_url": f"http://127.0.0.1:{proxy}"}
    result = run_tap(nowhere, "customers")

    assert isinstance(result.error, Exception)
    assert "sage.test" in str(result.error)
    assert len(result.waits) == 7


def test_a_proxy_that_is_down_is_told_from_sage_that_is_down(far: Config) -> None:
    result = run_tap(far | {"proxy_url": NOBODY}, "customers")

    assert "the proxy cannot be reached. Check proxy_url, or HTTPS_PROXY where that is not set" in str(result.error)


def test_a_socks_proxy_resolves_the_name(far: Config, socks_proxy: int) -> None:
    result = run_tap(far | {"proxy_url": f"socks5h://{CREDENTIALS}@127.0.0.1:{socks_proxy}"}, "customers")

    assert result.error is None
    assert len(result.records("customers")) == 5


def test_a_socks_proxy_without_the_h_leaves_the_name_to_this_machine(
    far: Config, near: Config, socks_proxy: int
) -> None:
    through = {"proxy_url": f"socks5://{CREDENTIALS}@127.0.0.1:{socks_proxy}"}

    assert isinstance(run_tap(far | through, "customers").error, NetworkError)
    assert run_tap(near | through, "customers").error is None


def test_a_socks_proxy_may_come_from_the_environment(
    far: Config, socks_proxy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"socks5h://{CREDENTIALS}@127.0.0.1:{socks_proxy}")

    assert run_tap(far, "customers").error is None


@pytest.mark.parametrize("credentials", ["", f"{USER}:another-password@"])
def test_a_socks_proxy_that_gets_no_or_wrong_credentials_ends_the_run_at_once(
    far: Config, socks_proxy: int, credentials: str
) -> None:
    result = run_tap(far | {"proxy_url": f"socks5h://{credentials}127.0.0.1:{socks_proxy}"}, "customers")

    assert isinstance(result.error, NetworkError)
    assert "the SOCKS proxy requires credentials, or refuses those it got" in str(result.error)
    assert "another-password" not in str(result.error)
    assert result.waits == []


def test_a_proxy_of_the_environment_that_is_no_address_is_named_without_its_credentials(
    far: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{USER}:p#ss@127.0.0.1:99999999")
    result = run_tap(far, "customers")

    assert isinstance(result.error, ConfigurationError)
    assert str(result.error).startswith("HTTPS_PROXY must be an address")
    assert USER not in str(result.error)
