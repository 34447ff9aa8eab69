"""The finding of one step of `sage200 check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tap_sage200.config.companies import Company

Verdict = Literal["ok", "note", "lacking", "wrong"]
"""`note`: needs attention. `lacking`: Sage does not have it for this user, and a run skips it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the output."""

    step: str
    """The step: settings, network, token, sites, company, table or modules."""
    verdict: Verdict
    says: str
    """The result. If something is wrong, it also says what to do."""
    table: str | None = None
    company: Company | None = None
    seconds: float | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether a run cannot work before somebody corrects this."""
        return self.verdict == "wrong"

    def as_json(self) -> dict[str, Any]:
        """Return the finding for the JSON document."""
        return {
            "step": self.step,
            "table": self.table,
            **(self.company.context() if self.company else {"site_id": None, "company_id": None}),
            "verdict": self.verdict,
            "says": self.says,
            "seconds": None if self.seconds is None else round(self.seconds, 3),
        }
