"""`sage200 sites`, the earlier name of `sage200 companies`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_sage200.auth.grant import Grant
from tests.support.commanding import sage200

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]


def test_it_lists_the_companies_that_the_user_may_see(signed_in: Config, sage: Sandbox) -> None:
    result = sage200("sites", config=signed_in)
    assert result.exit_code == 0, result.output
    heading, *lines = result.output.splitlines()
    assert heading.split() == ["company_name", "company_id", "site_name", "site_id"]
    for line, company in zip(lines, reversed(sage.companies), strict=True):
        assert line.startswith(company.name)
        assert line.endswith(company.site_id)
        assert line.index(company.site_id) == heading.index("site_id")


def test_json_is_a_list(signed_in: Config, sage: Sandbox) -> None:
    told = json.loads(sage200("sites", "--json", config=signed_in).stdout)
    assert [(row["site_id"], row["company_id"]) for row in told] == [
        (company.site_id, company.company_id) for company in reversed(sage.companies)
    ]


def test_a_user_without_companies_is_an_error_with_the_likely_causes(signed_in: Config, sage: Sandbox) -> None:
    sage.directory.replace("sites", [])
    result = sage200("sites", config=signed_in)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Sage lists no company for this user")
    assert result.stdout == ""


def test_it_does_not_use_a_token_that_it_could_not_replace(signed_in: Config, sage: Sandbox) -> None:
    result = sage200("sites", config=signed_in | {"token_file": ""})
    assert result.exit_code == 1
    assert "would use up the refresh token in the settings" in result.stderr
    assert sage.requests == []


def test_a_bare_access_token_is_enough(config: Config, sage: Sandbox) -> None:
    access = sage.new_access_token()
    assert sage200("sites", config=config | {"access_token": access, "token_file": ""}).exit_code == 0


def test_the_exit_code_says_that_a_person_must_sign_in_again(signed_in: Config, sage: Sandbox) -> None:
    sage.revoke()
    result = sage200("sites", config=signed_in)
    assert result.exit_code == 3
    assert "sage200 login" in result.stderr


def test_the_grant_that_it_uses_is_stored(signed_in: Config) -> None:
    sage200("sites", config=signed_in)
    assert Grant.from_json(Path(signed_in["token_file"]).read_bytes()).follows(signed_in["refresh_token"])
