"""The sales ledger: entries for invoices, credit notes, opening balances and receipts on account."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.ledger import (
    CREDIT_NOTE,
    INVOICE,
    MONEY,
    OPENING_INVOICE,
    SALES_LEDGER,
    Allocation,
    Allocations,
    Entry,
    Voucher,
    enter,
)
from sage200_sandbox.company.nominal import DEBTORS, RESERVES, SALES_TAX, Posting
from sage200_sandbox.company.office import YEAR_END, YEAR_START, working_day
from sage200_sandbox.company.orders import COMMENT
from sage200_sandbox.company.reading import in_base, pence, total, typed
from sage200_sandbox.company.sales_order_rows import account_of_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.company.invoices import Invoice
    from sage200_sandbox.company.ledger import Counters
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

    Rates = dict[Value, Decimal]

SOP = "LedgerSOP"
_OWING_EVERY = 3
_HUNDRED = 100


def entry(counters: Counters, invoice: Invoice) -> Entry:
    """The entry of an invoice or credit note."""
    order = invoice.order
    voucher = Voucher(
        INVOICE if invoice.sign > 0 else CREDIT_NOTE,
        SOP,
        reference=invoice.document_no,
        goods=invoice.sign * total(line.worth.net for line in invoice.lines),
        tax=invoice.sign * total(line.worth.tax for line in invoice.lines),
        second_reference=order.document_no,
    )
    return enter(counters, order.trader, voucher, rate=order.rate, posted=invoice.moment)


def opening(office: Office, customers: Sequence[Row], rates: Rates) -> list[Entry]:
    """The opening balance of every third customer. `rates` is by currency."""
    entries = []
    for index, customer in enumerate(customers[::_OWING_EVERY]):
        voucher = Voucher(OPENING_INVOICE, SALES_LEDGER.source, f"OB{index:04d}", goods=_amount(office))
        day = working_day(YEAR_START - timedelta(days=10 + index % 15))
        moment = office.moment(day, hour=12)
        entries.append(enter(office, customer, voucher, rate=rates[customer["currency_id"]], posted=moment))
    return entries


def on_account(office: Office, customer: Row, rates: Rates) -> Entry:
    """A receipt from a customer that is not allocated."""
    voucher = Voucher(MONEY, SALES_LEDGER.source, "ON ACCOUNT", goods=Decimal("-250.00"))
    moment = office.moment(working_day(YEAR_END - timedelta(days=12)), hour=12)
    return enter(office, customer, voucher, rate=rates[customer["currency_id"]], posted=moment)


def history(
    office: Office, customers: Sequence[Row], rates: Rates, *, tax: Mapping[Value, Row]
) -> tuple[list[Entry], Allocations]:
    """Settled invoices and receipts of last year, which are in Sage's history.

    `tax` is by id. The tax code of the customer applies.
    """
    entries: list[Entry] = []
    allocations: list[Allocation] = []
    for index in range(office.sized(30)):
        customer = customers[index % len(customers)]
        rate, amount = rates[customer["currency_id"]], _amount(office)
        day = working_day(YEAR_START - timedelta(days=340 - index % 240))
        paid = office.moment(working_day(day + timedelta(days=35)))
        tax_rate = typed(tax[customer["default_tax_code_id"]], "tax_rate", Decimal)
        bill = Voucher(
            INVOICE, SALES_LEDGER.source, f"H{index:05d}", goods=amount, tax=pence(amount * tax_rate / _HUNDRED)
        )
        money = Voucher(MONEY, SALES_LEDGER.source, f"R{index:05d}", goods=-(bill.goods + bill.tax))
        pair = (
            enter(office, customer, bill, rate=rate, posted=office.moment(day)),
            enter(office, customer, money, rate=rate, posted=paid),
        )
        entries += pair
        allocations += [Allocation(one.id, one.gross, one.base_gross, paid) for one in pair]
    return entries, Allocations(allocations)


def _amount(office: Office) -> Decimal:
    return pence(Decimal(office.random.randrange(5_000, 90_000)) / 100)


def opening_postings(posted: Entry) -> list[Posting]:
    """The postings of an opening balance to the nominal ledger."""
    return [
        Posting(DEBTORS, posted.day, posted.base_gross),
        Posting(RESERVES, posted.day, -posted.base_gross),
    ]


def postings(posted: Entry, invoice: Invoice, departments: Mapping[Value, str]) -> list[Posting]:
    """The postings of an invoice or credit note to the nominal ledger. `departments` is by product group.

    The last line takes the rounding difference of the conversion to base currency.
    """
    lines = [line for line in invoice.lines if line.kind != COMMENT]
    values = [in_base(invoice.sign * line.worth.net, posted.rate) for line in lines]
    values[-1] += posted.base_goods - total(values)
    accounts = [account_of_line(invoice.order, line, departments) for line in lines]
    return [
        Posting(DEBTORS, posted.day, posted.base_gross),
        Posting(SALES_TAX, posted.day, -posted.base_tax),
        *(Posting(account, posted.day, -value) for account, value in zip(accounts, values, strict=True)),
    ]
