"""The base of all streams: it ties requests, walks, records and state to the SDK."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk import Stream

from tap_sage200.companies import Company
from tap_sage200.errors import CompanyError, GaveUpError, RunError, StreamError, UnavailableError
from tap_sage200.reading import Table, TableReader
from tap_sage200.records import RecordMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from singer_sdk import Tap
    from singer_sdk.helpers.types import Context, Record

    from tap_sage200.run import Run

COMPANY_KEY = ("site_id", "company_id")


class Sage200Stream(Stream):
    """A table of Sage 200.

    A table's class only declares what the table is; all behaviour is here, once.
    """

    key: ClassVar[tuple[str, ...]] = ("id",)
    """The fields that identify a row within its company; none where the company has one row."""
    stamps: ClassVar[tuple[str, ...]] = ("date_time_updated",)
    """The stamps of which at least one moves when a row changes, the row's own first; none if Sage gives none."""
    created: ClassVar[str | None] = "date_time_created"
    """The stamp of creation. It can be later than the others (seen)."""
    append_only: ClassVar[bool] = False
    """Whether a table without stamps only ever gets new rows, so that its key tells which those are (inferred)."""
    singleton: ClassVar[bool] = False
    """Whether Sage gives one object in place of a list of rows (documented)."""
    of_company: ClassVar[bool] = True
    """Whether its rows belong to a company; they do in all tables but `sites`."""
    path: ClassVar[str | None] = None
    """The resource's path, where it is not the name."""

    def __init__(self, tap: Tap, run: Callable[[], Run]) -> None:
        """Make the stream of a tap.

        Args:
            tap: The tap.
            run: Gives what the streams of a run share; first called when something is read, never for discovery.
        """
        super().__init__(tap)
        self.primary_keys = (*COMPANY_KEY, *self.key)
        self.replication_key = next(iter((*self.stamps, *self.key)), None) if self._is_incremental else None
        self._get_run = run

    @property
    def partitions(self) -> list[dict[str, Any]] | None:
        """The companies of the run, each with a state of its own."""
        if not self.of_company:
            return None
        companies = self._get_run().companies
        # A connection test wants one row of each table, of whichever company.
        return [company.context() for company in (companies if self.ABORT_AT_RECORD_COUNT is None else companies[:1])]

    @property
    def _is_incremental(self) -> bool:
        return bool(self.stamps) or self.append_only

    def get_replication_key_signpost(self, context: Context | None = None) -> None:
        """Set no signpost: the bookmark keeps itself from running ahead."""

    def _increment_stream_state(self, latest_record: Record, *, context: Context | None = None) -> None:
        """Leave the state alone; the SDK would move it row by row.

        It compares stamps as text, trusts stamps in the future, and cannot resume within a table that is read by its
        key. There is no public hook; without this one the end of a stream would promote the SDK's own bookmark.
        """

    def get_records(self, context: Context | None) -> Iterator[Record]:
        """Read one company, and keep a failure from the other streams and companies.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        run = self._get_run()
        company = Company(**context) if context else None
        outcome = run.outcomes.begin(self.name, company)
        outcome.failed = run.outcomes.refusal(company)
        if outcome.failed is not None:
            return
        try:
            yield from islice(
                self._read(TableReader(run, self._table, company, outcome), context), self.ABORT_AT_RECORD_COUNT
            )
        except RunError:
            raise
        except UnavailableError as error:
            if run.settings.on_unavailable == "fail":
                outcome.failed = str(error)
            else:
                outcome.skipped = str(error)
        except CompanyError as error:
            run.outcomes.refuse(company, str(error))
            outcome.failed = str(error)
        except GaveUpError as error:
            outcome.failed, outcome.gave_up = str(error), True
            run.outcomes.raise_if_sage_is_down()
        except StreamError as error:
            outcome.failed = str(error)
        except Exception as error:
            # Whatever is wrong with one table, the others must still be read: the run ends with exit code 1.
            self.logger.exception("%s: an error that should not be", outcome.where)
            outcome.failed = f"{type(error).__name__}: {error}"

    def _read(self, reader: TableReader, context: Context | None) -> Iterator[Record]:
        state = self.get_context_state(context)
        if self._is_incremental and self.replication_method == "INCREMENTAL":
            return reader.changes(state, save=self._write_state_message)
        return reader.everything(state)

    @cached_property
    def _table(self) -> Table:
        properties = self.schema["properties"]
        seekable = len(self.key) == 1 and "integer" in properties[self.key[0]]["type"]
        changes = (*self.stamps, self.created) if self.stamps and self.created else self.stamps
        own = [name for name in properties if name not in COMPANY_KEY] if self.of_company else properties
        page_size = self._get_run().settings.page_size
        limit = self.ABORT_AT_RECORD_COUNT
        return Table(
            path=self.path or f"/{self.name}",
            key=self.key,
            seek_key=self.key[0] if seekable else None,
            in_one_piece=self.singleton or not self.of_company,
            append_only=self.append_only,
            changes=changes,
            replication_key=self.replication_key,
            maker=RecordMaker(
                fields=own,
                key={part: 0 if "integer" in properties[part]["type"] else "" for part in self.key},
                stamps=changes,
            ),
            top=page_size if limit is None else min(page_size, limit),
        )
