"""`sage200 check`: each step finds what is wrong there, and what is right."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers

from tap_sage200.cli.check_steps import findings
from tap_sage200.cli.interruptible_clock import InterruptibleClock
from tap_sage200.errors import RunError
from tap_sage200.tap import TapSage200
from tests.support.checking import NoWaits, catalog, check, of_step, of_table, wrong

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """The settings of somebody who is signed in and reads all companies."""
    sage.companies[0].replace("customers", customers(3))
    return config | {"refresh_token": sage.new_refresh_token(), "all_companies": True}


def closed_port() -> str:
    """An address that refuses connections."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def test_a_good_set_up_is_tested_in_order(config: Config) -> None:
    found = check(config, "customers")
    steps = ["settings", "network", "network", "token", "sites", "company", "company", "table", "table"]
    assert [finding.step for finding in found] == [*steps, "modules", "modules"]
    assert wrong(found) == []
    assert of_table(found, "customers").says == "1 row"
    assert of_table(found, "customers", company_id=2).says == "0 rows"


def test_missing_settings_end_it_at_once(config: Config, sage: Sandbox) -> None:
    del config["client_id"]
    [finding] = check(config, "customers")
    assert finding.is_wrong
    assert "client_id is missing" in finding.says
    assert sage.requests == []


def test_it_does_not_use_up_a_token_that_it_could_not_replace(config: Config, sage: Sandbox) -> None:
    del config["token_file"]
    [finding] = check(config, "customers")
    assert "would use up the refresh token in the settings" in finding.says
    assert sage.requests == []


def test_a_setting_that_there_is_not_is_noted(config: Config) -> None:
    found = check(config | {"pagesize": 5}, "customers")
    assert of_step(found, "settings")[0].says == "Unknown setting pagesize: it has no effect"
    assert wrong(found) == []


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_certificates_that_are_not_checked_are_noted(config: Config) -> None:
    [note, complete] = of_step(check(config | {"verify_ssl": False}, "customers"), "settings")
    assert "verify_ssl is off" in note.says
    assert (note.verdict, complete.verdict) == ("note", "ok")


def test_a_catalogue_that_cannot_be_read_is_told(config: Config, sage: Sandbox) -> None:
    contents = {"broken.json": "{", "other.json": "{}", "list.json": "[]"}
    for name, content in contents.items():
        Path(name).write_text(content)
    for file in map(Path, ("nowhere.json", *contents)):
        [finding] = findings(config, file, InterruptibleClock())
        assert finding.is_wrong
        assert f"The catalogue {file} cannot be read" in finding.says
    assert sage.requests == []


def test_an_entry_of_the_catalogue_that_cannot_be_used_is_wrong_or_noted(config: Config) -> None:
    broken = {"tap_stream_id": "banks", "schema": []}
    Path("foreign.json").write_text(json.dumps({"streams": [1, {"tap_stream_id": "invoices"}, broken]}))
    found = list(findings(config, Path("foreign.json"), InterruptibleClock()))
    assert [finding.table for finding in found if finding.is_wrong] == ["banks", None]
    notes = [finding.says for finding in found if finding.verdict == "note"]
    assert any("The catalogue selects entry 1 of the catalogue" in note for note in notes)
    assert any("The catalogue selects invoices" in note for note in notes)


def test_a_stream_map_that_cannot_be_used_is_wrong(config: Config) -> None:
    found = check(config | {"stream_maps": {"customers": {"name": "1 +"}}}, "customers", "currencies")
    [finding] = [finding for finding in found if finding.is_wrong]
    assert finding.table == "customers"
    assert "The stream map of customers is not valid" in finding.says


def test_a_stream_map_for_a_table_that_does_not_exist_is_wrong(config: Config) -> None:
    [finding] = check(config | {"stream_maps": {"custmers": {"name": None}}}, "customers")
    assert "stream_maps has a map for custmers" in finding.says


def test_nothing_selected_is_wrong(config: Config) -> None:
    found = check(config, "no_such_table")
    assert found[-1].is_wrong
    assert "No table is selected" in found[-1].says


@pytest.mark.parametrize("name", ["token_url", "api_url"])
def test_a_server_that_cannot_be_reached_is_named_and_nothing_later_tried(config: Config, name: str) -> None:
    waits: list[float] = []
    found = check(config | {name: f"{closed_port()}/path"}, "customers", waits=waits)
    assert wrong(found) == ["network"]
    assert [finding.step for finding in found] == ["settings", "network", "network"]
    assert any("refuses the connection" in finding.says for finding in found)
    assert waits == []


