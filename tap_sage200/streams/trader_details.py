"""What belongs to one customer or supplier: addresses, notes, bank details, alerts, and what the system says of it."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.purchases import FactorHouses, Suppliers
from tap_sage200.streams.sales import Customers
from tap_sage200.streams.columns import AUDIT, flag, identifier, parent_key, parent_stamp, reference, text, whole, table


class CustomerCreditMemoNotes(NestedStream):
    """TODO."""

    name = "customer_credit_memo_notes"
    parent_stream_type = Customers
    expand = "credit_memo_note"
    key = ("customer_id",)
    schema = table(
        parent_key("customer_id", "customers"),
        parent_stamp("customer_date_time_updated"),
        whole("id"),
        text("note"),
        text("created_by"),
        *AUDIT,
    )


class CustomerMainAddresses(NestedStream):
    """TODO."""

    name = "customer_main_addresses"
    parent_stream_type = Customers
    expand = "main_address"
    key = ("customer_id",)
    schema = table(
        parent_key("customer_id", "customers"),
        parent_stamp("customer_date_time_updated"),
        whole("id"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("postcode"),
        text("country"),
        text("contact_name"),
        reference("address_country_code_id", "country_codes"),
        *AUDIT,
    )


class CustomerStatuses(NestedStream):
    """TODO."""

    name = "customer_statuses"
    selected_by_default = False
    parent_stream_type = Customers
    expand = "status"
    key = ("customer_id",)
    schema = table(
        parent_key("customer_id", "customers"),
        parent_stamp("customer_date_time_updated"),
        flag("is_live"),
        *AUDIT,
    )


class FactorHouseMainAddresses(NestedStream):
    """TODO."""

    name = "factor_house_main_addresses"
    parent_stream_type = FactorHouses
    expand = "main_address"
    key = ("factor_house_id",)
    schema = table(
        parent_key("factor_house_id", "factor_houses"),
        parent_stamp("factor_house_date_time_updated"),
        whole("id"),
        text("contact"),
        text("country"),
        text("telephone"),
        text("mobile"),
        text("fax"),
        text("email"),
        text("website"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("postcode"),
        *AUDIT,
    )


class SupplierAlerts(NestedStream):
    """TODO."""

    name = "supplier_alerts"
    parent_stream_type = Suppliers
    expand = "alerts"
    key = ("supplier_id", "id")
    schema = table(
        parent_key("supplier_id", "suppliers"),
        parent_stamp("supplier_date_time_updated"),
        identifier("id"),
        text("alert_text"),
        flag("is_active"),
        flag("show_alert_for_orders"),
        flag("show_alert_for_returns"),
        flag("show_alert_for_generate_purchase_orders"),
        flag("show_alert_for_generate_purchase_order_from_requisition_lines"),
        flag("show_alert_for_generate_purchase_orders_from_trial_kitting"),
        text("updated_by"),
        *AUDIT,
    )


class SupplierBanks(NestedStream):
    """TODO."""

    name = "supplier_banks"
    parent_stream_type = Suppliers
    expand = "bank"
    key = ("supplier_id",)
    schema = table(
        parent_key("supplier_id", "suppliers"),
        parent_stamp("supplier_date_time_updated"),
        whole("id"),
        text("sort_code"),
        text("account_number"),
        text("account_name"),
        text("bank_payment_reference"),
        text("iban_number"),
        text("bic_number"),
        text("roll_number"),
        text("bacs_reference"),
        text("additional_reference"),
        text("non_uk_sort_code"),
        text("national_bank_identifier"),
        *AUDIT,
    )


class SupplierCreditMemoNotes(NestedStream):
    """TODO."""

    name = "supplier_credit_memo_notes"
    parent_stream_type = Suppliers
    expand = "credit_memo_note"
    key = ("supplier_id",)
    schema = table(
        parent_key("supplier_id", "suppliers"),
        parent_stamp("supplier_date_time_updated"),
        whole("id"),
        text("note"),
        text("created_by"),
        *AUDIT,
    )


class SupplierMainAddresses(NestedStream):
    """TODO."""

    name = "supplier_main_addresses"
    parent_stream_type = Suppliers
    expand = "main_address"
    key = ("supplier_id",)
    schema = table(
        parent_key("supplier_id", "suppliers"),
        parent_stamp("supplier_date_time_updated"),
        whole("id"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("postcode"),
        text("country"),
        text("contact_name"),
        reference("address_country_code_id", "country_codes"),
        *AUDIT,
    )


class SupplierStatuses(NestedStream):
    """TODO."""

    name = "supplier_statuses"
    selected_by_default = False
    parent_stream_type = Suppliers
    expand = "status"
    key = ("supplier_id",)
    schema = table(
        parent_key("supplier_id", "suppliers"),
        parent_stamp("supplier_date_time_updated"),
        flag("is_live"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (CustomerCreditMemoNotes, CustomerMainAddresses, CustomerStatuses, FactorHouseMainAddresses, SupplierAlerts, SupplierBanks, SupplierCreditMemoNotes, SupplierMainAddresses, SupplierStatuses,)
