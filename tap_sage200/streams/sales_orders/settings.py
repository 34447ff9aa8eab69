"""Sales order processing (SOP): settings, user permissions and payment methods."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    enum,
    flag,
    identifier,
    reference,
    since,
    table,
    text,
    timestamp,
    whole,
)

_PERMISSIONS: tuple[Column, ...] = (
    whole("user_number"),
    text("user_name"),
    flag("view_profit_values"),
    flag("view_price_calculations"),
    flag("override_credit_holds"),
    flag("override_prices_discounts"),
    flag("override_fulfilment_method"),
    flag("override_confirmation_method"),
    flag("override_cost_price"),
    flag("generate_purchase_orders"),
    reference("rapid_order_warehouse_id", "warehouses", "Default warehouse for rapid order entry."),
    reference("trade_order_warehouse_id", "warehouses", "Default warehouse for trade order entry."),
    reference("full_order_warehouse_id", "warehouses", "Default warehouse for full order entry."),
    reference("invoice_warehouse_id", "warehouses", "Default warehouse for invoices."),
)

_ENTRY: tuple[Column, ...] = (
    flag("auto_generate_order_return_numbers"),
    flag("show_order_number_on_confirm"),
    enum("order_line_item_type", "Line types that users can enter (documented)."),
    flag("user_logon_as_order_taker"),
    flag("amend_analysis_codes"),
    flag("amend_header_analysis_codes"),
    flag("amend_nominal_codes"),
    flag("are_prices_tax_inclusive"),
    flag("record_cancelled_order_lines", "Whether Sage keeps `sop_cancelled_lines`."),
    flag("allow_cash_orders"),
    reference("cash_order_account_id", "customers", "Customer account for cash orders."),
    flag("allow_prospect_quotes"),
    reference("prospect_quote_account_id", "customers", "Customer account for quotes to prospects."),
    text("default_free_text_confirm_intent_type", "Event that confirms the despatch of free text lines."),
    text("default_service_labour_confirm_intent_type", "Event that confirms the delivery of services."),
)

_PAYMENT: tuple[Column, ...] = (
    flag("allow_payment_with_order"),
    flag("invoice_payment_immediately"),
    flag("use_card_processing"),
    text("fully_paid_invoice_text"),
)

_NOMINAL: tuple[Column, ...] = (
    flag("revenue_nominal_account_same_as"),
    flag("use_same_cost_centre_department_as_customer"),
    flag("use_same_cost_centre_department_for_issues"),
    flag("use_same_cost_centre_department_for_assets"),
    flag("add_invoice_credit_note_to_sales_ledger"),
)

_GOODS: tuple[Column, ...] = (
    *since(
        "2021-07-26",
        flag("allocate_stock_on_order_entry"),
        flag("update_stock_on_despatch"),
        flag("use_invoice_date_on_stock_history"),
    ),
    *since("2022-08-22", flag("record_tracking_on_despatch", "Whether Sage records couriers and parcels.")),
)

_PRINTING: tuple[Column, ...] = (
    flag("print_order_acknowledgements"),
    flag("print_picking_lists"),
    flag("auto_print_picking_lists"),
    flag("allow_amend_picking_lists"),
    flag("show_unallocated_items_on_picking_list"),
    flag("print_despatch_notes"),
    flag("show_undespatched_items_on_despatch_note"),
    flag("print_traceable_numbers_on_picking_lists", "Whether picking lists show batch and serial numbers."),
    flag(
        "print_traceable_numbers_on_order_acknowledgements",
        "Whether order acknowledgements show batch and serial numbers.",
    ),
    flag("print_traceable_numbers_on_despatch_notes", "Whether despatch notes show batch and serial numbers."),
    flag("print_traceable_numbers_on_invoices", "Whether invoices show batch and serial numbers."),
)

_INTRASTAT_AND_VAT: tuple[Column, ...] = (
    flag("generate_intrastat_entries"),
    enum("intrastat_date_type"),
    text("terms_of_delivery_type"),
    flag("include_terms_of_delivery_on_intrastat"),
    flag("include_statistical_value_on_intrastat"),
    whole("nature_of_transaction_code_id"),
    whole("mode_of_transport_id"),
    whole("sop_print_eu_zero_rated_sales_option_id"),
    flag("use_sop_reverse_charge_invoice_option"),
    text("sop_reverse_charge_invoice_option_type"),
    text("sop_invoice_cis_reverse_charge_text_type", "CIS is the tax scheme for the construction industry."),
    text("sop_credit_note_cis_reverse_charge_text_type"),
)

_SUGGESTIONS: tuple[Column, ...] = (
    flag("use_cross_selling_items"),
    *since(
        "2021-07-26",
        flag("show_preferred_items"),
        flag("show_frequent_items"),
        whole("number_of_days_for_frequent_items"),
        whole("minimum_number_of_lines_for_frequent_items"),
        flag("show_recent_items"),
        whole("number_of_days_for_recent_items"),
    ),
)

_ARCHIVE: tuple[Column, ...] = (
    timestamp(
        "orders_returns_last_archived_up_to", "Documents up to this date were archived and are no longer in the API."
    ),
    timestamp("last_archive_run_on"),
    text("last_archive_run_by"),
    timestamp("archive_last_purged_up_to"),
    timestamp("last_purge_archive_run_on"),
    text("last_purge_archive_run_by"),
    timestamp("invoicing_last_deleted_up_to"),
    timestamp("last_invoicing_delete_run_on"),
    text("last_invoicing_delete_run_by"),
)


class CurrentUserSopUserPermissions(ResourceStream):
    """The sales order permissions of the user that the tap signs in as. Repeats a row of `sop_user_permissions`."""

    name = "current_user_sop_user_permissions"
    introduced = "2021-07-26"
    selected_by_default = False
    schema = table(identifier("id"), *_PERMISSIONS, *AUDIT)


class SopPaymentMethods(ResourceStream):
    """A payment method for order entry, and the bank account that receives the money."""

    name = "sop_payment_methods"
    schema = table(
        identifier("id"),
        text("name"),
        text("description"),
        reference("bank_account_id", "banks"),
        reference("currency_id", "currencies"),
        flag("card_processing_method"),
        *AUDIT,
    )


class SopSettings(ResourceStream):
    """The settings of sales order processing: one row per company."""

    name = "sop_settings"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        *since("2021-07-26", *_ENTRY, *_PAYMENT, *_NOMINAL),
        *_GOODS,
        *since("2021-07-26", *_PRINTING, *_INTRASTAT_AND_VAT),
        *_SUGGESTIONS,
        *since("2021-07-26", *_ARCHIVE),
        *AUDIT,
    )


class SopUserPermissions(ResourceStream):
    """The sales order permissions of a user."""

    name = "sop_user_permissions"
    introduced = "2021-07-26"
    schema = table(identifier("id"), *_PERMISSIONS, *AUDIT)
