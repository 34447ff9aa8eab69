"""What the settings of a table depend on, from the class of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200.config.table_options import TableFacts
from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tap_sage200.singer.base_stream import BaseStream

UNCHANGING = frozenset(
    {
        "customer_id",
        "supplier_id",
        "product_id",
        "bank_id",
        "document_date",
        "transaction_date",
        "posted_date",
        "date_time_created",
    }
)
"""Columns that keep their value in every table: the owner of a row, and the dates of its document (inferred)."""


def facts_of(
    stream_types: Iterable[type[BaseStream]], extra: Mapping[str, Mapping[str, Any]] | None = None
) -> Mapping[str, TableFacts]:
    """Return the facts of each table, by name.

    Args:
        stream_types: The classes of the tables.
        extra: The columns of the setting `extra_columns`, by table, as JSON Schema.
    """
    added = extra or {}
    return {one.declared_name(): _facts(one, added.get(one.declared_name(), {})) for one in stream_types}


def _facts(stream_type: type[BaseStream], extra: Mapping[str, Any]) -> TableFacts:
    columns = {**stream_type.declared_schema()["properties"], **extra}
    if issubclass(stream_type, ResourceStream):
        each = stream_type.for_each
        added = {*(COMPANY_KEY if stream_type.of_company else ()), *([each.column] if each else ())}
        known = {**columns, **stream_type.left_out}
        return TableFacts(
            columns={name: column for name, column in known.items() if name not in added},
            has_timestamps=bool(stream_type.timestamps),
            is_append_only=stream_type.append_only,
            is_list=not stream_type.singleton and stream_type.of_company,
            query_options={
                option: values
                for option, values in stream_type.query_options.items()
                if each is None or option != each.option
            },
            every=stream_type.every,
            unchanging=UNCHANGING | {*stream_type.key},
            where=stream_type.where,
            query=stream_type.query,
        )
    return TableFacts(columns=columns, read_with=_root_of(stream_type))


def _root_of(stream_type: type[BaseStream]) -> str:
    """Return the name of the table that a nested table is read with."""
    found = stream_type
    while issubclass(found, NestedStream) and found.parent_stream_type is not None:
        found = found.parent_stream_type  # type: ignore[assignment] # the SDK declares its own base class
    return found.declared_name()
