"""What `/sites` may say, where a run reads all companies that it lists."""

from __future__ import annotations

import pytest

from tap_sage200.errors import Sage200Error
from tests.hostile.server import SITE, HostileServer
from tests.hostile.source import BY_KEY
from tests.hostile.story import Story

ODD_ROWS = (
    "{}",
    '{"company_name": "Nameless"}',
    f'{{"site_id": "{SITE}"}}',
    f'{{"site_id": "{SITE}", "company_id": null}}',
    f'{{"site_id": "{SITE}", "company_id": "two"}}',
    '{"company_id": 2}',
)
NOT_SITES = ("[]", "[null]", "null", "{}", '{"value": {}}', "<html>Sign in.</html>", "")


@pytest.mark.parametrize("row", ODD_ROWS, ids=lambda row: f"row {row}")
def test_a_row_without_a_company_is_left_out(server: HostileServer, row: str) -> None:
    server.sites = f'[{row}, {{"site_id": "{SITE}", "company_id": 1}}]'.encode()
    story = Story(server, BY_KEY, companies=None, all_companies=True)
    assert story.run() is None
    assert not story.target.lacks(story.source)


@pytest.mark.parametrize("body", NOT_SITES)
def test_without_companies_the_run_fails(server: HostileServer, body: str) -> None:
    server.sites = body.encode()
    story = Story(server, BY_KEY, companies=None, all_companies=True)
    error = story.run()
    assert isinstance(error, Sage200Error)
    assert "sites" in str(error) or "no company" in str(error)