def test_a_proxy_that_cannot_be_reached_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    found = check(config | {"proxy_url": closed_port()}, "customers")
    assert wrong(found) == ["network", "network"]
    assert all("the proxy cannot be reached" in finding.says for finding in of_step(found, "network"))


def test_the_token_is_told_with_its_days(config: Config) -> None:
    [token] = of_step(check(config, "customers"), "token")
    assert token.verdict == "ok"
    assert "valid until" in token.says
    assert "The sign-in expires in 90 days" in token.says


def test_a_token_that_ends_soon_is_noted(config: Config) -> None:
    found = check(config | {"refresh_token_days": 10}, "customers")
    assert of_step(found, "token")[0].verdict == "note"
    assert wrong(found) == []


def test_it_tells_whether_the_token_was_renewed(config: Config) -> None:
    [first] = of_step(check(config, "customers"), "token")
    [second] = of_step(check(config | {"client_secret": "sandbox-wrong-one"}, "customers"), "token")
    assert "It was renewed now." in first.says
    assert "refresh token, client_id and client_secret were not tested" in second.says


def test_a_revoked_token_ends_it_with_what_to_do(config: Config, sage: Sandbox) -> None:
    sage.revoke()
    found = check(config, "customers")
    assert wrong(found) == ["token"]
    assert "sage200 login" in found[-1].says
    assert "days" not in found[-1].says


def test_a_refused_token_is_wrong_while_the_access_token_is_still_good(config: Config, sage: Sandbox) -> None:
    check(config, "customers")
    sage.revoke()
    sage.expire_access_tokens()
    check(config, "customers")
    [token] = of_step(check(config, "customers"), "token")
    assert token.is_wrong
    assert "Sage ID refused the refresh token" in token.says
    assert "expires in" not in token.says


def test_a_bare_access_token_is_noted(config: Config, sage: Sandbox) -> None:
    check(config, "customers")  # so that the store has a sign-in, which a run would not use then
    del config["refresh_token"]
    config["access_token"] = sage.new_access_token()
    found = check(config, "customers")
    assert of_step(found, "token")[0].verdict == "note"
    assert wrong(found) == []


def test_no_company_at_all_points_to_the_tunnel(config: Config, sage: Sandbox) -> None:
    sage.directory.replace("sites", [])
    found = check(config, "customers")
    assert wrong(found) == ["sites"]
    assert "an on-premises server is not connected" in found[-1].says


def test_several_companies_of_which_none_is_chosen_are_listed(config: Config, sage: Sandbox) -> None:
    found = check(config | {"all_companies": False}, "customers")
    assert wrong(found) == ["sites"]
    assert all(company.name in found[-1].says for company in sage.companies)


def test_a_company_that_refuses_is_told_and_the_others_are_tried(config: Config, sage: Sandbox) -> None:
    [company, _] = sage.companies
    chosen = [{"site_id": company.site_id, "company_id": number} for number in (77, 1)]
    found = check(config | {"all_companies": False, "companies": chosen}, "customers")
    assert wrong(found) == ["company"]
    assert "company 77" in of_step(found, "company")[0].says
    assert [finding.company.company_id for finding in of_step(found, "table") if finding.company] == [1]


def test_a_company_whose_server_is_out_of_order_is_told(config: Config, sage: Sandbox) -> None:
    sage.fault(Fault("503", table="licence", times=None))
    found = check(config, "customers")
    assert wrong(found) == ["company", "company"]
    assert of_step(found, "table") == []


def test_a_version_without_licences_lets_in_all_the_same(config: Config, sage: Sandbox) -> None:
    sage.closed_to("licence", 404)
    assert wrong(check(config, "customers")) == []


def test_a_module_that_the_user_lacks_is_named(config: Config, sage: Sandbox) -> None:
    sage.closed_to("price_bands", 403)
    found = check(config, "customers", "price_bands", "customer_price_bands")
    assert of_table(found, "price_bands").verdict == "lacking"
    assert wrong(found) == []
    assert "role does not include Price book (1 of 2 tables)" in of_step(found, "modules")[0].says


def test_a_module_outside_the_licence_is_named(config: Config, sage: Sandbox) -> None:
    for company in sage.companies:
        company.replace("licence", [{"is_stock_enabled": False, "is_sales_enabled": True}])
    modules = of_step(check(config, "customers"), "modules")
    assert "the licence of this company does not include Stock" in modules[0].says
    assert "Sales" not in modules[0].says


def test_a_missing_table_is_no_missing_module(config: Config, sage: Sandbox) -> None:
    sage.closed_to("price_bands", 404)
    found = check(config, "price_bands")
    assert "this version of Sage 200 does not have the table" in of_table(found, "price_bands").says
    assert {finding.verdict for finding in of_step(found, "modules")} == {"ok"}


