"""Plays a history against the tap, and compares the target with Sage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200 import timestamps
from tests.support.histories import LINES, ORDERS, QUIET, TELLING, Clock, People, is_stamped, key
from tests.support.runs import Stop, dying, run_tap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Key

    from tests.support.histories import Story, Trouble
    from tests.support.runs import Result


@dataclass(slots=True)
class Target:
    """The rows and the state of a target that upserts, after some runs."""

    rows: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)

    def load(self, result: Result) -> None:
        """Load the messages of a run."""
        keys: dict[str, list[str]] = {}
        for message in result.messages:
            match message["type"]:
                case "SCHEMA":
                    keys[message["stream"]] = message["key_properties"]
                case "RECORD":
                    record, stream = message["record"], message["stream"]
                    name = tuple(record[part] for part in keys[stream])
                    self.rows.setdefault(stream, {})[name] = record
                case "STATE":
                    self.state = message["value"]

    def version(self, company: Company, table: str, key: Key) -> int | None:
        """Return the version of a row in the target; None if the target lacks it."""
        held = self.rows.get(table, {}).get((company.site_id, company.company_id, *key))
        return None if held is None else int(held[TELLING[table]])


def versions(company: Company, table: str) -> dict[Key, int]:
    """Return the version of each row in Sage. A line without its order does not count."""
    rows = company.rows(table)
    if table == LINES:
        orders = {one["id"] for one in company.rows(ORDERS)}
        rows = [one for one in rows if one["sop_order_id"] in orders]
    return {key(table, one): int(str(one[TELLING[table]])) for one in rows}


def in_windows(company: Company, table: str) -> dict[Key, int]:
    """Return the version of each row in Sage that has a timestamp, or whose parent has one."""
    stamped = {key(table, one) for one in company.rows(table) if is_stamped(table, one)}
    if table == LINES:
        orders = {one["id"] for one in company.rows(ORDERS) if is_stamped(ORDERS, one)}
        stamped = {key(LINES, one) for one in company.rows(LINES) if one["sop_order_id"] in orders}
    return {row: version for row, version in versions(company, table).items() if row in stamped}


class Play:
    """A story that is being played."""

    def __init__(self, sage: Sandbox, story: Story) -> None:
        """Insert the first rows, and set the clock of Sage to the story's time."""
        self._sage = sage
        self._story = story
        self._tables = list(story.rows)
        self._companies = sage.companies[: story.companies]
        self._clock = Clock()
        self._people = People(self._clock)
        self._target = Target()
        sage.clock = self._clock.now
        sage.top_limit = story.top_limit
        for company in self._companies:
            for table, count in story.rows.items():
                self._people.open(company, table, count)

    def to_its_end(self) -> None:
        """Play all runs and a last run without changes, and check the target after each run."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timestamps, "now", self._clock.now)
            for trouble in (*self._story.runs, QUIET):
                self._run(trouble)
        for company in self._companies:
            for table in self._tables:
                for row, version in self._expected(company, table).items():
                    assert self._target.version(company, table, row) == version, f"{_name(company, table, row)} is old"

    def _run(self, trouble: Trouble) -> None:
        self._clock.tick()
        if trouble.upgraded:
            for company in self._companies:
                for table in self._tables:
                    self._people.upgrade(company, table)
        before = {(one, table): self._expected(one, table) for one in self._companies for table in self._tables}
        self._let_happen(trouble)
        end = dying(trouble.dies_at)
        result = run_tap({**self._settings(), **trouble.dates}, *self._tables, state=self._target.state, on_message=end)
        self._target.load(result)
        if not trouble.lasting and not isinstance(result.error, Stop):
            assert result.error is None
            if not trouble.dates:
                self._find_all_of(before)

    def _expected(self, company: Company, table: str) -> Mapping[Key, int]:
        """Return the version of each row that a run without dates brings up to date, after runs with dates or not."""
        has_dates = any(trouble.dates for trouble in self._story.runs)
        return in_windows(company, table) if has_dates else versions(company, table)

    def _settings(self) -> dict[str, Any]:
        return self._sage.settings() | {
            "companies": [{"site_id": one.site_id, "company_id": one.company_id} for one in self._companies],
            "page_size": self._story.page_size,
            "concurrency": self._story.concurrency,
            "lookback_seconds": 60,
        }

    def _let_happen(self, trouble: Trouble) -> None:
        """Replace the changes and failures of the run before with these."""
        sage = self._sage
        sage.clear_faults()
        sage.clear_page_actions()
        self._people.shifts = 0
        for fault in trouble.faults:
            sage.fault(fault)
        for deed in trouble.deeds:
            sage.between_pages(deed.after, page=deed.page, do=self._people.about_to(deed))
        if trouble.expires_after is not None:
            sage.between_pages(self._tables[0], page=trouble.expires_after, do=lambda _: sage.expire_access_tokens())

    def _find_all_of(self, before: Mapping[tuple[Company, str], Mapping[Key, int]]) -> None:
        """Check that the target has each row that was in Sage before a run and still is, and not an older version."""
        for (company, table), rows in before.items():
            still = versions(company, table)
            for row, version in rows.items():
                if row in still and (table, company, row) not in self._people.gone:
                    held = self._target.version(company, table, row)
                    assert held is not None, f"{_name(company, table, row)} is missing"
                    assert held >= version, f"{_name(company, table, row)} is older than the run"


def _name(company: Company, table: str, row: Sequence[object]) -> str:
    return f"{table} {row} of company {company.number}"
