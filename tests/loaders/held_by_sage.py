"""The rows that Sage holds, as a loader should hold them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox import wire

from tools.demo.rows import by_key
from tools.demo.source import Source

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company

    from tests.loaders.loaded import Loaded
    from tools.demo.rows import Key, Row


class _Tables:
    """The tables of one company, as the control path of the sandbox writes them."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def rows(self, table: str, /) -> list[Row]:
        texts = (wire.record(row) for row in self._company.rows(table))
        return [json.loads(text, parse_float=Decimal) for text in texts]


def source_rows(sage: Sandbox, loaded: Loaded, table: str, key: tuple[str, ...]) -> dict[Key, Row]:
    """Return the rows of all companies by key, in the form that the loader gives them."""
    rows: list[Row] = []
    for company in sage.companies:
        source = Source(_Tables(company), {"site_id": company.site_id, "company_id": company.company_id})
        rows += map(loaded.as_stored, source.rows(table, key).values())
    return by_key(rows, key)
