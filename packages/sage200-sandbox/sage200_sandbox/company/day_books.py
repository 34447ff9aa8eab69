"""What the day's work does to stock and to the nominal ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import stock
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nominal import Account, account_of
from sage200_sandbox.company.nominal_years import BALANCES
from sage200_sandbox.company.reading import ZERO, total, typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.company.stock import Movement
    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row, Value

_INVOICE_LINES = "customer_sop_invoice_credit_line_views"


def group_of(day: Workday, product: Row) -> Row:
    """The product's group."""
    return day.row("product_groups", product["product_group_id"])


def department_of(day: Workday, product: Row) -> str:
    """The department that sales and costs of the product are posted to: that of its group."""
    code = group_of(day, product)["code"]
    return next(group.department for group in GROUPS if group.code == code)


def holding_of(day: Workday, *, product: Value, warehouse: Value) -> Row | None:
    """What a warehouse holds of a product, by their ids."""
    return next(day.where("warehouse_holdings", product_id=product, warehouse_id=warehouse), None)


def move(day: Workday, movement: Movement, *, allocated: Decimal = ZERO) -> tuple[Posting, Posting]:
    """Move stock, of which so much was allocated to the order that it goes out for.

    The product's free stock changes by what was not allocated.
    """
    product = movement.product
    row = stock.movement_row(movement, id_=day.next_id(), group=group_of(day, product))
    day.insert("product_transaction_views", row)
    holding = holding_of(day, product=product["id"], warehouse=movement.warehouse["id"])
    if holding is not None:
        in_stock = typed(holding, "quantity_in_stock", Decimal) + movement.quantity
        still_allocated = typed(holding, "quantity_allocated_sop", Decimal) - allocated
        day.update("warehouse_holdings", holding, **stock.levels(in_stock=in_stock, allocated=still_allocated))
    freed = movement.quantity + allocated
    if freed:
        free = typed(day.row("products", product["id"]), "free_stock_quantity", Decimal)
        touch(day, product, free_stock_quantity=free + freed)
    return stock.postings(movement, department_of(day, product))


def touch(day: Workday, product: Row, **values: Value) -> None:
    """Change a product: every row of the view that shows the product's stamp moves with it."""
    day.update("products", product, **values)
    for line in day.where(_INVOICE_LINES, product_id=product["id"]):
        day.update(_INVOICE_LINES, line, product_date_time_updated=day.now)


def post(day: Workday, postings: Iterable[Posting]) -> None:
    """Post to the nominal ledger: each account that anything is posted to changes once."""
    values: dict[Account, list[Decimal]] = {}
    for posting in postings:
        if posting.value:
            values.setdefault(posting.account, []).append(posting.value)
    for code in day.rows("nominal_codes"):
        posted = values.get(account_of(code), [])
        if posted:
            day.update("nominal_codes", code, **_posted(code, posted))
            _post_to_period(day, code, total(posted))


def _post_to_period(day: Workday, code: Row, value: Decimal) -> None:
    """The balance of the period moves with that of the year.

    The year stays open until it is closed, so what comes after its end is posted to its last period.
    """
    periods = list(day.where("financial_year_period_views", year_relative_to_current_year=0))
    now = [row for row in periods if date_in(row, "period_start_date") <= day.today <= date_in(row, "period_end_date")]
    for period in (now or periods)[-1:]:
        of_code = {"nominal_code_id": code["id"], "accounting_period_id": period["accounting_period_id"]}
        for row in day.where(BALANCES, **of_code):
            balance = typed(row, "period_balance", Decimal) + value
            day.update(BALANCES, row, period_balance=balance, date_time_updated=day.now)


def _posted(code: Row, values: list[Decimal]) -> Row:
    before = {
        name: typed(code, f"{name}_year_to_date", Decimal) for name in ("debit_balance", "credit_balance", "balance")
    }
    return {
        "debit_balance_year_to_date": before["debit_balance"] + total(value for value in values if value > 0),
        "credit_balance_year_to_date": before["credit_balance"] - total(value for value in values if value < 0),
        "balance_year_to_date": before["balance"] + total(values),
    }
