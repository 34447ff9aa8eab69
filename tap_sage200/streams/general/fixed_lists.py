"""The fixed lists of the company, and those that sales and purchase orders share.

The purpose of each list is inferred from its name and from the columns that hold its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import (
    CONFIRMATION_INTENT_TYPES,
    LEDGER_TYPES,
    ORDER_RETURN_LINE_TYPES,
    TIME_UNIT_TYPES,
)


class AccountingPeriodValidationTypes(FixedList):
    """How strictly posting dates are checked against the open accounting periods (inferred)."""

    name = "accounting_period_validation_types"
    introduced = "2020-09-16"


class ConfirmationIntentTypes(FixedList):
    """How a line without a stocked product is confirmed, such as on despatch or on invoicing (inferred)."""

    name = "confirmation_intent_types"
    known_values = CONFIRMATION_INTENT_TYPES


class IntrastatDateTypes(FixedList):
    """Document date that determines the Intrastat month (inferred)."""

    name = "intrastat_date_types"
    introduced = "2024-02-05"


class IntrastatTermsOfDeliveryTypes(FixedList):
    """Terms of delivery for Intrastat: who pays for carriage and bears the risk, and up to which point."""

    name = "intrastat_terms_of_delivery_types"
    introduced = "2024-02-05"


class LedgerTypes(FixedList):
    """Module of Sage 200 in which an entry originates."""

    name = "ledger_types"
    known_values = LEDGER_TYPES


class OrderReturnLineTypes(FixedList):
    """Type of an order or return line: product, free text, charge or comment (inferred)."""

    name = "order_return_line_types"
    known_values = ORDER_RETURN_LINE_TYPES


class TimeUnitTypes(FixedList):
    """Unit of lead times and shelf lives: days, weeks, months and others."""

    name = "time_unit_types"
    introduced = "2020-09-16"
    known_values = TIME_UNIT_TYPES


class TransactionDateValidationClassifications(FixedList):
    """Result of a date check: normal, acceptable with a warning, or refused (inferred)."""

    name = "transaction_date_validation_classifications"
    introduced = "2020-09-16"


class TransactionDateValidationTypes(FixedList):
    """Type of a transaction date check: days around today, or periods (inferred)."""

    name = "transaction_date_validation_types"
    introduced = "2020-09-16"


class UpdateModes(FixedList):
    """When postings reach the nominal ledger: immediately, or only when the nominal ledger is updated (inferred)."""

    name = "update_modes"
    introduced = "2020-09-16"
