"""The counts of stock: the smaller warehouse's is done, the main one's has begun.

No difference was found, so that no movement came of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.nominal import STOCK_ADJUSTMENTS, account_of
from sage200_sandbox.company.office import YEAR_END, last_working_day

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_DONE, _BEGUN = "EnumStocktakeStatusComplete", "EnumStocktakeStatusCountInProgress"
_BY_ITEM = "EnumStocktakeTypeByStockItem"
_COUNTED = last_working_day(datetime(2026, 1, 1, tzinfo=YEAR_END.tzinfo))


def tables(office: Office, made: Tables) -> Tables:
    """The stocktakes with their view, and what may be counted another time; `made` has the fixed lists."""
    main, depot = made["warehouses"]
    stocktakes = [
        _stocktake(office, made, depot, day=_COUNTED, status=_DONE),
        _stocktake(office, made, main, day=YEAR_END, status=_BEGUN),
    ]
    return {
        "stocktakes": stocktakes,
        "stocktake_views": [_view(made, row) for row in stocktakes],
        "stocktake_criteria_templates": _templates(office),
    }


def last_counts(made: Tables) -> Row:
    """The day of the last finished count, by the name of the warehouse."""
    return {str(row["warehouse_name"]): row["stocktake_date"] for row in made["stocktakes"] if is_done(row)}


def is_done(stocktake: Row) -> bool:
    """Whether all is counted and entered."""
    return stocktake["stocktake_status"] == _DONE


def _stocktake(office: Office, made: Tables, warehouse: Row, *, day: datetime, status: str) -> Row:
    (account,) = [row for row in made["nominal_codes"] if account_of(row) == STOCK_ADJUSTMENTS]
    return blank(
        "stocktakes",
        id=office.next_id(),
        stocktake_name=f"{warehouse['name']} {day:%B %Y}",
        warehouse_id=warehouse["id"],
        warehouse_name=warehouse["name"],
        stocktake_date=day,
        stocktake_type=_BY_ITEM,
        stocktake_status=status,
        exclude_inactive_stock=True,
        show_expected_quantities=status == _DONE,
        stock_variance_nominal_code_id=account["id"],
        nominal_narrative="Stocktake",
        can_modify_stocktake_type=False,
    )


def _view(made: Tables, stocktake: Row) -> Row:
    day = stocktake["stocktake_date"]
    shared = ("id", "stocktake_name", "warehouse_id", "warehouse_name", "stocktake_date")
    return blank(
        "stocktake_views",
        **{name: stocktake[name] for name in shared},
        stocktake_type_id=id_of(made, "stocktake_types", stocktake["stocktake_type"]),
        stocktake_status_id=id_of(made, "stocktake_status_types", stocktake["stocktake_status"]),
        date_time_updated=day + timedelta(hours=16, milliseconds=370) if isinstance(day, datetime) else None,
    )


def _templates(office: Office) -> list[Row]:
    return [
        blank(
            "stocktake_criteria_templates",
            id=office.next_id(),
            name="Dearest goods",
            stocktake_traceable_type="EnumStocktakeTraceableAll",
            stock_value_type="EnumStocktakeValueHighest",
            stock_value_number_of_items=10,
            quantity_from=Decimal(1),
            quantity_to=Decimal(9999),
        ),
        blank(
            "stocktake_criteria_templates",
            id=office.next_id(),
            name="Sold this year",
            last_sold_date=datetime(2025, 4, 1, tzinfo=YEAR_END.tzinfo),
            stocktake_traceable_type="EnumStocktakeTraceableNonTraceable",
            stock_value_type="EnumStocktakeValueAll",
        ),
    ]
