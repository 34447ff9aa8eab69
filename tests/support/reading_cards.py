"""Runs over customer cards, of which a test writes each row, and what a loader learns of their columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.runs import QuietTap, run_tap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.raw_sage import RawSage
    from tests.support.runs import Result, Row

CARDS = "customer_cards"
TEXT = {"type": ["string", "null"]}


class CardsTap(QuietTap):
    """The tap with this table."""

    tables = (CARDS,)


def cards(sage: RawSage, *rows: str, company: int = 1) -> None:
    """Give a company customer cards: the parts of each row besides its key."""
    sage.rows[company, "/customer_cards"] = [f'{{"id": {key}{row and ", "}{row}}}' for key, row in enumerate(rows, 1)]


def dated(key: int, **more: object) -> str:
    """Return a row with a timestamp."""
    return json.dumps({"id": key, "date_time_updated": "2026-01-01T00:00:00Z", **more})


def read(sage: RawSage, *companies: int, tables: tuple[str, ...] = (CARDS,), **more: Any) -> Result:  # noqa: ANN401 - settings, and arguments of run_tap
    """Read tables. No message may have a property that no SCHEMA before it has declared, and none may lack a column."""
    arguments = {name: more.pop(name) for name in ("state", "change_catalog") if name in more}
    result = run_tap(sage.settings(*companies) | {"page_size": 10} | more, *tables, **arguments)
    declared: dict[str, list[str]] = {}
    for message in result.messages:
        if message["type"] == "SCHEMA":
            declared[message["stream"]] = [*message["schema"]["properties"]]
        if message["type"] == "RECORD":
            assert sorted(message["record"]) == sorted(declared[message["stream"]])
    return result


def column(result: Result, name: str, table: str = CARDS) -> list[object]:
    """Return the values of a column."""
    return [record.get(name, "absent") for record in result.records(table)]


def schemas(result: Result, table: str = CARDS) -> list[dict[str, Any]]:
    """Return the columns in each SCHEMA message of a table."""
    written = (message for message in result.messages if message["type"] == "SCHEMA" and message["stream"] == table)
    return [message["schema"]["properties"] for message in written]


def kinds(result: Result, table: str = CARDS) -> list[str]:
    """Return the types of the messages about a table, in order."""
    return [message["type"] for message in result.messages if message.get("stream") == table]


def remembered(result: Result, table: str = CARDS) -> list[str]:
    """Return what the state remembers of a table."""
    names: list[str] = result.state["bookmarks"][table].get("added_columns", [])
    return names


def changing(table: str, columns: Mapping[str, Any], selected: Mapping[str, bool] | None = None) -> Any:  # noqa: ANN401 - changes a catalogue
    """Return what adds columns to the catalogue, and selects or deselects some."""

    def change(catalog: Row) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == table]
        entry["schema"]["properties"] |= columns
        for name, is_selected in (selected or {}).items():
            entry["metadata"] = [item for item in entry["metadata"] if item["breadcrumb"] != ["properties", name]]
            entry["metadata"].append({"breadcrumb": ["properties", name], "metadata": {"selected": is_selected}})

    return change
