"""The fixed lists of the nominal ledger.

The purpose of each list is inferred from its name and from the columns that hold its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList


class ControlNominalCodeTypes(FixedList):
    """Type of a control account: debtors, creditors, VAT, stock and others."""

    name = "control_nominal_code_types"
    introduced = "2020-09-16"


class NominalAccountEntryLocationTypes(FixedList):
    """Where a nominal entry is kept: current, deferred or archived."""

    name = "nominal_account_entry_location_types"
    introduced = "2020-09-16"


class NominalAccountTypes(FixedList):
    """Whether a nominal account accepts postings or only groups other accounts."""

    name = "nominal_account_types"


class NominalBudgetTypes(FixedList):
    """How the budget of an account is distributed over its periods."""

    name = "nominal_budget_types"
    introduced = "2021-03-15"


class NominalReportCategoryTypes(FixedList):
    """Type of a report category: assets, liabilities, income, expenses and others."""

    name = "nominal_report_category_types"


class NominalReportingTypes(FixedList):
    """Report that shows a nominal account: profit and loss account or balance sheet."""

    name = "nominal_reporting_types"
    introduced = "2020-09-16"
