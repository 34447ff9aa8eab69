"""Suppliers in Sage's views: the account with its main address, first contact and group names.

A row of a view has one address, so an account with several addresses may appear several times (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, money, reference, table, text
from tap_sage200.streams.shared.trader_views import ACCOUNT_NAMES, ACCOUNT_VIEW, trader_location


class LookupSuppliers(ResourceStream):
    """A supplier in short form, as used in lookup lists. Repeats `suppliers`."""

    name = "lookup_suppliers"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `suppliers.id` (inferred)."),
        *ACCOUNT_NAMES,
        text("post_code"),
        reference("account_status_type_id", "account_status_types"),
    )


class SupplierViews(ResourceStream):
    """A supplier account with its address, its contact, and the names of related rows.

    The primary key is inferred.

    Repeats `suppliers`, and adds the address. Otherwise, the address needs a `$expand`: see `supplier_main_addresses`.
    A change to the address updates only the address's own timestamp (inferred). An account with several addresses may
    have several rows with the same balance (inferred).
    """

    name = "supplier_views"
    introduced = "2020-09-16"
    key = ("id", "supplier_location_id")
    timestamps = ("date_time_updated", "supplier_location_date_time_updated")
    schema = table(
        identifier("id", "Matches `suppliers.id` (inferred)."),
        *ACCOUNT_VIEW,
        money("value_of_current_orders_in_pop", "Orders not yet invoiced; not included in the balance (inferred)."),
        text("factor_house_name", "Factor house that is paid instead of the supplier."),
        text("payment_group_description"),
        reference("sage_payments_supplier_status_type_id", "sage_payments_supplier_status_types"),
        *trader_location("supplier_location"),
    )
