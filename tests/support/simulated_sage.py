"""A Sage with one table, for tests of the reader. It filters as Sage does, and its rows change between pages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from tap_sage200.api.request import ApiResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_sage200.api.request import BodyParser, Interest, Request
    from tap_sage200.records.body import SageRow

T = TypeVar("T")


class ThreadInPlace(Thread):
    """A thread that works where it is started, so each run of a test is the same."""

    def start(self) -> None:
        self.run()


_TOKENS = re.compile(r"[()]|[^\s()]+")
UPDATED, CREATED = "date_time_updated", "date_time_created"


@dataclass
class SimulatedSage:
    """Answers as `Sage200Client` does, from rows in memory."""

    rows: dict[int, SageRow] = field(default_factory=dict)
    before_page: Callable[[], None] = lambda: None
    asked: list[Request] = field(default_factory=list)

    def get(self, request: Request, parse: BodyParser[T], interest: Interest | None = None) -> ApiResponse[T]:
        """Answer a request. Nulls are left out."""
        del interest
        self.before_page()
        self.asked.append(request)
        where, top = request.options.get("$filter"), int(request.options["$top"])
        keys = sorted(self.rows, reverse=str(request.options["$orderby"]).endswith("desc"))
        rows = [self.rows[key] for key in keys if where is None or _fulfils(self.rows[key], str(where))]
        skip = int(request.options.get("$skip", 0))
        sent = [{name: value for name, value in row.items() if value is not None} for row in rows[skip : skip + top]]
        return ApiResponse(parse(json.dumps(sent).encode()), request)

    def write(self, key: int, updated: datetime | None, created: datetime | None) -> None:
        """Insert or update a row. Its version tells an old value from a new one."""
        version = self.rows[key]["version"] + 1 if key in self.rows else 1
        self.rows[key] = {"id": key, "version": version, UPDATED: _text(updated), CREATED: _text(created)}


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fulfils(row: SageRow, where: str) -> bool:
    tokens = _TOKENS.findall(where)
    fulfils = _any_of(tokens, row)
    assert not tokens, f"Sage does not understand {where}"
    return fulfils


def _any_of(tokens: list[str], row: SageRow) -> bool:
    """Take an expression off the tokens, and tell whether a row fulfils it."""
    fulfils = _all_of(tokens, row)
    while tokens[:1] == ["or"]:
        tokens.pop(0)
        fulfils = _all_of(tokens, row) or fulfils
    return fulfils


def _all_of(tokens: list[str], row: SageRow) -> bool:
    fulfils = _term(tokens, row)
    while tokens[:1] == ["and"]:
        tokens.pop(0)
        fulfils = _term(tokens, row) and fulfils
    return fulfils


def _term(tokens: list[str], row: SageRow) -> bool:
    name = tokens.pop(0)
    if name == "(":
        fulfils = _any_of(tokens, row)
        assert tokens.pop(0) == ")", "a bracket stays open"
        return fulfils
    return _compares(row, name, tokens.pop(0), tokens.pop(0))


def _compares(row: SageRow, name: str, operator: str, bound: str) -> bool:
    value = row[name]
    match value, operator:
        case None, _:
            return False
        case int(), "gt":
            return value > int(bound)
        case int(), "ge":
            return value >= int(bound)
        case str(), "ge":
            return datetime.fromisoformat(value) >= datetime.fromisoformat(bound)
        case str(), "lt":
            return datetime.fromisoformat(value) < datetime.fromisoformat(bound)
    msg = f"Sage does not understand {name} {operator} {bound}"
    raise AssertionError(msg)
