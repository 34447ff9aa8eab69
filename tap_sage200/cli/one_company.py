"""Chooses the company for a command that reads one company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tap_sage200 import problems
from tap_sage200.cli.known_tables import nearest
from tap_sage200.config.companies import NUMBER, Company, first_few
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.cli.connection import Connection
    from tap_sage200.config.settings import Settings

EXAMPLE = "12345678-90ab-cdef-1234-567890abcdef/1"

company_option = click.option(
    "--company",
    metavar="SITE/N",
    help="The company: its site_id, a slash, and its company_id. By default, the only one that a run reads.",
)


def given_company(text: str | None, settings: Settings) -> Company | None:
    """Return the company as far as the option and the settings tell it. None if only Sage's list of sites can tell.

    Args:
        text: The text of the option.
        settings: The settings.

    Raises:
        ConfigurationError: The text is no company, or none of those in the settings, or the settings have several.
    """
    wanted = None if text is None else _parsed(text)
    if settings.companies:
        return _one_of(settings.companies, wanted, [_written(company) for company in settings.companies])
    return None


def company_of(text: str | None, connection: Connection) -> Company:
    """Return the company to read. Sage lists the companies, if the settings name none.

    Args:
        text: The text of the option.
        connection: The connection.

    Raises:
        ConfigurationError: The option is none of the companies, or is needed to choose one of several.
        RunError: Sage cannot be reached, or refuses the token.
    """
    given = given_company(text, connection.settings)
    if given is not None:
        return given
    sites = connection.sites()
    if not sites.rows:
        raise ConfigurationError(problems.settings.NO_COMPANY)
    companies = [*sites.rows]
    listed = [f"{_written(company)} ({sites.name_of(company)})" for company in companies]
    return _one_of(companies, None if text is None else _parsed(text), listed)


def _parsed(text: str) -> Company:
    site_id, slash, number = text.strip().rpartition("/")
    if not slash or not site_id.strip() or not NUMBER.fullmatch(number):
        raise ConfigurationError(problems.commands.NOT_A_COMPANY, example=EXAMPLE)
    return Company(site_id, int(number))


def _one_of(companies: Sequence[Company], wanted: Company | None, listed: Sequence[str]) -> Company:
    if wanted is None and len(companies) > 1:
        raise ConfigurationError(problems.commands.ONE_OF_SEVERAL_COMPANIES, companies=first_few(listed))
    if wanted is not None and wanted not in companies:
        found = _written(wanted)
        like = nearest(found, map(_written, companies))
        raise ConfigurationError(problems.commands.NOT_THE_COMPANY, found=found, nearest=like)
    return wanted or companies[0]


def _written(company: Company) -> str:
    return f"{company.site_id}/{company.company_id}"
