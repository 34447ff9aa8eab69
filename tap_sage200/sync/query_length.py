"""How long the query of a request can become, with the condition of its table.

Sage 200 runs on Microsoft's web server, which refuses a query of more than 2,048 characters (inferred).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import odata
from tap_sage200.sync.cursor import Cursor
from tap_sage200.timestamps import EARLIEST_IN_SAGE, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.sync.table import ResourceTable

LONGEST_QUERY = 2000
"""The most characters of a query."""
_KEY = 2**63 - 1
_ANY_TIME = to_text(EARLIEST_IN_SAGE)


def longest_query(table: ResourceTable) -> int:
    """Return the most characters of a query for a table, without `$select`."""
    window = Cursor(started=_ANY_TIME, since=_ANY_TIME, until=_ANY_TIME, above=_KEY)
    terms = window.where(timestamps=table.timestamps, key=table.seek_key) if table.timestamps else None
    position = odata.compare(table.resume_key, "ge", _KEY) if table.resume_key else None
    filters = odata.all_of(terms, position)
    where = table.options.where
    options: Mapping[str, str | int] = {
        "$orderby": odata.descending(table.key),
        "$top": table.options.page_size,
        "$skip": _KEY,
        "$filter": filters or "" if where is None else where.all_of(filters),
        "$expand": ",".join(table.all_expands),
        **table.options.query,
        **({} if (each := table.for_each) is None else {each.option: max(map(str, each.values), key=len)}),
    }
    return len(odata.query_string(options))
