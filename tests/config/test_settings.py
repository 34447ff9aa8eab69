from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tap_sage200.config.companies import Company
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError

MARK = "do-not-quote-me"
"""Stands for a secret. No message may contain it."""
ADDRESS = f"postgresql://user:{MARK}@db.test/tokens"
SIGNED_IN = {"client_id": "client-id", "refresh_token": MARK}
SCHEMAS: dict[str, dict[str, Any]] = CONFIG_JSONSCHEMA["properties"]
SECRETS = {"client_secret", "refresh_token", "access_token", "subscription_key", "proxy_url", "token_store"}
DEFAULTS = {
    "client_secret": None,
    "access_token": None,
    "token_file": None,
    "token_command": None,
    "token_store": None,
    "sign_in_name": "default",
    "refresh_token_days": 90,
    "sign_in_warning_days": 14,
    "authorize_url": "https://id.sage.com/authorize",
    "token_url": "https://id.sage.com/oauth/token",
    "audience": "s200ukipd/sage200",
    "scopes": "openid profile email offline_access",
    "redirect_uri": None,
    "tables": None,
    "views": None,
    "custom_tables": None,
    "extra_columns": None,
    "api_url": "https://api.columbus.sage.com/uk/sage200extra/accounts/v1",
    "subscription_key": None,
    "companies": (),
    "all_companies": False,
    "start_date": None,
    "end_date": None,
    "window_step": None,
    "lookback_seconds": 3900,
    "page_size": 5000,
    "concurrency": 4,
    "requests_per_minute": None,
    "request_timeout": 120,
    "decimals": "number",
    "on_unavailable": "skip",
    "on_bad_value": "null",
    "on_unknown_field": "add",
    "verify_ssl": True,
    "ca_bundle": None,
    "client_certificate": None,
    "client_key": None,
    "proxy_url": None,
    "user_agent": None,
}
WRONG_TYPES: dict[str, list[object]] = {
    "string": [876543.5, True, [MARK], {MARK: MARK}],
    "integer": [MARK, "876543", 876543.5, True, [MARK]],
    "boolean": [MARK, "true", 876543, [MARK]],
    "array": [MARK, 876543, {MARK: MARK}, [MARK], [876543]],
    "object": [MARK, 876543, [MARK]],
}


def settings(**given: object) -> Settings:
    return Settings.from_config(SIGNED_IN | given)


def complaint(**given: object) -> str:
    """Return the error for wrong settings, and check that it shows no value."""
    with pytest.raises(ConfigurationError) as raised:
        settings(**given)
    message = str(raised.value)
    assert MARK not in message
    assert "876543" not in message
    return message.removeprefix("The settings are not valid: ")


def wrong_values() -> list[tuple[str, object]]:
    kinds = ((name, next(kind for kind in schema["type"] if kind != "null")) for name, schema in SCHEMAS.items())
    return [(name, value) for name, kind in kinds for value in WRONG_TYPES[kind]]


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_setting_that_is_not_set_has_its_default(name: str) -> None:
    assert getattr(settings(), name) == DEFAULTS[name]


def test_every_setting_is_part_of_the_settings_of_a_run() -> None:
    of_a_run = {*DEFAULTS, *SIGNED_IN}

    assert set(SCHEMAS) - of_a_run == {"edition", "site_id", "company_id"}, "these become api_url and companies"
    assert of_a_run <= set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("nothing", ["", None])
def test_an_empty_setting_counts_as_not_set(name: str, nothing: str | None) -> None:
    needed = {
        "client_id": "client-id",
        "refresh_token": "refresh-0",
        "access_token": "access-0",
        "token_file": "",
    }
    if name == "client_id":
        needed = {"access_token": "access-0"}
    without = {key: value for key, value in needed.items() if key != name}

    assert Settings.from_config({**without, name: nothing}) == Settings.from_config(without)


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if "integer" in schema["type"]])
@pytest.mark.parametrize("value", [10**19, 10**400], ids=["20 digits", "401 digits"])
def test_a_number_that_is_too_large_is_named(name: str, value: int) -> None:
    assert complaint(**{"site_id": "site", "company_id": 1, name: value}).startswith(f"{name} must be at most ")


@pytest.mark.parametrize(("name", "value"), wrong_values())
def test_a_value_of_the_wrong_type_is_named_and_never_quoted(name: str, value: object) -> None:
    message = complaint(**{name: value})

    assert message.startswith((f"{name} must be of type ", f"{name}.0 must be of type "))


