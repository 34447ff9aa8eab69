"""The fixed lists of the company itself, and those that sales and purchase orders share.

What each is for is inferred from its name and from the columns with its values.
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
    """How strictly the date of a posting is held to the open accounting periods (inferred)."""

    name = "accounting_period_validation_types"
    introduced = "2020-09-16"


class ConfirmationIntentTypes(FixedList):
    """How a line without stock is confirmed, such as on despatch or on invoicing (inferred)."""

    name = "confirmation_intent_types"
    known_values = CONFIRMATION_INTENT_TYPES


class IntrastatDateTypes(FixedList):
    """Which date of a document decides the month that Intrastat reports it in (inferred)."""

    name = "intrastat_date_types"
    introduced = "2024-02-05"


class IntrastatTermsOfDeliveryTypes(FixedList):
    """The terms of delivery that Intrastat asks for: who bears carriage and risk how far."""

    name = "intrastat_terms_of_delivery_types"
    introduced = "2024-02-05"


class LedgerTypes(FixedList):
    """The modules of Sage 200, as the place that an entry came from."""

    name = "ledger_types"
    known_values = LEDGER_TYPES


class OrderReturnLineTypes(FixedList):
    """What a line of an order or of a return can be: product, free text, charge or comment (inferred)."""

    name = "order_return_line_types"
    known_values = ORDER_RETURN_LINE_TYPES


class TimeUnitTypes(FixedList):
    """What lead times and shelf lives are counted in: days, weeks, months and the like."""

    name = "time_unit_types"
    introduced = "2020-09-16"
    known_values = TIME_UNIT_TYPES


class TransactionDateValidationClassifications(FixedList):
    """How a date is judged: normal, acceptable with a warning, or refused (inferred)."""

    name = "transaction_date_validation_classifications"
    introduced = "2020-09-16"


class TransactionDateValidationTypes(FixedList):
    """What the date of a transaction is checked against: days around today, or periods (inferred)."""

    name = "transaction_date_validation_types"
    introduced = "2020-09-16"


class UpdateModes(FixedList):
    """Whether postings reach the nominal ledger at once or wait for an update (inferred)."""

    name = "update_modes"
    introduced = "2020-09-16"
