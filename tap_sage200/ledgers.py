"""The ledgers of Sage 200, and which tables are of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger, or what people think of as one.

    Attributes:
        title: What people call it.
        about: What is in it, in a sentence.
        modules: The modules of `tap_sage200.streams` of which every resource is of this ledger.
        beginnings: How the names of this ledger's resources begin in the modules that ledgers share.
    """

    title: str
    about: str
    modules: tuple[str, ...]
    beginnings: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The name of its file in the data dictionary."""
        return f"{self.title.lower().replace(' ', '-')}.md"

    def has(self, name: str, module: str) -> bool:
        """Tell whether a resource of a module is of this ledger."""
        return module in self.modules or (module in _SHARED and name.startswith(self.beginnings))


_SHARED = frozenset(
    {"aged_views", "contacts", "ledger_settings", "memos", "order_progress"}
    | {"trader_views", "trading_values", "transaction_views"}
)

LEDGERS = (
    Ledger(
        "Sales",
        "Customers, how they are reached, what was posted to their accounts, and what they owe.",
        ("sales", "sales_types", "sales_views"),
        ("customer_", "lookup_customers", "sales_"),
    ),
    Ledger(
        "Purchases",
        "Suppliers, how they are reached and paid, what was posted to their accounts, and what we owe.",
        ("purchases", "purchase_types"),
        ("lookup_suppliers", "purchase_", "supplier_"),
    ),
    Ledger(
        "Sales orders",
        "Quotes, proformas, orders, despatches and returns of customers.",
        (
            "sales_orders",
            "sales_order_views",
            "sales_order_settings",
            "sales_order_types",
            "sales_document_views",
            "sales_despatches",
        ),
        ("sop_",),
    ),
    Ledger(
        "Purchase orders",
        "Requisitions, orders to suppliers, receipts and returns.",
        (
            "purchase_orders",
            "purchase_order_settings",
            "purchase_order_types",
            "purchase_document_views",
            "purchase_requisitions",
        ),
        ("pop_",),
    ),
    Ledger(
        "Nominal",
        "Nominal accounts, cost centres and departments, what was posted, budgets, and lines of the accounts.",
        ("nominal", "nominal_types", "nominal_views"),
        ("nominal_",),
    ),
    Ledger(
        "Cash book",
        "Bank accounts, and what was posted to them.",
        ("cash_book", "cash_book_types"),
        ("cash_book_",),
    ),
    Ledger(
        "Stock",
        "Products and their groups, warehouses and what lies in them, every move of goods, stocktakes.",
        (
            "products",
            "product_links",
            "product_types",
            "product_views",
            "search_categories",
            "stock",
            "stock_types",
            "stocktakes",
        ),
    ),
    Ledger(
        "Price book",
        "Bands of prices, the price of each product in them, discounts, and whom they are for.",
        ("price_book", "price_book_types"),
    ),
    Ledger(
        "Financials",
        "What all ledgers share: currencies, countries, VAT rates, years and periods, credit, layouts of reports.",
        ("financials", "financial_types"),
    ),
    Ledger(
        "General",
        "The company itself: its details, settings, modules, people and couriers, and lists that orders share.",
        ("commercials", "company_settings", "general", "general_types"),
    ),
)


def ledgers_of(name: str, module: str) -> list[Ledger]:
    """Find the ledger that a resource is of; a list, so that a test can tell that it is always one.

    Args:
        name: The resource, not what is nested in it.
        module: The module of its class, within `tap_sage200.streams`.
    """
    return [ledger for ledger in LEDGERS if ledger.has(name, module)]
