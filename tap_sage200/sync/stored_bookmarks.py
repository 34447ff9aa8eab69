"""Checks the state of one table of one company, which may be damaged, made by hand, or written by another program.

What cannot be read is removed, and then rows are read again: the state never claims more than it proves.
"""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.api.response_errors import NOTICEABLE_SKEW
from tap_sage200.sync.cursor import BELOW_ALL_KEYS, Cursor
from tap_sage200.sync.table_bookmarks import bookmark_of
from tap_sage200.sync.window_progress import COMPLETE, HAD_ROWS, REPLICATION_KEY, UNFINISHED, WINDOWS
from tap_sage200.timestamps import fixed_width, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync

    Check = Callable[[Any], bool]

GREATEST_KEY = 2**63 - 1


def repair(root: ResourceTable, sync: TableSync, *, now: datetime) -> Iterator[str]:
    """Remove what cannot be read from the state of a table, and return a remark for each part.

    Args:
        root: The resource that the table is read with.
        sync: The table with its state.
        now: The start of the run.
    """
    state, key = sync.state, sync.replication_key
    windows = partial(_are_windows, latest=to_text(now + NOTICEABLE_SKEW))
    yield from _without_damaged(state, {"rows": _is_count, "read_at": _is_own_time, WINDOWS: windows})
    if key is None:
        return
    essential: dict[str, Check] = {
        "replication_key": lambda value: value == key,
        "replication_key_value": _is_key_as_text if root.append_only else _is_time,
        "highest_key": lambda value: _is_whole(value) and value >= BELOW_ALL_KEYS,
    }
    if damaged := _damaged(state, essential):
        bookmark_of(root, sync).discard()
        yield problems.state.TABLE_UNREADABLE.text(fields=" and ".join(damaged))
    yield from _without_damaged(state, REPEATED)
    bookmark = bookmark_of(root, sync)
    if not root.append_only and bookmark.value and from_text(bookmark.value) > now + NOTICEABLE_SKEW:
        yield problems.state.IN_THE_FUTURE.text(bookmark=bookmark.value)
        bookmark.discard()


def _damaged(state: Mapping[str, Any], checks: Mapping[str, Check]) -> list[str]:
    return [name for name, is_good in checks.items() if name in state and not is_good(state[name])]


def _without_damaged(state: dict[str, Any], checks: Mapping[str, Check]) -> Iterator[str]:
    for name in _damaged(state, checks):
        del state[name]
        yield problems.state.FIELD_UNREADABLE.text(field=name)


def _is_time(value: object) -> bool:
    """Return whether a value is a date or date-time in any form."""
    try:
        return isinstance(value, str) and bool(fixed_width(value))
    except ValueError:
        return False


def _is_own_time(value: object) -> bool:
    """Return whether a value is a timestamp as the tap writes it, which sorts as text."""
    return isinstance(value, str) and _is_time(value) and fixed_width(value) == value


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= GREATEST_KEY


def _is_count(value: object) -> bool:
    return isinstance(value, int) and _is_whole(value) and value >= 0


def _is_key_as_text(value: object) -> bool:
    is_text = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < len(str(GREATEST_KEY))
    return is_text or _is_count(value)


def _is_cursor(value: object) -> bool:
    """Return whether a value is a cursor. One of another version can have other parts."""
    if not isinstance(value, dict) or value.keys() != {field.name for field in fields(Cursor)}:
        return False
    times, keys = (value["since"], value["until"], value["changed"]), (value["above"], value["after"])
    return (
        _is_own_time(value["started"])
        and all(time is None or _is_own_time(time) for time in times)
        and all(key is None or _is_whole(key) for key in keys)
    )


def _are_windows(value: object, *, latest: str) -> bool:
    """Return whether a value is what is kept of windows. Nothing is complete or begun that is later than the run."""
    if not isinstance(value, dict) or not value.keys() <= {REPLICATION_KEY, COMPLETE, UNFINISHED, HAD_ROWS}:
        return False
    complete, unfinished = value.get(COMPLETE), value.get(UNFINISHED, [])
    if not isinstance(complete, list) or not isinstance(unfinished, list):
        return False
    return (
        isinstance(value.get(REPLICATION_KEY), str)
        and value.get(HAD_ROWS, True) is True
        and all(_is_window(each) and each[1] <= latest for each in complete)
        and all(_is_cursor(each) and each["until"] is not None and each["started"] <= latest for each in unfinished)
    )


def _is_window(value: object) -> bool:
    match value:
        case [None, until]:
            return _is_own_time(until)
        case [since, until]:
            return _is_own_time(since) and _is_own_time(until) and str(since) < str(until)
        case _:
            return False


def _are_marks(value: object) -> bool:
    return isinstance(value, list) and all(_is_mark(mark) for mark in value)


def _is_mark(value: object) -> bool:
    match value:
        case [key, at]:
            return _is_count(key) and _is_own_time(at)
        case _:
            return False


REPEATED: Mapping[str, Check] = {
    "walk": _is_cursor,
    "start_date": _is_own_time,
    "end_date": _is_own_time,
    "marks": _are_marks,
    "settled_key": _is_whole,
}
"""The parts without which only some rows are read again."""
