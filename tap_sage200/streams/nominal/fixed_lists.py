"""The fixed lists of the nominal ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList


class ControlNominalCodeTypes(FixedList):
    """What a control account gathers: debtors, creditors, VAT, stock and the like."""

    name = "control_nominal_code_types"
    introduced = "2020-09-16"


class NominalAccountEntryLocationTypes(FixedList):
    """Where an entry is kept: among the current ones, the deferred, the archived."""

    name = "nominal_account_entry_location_types"
    introduced = "2020-09-16"


class NominalAccountTypes(FixedList):
    """Whether an account takes postings, or only gathers other accounts."""

    name = "nominal_account_types"


class NominalBudgetTypes(FixedList):
    """How the budget of an account is spread over its periods."""

    name = "nominal_budget_types"
    introduced = "2021-03-15"


class NominalReportCategoryTypes(FixedList):
    """What a report category gathers: assets, liabilities, income, expenses and the like."""

    name = "nominal_report_category_types"


class NominalReportingTypes(FixedList):
    """Which report an account belongs to: profit and loss account or balance sheet."""

    name = "nominal_reporting_types"
    introduced = "2020-09-16"
