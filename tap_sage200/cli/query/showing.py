"""Connects to Sage, and shows the rows of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.cli.connection import connect
from tap_sage200.cli.one_company import company_of
from tap_sage200.cli.query.output import QueryOutput
from tap_sage200.sync.context import RunContext

if TYPE_CHECKING:
    from tap_sage200.cli.query.formats import RowFormat
    from tap_sage200.cli.query.request import CheckedQuery
    from tap_sage200.config.settings import Settings


def show(checked: CheckedQuery, rows: RowFormat, settings: Settings, company: str | None) -> int:
    """Write the rows of a query to standard output, and return how many there were.

    Args:
        checked: The query.
        rows: The form of the rows.
        settings: The settings.
        company: The text of the option.

    Raises:
        OutputError: Nobody reads the output any more.
        Sage200Error: The rows cannot be read.
    """
    connection = connect(settings)
    output = QueryOutput(rows, skip=checked.skip, limit=checked.query.limit)
    run = RunContext(settings, connection.client, output)
    chosen = company_of(company, connection) if checked.belongs_to_company else None
    checked.query.read(run, chosen, output)
    return output.written
