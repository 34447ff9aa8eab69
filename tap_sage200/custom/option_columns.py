"""The column of a view for each query option that Sage documents: it holds the value that a row was requested with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.streams.columns import identifier, text

if TYPE_CHECKING:
    from tap_sage200.streams.columns import Column

OPTION_COLUMNS: dict[str, Column] = {
    "$ageingdatetype": text("ageing_date_type", "Date from which the ages were calculated.", key=True),
    "$periodnumber": identifier("period_number", "Period that was requested; 0 is the current one (documented)."),
}
"""The column by the name of the option."""
