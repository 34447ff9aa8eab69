"""What Sage brings with it: fixed lists of ids, values and descriptions, and masters that nobody touched since.

No chance is needed for any of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import SET_UP, UPGRADE
from sage200_sandbox.company.reading import typed

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value


def fixed_lists(text: str) -> Tables:
    """The tables of the text: a line for each table, then its values, indented, with their descriptions.

    Ids count from 0 in the order of the lines, as in the two lists of which a row was seen.
    """
    tables: Tables = {}
    table = ""
    for line in filter(None, text.splitlines()):
        if line.startswith("  "):
            value, description = line.split(maxsplit=1)
            row = blank(table, id=len(tables[table]), value=value, description=description)
            tables[table].append(row)
        else:
            table = line
            tables[table] = []
    return tables


def id_of(made: Tables, table: str, value: Value) -> int:
    """The id of a value of a fixed list.

    Raises:
        LookupError: if the list has no such value.
    """
    for row in made[table]:
        if row["value"] == value:
            return typed(row, "id", int)
    message = f"{table} has no value {value!r}: add it to the list"
    raise LookupError(message)


def brought(table: str, **values: Value) -> Row:
    """A row of a master table that came with Sage: created when the company was set up, written by the upgrade.

    All rows of the table share both stamps (seen).
    """
    milliseconds = timedelta(milliseconds=sum(map(ord, table)) % 1000 // 10 * 10)
    stamps: Row = {
        "date_time_created": SET_UP + timedelta(hours=13, minutes=38, seconds=48) + milliseconds,
        "date_time_updated": UPGRADE + milliseconds,
    }
    return blank(table, **stamps | values)
