"""What a step of a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tap_sage200.config.companies import Company

Verdict = Literal["ok", "note", "lacking", "wrong"]
"""`note`: somebody should know of it. `lacking`: Sage does not have it for this user, and a run does without."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check."""

    step: str
    """What was tested: settings, network, token, sites, company, table or modules."""
    verdict: Verdict
    says: str
    """What was found, with what to do about it where it is wrong."""
    table: str | None = None
    company: Company | None = None
    seconds: float | None = None

    @property
    def is_wrong(self) -> bool:
        """Tell whether somebody must do something before a run can work."""
        return self.verdict == "wrong"

    def as_json(self) -> dict[str, Any]:
        """Return what a machine reads."""
        return {
            "step": self.step,
            "table": self.table,
            **(self.company.context() if self.company else {"site_id": None, "company_id": None}),
            "verdict": self.verdict,
            "says": self.says,
            "seconds": None if self.seconds is None else round(self.seconds, 3),
        }