def test_what_would_fail_a_run_is_wrong(config: Config, sage: Sandbox) -> None:
    sage.closed_to("price_bands", 403)
    found = check(config | {"on_unavailable": "fail"}, "customers", "price_bands")
    assert wrong(found) == ["price_bands", "price_bands"]


def test_a_table_that_sage_refuses_is_wrong_and_the_others_are_tried(config: Config, sage: Sandbox) -> None:
    sage.fault(Fault("400", table="customers", times=None))
    found = check(config, "customers", "suppliers")
    assert wrong(found) == ["customers", "customers"]
    assert of_table(found, "suppliers").verdict == "ok"


def test_each_table_is_asked_for_one_row(config: Config, sage: Sandbox) -> None:
    check(config, "customers", "suppliers", "system_settings")
    asked = {(asked.table, asked.company_id): asked.rows for asked in sage.requests}
    assert asked["customers", 1] == 1
    tried = [asked.table for asked in sage.requests if asked.table in {"customers", "suppliers", "system_settings"}]
    assert sorted(tried) == ["customers", "customers", "suppliers", "suppliers", "system_settings", "system_settings"]


def test_trouble_that_passes_is_waited_for(config: Config, sage: Sandbox) -> None:
    waits: list[float] = []
    sage.fault(Fault("503", table="customers", retry_after=7))
    assert wrong(check(config, "customers", waits=waits)) == []
    assert waits == [7.0]


def test_trouble_that_stays_ends_it_after_three_tables(config: Config, sage: Sandbox) -> None:
    tables = ("banks", "customers", "nominal_codes", "suppliers")
    sage.fault(Fault("503", after=1 + len(sage.companies), times=None))  # the sites, and each licence
    found = check(config | {"concurrency": 1}, *tables)
    assert wrong(found) == ["banks", "customers", "table"]
    assert found[-1].says.startswith("nominal_codes, company 2")
    assert "Sage does not respond to other requests either: 2 others have failed in the same way" in found[-1].says


def test_tables_that_fail_alone_do_not_end_it(config: Config, sage: Sandbox) -> None:
    broken = ("banks", "customers", "nominal_codes", "suppliers")
    for table in broken:
        sage.fault(Fault("503", table=table, times=None))
    found = check(config | {"concurrency": 1}, *broken, "warehouses")
    assert set(wrong(found)) == set(broken)
    assert of_table(found, "warehouses").verdict == "ok"


def test_who_stops_it_need_not_wait_for_the_next_try(config: Config, sage: Sandbox) -> None:
    sage.fault(Fault("503", table="customers", times=None, retry_after=30))
    waits = InterruptibleClock()
    found = findings(config | {"concurrency": 2}, catalog("banks", "customers"), waits)
    assert any(finding.table == "banks" for finding in found)
    began = time.monotonic()
    while not [asked for asked in sage.requests if asked.status == 503] and time.monotonic() - began < 10:
        pass
    found.close()  # type: ignore[attr-defined] # a generator, as Ctrl-C ends it
    assert time.monotonic() - began < 25
    with pytest.raises(RunError, match="was stopped"):
        waits.sleep(30)


def test_ctrl_c_keeps_its_meaning(config: Config) -> None:
    chosen = catalog("customers")  # made by a tap of its own, which takes Ctrl-C over
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert list(findings(config, chosen, NoWaits([])))
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_sign_in_that_ends_on_the_way_ends_it(config: Config, sage: Sandbox) -> None:
    check(config, "customers")
    sage.revoke()
    sage.fault(Fault("401", table="customers"))
    found = check(config | {"concurrency": 1}, "banks", "customers", "suppliers")
    assert of_table(found, "banks", company_id=2).verdict == "ok"
    assert wrong(found) == ["table"]
    assert "sage200 login" in found[-1].says


def test_each_request_under_way_has_a_connection_to_keep(
    config: Config, sage: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sage.fault(Fault("latency", times=None, seconds=0.05))
    many = [stream for stream in TapSage200(config={}, validate_config=False).streams if stream.startswith("sop_")]
    check(config | {"concurrency": 14}, *many)
    assert "pool is full" not in caplog.text


def test_no_more_is_asked_at_once_than_the_settings_allow(config: Config, sage: Sandbox) -> None:
    under_way, most = 0, 0
    pause = sage.pause

    def count(seconds: float) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        pause(seconds)
        under_way -= 1

    sage.pause = count  # type: ignore[method-assign]
    sage.fault(Fault("latency", times=None, seconds=0.05))
    check(config | {"concurrency": 3}, "customers", "suppliers", "banks", "nominal_codes", "products", "warehouses")
    assert most == 3
