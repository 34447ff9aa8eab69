"""The fixed lists of the purchase ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList


class AuthorisationTypes(FixedList):
    """What may happen to an invoice that waits for authorisation."""

    name = "authorisation_types"
    introduced = "2020-09-16"


class PaymentTypes(FixedList):
    """How suppliers are paid: by cheque, by bank transfer and the like."""

    name = "payment_types"
    introduced = "2020-09-16"


class SagePaymentsSupplierStatusTypes(FixedList):
    """How far a supplier is known to Sage's payment service."""

    name = "sage_payments_supplier_status_types"
    introduced = "2020-09-16"