@pytest.mark.parametrize(
    ("name", "value", "demand"),
    [
        ("edition", MARK, "must be one of professional, standard"),
        ("on_unavailable", MARK, "must be one of skip, fail"),
        ("on_unknown_field", MARK, "must be one of add, warn, drop, fail"),
        ("lookback_seconds", -876543, "must be at least 0"),
        ("page_size", 0, "must be at least 1"),
        ("page_size", 876543, "must be at most 5000"),
        ("concurrency", 0, "must be at least 1"),
        ("concurrency", 876543, "must be at most 32"),
        ("requests_per_minute", 0, "must be at least 1"),
        ("request_timeout", 0, "must be at least 1"),
        ("request_timeout", 876543, "must be at most 86400"),
        ("start_date", MARK, "must be a date or date-time"),
        ("end_date", MARK, "must be a date or date-time"),
        ("end_date", "31/01/2026", "must be a date or date-time"),
        ("ca_bundle", f"/{MARK}.pem", "is not a readable file"),
        ("client_certificate", f"/{MARK}.pem", "is not a readable file"),
        ("authorize_url", f"http://{MARK}.test/authorize", "must begin with https://"),
        ("token_url", f"{MARK}.test/token", "must begin with https://"),
        ("api_url", f"http://{MARK}.test", "must begin with https://"),
        ("api_url", f"ftp://{MARK}.test", "must begin with https://"),
        ("api_url", f"ftp://localhost/{MARK}", "must begin with https://"),
        ("api_url", f"https:/{MARK}", "must begin with https://"),
        ("api_url", f"https://[{MARK}]/", "must begin with https://"),
        ("api_url", f"https://user:{MARK}@sage.test/v1", "api_url must not contain a user or a password"),
        ("api_url", f"https://{MARK}@sage.test", "api_url must not contain a user or a password"),
        ("token_url", f"https://:{MARK}@id.test/token", "token_url must not contain a user or a password"),
        ("token_url", f"http://user:{MARK}@localhost:8080/", "token_url must not contain a user or a password"),
        ("authorize_url", f"https://a@b:{MARK}@id.test/", "authorize_url must not contain a user or a password"),
        ("redirect_uri", f"http://user:{MARK}@localhost/", "redirect_uri must not contain a user or a password"),
        ("api_url", f"https://sage.test/v1?key={MARK}", "api_url must end before # and ?"),
        ("api_url", f"https://sage.test/v1#{MARK}", "api_url must end before # and ?"),
        ("api_url", "https://sage.test/v1?", "api_url must end before # and ?"),
        ("token_url", f"https://id.test/token#{MARK}", "token_url must end before # and ?"),
        ("companies", [{"site_id": MARK}], "companies.0 must have site_id and company_id"),
        (
            "companies",
            [{"site_id": MARK, "company_id": MARK}],
            "companies.0.company_id must be of type integer",
        ),
        (
            "companies",
            [{"site_id": MARK, "company_id": 1, MARK: MARK}],
            "companies.0 has an unknown property",
        ),
    ],
)
def test_a_bad_value_is_named_with_what_it_should_be_and_never_quoted(name: str, value: object, demand: str) -> None:
    message = complaint(**{name: value})

    assert message.startswith(demand if demand.startswith(name) else f"{name} {demand}")


