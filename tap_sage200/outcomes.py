"""How a run went, table by table: what its summary says, and whether it failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_sage200.errors import CompanyError, RunError, RunFailedError

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable

    from tap_sage200.companies import Company


TABLES_OF_PATIENCE = 3
"""After so many tables in a row that Sage would not give, the others are not tried."""


@dataclass(slots=True)
class Outcome:
    """How one table of one company went."""

    stream: str
    company: Company | None
    rows: int = 0
    skipped: str | None = None
    """Why the table was left out."""
    failed: str | None = None
    """Why the table could not be read to its end."""
    gave_up: bool = False
    """Whether it failed because Sage kept failing in ways that may pass."""
    remarks: list[str] = field(default_factory=list)
    """What somebody should look at although nothing failed."""

    @property
    def where(self) -> str:
        """Name the table and the company."""
        return self.stream if self.company is None else f"{self.stream}, {self.company}"


class Outcomes:
    """Collects the outcomes of a run."""

    def __init__(self) -> None:
        """Begin with none."""
        self._outcomes: list[Outcome] = []
        self._settled: list[Outcome] = []
        self._refused: dict[Company | None, str] = {}

    def begin(self, stream: str, company: Company | None) -> Outcome:
        """Note that a table of a company is being read."""
        self._outcomes.append(outcome := Outcome(stream, company))
        return outcome

    def refuse(self, company: Company | None, why: str) -> None:
        """Note that Sage refuses a company, so that its other tables need not be tried."""
        self._refused[company] = why

    def raise_if_refused(self, company: Company | None) -> None:
        """Spare the tables of a company that Sage refuses.

        Raises:
            CompanyError: Sage refuses it.
        """
        if company in self._refused:
            raise CompanyError(self._refused[company])

    def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Note that no more becomes of tables, and end a run in which table after table only costs patience.

        Raises:
            RunError: Sage gave nothing for the last `TABLES_OF_PATIENCE` tables.
        """
        self._settled.extend(outcomes)
        last = self._settled[-TABLES_OF_PATIENCE:]
        if len(last) == TABLES_OF_PATIENCE and all(outcome.gave_up for outcome in last):
            msg = f"{last[-1].where}: {last[-1].failed} So went the {len(last) - 1} tables before it: giving up."
            raise RunError(msg)

    def summarise(self, logger: logging.Logger) -> None:
        """Log a line for each table, what needs attention last."""
        for outcome in self._outcomes:
            if outcome.failed is None and outcome.skipped is None:
                logger.info("%s: %d rows", outcome.where, outcome.rows)
        for outcome in self._outcomes:
            for remark in outcome.remarks:
                logger.warning("%s: %s", outcome.where, remark)
            if outcome.skipped is not None:
                logger.warning("%s: skipped, as %s", outcome.where, outcome.skipped)
            if outcome.failed is not None:
                logger.error("%s: failed after %d rows: %s", outcome.where, outcome.rows, outcome.failed)

    def raise_if_failed(self) -> None:
        """End a run that did not read everything.

        Raises:
            RunFailedError: At least one table failed, and the message names each with its reason; or a company has
                none of the tables at all.
        """
        failed = [outcome for outcome in self._outcomes if outcome.failed is not None]
        if failed:
            reasons = "; ".join(f"{outcome.where}: {outcome.failed}" for outcome in failed)
            msg = f"{len(failed)} of {len(self._outcomes)} tables failed. {reasons}"
            raise RunFailedError(msg)
        for company in dict.fromkeys(outcome.company for outcome in self._outcomes):
            self._raise_if_nothing_was_there(company)

    def _raise_if_nothing_was_there(self, company: Company | None) -> None:
        skipped = [outcome.skipped for outcome in self._outcomes if outcome.company == company]
        if len(skipped) > 1 and all(why is not None for why in skipped):
            msg = (
                f"None of the {len(skipped)} tables of {company or 'Sage'} is there; the first was skipped, "
                f"as {skipped[0]}. Check edition and api_url, and the role of the user who signed in."
            )
            raise RunFailedError(msg)
