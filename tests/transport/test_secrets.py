"""Guarantee 8 for whole runs at level debug: through TLS and a proxy with credentials, and with errors."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from typing import TYPE_CHECKING, Any

import pytest
import requests
from sage200_sandbox import Fault

from tap_sage200.auth.token_endpoint import OAuthClient, TokenEndpoint
from tap_sage200.config.settings import Settings
from tap_sage200.errors import NetworkError, SignInError
from tap_sage200.transport.session import HttpSession
from tests.support.processes import running
from tests.support.runs import catalog_of, run_tap
from tests.support.tap_process import run_tap_process
from tests.transport.conftest import CREDENTIALS, PASSWORD, USER, Authority, behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sage200_sandbox import Sandbox

pytestmark = pytest.mark.posix
TOKENS = re.compile(r"sandbox-(?:refresh|access|code)-\d+")
"""Matches the tokens of every rotation."""
KEY = "sandbox-subscription-key"
STRUCTURED = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "singer_sdk.logging.StructuredFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["console"], "level": "DEBUG"},
}
"""The log settings that Meltano uses for a structured log."""

FAULTS = [
    [],
    [Fault("401", table="customers"), Fault("500", table="customers", retry_after=0)],
    [Fault("401", table="customers", times=None)],
    [Fault("500", table="customers", retry_after=7200)],
    [Fault("400", on="token", times=None)],
    [Fault("lost", on="token")],
]


@pytest.fixture(scope="module")
def proxy() -> Iterator[int]:
    """A proxy that requires credentials."""
    with running("http_proxy", f"--basic-auth={USER}:{PASSWORD}") as port:
        yield port


@pytest.fixture
def config(sage: Sandbox, front: int, authority: Authority, proxy: int, tmp_path: Path) -> dict[str, Any]:
    """Settings with all secrets."""
    return behind(
        sage,
        front,
        host="sage.test",
        ca_bundle=authority.bundle,
        proxy_url=f"http://{CREDENTIALS}@127.0.0.1:{proxy}",
        subscription_key=KEY,
        token_file=str(tmp_path / "token.json"),
        page_size=2,
    )


def told(
    config: dict[str, Any], tmp_path: Path, environment: dict[str, str] | None = None, *, structured: bool = False
) -> str:
    """Run the command at level debug, and return its whole output."""
    catalog = catalog_of("customers")
    for name, content in {"config": config, "catalog": catalog, "log": STRUCTURED}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    options = [f"--{name}={tmp_path / name}.json" for name in ("config", "catalog")]
    as_meltano = {"SINGER_SDK_LOG_CONFIG": str(tmp_path / "log.json")} if structured else {}
    variables = os.environ | as_meltano | (environment or {})
    result = run_tap_process("--log-level=debug", *options, environment=variables)
    return result.stdout + result.stderr


def assert_no_secret_in(output: str, config: dict[str, Any]) -> None:
    """Search for every secret, plain and as encoded in a URL or a header."""
    assert not TOKENS.findall(output)
    secrets = (config["client_secret"], KEY, PASSWORD, CREDENTIALS.partition(":")[2], "cHJveHktdXNlcj", "Bearer ")
    assert not [secret for secret in secrets if secret in output]


@pytest.mark.parametrize(
    ("faults", "structured"),
    [*((faults, False) for faults in FAULTS), (FAULTS[1], True)],
    ids=["none", "401-500", "401", "500", "token-400", "token-lost", "structured"],
)
def test_a_run_through_a_proxy_logs_no_secret(
    sage: Sandbox, config: dict[str, Any], tmp_path: Path, faults: list[Fault], *, structured: bool
) -> None:
    for fault in faults:
        sage.fault(fault)

    output = told(config, tmp_path, structured=structured)

    assert "tap_sage200.transport.session" in output, "the request for a token is told of"
    assert_no_secret_in(output, config)


def test_a_run_that_sage_id_refuses_logs_no_secret(sage: Sandbox, config: dict[str, Any], tmp_path: Path) -> None:
    sage.revoke()

    assert_no_secret_in(told(config, tmp_path), config)


@pytest.mark.parametrize("by", ["setting", "environment"])
@pytest.mark.parametrize(
    ("user", "port", "told_of"),
    [(f"another-{CREDENTIALS}", None, "(407)"), (CREDENTIALS, 99999999, "must be an address")],
    ids=["wrong credentials", "no address"],
)
def test_a_proxy_that_refuses_logs_no_secret(  # noqa: PLR0913 - what is wrong, and who says so
    config: dict[str, Any], proxy: int, tmp_path: Path, *, user: str, port: int | None, told_of: str, by: str
) -> None:
    wrong = f"http://{user}@127.0.0.1:{port or proxy}"
    environment = {"HTTPS_PROXY": wrong} if by == "environment" else {}
    output = told(config | {"proxy_url": "" if environment else wrong}, tmp_path, environment)

    assert told_of in output.splitlines()[-1]
    assert_no_secret_in(output, config)


@pytest.mark.parametrize("scheme", ["http", "https", "socks5h"])
def test_a_proxy_that_is_down_logs_no_secret(
    config: dict[str, Any], caplog: pytest.LogCaptureFixture, scheme: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        result = run_tap(config | {"proxy_url": f"{scheme}://{CREDENTIALS}@127.0.0.1:9"}, "customers")

    chain = "".join(traceback.format_exception(result.error))
    assert isinstance(result.error, NetworkError)
    assert_no_secret_in(caplog.text + chain, config)


def test_an_authorisation_code_is_not_logged(
    sage: Sandbox, config: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.from_config(config)
    client = OAuthClient(settings.token_url, settings.client_id or "", settings.client_secret)
    answer = requests.get(
        f"{sage.url}/authorize",
        params={"response_type": "code", "client_id": client.client_id, "redirect_uri": "https://back.test"},
        allow_redirects=False,
        timeout=10,
    )
    code = answer.headers["Location"].partition("code=")[2]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "https://back.test"}
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        endpoint = TokenEndpoint(client, HttpSession(settings))
        assert (endpoint.request_tokens(form).access_token or "").startswith("sandbox-access")
        with pytest.raises(SignInError) as raised:
            endpoint.request_tokens(form)

    assert_no_secret_in(caplog.text + "".join(traceback.format_exception(raised.value)), config)