@pytest.mark.parametrize(
    "proxy_url",
    [
        pytest.param(f"user:{MARK}@proxy.test:8080", id="no scheme"),
        pytest.param(f"http://user:{MARK}@", id="no host"),
        pytest.param(f"http://user:{MARK}@proxy.test:port", id="a port that is not a number"),
    ],
)
def test_an_invalid_proxy_is_named_and_never_quoted(proxy_url: str) -> None:
    assert complaint(proxy_url=proxy_url).startswith("proxy_url")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"refresh_token": None}, "refresh_token is missing"),
        ({"client_id": None}, "client_id is missing"),
        ({"client_id": None, "refresh_token": None, "token_file": f"/{MARK}"}, "client_id is missing"),
        ({"site_id": MARK}, "site_id and company_id belong together"),
        ({"company_id": 876543}, "site_id and company_id belong together"),
        (
            {"site_id": MARK, "company_id": 1, "all_companies": True},
            "site_id and all_companies cannot be set together",
        ),
        (
            {"companies": [{"site_id": MARK, "company_id": 1}], "all_companies": True},
            "companies and all_companies cannot be set together",
        ),
        (
            {"site_id": MARK, "company_id": 1, "companies": [{"site_id": MARK, "company_id": 2}]},
            "site_id and companies cannot be set together",
        ),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "end_date must be later than start_date"),
        (
            {"start_date": "2026-01-01", "end_date": "2026-01-01T00:00:00Z"},
            "end_date must be later than start_date",
        ),
        ({"client_key": __file__}, "client_key requires client_certificate"),
        (
            {"token_file": f"/{MARK}", "token_command": f"/{MARK}"},
            "token_file and token_command cannot be set together",
        ),
        ({"token_file": f"/{MARK}", "token_store": ADDRESS}, "token_file and token_store cannot be set together"),
        ({"token_command": f"/{MARK}", "token_store": ADDRESS}, "token_command and token_store cannot be set together"),
        ({"token_command": f"/{MARK} 'an open quote"}, "token_command must be a command line"),
        ({"ca_bundle": __file__, "verify_ssl": False}, "ca_bundle cannot be used while verify_ssl is false"),
    ],
)
def test_settings_that_contradict_each_other_are_named(given: dict[str, object], said: str) -> None:
    assert said in complaint(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"start_date": "2026-01-01"},
        {"end_date": "2026-01-01"},
        {"start_date": "2026-01-01", "end_date": "2026-01-02"},
        {"client_certificate": __file__},
        {"client_certificate": __file__, "client_key": __file__},
        {"ca_bundle": __file__},
        {"ca_bundle": __file__, "verify_ssl": True},
        {"verify_ssl": False},
        {"access_token": MARK, "token_file": f"/{MARK}"},
        {"companies": [{"site_id": MARK, "company_id": 1}], "all_companies": False},
        {"companies": [], "all_companies": True},
        {"proxy_url": f"http://user:{MARK}@proxy.test:8080"},
    ],
)
def test_settings_that_do_not_contradict_each_other_are_accepted(given: dict[str, object]) -> None:
    settings(**given)


def test_all_problems_are_in_one_message() -> None:
    message = complaint(page_size=0, edition=MARK)

    assert "page_size" in message
    assert "edition" in message


def test_an_access_token_alone_is_enough_for_a_short_run() -> None:
    assert Settings.from_config({"access_token": "access-0"}).access_token == "access-0"


def test_a_token_file_may_contain_the_only_refresh_token() -> None:
    assert Settings.from_config({"client_id": "client-id", "token_file": "token.json"}).refresh_token is None


def test_the_standard_edition_has_its_own_url() -> None:
    assert settings(edition="standard").api_url == "https://api.columbus.sage.com/uk/sage200/accounts/v1"


@pytest.mark.parametrize("edition", ["professional", "standard"])
def test_the_url_of_the_api_takes_precedence_over_the_edition(edition: str) -> None:
    assert settings(edition=edition, api_url="https://sage.test/v1/").api_url == "https://sage.test/v1"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_plain_http_is_allowed_on_this_machine(host: str) -> None:
    assert settings(api_url=f"http://{host}/v1").api_url == f"http://{host}/v1"


def test_one_company_may_be_set_by_its_two_ids() -> None:
    assert settings(site_id="site-a", company_id=0).companies == (Company("site-a", 0),)


def test_several_companies_keep_their_order() -> None:
    listed = [{"site_id": "site-b", "company_id": 2}, {"site_id": "site-a", "company_id": 1}]

    assert settings(companies=listed).companies == (Company("site-b", 2), Company("site-a", 1))


def test_dates_become_timestamps_in_utc() -> None:
    window = settings(start_date="2026-01-01", end_date="2026-07-31T00:30:00+01:00")

    assert window.start_date == datetime(2026, 1, 1, tzinfo=UTC)
    assert window.end_date == datetime(2026, 7, 30, 23, 30, tzinfo=UTC)


def test_a_token_command_may_return_the_only_refresh_token() -> None:
    assert Settings.from_config({"client_id": "client-id", "token_command": "keep"}).refresh_token is None


def test_a_token_command_is_split_as_a_shell_would() -> None:
    command = settings(token_command="/opt/keep 'the token' --in vault").token_command

    assert command == ("/opt/keep", "the token", "--in", "vault")


def test_a_token_file_may_be_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")

    assert settings(token_file="~/token.json").token_file == Path("/home/somebody/token.json")


def test_secrets_are_declared_as_such() -> None:
    assert {name for name, schema in SCHEMAS.items() if schema.get("secret")} == SECRETS


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_settings_show_no_secret(name: str) -> None:
    secret = {"proxy_url": f"https://user:{MARK}@proxy.test", "token_store": ADDRESS}.get(name, MARK)

    assert getattr(settings(**{name: secret}), name) == secret
    assert MARK not in repr(settings(**{name: secret}))


def test_every_setting_says_what_it_is_for() -> None:
    assert all(schema["title"] and schema["description"].endswith(".") for schema in SCHEMAS.values())
