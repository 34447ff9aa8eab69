"""The fixed lists of the purchase ledger.

The purpose of each list is inferred from its name and from the columns that hold its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList


class AuthorisationTypes(FixedList):
    """What can happen to an invoice that waits for authorisation."""

    name = "authorisation_types"
    introduced = "2020-09-16"


class PaymentTypes(FixedList):
    """How suppliers are paid: by cheque, bank transfer and others."""

    name = "payment_types"
    introduced = "2020-09-16"


class SagePaymentsSupplierStatusTypes(FixedList):
    """Status of a supplier in Sage's payment service."""

    name = "sage_payments_supplier_status_types"
    introduced = "2020-09-16"
