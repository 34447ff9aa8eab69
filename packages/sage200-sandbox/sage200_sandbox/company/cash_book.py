"""The cash book: bank accounts and their transactions.

Receipts are positive and payments negative (inferred). The first transaction of a bank is its opening balance. The
balance of a bank is therefore the sum of its transactions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.nominal import (
    BANK_CHARGES,
    BANKS,
    CREDITORS,
    DEBTORS,
    EXCHANGE_DIFFERENCES,
    PURCHASE_TAX,
    RESERVES,
    SALES_TAX,
    TAX_LIABILITY,
    Account,
    Posting,
)
from sage200_sandbox.company.office import USER, YEAR_START, last_working_day, midnight, months, working_day
from sage200_sandbox.company.reading import by, in_base, pence, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sage200_sandbox.company.ledger import Counters, Entry
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row

STATEMENT = datetime(2026, 2, 27, tzinfo=UTC)
OPENING, RECEIPT, PAYMENT, TRANSFER = "OpeningBalance", "Receipt", "Payment", "Transfer"

_OPENING = {"CURRENT": Decimal("18400.00"), "DEPOSIT": Decimal("10000.00"), "FOREIGN": Decimal("6500.00")}
_TO_DEPOSIT = Decimal("250.00")
_SALARIES = (("ADM", Decimal("850.00")), ("WHS", Decimal("1100.00")), ("SAL", Decimal("1240.00")))
BANK_CHARGE, _CHARGED = "Bank charges", Decimal("18.50")


@dataclass(frozen=True, slots=True)
class Transaction:
    """A receipt (positive) or payment, in the bank's currency and in base currency, with its contra account."""

    bank: str
    kind: str
    text: str
    reference: str
    value: Decimal
    base_value: Decimal
    contra: Account
    moment: datetime
    source: str = "LedgerCashBook"

    @property
    def postings(self) -> tuple[Posting, Posting]:
        """Its postings to the nominal ledger."""
        day = midnight(self.moment)
        return Posting(BANKS[self.bank], day, self.base_value), Posting(self.contra, day, -self.base_value)


def of_ledger(payment: Entry, *, sales: bool) -> Transaction:
    """The bank transaction of a receipt from a customer or a payment to a supplier."""
    sign = -1 if sales else 1
    return Transaction(
        bank="CURRENT" if payment.rate == 1 else "FOREIGN",
        kind=RECEIPT if sales else PAYMENT,
        text=str(payment.trader["name"]),
        reference=payment.voucher.reference,
        value=sign * payment.gross,
        base_value=sign * payment.base_gross,
        contra=DEBTORS if sales else CREDITORS,
        moment=payment.posted,
        source=payment.voucher.source,
    )


def own(office: Office, *, foreign_rate: Decimal) -> list[Transaction]:
    """The company's own transactions: opening balances, salaries, bank charges, transfers to the deposit account."""
    size = office.scale * office.home.size
    opened = office.moment(working_day(YEAR_START - timedelta(days=1)), hour=8)
    transactions = []
    for bank, small_firm in _OPENING.items():
        value = pence(small_firm * size)
        base_value = in_base(value, _rate(bank, foreign_rate))
        transactions.append(Transaction(bank, OPENING, "Opening balance", "", value, base_value, RESERVES, opened))
    for month in months(YEAR_START, 12):
        paid = office.moment(last_working_day(month), hour=12)
        for centre, salary in _SALARIES:
            transactions.append(_spent(f"Salaries {centre}", pence(salary * size), Account("6000", centre), paid))
        transactions.append(_spent(BANK_CHARGE, _CHARGED, BANK_CHARGES, paid))
        transactions.append(replace(_spent("To deposit", _TO_DEPOSIT, BANKS["DEPOSIT"], paid), kind=TRANSFER))
    return transactions


def _rate(bank: str, foreign_rate: Decimal) -> Decimal:
    return foreign_rate if bank == "FOREIGN" else Decimal("1.000000")


def _spent(text: str, value: Decimal, account: Account, moment: datetime) -> Transaction:
    return Transaction("CURRENT", PAYMENT, text, "BACS", -value, -value, account, moment)


