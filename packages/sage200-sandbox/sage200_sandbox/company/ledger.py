"""Entries of the sales and the purchase ledger, their allocations, and their rows in Sage.

A trader is a customer or a supplier.

Signs (inferred): invoices are positive. Credit notes, receipts from customers and payments to suppliers are negative.
An allocated value has the sign of its entry. The outstanding values of a trader's entries therefore add up to the
balance, and the allocated values add up to zero.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.nominal import CREDITORS, DEBTORS, PURCHASE_TAX, SALES_TAX, Account
from sage200_sandbox.company.office import USER, midnight, next_month
from sage200_sandbox.company.reading import ZERO, in_base, pence, total, typed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sage200_sandbox.rows import Row, Value

INVOICE = "TradingAccountEntryTypeInvoice"
CREDIT_NOTE = "TradingAccountEntryTypeCreditNote"
OPENING_INVOICE = "TradingAccountEntryTypeOpeningBalanceInvoice"
MONEY = "TradingAccountEntryTypePurchasePaymentSalesReceipt"

FROM_DOCUMENT_DATE = "PaymentDueFromDocumentDate"
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sales or the purchase ledger.

    Attributes:
        name: Prefix of its table names.
        trader: `customer` or `supplier`.
        source: The `source` of its postings.
        control: Its control account.
        control_sign: 1 if an invoice debits the control account, else -1.
        tax: The nominal account for the tax on its invoices.
        tax_entry: The `entry_type` of its tax items.
    """

    name: str
    trader: str
    source: str
    control: Account
    control_sign: int
    tax: Account
    tax_entry: str

    @property
    def posted(self) -> str:
        """The table of its posted transactions."""
        return f"{self.name}_posted_transactions"


SALES_LEDGER = Ledger("sales", "customer", "LedgerSales", DEBTORS, 1, SALES_TAX, "TaxAccountEntrySales")
PURCHASE_LEDGER = Ledger(
    "purchase", "supplier", "LedgerPurchase", CREDITORS, -1, PURCHASE_TAX, "TaxAccountEntryPurchase"
)
LEDGERS = (SALES_LEDGER, PURCHASE_LEDGER)


@dataclass(frozen=True, slots=True)
class Voucher:
    """The input for an entry. Values have their sign and are in the trader's currency."""

    kind: str
    source: str
    reference: str
    goods: Decimal
    tax: Decimal = ZERO
    second_reference: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A posted transaction: the voucher, and the values that posting adds."""

    id: int
    urn: int
    trader: Row
    voucher: Voucher
    due: datetime | None
    rate: Decimal
    base_goods: Decimal
    base_tax: Decimal
    posted: datetime

    @property
    def day(self) -> datetime:
        """The transaction date, which is also the posting date."""
        return midnight(self.posted)

    @property
    def gross(self) -> Decimal:
        """Goods and tax."""
        return self.voucher.goods + self.voucher.tax

    @property
    def base_gross(self) -> Decimal:
        """Goods and tax in base currency."""
        return self.base_goods + self.base_tax


class Counters(Protocol):
    """The counters of the company."""

    def next_id(self) -> int:
        """The next id."""

    def next_urn(self) -> int:
        """The next unique reference number of a posting."""


def enter(counters: Counters, trader: Row, voucher: Voucher, *, rate: Decimal, posted: datetime) -> Entry:
    """Post a voucher of a trader. `rate` is the rate of the trader's currency."""
    bill = voucher.kind in {INVOICE, OPENING_INVOICE}
    return Entry(
        id=counters.next_id(),
        urn=counters.next_urn(),
        trader=trader,
        voucher=voucher,
        due=due_date(trader, midnight(posted)) if bill else None,
        rate=rate,
        base_goods=in_base(voucher.goods, rate),
        base_tax=in_base(voucher.tax, rate),
        posted=posted,
    )


def due_date(trader: Row, day: datetime) -> datetime:
    """The due date of an invoice of this day, by the trader's payment terms."""
    start = day if trader["payment_terms_basis"] == FROM_DOCUMENT_DATE else next_month(day) - timedelta(days=1)
    return start + timedelta(days=typed(trader, "payment_terms_days", int))


@dataclass(frozen=True, slots=True)
class Allocation:
    """An allocated value of an entry, with the sign of the entry, and its time."""

    entry_id: int
    value: Decimal
    base_value: Decimal
    moment: datetime


class Allocations:
    """All allocations of a ledger, by entry."""

    def __init__(self, allocations: Iterable[Allocation]) -> None:
        """Group them by entry."""
        self._by_entry: defaultdict[int, list[Allocation]] = defaultdict(list)
        for allocation in allocations:
            self._by_entry[allocation.entry_id].append(allocation)

    def of(self, entry: Entry) -> list[Allocation]:
        """The allocations of the entry."""
        return self._by_entry[entry.id]

    def value(self, entry: Entry) -> Decimal:
        """The allocated value of the entry, in its own currency."""
        return total(allocation.value for allocation in self.of(entry))

    def base_value(self, entry: Entry) -> Decimal:
        """The allocated value of the entry, in base currency."""
        return total(allocation.base_value for allocation in self.of(entry))

    def last(self, entry: Entry) -> datetime:
        """The time of the entry's last change: its posting or its last allocation."""
        return max([entry.posted, *(allocation.moment for allocation in self.of(entry))])


def posted_row(table: str, entry: Entry, allocations: Allocations) -> Row:
    """The row of an entry in the posted transactions of a ledger, or in the sales history."""
    allocated, base_allocated = allocations.value(entry), allocations.base_value(entry)
    settled = allocated == entry.gross
    last = allocations.last(entry)
    percent = typed(entry.trader, "early_settlement_discount_percent", Decimal) if entry.due else ZERO
    discount, tax_discount = (pence(value * percent / _HUNDRED) for value in (entry.voucher.goods, entry.voucher.tax))
    voucher = entry.voucher
    sales = table != "purchase_posted_transactions"
    of_ledger: dict[str, Value] = {"customer_id" if sales else "supplier_id": entry.trader["id"]}
    if sales:
        of_ledger["full_settlement_date"] = midnight(last) if settled else None
    return blank(
        table,
        **of_ledger,
        id=entry.id,
        trader_transaction_type=voucher.kind,
        reference=voucher.reference,
        second_reference=voucher.second_reference,
        transaction_date=entry.day,
        posted_date=midnight(entry.posted),
        due_date=entry.due,
        document_goods_value=voucher.goods,
        document_gross_value=entry.gross,
        document_tax_value=voucher.tax,
        document_discount_value=discount,
        discount_percent=percent,
        document_tax_discount_value=tax_discount,
        document_allocated_value=allocated,
        document_outstanding_value=entry.gross - allocated,
        base_goods_value=entry.base_goods,
        base_gross_value=entry.base_gross,
        base_tax_value=entry.base_tax,
        base_discount_value=in_base(discount, entry.rate),
        base_tax_discount_value=in_base(tax_discount, entry.rate),
        base_allocated_value=base_allocated,
        control_value_in_base_currency=entry.base_gross - base_allocated,
        exchange_rate=entry.rate,
        discount_days=entry.trader["early_settlement_discount_days"] if entry.due else 0,
        urn=entry.urn,
        user_name=USER,
        date_time_created=entry.posted,
        date_time_updated=last,
    )


def balances(entries: Iterable[Entry], allocations: Allocations) -> dict[Value, Decimal]:
    """The balance of each trader, by id, in the trader's currency."""
    sums: defaultdict[Value, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        sums[entry.trader["id"]] += entry.gross - allocations.value(entry)
    return sums
