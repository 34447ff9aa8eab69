"""Sales order processing (SOP): quotes and orders, and what may be charged beside goods."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    SPARE_FIELDS,
    Column,
    enum,
    expanded,
    flag,
    identifier,
    money,
    percent,
    rate,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import (
    DOCUMENT_PROCESS_STATUS_TYPES,
    DOCUMENT_STATUS_TYPES,
    SOP_CUSTOMER_TYPES,
)

_VALUES: tuple[Column, ...] = (
    money("subtotal_goods_value"),
    money("subtotal_charge_net_value", "Additional charges."),
    money("subtotal_charge_tax_value"),
    money("subtotal_discount_value"),
    money("total_net_value"),
    money("total_tax_value", "May be reckoned on the value less the settlement discount (seen)."),
    money("total_gross_value"),
    percent("document_discount_percent"),
    percent("settlement_discount_percent", "Off for paying within `settlement_discount_days`."),
    whole("settlement_discount_days"),
)

_DELIVERY: tuple[Column, ...] = (
    timestamp("requested_delivery_date"),
    timestamp("promised_delivery_date"),
    flag("use_header_requested_date", "Whether lines take the order's date. Since 2024 R2."),
    flag("use_header_promised_date"),
    timestamp("quotation_expiry_date"),
    flag("use_invoice_address", "Whether the goods go to the address that is invoiced."),
    flag("is_triangulated", "Goods go between two other countries of the European Union (inferred)."),
)

_ADDRESS_TO_COPY: Column = whole(
    "customer_delivery_address_id",
    "An input: the delivery address to copy from (documented). It was in no reply that was seen.",
)


class SopAdditionalCharges(ResourceStream):
    """A charge that an order may carry beside goods, such as carriage."""

    name = "sop_additional_charges"
    schema = table(
        identifier("id"),
        text("code"),
        text("name"),
        money("charge_value", "What the customer pays, net of tax, in the base currency (inferred)."),
        money("notional_cost_value", "What it is taken to cost us when profit is worked out.", scale=5),
        reference("nominal_code_id", "nominal_codes"),
        reference("tax_code_id", "tax_codes"),
        *AUDIT,
    )


class SopOrders(ResourceStream):
    """An order from a customer: what it comes to, how far it has got, what was paid with it.

    Its lines are `sop_order_lines`, and where it goes is in `sop_order_delivery_addresses`.
    """

    name = "sop_orders"
    schema = table(
        identifier("id"),
        text("document_no"),
        timestamp("document_date"),
        enum(
            "document_status",
            "Live, on hold, complete, in dispute, cancelled and the like.",
            values=DOCUMENT_STATUS_TYPES,
        ),
        *since("2021-07-26", flag("is_draft")),
        reference("customer_id", "customers"),
        *since("2021-11-08", _ADDRESS_TO_COPY),
        *since(
            "2021-07-26",
            enum("customer_type", "Whether the customer has an account, or pays at once.", values=SOP_CUSTOMER_TYPES),
        ),
        text("customer_document_no", "The customer's own order number."),
        *since(
            "2021-07-26",
            text("external_reference", "Number of the order in another system, such as a web shop (inferred)."),
            text("order_priority"),
        ),
        *since(
            "2024-02-05",
            enum(
                "despatch_receipt_status",
                "How much has been sent out, like the two below: none, part or all.",
                values=DOCUMENT_PROCESS_STATUS_TYPES,
            ),
            enum("invoice_credit_status", values=DOCUMENT_PROCESS_STATUS_TYPES),
            enum("cancelled_status", values=DOCUMENT_PROCESS_STATUS_TYPES),
        ),
        *since(
            "2021-07-26",
            flag("is_credit_limit_exceeded"),
            reference("currency_id", "currencies", "The currency of all values of the order."),
        ),
        rate("exchange_rate", "Units of the order's currency for one of the base currency (inferred)."),
        *_VALUES,
        *since_each(
            _DELIVERY,
            use_header_requested_date="2024-10-28",
            use_header_promised_date="2024-10-28",
            quotation_expiry_date="2022-02-18",
            is_triangulated="2021-11-08",
        ),
        *since(
            "2021-07-26",
            flag("payment_with_order", "Whether money came with the order; the columns below say how much."),
            enum("payment_type"),
            reference("payment_method_id", "sop_payment_methods", "0 for none."),
            money("payment_value"),
        ),
        *since(
            "2021-11-08",
            text("payment_reference"),
            flag("invoice_payment_with_order_immediately", "Whether the order's payment was invoiced (documented)."),
            money("payment_declared", "Part of it already reported for VAT (inferred)."),
            money("payment_undeclared", "Part of it still to be reported for VAT (inferred)."),
            money("declared_payment_remaining", "Declared part not yet set against an invoice (inferred)."),
            *expanded(
                "available_document_discount",
                percent("available_document_discount_percent", "What the customer could still be given."),
                slow=True,
            ),
        ),
        text("document_created_by"),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2021-07-26"),
    )


class SopQuotes(ResourceStream):
    """A quote to a customer: what it comes to, until when it holds, whether it became an order."""

    name = "sop_quotes"
    introduced = "2021-11-08"
    schema = table(
        identifier("id"),
        text("document_no"),
        timestamp("document_date"),
        enum("document_status", "Live, on hold, complete, lost, cancelled and the like.", values=DOCUMENT_STATUS_TYPES),
        flag("is_draft"),
        reference("customer_id", "customers"),
        enum(
            "customer_type",
            "Whether the customer has an account, pays at once, or is only a prospect (inferred).",
            values=SOP_CUSTOMER_TYPES,
        ),
        _ADDRESS_TO_COPY,
        text("customer_document_no", "The customer's own number."),
        text("external_reference", "Number of the quote in another system, such as a web shop (inferred)."),
        text("order_priority"),
        *since(
            "2024-02-05",
            enum(
                "despatch_receipt_status",
                "Of what was ordered from it, like the two below (inferred).",
                values=DOCUMENT_PROCESS_STATUS_TYPES,
            ),
            enum("invoice_credit_status", values=DOCUMENT_PROCESS_STATUS_TYPES),
            enum("cancelled_status", values=DOCUMENT_PROCESS_STATUS_TYPES),
        ),
        reference("currency_id", "currencies", "The currency of all values of the quote."),
        rate("exchange_rate", "Units of the quote's currency for one of the base currency (inferred)."),
        *_VALUES,
        *since_each(
            _DELIVERY,
            use_header_requested_date="2024-10-28",
            use_header_promised_date="2024-10-28",
            quotation_expiry_date="2022-02-18",
        ),
        *expanded(
            "available_document_discount",
            percent("available_document_discount_percent", "What the customer could still be given."),
            slow=True,
        ),
        text("document_created_by"),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *AUDIT,
    )
