"""The page of the data dictionary that each table is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.ledgers import LEDGERS, Ledger, ledgers_of

if TYPE_CHECKING:
    from tools.dictionary.tables import Table

__all__ = ["LEDGERS", "Ledger", "ledger_of"]


def ledger_of(table: Table) -> Ledger:
    """Find the ledger whose page a table is on: as the outermost one is that it is nested in.

    Raises:
        ValueError: It is on none, or on several.
    """
    outermost = table.line[0]
    found = ledgers_of(outermost.name, outermost.module)
    if len(found) != 1:
        titles = ", ".join(ledger.title for ledger in found) or "no ledger"
        message = (
            f"{outermost.name} of the module {outermost.module} is in {titles}. Give it one in tap_sage200/ledgers.py."
        )
        raise ValueError(message)
    return found[0]
