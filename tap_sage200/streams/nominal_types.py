"""The fixed lists of the nominal ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class ControlNominalCodeTypes(ResourceStream):
    """What a control account gathers: debtors, creditors, VAT, stock and the like."""

    name = "control_nominal_code_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class NominalAccountEntryLocationTypes(ResourceStream):
    """Where an entry is kept: among the current ones, the deferred, the archived."""

    name = "nominal_account_entry_location_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class NominalAccountTypes(ResourceStream):
    """Whether an account takes postings, or only gathers other accounts."""

    name = "nominal_account_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class NominalBudgetTypes(ResourceStream):
    """How the budget of an account is spread over its periods."""

    name = "nominal_budget_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class NominalReportCategoryTypes(ResourceStream):
    """What a report category gathers: assets, liabilities, income, expenses and the like."""

    name = "nominal_report_category_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class NominalReportingTypes(ResourceStream):
    """Which report an account belongs to: profit and loss account or balance sheet."""

    name = "nominal_reporting_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    ControlNominalCodeTypes,
    NominalAccountEntryLocationTypes,
    NominalAccountTypes,
    NominalBudgetTypes,
    NominalReportCategoryTypes,
    NominalReportingTypes,
)
