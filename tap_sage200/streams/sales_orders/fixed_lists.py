"""The fixed lists of sales order processing (SOP): what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import (
    DOCUMENT_PROCESS_STATUS_TYPES,
    DOCUMENT_STATUS_TYPES,
    SOP_BACK_TO_BACK_STATUS_TYPES,
    SOP_CUSTOMER_TYPES,
    SOP_INVOICE_CREDIT_TYPES,
    SOP_SHOW_ON_PICKING_LIST_TYPES,
)


class OrderLineItemTypes(FixedList):
    """Which types of line an order may be given (documented), as `sop_settings` has it."""

    name = "order_line_item_types"
    introduced = "2021-11-08"


class SopBackToBackStatusTypes(FixedList):
    """How far the purchase order behind a sales order line has got."""

    name = "sop_back_to_back_status_types"
    introduced = "2021-11-08"
    known_values = SOP_BACK_TO_BACK_STATUS_TYPES


class SopConfirmationIntentTypes(FixedList):
    """What confirms that goods left: the despatch, or another event."""

    name = "sop_confirmation_intent_types"
    introduced = "2021-07-26"


class SopCustomerTypes(FixedList):
    """Whether the customer of an order has an account, or pays at once."""

    name = "sop_customer_types"
    introduced = "2021-07-26"
    known_values = SOP_CUSTOMER_TYPES


class SopDocumentPrintStatusTypes(FixedList):
    """Whether a document was printed."""

    name = "sop_document_print_status_types"
    introduced = "2021-07-26"


class SopDocumentProcessStatusTypes(FixedList):
    """How much of a document has been allocated, despatched or invoiced: none, part or all."""

    name = "sop_document_process_status_types"
    introduced = "2021-07-26"
    known_values = DOCUMENT_PROCESS_STATUS_TYPES


class SopDocumentStatusTypes(FixedList):
    """Where a document stands: live, on hold, complete, in dispute, cancelled and the like.

    The ids: 0 live, 1 on hold, 2 complete, 3 in dispute, 4 cancelled, 5 draft, 6 printed, 7 lost (2 is documented, all
    were seen in a working client). The name of the value for lost is not known.
    """

    name = "sop_document_status_types"
    known_values = DOCUMENT_STATUS_TYPES


class SopDocumentTypes(FixedList):
    """What a document is: an order, a return, a quote or a proforma."""

    name = "sop_document_types"
    introduced = "2021-07-26"


class SopIntrastatStatusTypes(FixedList):
    """How far a document has been reported for Intrastat."""

    name = "sop_intrastat_status_types"
    introduced = "2021-07-26"


class SopInvoiceCreditTypes(FixedList):
    """Whether a document made from an order is an invoice or a credit note."""

    name = "sop_invoice_credit_types"
    known_values = SOP_INVOICE_CREDIT_TYPES


class SopOrderEntryTypes(FixedList):
    """By which way of order entry an order came in: full, rapid, trade and the like."""

    name = "sop_order_entry_types"
    introduced = "2021-07-26"


class SopOrderPaymentTypes(FixedList):
    """Whether and how an order was paid for when it was taken."""

    name = "sop_order_payment_types"
    introduced = "2021-07-26"


class SopShowOnPickingListTypes(FixedList):
    """Whether picking lists show an order line."""

    name = "sop_show_on_picking_list_types"
    known_values = SOP_SHOW_ON_PICKING_LIST_TYPES


class SopTradeLineStatusTypes(FixedList):
    """Where an order line of trade order entry stands."""

    name = "sop_trade_line_status_types"
    introduced = "2021-07-26"
