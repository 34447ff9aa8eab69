"""What is to be known of single columns beside what they mean: edition, first release, and what brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.dictionary.tables import Table

_MONTH = len("2021-11")


def remarks(table: Table) -> dict[str, str]:
    """Write the remarks on those columns of a table of which there is something to remark, by their names.

    What holds for the whole table is not said again.
    """
    written = {name: " ".join(_remarks(table, name, column)) for name, column in table.columns.items()}
    return {name: remark for name, remark in written.items() if remark}


def _remarks(table: Table, name: str, column: dict[str, Any]) -> list[str]:
    field = table.facts.fields.get(name)
    found = []
    if field and field.edition == "professional" and not table.professional:
        found.append("*Professional.*")
    if field and field.since and field.since != table.facts.introduced:
        found.append(f"*Since {field.since[:_MONTH]}.*")
    if "x-expand" in column:
        slow = ", slow; not selected by default" if column.get("x-slow") else ""
        found.append(f"*Needs `$expand={column['x-expand']}`{slow}.*")
    return found
