"""The layouts of the balance sheet and of the profit and loss account, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

_NO_CATEGORY: tuple[str, ...] = ()
_LAYOUTS = (
    (
        "BalanceSheet",
        "Balance Sheet",
        (
            ("Assets", "Heading", _NO_CATEGORY),
            ("Fixed Assets", "Detail", ("01",)),
            ("Current Assets", "Detail", ("02", "03", "04")),
            ("Total Assets", "Total", _NO_CATEGORY),
            ("Liabilities", "Heading", _NO_CATEGORY),
            ("Current Liabilities", "Detail", ("05", "06")),
            ("Capital & Reserves", "Detail", ("07",)),
            ("Total Liabilities", "Total", _NO_CATEGORY),
        ),
    ),
    (
        "ProfitAndLoss",
        "Profit and Loss",
        (
            ("Turnover", "Detail", ("10", "11")),
            ("Cost of Sales", "Detail", ("20",)),
            ("Gross Profit", "Total", _NO_CATEGORY),
            ("Overheads", "Heading", _NO_CATEGORY),
            ("Wages & Salaries", "Detail", ("30",)),
            ("Premises", "Detail", ("31",)),
            ("Administration & Finance", "Detail", ("32", "33")),
            ("Net Profit", "Total", _NO_CATEGORY),
        ),
    ),
)
_CREDIT_REPORTS = ("ProfitAndLoss",)


def financial_report_layout_views(office: Office, *, categories: list[Row]) -> list[Row]:
    """One row for each category of a report row.

    Headings and totals have no category: the last part of their key is null, as a join without a partner
    leaves it (inferred). The names of the line types are inferred too.
    """
    category = by(categories, "code")
    rows = []
    for report, name, lines in _LAYOUTS:
        layout: dict[str, Value] = {
            "financial_report_layout_id": office.next_id(),
            "financial_report_layout_account_report_type": report,
            "financial_report_layout_name": name,
            "financial_report_row_layout_position_type": "Left",
            "financial_report_row_layout_debit_or_credit_type": "Credit" if report in _CREDIT_REPORTS else "Debit",
        }
        for position, (title, line_type, codes) in enumerate(lines, start=1):
            line = layout | {
                "financial_report_row_id": office.next_id(),
                "financial_report_row_line_type": line_type,
                "financial_report_row_report_row": position * 10,
                "financial_report_row_title": title,
                "financial_report_row_subtotal_group": 1,
            }
            rows += [
                blank("financial_report_layout_views", **line | part)
                for part in _parts([category[code] for code in codes])
            ]
    return rows


def _parts(categories: Sequence[Row]) -> list[Row]:
    """The category columns of a report row, all null when it has none."""
    prefix = "nominal_account_report_category"
    if not categories:
        return [{f"{prefix}_id": None, f"{prefix}_code": None, f"{prefix}_description": None}]
    return [
        {
            f"{prefix}_id": one["id"],
            f"{prefix}_code": one["code"],
            f"{prefix}_description": one["description"],
        }
        for one in categories
    ]
