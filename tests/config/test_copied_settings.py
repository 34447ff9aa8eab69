"""Texts: what a person copied with it, and characters that it cannot have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.test_settings import MARK, SCHEMAS, complaint, settings

COPIED = ["client_id", "client_secret", "refresh_token", "access_token", "subscription_key"]


@pytest.mark.parametrize("name", [*COPIED, "user_agent", "token_url"])
@pytest.mark.parametrize("around", [" {}", "{}\n", "\r\n{}\t", "\u00a0{}\u2028"])
def test_blanks_and_line_ends_around_a_text_do_not_count(name: str, around: str) -> None:
    value = "https://id.sage.test" if name == "token_url" else "abc"

    assert getattr(settings(**{name: around.format(value)}), name) == value


@pytest.mark.parametrize("name", [*COPIED, "site_id"])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"{MARK} {MARK}", id="a blank"),
        pytest.param(f"Bearer {MARK}", id="the name of the scheme"),
        pytest.param(f"{MARK}\n{MARK}", id="two lines"),
        pytest.param(f"\u200b{MARK}", id="a character that cannot be seen"),
        pytest.param(f"'{MARK}'", id="quotes"),
    ],
)
def test_a_token_or_id_that_was_not_copied_cleanly_is_named_and_never_quoted(name: str, value: str) -> None:
    assert complaint(**{name: value, "company_id": 1} if name == "site_id" else {name: value}).startswith(name)


@pytest.mark.parametrize("character", ["\0", "\ud800"], ids=ascii)
@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if "string" in schema["type"]])
def test_a_text_with_half_a_character_or_nul_is_named_and_never_quoted(name: str, character: str) -> None:
    assert complaint(**{name: f"a{character}{MARK}"}).startswith(f"{name} contains a NUL character or half")


def test_a_part_of_a_setting_with_half_a_character_or_nul_is_named() -> None:
    assert complaint(companies=[{"site_id": "a\0", "company_id": 1}]).startswith("companies.0.site_id contains a NUL")
    batches = {"encoding": {"format": "jsonl"}, "storage": {"root": "file:///a\ud800"}}
    assert complaint(batch_config=batches).startswith("batch_config.storage.root contains a NUL")


def test_a_text_may_have_every_whole_character() -> None:
    assert settings(token_file="Zürich 🙂/token.json").token_file == Path("Zürich 🙂/token.json")


def test_a_home_folder_that_is_not_known_is_named() -> None:
    message = complaint(token_file=f"~no-such-user-{MARK}/token.json")
    assert message == "token_file begins with ~ and a user whose home folder is not known"


def test_a_site_in_the_list_of_companies_is_checked_too() -> None:
    companies = [{"site_id": " site-a\n", "company_id": 1}, {"site_id": f"{MARK}\nX-Site", "company_id": 1}]

    assert complaint(companies=companies).startswith("companies.1.site_id contains")


@pytest.mark.parametrize("name", ["access_token", "subscription_key", "user_agent", "site_id"])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"{MARK}\r\nX-Site: other", id="another header"),
        pytest.param(f"{MARK}\N{EN DASH}", id="a character that no header can contain"),
    ],
)
def test_a_value_that_no_header_can_contain_is_named_and_never_quoted(name: str, value: str) -> None:
    assert complaint(**{name: value, "company_id": 1} if name == "site_id" else {name: value}).startswith(name)
