"""The master rows of the company at the start of the year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import fixed_lists, masters, nominal, periods, products, traders
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.reading import by, typed
from sage200_sandbox.company.stock import held

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

Tables = dict[str, "list[Row]"]


@dataclass(frozen=True, slots=True)
class Start:
    """The master rows by table, the base currency, and the foreign currency."""

    tables: Tables
    base: Row
    foreign: Row

    @property
    def foreign_rate(self) -> Decimal:
        """Units of the foreign currency for one unit of base currency."""
        return typed(self.foreign, "core_currency_rate", Decimal)

    @property
    def rates(self) -> dict[Value, Decimal]:
        """The rates of all currencies, by id."""
        return {row["id"]: typed(row, "core_currency_rate", Decimal) for row in self.tables["currencies"]}

    @property
    def departments(self) -> dict[Value, str]:
        """The department for sales and costs of each product group, by the group's id."""
        groups = by(self.tables["product_groups"], "code")
        return {groups[group.code]["id"]: group.department for group in GROUPS}

    @property
    def holdings(self) -> dict[Value, list[Row]]:
        """The warehouses of each product, by the product's id."""
        return held(self.tables["products"], self.tables["warehouses"])

    def by_id(self, table: str) -> dict[Value, Row]:
        """The rows of a table by id."""
        return by(self.tables[table], "id")


def start(office: Office) -> Start:
    """Make the master rows."""
    tables: Tables = {
        **fixed_lists.tables(),
        "company_details": masters.company_details(office),
        "currencies": masters.currencies(office),
        "tax_codes": masters.tax_codes(office),
        "financial_year_period_views": periods.financial_year_period_views(office),
        "sales_trading_periods": periods.trading_periods(office, "sales_trading_periods"),
        "purchase_trading_periods": periods.trading_periods(office, "purchase_trading_periods"),
        "warehouses": products.warehouses(office),
    }
    tables |= _nominal(office)
    base = masters.currency(tables["currencies"], office.home.currency)
    foreign = masters.currency(tables["currencies"], office.home.foreign_currency)
    found = Start(tables, base, foreign)
    tables |= _goods(office, found)
    tables |= _traders(office, found)
    return found


def _nominal(office: Office) -> Tables:
    categories = nominal.nominal_report_categories(office)
    centres, departments = masters.cost_centres(office), masters.departments(office)
    return {
        "nominal_report_categories": categories,
        "cost_centres": centres,
        "departments": departments,
        "nominal_codes": nominal.chart(office, categories=categories, cost_centres=centres, departments=departments),
    }


def _goods(office: Office, found: Start) -> Tables:
    tax = by(found.tables["tax_codes"], "code")
    codes = {nominal.account_of(row): row for row in found.tables["nominal_codes"]}
    groups = products.product_groups(office)
    goods = products.products(office, groups=groups, tax=tax)
    bands = products.price_bands(office, base=found.base, foreign=found.foreign)
    currencies = found.by_id("currencies")
    return {
        "product_groups": groups,
        "products": goods,
        "price_bands": bands,
        "product_price_views": products.product_price_views(office, products=goods, bands=bands, currencies=currencies),
        "sop_additional_charges": masters.sop_additional_charges(
            office, nominal_code=codes[nominal.SUNDRY_SALES], tax=tax
        ),
    }


def _traders(office: Office, found: Start) -> Tables:
    tax = by(found.tables["tax_codes"], "code")
    money = traders.Money(found.base, found.foreign)
    bands = by(found.tables["price_bands"], "name")
    codes = {nominal.account_of(row): row for row in found.tables["nominal_codes"]}
    customers = traders.customers(office, money, tax=tax, bands=bands)
    suppliers = traders.suppliers(office, money, tax=tax, codes=codes)
    return {
        "customers": customers,
        "customer_contacts": traders.contacts(office, "customer_contacts", traders=customers),
        "customer_delivery_addresses": traders.delivery_addresses(office, customers=customers),
        "suppliers": suppliers,
        "supplier_contacts": traders.contacts(office, "supplier_contacts", traders=suppliers),
    }
