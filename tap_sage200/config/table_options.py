"""What the settings say about each table: the settings for all tables, and what `tables` says about this one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from tap_sage200 import problems, timestamps
from tap_sage200.config import conditions
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Self

    from tap_sage200.config.conditions import Condition
    from tap_sage200.config.settings import Settings

WILDCARDS = frozenset("*?[")
SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,6}) ?(s|min|h|d)", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_OF_READING = ("where", "query", "every", "replication", "page_size", "start_date", "lookback_seconds")
"""The options of a table that a nested table shares with the table that it is read with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """What is known about a table, as far as its options depend on it."""

    columns: Mapping[str, Mapping[str, Any]]
    """The columns, as JSON Schema."""
    read_with: str | None = None
    """The table that it is read with. None for a resource of its own."""
    has_timestamps: bool = True
    """Whether it is read incrementally by timestamps."""
    is_append_only: bool = False
    """Whether it is read incrementally by its key."""
    is_list: bool = True
    """Whether Sage returns it as a list, with query options."""
    query_options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The further query options that Sage documents, with their values; without values, a whole number."""
    every: str | None = None
    """How often to read it, if the settings do not say it."""
    unchanging: frozenset[str] = frozenset()
    """The columns whose value never changes."""
    where: str | None = None
    """The condition of a view. What the settings say about the view comes on top of it."""
    query: Mapping[str, str | int] = field(default_factory=dict)
    """The query options of a view."""

    @property
    def is_incremental(self) -> bool:
        """Whether it can be read incrementally."""
        return self.has_timestamps or self.is_append_only


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """The settings of one table."""

    start_date: datetime | None = None
    end_date: datetime | None = None
    """With it, the run reads a window, and moves no bookmark."""
    window_step: timestamps.Step | None = None
    lookback_seconds: int = 0
    page_size: int
    on_bad_value: str
    where: Condition | None = None
    """Only rows that meet it are read."""
    where_from: str = ""
    """The places of the condition in the settings, for messages."""
    changing: frozenset[str] = frozenset()
    """The columns of the condition that can change. A row can then stop meeting it."""
    every: int | None = None
    """The table is read at most once in this number of seconds. None to read it in each run."""
    replication: str | None = None
    """`full` or `incremental`. None for what the catalogue says."""
    query: Mapping[str, str | int] = field(default_factory=dict)
    """Further query options of each request."""

    @classmethod
    def of_all_tables(cls, settings: Settings) -> Self:
        """Return what the settings say about a table that `tables` does not name."""
        return cls(
            start_date=settings.start_date,
            end_date=settings.end_date,
            window_step=settings.window_step,
            lookback_seconds=settings.lookback_seconds,
            page_size=settings.page_size,
            on_bad_value=settings.on_bad_value,
        )


def options_of(settings: Settings, tables: Mapping[str, TableFacts]) -> Mapping[str, TableOptions]:
    """Return the options of each table.

    Args:
        settings: The settings of the run.
        tables: All tables by name.

    Raises:
        ConfigurationError: A part of `tables` is wrong. The message names all such parts.
    """
    given = settings.tables or {}
    if wrong := list(_wrong(given, tables)):
        raise ConfigurationError(problems.settings.INVALID, problems="; ".join(wrong))
    return {name: _options(settings, given, name, tables) for name in tables}


def _options(
    settings: Settings, given: Mapping[str, Mapping[str, Any]], name: str, tables: Mapping[str, TableFacts]
) -> TableOptions:
    facts = tables[name]
    said = said_about(given, name)
    root = name if facts.read_with is None else facts.read_with
    of_reading = {option: value for option, value in said_about(given, root).items() if option in _OF_READING}
    start_date, condition = of_reading.get("start_date"), _condition(tables[root], of_reading.get("where"))
    every = of_reading.get("every", tables[root].every)
    common = TableOptions.of_all_tables(settings)
    return replace(
        common,
        start_date=common.start_date if start_date is None else timestamps.from_setting(start_date),
        lookback_seconds=of_reading.get("lookback_seconds", common.lookback_seconds),
        page_size=of_reading.get("page_size", common.page_size),
        on_bad_value=said.get("on_bad_value", common.on_bad_value),
        where=condition,
        where_from=" and ".join(_places_of_condition(given, root, tables[root])),
        changing=frozenset() if condition is None else condition.columns - tables[root].unchanging,
        every=None if every is None else duration(every),
        replication=of_reading.get("replication"),
        query={**tables[root].query, **of_reading.get("query", {})},
    )


def _condition(facts: TableFacts, where: str | None) -> Condition | None:
    """Return the condition of a table: its own if it is a view, and the one of the setting `tables`."""
    given = [text for text in (facts.where, where) if text is not None and facts.is_list]
    if not given:
        return None
    first, *others = (conditions.parse(text, facts.columns) for text in given)
    return first.joined(others[0]) if others else first


def _places_of_condition(given: Mapping[str, Mapping[str, Any]], name: str, facts: TableFacts) -> Iterator[str]:
    """Return where the settings have the condition of a table: in `views`, in `tables`, or in both."""
    if facts.where is not None:
        yield f"views.{name}.where"
    pattern = next((pattern for pattern in _matching(given, name) if "where" in given[pattern]), None)
    if pattern is not None:
        yield f"tables.{pattern}.where"


def said_about(given: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    """Return what `tables` says about a table: its name beats a pattern, and a longer literal part a shorter one.

    Args:
        given: The setting `tables`.
        name: The name of the table.
    """
    found: dict[str, Any] = {}
    for pattern in reversed(_matching(given, name)):
        found |= given[pattern]
    return found


def _matching(given: Mapping[str, Mapping[str, Any]], name: str) -> Sequence[str]:
    """Return the names and patterns that stand for a table, the one that wins first."""
    return sorted((pattern for pattern in given if fnmatchcase(name, pattern)), key=_weight)


def duration(text: str) -> int | None:
    """Return a duration in seconds, such as 86400 for `24h` or `1d`. None if the text is no duration."""
    match = _DURATION.fullmatch(text.strip())
    return int(match[1]) * SECONDS[match[2]] if match else None


def _is_pattern(name: str) -> bool:
    return not WILDCARDS.isdisjoint(name)


def _weight(pattern: str) -> tuple[bool, int, str]:
    """Return the place of a pattern: names first, then those with more literal characters, then by the alphabet."""
    return _is_pattern(pattern), -len(re.sub(r"\[.*?\]|[*?]", "", pattern)), pattern


def _wrong(given: Mapping[str, Mapping[str, Any]], tables: Mapping[str, TableFacts]) -> Iterator[str]:
    for pattern, said in given.items():
        place = f"tables.{pattern}"
        named = [name for name in tables if fnmatchcase(name, pattern)]
        if not named:
            nearest = ", ".join(get_close_matches(pattern, tables, n=1, cutoff=0))
            yield problems.tables.NO_SUCH_TABLE.text(name=place, nearest=nearest)
        if "every" in said and duration(said["every"]) is None:
            yield problems.tables.NOT_A_DURATION.text(name=f"{place}.every")
        if _is_pattern(pattern):
            yield from _wrong_for_several(place, said, {name: tables[name] for name in named})
        else:
            yield from (text for name in named for text in _wrong_for(place, said, tables[name], is_pattern=False))


def _wrong_for_several(place: str, said: Mapping[str, Any], tables: Mapping[str, TableFacts]) -> Iterator[str]:
    """Return what is wrong for the tables of a pattern: of each option once, with the first table."""
    for option, value in said.items():
        found = [
            (name, text)
            for name, facts in tables.items()
            for text in _wrong_for(place, {option: value}, facts, is_pattern=True)
        ]
        if found:
            first, text = found[0]
            more = len(dict(found)) - 1
            others = f" and {more} more" if more else ""
            yield problems.tables.FOR_TABLES_OF_PATTERN.text(problem=text, tables=f"{first}{others}")


def _wrong_for(place: str, said: Mapping[str, Any], facts: TableFacts, *, is_pattern: bool) -> Iterator[str]:
    """Return what is wrong for one table. A pattern does not apply to tables that do not have an option at all."""
    for option in said:
        reason = _why_not(option, said[option], facts)
        if reason is None:
            continue
        if not is_pattern:
            yield problems.tables.NOT_FOR_THIS_TABLE.text(name=f"{place}.{option}", reason=reason)
    if facts.read_with is None and facts.is_list and "where" in said:
        try:
            conditions.parse(said["where"], facts.columns)
        except conditions.ConditionError as error:
            yield problems.tables.NOT_A_CONDITION.text(name=f"{place}.where", reason=error)
    if facts.read_with is None:
        yield from wrong_query(f"{place}.query", said.get("query", {}), facts.query_options)


def wrong_query(place: str, query: Mapping[str, Any], options: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Return what is wrong with query options.

    Args:
        place: The place of the query options in the settings.
        query: The query options.
        options: The options that Sage documents for the table, with their values; without values, a whole number.
    """
    for option, value in query.items():
        if option not in options:
            known = ", ".join(options) or "none"
            yield problems.tables.NO_SUCH_QUERY_OPTION.text(name=f"{place}.{option}", known=known)
            continue
        values = options[option]
        if values and value not in values:
            yield problems.settings.NOT_ONE_OF.text(name=f"{place}.{option}", values=", ".join(values))
        elif not values and not _WHOLE.fullmatch(str(value)):
            yield problems.settings.WRONG_TYPE.text(name=f"{place}.{option}", types="integer")


def _why_not(option: str, value: object, facts: TableFacts) -> str | None:
    """Return why an option does not apply to a table. None if it applies."""
    if facts.read_with is not None and option in _OF_READING:
        return f"its rows are read with {facts.read_with}, so set it there"
    match option:
        case "where" | "query" | "page_size" if not facts.is_list:
            return "Sage returns it in one response, without query options"
        case "start_date" if not facts.has_timestamps:
            return "Sage sends no timestamps of its rows"
        case "lookback_seconds" if not facts.is_incremental:
            return "every run reads all its rows"
        case "replication" if value == "incremental" and not facts.is_incremental:
            return "Sage does not show which of its rows have changed"
        case _:
            return None
