"""The fixed lists of the cash book: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList


class BankAccountTypes(FixedList):
    """What kind of account a bank account is."""

    name = "bank_account_types"


class BankEntryTypes(FixedList):
    """What an entry of a bank account is: a payment, a receipt, a transfer and the like."""

    name = "bank_entry_types"


class ElectronicBankFunctionTypes(FixedList):
    """What a bank account may do by electronic banking, such as payments or reconciliation."""

    name = "electronic_bank_function_types"
    introduced = "2021-07-26"
