"""Companies: how Sage identifies them, and which of them a run reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.records.body import SageRow


def one_spelling(site_id: str) -> str:
    """Return a site ID as all keys spell it: small letters, with hyphens, without braces.

    A site ID is a GUID (documented), and the spellings of a GUID are equal. A text that is no GUID stays as it is.
    """
    text = site_id.strip()
    try:
        return str(UUID(text))
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class Company:
    """A company, as in the headers of requests and in the keys of all records."""

    site_id: str
    company_id: int

    def __post_init__(self) -> None:
        """Spell the site in one way, wherever its ID comes from: each other spelling would make another set of keys."""
        object.__setattr__(self, "site_id", one_spelling(self.site_id))

    def __str__(self) -> str:
        """Return a name for log lines."""
        return f"company {self.company_id} of site {self.site_id}"

    def context(self) -> dict[str, Any]:
        """Return the Singer partition of this company."""
        return {"site_id": self.site_id, "company_id": self.company_id}


def choose(rows: Sequence[SageRow], *, all_companies: bool) -> tuple[Company, ...]:
    """Choose the companies of a run if the settings name none.

    Args:
        rows: The rows of `/sites`: one for each company that the user may see (documented).
        all_companies: Whether to read all of them.

    Returns:
        The companies, in the order of Sage.

    Raises:
        ConfigurationError: There is no company, or there are several and `all_companies` is false.
    """
    if not rows:
        raise ConfigurationError(problems.settings.NO_COMPANY)
    if len(rows) > 1 and not all_companies:
        listed = "; ".join(
            f"site_id {row.get('site_id')} with company_id {row.get('company_id')} ({row.get('company_name')})"
            for row in rows
        )
        raise ConfigurationError(problems.settings.SEVERAL_COMPANIES, companies=listed)
    return tuple(dict.fromkeys(Company(str(row["site_id"]), int(row["company_id"])) for row in rows))
