"""What was sold and bought of each product, this period, last period, and in each period with any.

Sold is what was despatched less what came back, at the price without tax in base currency; bought is what was
received, at cost. The current period is the last of the year, and stays so until the year is closed. A period's year
is the one in which the financial year begins, and a period in which nothing moved is left out (inferred).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.office import YEAR_END, YEAR_START, next_month
from sage200_sandbox.company.reading import ZERO, pence, total, typed
from sage200_sandbox.company.repeating import grouped
from sage200_sandbox.company.stock import DESPATCH, RECEIPT, RETURN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

SOLD, BOUGHT = "product_sales_figures", "product_purchase_figures"
SOLD_BY_PERIOD, BOUGHT_BY_PERIOD = "product_sales_figure_periods", "product_purchase_figure_periods"
THIS_PERIOD = YEAR_END.replace(day=1)
LAST_PERIOD = (THIS_PERIOD - timedelta(days=1)).replace(day=1)

_DAY = timedelta(days=1)
_MONTHS = 12
_HUNDRED = 100
_UNIT_STEP = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Figures:
    """A quantity with its value and its cost, both in base currency."""

    quantity: Decimal = ZERO
    value: Decimal = ZERO
    cost: Decimal = ZERO

    @property
    def average(self) -> Decimal:
        """The value of one unit, nothing without any."""
        return (self.value / self.quantity).quantize(_UNIT_STEP, ROUND_HALF_UP) if self.quantity else ZERO

    @property
    def profit_percent(self) -> Decimal:
        """The profit as a part of the value, nothing without any."""
        return _HUNDRED * (self.value - self.cost) / self.value if self.value else ZERO


def tables(made: Tables) -> Tables:
    """The four tables."""
    movements = grouped(made["product_transaction_views"], "product_id")
    rows: Tables = {SOLD: [], SOLD_BY_PERIOD: [], BOUGHT: [], BOUGHT_BY_PERIOD: []}
    for product in made["products"]:
        for table, its in of_product(product, movements.get(product["id"], [])).items():
            rows[table] += its
    return rows


def of_product(product: Row, movements: Iterable[Row]) -> Tables:
    """The rows of one product, in each of the tables."""
    moved = list(movements)
    sold, bought = sales(moved), purchases(moved)
    return {
        SOLD: [nested(SOLD, product, **_recent("sold", sold))],
        SOLD_BY_PERIOD: [_sold(product, month, one) for month, one in sorted(sold.items())],
        BOUGHT: [nested(BOUGHT, product, **_recent("bought", bought))],
        BOUGHT_BY_PERIOD: [_bought(product, month, one) for month, one in sorted(bought.items())],
    }


def sales(movements: Iterable[Row]) -> dict[datetime, Figures]:
    """What was sold, by the first day of each period."""
    kinds = {DESPATCH.type_id, RETURN.type_id}
    return {
        month: Figures(
            quantity=-_sum(rows, "quantity"),
            value=pence(-_sum(rows, "issue_value")),
            cost=pence(-_sum(rows, "cost_value")),
        )
        for month, rows in _by_month(movements, kinds).items()
    }


def purchases(movements: Iterable[Row]) -> dict[datetime, Figures]:
    """What was bought, by the first day of each period."""
    return {
        month: Figures(quantity=_sum(rows, "quantity"), value=pence(_sum(rows, "cost_value")))
        for month, rows in _by_month(movements, {RECEIPT.type_id}).items()
    }


def recent_quantities(name: str, figures: Mapping[datetime, Figures]) -> Row:
    """The quantities of this and of the last period; `name` is what was done, sold or bought."""
    nothing = Figures()
    return {
        f"quantity_{name}_this_period": figures.get(THIS_PERIOD, nothing).quantity,
        f"quantity_{name}_last_period": figures.get(LAST_PERIOD, nothing).quantity,
    }


def _recent(name: str, figures: Mapping[datetime, Figures]) -> Row:
    nothing = Figures()
    return recent_quantities(name, figures) | {
        f"value_{name}_this_period": figures.get(THIS_PERIOD, nothing).value,
        f"value_{name}_last_period": figures.get(LAST_PERIOD, nothing).value,
    }


def _by_month(movements: Iterable[Row], kinds: set[int]) -> dict[datetime, list[Row]]:
    months: defaultdict[datetime, list[Row]] = defaultdict(list)
    for movement in movements:
        if movement["transaction_type_id"] in kinds:
            months[date_in(movement, "transaction_date").replace(day=1)].append(movement)
    return months


def _sum(rows: Iterable[Row], field: str) -> Decimal:
    return total(typed(row, field, Decimal) for row in rows)


def _sold(product: Row, month: datetime, figures: Figures) -> Row:
    return nested(
        SOLD_BY_PERIOD,
        product,
        **_period(month),
        quantity_sold=figures.quantity,
        value_sold=figures.value,
        average_selling_price=figures.average,
        cost_of_sale_value=figures.cost,
        profit_value=figures.value - figures.cost,
        profit_percent=figures.profit_percent,
    )


def _bought(product: Row, month: datetime, figures: Figures) -> Row:
    return nested(
        BOUGHT_BY_PERIOD,
        product,
        **_period(month),
        quantity_bought=figures.quantity,
        value_bought=figures.value,
        average_buying_price=figures.average,
    )


def _period(month: datetime) -> Row:
    """The period that begins with this day: its number counts from the month in which the financial year begins."""
    before = (month.month - YEAR_START.month) % _MONTHS
    return {
        "start_date": month,
        "end_date": next_month(month) - _DAY,
        "period": str(before + 1),
        "year": str(month.year if month.month >= YEAR_START.month else month.year - 1),
    }
