from __future__ import annotations

import importlib.util

import pytest

from tap_sage200.errors import ConfigurationError
from tap_sage200.transport import proxy
from tap_sage200.transport.proxy import proxies_for

SAGE = "https://sage.test/v1"
OWN, OTHER = "http://own.test:8080", "http://other.test:3128"


def test_by_default_there_is_no_proxy() -> None:
    assert proxies_for(SAGE, None) == {}


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_setting_takes_precedence_over_the_environment(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, OTHER)

    assert proxies_for(SAGE, None) == {"https": OTHER}
    assert proxies_for(SAGE, OWN) == {"https": OWN}


def test_a_proxy_for_other_schemes_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", OTHER)

    assert proxies_for(SAGE, None) == {}
    assert proxies_for("http://127.0.0.1:8000", None) == {"http": OTHER}


@pytest.mark.parametrize("named", ["sage.test", ".test", "other.test, sage.test"])
def test_no_proxy_takes_precedence_over_both(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", OTHER)
    monkeypatch.setenv("NO_PROXY", named)

    assert proxies_for(SAGE, None) == {}
    assert proxies_for(SAGE, OWN) == {}
    assert proxies_for("https://sage.example/v1", OWN) == {"https": OWN}


def test_no_proxy_can_name_all_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")

    assert proxies_for(SAGE, OWN) == {}


def test_a_proxy_of_the_environment_needs_no_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.test:8080")

    assert proxies_for(SAGE, None) == {"https": "http://proxy.test:8080"}


@pytest.mark.parametrize(
    "wrong",
    [
        "http://user:do-not-quote-me@proxy.test:99999999",
        "http://user:do-not#quote-me@proxy.test:8080",
        "ftp://user:do-not-quote-me@proxy.test",
        "http://",
    ],
)
def test_the_error_for_an_invalid_proxy_names_it_and_does_not_quote_it(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", wrong)

    with pytest.raises(ConfigurationError, match=r"^ALL_PROXY must be an address") as raised:
        proxies_for(SAGE, None)
    assert "quote-me" not in str(raised.value)
    with pytest.raises(ConfigurationError, match=r"^proxy_url must be an address"):
        proxies_for(SAGE, wrong)


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    assert proxies_for(SAGE, f"{scheme}://proxy.test:1080") == {"https": f"{scheme}://proxy.test:1080"}

    real = importlib.util.find_spec
    monkeypatch.setattr(proxy, "find_spec", lambda name: None if name == "socks" else real(name))
    with pytest.raises(ConfigurationError, match=r"^proxy_url is a SOCKS proxy, .* Install .*tap-sage200\[socks\]"):
        proxies_for(SAGE, f"{scheme}://proxy.test:1080")
