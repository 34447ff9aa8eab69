"""The fixed lists of the cash book.

The purpose of each list is inferred from its name and from the columns that hold its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList


class BankAccountTypes(FixedList):
    """Type of a bank account."""

    name = "bank_account_types"


class BankEntryTypes(FixedList):
    """Type of a bank transaction: payment, receipt, transfer and others."""

    name = "bank_entry_types"


class ElectronicBankFunctionTypes(FixedList):
    """Electronic banking functions of a bank account, such as payments or reconciliation."""

    name = "electronic_bank_function_types"
    introduced = "2021-07-26"
