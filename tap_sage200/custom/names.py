"""Checks the names of tables and columns that a person declares: each loader must be able to use them."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.records.found_columns import is_column_name
from tap_sage200.singer.base_stream import COMPANY_KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LONGEST = 63
"""The most characters of a name: PostgreSQL takes no more."""
_TABLE = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST - 1}}}")


class DefinitionError(ValueError):
    """A definition that cannot be used. Its text says where it is wrong, and what is right."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that is most like a name."""
    return "".join(get_close_matches(name, [*names], n=1, cutoff=0))


def check_table(where: str, name: str, taken: Collection[str]) -> None:
    """Check the name of a table.

    Args:
        where: The place of its definition.
        name: The name.
        taken: The names of other tables.

    Raises:
        DefinitionError: The name cannot be used.
    """
    if not _TABLE.fullmatch(name):
        raise DefinitionError(problems.custom.TABLE_NAME.text(where=where, longest=LONGEST))
    if name in taken:
        raise DefinitionError(problems.custom.NAME_TAKEN.text(where=where, name=name))


def check_columns(where: str, names: Collection[str]) -> None:
    """Check the names of the columns of a table.

    Args:
        where: The place of the definition of the columns.
        names: The names.

    Raises:
        DefinitionError: A name cannot be used.
    """
    for name in names:
        if name in COMPANY_KEY:
            raise DefinitionError(problems.custom.COLUMN_OF_TAP.text(where=where, name=name))
        if not is_column_name(name):
            raise DefinitionError(problems.custom.COLUMN_NAME.text(where=where, name=ascii(name), longest=LONGEST))
    count = Counter(name.lower() for name in names)
    if alike := [name for name in names if count[name.lower()] > 1]:
        raise DefinitionError(problems.custom.COLUMNS_ALIKE.text(where=where, names=", ".join(alike)))


def check_expand(where: str, name: str, taken: Collection[str]) -> None:
    """Check the name of an expansion, which is also the property of a row that holds the nested rows.

    Args:
        where: The place of the name.
        name: The name.
        taken: The columns of the row, and its other expansions.

    Raises:
        DefinitionError: The name cannot be used.
    """
    if not is_column_name(name):
        raise DefinitionError(problems.custom.EXPAND_NAME.text(where=where))
    if name in taken:
        raise DefinitionError(problems.custom.EXPAND_TAKEN.text(where=where, name=name))


def check_known(where: str, name: str, names: Collection[str]) -> None:
    """Check that a column exists.

    Args:
        where: The place that names the column.
        name: The column.
        names: The columns of the table.

    Raises:
        DefinitionError: The table has no such column.
    """
    if name not in names:
        raise DefinitionError(problems.custom.NO_COLUMN.text(where=where, name=name, nearest=nearest(name, names)))