def quarterly_tax(office: Office, postings: Sequence[Posting]) -> tuple[list[Posting], list[Transaction]]:
    """VAT of each full quarter. The tax accounts are cleared at its end, and the VAT is paid five weeks later."""
    cleared: list[Posting] = []
    paid: list[Transaction] = []
    firsts = months(YEAR_START, 10)[::3]
    for start, end in pairwise(firsts):
        last = end - timedelta(days=1)
        taxes = {
            account: total(one.value for one in postings if one.account == account and start <= one.day < end)
            for account in (SALES_TAX, PURCHASE_TAX)
        }
        owed = total(taxes.values())
        cleared += [Posting(account, last, -value) for account, value in taxes.items()]
        cleared.append(Posting(TAX_LIABILITY, last, owed))
        moment = office.moment(working_day(last + timedelta(days=37)), hour=10)
        paid.append(Transaction("CURRENT", PAYMENT, "VAT", f"VAT {last:%m/%y}", owed, owed, TAX_LIABILITY, moment))
    return cleared, paid


def both_sides(transactions: Iterable[Transaction]) -> list[Transaction]:
    """The transactions in order of time, with both sides of each transfer."""
    banks = {account: bank for bank, account in BANKS.items()}
    sides = [
        replace(one, bank=banks[one.contra], value=-one.value, base_value=-one.base_value, contra=BANKS[one.bank])
        for one in transactions
        if one.kind == TRANSFER
    ]
    return sorted([*transactions, *sides], key=lambda one: one.moment)


def banks(office: Office, transactions: Sequence[Transaction], *, base: Row, foreign: Row) -> list[Row]:
    """The bank accounts, with their balances and the statement balances of the end of February."""
    return [_bank(office, code, transactions, foreign if code == "FOREIGN" else base) for code in BANKS]


def _bank(office: Office, code: str, transactions: Sequence[Transaction], currency: Row) -> Row:
    mine = [one for one in transactions if one.bank == code]
    number = list(BANKS).index(code) + 1
    return blank(
        "banks",
        **office.master("banks") | {"date_time_updated": max(one.moment for one in mine)},
        code=code,
        description=f"{code.capitalize()} account",
        sort_code="00-00-00",
        account_no=f"0000000{number}",
        bank_name="Demonstration Bank",
        account_type="BankAccountTypeDeposit" if code == "DEPOSIT" else "BankAccountTypeCurrent",
        account_status_type="AccountStatusActive",
        balance=total(one.value for one in mine),
        balance_in_base=total(one.base_value for one in mine),
        overdraft_limit=20000 if code == "CURRENT" else 0,
        account_name=office.name,
        statement_balance=total(one.value for one in mine if one.moment < STATEMENT),
        statement_date=STATEMENT,
        account_currency_id=currency["id"],
        bank_account_nominal_reference=BANKS[code].reference,
        bank_charges_nominal_reference=BANK_CHARGES.reference,
        bank_charges_nominal_cost_centre=BANK_CHARGES.cost_centre,
        exchange_diff_nominal_reference=EXCHANGE_DIFFERENCES.reference,
    )


def bank_posted_transactions(
    counters: Counters, transactions: Iterable[Transaction], *, banks: list[Row], foreign_rate: Decimal
) -> list[Row]:
    """All bank transactions. The statement date is null for transactions that are on no statement yet."""
    bank_of = by(banks, "code")
    return [
        blank(
            "bank_posted_transactions",
            id=counters.next_id(),
            bank_id=bank_of[one.bank]["id"],
            bank_transaction_type=f"BankTransactionType{one.kind}",
            entry_description=one.text,
            reference=one.reference,
            transaction_date=midnight(one.moment),
            posted_date=midnight(one.moment),
            cheque_value=one.value,
            cheque_to_account_currency_rate=1,
            bank_cheque_to_base_currency_rate=_rate(one.bank, foreign_rate),
            cheque_currency_id=bank_of[one.bank]["account_currency_id"],
            last_statement_date=last_working_day(midnight(one.moment)) if one.moment < STATEMENT else None,
            statement_page_number=one.moment.month if one.moment < STATEMENT else 0,
            source=one.source,
            urn=counters.next_urn(),
            user_name=USER,
            date_time_created=one.moment,
            date_time_updated=one.moment,
        )
        for one in transactions
    ]
