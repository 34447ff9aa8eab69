"""Suppliers in Sage's own views: the account with its main address, first contact and groups by name.

A view's row carries one address of the account, so an account with several addresses may come several times (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, money, reference, table, text
from tap_sage200.streams.shared.trader_views import ACCOUNT_NAMES, ACCOUNT_VIEW, trader_location


class LookupSuppliers(ResourceStream):
    """The few columns of a supplier that a list to choose from shows. Repeats `suppliers`."""

    name = "lookup_suppliers"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `suppliers.id` (inferred)."),
        *ACCOUNT_NAMES,
        text("post_code"),
        reference("account_status_type_id", "account_status_types"),
    )


class SupplierViews(ResourceStream):
    """A supplier's account with its address and contact, by the names of what it refers to. Its key is inferred.

    Repeats `suppliers`, but for the address, which the plain reply of no other table has.
    A change of the address moves the address's own stamp alone (inferred).
    """

    name = "supplier_views"
    introduced = "2020-09-16"
    key = ("id", "supplier_location_id")
    timestamps = ("date_time_updated", "supplier_location_date_time_updated")
    schema = table(
        identifier("id", "As `suppliers.id` (inferred)."),
        *ACCOUNT_VIEW,
        money("value_of_current_orders_in_pop", "Orders not yet invoiced, beside the balance (inferred)."),
        text("factor_house_name", "Who is paid in the supplier's stead."),
        text("payment_group_description"),
        reference("sage_payments_supplier_status_type_id", "sage_payments_supplier_status_types"),
        *trader_location("supplier_location"),
    )
