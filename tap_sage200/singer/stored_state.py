"""Reads the state of earlier runs, whoever wrote it: this tap, Meltano, another tap, or a person.

Here the form of the whole state is checked, which the Singer SDK relies on: tables, companies, and one state for each
company. `sync/stored_bookmarks.py` checks the state of a table when it is read.
"""

from __future__ import annotations

import json
import logging
from io import StringIO
from typing import IO, TYPE_CHECKING, Any

import msgspec

from tap_sage200 import problems
from tap_sage200.config.companies import Company, one_spelling
from tap_sage200.errors import ConfigurationError
from tap_sage200.records.found_columns import MOST, is_column_name
from tap_sage200.singer.added_columns import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

State = dict[str, Any]
OF_THE_SDK = ("progress_markers", "replication_key_signpost", "starting_replication_value")
"""The names that the SDK uses during a run. The tap does not use them."""
CONTEXT = {"site_id", "company_id"}
NAMED = 5
"""How many unknown tables a line names."""

logger = logging.getLogger(__name__)


def opened(file: IO[bytes]) -> IO[str]:
    """Return the content of the file of `--state` in one form. An empty file is an empty state.

    Raises:
        ConfigurationError: The file is not a JSON object.
    """
    try:
        content = file.read()
        text = content.decode(json.detect_encoding(content))
        state = msgspec.json.decode(text.strip("\ufeff\x00 \t\r\n") or "{}")
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(problems.state.FILE_UNREADABLE) from error
    if state is None:
        state = {}
    if not isinstance(state, dict):
        raise ConfigurationError(problems.state.FILE_UNREADABLE)
    return StringIO(msgspec.json.encode(state).decode())


def checked(state: Mapping[str, Any], tables: Collection[str]) -> State:
    """Return the part of a state that can be used, and log a warning for each other part.

    Args:
        state: The state.
        tables: The names of all tables of the tap.
    """
    inner = _unwrapped(state)
    bookmarks = inner.get("bookmarks", {})
    if not isinstance(bookmarks, dict):
        _warn("the state", "bookmarks")
        bookmarks = {}
    elif inner and "bookmarks" not in inner:
        _warn("the state", "bookmarks")
    usable = {name: _table(name, table) for name, table in bookmarks.items() if _is_object(name, table)}
    for before, after in _respelled(bookmarks):
        logger.warning("%s", problems.state.SITE_RESPELLED.text(before=before, after=after))
    if unknown := sorted(usable.keys() - set(tables)):
        more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
        logger.warning("%s", problems.state.UNKNOWN_TABLES.text(tables=", ".join(unknown[:NAMED]) + more))
    return {"bookmarks": usable} if usable else {}


def _unwrapped(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a Singer state without the wrappers of Meltano or of a STATE message."""
    match state:
        case {"completed": _} | {"partial": _}:
            parts = [_unwrapped(part) for name in ("completed", "partial") if isinstance(part := state.get(name), dict)]
            merged: State = {}
            for part in parts:
                if isinstance(bookmarks := part.get("bookmarks"), dict):
                    merged |= bookmarks
            return {"bookmarks": merged}
        case {"singer_state": dict(inner)} | {"type": "STATE", "value": dict(inner)}:
            return _unwrapped(inner)
        case _:
            return state


def _is_object(name: str, table: object) -> bool:
    if not isinstance(table, dict):
        _warn(name, "its entry")
    return isinstance(table, dict)


def _table(name: str, table: Mapping[str, Any]) -> State:
    usable = _without_sdk(table)
    if NAMES in usable and not _are_columns(usable[NAMES]):
        _warn(name, NAMES)
        del usable[NAMES]
    if "partitions" not in usable:
        if "replication_key_value" in usable:
            _warn(name, "partitions")
        return usable
    partitions = usable["partitions"]
    if not isinstance(partitions, list):
        _warn(name, "partitions")
        partitions = []
    return {**usable, "partitions": _one_of_each(name, list(_with_company(name, partitions)))}


def _are_columns(names: object) -> bool:
    return (
        isinstance(names, list)
        and 0 < len(names) <= MOST
        and all(isinstance(name, str) and is_column_name(name) for name in names)
    )


def _without_sdk(state: Mapping[str, Any]) -> State:
    return {name: value for name, value in state.items() if name not in OF_THE_SDK}


def _with_company(name: str, partitions: Sequence[object]) -> Iterator[State]:
    """Return the partitions that name a company, with its ID in the spelling of the tap."""
    for partition in partitions:
        company = _company(partition.get("context")) if isinstance(partition, dict) else None
        if isinstance(partition, dict) and company is not None:
            yield _without_sdk(partition) | {"context": company.context()}
        else:
            _warn(name, "the context of a partition")


def _company(context: object) -> Company | None:
    if not isinstance(context, dict) or context.keys() != CONTEXT:
        return None
    site_id, number = context["site_id"], context["company_id"]
    if isinstance(number, str) and number.isascii() and number.isdigit():
        number = int(number)
    if not isinstance(site_id, str) or not isinstance(number, int) or isinstance(number, bool):
        return None
    return Company(site_id, number)


def _respelled(bookmarks: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the spellings of site IDs that the tap no longer uses, with the one that it uses."""
    spellings = {
        partition["context"]["site_id"]
        for table in bookmarks.values()
        if isinstance(table, dict) and isinstance(table.get("partitions"), list)
        for partition in table["partitions"]
        if isinstance(partition, dict) and _company(partition.get("context")) is not None
    }
    return ((before, after) for before in sorted(spellings) if (after := one_spelling(before)) != before)


def _one_of_each(name: str, partitions: Sequence[State]) -> Sequence[State]:
    """Return one partition of each company. Of several, the one that proves the least loses nothing."""
    found: dict[tuple[object, ...], State] = {}
    for partition in sorted(partitions, key=_proof, reverse=True):
        found[tuple(partition["context"].values())] = partition
    if len(found) < len(partitions):
        _warn(name, "a company that it has twice")
    return list(found.values())


def _proof(partition: Mapping[str, Any]) -> str:
    value = partition.get("replication_key_value")
    return f"{value:020}" if isinstance(value, int) else str(value or "")


def _warn(where: str, part: str) -> None:
    logger.warning("%s", problems.state.PART_UNREADABLE.text(where=where, part=part))
