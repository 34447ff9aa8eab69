"""What `sage200 login` prints after the sign-in: the settings for the next run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sage200_sandbox.oauth import PUBLIC_CLIENT_ID

from tests.cli.signed_in import one_company, stored
from tests.support.commanding import sage200
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sage200_sandbox import Sandbox

    from tests.support.commanding import Browser

Config = dict[str, Any]


def for_a_file(output: str) -> dict[str, Any]:
    """The settings that a person pastes into a file: from the first brace of a line to the last one."""
    settings: dict[str, Any] = json.loads(output[output.index("\n{") : output.index("\n}") + 2])
    return settings


def in_meltano(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a command of a plugin of Meltano."""
    monkeypatch.setenv("MELTANO_PROJECT_ROOT", "/srv/project")
    monkeypatch.setenv("MELTANO_EXTRACTOR_NAME", "tap-sage200-ireland")


def test_the_only_company_is_chosen_in_settings_to_paste_with_which_the_next_run_works(
    config: Config, browser: Browser, sage: Sandbox
) -> None:
    one_company(sage)
    output = sage200("login", config=config).output
    pasted = for_a_file(output)
    assert browser.opened
    assert "Settings for config.json:" in output
    assert "meltano" not in output
    known = ("client_id", "redirect_uri", "token_file")
    assert {name: pasted[name] for name in known} == {name: config[name] for name in known}
    assert (pasted["site_id"], pasted["company_id"]) == (sage.companies[0].site_id, 1)
    assert run_tap(pasted | {"client_secret": config["client_secret"]}, "customers").error is None


def test_settings_to_paste_never_have_a_secret_and_name_what_is_missing(
    config: Config, browser: Browser, sage: Sandbox
) -> None:
    config |= {"refresh_token": sage.new_refresh_token(), "subscription_key": "sandbox-subscription-key"}
    output = sage200("login", config=config).output
    assert browser.opened
    for name in ("client_secret", "refresh_token", "subscription_key"):
        assert name not in for_a_file(output)
        assert config[name] not in output
    assert stored(config)["refresh_token"] not in output
    assert (
        "client_secret is secret, and not shown. Set it in the file too, or as TAP_SAGE200_CLIENT_SECRET:\n"
        "`tap-sage200 --config config.json --config ENV` reads it then."
    ) in output
    assert "subscription_key is secret" in output


def test_a_public_client_has_no_secret_to_add(config: Config, browser: Browser) -> None:
    config["client_id"] = PUBLIC_CLIENT_ID
    del config["client_secret"]
    output = sage200("login", config=config).output
    assert browser.opened
    assert "client_secret" not in output


def test_the_settings_to_paste_name_the_file_that_was_given(config: Config, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "sage.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    output = sage200("login", "--config", str(file), config={}).output
    assert browser.opened
    assert f"Settings for {file}:" in output


def test_several_companies_are_a_list_to_shorten(config: Config, browser: Browser, sage: Sandbox) -> None:
    output = sage200("login", config=config).output
    assert browser.opened
    assert for_a_file(output)["companies"] == [
        {"site_id": company.site_id, "company_id": company.company_id} for company in reversed(sage.companies)
    ]
    assert '"all_companies": true' in output


def test_in_meltano_the_person_chooses_among_several_companies(
    config: Config, browser: Browser, sage: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_meltano(monkeypatch)
    output = sage200("login", config=config).output
    assert browser.opened
    assert "meltano config set tap-sage200-ireland all_companies true" in output
    for company in sage.companies:
        assert f"# or only for {company.name}:" in output
        assert f"meltano config set tap-sage200-ireland company_id {company.company_id}" in output


def test_in_meltano_the_choice_among_many_companies_is_short(
    config: Config, browser: Browser, sage: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_meltano(monkeypatch)
    site = sage.companies[0].site()
    sage.directory.replace("sites", [site | {"company_id": number} for number in range(1, 301)])
    output = sage200("login", config=config).output
    assert browser.opened
    assert output.count("meltano config set") < 20
    assert "docs/fleet.md" in output


def test_an_earlier_choice_is_kept(config: Config, browser: Browser) -> None:
    output = sage200("login", config=config | {"all_companies": True}).output
    assert browser.opened
    assert output.count("all_companies") == 1
    assert "company_id 1" not in output


def test_json_is_one_document(config: Config, browser: Browser, sage: Sandbox) -> None:
    result = sage200("login", "--json", config=config)
    told = json.loads(result.stdout)
    assert browser.opened[0] in result.stderr
    assert [row["company_id"] for row in told["companies"]] == [2, 1]
    assert told["settings"]["companies"] == [
        {"site_id": company.site_id, "company_id": company.company_id} for company in reversed(sage.companies)
    ]
    assert told["settings"]["token_file"] == config["token_file"]
    assert told["signed_in_at"] == stored(config)["signed_in_at"]
    assert "The sign-in expires" in told["sign_in_again"]


def test_in_meltano_only_the_choice_of_companies_is_shown(
    config: Config, browser: Browser, sage: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_company(sage)
    in_meltano(monkeypatch)
    lines = sage200("login", config=config).output.splitlines()
    assert browser.opened
    set_up = [line.split()[4] for line in lines if line.startswith("meltano config set tap-sage200-ireland ")]
    assert set_up == ["site_id", "company_id"]


def test_a_user_without_companies_is_signed_in(config: Config, browser: Browser, sage: Sandbox) -> None:
    sage.directory.replace("sites", [])
    result = sage200("login", config=config)
    assert browser.opened
    assert result.exit_code == 1
    assert "You are signed in, and the sign-in is stored" in result.output
    assert result.stderr.startswith("Error: Sage lists no company for this user")
    assert stored(config)["refresh_token"]
