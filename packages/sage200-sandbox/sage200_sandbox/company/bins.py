"""What lies in the bins: each warehouse has the one bin that movements name, so it holds all.

The views repeat warehouses and holdings as they are at the end of the story; a day of work leaves them
behind, but not the bins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.stocktakes import last_counts

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

BIN = "Unspecified"
_SAME = (
    *("product_id", "quantity_reserved", "unconfirmed_qty_in_stock", "confirmed_qty_in_stock"),
    *("quantity_allocated_sop", "quantity_allocated_stock", "quantity_allocated_bom", "quantity_in_stock"),
    *("quantity_in_stock_less_reserved", "quantity_allocated", "free_stock_available"),
    *("free_stock_available_less_reserved", "date_time_created", "date_time_updated"),
)


def tables(office: Office, made: Tables) -> Tables:
    """The bins and the two views of where a product lies; `made` has the stocktakes."""
    holdings, warehouses = made["warehouse_holdings"], by(made["warehouses"], "id")
    counted = last_counts(made)
    bins = [
        blank(
            "bin_holdings",
            id=office.next_id(),
            warehouse_holding_id=holding["id"],
            name=BIN,
            last_stocktake=counted.get(str(holding["warehouse_name"])),
            **of_holding(holding),
        )
        for holding in holdings
    ]
    return {
        "bin_holdings": bins,
        "product_warehouse_bin_views": [_bin_view(holding, bin_) for holding, bin_ in zip(holdings, bins, strict=True)],
        "product_warehouse_views": [
            blank(
                "product_warehouse_views",
                product_id=holding["product_id"],
                warehouse_holding_id=holding["id"],
                warehouse_id=holding["warehouse_id"],
                warehouse_name=holding["warehouse_name"],
                use_for_sales_trading=warehouses[holding["warehouse_id"]]["use_for_sales_trading"],
                free_stock_quantity=holding["free_stock_available"],
            )
            for holding in holdings
        ],
    }


def of_holding(holding: Row) -> Row:
    """What the one bin of a holding has in common with it."""
    return {name: holding[name] for name in _SAME}


def _bin_view(holding: Row, bin_: Row) -> Row:
    return blank(
        "product_warehouse_bin_views",
        product_id=holding["product_id"],
        warehouse_id=holding["warehouse_id"],
        warehouse_name=holding["warehouse_name"],
        bin_holding_id=bin_["id"],
        bin_holding_name=bin_["name"],
    )
