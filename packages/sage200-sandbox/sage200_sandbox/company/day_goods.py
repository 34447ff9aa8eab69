"""What the day's movements and orders mean for what is kept beside products and holdings: it says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import day_books, product_figures, product_holdings, product_statuses
from sage200_sandbox.company.bins import of_holding
from sage200_sandbox.company.day_tracing import trace
from sage200_sandbox.facts import resources
from sage200_sandbox.rows import Delete, Insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Key, Row, Value

_MOVEMENTS, _HOLDINGS, _BINS, _LINES = (
    "product_transaction_views",
    "warehouse_holdings",
    "bin_holdings",
    "sop_order_line_views",
)


def follow(day: Workday) -> None:
    """Bring everything up to date with the day's changes so far; a product that this changes is changed now."""
    moved, sold = _changed(day, _MOVEMENTS), _changed(day, _LINES)
    for movement in moved:
        _follow_movement(day, movement)
    for product in _products(day, moved):
        _touch(day, product)
        _renew_figures(day, product)
    known = product_statuses.known_of(day.rows)
    for product in _products(day, [*moved, *sold]):
        _renew_status(day, product, known)


def _changed(day: Workday, table: str) -> list[Row]:
    """The rows that the day inserted or changed and did not delete, each once."""
    changes = [change for change in day.changes if change.table == table and not isinstance(change, Delete)]
    keys = (_key(table, change.row) if isinstance(change, Insert) else change.key for change in changes)
    return [day.row(table, *key) for key in dict.fromkeys(keys) if day.has(table, *key)]


def _products(day: Workday, rows: Iterable[Row]) -> list[Row]:
    """The products of these rows, each once."""
    ids = dict.fromkeys(row["product_id"] for row in rows)
    return [day.row("products", id_) for id_ in ids if day.has("products", id_)]


def _follow_movement(day: Workday, movement: Row) -> None:
    """The holding's bin and its status, and the batches and serial numbers in the bin."""
    of = {"product_id": movement["product_id"], "warehouse_name": movement["warehouse_name"]}
    for holding in day.where(_HOLDINGS, **of):
        status = product_statuses.holding_status(holding)
        _renew(day, product_statuses.OF_HOLDINGS, [status], warehouse_holding_id=holding["id"])
        for bin_ in list(day.where(_BINS, warehouse_holding_id=holding["id"])):
            day.update(_BINS, bin_, **of_holding(holding))
            trace(day, movement, bin_)


def _renew_figures(day: Workday, product: Row) -> None:
    """What was sold and bought of a product, and of what its stock is left."""
    movements = list(day.where(_MOVEMENTS, product_id=product["id"]))
    holdings = list(day.where(_HOLDINGS, product_id=product["id"]))
    figures = product_figures.of_product(product, movements)
    for table, rows in (figures | product_holdings.of_product(product, movements, holdings)).items():
        _renew(day, table, rows, product_id=product["id"])


def _renew_status(day: Workday, product: Row, known: product_statuses.Known) -> None:
    """What is said of a product, which then has the product's new stamp."""
    before = next(day.where(product_statuses.OF_PRODUCTS, product_id=product["id"]), None)
    if product_statuses.status(product, known) != before:
        _touch(day, product)
        after = product_statuses.status(day.row("products", product["id"]), known)
        _renew(day, product_statuses.OF_PRODUCTS, [after], product_id=product["id"])


def _touch(day: Workday, product: Row) -> None:
    if product["date_time_updated"] != day.now:
        day_books.touch(day, product)


def _renew(day: Workday, table: str, rows: Iterable[Row], **whose: Value) -> None:
    """Make these the rows of a parent: what is the same already stays as it is."""
    wanted = {_key(table, row): row for row in rows}
    for before in list(day.where(table, **whose)):
        after = wanted.pop(_key(table, before), None)
        if after is None:
            day.delete(table, before)
        elif after != before:
            day.update(table, before, **{name: value for name, value in after.items() if value != before[name]})
    for row in wanted.values():
        day.insert(table, row)


def _key(table: str, row: Mapping[str, Value]) -> Key:
    return tuple(row[name] for name in resources()[table].key)
