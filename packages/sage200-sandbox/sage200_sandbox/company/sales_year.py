"""The year's sales: orders, invoices, credit notes, receipts and stock movements."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import invoices, sales_ledger, sales_orders
from sage200_sandbox.company.catalogue import SLOW_MOVERS
from sage200_sandbox.company.ledger import SALES_LEDGER
from sage200_sandbox.company.orders import DRAFT, Order
from sage200_sandbox.company.payments import Settlement, settle
from sage200_sandbox.company.reading import by, typed

if TYPE_CHECKING:
    from sage200_sandbox.company.invoices import Invoice
    from sage200_sandbox.company.ledger import Allocations, Entry
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Start
    from sage200_sandbox.company.stock import Movement
    from sage200_sandbox.rows import Value


@dataclass(frozen=True, slots=True)
class Sold:
    """The sales of the year. `billed` has each posted invoice or credit note with its entry."""

    orders: list[Order]
    invoices: list[Invoice]
    billed: list[tuple[Invoice, Entry]]
    opening: list[Entry]
    on_account: Entry
    history: tuple[list[Entry], Allocations]
    settlement: Settlement
    movements: list[Movement]

    @property
    def entries(self) -> list[Entry]:
        """All entries of the sales ledger."""
        billed = [entry for _, entry in self.billed]
        return [*self.opening, *billed, *self.settlement.payments, self.on_account]


def sold(office: Office, found: Start) -> Sold:
    """Make the year's sales."""
    shop = _shop(found)
    orders = sales_orders.year_of_orders(office, shop)
    sent = invoices.invoices(office, orders)
    billed = [(invoice, sales_ledger.entry(office, invoice)) for invoice in sent if invoice.status != DRAFT]
    opening = sales_ledger.opening(office, found.tables["customers"], found.rates)
    due = [*opening, *(entry for _, entry in billed)]
    return Sold(
        orders=orders,
        invoices=sent,
        billed=billed,
        opening=opening,
        on_account=sales_ledger.on_account(office, shop.buyers[0], found.rates),
        history=sales_ledger.history(office, found.tables["customers"], found.rates, tax=found.by_id("tax_codes")),
        settlement=settle(office, due, reference="RCT", source=SALES_LEDGER.source),
        movements=[movement for invoice, _ in billed for movement in invoices.movements(invoice)],
    )


def _shop(found: Start) -> sales_orders.Shop:
    """Active customers, and products that sell: no slow movers and no inactive products."""
    tables = found.tables
    return sales_orders.Shop(
        buyers=[
            row
            for row in tables["customers"]
            if row["account_status_type"] == "AccountStatusActive" and not row["on_hold"]
        ],
        products=[row for row in tables["products"] if str(row["code"]).partition("/")[0] not in SLOW_MOVERS],
        holdings=found.holdings,
        prices=_prices(found),
        charges=tables["sop_additional_charges"],
        addresses=by((row for row in tables["customer_delivery_addresses"] if row["is_default"]), "customer_id"),
        tax=found.by_id("tax_codes"),
        currencies=found.by_id("currencies"),
    )


def _prices(found: Start) -> dict[tuple[Value, Value], Decimal]:
    return {
        (row["product_id"], row["price_band_id"]): typed(row, "product_price_price", Decimal)
        for row in found.tables["product_price_views"]
    }
