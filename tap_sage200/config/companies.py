"""Sites and companies: which there are, and which of them a run reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tap_sage200.records.body import SageRow

NO_COMPANY = (
    "Sage lists no company for this user. Either the user has access to none, or the connection of an on-premises "
    "server is down: check the Sage 200 API service on that server."
)


@dataclass(frozen=True, slots=True)
class Company:
    """A company, as Sage's headers and the keys of all records name it."""

    site_id: str
    company_id: int

    def __str__(self) -> str:
        """Name it for a log line."""
        return f"company {self.company_id} of site {self.site_id}"

    def context(self) -> dict[str, Any]:
        """Return the Singer partition of this company."""
        return {"site_id": self.site_id, "company_id": self.company_id}


def choose(chosen: Sequence[Company], *, everything: bool, sites: Callable[[], list[SageRow]]) -> tuple[Company, ...]:
    """Decide which companies a run reads.

    Args:
        chosen: The companies of the settings; they are taken as they are, without a request.
        everything: Whether to read all that Sage lists.
        sites: Asks Sage for `/sites`: one row for each company that the user may see (documented).

    Returns:
        The companies, in the order of the settings or of Sage.

    Raises:
        ConfigurationError: There is none, or there are several and the settings name none.
    """
    if chosen:
        return tuple(chosen)
    rows = sites()
    if not rows:
        raise ConfigurationError(NO_COMPANY)
    if len(rows) > 1 and not everything:
        listed = "; ".join(
            f"site_id {row.get('site_id')} with company_id {row.get('company_id')} ({row.get('company_name')})"
            for row in rows
        )
        msg = f"This user sees several companies. Set site_id and company_id, companies, or all_companies: {listed}"
        raise ConfigurationError(msg)
    return tuple(Company(str(row["site_id"]), int(row["company_id"])) for row in rows)
