"""Companies: how Sage identifies them, and which of them a run reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError
from tap_sage200.records.conversion import mended

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from tap_sage200.records.body import SageRow

FEW = 5
"""How many companies a message names."""
NUMBER = re.compile(r"\d{1,9}", re.ASCII)


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


@dataclass(frozen=True, slots=True)
class Sites:
    """The companies in the list of sites."""

    rows: Mapping[Company, SageRow]
    """Each company with its row, in the order of Sage."""
    left_out: Sequence[str]
    """Why rows of the list were left out, one text for each."""

    @classmethod
    def of(cls, rows: Sequence[object]) -> Self:
        """Read the rows of `/sites`: one for each company that the user may see (documented).

        A row without a company is left out. So is a company that is listed again.
        """
        found: dict[Company, SageRow] = {}
        left_out = []
        for number, given in enumerate(rows, 1):
            row = _mended(given) if isinstance(given, dict) else {}
            company = _company_in(row)
            if company is None:
                left_out.append(problems.settings.SITE_WITHOUT_COMPANY.text(number=number))
            elif company in found:
                left_out.append(problems.settings.COMPANY_LISTED_AGAIN.text(number=number, company=company))
            else:
                found[company] = row
        return cls(found, left_out)

    def name_of(self, company: Company) -> str | None:
        """Return the name of a company; None if it is not in the list."""
        row = self.rows.get(company)
        return None if row is None else str(row.get("company_name") or "")

    def choose(self, *, all_companies: bool) -> tuple[Company, ...]:
        """Choose the companies of a run if the settings name none.

        Args:
            all_companies: Whether to read all of them.

        Returns:
            The companies, in the order of Sage.

        Raises:
            ConfigurationError: There is no company, or there are several and `all_companies` is false.
        """
        if not self.rows:
            raise ConfigurationError(problems.settings.NO_COMPANY)
        if len(self.rows) > 1 and not all_companies:
            listed = [
                f"site_id {company.site_id} with company_id {company.company_id} ({self.name_of(company)})"
                for company in self.rows
            ]
            raise ConfigurationError(problems.settings.SEVERAL_COMPANIES, companies=first_few(listed))
        return tuple(self.rows)


def first_few(listed: Sequence[str]) -> str:
    """Return the first companies of a list for a message, and how many more there are."""
    more = len(listed) - FEW
    rest = [f"and {more} more, which `sage200 companies` lists"] if more > 0 else []
    return "; ".join([*listed[:FEW], *rest])


def _mended(row: SageRow) -> SageRow:
    return {name: mended(value) if isinstance(value, str) else value for name, value in row.items()}


def _company_in(row: SageRow) -> Company | None:
    """Return the company of a row. An absent number is 0, and an absent text is empty (seen)."""
    site_id, company_id = row.get("site_id"), row.get("company_id")
    if not isinstance(site_id, str) or not site_id.strip():
        return None
    if isinstance(company_id, str) and NUMBER.fullmatch(company_id):
        company_id = int(company_id)
    if not isinstance(company_id, int) or isinstance(company_id, bool) or company_id < 0:
        return None
    return Company(site_id.strip(), company_id) if company_id or row.get("company_name") else None
