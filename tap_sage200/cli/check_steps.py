"""Tests a set-up step by step, in the order of a run. Each finding says what was found, or what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200 import problems, timestamps
from tap_sage200.api.request import Request
from tap_sage200.auth import expiry_for, store_for
from tap_sage200.auth.authenticator import FixedTokenAuthenticator
from tap_sage200.cli.connection import connect
from tap_sage200.cli.finding import Finding
from tap_sage200.cli.missing_modules import lacking_modules, not_licensed
from tap_sage200.cli.reachability import reached
from tap_sage200.cli.selected_tables import tables_of
from tap_sage200.cli.table_check import run_all, table_checkers
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.sdk_settings import SDK_JSONSCHEMA
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError, RefusedError, RunError, Sage200Error, UnavailableError
from tap_sage200.records.body import parse_object

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from tap_sage200.auth.grant import Grant
    from tap_sage200.cli.connection import Connection
    from tap_sage200.cli.finding import Verdict
    from tap_sage200.cli.interruptible_clock import InterruptibleClock
    from tap_sage200.cli.table_check import TableCheck
    from tap_sage200.config.companies import Company
    from tap_sage200.records.body import SageRow
    from tap_sage200.singer.resource_stream import ResourceStream


_RENEWED = "It was renewed now."
_NOT_RENEWED = (
    "It was not renewed now, because it is still good: the refresh token, client_id and client_secret were not tested."
)


def findings(config: Mapping[str, Any], catalog: Path | None, clock: InterruptibleClock) -> Iterator[Finding]:
    """Test everything that a run needs. The test ends at the first failed step that all later steps depend on.

    Args:
        config: The settings.
        catalog: A Singer catalogue with a selection; without it, the tables that are selected by default are tested.
        clock: Waits between retries.
    """
    try:
        settings = Settings.from_config(config)
        connection = connect(settings, clock=clock)
        tables = tables_of(config, catalog)
    except ConfigurationError as error:
        yield Finding("settings", "wrong", str(error))
        return
    yield from _settings(config, settings)
    for remark in tables.remarks:
        yield Finding("settings", "note", remark)
    for name, why in tables.failures.items():
        yield Finding("table", "wrong", str(why), table=name)
    if not (yield from _network(connection)) or not (yield from _token(connection)):
        return
    licences = yield from _companies(connection, (yield from _sites(connection)))
    if licences:
        yield from _tables(connection, tables.resources, licences, clock)


def _settings(config: Mapping[str, Any], settings: Settings) -> Iterator[Finding]:
    known = {*CONFIG_JSONSCHEMA["properties"], *SDK_JSONSCHEMA["properties"]}
    for name in sorted(set(config) - known):
        yield Finding("settings", "note", problems.settings.UNKNOWN_SETTING.text(name=name))
    if not settings.verify_ssl:
        yield Finding("settings", "note", problems.network.VERIFY_SSL_OFF.text())
    yield Finding("settings", "ok", f"complete and consistent; the API is at {settings.api_url}")


def _network(connection: Connection) -> Generator[Finding, None, bool]:
    is_open = True
    for url in (connection.settings.token_url, connection.settings.api_url):
        finding = reached(url, connection.session, connection.settings.proxy_url)
        yield finding
        is_open = is_open and not finding.is_wrong
    return is_open


def _token(connection: Connection) -> Generator[Finding, None, bool]:
    if isinstance(connection.authenticator, FixedTokenAuthenticator):
        yield Finding("token", "note", problems.tokens.ACCESS_TOKEN_ONLY.text())
        return True
    store = store_for(connection.settings)
    try:
        before = store.load()
        connection.authenticator.bearer()
        grant = store.load()
    except Sage200Error as error:
        yield Finding("token", "wrong", str(error))
        return False
    if grant is None:
        yield Finding("token", "wrong", problems.tokens.NONE_STORED.text())
        return False
    yield _signed_in(
        connection.settings, grant, was_renewed=before is None or before.access_token != grant.access_token
    )
    return True


def _signed_in(settings: Settings, grant: Grant, *, was_renewed: bool) -> Finding:
    expiry, now = expiry_for(settings), timestamps.now()
    if grant.refused_at is not None:
        return Finding("token", "wrong", f"{expiry.sentence(grant, now)}. {problems.tokens.REFUSED_EARLIER.action}")
    left = expiry.days_left(grant, now)
    verdict: Verdict = "note" if left is None or left <= settings.sign_in_warning_days else "ok"
    until = f"valid until {(grant.expires_at or '')[:16]}Z"
    tried = _RENEWED if was_renewed else _NOT_RENEWED
    return Finding("token", verdict, f"{until}. {tried} {expiry.sentence(grant, now)}.")


def _sites(connection: Connection) -> Generator[Finding, None, Mapping[Company, str]]:
    """Return the companies that a run would read, with their names."""
    settings = connection.settings
    try:
        sites = connection.sites()
        if not sites.rows:
            raise ConfigurationError(problems.settings.NO_COMPANY)
        chosen = settings.companies or sites.choose(all_companies=settings.all_companies)
    except Sage200Error as error:
        yield Finding("sites", "wrong", str(error))
        return {}
    for reason in sites.left_out:
        yield Finding("sites", "note", reason)
    many = f"{len(sites.rows)} companies" if len(sites.rows) > 1 else "1 company"
    yield Finding("sites", "ok", f"this user has access to {many}; a run reads {len(chosen)}")
    return {company: sites.name_of(company) or "not in the list of sites" for company in chosen}


def _companies(
    connection: Connection, chosen: Mapping[Company, str]
) -> Generator[Finding, None, Mapping[Company, SageRow]]:
    """Return the companies that this user may open, with their licences."""
    licences = {}
    for company, name in chosen.items():
        try:
            rows = connection.client.get(Request("/licence", company), parse_object).content
        except (
            UnavailableError,
            RefusedError,
        ):  # an older Sage has no licence resource, but the user may open the company
            rows = []
        except RunError as error:
            yield Finding("company", "wrong", str(error), company=company)
            return {}
        except Sage200Error as error:
            yield Finding("company", "wrong", str(error), company=company)
            continue
        licences[company] = rows[0] if rows else {}
        yield Finding("company", "ok", f"{name}: {company}", company=company)
    return licences


def _tables(
    connection: Connection,
    tables: Sequence[ResourceStream],
    licences: Mapping[Company, SageRow],
    clock: InterruptibleClock,
) -> Iterator[Finding]:
    todo = table_checkers(connection.settings, connection.client, tables, list(licences))
    checked: list[TableCheck] = []
    if not todo:
        yield Finding("table", "wrong", problems.settings.NO_TABLE_SELECTED.text())
        return
    try:
        for one in run_all(todo, concurrency=connection.settings.concurrency, clock=clock):
            checked.append(one)
            yield _table(one)
    except RunError as error:
        yield Finding("table", "wrong", str(error))
        return
    for company, licence in licences.items():
        lacking = [*lacking_modules(one for one in checked if one.result.company == company), *not_licensed(licence)]
        says = "; ".join(lacking) or "this user has access to the modules of all selected tables"
        yield Finding("modules", "lacking" if lacking else "ok", f"{company}: {says}", company=company)


def _table(checked: TableCheck) -> Finding:
    result = checked.result
    verdict: Verdict = "ok"
    says = "1 row" if result.rows == 1 else f"{result.rows} rows"
    if result.skipped is not None:
        verdict, says = "lacking", result.skipped
    elif result.failed is not None:
        verdict, says = "wrong", result.failed
    return Finding("table", verdict, says, table=result.stream, company=result.company, seconds=checked.seconds)
