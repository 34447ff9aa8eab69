"""Purchase order processing (POP): the settings."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    NOMINAL_NUMBER,
    Column,
    enum,
    flag,
    identifier,
    reference,
    since,
    table,
    text,
    whole,
)

_ENTRY: tuple[Column, ...] = (
    flag("auto_gen_order_return_nos", "Whether Sage generates the numbers of orders and returns."),
    *since(
        "2024-02-05",
        flag("user_logon_as_order_taker"),
        flag("amend_analysis_codes"),
        flag("amend_header_analysis_codes"),
        flag("amend_nominal_codes"),
        flag("record_cancelled_order_lines", "Whether Sage keeps `pop_cancelled_lines`."),
        flag("auto_print_copy_orders"),
        flag("use_disputed_invoicing"),
        flag("match_invoice_credit_to_order_return_only"),
        flag("allow_unauthorised_order_processing"),
        text("default_free_text_confirm_intent_type", "Event that confirms the receipt of free text lines."),
        text("default_service_labour_confirm_intent_type", "Event that confirms the receipt of services."),
    ),
)

_NOMINAL: tuple[Column, ...] = (
    flag("stock_nominal_account_same_as"),
    flag("use_same_cost_centre_and_department_as_supplier"),
    flag("analyse_postings_by_cost_centre_and_department"),
    text("variances_nominal_account_reference", NOMINAL_NUMBER),
    text("variances_nominal_cost_centre"),
    text("variances_nominal_department"),
    reference("price_difference_nominal_code_id", "nominal_codes"),
    flag("include_text_in_accruals", "Whether free text lines are accrued on receipt (inferred)."),
    flag("include_service_labour_in_accruals"),
)

_GOODS: tuple[Column, ...] = (
    flag("show_quantity_goods_received"),
    flag("update_price_on_goods_receipt"),
    flag("prices_set_at_goods_receipt"),
    flag(
        "applicable_order_lines_exist",
        "Whether live or held orders have standard or free text lines (documented).",
    ),
    flag("use_order_exchange_rate_for_prices"),
    flag("allow_manual_direct_delivery"),
    flag("allow_direct_delivery_to_customer"),
    flag("allow_direct_delivery_to_supplier"),
    flag("allow_direct_delivery_to_any_address"),
    flag("use_single_purchase_order_for_direct_delivery"),
)

_GENERATION: tuple[Column, ...] = (
    enum("pop_order_generation_type", "Source from which Sage generates purchase orders."),
    flag("include_back_to_back_in_order_generation"),
    flag("exclude_direct_delivery_for_customer"),
    flag("exclude_via_stock_for_customer"),
    flag("exclude_direct_delivery_for_order"),
    flag("exclude_via_stock_for_order"),
)

_INTRASTAT: tuple[Column, ...] = (
    flag("generate_intrastat_entries"),
    enum("intrastat_date_type"),
    text("terms_of_delivery_type"),
    flag("include_terms_of_delivery_on_intrastat"),
    flag("include_statistical_value_on_intrastat"),
    whole("nature_of_transaction_code_id"),
    whole("mode_of_transport_id"),
)

_REQUISITIONS: tuple[Column, ...] = (
    flag("check_budgets_on_authorise"),
    flag("committed_includes_goods_received", "Whether received goods still count against the budget (inferred)."),
    flag("requisition_mandatory_nominal_codes"),
    flag("requisition_nominals_in_budget"),
    flag("requisition_mandatory_supplier"),
    flag("requisition_authoriser_amend"),
)


class PopSettings(ResourceStream):
    """The settings of purchase order processing: one row per company. Most columns exist since 2024 R1."""

    name = "pop_settings"
    introduced = "2021-07-26"
    schema = table(
        identifier("id"),
        *_ENTRY,
        *since("2024-02-05", *_NOMINAL, *_GOODS, *_GENERATION, *_INTRASTAT, *_REQUISITIONS),
        *AUDIT,
    )
