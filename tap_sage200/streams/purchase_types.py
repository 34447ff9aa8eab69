"""The fixed lists of the purchase ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class AuthorisationTypes(ResourceStream):
    """What may happen to an invoice that waits for authorisation."""

    name = "authorisation_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class PaymentTypes(ResourceStream):
    """How suppliers are paid: by cheque, by bank transfer and the like."""

    name = "payment_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class SagePaymentsSupplierStatusTypes(ResourceStream):
    """How far a supplier is known to Sage's payment service."""

    name = "sage_payments_supplier_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    AuthorisationTypes,
    PaymentTypes,
    SagePaymentsSupplierStatusTypes,
)
