"""The company itself: fixed lists of modules, units of time and the checks on dates."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class AccountingPeriodValidationTypes(ResourceStream):
    """How strictly the date of a posting is held to the open accounting periods (inferred)."""

    name = "accounting_period_validation_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class LedgerTypes(ResourceStream):
    """The modules of Sage 200, as the place that an entry came from."""

    name = "ledger_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TimeUnitTypes(ResourceStream):
    """What lead times and shelf lives are counted in: days, weeks, months and the like."""

    name = "time_unit_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TransactionDateValidationClassifications(ResourceStream):
    """How a date is judged: normal, acceptable with a warning, or refused (inferred)."""

    name = "transaction_date_validation_classifications"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TransactionDateValidationTypes(ResourceStream):
    """What the date of a transaction is checked against: days around today, or periods (inferred)."""

    name = "transaction_date_validation_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class UpdateModes(ResourceStream):
    """Whether postings reach the nominal ledger at once or wait for an update (inferred)."""

    name = "update_modes"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    AccountingPeriodValidationTypes,
    LedgerTypes,
    TimeUnitTypes,
    TransactionDateValidationClassifications,
    TransactionDateValidationTypes,
    UpdateModes,
)
